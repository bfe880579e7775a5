//! Evaluation: policies, evidence and a time become a report. No input, no output, no clock, and the same order every time.

pub mod attribution;
mod baseline_day;
mod baseline_of_snapshot;
mod built_in_rules;
mod claimed;
mod compare;
mod context;
mod control_assessment;
mod control_id;
mod controls;
mod coverage;
mod decision;
mod defect;
mod error;
mod freshness;
mod grace;
mod incidents;
pub mod interval;
mod inventory;
mod judgement;
mod part_sum;
mod policy_infos;
mod posture;
mod property;
mod regression;
mod score;
mod select;
mod selector_index;
mod snapshot_summary;
mod state;
mod threshold;
mod timeline;
mod waiver;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::baseline::Baseline;
use crate::evidence::Evidence;
use crate::policy::{Enforcement, Expectation, Place, PolicySet, Rule};
use crate::report::{
    Advice, BaselineInfo, Finding, Outcome, Phrases, PolicyInfo, Provenance, Report, Repository, RuleRef, SnapshotInfo,
    Subject,
};
use crate::tenant::TenantId;
use crate::text::line;

pub use compare::compare;
pub use error::EvaluateError;
pub use incidents::{incidents, techniques};
pub use inventory::inventory;
pub(crate) use inventory::unscored_control;
pub use snapshot_summary::scored_controls;

use context::Context;
use judgement::Judgement;
use policy_infos::policy_infos;
use posture::Posture;
use waiver::Waivers;

/// The inputs of a run besides policies and evidence.
#[derive(Debug, Clone)]
pub struct Run {
    /// The time to judge at.
    pub now: Timestamp,
    /// Whether that time was given rather than taken from the clock.
    pub replayed: bool,
    /// The tenant that the evidence must be of, where the command line requires one.
    pub tenant: Option<TenantId>,
    /// The repository that the policies lie in, where it is known.
    pub repository: Option<Repository>,
    /// The baseline that regression rules compare with, where a file was named.
    pub baseline: Option<Baseline>,
    /// The words for advice: a caller that has flags names them.
    pub advise: Phrases,
}

impl Run {
    /// A run at a time, with no tenant required and no baseline.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self { now, replayed: false, tenant: None, repository: None, baseline: None, advise: Advice::to_string }
    }
}

/// Judges every rule of the policies on the evidence.
///
/// # Errors
///
/// Those of [`Evaluator::evaluate`].
pub fn evaluate(policies: &PolicySet, evidence: &Evidence, run: &Run) -> Result<Report, EvaluateError> {
    Evaluator::new(policies, run.advise).evaluate(evidence, run)
}

/// Policies that are prepared once to be evaluated on the evidence of many tenants.
#[derive(Debug)]
pub struct Evaluator<'p> {
    policies: &'p PolicySet,
    /// The policies as the reports of all tenants show them.
    infos: Arc<Vec<PolicyInfo>>,
    advise: Phrases,
}

impl<'p> Evaluator<'p> {
    /// Prepares policies; `advise` has the words for advice in reports.
    #[must_use]
    pub fn new(policies: &'p PolicySet, advise: Phrases) -> Self {
        Self { policies, infos: Arc::new(policy_infos(policies, advise)), advise }
    }

    /// The policies.
    #[must_use]
    pub const fn policies(&self) -> &'p PolicySet {
        self.policies
    }

    /// Judges every rule of the policies on the evidence. The words for advice are those of [`Evaluator::new`].
    ///
    /// # Errors
    ///
    /// [`EvaluateError::SeveralPins`] and [`EvaluateError::OtherTenant`] where the evidence cannot be that of the required tenant, and
    /// [`EvaluateError::OtherBaseline`] where the baseline is of another tenant.
    pub fn evaluate(&self, evidence: &Evidence, run: &Run) -> Result<Report, EvaluateError> {
        let policies = self.policies;
        let pins = pins(policies, run);
        require_tenant(&pins, evidence.named.as_ref())?;
        if let Some(baseline) = &run.baseline {
            baseline.require_tenant(evidence.named.as_ref()).map_err(EvaluateError::OtherBaseline)?;
        }
        let posture = Posture::of(evidence);
        let context = Context::new(&posture, run.now, run.baseline.as_ref());
        let mut waivers = Waivers::of(policies, &posture, run.now);
        let mut report = Report {
            now: run.now,
            tenant: evidence.snapshot.tenant.as_ref().map(TenantId::to_string),
            snapshot: snapshot_info(&context),
            policies: Arc::clone(&self.infos),
            findings: self.findings(&context, &mut waivers),
            waivers: waivers.finish(),
            incidents: None,
            techniques: BTreeMap::new(),
            sources: policies.sources.clone(),
            provenance: Provenance {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                replayed: run.replayed,
                inputs: evidence.inputs.clone(),
                repository: run.repository.clone(),
                baseline: run.baseline.as_ref().and_then(baseline_info),
            },
        };
        add_built_in(&mut report, policies, &posture, &pins, self.advise);
        Ok(report)
    }

    /// The findings of all rules of the policies.
    fn findings(&self, context: &Context<'_>, waivers: &mut Waivers<'_>) -> Vec<Finding> {
        let is_partial = context.posture.evidence.snapshot.partial;
        let mut findings = Vec::new();
        for (policy_index, policy) in self.policies.policies.iter().enumerate() {
            for (rule_index, rule) in policy.rules.iter().enumerate() {
                if rule.enforcement == Enforcement::Disabled {
                    continue;
                }
                let of_rule = waivers.of_rule(&policy.policy, &rule.id);
                for judgement in judgement::one_per_subject(judge(&rule.expect, context), is_partial) {
                    let waived = waivers.apply(&of_rule, &judgement);
                    let reference = RuleRef { policy: policy_index, rule: rule_index };
                    let place = place_of(rule, &judgement.subject);
                    findings.push(finding(reference, place, judgement, waived, self.advise));
                }
            }
        }
        findings
    }
}

fn judge(expectation: &Expectation, context: &Context<'_>) -> Vec<Judgement> {
    let posture = context.posture;
    match expectation {
        Expectation::Score(expectation) => vec![score::judge(expectation, context)],
        Expectation::Controls(expectation) => controls::judge(expectation, context),
        Expectation::Regression(expectation) => regression::judge(expectation, context),
        Expectation::Freshness(expectation) => freshness::judge(expectation, posture, context.now),
        Expectation::Claimed(expectation) => claimed::judge(expectation, posture),
        Expectation::Coverage(expectation) => vec![coverage::judge(expectation, posture)],
    }
}

fn add_built_in(report: &mut Report, policies: &PolicySet, posture: &Posture<'_>, pins: &[&TenantId], advise: Phrases) {
    let evidence = posture.evidence;
    let open = report.findings.iter().filter(|finding| matches!(finding.outcome, Outcome::Unknown(_)));
    let open: Vec<String> = open.map(|finding| report.identity(finding)).collect();
    let mut complete = built_in_rules::complete(posture, report.snapshot.gaps.clone(), &open);
    if let Some(path) = unused_baseline(report, policies) {
        if complete.details.is_empty() {
            complete.message = format!("The baseline {path} is not used.");
            complete.details.push(format!("no active rule reads the baseline ({READS_BASELINE})"));
        } else {
            complete.details.push(format!("the baseline {path} is not used: no active rule has {READS_BASELINE}"));
        }
    }
    let judgements = [
        built_in_rules::tenant(pins, evidence.snapshot.tenant.as_ref()),
        built_in_rules::fresh(policies, &evidence.snapshot, report.now),
        complete,
    ];
    let policy = policies.policies.len();
    for (rule, judgement) in judgements.into_iter().enumerate() {
        report.findings.push(finding(RuleRef { policy, rule }, None, judgement, None, advise));
    }
}

/// The keys by which a rule reads a baseline.
const READS_BASELINE: &str = "`against: baseline`, `catalogue: baseline` or `grace`";

/// The path of a baseline that no rule reads.
fn unused_baseline(report: &Report, policies: &PolicySet) -> Option<String> {
    let baseline = report.provenance.baseline.as_ref().filter(|_| !policies.reads_baseline())?;
    Some(line(&baseline.path))
}

fn baseline_info(baseline: &Baseline) -> Option<BaselineInfo> {
    let file = &baseline.source.as_ref()?.file;
    Some(BaselineInfo { path: file.path.clone(), sha256: file.sha256.clone(), date: baseline.date })
}

/// Every tenant that is required, each once.
fn pins<'a>(policies: &'a PolicySet, run: &'a Run) -> Vec<&'a TenantId> {
    let mut pins: Vec<&TenantId> = Vec::new();
    let all = run.tenant.iter().chain(policies.policies.iter().filter_map(|policy| policy.tenant.as_ref()));
    for pin in all {
        if !pins.contains(&pin) {
            pins.push(pin);
        }
    }
    pins
}

/// Refuses evidence that names another tenant than the one that is required.
pub(crate) fn require_tenant(pins: &[&TenantId], named: Option<&TenantId>) -> Result<(), EvaluateError> {
    if pins.len() > 1 {
        return Err(EvaluateError::SeveralPins(pins.iter().map(ToString::to_string).collect()));
    }
    match (pins.first(), named) {
        (Some(pin), Some(tenant)) if *pin != tenant => Err(EvaluateError::OtherTenant {
            tenant: tenant.to_string(),
            pin: pin.to_string(),
            is_id: pin.is_well_formed(),
        }),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

/// The place at which a rule names a control.
fn place_of(rule: &Rule, subject: &Subject) -> Option<Place> {
    let Subject::Control(control) = subject else { return None };
    let entry = rule.named.iter().find(|named| control_id::same_control(&named.id, control))?;
    Some(entry.place)
}

fn finding(
    rule: RuleRef,
    place: Option<Place>,
    judgement: Judgement,
    waived: Option<Outcome>,
    advise: Phrases,
) -> Finding {
    let Judgement {
        subject,
        outcome,
        message,
        required,
        observed,
        details,
        control,
        change,
        pending,
        recoverable,
        measured: _,
    } = judgement;
    let advice = match &outcome {
        Outcome::Unknown(reason) => reason.advice(),
        Outcome::Pass | Outcome::Fail | Outcome::Waived { .. } | Outcome::NotApplicable(_) => None,
    };
    Finding {
        place,
        required,
        observed,
        rule,
        subject,
        outcome: waived.unwrap_or(outcome),
        message: match advice {
            Some(advice) => format!("{} {}", capitalized(message), sentence(advise(&advice))),
            None => capitalized(message),
        },
        details,
        control,
        change,
        pending,
        recoverable,
    }
}

/// A fragment as a sentence.
fn sentence(fragment: String) -> String {
    let end = if fragment.ends_with('?') { "" } else { "." };
    capitalized(fragment) + end
}

/// Messages are sentences; judges write fragments where a figure may come first.
fn capitalized(message: String) -> String {
    let mut rest = message.chars();
    match rest.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(rest).collect(),
        Some(_) | None => message,
    }
}

fn snapshot_info(context: &Context<'_>) -> SnapshotInfo {
    let posture = context.posture;
    let snapshot = &posture.evidence.snapshot;
    SnapshotInfo {
        created: snapshot.created,
        date: snapshot.date(),
        current: snapshot.current,
        max: snapshot.max,
        claimed: posture.claimed,
        maybe_claimed: posture.maybe_claimed,
        controls: posture.assessments.len(),
        catalogue_complete: posture.evidence.catalogue.complete,
        gaps: built_in_rules::missing_data(posture, context.past()),
        categories: snapshot_summary::categories(posture),
        open: snapshot_summary::open(posture),
    }
}
