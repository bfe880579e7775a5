//! A report that can be shared: names become pseudonyms.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    AlertInfo, BaselineInfo, BearingControl, CategoryInfo, Change, Contribution, ControlChange, ControlInfo,
    ExcludedIncident, Finding, IncidentCause, IncidentInfo, IncidentLink, IncidentReport, LinkBasis, Outcome,
    PolicyInfo, Provenance, Quantity, Report, Repository, Requirement, RowInfo, RuleInfo, SnapshotInfo, Subject,
    Waivable, WaiverInfo,
};
use crate::evidence::Input;
use crate::names::Names;
use crate::policy::SourceFile;

/// The same report with pseudonyms in the place of names, in every text of it: the same names, and the same pseudonyms, as
/// [`crate::evidence::recording::redact`] replaces in a recording.
///
/// # Limits
///
/// The report reveals less, but it is not anonymous, and everything that stays in a recording stays here. The values of `updatedBy`
/// are recognised as names only in a recording. Ids of rules and controls, figures, dates and hashes of files stay too.
#[must_use]
pub fn redact(report: &Report) -> Report {
    let mut redacted = report.clone();
    let names = {
        let all = texts(&mut redacted);
        let of_fields = report.incidents.iter().flat_map(|incidents| &incidents.names.0);
        let of_fields = of_fields.map(|(kind, name)| (*kind, name.as_str()));
        Names::of(report.tenant.as_deref(), all.iter().map(|text| text.as_str()), of_fields)
    };
    for text in texts(&mut redacted) {
        *text = names.hide(text);
    }
    redacted.tenant = report.tenant.as_deref().map(|tenant| names.hide_tenant(tenant));
    for rule in Arc::make_mut(&mut redacted.policies).iter_mut().flat_map(|policy| &mut policy.rules) {
        rule.references = hide_frameworks(std::mem::take(&mut rule.references), &names);
    }
    redacted
}

/// Replaces names in frameworks, the keys of the map; two that become equal are merged.
fn hide_frameworks(references: BTreeMap<String, Vec<String>>, names: &Names) -> BTreeMap<String, Vec<String>> {
    let mut hidden: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (framework, entries) in references {
        hidden.entry(names.hide(&framework)).or_default().extend(entries);
    }
    hidden
}

/// Every text of a report but the tenant and the keys of the references. Each type is destructured completely, so that
/// a new text cannot be forgotten here.
fn texts(report: &mut Report) -> Vec<&mut String> {
    let Report {
        now: _,
        tenant: _,
        snapshot,
        policies,
        findings,
        waivers,
        sources,
        incidents,
        techniques: _,
        provenance,
    } = report;
    let mut texts = snapshot_texts(snapshot);
    Arc::make_mut(policies).iter_mut().for_each(|policy| policy_texts(policy, &mut texts));
    findings.iter_mut().for_each(|finding| finding_texts(finding, &mut texts));
    waivers.iter_mut().for_each(|waiver| waiver_texts(waiver, &mut texts));
    if let Some(incidents) = incidents {
        incident_texts(incidents, &mut texts);
    }
    for SourceFile { path, text, sha256: _ } in sources {
        texts.extend([path, Arc::make_mut(text)]);
    }
    let Provenance { version: _, replayed: _, inputs, repository, baseline } = provenance;
    texts.extend(baseline.iter_mut().map(|BaselineInfo { path, sha256: _, date: _ }| path));
    inputs.iter_mut().for_each(|input| input_texts(input, &mut texts));
    if let Some(Repository { uri, revision }) = repository {
        texts.extend([uri, revision]);
    }
    texts
}

fn input_texts<'a>(input: &'a mut Input, texts: &mut Vec<&'a mut String>) {
    let Input { name, sha256: _, bytes: _, response_bytes: _, kind: _, graph } = input;
    texts.push(name);
    texts.extend(graph);
}

fn snapshot_texts(snapshot: &mut SnapshotInfo) -> Vec<&mut String> {
    let SnapshotInfo {
        created: _,
        date: _,
        current: _,
        max: _,
        claimed: _,
        maybe_claimed: _,
        controls: _,
        catalogue_complete: _,
        gaps,
        categories,
        open,
    } = snapshot;
    let mut texts: Vec<&mut String> = gaps.iter_mut().collect();
    for CategoryInfo { name, controls: _, score: _, max: _, recoverable: _ } in categories {
        texts.push(name);
    }
    open.iter_mut().for_each(|control| control_texts(Arc::make_mut(control), &mut texts));
    texts
}

fn policy_texts<'a>(policy: &'a mut PolicyInfo, texts: &mut Vec<&'a mut String>) {
    let PolicyInfo { id, title, owner, place: _, rules } = policy;
    texts.push(id);
    texts.extend(title.iter_mut().chain(owner));
    for rule in rules {
        let RuleInfo { id, title, kind: _, severity: _, enforcement: _, why, fix, references, warning, place: _ } =
            rule;
        texts.extend([id, title]);
        texts.extend(why.iter_mut().chain(fix).chain(warning));
        texts.extend(references.values_mut().flatten());
    }
}

fn finding_texts<'a>(finding: &'a mut Finding, texts: &mut Vec<&'a mut String>) {
    let Finding {
        rule: _,
        subject,
        outcome,
        message,
        required,
        observed,
        details,
        control,
        change,
        pending: _,
        recoverable: _,
        place: _,
    } = finding;
    let required = required.as_mut().map(|Requirement { comparison: _, quantity }| quantity);
    for quantity in required.into_iter().chain(observed) {
        match quantity {
            Quantity::State(state) => texts.push(state),
            Quantity::Exact { value: _, unit: _ } | Quantity::Between { least: _, most: _, unit: _ } => {}
        }
    }
    match subject {
        Subject::Tenant => {}
        Subject::Control(id) => texts.push(id),
    }
    match outcome {
        Outcome::Unknown(reason) => texts.extend(reason.texts_mut()),
        Outcome::NotApplicable(_) => {}
        Outcome::Waived { instead_of: Waivable::Unknown(reason), waiver: _ } => texts.extend(reason.texts_mut()),
        Outcome::Waived { instead_of: Waivable::Fail, waiver: _ } | Outcome::Pass | Outcome::Fail => {}
    }
    texts.push(message);
    texts.extend(details);
    if let Some(change) = change {
        change_texts(change, texts);
    }
    if let Some(control) = control {
        control_texts(Arc::make_mut(control), texts);
    }
}

fn control_texts<'a>(control: &'a mut ControlInfo, texts: &mut Vec<&'a mut String>) {
    let ControlInfo {
        id,
        title,
        category,
        service,
        tier,
        score: _,
        max: _,
        claimed: _,
        maybe_claimed: _,
        state,
        status,
        action_url,
    } = control;
    texts.push(id);
    let optional = [title, category, service, tier, state, status, action_url];
    texts.extend(optional.into_iter().flatten());
}

fn change_texts<'a>(change: &'a mut Change, texts: &mut Vec<&'a mut String>) {
    let Change { from: _, to: _, total: _, parts, assumptions: _, unknown_states: _ } = change;
    for Contribution { cause: _, percentage_points: _, controls } in parts {
        for ControlChange { id, title, percentage_points: _, from: _, to: _, assumed: _ } in controls {
            texts.push(id);
            texts.extend(title);
        }
    }
}

fn waiver_texts<'a>(waiver: &'a mut WaiverInfo, texts: &mut Vec<&'a mut String>) {
    let WaiverInfo {
        policy,
        rule,
        controls,
        reason,
        approved_by,
        ticket,
        warning,
        granted: _,
        expires: _,
        place: _,
        status: _,
        expires_soon: _,
        days_left: _,
        covers: _,
    } = waiver;
    texts.extend([policy, rule, reason, approved_by]);
    texts.extend(controls);
    texts.extend(ticket.iter_mut().chain(warning));
}

fn incident_texts<'a>(incidents: &'a mut IncidentReport, texts: &mut Vec<&'a mut String>) {
    let IncidentReport { incidents, controls, excluded, gaps, inputs, crosswalk_rows: _, crosswalk_files, names: _ } =
        incidents;
    for BearingControl { control, unknown, missing: _, recoverable: _, strength: _, incidents: _ } in controls {
        control_texts(Arc::make_mut(control), texts);
        texts.extend(unknown);
    }
    for ExcludedIncident { id, title, created: _, updated: _, why: _ } in excluded {
        texts.push(id);
        texts.extend(title);
    }
    texts.extend(gaps);
    inputs.iter_mut().for_each(|input| input_texts(input, texts));
    texts.extend(crosswalk_files.iter_mut().map(|file| &mut file.path));
    for incident in incidents {
        let IncidentInfo {
            id,
            title,
            severity: _,
            status,
            classification,
            created: _,
            updated: _,
            merged,
            tags,
            alerts,
            excluded_alerts: _,
            techniques: _,
            outside_crosswalk: _,
            causes,
            observed: _,
            impact: _,
            recoverable: _,
            no_cause: _,
        } = incident;
        texts.push(id);
        texts.extend([title, status, classification].into_iter().flatten());
        texts.extend(merged.iter_mut().chain(tags));
        for AlertInfo { id, title } in alerts {
            texts.push(id);
            texts.extend(title);
        }
        causes.iter_mut().for_each(|cause| cause_texts(cause, texts));
    }
}

fn cause_texts<'a>(cause: &'a mut IncidentCause, texts: &mut Vec<&'a mut String>) {
    let IncidentCause { control, unknown, missing: _, recoverable: _, strength: _, links } = cause;
    control_texts(Arc::make_mut(control), texts);
    texts.extend(unknown);
    for IncidentLink { basis, strength: _, alerts } in links {
        texts.extend(alerts);
        match basis {
            LinkBasis::Technique { technique: _, of_row: _, row } => {
                let RowInfo { id, source, confidence: _, why } = Arc::make_mut(row);
                texts.extend([id, source, why]);
            }
            LinkBasis::Service { source, service } => texts.extend([source, service]),
            LinkBasis::Threat { word, threat } => texts.extend([word, threat]),
        }
    }
}
