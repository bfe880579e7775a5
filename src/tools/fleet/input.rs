//! A tenant before it is read.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::evidence::{self, Evidence, Needs};
use crate::hash::sha256;
use crate::text::line;

/// A tenant before it is read: its name and the place of its data.
#[derive(Debug)]
pub struct TenantInput {
    /// The name: of its file or folder, or the number of its line.
    pub name: String,
    /// The labels of the list of tenants.
    pub labels: BTreeMap<String, String>,
    /// Whether only a tenant id of the list can select it, which is known when it is read.
    pub(super) by_id: bool,
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
        Self { name: line(name), labels: BTreeMap::new(), by_id: false, content }
    }

    /// Reads the data, with the SHA-256 of each file where that is wanted.
    pub(super) fn read(self, needs: Needs, is_hashed: bool) -> Result<Evidence, Error> {
        match self.content {
            Content::Path(path) if is_hashed => evidence::collect(&[path], || needs),
            Content::Path(path) => evidence::collect_unhashed(&[path], || needs),
            Content::Line(name, bytes) => evidence::from_memory([(name, bytes)], needs),
            Content::Refused(error) => Err(error),
        }
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
