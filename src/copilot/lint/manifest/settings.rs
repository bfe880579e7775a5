//! The use of the settings that a manifest requests from the user.

use std::collections::BTreeSet;

use super::super::rule::Rule;
use super::Check;
use crate::text::suggest::{closest, code};
use crate::yaml::tree::{Cursor, Node};

/// The most names that a misspelt one is compared with.
const MOST_COMPARED: usize = 100;

/// The names in double braces.
pub(super) fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{").skip(1).filter_map(|rest| {
        let name = rest.split_once("}}")?.0.trim();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        is_name.then_some(name)
    })
}

pub(super) fn check(check: &mut Check<'_>, top: Cursor<'_>) {
    let Some(descriptor) = top.get("Descriptor") else { return };
    let list = descriptor.get("Settings");
    let settings = list.map(|list| list.value.value.items()).unwrap_or_default();
    let declared: Vec<(Cursor<'_>, &str)> = settings
        .iter()
        .filter_map(|setting| setting.value.get("Name"))
        .filter_map(|name| Some((name, name.value.value.text()?)))
        .collect();
    let mut used = BTreeSet::new();
    for (key, value) in top.value.value.entries() {
        if key.value == "Descriptor" {
            let others = value.value.entries().iter().filter(|(key, _)| key.value != "Settings");
            others.for_each(|(_, value)| uses(&value.value, &mut used));
        } else {
            uses(&value.value, &mut used);
        }
    }
    for (index, (cursor, name)) in declared.iter().enumerate() {
        if used.contains(name) {
            continue;
        }
        let required = settings.get(index).and_then(|setting| setting.value.get("Required"));
        let is_required = required.is_some_and(|cursor| cursor.value.value == Node::Bool(true));
        let how = if is_required { "required of the user" } else { "offered to the user" };
        let message = format!("setting {} is {how} and never used", code(name));
        check.report(Rule::UnusedSetting, *cursor, message, &format!("remove it, or use it as `{{{{{name}}}}}`"));
    }
    endpoints(check, top, &declared);
}

/// Collects the names that a value may refer to: whole texts, and names in double braces.
fn uses<'n>(node: &'n Node, used: &mut BTreeSet<&'n str>) {
    if let Some(text) = node.text() {
        used.insert(text.trim());
        used.extend(variables(text));
    }
    node.entries().iter().for_each(|(_, value)| uses(&value.value, used));
    node.items().iter().for_each(|item| uses(&item.value, used));
}

/// Reports an `EndpointUrlSettingName` that names no setting.
fn endpoints(check: &mut Check<'_>, top: Cursor<'_>, declared: &[(Cursor<'_>, &str)]) {
    let names: BTreeSet<&str> = declared.iter().map(|(_, name)| *name).collect();
    let groups = top.get("SkillGroups").map(|groups| groups.value.value.items()).unwrap_or_default();
    for group in groups {
        let named = group.value.get("Settings").and_then(|settings| settings.get("EndpointUrlSettingName"));
        let Some((cursor, name)) = named.and_then(|cursor| Some((cursor, cursor.value.value.text()?))) else {
            continue;
        };
        if names.contains(name) {
            continue;
        }
        let help = match closest(name, names.iter().copied().take(MOST_COMPARED)) {
            Some(meant) => format!("did you mean {}?", code(meant)),
            None => "add the setting to `Descriptor.Settings`".to_owned(),
        };
        let message = format!("EndpointUrlSettingName names {}, which is not a setting", code(name));
        check.report(Rule::UndeclaredVariable, cursor, message, &help);
    }
}
