//! Findings with their places, and the collection of them.

use std::collections::BTreeMap;
use std::fmt;

use miette::{Diagnostic, LabeledSpan, SourceCode};

use super::rule::Rule;
use super::severity::Severity;
use crate::error::Problem;
use crate::text::count;
use crate::yaml::document::Document;
use crate::yaml::problem::{DiagnosticText, LocatedProblem};
use crate::yaml::tree::Cursor;

/// The most findings of one severity in one file: a file of megabytes can have one in every line.
const MOST_OF_FILE: usize = 500;

/// Something that a rule found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// The message, the place and the fix.
    pub problem: Problem,
}

impl Finding {
    /// The place: path, line and column, both from 1; none where a file could not be read at all.
    #[must_use]
    pub fn place(&self) -> Option<(&str, usize, usize)> {
        let (source, span) = self.problem.source_code.as_ref().zip(self.problem.span)?;
        let at = source.read_span(&span, 0, 0).ok()?;
        Some((source.name(), at.line() + 1, at.column() + 1))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Finding {}

impl Diagnostic for Finding {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!("{} {}", self.rule.severity(), self.rule.code())))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.rule.severity() {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.problem.help()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.problem.source_code()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.problem.labels()
    }
}

/// The findings of a run.
#[derive(Default)]
pub(super) struct Findings {
    found: Vec<(Rule, LocatedProblem)>,
    hidden: BTreeMap<usize, Problem>,
    /// The number of findings of a file and severity, those that are not kept included.
    numbers: BTreeMap<(usize, Severity), usize>,
}

impl Findings {
    /// Adds what was found elsewhere, such as by the parser.
    pub(super) fn add(&mut self, rule: Rule, located: LocatedProblem) {
        let number = self.numbers.entry((located.order, rule.severity())).or_default();
        *number += 1;
        if *number <= MOST_OF_FILE {
            self.found.push((rule, located));
        }
    }

    /// Replaces all findings of a file by one problem.
    pub(super) fn hide(&mut self, order: usize, problem: Problem) {
        self.hidden.insert(order, problem);
    }

    /// Removes what was found in files.
    pub(super) fn forget(&mut self, orders: &[usize]) {
        self.found.retain(|(_, at)| !orders.contains(&at.order));
        self.numbers.retain(|(order, _), _| !orders.contains(order));
    }

    /// Adds a finding at a value. A mapping is marked at its key.
    pub(super) fn at(&mut self, document: &Document, rule: Rule, cursor: Cursor<'_>, message: String, help: &str) {
        self.add(rule, document.problem_at(cursor, DiagnosticText::new(message, "here", help)));
    }

    /// Adds a finding at a key.
    pub(super) fn at_key(&mut self, document: &Document, rule: Rule, cursor: Cursor<'_>, message: String, help: &str) {
        self.add(rule, document.problem_at_key(cursor, DiagnosticText::new(message, "here", help)));
    }

    /// The findings by file and place.
    pub(super) fn sorted(mut self) -> Vec<Finding> {
        type Entry = (Rule, LocatedProblem);
        let key = |(rule, at): &Entry| (at.order, at.offset, *rule);
        self.found.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.1.problem.message.cmp(&b.1.problem.message)));
        self.found.dedup_by(|a, b| {
            key(a) == key(b) && a.1.problem.span.is_some() && a.1.problem.message == b.1.problem.message
        });
        let mut shown = Vec::new();
        for of_file in self.found.chunk_by(|a, b| a.1.order == b.1.order) {
            let order = of_file.first().map_or(0, |(_, at)| at.order);
            if let Some(problem) = self.hidden.get(&order) {
                shown.push(Finding { rule: Rule::Unreadable, problem: problem.clone() });
                continue;
            }
            shown.extend(of_file.iter().map(|(rule, at)| Finding { rule: *rule, problem: at.problem.clone() }));
            for severity in Severity::ALL {
                let number = self.numbers.get(&(order, severity)).copied().unwrap_or_default();
                let last = of_file.iter().rev().find(|(rule, _)| rule.severity() == severity);
                shown.extend(last.and_then(|last| left_out(last, number)));
            }
        }
        shown
    }
}

/// The statement that not all findings of a file and severity are shown.
fn left_out((rule, last): &(Rule, LocatedProblem), number: usize) -> Option<Finding> {
    let left_out = number.checked_sub(MOST_OF_FILE).filter(|number| *number > 0)?;
    let mut problem = last.problem.clone();
    problem.message = format!("{} of this file are not shown", count(left_out, &format!("more {}", rule.severity())));
    problem.help = Some("correct the first ones and run the program again".to_owned());
    Some(Finding { rule: *rule, problem })
}
