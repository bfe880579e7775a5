//! Rules as SARIF lists them, with the texts that a reader shows beside a result.

use std::collections::BTreeMap;

use super::HELP;
use super::model::{Configuration, Markdown, Properties, Rule, Text};
use crate::policy::{Enforcement, Severity};
use crate::render::phrases;
use crate::report::{PolicyInfo, Report, RuleInfo};

/// The most tags of a rule that GitHub reads.
const MOST_TAGS: usize = 20;

/// Every rule of every policy, disabled ones too.
pub(super) fn rules(report: &Report) -> Vec<Rule> {
    let policies = report.policies.iter();
    policies.flat_map(|policy| policy.rules.iter().map(move |rule| described(policy, rule))).collect()
}

/// The id of a rule: readers show it and filter by it, so it is the id in the policy.
pub(super) fn id(policy: &PolicyInfo, rule: &RuleInfo) -> String {
    format!("{}/{}", policy.id, rule.id)
}

fn described(policy: &PolicyInfo, rule: &RuleInfo) -> Rule {
    let title = phrases::sentence(&rule.title);
    let full = match &rule.why {
        Some(why) => format!("{title} {}", phrases::sentence(&phrases::one_line(why))),
        None => title.clone(),
    };
    Rule {
        id: id(policy, rule),
        name: pascal_case(&policy.id) + &pascal_case(&rule.id),
        short_description: Text { text: title },
        full_description: Text { text: full },
        help: Markdown { text: help(policy, rule, plain), markdown: help(policy, rule, markdown) },
        help_uri: HELP,
        message_strings: message_strings(),
        default_configuration: Configuration {
            enabled: rule.enforcement != Enforcement::Disabled,
            level: level(rule.enforcement),
        },
        properties: properties(rule),
    }
}

/// The message strings of results, by id.
fn message_strings() -> BTreeMap<&'static str, Text> {
    let text = |text: &str| Text { text: text.to_owned() };
    BTreeMap::from([
        ("failed", text("The rule failed for '{0}': '{1}'.")),
        ("unknown", text("The outcome of the rule is unknown for '{0}': '{1}'.")),
        ("waived", text("The rule is waived for '{0}': '{1}'.")),
    ])
}

/// The level of a failure.
pub(super) const fn level(enforcement: Enforcement) -> &'static str {
    match enforcement {
        Enforcement::Block => "error",
        Enforcement::Advise | Enforcement::Disabled => "warning",
    }
}

/// The properties of a rule. GitHub ranks alerts by `security-severity`, and fails a pull request by it: an advisory rule has none.
fn properties(rule: &RuleInfo) -> Properties {
    let mut tags: Vec<String> = vec!["secure-score".to_owned(), rule.kind.to_owned()];
    let mut properties: Properties = BTreeMap::from([
        ("enforcement", rule.enforcement.name().into()),
        ("precision", "very-high".into()),
        ("problem.severity", level(rule.enforcement).into()),
        ("severity", rule.severity.name().into()),
    ]);
    if rule.enforcement == Enforcement::Block {
        tags.insert(0, "security".to_owned());
        properties.insert("security-severity", security_severity(rule.severity).into());
    }
    let references = rule.references.iter().flat_map(|(framework, ids)| ids.iter().map(move |id| (framework, id)));
    tags.extend(references.map(|(framework, id)| format!("external/{framework}/{id}")));
    tags.truncate(MOST_TAGS);
    properties.insert("tags", tags.into());
    properties
}

const fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "3.0",
        Severity::Medium => "5.0",
        Severity::High => "7.5",
        Severity::Critical => "9.5",
    }
}

/// The help text. The fix comes first: the reader has already read the result.
fn help(policy: &PolicyInfo, rule: &RuleInfo, format: fn(&str, &str) -> String) -> String {
    let references = phrases::references(rule);
    let parts = [
        rule.fix.as_deref().map(|fix| format("Fix", fix)),
        rule.why.as_deref().map(|why| format("Why", why)),
        Some(format("Rule", &rule.title)),
        policy.title.as_deref().map(|title| format("Policy", title)),
        policy.owner.as_deref().map(|owner| format("Owner", owner)),
        references.map(|references| format("References", &references)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

fn plain(label: &str, text: &str) -> String {
    format!("{label}: {text}")
}

fn markdown(label: &str, text: &str) -> String {
    format!("**{label}:** {}", crate::render::escape::markdown::escaped(text))
}

/// `identity-baseline` as `IdentityBaseline`.
fn pascal_case(id: &str) -> String {
    let words = id.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.flat_map(|word| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1))).collect()
}
