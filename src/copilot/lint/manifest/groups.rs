//! The rules of `SkillGroups`, by format.

use std::collections::BTreeSet;

use super::super::rule::Rule;
use super::{Check, keys, present, skill};
use crate::text::suggest::code;
use crate::yaml::tree::{Cursor, Node};

/// An OpenAPI document that a manifest names.
pub(in super::super) struct NamedDocument<'c> {
    /// Its address.
    pub(in super::super) address: &'c str,
    /// The place of the address.
    pub(in super::super) cursor: Cursor<'c>,
    /// Whether the group names the server too.
    pub(in super::super) has_endpoint: bool,
}

/// The OpenAPI documents that the groups of a manifest name, each once.
pub(in super::super) fn documents(top: Cursor<'_>) -> Vec<NamedDocument<'_>> {
    let Some(groups) = top.get("SkillGroups") else { return Vec::new() };
    let mut seen = BTreeSet::new();
    let named = groups.value.value.items().iter().filter_map(|group| {
        let settings = group.value.get("Settings")?;
        let cursor = spec_address(settings)?;
        let address = cursor.value.value.text()?;
        let has_endpoint = ["EndpointUrl", "EndpointUrlSettingName"].iter().any(|key| present(settings, key).is_some());
        seen.insert(address).then_some(NamedDocument { address, cursor, has_endpoint })
    });
    named.collect()
}

/// `OpenApiSpecUrl`, however its letters are written: a wrong case is reported as a key.
fn spec_address(settings: Cursor<'_>) -> Option<Cursor<'_>> {
    let is_it = |key: &str| key.eq_ignore_ascii_case("OpenApiSpecUrl");
    let (key, value) = settings.value.value.entries().iter().find(|(key, _)| is_it(&key.value))?;
    Some(Cursor { key: Some(key), value }).filter(|cursor| !matches!(cursor.value.value, Node::Null))
}

pub(super) fn check(check: &mut Check<'_>, top: Cursor<'_>) {
    let groups = check.mappings(top, "SkillGroups");
    if groups.is_empty() {
        match top.get("SkillGroups") {
            Some(empty) if matches!(&empty.value.value, Node::List(items) if items.is_empty()) => {
                check.report(
                    Rule::MissingKey,
                    empty,
                    "SkillGroups is empty (upload error 2002)",
                    "add a group of skills",
                );
            }
            Some(_) | None => check.require(top, "SkillGroups", "the manifest (upload error 2002)"),
        }
    }
    let mut names = BTreeSet::new();
    for group in groups {
        self::group(check, group, &mut names);
    }
}

fn group<'c>(check: &mut Check<'_>, group: Cursor<'c>, names: &mut BTreeSet<&'c str>) {
    check.known_keys(group, "a skill group", keys::GROUP);
    check.require(group, "Format", "a skill group");
    let Some((cursor, format)) = check.text(group, "Format") else { return };
    if !check.known_value(cursor, format, "a format", keys::FORMATS) {
        return;
    }
    let settings = check.mapping(group, "Settings");
    match format.trim().to_ascii_lowercase().as_str() {
        "api" => api(check, group, settings),
        "mcp" => mcp(check, group, settings),
        _ => skills(check, group, settings, format, names),
    }
}

fn api(check: &mut Check<'_>, group: Cursor<'_>, settings: Option<Cursor<'_>>) {
    let Some(settings) = settings else { return check.require(group, "Settings", "an API group") };
    check.known_keys(settings, "the settings of an API group", keys::API_SETTINGS);
    match spec_address(settings).and_then(|cursor| Some((cursor, cursor.value.value.text()?))) {
        Some(found) => check.address(Some(found), "OpenApiSpecUrl"),
        None => check.require(settings, "OpenApiSpecUrl", "the settings of an API group (upload error 2002)"),
    }
    let endpoint = check.text(settings, "EndpointUrl");
    check.address(endpoint, "EndpointUrl");
}

fn mcp(check: &mut Check<'_>, group: Cursor<'_>, settings: Option<Cursor<'_>>) {
    let owner = "the settings of an MCP group";
    let Some(settings) = settings else { return check.require(group, "Settings", "an MCP group") };
    check.known_keys(settings, owner, keys::MCP_SETTINGS);
    check.require(settings, "Endpoint", owner);
    let endpoint = check.text(settings, "Endpoint");
    check.address(endpoint, "Endpoint");
    // Public manifests work without the first two, although Microsoft's page calls them required.
    for key in ["UseStreamableHttp", "UsePluginAuth", "AllowedTools"] {
        check.advise(settings, key, owner);
    }
    tools(check, settings);
    for key in ["UseStreamableHttp", "UsePluginAuth"] {
        if let Some(cursor) = present(settings, key).filter(|cursor| !matches!(cursor.value.value, Node::Bool(_))) {
            check.wrong_type(cursor, key, "`true` or `false`");
        }
    }
    if present(settings, "UsePluginAuth").is_some_and(|cursor| cursor.value.value == Node::Bool(false)) {
        check.advise(settings, "TokenScope", "the settings of an MCP group without the authentication of the plugin");
    }
    let timeout = present(settings, "TimeoutInSeconds");
    if let Some(cursor) =
        timeout.filter(|cursor| !matches!(&cursor.value.value, Node::Number(n) if n.as_u64().is_some()))
    {
        check.wrong_type(cursor, "TimeoutInSeconds", "a whole number");
    }
}

/// Reports an `AllowedTools` that names no tool: the tools that it does not name cannot be called.
fn tools(check: &mut Check<'_>, settings: Cursor<'_>) {
    let Some(cursor) = present(settings, "AllowedTools") else { return };
    let is_name = |text: &str| !text.trim().is_empty();
    let has_name = match &cursor.value.value {
        Node::Text(text) => text.split(',').any(is_name),
        Node::List(items) => items.iter().filter_map(|item| item.value.text()).any(is_name),
        Node::Number(_) => true,
        Node::Null | Node::Bool(_) | Node::Map(_) => false,
    };
    if !has_name {
        let help = "name the tools, separated by commas: the others cannot be called";
        check.report(Rule::IncompleteSettings, cursor, "`AllowedTools` names no tool", help);
    }
}

/// The formats whose skills stand in the manifest.
fn skills<'c>(
    check: &mut Check<'_>,
    group: Cursor<'c>,
    settings: Option<Cursor<'c>>,
    format: &str,
    names: &mut BTreeSet<&'c str>,
) {
    if let Some(settings) = settings {
        check.known_keys(settings, &format!("the settings of a {} group", code(format)), keys::PACKAGE_SETTINGS);
    }
    let package =
        settings.and_then(|settings| present(settings, "PackageUrl")).or_else(|| present(group, "PackageUrl"));
    let text = package.and_then(|cursor| Some((cursor, cursor.value.value.text()?)));
    check.address(text, "PackageUrl");
    let skills = check.mappings(group, "Skills");
    let empty = group.get("Skills").filter(|list| matches!(&list.value.value, Node::List(all) if all.is_empty()));
    match empty {
        Some(empty) => check.report(Rule::MissingKey, empty, "`Skills` is empty", "add a skill"),
        None if skills.is_empty() => check.require(group, "Skills", &format!("a {} group", code(format))),
        None => {}
    }
    for at in skills {
        skill::check(check, at, format, package.is_some());
        if let Some((cursor, name)) = check.text(at, "Name")
            && !names.insert(name)
        {
            let message = format!("another skill of the manifest is named {} too", code(name));
            check.report(Rule::DuplicateName, cursor, message, "give each skill a name of its own");
        }
    }
}
