//! Errors as annotations of GitHub Actions.

use miette::SourceCode;

use crate::error::{Error, Problem};
use crate::report::workflow::{data, property};

/// The runner shows about ten annotations of a step.
const MOST: usize = 10;

/// A workflow command for each of the first problems; none for a wrong command line, which is no matter of the repository's files.
pub(super) fn commands(error: &Error) -> String {
    match error {
        Error::Usage { .. } => String::new(),
        Error::Policy { problems } | Error::Baseline { problems } => {
            problems.iter().take(MOST).map(of_problem).collect()
        }
        Error::Evidence { .. } | Error::SignIn { .. } | Error::Output { .. } => command("", &error.to_string()),
    }
}

fn of_problem(problem: &Problem) -> String {
    let place = problem.source_code.as_ref().zip(problem.span).and_then(|(source, span)| {
        let at = source.read_span(&span, 0, 0).ok()?;
        Some(format!("file={},line={},col={},", property(source.name()), at.line() + 1, at.column() + 1))
    });
    let help = problem.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    command(&place.unwrap_or_default(), &format!("{}{help}", problem.message))
}

fn command(place: &str, message: &str) -> String {
    format!("::error {place}title=scoregate::{}\n", data(message))
}
