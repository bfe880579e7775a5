//! Plugins for Security Copilot and Microsoft 365 Copilot: manifests, and the documents that they need. A file for each format.
//!
//! No file contains data of a tenant: what identifies a tenant is a setting that the administrator fills in at the installation.
//! The same options give the same bytes.

mod agent;
mod gpt;
mod kql;
mod manifest;
mod promptbook;

use crate::error::Error;

pub use kql::KqlTarget;

/// A format of a plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PluginFormat {
    /// Skills that query the log table of the format `jsonl-logs`; no server is needed.
    Kql,
    /// Prompts over the digest; no server is needed.
    Gpt,
    /// An agent over the queries of the log table; no server is needed.
    Agent,
    /// A book of prompts for the other plugins.
    Promptbook,
}

/// The options of all formats.
#[derive(Debug, Clone, Default)]
pub struct PluginOptions {
    /// The place of the log table, for formats with queries.
    pub target: KqlTarget,
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
    pub const ALL: [Self; 4] = [Self::Kql, Self::Gpt, Self::Agent, Self::Promptbook];

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kql => "kql",
            Self::Gpt => "gpt",
            Self::Agent => "agent",
            Self::Promptbook => "promptbook",
        }
    }

    /// The content and its use, as a phrase for help texts.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Kql => "Security Copilot: queries of the log table that the report format jsonl-logs fills",
            Self::Gpt => "Security Copilot: prompts over the digest, the report format digest",
            Self::Agent => "Security Copilot: an agent that reviews the latest run in the log table",
            Self::Promptbook => "Security Copilot: a book of prompts for a posture review",
        }
    }

    /// Whether its content depends on the place of the log table.
    #[must_use]
    pub const fn has_queries(self) -> bool {
        match self {
            Self::Kql | Self::Agent => true,
            Self::Gpt | Self::Promptbook => false,
        }
    }
}

/// The files of a plugin.
///
/// # Errors
///
/// [`Error::Output`] where the library that writes YAML or JSON fails.
pub fn files(format: PluginFormat, options: &PluginOptions) -> Result<Vec<PluginFile>, Error> {
    let files = match format {
        PluginFormat::Kql => kql::files(options),
        PluginFormat::Gpt => gpt::files(),
        PluginFormat::Agent => agent::files(options),
        PluginFormat::Promptbook => promptbook::files(),
    };
    files.map_err(|message| Error::Output {
        target: format!("the plugin {}", format.name()),
        message,
        help: "this is a fault of scoregate: please report it with the command line".to_owned(),
    })
}
