//! What to ask Security Copilot. A prompt asks only what the file answers: it names the part of the digest that it is about, and is
//! left out with it.

use super::section::{Item, Part, Section};
use crate::report::{Finding, Outcome, Report};

const HEAD: &str = "\n## Prompts to paste\n\nUpload this file to Security Copilot, then paste one of these:\n\n";

/// The key of the references to MITRE ATT&CK.
const ATTACK: &str = "attack";

/// The prompts.
pub(super) fn section(report: &Report, open: &[&Finding]) -> Section {
    let failed: Vec<&&Finding> = open.iter().filter(|finding| matches!(finding.outcome, Outcome::Fail)).collect();
    let is_open = open.iter().any(|finding| matches!(finding.outcome, Outcome::Unknown(_)));
    let techniques = failed.iter().any(|finding| names_techniques(report, finding));
    let asks = |text: &str, needs| Item { needs, ..Item::of(format!("- From the uploaded file, {text}\n")) };
    let prompts = [
        (true, asks("explain to a manager in five sentences why the gate gave this verdict.", None)),
        (
            !failed.is_empty(),
            asks(
                "plan the order in which to fix the failed findings: points, severity and the fix that the policy states.",
                Some(Part::Actions),
            ),
        ),
        (
            techniques,
            asks(
                "name the ATT&CK techniques that the failed findings leave open, with the controls behind each.",
                Some(Part::Findings),
            ),
        ),
        (
            is_open,
            asks("state for each finding that could not be decided which evidence is missing.", Some(Part::Findings)),
        ),
        (true, asks("explain what moved the score and what of it is posture.", Some(Part::Changes))),
        (true, asks("list the waivers to renew or to remove, with who approved each.", Some(Part::Waivers))),
        (true, asks("name the controls with the most points still open, by category.", Some(Part::Open))),
    ];
    let items = prompts.into_iter().filter(|(is_asked, _)| *is_asked).map(|(_, prompt)| prompt).collect();
    Section { part: Part::Prompts, head: HEAD.to_owned(), items }
}

/// Whether the rule of a finding refers to techniques of MITRE ATT&CK.
fn names_techniques(report: &Report, finding: &Finding) -> bool {
    let references = &report.rule(finding).references;
    references.iter().any(|(framework, ids)| framework.to_lowercase().contains(ATTACK) && !ids.is_empty())
}
