//! Plugins for Security Copilot and Microsoft 365 Copilot: manifests, and the documents that they need. A file for each format.
//!
//! No file contains data of a tenant: what identifies a tenant is a setting that the administrator fills in at the installation.
//! The same options give the same bytes.

mod agent;
mod api;
mod endpoint;
mod gpt;
mod kql;
mod m365;
mod manifest;
mod mcp;
mod promptbook;
mod server;

use crate::error::Error;

pub use endpoint::{Endpoint, PluginAuth};
pub use kql::KqlTarget;

/// A format of a plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PluginFormat {
    /// The operations of the server over HTTP.
    Api,
    /// The tools of the server over the Model Context Protocol.
    Mcp,
    /// Skills that query the log table of the format `jsonl-logs`; no server is needed.
    Kql,
    /// Prompts over the digest; no server is needed.
    Gpt,
    /// An agent over the queries of the log table; no server is needed.
    Agent,
    /// The tools of the server, for Microsoft 365 Copilot.
    M365,
    /// A book of prompts for the other plugins.
    Promptbook,
}

/// The options of all formats.
#[derive(Debug, Clone, Default)]
pub struct PluginOptions {
    /// The place of the log table, for formats with queries.
    pub target: KqlTarget,
    /// The address of the server, for formats over it.
    pub endpoint: Option<Endpoint>,
    /// The authentication of the server.
    pub auth: PluginAuth,
}

/// A file of a plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginFile {
    /// The name, without a folder. The same format always has the same names.
    pub name: &'static str,
    /// The content.
    pub text: String,
}

impl PluginFormat {
    /// Every format, in the order of help texts.
    pub const ALL: [Self; 7] = [Self::Api, Self::Mcp, Self::Kql, Self::Gpt, Self::Agent, Self::M365, Self::Promptbook];

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Mcp => "mcp",
            Self::Kql => "kql",
            Self::Gpt => "gpt",
            Self::Agent => "agent",
            Self::M365 => "m365",
            Self::Promptbook => "promptbook",
        }
    }

    /// The content and its use, as a phrase for help texts.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Api => "Security Copilot: the operations of `scoregate serve` over HTTP",
            Self::Mcp => "Security Copilot: the tools of `scoregate serve` over MCP",
            Self::Kql => "Security Copilot: queries of the log table that the report format jsonl-logs fills",
            Self::Gpt => "Security Copilot: prompts over the digest, the report format digest",
            Self::Agent => "Security Copilot: an agent that reviews the latest run in the log table",
            Self::M365 => "Microsoft 365 Copilot: the tools of `scoregate serve` over MCP",
            Self::Promptbook => "Security Copilot: a book of prompts for a posture review",
        }
    }

    /// Whether its content depends on the place of the log table.
    #[must_use]
    pub const fn has_queries(self) -> bool {
        match self {
            Self::Kql | Self::Agent => true,
            Self::Api | Self::Mcp | Self::Gpt | Self::M365 | Self::Promptbook => false,
        }
    }

    /// Whether it needs the address of the server.
    #[must_use]
    pub const fn has_server(self) -> bool {
        match self {
            Self::Api | Self::Mcp | Self::M365 => true,
            Self::Kql | Self::Gpt | Self::Agent | Self::Promptbook => false,
        }
    }
}

/// The files of a plugin.
///
/// # Errors
///
/// [`Error::Usage`] where the format needs the address of the server and has none; [`Error::Output`] where the library that writes
/// YAML or JSON fails.
pub fn files(format: PluginFormat, options: &PluginOptions) -> Result<Vec<PluginFile>, Error> {
    let PluginOptions { target, endpoint, auth } = options;
    let endpoint = || {
        endpoint.as_ref().ok_or_else(|| Error::Usage {
            message: format!("the format {} needs the address of the server", format.name()),
            help: "give the public https address, such as `https://gate.example.com`, as the endpoint".into(),
        })
    };
    let files = match format {
        PluginFormat::Api => api::files(endpoint()?, auth),
        PluginFormat::Mcp => mcp::files(endpoint()?, auth),
        PluginFormat::Kql => kql::files(*target),
        PluginFormat::Gpt => gpt::files(),
        PluginFormat::Agent => agent::files(*target),
        PluginFormat::M365 => Ok(m365::files(endpoint()?, auth)),
        PluginFormat::Promptbook => promptbook::files(),
    };
    files.map_err(|message| Error::Output {
        target: format!("the plugin {}", format.name()),
        message,
        help: "this is a fault of scoregate: please report it with the command line".to_owned(),
    })
}
