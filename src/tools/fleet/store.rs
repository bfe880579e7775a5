//! Results that a later run reuses: kept in a folder of each tenant, beside its reports.
//!
//! A result is reused only where nothing that it depends on has changed: the bytes of the tenant's data, policies, waivers and
//! baselines, the time of the evaluation, the version of the program, and the options. A tenant without a verdict is always read again.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
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
use crate::text::line;

/// The name of the file in the folder of a tenant.
const FILE: &str = "result.json";

/// The name of the file beside the folders of the tenants, with the names of the reports that runs have written. No folder of a tenant
/// has this name, since none begins with a dot.
const REPORTS: &str = ".scoregate-fleet.json";

/// The version of both files: it changes with the meaning of any value in them.
const VERSION: u32 = 1;

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
    /// The names of the reports that this run and earlier ones write: what may be removed.
    written: BTreeSet<String>,
}

/// The names of the reports that runs have written.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct WrittenReports {
    scoregate_fleet_reports: u32,
    names: BTreeSet<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Stored {
    scoregate_fleet_result: u32,
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
    /// Opens the store in a folder, for tenants with these reports; `known` are the names that a report can have in any run.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] where the names of the reports of earlier runs cannot be read, or those of this run not be written.
    pub fn open(folder: PathBuf, key: StoreKey, files: Vec<String>, known: &[String]) -> Result<Self, Error> {
        let path = folder.join(REPORTS);
        let earlier = read_names(&path)?;
        let is_known = |name: &&String| known.contains(name);
        let written: BTreeSet<String> = earlier.iter().filter(is_known).chain(&files).cloned().collect();
        if written != earlier {
            let content = WrittenReports { scoregate_fleet_reports: VERSION, names: written.clone() };
            let text =
                serde_json::to_vec(&content).map_err(|error| write_error(&path.to_string_lossy(), &error.into()))?;
            write(&path, &text)?;
        }
        Ok(Self { folder, key, files, written })
    }

    /// The path of the folder, for people.
    #[must_use]
    pub fn path(&self) -> String {
        line(&self.folder.to_string_lossy())
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
        let is_same =
            stored.scoregate_fleet_result == VERSION && stored.key == self.entry_key(&input.name, &input.hashes()?);
        (is_same && is_complete())
            .then(|| {
                let mut result = stored.result;
                result.labels.clone_from(&input.labels);
                let tenant = stored.named.as_deref().and_then(TenantId::of);
                Judged { result, report: None, tenant, needs_id_match: input.needs_id_match }
            })
            .filter(|judged| input.has_tenant(judged.result.tenant.as_deref().and_then(TenantId::of).as_ref()))
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
            scoregate_fleet_result: VERSION,
            key: self.entry_key(name, &inputs),
            named: judged.tenant.as_ref().map(TenantId::to_string),
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

    /// Removes what earlier runs wrote about a tenant, in any format, so that no old report looks like a current one.
    pub(super) fn forget(&self, name: &str) -> Result<(), Error> {
        let folder = self.folder_of(name);
        for file in self.written.iter().map(String::as_str).chain([FILE]) {
            match fs::remove_file(folder.join(file)) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(write_error(&folder.join(file).to_string_lossy(), &error));
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }

    /// The folders with reports of tenants that are not among these names, in order. One that cannot be read is left out: they are only
    /// mentioned.
    #[must_use]
    pub fn other_folders<'a>(&self, names: impl Iterator<Item = &'a str>) -> Vec<String> {
        let own: BTreeSet<PathBuf> = names.map(|name| self.folder_of(name)).collect();
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let has_reports = |folder: &PathBuf| {
            let mut files = self.written.iter().map(String::as_str).chain([FILE]);
            files.any(|file| folder.join(file).is_file())
        };
        let others = entries.map(|entry| entry.path()).filter(|path| !own.contains(path)).filter(has_reports);
        let mut others: Vec<String> =
            others.filter_map(|path| path.file_name().map(|name| line(&name.to_string_lossy()))).collect();
        others.sort_unstable();
        others
    }
}

/// The names in a file of the store; none where it does not exist.
fn read_names(path: &Path) -> Result<BTreeSet<String>, Error> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(write_error(&path.to_string_lossy(), &error)),
    };
    match serde_json::from_slice::<WrittenReports>(&text) {
        Ok(found) if found.scoregate_fleet_reports == VERSION => Ok(found.names),
        Ok(_) | Err(_) => Err(Error::Output {
            target: path.to_string_lossy().into_owned(),
            message: "it does not list the reports of earlier runs, as a run of fleet wrote it".to_owned(),
            help: "write the reports to an empty folder, or remove this file and the reports beside it".to_owned(),
        }),
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
        let (folder, key) = (PathBuf::from("out"), StoreKey(String::new()));
        let store = ResultStore { folder, key, files: Vec::new(), written: BTreeSet::new() };
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
