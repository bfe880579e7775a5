//! The reports of each tenant of a fleet, in a folder of their own.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::FleetArgs;
use crate::cli::command_outputs::{plain, render_error};
use crate::error::Error;
use crate::output::write_error;
use crate::render::{Format, FormatSet, RenderOptions, View};
use crate::report::Report;
use crate::text::line;
use crate::tools::fleet::{Judge, ResultStore, StoreKey};

/// The reports of the tenants.
pub(super) struct Reports {
    formats: Vec<Format>,
    store: ResultStore,
}

impl Reports {
    /// Opens the folder, which must not be one of the folders that the run reads.
    pub(super) fn open(out: &Path, args: &FleetArgs, judge: &Judge<'_>) -> Result<Self, Error> {
        if is_within(out, Path::new(&args.source)) || args.policies.iter().any(|path| is_within(out, path)) {
            return Err(Error::Usage {
                message: format!("{} is in a folder that the run reads", line(&out.to_string_lossy())),
                help: "give --out a folder outside those of --from and --policy".into(),
            });
        }
        create(out)?;
        let mut formats = args.outputs.clone();
        formats.sort_unstable();
        formats.dedup();
        if formats.is_empty() {
            formats.push(Format::Json);
        }
        let files: Vec<String> = formats.iter().map(|format| file_name(*format)).collect();
        let options = [files.clone(), vec![format!("{:?}", args.seal)]].concat();
        let known: Vec<String> = Format::ALL.iter().map(|format| file_name(*format)).collect();
        let store = ResultStore::open(out.to_owned(), StoreKey::of(judge, &options), files, &known)?;
        Ok(Self { formats, store })
    }

    pub(super) const fn store(&self) -> &ResultStore {
        &self.store
    }

    /// Writes the reports of a tenant.
    pub(super) fn write(&self, name: &str, report: &Report) -> Result<(), Error> {
        let view = View::of(report);
        for format in &self.formats {
            let file = file_name(*format);
            let text =
                view.render(*format, &RenderOptions::default()).map_err(|message| render_error(&file, message))?;
            self.store.write_report(name, &file, &plain(&text))?;
        }
        Ok(())
    }
}

/// The name of the report in a format.
fn file_name(format: Format) -> String {
    let ending = match format {
        Format::Human | Format::Github | Format::Azure => "txt",
        Format::Junit => "xml",
        Format::Sarif => "sarif",
        Format::Gitlab | Format::Json => "json",
        Format::Markdown | Format::Digest => "md",
        Format::Csv => "csv",
        Format::JsonlLogs => "jsonl",
    };
    let name = format.facts().name;
    if name == ending { format!("report.{ending}") } else { format!("report.{name}.{ending}") }
}

/// Creates the folder of all reports.
fn create(out: &Path) -> Result<(), Error> {
    if out.is_file() {
        return Err(Error::Output {
            target: line(&out.to_string_lossy()),
            message: "it is a file".to_owned(),
            help: "give --out a folder; each tenant gets a folder of its own in it".to_owned(),
        });
    }
    fs::create_dir_all(out).map_err(|error| write_error(&out.to_string_lossy(), &error))
}

/// Whether a path, which need not exist yet, is the folder or in it.
fn is_within(path: &Path, folder: &Path) -> bool {
    folder.is_dir() && resolved(path).starts_with(resolved(folder))
}

/// The path without links and `..`, as far as it exists; what does not exist has no links.
fn resolved(path: &Path) -> PathBuf {
    let mut resolved = std::env::current_dir().unwrap_or_default();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(resolved.pop()),
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => resolved.push(component),
        }
        resolved = fs::canonicalize(&resolved).unwrap_or(resolved);
    }
    resolved
}
