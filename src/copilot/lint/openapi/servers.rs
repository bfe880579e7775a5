//! The rules of servers and of security schemes.

use super::super::files::Uses;
use super::super::rule::Rule;
use super::super::{address, placeholder};
use super::Check;
use crate::text::suggest::{code, codes};
use crate::yaml::tree::Cursor;

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
    for server in servers {
        if let Some(cursor) = server.value.get("url") {
            self::server(check, cursor, is_given);
        }
    }
    security(check);
}

fn server(check: &mut Check<'_>, cursor: Cursor<'_>, is_given: bool) {
    let Some(text) = cursor.value.value.text() else { return };
    if let Some(left) = placeholder::first(text) {
        let message = format!("placeholder left in the address of a server: {}", code(left));
        return check.report(Rule::Placeholder, cursor, message, "replace it by the value");
    }
    // A variable in braces has its value elsewhere, and a relative address is completed by the manifest.
    let is_incomplete = text.contains('{') || (is_given && !text.contains("://"));
    if is_incomplete && !text.trim().to_ascii_lowercase().starts_with("http://") {
        return;
    }
    if let Some(fault) = address::fault(text) {
        let message = format!("the address of a server {fault}: Security Copilot calls it");
        check.report(Rule::PublicAddress, cursor, message, "name an https address that the internet can reach");
    }
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
