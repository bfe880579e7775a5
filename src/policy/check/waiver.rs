//! Waivers: of what, by whom they can be given, and whether what they waive exists.

use std::collections::BTreeMap;

use super::super::{BUILT_IN, Policy, Rule, Scope, Waiver, WaiverFile};
use crate::text::suggest::{closest, code, codes};
use crate::yaml::problem::{DiagnosticText, LocatedProblem};
use crate::yaml::tree::Cursor;
use crate::yaml::typed::TypedDocument;

/// The facts about a policy that its waivers are checked against.
#[derive(Default)]
pub(super) struct Rules<'a> {
    by_id: BTreeMap<&'a str, &'a Rule>,
    /// Whether the policy limits the life of its waivers.
    limits_life: bool,
}

impl<'a> Rules<'a> {
    pub(super) fn add(&mut self, policy: &'a Policy) {
        self.by_id.extend(policy.rules.iter().map(|rule| (rule.id.as_str(), rule)));
        self.limits_life |= policy.waiver_limits.as_ref().is_some_and(|limits| limits.longest_life.is_some());
    }
}

/// Checks the waivers of a policy on their own.
pub(super) fn in_policy(loaded: &TypedDocument<Policy>, found: &mut Vec<LocatedProblem>) {
    let own = &loaded.content.policy;
    for (index, waiver) in loaded.content.waivers.iter().enumerate() {
        let entry = loaded.entry("waivers", index);
        loaded.check_blank(entry, &["reason", "approved-by"], found);
        granted_in_time(loaded, entry, waiver, found);
        if let Some((policy, _)) = waiver.rule.split_once('/')
            && policy != own
        {
            let words = DiagnosticText::new(
                format!("a waiver in the policy {} cannot waive a rule of {}", code(own), code(policy)),
                "another policy",
                "move it to that policy, or to a waiver file",
            );
            found.push(loaded.problem(entry, "rule", words));
        }
    }
}

/// Checks the waivers of a waiver file on their own.
pub(super) fn in_file(loaded: &TypedDocument<WaiverFile>, found: &mut Vec<LocatedProblem>) {
    for (index, waiver) in loaded.content.waivers.iter().enumerate() {
        let entry = loaded.entry("waivers", index);
        loaded.check_blank(entry, &["reason", "approved-by"], found);
        granted_in_time(loaded, entry, waiver, found);
        let words = match waiver.rule.split_once('/') {
            None => DiagnosticText::new(
                format!("{} does not name the policy of the rule", code(&waiver.rule)),
                "no policy",
                format!(
                    "write {} with the id of the policy, since a waiver file can waive rules of several",
                    code(&format!("policy/{}", waiver.rule))
                ),
            ),
            Some((BUILT_IN, _)) => DiagnosticText::new(
                "a built-in rule cannot be waived",
                "built in",
                "remove the waiver, and fix what the rule found",
            ),
            Some(_) => continue,
        };
        found.push(loaded.problem(entry, "rule", words));
    }
}

fn granted_in_time<T>(loaded: &TypedDocument<T>, entry: Cursor<'_>, waiver: &Waiver, found: &mut Vec<LocatedProblem>) {
    if let Some(granted) = waiver.granted.filter(|granted| *granted > waiver.expires) {
        let words = DiagnosticText::new(
            format!("the waiver is granted on {granted}, after it expires on {}", waiver.expires),
            "after `expires`",
            "correct one of the two dates",
        );
        found.push(loaded.problem(entry, "granted", words));
    }
}

/// Checks that the waived rules exist and that the waivers fit them. A policy that is not loaded is not missed: a file of
/// waivers serves several runs.
pub(super) fn against<T>(
    loaded: &TypedDocument<T>,
    waivers: &[Waiver],
    known: &BTreeMap<&str, Rules<'_>>,
    found: &mut Vec<LocatedProblem>,
) {
    for (index, waiver) in waivers.iter().enumerate() {
        let Some(rules) = known.get(waiver.policy.as_str()) else { continue };
        let entry = loaded.entry("waivers", index);
        if rules.limits_life && waiver.granted.is_none() {
            let words = DiagnosticText::new(
                format!("the waiver has no grant date, but {} limits the life of waivers", code(&waiver.policy)),
                "no `granted`",
                "add `granted` with the day of the decision: `longest-life` is counted from it",
            );
            found.push(loaded.problem(entry, "rule", words));
        }
        match rules.by_id.get(waiver.rule.as_str()) {
            Some(rule) => found.extend(misfit(loaded, entry, waiver, rule)),
            None => found.push(no_such_rule(loaded, entry, waiver, rules)),
        }
    }
}

fn no_such_rule<T>(loaded: &TypedDocument<T>, entry: Cursor<'_>, waiver: &Waiver, rules: &Rules<'_>) -> LocatedProblem {
    let message = format!("the policy {} has no rule {}", code(&waiver.policy), code(&waiver.rule));
    let help = match closest(&waiver.rule, rules.by_id.keys().copied()) {
        Some(rule) => format!("did you mean {}?", code(rule)),
        None if rules.by_id.len() <= 10 => {
            let ids: Vec<&str> = rules.by_id.keys().copied().collect();
            format!("its rules are {}", codes(&ids, "and"))
        }
        None => "remove the waiver if the rule is gone".to_owned(),
    };
    loaded.problem(entry, "rule", DiagnosticText::new(message, "no such rule", help))
}

/// A rule over controls is waived control by control, so that a waiver never covers what was not looked at.
fn misfit<T>(loaded: &TypedDocument<T>, entry: Cursor<'_>, waiver: &Waiver, rule: &Rule) -> Option<LocatedProblem> {
    if rule.expect.scope() == Scope::Controls && waiver.controls.is_empty() {
        let words = DiagnosticText::new(
            format!("the waiver names no controls, but the rule {} is about single controls", code(&rule.id)),
            "a rule over controls",
            "add `controls` with the id of each control that is waived",
        );
        return Some(loaded.problem(entry, "rule", words));
    }
    if rule.expect.scope() == Scope::Tenant && !waiver.controls.is_empty() {
        let words = DiagnosticText::new(
            format!("the waiver names controls, but the rule {} is about the tenant as a whole", code(&rule.id)),
            "no controls to waive",
            "remove `controls`; `while-at-least` can limit the waiver",
        );
        return Some(loaded.problem_of_key(entry, "controls", words));
    }
    if waiver.while_at_least.is_some() && !rule.expect.measures_score() {
        let words = DiagnosticText::new(
            format!("`while-at-least` does not apply to the rule {}, which measures no score", code(&rule.id)),
            "no score to compare with",
            "remove `while-at-least`",
        );
        return Some(loaded.problem_of_key(entry, "while-at-least", words));
    }
    None
}
