//! The rules of the policy `scoregate`, which are in every report and cannot be waived.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::control_assessment::ControlAssessment;
use super::freshness;
use super::judgement::Judgement;
use super::posture::Posture;
use super::sentence;
use super::state::Claim;
use super::timeline::Known;
use crate::evidence::Snapshot;
use crate::policy::{Age, BUILT_IN, Enforcement, PolicySet, Severity};
use crate::report::{
    Advice, DateKind, Exclusion, Outcome, Phrases, PolicyInfo, Reason, Requirement, RuleInfo, TenantUse,
};
use crate::tenant::TenantId;
use crate::text::{count, points, sample};

/// The longest age of a snapshot where no policy says otherwise.
const FRESH: Age = Age(SignedDuration::from_hours(7 * 24));

/// The ids of the rules, in the order of the report.
pub(super) const RULES: [&str; 3] = ["tenant", "fresh", "complete"];

/// The built-in policy as reports show it.
pub(super) fn policy(advise: Phrases) -> PolicyInfo {
    let rule = |id: &'static str, title: &str, severity, enforcement, fix: &Advice| RuleInfo {
        id: id.to_owned(),
        title: title.to_owned(),
        kind: id,
        severity,
        enforcement,
        why: None,
        fix: Some(sentence(advise(fix))),
        references: BTreeMap::new(),
        warning: None,
        place: None,
    };
    PolicyInfo {
        id: BUILT_IN.to_owned(),
        title: Some("The basis of every verdict".to_owned()),
        owner: None,
        place: None,
        rules: vec![
            rule(
                RULES[0],
                "The evidence is of the pinned tenant",
                Severity::Critical,
                Enforcement::Block,
                &Advice::PinTenant,
            ),
            rule(RULES[1], "The evidence is fresh", Severity::High, Enforcement::Block, &Advice::RefreshData),
            rule(
                RULES[2],
                "No missing data leaves a finding unknown",
                Severity::Low,
                Enforcement::Advise,
                &Advice::CollectCatalogue,
            ),
        ],
    }
}

/// Whether the evidence is of the pinned tenant. Another tenant's evidence never comes as far as this.
pub(super) fn tenant(pins: &[&TenantId], tenant: Option<&TenantId>) -> Judgement {
    match (pins.first(), tenant) {
        (None, Some(tenant)) => {
            let message = format!("No tenant is pinned; the evidence is of {tenant}.");
            Judgement::not_applicable(Exclusion::NoTenantPinned, message)
        }
        (None, None) => {
            let message = "No tenant is pinned, and the evidence states none.".to_owned();
            Judgement::not_applicable(Exclusion::NoTenantPinned, message)
        }
        (Some(pin), Some(_)) => Judgement::of_tenant(Outcome::Pass, format!("The evidence is of {pin}.")),
        (Some(pin), None) => Judgement::unknown(Reason::TenantUnknown(TenantUse::Pin(pin.to_string()))),
    }
}

/// Whether the snapshot is fresh enough to be judged at all. A blocking rule that states a longer limit than the usual one
/// moves it; one that states a shorter limit fails by itself, and can be waived.
pub(super) fn fresh(policies: &PolicySet, snapshot: &Snapshot, now: Timestamp) -> Judgement {
    let created = snapshot.created;
    let rules = policies.policies.iter().flat_map(|policy| &policy.rules);
    let blocking = rules.filter(|rule| rule.enforcement == Enforcement::Block);
    let stated = blocking.filter_map(|rule| rule.expect.snapshot_age());
    let limit = stated.min().unwrap_or(FRESH).max(FRESH);
    // Of two captures of a day the later counts: one from the future would count for ever.
    if let Some(captured) = snapshot.captured.filter(|captured| captured.duration_since(now) > freshness::AHEAD) {
        let reason = Reason::DateInFuture { date: DateKind::Capture, at: captured, now };
        return Judgement::unknown(reason).required(Requirement::at_most(limit));
    }
    let judged = freshness::snapshot(limit, created, now);
    match judged.outcome {
        Outcome::Fail => {
            let reason = Reason::SnapshotTooOld { created, limit: limit.to_string() };
            let message = format!("Unknown: the data is stale. {}", judged.message);
            Judgement { outcome: Outcome::Unknown(reason), message, ..judged }
        }
        Outcome::Pass | Outcome::Waived { .. } | Outcome::Unknown(_) | Outcome::NotApplicable(_) => judged,
    }
}

/// A note on what the evidence lacked, and which findings that left open. `details` are what it lacks, of [`lacks`]; `open` are
/// the identities of the findings.
pub(super) fn complete(posture: &Posture<'_>, details: Vec<String>, open: &[String]) -> Judgement {
    if details.is_empty() {
        return Judgement::of_tenant(Outcome::Pass, "Nothing is missing from the evidence.".to_owned());
    }
    let ways = format!("The evidence is incomplete in {}", count(details.len(), "way"));
    match open {
        [] => {
            let assumed = assumed(posture);
            let rests = if assumed.is_some() { ", on the assumption below" } else { " from the available evidence" };
            let message = format!("{ways}. Every finding was decided{rests}.");
            let details = details.into_iter().chain(assumed).collect();
            Judgement { details, ..Judgement::of_tenant(Outcome::Pass, message) }
        }
        open => {
            let reason = Reason::FindingsUnknown { findings: open.to_vec() };
            let message = format!("{ways}, and {reason}.");
            Judgement { details, ..Judgement::of_tenant(Outcome::Unknown(reason), message) }
        }
    }
}

/// The gaps of the evidence, and what in it is inconsistent.
pub(super) fn lacks(posture: &Posture<'_>, past: &[Known]) -> Vec<String> {
    let mut details = posture.evidence.gaps.clone();
    let damaged = past.iter().filter_map(|known| Some((known.day.date, known.defect.as_ref()?)));
    details.extend(
        damaged.map(|(date, defect)| format!("the snapshot of {date} cannot be compared with: {}", defect.reason)),
    );
    // That a part is missing is one of the gaps already.
    if let Some(defect) = posture.defect.as_ref().filter(|_| !posture.evidence.snapshot.partial) {
        details.push(format!("the snapshot is inconsistent: {}", defect.reason));
    }
    let inconsistency =
        posture.assessments.iter().filter_map(|assessment| Some((assessment, assessment.inconsistency.as_ref()?)));
    details.extend(inconsistency.map(|(assessment, inconsistency)| {
        format!("{} has inconsistent figures: {inconsistency}", assessment.control.id)
    }));
    let orphans = posture.assessments.iter().filter(|assessment| assessment.profile.is_none()).count();
    if orphans > 0 {
        let without = if orphans == 1 { "has" } else { "have" };
        details.push(format!("{} {without} no profile", count(orphans, "scored control")));
    }
    details.extend(posture.gap.as_ref().map(|gap| format!("the snapshot may be missing controls: {gap}")));
    let stateless =
        |assessment: &&ControlAssessment<'_>| assessment.profile.is_some() && assessment.state.claim() == Claim::Maybe;
    let stateless = posture.assessments.iter().filter(stateless).count();
    if stateless > 0 {
        details.push(format!("the state of {} is unknown", count(stateless, "control")));
    }
    if posture.unknown_maxima > 0 {
        let rest = points(posture.remainder.map_or(0.0, |rest| rest.most.max(0.0)), None);
        let unknown = count(posture.unknown_maxima, "control");
        details.push(format!(
            "the maximum of {unknown} is unknown, and {rest} points of maxScore belong to no control of known maximum"
        ));
    }
    details
}

/// What a verdict assumes where controls of unknown maximum are scored: that the maximum which no other control accounts for is
/// theirs, so that no control is missing.
fn assumed(posture: &Posture<'_>) -> Option<String> {
    let open = posture.open_maximum().ok().filter(|open| *open > 0.0 && posture.gap.is_none())?;
    let unknown =
        posture.assessments.iter().filter(|assessment| assessment.inconsistency.is_some() || assessment.max.is_none());
    let unknown: Vec<&str> = unknown.map(|assessment| assessment.control.id.as_str()).collect();
    let (open, unknown) = (points(open, None), sample(&unknown, 5));
    Some(format!(
        "assumed: the {open} points of maxScore that are left are the maximum of {unknown}, and no control is missing"
    ))
}
