//! SARIF 2.1.0 for code scanning.
//!
//! Every evaluated rule is listed, passed ones too, so that readers close the alerts of what has been fixed. Results are failed,
//! unknown and waived findings (the latter suppressed); several readers would show a passed result as an alert. The structs are
//! our own because the readers require more than the types of the standard express.

mod location;
mod model;
mod result;
mod rule;

use crate::render::format::{Audience, FormatFacts, FormatSpec, ReportRenderer};
use crate::render::options::FormatOption;
use crate::render::view::View;
use crate::text::json_safe;
use std::collections::BTreeMap;

use super::{RenderOptions, SarifWaived, phrases};
use crate::report::{Finding, Outcome};
use crate::text;
use location::{ROOT, artifact_location};
use model::{
    Artifact, ArtifactLocation, AutomationDetails, BaseLocation, Driver, Invocation, Log, Notification, Properties,
    Run, Text, Tool, VersionControl,
};

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ReportRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "sarif",
        description: "SARIF 2.1.0 for code scanning",
        audience: Audience::Programs,
        shares_standard_output: false,
        shows_hashes: false,
        options: &[FormatOption::SarifWaived, FormatOption::SarifCategory],
    },
    render: |view, options| Ok(json_safe(&render(view, options)?)),
};

/// The addresses of the documentation of the program and of its rules; SARIF requires both.
const HOME: &str = env!("CARGO_PKG_REPOSITORY");
const HELP: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "#readme");
/// The most results of a run that GitHub accepts.
const MOST_RESULTS: usize = 25_000;

/// The report as SARIF.
fn render(view: &View<'_>, options: &RenderOptions) -> Result<String, String> {
    let mut text = serde_json::to_string_pretty(&log(view, options)).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

fn log(view: &View<'_>, options: &RenderOptions) -> Log {
    let result::Results { entries: results, left_out } = result::results(view, MOST_RESULTS, options.sarif_waived);
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "scoregate",
                semantic_version: view.report.provenance.version.clone(),
                information_uri: HOME,
                rules: rule::rules(view.report),
            },
        },
        automation_details: options.sarif_category.as_deref().map(automation),
        invocations: [invocation(view, left_out, options.sarif_waived)],
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: BTreeMap::from([(
            ROOT,
            BaseLocation { description: Text { text: "The folder in which scoregate ran.".to_owned() } },
        )]),
        version_control_provenance: version_control(view),
        artifacts: artifacts(view),
        results,
        properties: properties(view),
    };
    Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }
}

/// The automation id. GitHub reads the part before the last `/` as the category, and keeps the latest run of each. Without a
/// category none is written: it would overrule the `category` of the upload step.
fn automation(category: &str) -> AutomationDetails {
    AutomationDetails { id: format!("{}/", category.trim_end_matches('/')) }
}

/// The run of the program, which succeeded whatever the verdict, and its notifications. The exit code is not written, since the
/// caller can change it. The verdict is a property of the run.
fn invocation(view: &View<'_>, left_out: usize, waived: SarifWaived) -> Invocation {
    let notification = |text: String| Notification { level: "warning", message: Text { text } };
    let note = |text: String| Notification { level: "note", message: Text { text } };
    let cut = (left_out > 0).then(|| {
        notification(format!(
            "{left_out} results are left out, the least urgent ones: code scanning accepts at most {MOST_RESULTS}."
        ))
    });
    let omitted = omitted(view, waived).map(note);
    let notes = view.notes.iter().map(|finding| note(finding.message.clone()));
    let gaps = view.gaps().into_iter().map(|gap| notification(format!("The evidence is incomplete: {gap}")));
    let waivers = view.report.waivers.iter().filter_map(phrases::waiver_warning).map(notification);
    Invocation {
        execution_successful: true,
        tool_execution_notifications: cut.into_iter().chain(omitted).chain(waivers).chain(notes).chain(gaps).collect(),
    }
}

/// The note on waived findings that are left out.
fn omitted(view: &View<'_>, waived: SarifWaived) -> Option<String> {
    let is_waived = |finding: &&Finding| matches!(finding.outcome, Outcome::Waived { .. });
    let waived: Vec<String> = match waived {
        SarifWaived::Suppress => return None,
        SarifWaived::Omit => {
            view.report.findings.iter().filter(is_waived).map(|finding| view.report.identity(finding)).collect()
        }
    };
    let (number, names) = (text::count(waived.len(), "waived finding"), text::sample(&waived, 10));
    (!waived.is_empty()).then(|| format!("Left out of the results: {number} ({names})."))
}

fn version_control(view: &View<'_>) -> Vec<VersionControl> {
    let repository = view.report.provenance.repository.iter();
    let mapped_to = ArtifactLocation { uri: None, uri_base_id: Some(ROOT), index: None };
    repository
        .map(|repository| VersionControl {
            repository_uri: repository.uri.clone(),
            revision_id: repository.revision.clone(),
            mapped_to: mapped_to.clone(),
        })
        .collect()
}

/// The policy and waiver files with their text, so that a reader without the repository can show the line of a rule.
fn artifacts(view: &View<'_>) -> Vec<Artifact> {
    let files = view.report.sources.iter().enumerate();
    files
        .map(|(index, file)| Artifact {
            location: artifact_location(view.report, index),
            mime_type: "application/yaml",
            contents: Text { text: text::source(&file.text) },
            hashes: BTreeMap::from([("sha-256", file.sha256.clone())]),
        })
        .collect()
}

fn properties(view: &View<'_>) -> Properties {
    BTreeMap::from([
        ("tenant", view.report.tenant.clone().into()),
        ("snapshot", view.report.snapshot.date.to_string().into()),
        ("verdict", view.verdict.name().into()),
        ("verdictReason", view.verdict_reason.into()),
        ("score", phrases::score(view.report).into()),
    ])
}
