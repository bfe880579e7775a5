//! The rules of agents: skills of the format `Agent`, and `AgentDefinitions`.

use super::super::rule::Rule;
use super::{Check, keys, present, template};
use crate::text::suggest::code;
use crate::yaml::tree::Cursor;

pub(super) fn skill(check: &mut Check<'_>, skill: Cursor<'_>, settings: Cursor<'_>) {
    let owner = "the settings of an agent skill";
    check.known_keys(settings, owner, keys::AGENT_SETTINGS);
    check.require(settings, "Instructions", owner);
    let model = check.text(settings, "Model");
    template::model(check, model);
    check.advise(skill, "ChildSkills", "an agent skill");
    check.list(skill, "ChildSkills");
    for interface in check.list(skill, "Interfaces") {
        if let Some(text) = interface.value.value.text() {
            check.known_value(interface, text, "an interface of an agent", keys::INTERFACES);
        }
    }
}

/// Checks `AgentDefinitions`.
pub(super) fn definitions(check: &mut Check<'_>, top: Cursor<'_>) {
    let own = top.get("Descriptor").and_then(|descriptor| descriptor.get("Name")?.value.value.text());
    for definition in check.mappings(top, "AgentDefinitions") {
        self::definition(check, definition, own);
    }
}

fn definition(check: &mut Check<'_>, definition: Cursor<'_>, own: Option<&str>) {
    let owner = "an agent definition";
    check.known_keys(definition, owner, keys::DEFINITION);
    check.require(definition, "Name", owner);
    for key in ["DisplayName", "Description", "Publisher", "Product", "RequiredSkillsets", "Triggers"] {
        check.advise(definition, key, owner);
    }
    if let Some((cursor, name)) = check.text(definition, "Name")
        && name.contains(|c: char| c.is_whitespace() || c == '.')
    {
        let message = format!("the name {} of an agent has a blank or a dot", code(name));
        check.report(Rule::NameCharacters, cursor, message, "use letters, digits and underscores");
    }
    if let Some((cursor, text)) = check.text(definition, "AgentSingleInstanceConstraint") {
        check.known_value(cursor, text, "a constraint", keys::CONSTRAINTS);
    }
    required_skillsets(check, definition, own);
    for trigger in check.mappings(definition, "Triggers") {
        self::trigger(check, trigger);
    }
    let prompt = check.text(definition, "PromptSkill");
    qualified(check, prompt, "PromptSkill");
}

fn required_skillsets(check: &mut Check<'_>, definition: Cursor<'_>, own: Option<&str>) {
    let listed = check.list(definition, "RequiredSkillsets");
    let (Some(cursor), Some(own)) = (present(definition, "RequiredSkillsets"), own) else { return };
    if !listed.iter().any(|entry| entry.value.value.text() == Some(own)) {
        let message = format!("RequiredSkillsets does not list the plugin {} itself", code(own));
        check.findings.at_key(check.document, Rule::IncompleteSettings, cursor, message, &format!("add {}", code(own)));
    }
}

fn trigger(check: &mut Check<'_>, trigger: Cursor<'_>) {
    let owner = "a trigger";
    check.known_keys(trigger, owner, keys::TRIGGER);
    for key in ["Name", "ProcessSkill"] {
        check.require(trigger, key, owner);
    }
    for key in ["FetchSkill", "ProcessSkill"] {
        let found = check.text(trigger, key);
        qualified(check, found, key);
    }
}

/// Reports a skill that is not named with its skillset.
fn qualified(check: &mut Check<'_>, found: Option<(Cursor<'_>, &str)>, key: &str) {
    if let Some((cursor, text)) = found.filter(|(_, text)| !text.contains('.')) {
        let message = format!("{key} names {} without its skillset", code(text));
        check.report(
            Rule::UnknownValue,
            cursor,
            message,
            "write the name of the plugin, a dot, and the name of the skill",
        );
    }
}
