//! Findings as results.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::location::location;
use super::model::{Location, Properties, ResultEntry, ResultMessage, Suppression};
use super::rule;
use crate::policy::{Enforcement, Place};
use crate::report::{Finding, Outcome, Report, Waivable, wording};

/// Our own key: GitHub computes `primaryLocationLineHash` itself, and another value of it would be warned about.
const FINGERPRINT: &str = "scoregate/finding/v1";

/// What a finding becomes.
struct Shape {
    /// The id of the message string.
    id: &'static str,
    level: &'static str,
}

/// What needs a person, the most urgent first.
pub(super) fn results(report: &Report) -> Vec<ResultEntry> {
    report.by_urgency().into_iter().filter_map(|finding| result(report, finding)).collect()
}

fn result(report: &Report, finding: &Finding) -> Option<ResultEntry> {
    let shape = shape(report, finding)?;
    let (policy, rule) = (report.policy(finding), report.rule(finding));
    let subject = wording::subject(finding).to_owned();
    let observed = wording::observation(finding);
    Some(ResultEntry {
        rule_id: rule::id(policy, rule),
        rule_index: rule::index(report, finding.rule),
        // The standard wants level `none` for every other kind, and readers hide such results.
        kind: "fail",
        level: shape.level,
        message: ResultMessage {
            text: message_text(&message(finding)),
            id: shape.id,
            arguments: vec![subject, observed.trim_end_matches('.').to_owned()],
        },
        locations: [place(report, rule.place)?],
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, sha256(&report.identity(finding)))]),
        suppressions: suppressions(report, finding),
        properties: properties(report, finding),
    })
}

fn shape(report: &Report, finding: &Finding) -> Option<Shape> {
    let failure = rule::level(report.rule(finding).enforcement);
    match &finding.outcome {
        Outcome::Fail => Some(Shape { id: "failed", level: failure }),
        Outcome::Unknown(_) => match report.rule(finding).enforcement {
            Enforcement::Block => Some(Shape { id: "undecided", level: "warning" }),
            Enforcement::Advise | Enforcement::Disabled => None,
        },
        Outcome::Waived { instead_of: Waivable::Fail, .. } => Some(Shape { id: "waived", level: failure }),
        Outcome::Waived { instead_of: Waivable::Unknown(_), .. } => Some(Shape { id: "waived", level: "warning" }),
        Outcome::Pass | Outcome::NotApplicable(_) => None,
    }
}

/// The whole message: what was observed and the details; why and what to do stand in the rule's help.
fn message(finding: &Finding) -> String {
    let first = wording::observation_with_subject(finding);
    let details = finding.details.iter().map(|detail| rule::sentence(detail));
    std::iter::once(rule::sentence(&first)).chain(details).collect::<Vec<_>>().join("\n")
}

/// A message string in which nothing is a placeholder (`{0}`) or a link (`[text](target)`).
fn message_text(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", "] (")
}

/// Where a finding is shown. A result without a place is an error to GitHub, so that one of a built-in rule stands at the id of
/// the first policy.
fn place(report: &Report, place: Option<Place>) -> Option<Location> {
    let place = place.or_else(|| report.policies.iter().find_map(|policy| policy.place));
    place.map(|place| location(report, place))
}

fn suppressions(report: &Report, finding: &Finding) -> Vec<Suppression> {
    match &finding.outcome {
        Outcome::Waived { waiver, .. } => {
            let waiver = &report.waivers[*waiver];
            vec![Suppression {
                kind: "external",
                status: "accepted",
                justification: format!("{} Waived {}.", rule::sentence(&waiver.reason), wording::approval(waiver)),
                location: location(report, waiver.place),
            }]
        }
        Outcome::Pass | Outcome::Fail | Outcome::Unknown(_) | Outcome::NotApplicable(_) => Vec::new(),
    }
}

fn properties(report: &Report, finding: &Finding) -> Properties {
    let mut properties: Properties =
        BTreeMap::from([("identity", report.identity(finding).into()), ("outcome", finding.outcome.name().into())]);
    let number = |value: Option<f64>| value.filter(|value| value.is_finite());
    let control = finding.control.as_ref();
    let texts = [
        ("control", control.map(|control| control.id.clone())),
        ("controlTitle", control.and_then(|control| control.title.clone())),
        ("category", control.and_then(|control| control.category.clone())),
        ("service", control.and_then(|control| control.service.clone())),
        ("state", control.and_then(|control| control.state.clone())),
        ("actionUrl", control.and_then(|control| control.action_url.clone())),
    ];
    let figures = [
        ("points", control.and_then(|control| number(control.score))),
        ("maxPoints", control.and_then(|control| number(control.max))),
        ("recoverablePoints", number(finding.recoverable)),
    ];
    properties.extend(texts.into_iter().filter_map(|(name, text)| Some((name, text?.into()))));
    properties.extend(figures.into_iter().filter_map(|(name, figure)| Some((name, figure?.into()))));
    properties
}

/// The identity alone, without line numbers: an alert must outlive an edit of the policy above the rule.
fn sha256(identity: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(identity.as_bytes()) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
