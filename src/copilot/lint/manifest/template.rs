//! The rules of KQL and GPT skills: one template, its length, and what it needs.

use std::collections::BTreeSet;

use super::super::rule::Rule;
use super::{Check, keys, present};
use crate::text::suggest::{code, codes};
use crate::yaml::tree::Cursor;

/// The longest template, in characters.
const LONGEST: usize = 80_000;

/// The most variables that a message names.
const MOST_NAMED: usize = 5;

/// The settings that a target needs.
fn of_target(target: &str) -> &'static [&'static str] {
    match target.trim().to_ascii_lowercase().as_str() {
        "sentinel" | "loganalytics" => &["TenantId", "SubscriptionId", "ResourceGroupName", "WorkspaceName"],
        "kusto" => &["Cluster", "Database"],
        _ => &[],
    }
}

pub(super) fn kql(check: &mut Check<'_>, skill: Cursor<'_>, settings: Cursor<'_>, has_package: bool) {
    let owner = "the settings of a KQL skill";
    check.known_keys(settings, owner, keys::KQL_SETTINGS);
    check.require(settings, "Target", owner);
    if let Some((cursor, target)) = check.text(settings, "Target")
        && check.known_value(cursor, target, "a target of KQL", keys::TARGETS)
    {
        for key in of_target(target) {
            check.advise(settings, key, &format!("{owner} with the target {}", code(target)));
        }
    }
    for key in ["TenantId", "SubscriptionId", "ResourceGroupName", "WorkspaceName", "Cluster", "Database"] {
        let found = check.text(settings, key);
        check.placeholder(found, key);
    }
    template(check, settings, has_package, Rule::TemplateTooLong);
    variables(check, skill, settings);
}

pub(super) fn gpt(check: &mut Check<'_>, skill: Cursor<'_>, settings: Cursor<'_>, has_package: bool) {
    let owner = "the settings of a GPT skill";
    check.known_keys(settings, owner, keys::GPT_SETTINGS);
    check.require(settings, "ModelName", owner);
    let model = check.text(settings, "ModelName");
    self::model(check, model);
    // The limit is documented for KQL only.
    template(check, settings, has_package, Rule::TooLong);
    variables(check, skill, settings);
}

/// Reports a model that no page of Microsoft names.
pub(super) fn model(check: &mut Check<'_>, found: Option<(Cursor<'_>, &str)>) {
    if let Some((cursor, name)) = found.filter(|(_, name)| !keys::MODELS.contains(name)) {
        let message = format!("{} is not a model that Microsoft documents", code(name));
        check.report(Rule::ModelName, cursor, message, &format!("use one of {}", codes(keys::MODELS, "and")));
    }
}

fn template(check: &mut Check<'_>, settings: Cursor<'_>, has_package: bool, too_long: Rule) {
    let given: Vec<Cursor<'_>> = keys::TEMPLATES.iter().filter_map(|key| present(settings, key)).collect();
    match given.as_slice() {
        [] => {
            let message = format!("none of {} is given", codes(keys::TEMPLATES, "and"));
            check.report(Rule::MissingKey, settings, message, "add one of them");
        }
        [_] => {}
        [_, second, ..] => {
            let message = format!("more than one of {} is given", codes(keys::TEMPLATES, "and"));
            check.findings.at_key(check.document, Rule::TemplateSource, *second, message, "keep one of them");
        }
    }
    let text = check.text(settings, "Template");
    check.limit(too_long, text, "Template", LONGEST);
    let address = check.text(settings, "TemplateUrl");
    check.address(address, "TemplateUrl");
    if let Some(file) = present(settings, "TemplateFile").filter(|_| !has_package) {
        let message = "`TemplateFile` names a file of a package, and the skill group has no `PackageUrl`";
        check.report(Rule::TemplateSource, file, message, "add `PackageUrl` to the skill group");
    }
}

/// Reports variables of the template that are not inputs, and inputs that are not in the template.
fn variables(check: &mut Check<'_>, skill: Cursor<'_>, settings: Cursor<'_>) {
    let Some((cursor, text)) = check.text(settings, "Template") else { return };
    let inputs = skill.get("Inputs").map(|inputs| inputs.value.value.items()).unwrap_or_default();
    let names = inputs.iter().filter_map(|input| input.value.get("Name"));
    let inputs: Vec<(Cursor<'_>, &str)> = names.filter_map(|name| Some((name, name.value.value.text()?))).collect();
    let declared: BTreeSet<&str> = inputs.iter().map(|(_, name)| *name).collect();
    let used: BTreeSet<&str> = super::settings::variables(text).collect();
    let undeclared: Vec<&str> = used.difference(&declared).copied().take(MOST_NAMED).collect();
    if !undeclared.is_empty() {
        let message = format!("the template uses {}, which no input declares", codes(&undeclared, "and"));
        check.findings.at_key(check.document, Rule::UndeclaredVariable, cursor, message, "add an entry to `Inputs`");
    }
    for (cursor, name) in inputs.into_iter().filter(|(_, name)| !used.contains(name)) {
        let message = format!("the template does not use the input {}", code(name));
        let help = format!("write {} in the template, or remove the input", code(&format!("{{{{{name}}}}}")));
        check.report(Rule::UnusedInput, cursor, message, &help);
    }
}
