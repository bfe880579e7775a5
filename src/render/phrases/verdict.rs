//! The number of rules and findings by outcome, and the exit code that follows.

use crate::render::RenderOptions;
use crate::render::view::View;
use crate::report::{Counts, Outcome, Reason};
use crate::text::count;

/// The number of rules of the policies by outcome, each by its worst finding, the number of findings, and that of the built-in
/// rules: `rules: 1 failed, 2 passed · findings: … · built-in rules: 2 passed`.
pub(in crate::render) fn counts(view: &View<'_>) -> String {
    let (rules, findings, built_in) = (rule_counts(view), finding_counts(view), built_in_counts(view));
    format!("rules: {rules} · findings: {findings} · built-in rules: {built_in}")
}

/// The number of built-in rules by outcome; outcomes that did not occur are left out.
pub(in crate::render) fn built_in_counts(view: &View<'_>) -> String {
    let named = named_counts(&view.built_in_counts);
    named.strip_prefix("0 failed, ").unwrap_or(&named).to_owned()
}

/// The number of rules of the policies by outcome; outcomes that did not occur are left out, but failures are always named.
pub(in crate::render) fn rule_counts(view: &View<'_>) -> String {
    let counts = &view.rule_counts;
    let disabled = (counts.disabled > 0).then(|| format!(", {} disabled", counts.disabled));
    format!("{}{}", named_counts(counts), disabled.unwrap_or_default())
}

/// The number of findings of the policies by outcome.
pub(in crate::render) fn finding_counts(view: &View<'_>) -> String {
    named_counts(&view.finding_counts)
}

fn named_counts(counts: &Counts) -> String {
    let unknown = Outcome::Unknown(Reason::NoMaximum).name();
    let named = [
        (counts.failed, "failed".to_owned()),
        (counts.unknown, unknown.to_owned()),
        (counts.waived, "waived".to_owned()),
        (counts.passed, "passed".to_owned()),
        (counts.not_applicable, "not applicable".to_owned()),
        (counts.advised, "failed (advisory)".to_owned()),
        (counts.unknown_advice, format!("{unknown} (advisory)")),
    ];
    let shown = named.iter().filter(|(number, word)| *number > 0 || word == "failed");
    shown.map(|(number, word)| format!("{number} {word}")).collect::<Vec<_>>().join(", ")
}

/// The exit code and what it means: `exit 1: a blocking rule failed`.
pub(in crate::render) fn exit(view: &View<'_>, options: &RenderOptions) -> String {
    let reason = view.verdict_reason;
    match &options.exit_note {
        Some(note) => format!("{note} ({reason})"),
        None => format!("exit {}: {reason}", view.verdict.exit().code()),
    }
}

/// The number of findings and of built-in rules that passed: `70 findings and 2 built-in rules passed`.
pub(in crate::render) fn passed(view: &View<'_>) -> String {
    let built_in = match view.built_in_counts.passed {
        0 => String::new(),
        number => format!(" and {}", count(number, "built-in rule")),
    };
    format!("{}{built_in} passed", count(view.finding_counts.passed, "finding"))
}
