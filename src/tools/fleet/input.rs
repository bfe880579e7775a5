//! A tenant before it is read.

use std::collections::BTreeMap;

use crate::error::{Error, EvidenceErrorKind};
use crate::evidence::{self, Evidence, Needs};
use crate::hash::sha256;
use crate::tenant::TenantId;
use crate::text::line;

/// A tenant before it is read: its name and the place of its data.
#[derive(Debug)]
pub struct TenantInput {
    /// The name: of its file or folder, or the number of its line.
    pub name: String,
    /// The labels of the list of tenants.
    pub labels: BTreeMap<String, String>,
    /// Whether only a tenant id of the list can select it, which is known when it is read.
    pub(super) needs_id_match: bool,
    /// The tenants that the list requires for its name: usually one or none.
    pub(super) required: Vec<TenantId>,
    pub(super) content: Content,
}

/// The place of the data of a tenant.
#[derive(Debug)]
pub(super) enum Content {
    /// A file or folder.
    Path(String),
    /// A line of NDJSON, with its name in messages.
    Line(String, Vec<u8>),
    /// Data that is not read.
    Refused(Error),
}

impl TenantInput {
    pub(super) fn new(name: &str, content: Content) -> Self {
        Self { name: line(name), labels: BTreeMap::new(), needs_id_match: false, required: Vec::new(), content }
    }

    /// Reads the data, with the SHA-256 of each file where that is wanted.
    pub(super) fn read(self, needs: Needs, is_hashed: bool) -> Result<Evidence, Error> {
        match self.content {
            Content::Path(path) if is_hashed => evidence::collect(&[path], || needs).map_err(advised),
            Content::Path(path) => evidence::collect_unhashed(&[path], || needs).map_err(advised),
            Content::Line(name, bytes) => {
                evidence::from_memory([(name.clone(), bytes)], needs).map_err(|error| of_line(advised(error), &name))
            }
            Content::Refused(error) => Err(error),
        }
    }

    /// Whether a snapshot of this tenant is what the list of tenants requires for the name.
    pub(super) fn has_tenant(&self, tenant: Option<&TenantId>) -> bool {
        self.required.iter().all(|required| tenant == Some(required))
    }

    /// The name and the SHA-256 of each of its files, as [`crate::evidence::Input`] states them; none where one cannot be read.
    pub(super) fn hashes(&self) -> Option<Vec<(String, String)>> {
        match &self.content {
            Content::Path(path) => evidence::hashes(std::slice::from_ref(path)).ok(),
            Content::Line(name, bytes) => Some(vec![(line(name), sha256(bytes))]),
            Content::Refused(_) => None,
        }
    }
}

/// The error with a remedy for one of many tenants.
fn advised(error: Error) -> Error {
    let Error::Evidence { kind, message, help } = error else { return error };
    let is_usual = help.to_string() == evidence::USUAL_REMEDY;
    let help = if kind == EvidenceErrorKind::OtherTenant {
        "give each tenant a file, folder or line of its own".into()
    } else if kind == EvidenceErrorKind::NoSnapshot {
        "add a response of /security/secureScores; an empty one means that Microsoft has not published a score for the tenant yet".into()
    } else if is_usual {
        "write a recording or a response of /security/secureScores there, or remove it".into()
    } else {
        help
    };
    Error::Evidence { kind, message, help }
}

/// The error without the number 1 of the only line in the text of a line, whose own number is in its name.
fn of_line(error: Error, name: &str) -> Error {
    let Error::Evidence { kind, message, help } = error else { return error };
    let message = match message.strip_prefix(&line(name)) {
        Some(rest) => format!("{}{}", line(name), rest.replacen(" line 1, column ", " column ", 1)),
        None => message,
    };
    Error::Evidence { kind, message, help }
}
