//! The evidence of one refresh, its report, and the answers that were given on it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::state::Loaded;
use crate::operations::{Age, Answer, Arguments, Basis, Operation, Refusal};
use crate::report::Report;

/// The most answers that are kept; each is limited in tokens.
const MOST_ANSWERS: usize = 256;

/// The evidence of one refresh.
#[derive(Debug)]
pub(super) struct Current {
    pub(super) basis: Basis,
    pub(super) loaded: Arc<Loaded>,
    /// The time at which the evidence was read.
    pub(super) read: Timestamp,
    /// The word for the fault of a later refresh that failed.
    pub(super) failed: Option<&'static str>,
    answers: Mutex<BTreeMap<(&'static str, Arguments), Answer>>,
}

impl Current {
    pub(super) fn new(report: Report, loaded: Arc<Loaded>, read: Timestamp, failed: Option<&'static str>) -> Self {
        let basis = Basis::new(report, Arc::clone(&loaded.evidence));
        let current = Self { basis, loaded, read, failed, answers: Mutex::default() };
        // The usual questions are answered before they come; a refusal comes again with its question.
        for operation in Operation::ALL {
            if let Ok(arguments) = Arguments::of(operation.parameters, Vec::new(), false) {
                let _ = current.answer(operation, &arguments, read);
            }
        }
        current
    }

    /// The answer of an operation as JSON.
    pub(super) fn answer(
        &self,
        operation: &Operation,
        arguments: &Arguments,
        now: Timestamp,
    ) -> Result<String, Refusal> {
        let age = Age { now, read: self.read, failed: self.failed };
        let key = (operation.name, arguments.clone());
        let known = self.answers.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let answer = match known {
            Some(answer) => answer,
            None => {
                let answer = operation.answer(&self.basis, arguments)?;
                let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
                if answers.len() >= MOST_ANSWERS {
                    answers.clear();
                }
                answers.insert(key, answer.clone());
                answer
            }
        };
        answer.json(&self.basis, &age)
    }
}
