//! Prompts for Security Copilot. A prompt asks only what the file answers: it is left out where its topic is not shown.

use super::section::{Item, Section, SectionKind, Topic};

const HEAD: &str = "\n## Prompts to paste\n\nUpload this file to Security Copilot, then paste one of these:\n\n";

/// Each prompt with its topic.
const PROMPTS: [(&str, Option<Topic>); 8] = [
    ("explain to a manager in five sentences why the gate gave this verdict.", None),
    (
        "plan the order in which to fix the failed findings: points, severity and the fix that the policy states.",
        Some(Topic::Section(SectionKind::Actions)),
    ),
    (
        "name the ATT&CK techniques that the failed findings leave unmitigated, with the controls for each.",
        Some(Topic::Techniques),
    ),
    (
        "name for each incident the controls that bear on it, the technique that links them, and what to fix first.",
        Some(Topic::Causes),
    ),
    ("state for each unknown finding which evidence is missing.", Some(Topic::Open)),
    (
        "explain why the score changed, and which part of the change is posture.",
        Some(Topic::Section(SectionKind::Changes)),
    ),
    ("list the waivers to renew or to remove, with who approved each.", Some(Topic::Section(SectionKind::Waivers))),
    ("name the controls with the most recoverable points, by category.", Some(Topic::Section(SectionKind::Open))),
];

/// The prompts.
pub(super) fn section() -> Section {
    let prompt = |(text, needs): (&str, Option<Topic>)| Item {
        needs,
        ..Item::of(format!("- From the uploaded file, {text}\n"))
    };
    Section { kind: SectionKind::Prompts, head: HEAD.to_owned(), items: PROMPTS.into_iter().map(prompt).collect() }
}
