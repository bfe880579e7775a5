//! The rules of `SupportedAuthTypes` and `Authorization`.

use super::super::rule::Rule;
use super::{Check, keys, present};
use crate::text::suggest::code;
use crate::yaml::tree::Cursor;

/// The type without an `Authorization`.
const NONE: &str = "None";

pub(super) fn check(check: &mut Check<'_>, descriptor: Cursor<'_>) {
    let supported = supported(check, descriptor);
    let Some(auth) = check.mapping(descriptor, "Authorization") else {
        let needs = supported.iter().find(|(_, text)| !text.eq_ignore_ascii_case(NONE));
        if let Some((cursor, text)) = needs.filter(|_| present(descriptor, "Authorization").is_none()) {
            let message = format!("SupportedAuthTypes names {}, and there is no `Authorization`", code(text));
            check.report(Rule::AuthMissing, *cursor, message, "add `Authorization`, unless the user enters all of it");
        }
        return;
    };
    check.known_keys(auth, "`Authorization`", keys::AUTHORIZATION);
    check.require(auth, "Type", "`Authorization`");
    if let Some((cursor, text)) = check.text(auth, "Type")
        && check.known_value(cursor, text, "an authentication type", keys::AUTH_TYPES)
    {
        unlisted(check, cursor, text, &supported);
        needs(check, auth, text);
    }
    if let Some((cursor, text)) = check.text(auth, "Location")
        && check.known_value(cursor, text, "a location of an API key", keys::LOCATIONS)
        && text.eq_ignore_ascii_case("QueryParams")
    {
        let message = "an API key in the query string lands in access logs";
        check.report(Rule::KeyInQuery, cursor, message, "send it in a header if the API allows it");
    }
    for key in ["TokenEndpoint", "AuthorizationEndpoint"] {
        let found = check.text(auth, key);
        check.address(found, &format!("Authorization.{key}"));
    }
    for key in ["ClientId", "Scopes", "EntraScopes", "Key", "Value", "Username"] {
        let found = check.text(auth, key);
        check.placeholder(found, &format!("Authorization.{key}"));
    }
}

/// The entries of `SupportedAuthTypes`.
fn supported<'c>(check: &mut Check<'_>, descriptor: Cursor<'c>) -> Vec<(Cursor<'c>, &'c str)> {
    let mut found = Vec::new();
    for entry in check.list(descriptor, "SupportedAuthTypes") {
        let Some(text) = entry.value.value.text() else {
            check.wrong_type(entry, "SupportedAuthTypes", "a list of texts");
            continue;
        };
        check.known_value(entry, text, "an authentication type", keys::AUTH_TYPES);
        if text == "APIKey" {
            let message = "SupportedAuthTypes has `APIKey`; Microsoft writes `ApiKey` there";
            check.report(Rule::AuthSpelling, entry, message, "write `ApiKey`");
        }
        found.push((entry, text));
    }
    found
}

fn unlisted(check: &mut Check<'_>, cursor: Cursor<'_>, text: &str, supported: &[(Cursor<'_>, &str)]) {
    if text.eq_ignore_ascii_case(NONE) || supported.iter().any(|(_, listed)| listed.eq_ignore_ascii_case(text)) {
        return;
    }
    let message = if supported.is_empty() {
        format!("Authorization has the type {}, and there are no `SupportedAuthTypes`", code(text))
    } else {
        format!("Authorization has the type {}, which `SupportedAuthTypes` does not list", code(text))
    };
    check.report(Rule::AuthUnlisted, cursor, message, &format!("add `SupportedAuthTypes` with {}", code(text)));
}

/// The keys that a type is useless without.
fn needs(check: &mut Check<'_>, auth: Cursor<'_>, kind: &str) {
    let needed: &[&str] = match kind.to_ascii_lowercase().as_str() {
        "apikey" => &["Key", "Location"],
        "aad" | "aaddelegated" => &["EntraScopes"],
        "oauthauthorizationcodeflow" => &["ClientId", "AuthorizationEndpoint", "TokenEndpoint", "Scopes"],
        "oauthclientcredentialsflow" => &["ClientId", "TokenEndpoint"],
        _ => &[],
    };
    for key in needed {
        check.advise(auth, key, "`Authorization`");
    }
}
