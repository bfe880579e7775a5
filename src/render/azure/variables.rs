//! The verdict, score and exit code as output variables of a task of Azure Pipelines, and its summary.

use crate::exit::Exit;
use crate::render::escape::logging_command::{data, property};
use crate::render::phrases::percentage;
use crate::render::view::View;

/// The commands that set the output variables `verdict`, `score` (percent) and `exitCode` of the task, which later tasks read as
/// `$(NAME.verdict)` where the task has that name. A run without a report has only the last; `exit` is the code of the process,
/// whatever the verdict.
#[must_use]
pub fn azure_variables(view: Option<&View<'_>>, exit: Exit) -> String {
    let score = |view: &View<'_>| percentage(view.report).map(|share| format!("{share:.2}")).unwrap_or_default();
    let of_view = view.map(|view| [("verdict", view.verdict.name().to_owned()), ("score", score(view))]);
    let variables = of_view.into_iter().flatten().chain([("exitCode", exit.code().to_string())]);
    variables.map(|(name, value)| variable(name, &value)).collect()
}

fn variable(name: &str, value: &str) -> String {
    format!("##vso[task.setvariable variable={};isOutput=true]{}\n", property(name), data(value))
}

/// The command that shows a Markdown file on the page of the run.
#[must_use]
pub fn azure_summary(path: &str) -> String {
    format!("##vso[task.uploadsummary]{}\n", data(path))
}
