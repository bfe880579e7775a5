//! The address of the server, as plugins name it.

use std::fmt;

use url::Url;

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
