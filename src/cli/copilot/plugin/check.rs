//! `scoregate copilot plugin` with files to check: the findings in the format that is wanted.

use std::fmt;
use std::path::PathBuf;

use miette::{MietteHandler, MietteHandlerOpts, ReportHandler};
use serde_json::json;

use super::CheckFormat;
use crate::cli::annotate::Runner;
use crate::cli::clean::Clean;
use crate::cli::standard_output::to_stdout;
use crate::cli::{annotate, environment};
use crate::copilot::lint::{self, Checked, Finding, Severity};
use crate::error::Error;
use crate::exit::Exit;
use crate::render::Level;
use crate::text::{count, json_safe, list, log_plain, log_safe};

/// The version of the JSON.
const VERSION: u64 = 1;

pub(super) fn run(paths: &[PathBuf], format: CheckFormat) -> Result<Exit, Error> {
    let checked = lint::check(paths, environment::checkout().as_deref());
    let mut printed = match format {
        CheckFormat::Human => human(&checked),
        CheckFormat::Json => machine(&checked),
        CheckFormat::Github => annotations(Runner::Github, &checked, usize::MAX),
    };
    if let Some(runner) = Runner::of_environment().filter(|_| format == CheckFormat::Human) {
        printed.push_str(&annotations(runner, &checked, annotate::MAX_ANNOTATIONS));
    }
    to_stdout(printed.as_bytes())?;
    Ok(if checked.count(Severity::Error) == 0 { Exit::Passed } else { Exit::Failed })
}

fn human(checked: &Checked) -> String {
    let mut page = String::new();
    for finding in &checked.findings {
        let handler = MietteHandlerOpts::new().wrap_lines(false).build();
        page.push_str(&log_safe(&Shown { clean: Clean::of(finding), handler }.to_string()));
        page.push('\n');
    }
    page + &log_plain(&format!("{}: {}\n", files(checked), totals(checked)))
}

struct Shown<'f> {
    clean: Clean<'f>,
    handler: MietteHandler,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.handler.debug(&self.clean, f)
    }
}

fn files(checked: &Checked) -> String {
    format!("{}, {}", count(checked.manifests, "manifest"), count(checked.documents, "OpenAPI document"))
}

/// `2 errors, 1 warning`, or `no findings`.
fn totals(checked: &Checked) -> String {
    let of = |severity: &Severity| (*severity, checked.count(*severity));
    let found = Severity::ALL.iter().map(of).filter(|(_, number)| *number > 0);
    let parts: Vec<String> = found.map(|(severity, number)| count(number, severity.word())).collect();
    if parts.is_empty() { "no findings".to_owned() } else { list(&parts, "and") }
}

fn machine(checked: &Checked) -> String {
    let findings: Vec<serde_json::Value> = checked.findings.iter().map(finding).collect();
    let document = json!({
        "version": VERSION,
        "manifests": checked.manifests,
        "documents": checked.documents,
        "errors": checked.count(Severity::Error),
        "warnings": checked.count(Severity::Warning),
        "notes": checked.count(Severity::Note),
        "findings": findings,
    });
    json_safe(&format!("{document:#}\n"))
}

fn finding(finding: &Finding) -> serde_json::Value {
    let place = finding.place();
    json!({
        "rule": finding.rule.code(),
        "severity": finding.rule.severity().word(),
        "message": finding.problem.message,
        "path": place.map(|(path, ..)| path),
        "line": place.map(|(_, line, _)| line),
        "column": place.map(|(.., column)| column),
        "fix": finding.problem.help,
    })
}

/// Annotations, the errors first: the runner shows about ten of each kind.
fn annotations(runner: Runner, checked: &Checked, most: usize) -> String {
    let mut findings: Vec<&Finding> = checked.findings.iter().collect();
    findings.sort_by_key(|finding| finding.rule.severity());
    let annotated = findings.iter().take(most).map(|finding| {
        let level = match finding.rule.severity() {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Note => Level::Notice,
        };
        annotate::at(runner, level, finding.rule.code(), &finding.problem)
    });
    annotated.collect()
}
