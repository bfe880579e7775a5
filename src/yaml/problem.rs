//! Problems with their places, and the order in which they are reported.

use crate::error::Problem;

/// The most problems of one file that are reported: a file of megabytes can have a problem in every line.
pub(crate) const MOST_PROBLEMS: usize = 500;

/// What a problem is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ProblemKind {
    /// The parser did not understand the text; the cause may stand in a line before the place.
    Syntax,
    /// The text was understood, and something in it is wrong; or there is no text.
    #[default]
    Content,
}

/// A problem with what it is sorted by.
#[derive(Debug)]
pub(crate) struct LocatedProblem {
    /// The position of the file among all files of the run.
    pub(crate) order: usize,
    /// The offset in the text, in bytes.
    pub(crate) offset: usize,
    pub(crate) kind: ProblemKind,
    /// The problem.
    pub(crate) problem: Problem,
}

impl LocatedProblem {
    /// A problem of a file as a whole.
    pub(crate) const fn of_file(order: usize, problem: Problem) -> Self {
        Self { order, offset: 0, kind: ProblemKind::Content, problem }
    }
}

/// The words of a problem: what is wrong, what the marked place is, and what to do.
pub(crate) struct DiagnosticText {
    pub(crate) message: String,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) kind: ProblemKind,
}

impl DiagnosticText {
    pub(crate) fn new(message: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), label: label.into(), help: help.into(), kind: ProblemKind::Content }
    }

    /// The same of a text that the parser did not understand.
    pub(crate) fn of_syntax(self) -> Self {
        Self { kind: ProblemKind::Syntax, ..self }
    }
}

/// Sorts problems by file and place, and leaves out repetitions of the same problem at the same place.
pub(crate) fn sorted(mut problems: Vec<LocatedProblem>) -> Vec<Problem> {
    problems.sort_by(|a, b| (a.order, a.offset, &a.problem.message).cmp(&(b.order, b.offset, &b.problem.message)));
    problems.dedup_by(|a, b| {
        (a.order, a.offset, &a.problem.message) == (b.order, b.offset, &b.problem.message) && a.problem.span.is_some()
    });
    let mut shown = Vec::new();
    for of_file in problems.chunk_by(|a, b| a.order == b.order && a.order != usize::MAX) {
        shown.extend(of_file.iter().take(MOST_PROBLEMS).map(|found| found.problem.clone()));
        if of_file.len() > MOST_PROBLEMS {
            let file = of_file.first().and_then(|found| found.problem.source_code.as_ref());
            let file = file.map(|source| source.name().to_owned()).unwrap_or_default();
            let message = format!("more problems of {file} are not shown");
            shown.push(Problem::without_place(message, "correct the first ones and run the program again"));
        }
    }
    shown
}
