//! Errors as annotations of GitHub Actions.

use miette::{Diagnostic, SourceCode};

use crate::error::{Error, Problem};
use crate::render::escape::markdown::inert;
use crate::render::escape::workflow_command::{data, property};

/// The runner shows about ten annotations of a step.
pub(super) const MOST: usize = 10;

/// A workflow command for each of the first problems; none for a wrong command line, which no file of the repository causes.
pub(super) fn commands(error: &Error) -> String {
    match error {
        Error::Usage { .. } => String::new(),
        Error::Policy { problems }
        | Error::Baseline { problems }
        | Error::Rows { problems }
        | Error::Crosswalk { problems } => problems.iter().take(MOST).map(of_problem).collect(),
        Error::Evidence { .. } | Error::SignIn { .. } | Error::Output { .. } => command("", &error.to_string()),
    }
}

/// The number of problems that the step summary lists.
const LISTED: usize = 100;

/// The step summary of a run that ended without a verdict.
pub(super) fn summary(error: &Error) -> String {
    let exit = error.exit();
    let shown = |text: &str| inert(&crate::text::block(text));
    let mut page =
        format!("## 🚫 Secure Score gate: no verdict\n\n**Exit code {}:** {}\n\n", exit.code(), exit.meaning());
    let problems: &[Problem] = match error {
        Error::Policy { problems }
        | Error::Baseline { problems }
        | Error::Rows { problems }
        | Error::Crosswalk { problems } => problems,
        Error::Usage { .. } | Error::Evidence { .. } | Error::SignIn { .. } | Error::Output { .. } => &[],
    };
    page.push_str(&format!("{}\n\n", shown(&error.to_string())));
    for problem in problems.iter().take(LISTED) {
        let spot = spot(problem).map(|(path, line, _)| format!("{}: ", shown(&format!("{path}:{line}"))));
        let help = problem.help.as_ref().map(|help| format!("<br>Help: {}", shown(help))).unwrap_or_default();
        page.push_str(&format!("- {}{}{help}\n", spot.unwrap_or_default(), shown(&problem.message)));
    }
    if problems.len() > LISTED {
        page.push_str(&format!("- and {} more\n", problems.len() - LISTED));
    }
    match error.help() {
        Some(help) => page.push_str(&format!("Help: {}\n\n", shown(&help.to_string()))),
        None => page.push('\n'),
    }
    page
}

/// The place of a problem: path, line and column.
fn spot(problem: &Problem) -> Option<(&str, usize, usize)> {
    let (source, span) = problem.source_code.as_ref().zip(problem.span)?;
    let at = source.read_span(&span, 0, 0).ok()?;
    Some((source.name(), at.line() + 1, at.column() + 1))
}

/// The level of an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Error,
    Warning,
    Notice,
}

impl Level {
    const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

fn of_problem(problem: &Problem) -> String {
    at(Level::Error, "scoregate", problem)
}

/// A workflow command at the place of a problem.
pub(super) fn at(level: Level, title: &str, problem: &Problem) -> String {
    let place = spot(problem).map(|(path, line, column)| format!("file={},line={line},col={column},", property(path)));
    let help = problem.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    let message = data(&format!("{}{help}", problem.message));
    format!("::{} {}title={}::{message}\n", level.word(), place.unwrap_or_default(), property(title))
}

fn command(place: &str, message: &str) -> String {
    format!("::error {place}title=scoregate::{}\n", data(message))
}
