//! The rules of `Descriptor`.

use super::super::placeholder;
use super::super::rule::Rule;
use super::{Check, Names, auth, keys};
use crate::text::suggest::code;
use crate::yaml::tree::Cursor;

/// Microsoft's limits, in characters.
const LIMITS: [(&str, usize); 4] =
    [("Name", 100), ("DisplayName", 40), ("Description", 16_000), ("DescriptionDisplay", 200)];

pub(super) fn check(check: &mut Check<'_>, descriptor: Cursor<'_>, names: &mut Names) {
    check.known_keys(descriptor, "`Descriptor`", keys::DESCRIPTOR);
    for key in ["Name", "Description"] {
        check.require(descriptor, key, "`Descriptor` (upload error 2002)");
    }
    for (key, limit) in LIMITS {
        let text = check.text(descriptor, key);
        check.limit(Rule::TooLong, text, key, limit);
    }
    let name = check.text(descriptor, "Name");
    check.name(name);
    if let Some((cursor, text)) = name {
        duplicate(check, cursor, text, names);
    }
    for key in ["Name", "DisplayName"] {
        let text = check.text(descriptor, key);
        check.placeholder(text, key);
    }
    let icon = check.text(descriptor, "Icon");
    check.address(icon, "Icon");
    for setting in check.mappings(descriptor, "Settings") {
        self::setting(check, setting);
    }
    auth::check(check, descriptor);
}

fn duplicate(check: &mut Check<'_>, cursor: Cursor<'_>, name: &str, names: &mut Names) {
    let path = check.document.source.path.clone();
    match names.get(name) {
        Some(first) => {
            let message = format!("Name is also used by {} (error 2004 on upload)", code(first));
            check.report(Rule::DuplicateName, cursor, message, "give each plugin a name of its own");
        }
        None => drop(names.insert(name.to_owned(), path)),
    }
}

fn setting(check: &mut Check<'_>, setting: Cursor<'_>) {
    check.known_keys(setting, "a setting", keys::SETTING);
    check.require(setting, "Name", "a setting");
    let Some((cursor, text)) = check.text(setting, "DefaultValue") else { return };
    if let Some(left) = placeholder::first(text) {
        let message = format!("the default value of a setting contains the placeholder {}", code(left));
        check.report(
            Rule::PlaceholderDefault,
            cursor,
            message,
            "remove the default value, and show the form in `HintText`",
        );
    }
}
