//! The outputs of a run for later steps of a workflow of GitHub Actions: `steps.ID.outputs.verdict` and others.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

use serde_json::json;

use crate::error::Error;
use crate::exit::Exit;
use crate::hash::sha256;
use crate::render::json::counts;
use crate::render::percentage;
use crate::report::Report;

/// The file that takes the outputs of the step, opened to add to its end.
pub(super) struct StepOutputs {
    path: PathBuf,
    file: File,
}

impl StepOutputs {
    /// Opens the file, so that what cannot be written is noticed before the work begins.
    pub(super) fn open(path: PathBuf) -> Result<Self, Error> {
        match OpenOptions::new().append(true).create(true).open(&path) {
            Ok(file) => Ok(Self { path, file }),
            Err(error) => Err(failure(&path, &error)),
        }
    }

    /// Adds the outputs. A run without a report has no verdict; `exit` is the code of the process, whatever the verdict.
    pub(super) fn write(mut self, report: Option<&Report>, exit: Exit) -> Result<(), Error> {
        let outputs = report.map(of_report).unwrap_or_default();
        let code = ("exit-code", exit.code().to_string());
        let text: String = outputs.iter().chain([&code]).map(|(name, value)| entry(name, value)).collect();
        self.file.write_all(text.as_bytes()).map_err(|error| failure(&self.path, &error))
    }
}

fn of_report(report: &Report) -> Vec<(&'static str, String)> {
    let score = percentage(report).map(|share| format!("{share:.2}"));
    let counts = json!({ "rules": counts(report.rule_counts()), "findings": counts(report.counts()) });
    vec![
        ("verdict", report.verdict().name().to_owned()),
        ("score", score.unwrap_or_default()),
        ("counts", counts.to_string()),
    ]
}

/// An output in the form with a delimiter, which no line of the value is: nothing in a value can begin another output.
fn entry(name: &str, value: &str) -> String {
    let mut delimiter = format!("scoregate-{}", &sha256(value)[..16]);
    while value.lines().any(|line| line == delimiter) {
        delimiter.push('-');
    }
    format!("{name}<<{delimiter}\n{value}\n{delimiter}\n")
}

fn failure(path: &std::path::Path, error: &std::io::Error) -> Error {
    Error::Output {
        target: path.display().to_string(),
        message: error.to_string(),
        help: "GITHUB_OUTPUT must name a file that can be written; unset it where no step outputs are wanted"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::entry;

    #[test]
    fn no_value_ends_its_own_entry() {
        let delimiter = entry("a", "x").lines().next().map(|line| line.trim_start_matches("a<<").to_owned());
        let delimiter = delimiter.unwrap_or_default();
        for value in ["x".to_owned(), format!("x\n{delimiter}\nverdict=passed"), "\n\n".to_owned()] {
            let text = entry("a", &value);
            let (head, rest) = text.split_once('\n').unwrap_or_default();
            let end = head.trim_start_matches("a<<");
            assert_eq!(rest, format!("{value}\n{end}\n"));
            assert!(value.lines().all(|line| line != end), "{text}");
        }
    }
}
