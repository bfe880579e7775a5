//! The address of the server, as plugins name it.

use std::fmt;

use url::Url;
use uuid::Uuid;

use crate::copilot::lint::address;

/// The public https address of the server, such as `https://gate.example.com`, without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(String);

impl Endpoint {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// The reason, as a sentence fragment, why a plugin cannot use it.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(fault) = address::fault(text) {
            return Err(format!("the address {fault}; write it like `https://gate.example.com`"));
        }
        let url = Url::parse(text.trim()).map_err(|error| error.to_string())?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err("the address has a query or a fragment; write it like `https://gate.example.com`".to_owned());
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of the Model Context Protocol.
    pub(super) fn mcp(&self) -> String {
        format!("{}/mcp", self.0)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The authentication of the server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PluginAuth {
    /// The API key of the server, which the administrator fills in at the installation.
    #[default]
    ApiKey,
    /// Access tokens of Microsoft Entra for this scope, such as `api://gate/.default`.
    Entra(String),
}

impl PluginAuth {
    /// Reads a scope: the application ID URI or the client id of the server's app, a slash, and a permission.
    ///
    /// # Errors
    ///
    /// The reason, as a sentence fragment, why it is not a scope.
    pub fn entra(text: &str) -> Result<Self, String> {
        let is_scope = text.rsplit_once('/').is_some_and(|(app, permission)| is_app(app) && is_permission(permission));
        if is_scope {
            return Ok(Self::Entra(text.to_owned()));
        }
        Err("a scope is the audience of the server, a slash and a permission; write it like `api://gate/.default` or \
             `00000000-0000-0000-0000-000000000000/.default`"
            .to_owned())
    }
}

/// Whether a text names an app: a client id, or an application ID URI of `api` or `https`.
fn is_app(text: &str) -> bool {
    let uri = ["api://", "https://"].into_iter().find_map(|scheme| text.strip_prefix(scheme));
    // An application ID URI may end with a slash.
    uri.map_or_else(
        || text.len() == 36 && Uuid::try_parse(text).is_ok(),
        |rest| {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:".contains(c);
            !rest.trim_end_matches('/').is_empty() && !rest.starts_with('/') && rest.chars().all(is_plain)
        },
    )
}

/// Whether a text is a permission, such as `.default` or `Posture.Read`.
fn is_permission(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_the_audience_of_an_app_and_a_permission() {
        for scope in [
            "api://gate/.default",
            "api://12345678-1234-1234-1234-123456789012/Posture.Read",
            "12345678-1234-1234-1234-123456789012/.default",
            "https://gate.example.com/.default",
            "https://gate.example.com//.default",
        ] {
            assert_eq!(PluginAuth::entra(scope), Ok(PluginAuth::Entra(scope.to_owned())));
        }
        for text in [
            "",
            "banana",
            ".default",
            "/.default",
            "gate/.default",
            "api://gate",
            "api://gate/",
            "api://gate/..",
            "api:///.default",
            "https:///.default",
            "http://gate.example.com/.default",
            "api://<your app>/.default",
            "\"",
            "{{x}}/.default",
            "api://${{x}}",
            "api://${{x}}/.default",
            "api://gate/.default api://gate/Posture.Read",
            "12345678123412341234123456789012/.default",
        ] {
            assert!(PluginAuth::entra(text).is_err(), "{text}");
        }
    }
}
