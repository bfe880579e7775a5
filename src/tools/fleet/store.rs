//! Results that a later run uses again: kept in a folder of each tenant, beside its reports.
//!
//! A result is used again only where nothing that it depends on has changed: the bytes of the tenant's data, policies, waivers and
//! baselines, the time of the evaluation, the version of the program, and the options. A tenant without a verdict is always read again.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::input::TenantInput;
use super::judge::{Judge, Judged};
use super::result::TenantResult;
use crate::error::Error;
use crate::evidence::Input;
use crate::hash::{sha256, short};
use crate::output::{PendingFile, Target, write_error};
use crate::tenant::TenantId;

/// The name of the file in the folder of a tenant.
const FILE: &str = "state.json";

/// The most characters of the name of a folder.
const LONGEST: usize = 80;

/// The digest of everything that all results of a run depend on.
#[derive(Debug, Clone)]
pub struct StoreKey(String);

/// The folder of the results of a run.
#[derive(Debug)]
pub struct ResultStore {
    folder: PathBuf,
    key: StoreKey,
    /// The names of the reports that each tenant has.
    files: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Stored {
    scoregate_fleet_state: u32,
    key: String,
    named: Option<String>,
    result: TenantResult,
}

impl StoreKey {
    /// The key of a run; `options` are those that change reports or results.
    #[must_use]
    pub fn of(judge: &Judge<'_>, options: &[String]) -> Self {
        let files = judge.evaluator.policies().sources.iter().map(|source| (&source.path, &source.sha256));
        let baselines = judge.baselines.iter().filter_map(|baseline| Some(&baseline.source.as_ref()?.file));
        let baselines = baselines.map(|file| (&file.path, &file.sha256));
        let repository = judge.run.repository.as_ref().map(|repository| (&repository.uri, &repository.revision));
        let facts = serde_json::json!([
            env!("CARGO_PKG_VERSION"),
            judge.run.now.to_string(),
            judge.run.replayed,
            repository,
            files.collect::<Vec<_>>(),
            baselines.collect::<Vec<_>>(),
            options,
        ]);
        Self(sha256(facts.to_string()))
    }
}

impl ResultStore {
    /// The store in a folder, for tenants with these reports.
    #[must_use]
    pub const fn new(folder: PathBuf, key: StoreKey, files: Vec<String>) -> Self {
        Self { folder, key, files }
    }

    /// The folder of a tenant: its name where that is plain, else with a hash of it.
    #[must_use]
    pub fn folder_of(&self, name: &str) -> PathBuf {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
        let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).take(LONGEST).collect();
        let is_same = plain == name && !plain.is_empty() && !plain.starts_with('.') && !plain.ends_with('.');
        let component =
            if is_same { plain } else { format!("{}-{}", plain.trim_matches('.'), short("fleet-folder", name, 10)) };
        self.folder.join(component)
    }

    /// The result of an earlier run, where all that it depends on is the same and its reports are there.
    pub(super) fn find(&self, input: &TenantInput) -> Option<Judged> {
        let folder = self.folder_of(&input.name);
        let stored: Stored = serde_json::from_slice(&fs::read(folder.join(FILE)).ok()?).ok()?;
        let is_complete = || self.files.iter().all(|file| folder.join(file).is_file());
        let is_same = stored.scoregate_fleet_state == 1 && stored.key == self.entry_key(&input.name, &input.hashes()?);
        (is_same && is_complete()).then(|| {
            let mut result = stored.result;
            result.labels.clone_from(&input.labels);
            let named = stored.named.as_deref().and_then(TenantId::of);
            Judged { result, report: None, named, by_id: input.by_id }
        })
    }

    /// Keeps a result, after its reports were written.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the file cannot be written.
    pub(super) fn keep(&self, judged: &Judged) -> Result<(), Error> {
        let (Some(report), Some(name)) = (&judged.report, &judged.result.name) else { return Ok(()) };
        let hashed = |input: &Input| Some((input.name.clone(), input.sha256.clone()?));
        let inputs: Option<Vec<_>> = report.provenance.inputs.iter().map(hashed).collect();
        // What the result depends on is not known.
        let Some(inputs) = inputs else { return Ok(()) };
        let stored = Stored {
            scoregate_fleet_state: 1,
            key: self.entry_key(name, &inputs),
            named: judged.named.as_ref().map(TenantId::to_string),
            result: judged.result.clone(),
        };
        let path = self.folder_of(name).join(FILE);
        let bytes = serde_json::to_vec(&stored).map_err(|error| write_error(&path.to_string_lossy(), &error.into()))?;
        write(&path, &bytes)
    }

    fn entry_key(&self, name: &str, inputs: &[(String, String)]) -> String {
        sha256(serde_json::json!([self.key.0, name, inputs]).to_string())
    }

    /// Writes a report of a tenant.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where its folder or the file cannot be written.
    pub fn write_report(&self, name: &str, file: &str, text: &str) -> Result<(), Error> {
        let folder = self.folder_of(name);
        fs::create_dir_all(&folder).map_err(|error| write_error(&folder.to_string_lossy(), &error))?;
        write(&folder.join(file), text.as_bytes())
    }

    /// Removes what an earlier run wrote about a tenant that has no verdict now, so that no old report looks like a current one.
    pub(super) fn forget(&self, name: &str) -> Result<(), Error> {
        let folder = self.folder_of(name);
        for file in self.files.iter().map(String::as_str).chain([FILE]) {
            match fs::remove_file(folder.join(file)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(write_error(&folder.join(file).to_string_lossy(), &error));
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    PendingFile::open(Target::of(path)?)?.complete(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_folder_of_its_own_below_the_store() {
        let store = ResultStore::new(PathBuf::from("out"), StoreKey(String::new()), Vec::new());
        let folder = |name: &str| store.folder_of(name).to_string_lossy().into_owned();
        assert_eq!(folder("contoso.json"), "out/contoso.json");
        for name in ["..", ".", "", "../x", "a/b", "Contoso.json", "line 7", "::error::", ".hidden", &"x".repeat(300)] {
            let found = folder(name);
            let component = found.strip_prefix("out/").unwrap_or_default();
            assert!(component.len() > 10 && !component.contains('/') && !component.starts_with('.'), "{name}: {found}");
        }
        assert_ne!(folder("a b"), folder("a_b"));
        assert_ne!(folder("A"), folder("a"));
    }
}
