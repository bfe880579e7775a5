//! The reports of each tenant of a fleet, in a folder of their own.

use std::fs;
use std::path::Path;

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
        fs::create_dir_all(out).map_err(|error| write_error(&out.to_string_lossy(), &error))?;
        if is_within(out, Path::new(&args.source)) || args.policies.iter().any(|path| is_within(out, path)) {
            return Err(Error::Usage {
                message: format!("{} is in a folder that the run reads", line(&out.to_string_lossy())),
                help: "give --out a folder outside those of --from and --policy".into(),
            });
        }
        let mut formats = args.outputs.clone();
        formats.sort_unstable();
        formats.dedup();
        if formats.is_empty() {
            formats.push(Format::Json);
        }
        let files: Vec<String> = formats.iter().map(|format| file_name(*format)).collect();
        let options = [files.clone(), vec![format!("{:?}", args.seal)]].concat();
        let store = ResultStore::new(out.to_owned(), StoreKey::of(judge, &options), files);
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

fn is_within(path: &Path, folder: &Path) -> bool {
    match (fs::canonicalize(path), fs::canonicalize(folder)) {
        (Ok(path), Ok(folder)) => folder.is_dir() && path.starts_with(folder),
        (Ok(_) | Err(_), Err(_)) | (Err(_), Ok(_)) => false,
    }
}
