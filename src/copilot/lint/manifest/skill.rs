//! The rules of a skill that stands in the manifest.

use super::super::rule::Rule;
use super::{Check, agent, keys, template};
use crate::text::suggest::code;
use crate::yaml::tree::{Cursor, Node};

pub(super) fn check(check: &mut Check<'_>, skill: Cursor<'_>, format: &str, has_package: bool) {
    check.known_keys(skill, "a skill", keys::SKILL);
    for key in ["Name", "Description"] {
        check.require(skill, key, "a skill (upload error 2002)");
    }
    let name = check.text(skill, "Name");
    check.name(name);
    for input in check.mappings(skill, "Inputs") {
        self::input(check, input);
    }
    let settings = check.mapping(skill, "Settings");
    let Some(settings) = settings else {
        return check.require(skill, "Settings", &format!("a skill of the format {}", code(format)));
    };
    match format.trim().to_ascii_lowercase().as_str() {
        "kql" => template::kql(check, skill, settings, has_package),
        "gpt" => template::gpt(check, skill, settings, has_package),
        "logicapp" => logic_app(check, settings),
        "agent" => agent::skill(check, skill, settings),
        _ => {}
    }
}

fn input(check: &mut Check<'_>, input: Cursor<'_>) {
    let known: Vec<&str> = keys::INPUT.iter().copied().chain(["Default"]).collect();
    check.known_keys(input, "an input", &known);
    check.require(input, "Name", "an input");
    if let Some(cursor) = input.get("Default") {
        let message = "Security Copilot does not know `Default` in an input".to_owned();
        check.findings.at_key(check.document, Rule::DefaultKey, cursor, message, "write `DefaultValue`");
    }
    if let Some(cursor) = input.get("Required").filter(|cursor| !matches!(cursor.value.value, Node::Bool(_))) {
        check.wrong_type(cursor, "Required", "`true` or `false`");
    }
}

fn logic_app(check: &mut Check<'_>, settings: Cursor<'_>) {
    let owner = "the settings of a Logic App skill";
    check.known_keys(settings, owner, keys::LOGIC_APP_SETTINGS);
    for key in keys::LOGIC_APP_SETTINGS {
        check.require(settings, key, owner);
        let found = check.text(settings, key);
        check.placeholder(found, key);
    }
}
