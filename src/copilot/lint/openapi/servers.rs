//! The rules of servers and of security schemes.

use std::collections::{BTreeMap, BTreeSet};

use serde_saphyr::Spanned;

use super::super::files::Uses;
use super::super::rule::Rule;
use super::super::{address, placeholder};
use super::Check;
use super::grammar::SERVER;
use crate::text::suggest::{code, codes};
use crate::yaml::tree::{Cursor, Node};

/// The length of an address, in bytes, from which no further variable is replaced.
const LONGEST: usize = 10_000;
/// The most variables that a message names.
const MOST_NAMED: usize = 5;

pub(super) fn check(check: &mut Check<'_>, uses: Uses) {
    let list = check.root.get("servers");
    let servers = list.map(|servers| servers.value.value.items()).unwrap_or_default();
    let is_given = uses.is_used && uses.has_endpoint;
    if servers.is_empty() {
        let at = list.or_else(|| check.root.get("openapi")).unwrap_or(check.root);
        if is_given {
            let message = "the document names no server; the manifest does";
            check.report_key(Rule::ServerFromManifest, at, message, "nothing needs to be done");
        } else {
            let message = "the document names no server, and neither does a manifest";
            let help = "add `servers`, or `EndpointUrl` or `EndpointUrlSettingName` to the manifest";
            check.report_key(Rule::NoServer, at, message, help);
        }
    }
    // Paths, operations and links can have servers of their own.
    for server in check.all(&SERVER) {
        self::server(check, server, is_given);
    }
    security(check);
}

fn server(check: &mut Check<'_>, server: Cursor<'_>, is_given: bool) {
    let Some(cursor) = server.get("url") else { return };
    let Some(text) = cursor.value.value.text() else { return };
    let address = variables(check, server, cursor, text);
    if let Some(left) = placeholder::first(&address) {
        let message = format!("placeholder left in the address of a server: {}", code(left));
        return check.report(Rule::Placeholder, cursor, message, "replace it by the value");
    }
    // A variable without a default leaves the address open, and the manifest completes a relative one.
    let is_incomplete = address.contains('{') || (is_given && !address.contains("://"));
    if is_incomplete && !address.trim().to_ascii_lowercase().starts_with("http://") {
        return;
    }
    if let Some(fault) = address::fault(&address) {
        let message = format!("the address of a server {fault}: Security Copilot calls it");
        check.report(Rule::PublicAddress, cursor, message, "name an https address that the internet can reach");
    }
}

/// The address with the defaults of its variables. Variables that are not declared are reported, and stay.
fn variables(check: &mut Check<'_>, server: Cursor<'_>, cursor: Cursor<'_>, text: &str) -> String {
    let entries = server.get("variables").map(|variables| variables.value.value.entries()).unwrap_or_default();
    // The first of a repeated key counts.
    let declared: BTreeMap<&str, &Spanned<Node>> =
        entries.iter().rev().map(|(key, value)| (key.value.as_str(), value)).collect();
    let mut unknown = BTreeSet::new();
    let mut parts = text.split('{');
    let mut address = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let variable = part.split_once('}').map(|(name, rest)| (name, rest, declared.get(name)));
        let default = variable.and_then(|(.., value)| value?.value.get("default")?.value.value.text());
        match (variable, default) {
            // An address of this length is none, whatever its variables are.
            (Some((_, rest, _)), Some(default)) if address.len() < LONGEST => {
                address.extend([default, rest]);
            }
            (variable, _) => {
                unknown.extend(variable.filter(|(.., value)| value.is_none()).map(|(name, ..)| name));
                address.extend(["{", part]);
            }
        }
    }
    if !unknown.is_empty() {
        let named: Vec<&str> = unknown.iter().copied().take(MOST_NAMED).collect();
        let more = if unknown.len() > named.len() { ", and others" } else { "" };
        let message = format!("`variables` of the server does not declare {}{more}", codes(&named, "and"));
        check.report(Rule::UndeclaredVariable, cursor, message, "declare it with a `default`, or write its value");
    }
    for (key, variable) in entries {
        let variable = Cursor { key: Some(key), value: variable };
        let (Some(default), Some(values)) = (variable.get("default"), variable.get("enum")) else { continue };
        let text = default.value.value.text();
        if text.is_some() && !values.value.value.items().iter().any(|value| value.value.text() == text) {
            let message = format!("default {} is not in `enum`", code(text.unwrap_or_default()));
            check.report(Rule::DefaultType, default, message, "write one of the values of `enum`, or add it there");
        }
    }
    address
}

fn security(check: &mut Check<'_>) {
    let schemes = check.root.get("components").and_then(|components| components.get("securitySchemes"));
    let Some(cursor) = schemes else { return };
    let names: Vec<&str> = cursor.value.value.entries().iter().map(|(key, _)| key.value.as_str()).take(5).collect();
    if !names.is_empty() {
        let message = format!(
            "the document declares {}: Security Copilot signs in by `Authorization` of the manifest",
            codes(&names, "and")
        );
        check.report_key(
            Rule::SecurityUnused,
            cursor,
            message,
            "nothing needs to be done if the manifest says the same",
        );
    }
}
