//! Phrases about a finding: its subject, required and observed values, and its control.

use super::clip;
use crate::report::{Finding, Outcome, Report, RuleInfo, Subject, Waivable};
use crate::text;

/// The most characters of a control's title beside other facts about it.
const TITLE: usize = 200;

/// The references of a rule: `attack T1078.004; nist-800-53 IA-2, IA-5`.
pub(in crate::render) fn references(rule: &RuleInfo) -> Option<String> {
    let references = rule.references.iter().map(|(framework, ids)| format!("{framework} {}", ids.join(", ")));
    let references: Vec<String> = references.collect();
    (!references.is_empty()).then(|| references.join("; "))
}

/// The requirement of the rule, as text; none where it is not an amount.
pub(in crate::render) fn required(finding: &Finding) -> Option<String> {
    finding.required.as_ref().map(|required| required.beside(finding.observed.as_ref()))
}

/// The observed amount, as text.
pub(in crate::render) fn observed(finding: &Finding) -> Option<String> {
    let limit = finding.required.as_ref().map(|required| &required.quantity);
    finding.observed.as_ref().map(|observed| observed.text(limit))
}

/// The observation, with `Unknown: …` before it where the outcome is unknown.
pub(in crate::render) fn observation(finding: &Finding) -> String {
    match &finding.outcome {
        Outcome::Unknown(_) | Outcome::Waived { instead_of: Waivable::Unknown(_), .. } => {
            format!("Unknown: {}", bare_message(finding))
        }
        Outcome::Pass
        | Outcome::Fail
        | Outcome::NotApplicable(_)
        | Outcome::Waived { instead_of: Waivable::Fail, .. } => finding.message.clone(),
    }
}

/// The message without the word for the outcome, for places that show the outcome already.
pub(in crate::render) fn bare_message(finding: &Finding) -> &str {
    let words = ["Unknown: ", "Unknown. "];
    words.into_iter().find_map(|word| finding.message.strip_prefix(word)).unwrap_or(&finding.message)
}

/// The observation, with the control before it unless it contains the id.
pub(in crate::render) fn observation_with_subject(finding: &Finding) -> String {
    let observation = observation(finding);
    match &finding.subject {
        Subject::Control(control) if !observation.contains(control.as_str()) => format!("{control}: {observation}"),
        Subject::Tenant | Subject::Control(_) => observation,
    }
}

/// The control of a finding, or `the tenant`.
pub(in crate::render) fn subject(finding: &Finding) -> &str {
    match &finding.subject {
        Subject::Tenant => "the tenant",
        Subject::Control(control) => control,
    }
}

/// The identity without the policy: `rule` or `rule/control`.
pub(in crate::render) fn name_in_policy(report: &Report, finding: &Finding) -> String {
    let rule = &report.rule(finding).id;
    match &finding.subject {
        Subject::Tenant => rule.clone(),
        Subject::Control(control) => format!("{rule}/{control}"),
    }
}

/// The known facts of the control, in one line; nothing for a finding about the tenant.
pub(in crate::render) fn control_facts(finding: &Finding) -> Option<String> {
    let control = finding.control.as_ref()?;
    let points = match (control.score, control.max) {
        (Some(score), Some(max)) => {
            Some(format!("{} of {} points", text::points(score, Some(max)), text::points(max, None)))
        }
        (Some(score), None) => Some(format!("{} points of an unknown maximum", text::points(score, None))),
        (None, _) => None,
    };
    let place = [&control.category, &control.service, &control.tier].map(Clone::clone);
    let state = control.state.as_ref().map(|state| format!("state {state}"));
    let title = control.title.as_ref().map(|title| clip(title, TITLE));
    let facts: Vec<String> = title.into_iter().chain(place.into_iter().flatten()).chain(points).chain(state).collect();
    (!facts.is_empty()).then(|| facts.join(" · "))
}

/// The points that fixing the finding recovers, as a phrase: `+6 points if fixed`.
pub(in crate::render) fn recoverable(finding: &Finding) -> Option<String> {
    let points = finding.recoverable.filter(|points| *points > 0.0)?;
    Some(format!("+{} if fixed", text::counted_points(points)))
}
