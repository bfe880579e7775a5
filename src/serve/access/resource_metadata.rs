//! What a client needs to obtain an access token: the metadata of the protected resource (RFC 9728), and the challenge that names it.
//! Clients of MCP find the host that signs in by it.

use axum::http::header::HOST;
use axum::http::{HeaderMap, HeaderValue};
use serde::Serialize;

use super::token_rules::TokenRules;
use crate::serve::problem::Kind;
use crate::text::json_safe;

/// The path of the metadata of the whole server; the path of a resource follows it.
pub(in crate::serve) const PATH: &str = "/.well-known/oauth-protected-resource";

/// The resource that names its metadata in a challenge: a client takes metadata only for the very address that it requested.
pub(in crate::serve) const MCP: &str = "/mcp";

/// What the metadata states, besides the address that the client used.
#[derive(Debug, Clone)]
pub(in crate::serve) struct ResourceMetadata {
    scheme: &'static str,
    issuer: String,
    scope: String,
}

/// The metadata of a resource, by the names of RFC 9728.
#[derive(Serialize)]
struct Document<'a> {
    resource: String,
    authorization_servers: [&'a str; 1],
    scopes_supported: [&'a str; 1],
    bearer_methods_supported: [&'static str; 1],
    resource_name: &'static str,
}

impl ResourceMetadata {
    /// The metadata of a server with rules for tokens; `is_https` states how callers reach it.
    pub(super) fn new(rules: &TokenRules, is_https: bool) -> Self {
        Self {
            scheme: if is_https { "https" } else { "http" },
            issuer: rules.issuer().to_owned(),
            scope: format!("{}/{}", rules.audience, rules.permission),
        }
    }

    /// The document about a path, for a request whose host is a name of the server.
    pub(in crate::serve) fn document(&self, headers: &HeaderMap, path: &str) -> String {
        let document = Document {
            resource: format!("{}{path}", self.origin(headers)),
            authorization_servers: [&self.issuer],
            scopes_supported: [&self.scope],
            bearer_methods_supported: ["header"],
            resource_name: "scoregate",
        };
        // A struct of texts can always be written.
        json_safe(&serde_json::to_string(&document).unwrap_or_default())
    }

    /// The challenge for a request that was refused; none where a token would not help.
    pub(super) fn challenge(
        &self,
        path: &str,
        headers: &HeaderMap,
        kind: Kind,
        has_token: bool,
    ) -> Option<HeaderValue> {
        let error = match has_token {
            _ if kind == Kind::Forbidden => Some("error=\"insufficient_scope\""),
            _ if kind != Kind::Unauthorized => return None,
            true => Some("error=\"invalid_token\""),
            false => None,
        };
        let mut parts: Vec<String> = error.map(str::to_owned).into_iter().collect();
        let is_plain = |text: &&str| text.chars().all(|c| c.is_ascii_graphic() && c != '"' && c != '\\');
        parts.extend(Some(&*self.scope).filter(is_plain).map(|scope| format!("scope=\"{scope}\"")));
        let address = format!("{}{PATH}{MCP}", self.origin(headers));
        let named = Some(&*address).filter(|_| path == MCP).filter(is_plain);
        parts.extend(named.map(|address| format!("resource_metadata=\"{address}\"")));
        HeaderValue::from_str(format!("Bearer {}", parts.join(", ")).trim_end()).ok()
    }

    /// The address that the client used. The guard has checked that the host is a name of the server.
    fn origin(&self, headers: &HeaderMap) -> String {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        format!("{}://{}", self.scheme, host.to_ascii_lowercase())
    }
}
