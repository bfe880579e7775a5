//! The evidence of one refresh, its report as of a time, and the answers that were given on it.

use std::collections::BTreeMap;
use std::mem::discriminant;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::state::Loaded;
use crate::operations::{Age, Answer, Arguments, Basis, Operation, Refusal};
use crate::report::{Finding, Report};

/// The most answers that are kept; each is limited in tokens.
const MOST_ANSWERS: usize = 256;

/// The time for which a report counts as one of now: evidence grows old and waivers expire while nothing is read.
const NOW: Duration = Duration::from_secs(1);

/// The time for which answers on a report are kept where a later evaluation gives the same outcomes: messages state ages.
const SAME: SignedDuration = SignedDuration::from_secs(60);

/// The evidence of one refresh.
#[derive(Debug)]
pub(super) struct Current {
    pub(super) basis: Basis,
    pub(super) loaded: Arc<Loaded>,
    /// The time at which the evidence was read, by the clock.
    pub(super) read: Timestamp,
    /// The word for the fault of a later refresh that failed.
    pub(super) failed: Option<&'static str>,
    /// The time of the last evaluation that gave this report.
    evaluated: Mutex<Timestamp>,
    answers: Mutex<BTreeMap<(&'static str, Arguments), Answer>>,
}

impl Current {
    pub(super) fn new(report: Report, loaded: Arc<Loaded>, read: Timestamp, failed: Option<&'static str>) -> Self {
        let evaluated = Mutex::new(report.now);
        let basis = Basis::new(report, Arc::clone(&loaded.evidence));
        Self { basis, loaded, read, failed, evaluated, answers: Mutex::default() }
    }

    /// Answers the usual questions before they come; a refusal comes again with its question.
    pub(super) fn prepare(&self) {
        for operation in Operation::ALL {
            if let Ok(arguments) = Arguments::of(operation.parameters, Vec::new(), false) {
                let _ = self.answer(operation, &arguments);
            }
        }
    }

    /// Whether the report is one of a time.
    pub(super) fn is_of(&self, now: Timestamp) -> bool {
        let since = now.duration_since(*locked(&self.evaluated));
        !since.is_negative() && since.unsigned_abs() < NOW
    }

    /// Keeps this where a later report has the same outcomes, and is not so much later that the ages in it are others.
    pub(super) fn keep_if_same(&self, report: &Report) -> bool {
        let own = &self.basis.report;
        let since = report.now.duration_since(own.now);
        let is_same = !since.is_negative() && since < SAME && has_same_outcomes(own, report);
        if is_same {
            *locked(&self.evaluated) = report.now;
        }
        is_same
    }

    /// The answer of an operation as JSON.
    pub(super) fn json(&self, operation: &Operation, arguments: &Arguments, age: &Age) -> Result<String, Refusal> {
        self.answer(operation, arguments)?.json(&self.basis, age)
    }

    fn answer(&self, operation: &Operation, arguments: &Arguments) -> Result<Answer, Refusal> {
        let key = (operation.name, arguments.clone());
        if let Some(answer) = locked(&self.answers).get(&key) {
            return Ok(answer.clone());
        }
        let answer = operation.answer(&self.basis, arguments)?;
        let mut answers = locked(&self.answers);
        if answers.len() >= MOST_ANSWERS {
            answers.clear();
        }
        answers.insert(key, answer.clone());
        Ok(answer)
    }
}

/// Whether two reports on the same evidence differ in texts alone.
fn has_same_outcomes(one: &Report, other: &Report) -> bool {
    let is_same = |(one, other): (&Finding, &Finding)| {
        one.rule == other.rule
            && one.subject == other.subject
            && discriminant(&one.outcome) == discriminant(&other.outcome)
    };
    one.waivers == other.waivers
        && one.findings.len() == other.findings.len()
        && one.findings.iter().zip(&other.findings).all(is_same)
}

fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}
