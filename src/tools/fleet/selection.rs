//! The list of tenants: which tenants of a source a run takes, and their labels.

mod format;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use glob::{MatchOptions, Pattern};

use super::input::TenantInput;
use super::judge::Judged;
use super::result::{TenantError, TenantResult};
use crate::error::{Error, EvidenceErrorKind};
use crate::exit::Exit;
use crate::tenant::TenantId;
use crate::text::{line, sample};
use crate::yaml::file::{self, hidden};
use crate::yaml::problem::{LocatedProblem, sorted};
use crate::yaml::typed::TypedDocument;

pub use format::TENANTS_SCHEMA;
use format::{TenantsContent, VOCABULARY};

/// The endings that a pattern need not name.
const ENDINGS: [&str; 5] = [".gz", ".zst", ".json", ".ndjson", ".jsonl"];

/// The tenants that a run takes.
#[derive(Debug)]
pub struct Selection {
    entries: Vec<Entry>,
    /// The names of the tenants that an id of the list may mean, and whose data names no tenant since it could not be read.
    unidentified: Mutex<Vec<String>>,
}

#[derive(Debug)]
struct Entry {
    text: String,
    matcher: Matcher,
    /// The tenant that data of this name must be of.
    required: Option<TenantId>,
    labels: Vec<(String, String)>,
    is_found: AtomicBool,
}

#[derive(Debug)]
enum Matcher {
    Id(TenantId),
    Name(Pattern),
}

impl Selection {
    /// Reads a list of tenants; its path is shown relative to the root where it lies below it.
    ///
    /// # Errors
    ///
    /// [`Error::Tenants`] with every problem of the file.
    pub fn load_from(path: &Path, root: Option<&Path>) -> Result<Self, Error> {
        let mut problems = Vec::new();
        let loaded = match file::open(0, path, root, &VOCABULARY) {
            Ok((document, tree)) => TypedDocument::<TenantsContent>::of(document, tree, format::check, &mut problems),
            Err(found) => {
                problems.push(*found);
                None
            }
        };
        if let Some(problem) = hidden(path, root).filter(|_| !problems.is_empty()) {
            problems = vec![LocatedProblem::of_file(0, problem)];
        }
        match loaded {
            Some(loaded) if problems.is_empty() => Ok(Self::of(loaded.content)),
            Some(_) | None => Err(Error::Tenants { problems: sorted(problems) }),
        }
    }

    fn of(content: TenantsContent) -> Self {
        let entries = content.tenants.into_iter().filter_map(|entry| {
            let labels = entry.labels.iter().map(|(key, value)| (line(key), line(value))).collect();
            Some(Entry {
                matcher: Matcher::of(&entry.tenant)?,
                text: entry.tenant,
                required: entry.id.as_deref().and_then(TenantId::of),
                labels,
                is_found: AtomicBool::new(false),
            })
        });
        Self { entries: entries.collect(), unidentified: Mutex::default() }
    }

    /// The tenant with its labels, where its name is in the list, or where an id of the list may be its id.
    pub(super) fn take(&self, mut input: TenantInput) -> Option<TenantInput> {
        let mut is_selected = false;
        for entry in &self.entries {
            if entry.matcher.matches_name(&input.name) {
                is_selected = true;
                entry.is_found.store(true, Ordering::Relaxed);
                entry.label(&mut input.labels);
                input.required.extend(entry.required.clone());
            }
        }
        input.needs_id_match = !is_selected;
        (is_selected || self.entries.iter().any(|entry| entry.matcher.is_id())).then_some(input)
    }

    /// Whether the list selects a tenant that was read; adds the labels of its id.
    pub(super) fn settle(&self, judged: &mut Judged) -> bool {
        let mut is_selected = !judged.needs_id_match;
        for entry in &self.entries {
            let Matcher::Id(id) = &entry.matcher else { continue };
            if judged.tenant.as_ref() == Some(id) {
                is_selected = true;
                entry.is_found.store(true, Ordering::Relaxed);
                entry.label(&mut judged.result.labels);
            }
        }
        if !is_selected && judged.tenant.is_none() {
            let name = judged.result.name.clone().unwrap_or_default();
            self.unidentified.lock().unwrap_or_else(PoisonError::into_inner).push(name);
        }
        is_selected
    }

    /// A result for each entry of the list that no tenant has: what is not there must not look as if it had passed.
    pub fn missing(&self) -> impl Iterator<Item = TenantResult> {
        let missing = self.entries.iter().filter(|entry| !entry.is_found.load(Ordering::Relaxed));
        let mut unidentified = self.unidentified.lock().unwrap_or_else(PoisonError::into_inner).clone();
        unidentified.sort_unstable();
        missing.map(move |entry| {
            let mut message = format!("no tenant of this name or id was found: {}", line(&entry.text));
            let mut help = "record the tenant, or remove it from the list of tenants";
            if entry.matcher.is_id() && !unidentified.is_empty() {
                message.push_str(&format!("; no tenant could be read from {}", sample(&unidentified, 3)));
                help =
                    "repair these inputs, or record the tenant; a run without the list of tenants shows what is wrong with them";
            }
            let code = EvidenceErrorKind::TenantMissing.code().to_owned();
            let error = TenantError { code, message, help: Some(help.to_owned()) };
            let labels = entry.labels.iter().cloned().collect();
            let name = Some(line(&entry.text));
            TenantResult { name, labels, ..TenantResult::unreadable(error, Exit::Evidence.code()) }
        })
    }
}

impl Entry {
    fn label(&self, labels: &mut std::collections::BTreeMap<String, String>) {
        for (key, value) in &self.labels {
            labels.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
}

impl Matcher {
    /// The matcher of a text; none for a pattern that is not valid, which is a problem of the file.
    fn of(text: &str) -> Option<Self> {
        match TenantId::of(text).filter(TenantId::is_well_formed) {
            Some(id) => Some(Self::Id(id)),
            None => Pattern::new(text).ok().map(Self::Name),
        }
    }

    const fn is_id(&self) -> bool {
        match self {
            Self::Id(_) => true,
            Self::Name(_) => false,
        }
    }

    /// Whether the name, or the name without the endings of recorded data, is meant.
    fn matches_name(&self, name: &str) -> bool {
        let options = MatchOptions { case_sensitive: false, ..MatchOptions::new() };
        let stem = ENDINGS.iter().fold(name, |name, ending| name.strip_suffix(ending).unwrap_or(name));
        match self {
            Self::Id(id) => TenantId::of(stem).is_some_and(|named| named == *id),
            Self::Name(pattern) => pattern.matches_with(name, options) || pattern.matches_with(stem, options),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_meant_with_and_without_its_ending_and_in_any_letter_case() {
        let matches = |text: &str, name: &str| Matcher::of(text).unwrap().matches_name(name);
        assert!(matches("contoso", "Contoso.json") && matches("contoso.json", "contoso.json"));
        assert!(matches("c*", "contoso.json.gz") && !matches("fabrikam", "contoso.json"));
        let id = "a1b2c3d4-0000-4000-8000-c0ffee000001";
        assert!(matches(&id.to_uppercase(), &format!("{id}.json")));
    }
}
