//! Findings as results.

use crate::render::fingerprint::Fingerprints;
use crate::render::view::{View, is_note};
use std::collections::BTreeMap;

use super::location::Places;
use super::model::{Location, Properties, ResultEntry, ResultMessage, Suppression};
use super::rule;
use crate::hash::sha256;
use crate::render::{SarifWaived, phrases};
use crate::report::{Finding, Outcome, Report, RuleInfo, RuleRef, Waivable};

/// The key of our fingerprint, for readers that compare all fingerprints. It is a hash of the identity without line numbers: an
/// alert must stay the same when lines are added above the rule.
const FINGERPRINT: &str = "scoregate/finding/v1";

/// The only fingerprint that GitHub keeps. Where it is missing the upload computes it from the text around the line, which is the
/// same for every finding of a rule over many controls: all of them would become one alert.
const LINE_HASH: &str = "primaryLocationLineHash";

/// The message string and level of a result.
struct Shape {
    /// The id of the message string.
    id: &'static str,
    level: &'static str,
}

/// The results, and the number of those that are left out.
pub(super) struct Results {
    pub(super) entries: Vec<ResultEntry>,
    /// The number of results that are left out because of the limit.
    pub(super) left_out: usize,
}

/// The failed, unknown and waived findings as results, the most urgent first, `most` at most.
pub(super) fn results(view: &View<'_>, most: usize, waived: SarifWaived) -> Results {
    let report = view.report;
    let builder = Builder::new(report);
    let is_wanted = |finding: &&Finding| match (waived, &finding.outcome) {
        (SarifWaived::Omit, Outcome::Waived { .. }) => false,
        (SarifWaived::Omit | SarifWaived::Suppress, _) => true,
    };
    let mut shaped: Vec<(&Finding, Shape)> = view
        .by_urgency
        .iter()
        .copied()
        .filter(is_wanted)
        .filter_map(|finding| Some((finding, shape(report, finding)?)))
        .collect();
    let left_out = shaped.len().saturating_sub(most);
    shaped.truncate(most);
    let mut line_hashes = Fingerprints::default();
    let entries = shaped.into_iter().filter_map(|(finding, shape)| {
        let location = builder.location(finding)?;
        let identity = report.identity(finding);
        let fingerprints = BTreeMap::from([(FINGERPRINT, sha256(&identity)), (LINE_HASH, line_hashes.next(&identity))]);
        Some(builder.result(finding, &shape, location, fingerprints))
    });
    Results { entries: entries.collect(), left_out }
}

/// The data that results share, computed once: a run can have many thousands of them in a policy of several megabytes.
struct Builder<'a> {
    report: &'a Report,
    /// For each policy the index of its first rule in the list of all rules.
    starts: Vec<usize>,
    /// For each rule of that list where its findings are shown that are about no control it names.
    rules: Vec<Option<Location>>,
    places: Places<'a>,
    waivers: Vec<Location>,
}

impl<'a> Builder<'a> {
    fn new(report: &'a Report) -> Self {
        let places = Places::of(report);
        // A result without a place is an error to GitHub, so that one of a built-in rule stands at the id of the first policy.
        let instead = report.policies.iter().find_map(|policy| policy.place);
        let starts = report.policies.iter().scan(0, |next, policy| {
            let start = *next;
            *next += policy.rules.len();
            Some(start)
        });
        let rules = report.policies.iter().flat_map(|policy| &policy.rules);
        let location = |rule: &RuleInfo| rule.place.or(instead).map(|place| places.location(place));
        Self {
            report,
            starts: starts.collect(),
            rules: rules.map(location).collect(),
            waivers: report.waivers.iter().map(|waiver| places.location(waiver.place)).collect(),
            places,
        }
    }

    fn index(&self, rule: RuleRef) -> usize {
        self.starts[rule.policy] + rule.rule
    }

    /// The control where the rule names it, so that findings of one rule stand at places of their own; otherwise the rule.
    fn location(&self, finding: &Finding) -> Option<Location> {
        match finding.place {
            Some(place) => Some(self.places.location(place)),
            None => self.rules[self.index(finding.rule)].clone(),
        }
    }

    fn result(
        &self,
        finding: &Finding,
        shape: &Shape,
        location: Location,
        partial_fingerprints: BTreeMap<&'static str, String>,
    ) -> ResultEntry {
        let (policy, rule) = (self.report.policy(finding), self.report.rule(finding));
        let observed = phrases::bare_message(finding).trim_end_matches('.');
        ResultEntry {
            rule_id: rule::id(policy, rule),
            rule_index: self.index(finding.rule),
            // The standard wants level `none` for every other kind, and readers hide such results.
            kind: "fail",
            level: shape.level,
            message: ResultMessage {
                text: message_text(&message(finding)),
                id: shape.id,
                arguments: [phrases::subject(finding), observed].map(unlinked).to_vec(),
            },
            locations: [location],
            partial_fingerprints,
            suppressions: self.suppressions(finding),
            properties: properties(self.report, finding),
        }
    }

    fn suppressions(&self, finding: &Finding) -> Vec<Suppression> {
        match &finding.outcome {
            Outcome::Waived { waiver: index, .. } => {
                let waiver = &self.report.waivers[*index];
                vec![Suppression {
                    kind: "external",
                    status: "accepted",
                    justification: format!(
                        "{} Waived, {}.",
                        phrases::sentence(&waiver.reason),
                        phrases::approval(waiver)
                    ),
                    location: self.waivers[*index].clone(),
                }]
            }
            Outcome::Pass | Outcome::Fail | Outcome::Unknown(_) | Outcome::NotApplicable(_) => Vec::new(),
        }
    }
}

/// The message string and level of a finding; none for a finding that is no result, or that is a notification.
fn shape(report: &Report, finding: &Finding) -> Option<Shape> {
    if is_note(report, finding) {
        return None;
    }
    let failure = rule::level(report.rule(finding).enforcement);
    match &finding.outcome {
        Outcome::Fail => Some(Shape { id: "failed", level: failure }),
        Outcome::Unknown(_) if report.blocks(finding) => Some(Shape { id: "unknown", level: "warning" }),
        Outcome::Unknown(_) => Some(Shape { id: "unknown", level: "note" }),
        Outcome::Waived { instead_of: Waivable::Fail, .. } => Some(Shape { id: "waived", level: failure }),
        Outcome::Waived { instead_of: Waivable::Unknown(_), .. } => Some(Shape { id: "waived", level: "warning" }),
        Outcome::Pass | Outcome::NotApplicable(_) => None,
    }
}

/// The whole message: what was observed and the details; why and what to do stand in the rule's help.
fn message(finding: &Finding) -> String {
    let first = phrases::observation_with_subject(finding);
    let details = finding.details.iter().map(|detail| phrases::sentence(detail));
    std::iter::once(phrases::sentence(&first)).chain(details).collect::<Vec<_>>().join("\n")
}

/// A message string in which nothing is a placeholder (`{0}`) or a link.
fn message_text(text: &str) -> String {
    unlinked(&text.replace('{', "{{").replace('}', "}}"))
}

/// A text in which nothing is a link (`[text](target)`), as messages may hold them.
fn unlinked(text: &str) -> String {
    text.replace("](", "] (")
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
