//! Errors as annotations, and as a page, of the pipeline that runs the program.

use miette::{Diagnostic, SourceCode};

use super::environment;
use crate::error::{Error, Problem};
use crate::render::escape::markdown::inert;
use crate::render::{Level, Spot, azure_command, github_command};

/// A pipeline whose runner takes commands from standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Runner {
    Github,
    Azure,
}

impl Runner {
    /// The runner of this job, if it is one.
    pub(super) fn of_environment() -> Option<Self> {
        if environment::is_github_actions() {
            Some(Self::Github)
        } else {
            environment::is_azure_pipelines().then_some(Self::Azure)
        }
    }

    /// An annotation as a command of the runner, with the end of its line.
    fn command(self, level: Level, spot: Option<Spot<'_>>, title: &str, message: &str) -> String {
        match self {
            Self::Github => github_command(level, spot, title, message),
            Self::Azure => azure_command(level, spot, title, message),
        }
    }
}

/// The most annotations of a run: a runner shows about ten of a step.
pub(super) const MAX_ANNOTATIONS: usize = 10;
/// The title of the annotation of an error.
const TITLE: &str = "scoregate";

/// A command for each of the first problems; none for a wrong command line, which no file of the repository causes.
pub(super) fn commands(runner: Runner, error: &Error) -> String {
    match error {
        Error::Usage { .. } => String::new(),
        Error::Policy { .. }
        | Error::Baseline { .. }
        | Error::Rows { .. }
        | Error::Crosswalk { .. }
        | Error::Tenants { .. } => {
            let shown = error.problems().iter().take(MAX_ANNOTATIONS);
            shown.map(|problem| at(runner, Level::Error, TITLE, problem)).collect()
        }
        Error::Evidence { .. } | Error::SignIn { .. } | Error::Output { .. } => {
            runner.command(Level::Error, None, TITLE, &error.to_string())
        }
    }
}

/// The number of problems that the step summary lists.
const LISTED: usize = 100;

/// The page of a run that ended without a verdict.
pub(super) fn summary(error: &Error) -> String {
    let exit = error.exit();
    let shown = |text: &str| inert(&crate::text::block(text));
    let mut page =
        format!("## 🚫 Secure Score gate: no verdict\n\n**Exit code {}:** {}\n\n", exit.code(), exit.meaning());
    let problems = error.problems();
    page.push_str(&format!("{}\n\n", shown(&error.to_string())));
    for problem in problems.iter().take(LISTED) {
        let spot = spot(problem).map(|spot| format!("{}: ", shown(&format!("{}:{}", spot.path, spot.line))));
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

/// The place of a problem.
fn spot(problem: &Problem) -> Option<Spot<'_>> {
    let (source, span) = problem.source_code.as_ref().zip(problem.span)?;
    let at = source.read_span(&span, 0, 0).ok()?;
    Some(Spot { path: source.name(), line: at.line() + 1, column: at.column() + 1 })
}

/// A command at the place of a problem.
pub(super) fn at(runner: Runner, level: Level, title: &str, problem: &Problem) -> String {
    let help = problem.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    runner.command(level, spot(problem), title, &format!("{}{help}", problem.message))
}
