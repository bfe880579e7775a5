//! Checks of a baseline that no schema can express: its figures add up, and nothing is given twice.

use std::collections::BTreeMap;

use super::format::{BaselineFile, ControlEntry, KEY};
use super::{Baseline, LONGEST_ID};
use crate::figures::{SUM_TOLERANCE, TOLERANCE};
use crate::text::suggest::code;
use crate::text::{self, points};
use crate::yaml::problem::{DiagnosticText, LocatedProblem};
use crate::yaml::tree::Cursor;
use crate::yaml::typed::TypedDocument;

/// The remedy for figures that contradict each other.
const REWRITE: &str = "take the file from version control as it was, or write it again with `scoregate baseline write`, which adds up the figures";

/// Checks a baseline that agrees with its schema.
pub(super) fn check(loaded: &TypedDocument<BaselineFile>) -> Vec<LocatedProblem> {
    let mut found = Vec::new();
    loaded.check_version(KEY, &mut found);
    let tenant = loaded.get("tenant").and_then(|cursor| cursor.value.value.text()).unwrap_or_default();
    clean(loaded, loaded.top(), "tenant", tenant, &mut found);
    let mut firsts: BTreeMap<String, u64> = BTreeMap::new();
    let entries = loaded.get("controls").map_or(&[][..], |cursor| cursor.value.value.entries());
    for (key, value) in entries {
        let cursor = Cursor { key: Some(key), value };
        id(loaded, cursor, &key.value, &mut found);
        match firsts.get(&key.value.to_lowercase()) {
            Some(first) => found.push(repeated(loaded, cursor, &key.value, *first)),
            None => drop(firsts.insert(key.value.to_lowercase(), key.referenced.line())),
        }
        if let Some(entry) = loaded.content.controls.get(&key.value) {
            control(loaded, cursor, entry, &mut found);
        }
    }
    // Sums over controls that are wrong themselves say nothing new.
    if found.is_empty() {
        sums(loaded, &mut found);
    }
    found
}

fn control(
    loaded: &TypedDocument<BaselineFile>,
    cursor: Cursor<'_>,
    control: &ControlEntry,
    found: &mut Vec<LocatedProblem>,
) {
    if let Some(max) = control.max.filter(|max| control.score > max * (1.0 + TOLERANCE)) {
        let (score, max) = (points(control.score, Some(max)), points(max, None));
        let words = DiagnosticText::new(
            format!("the control has {score} points of at most {max}"),
            "more than its maximum",
            "correct the score or the maximum; `scoregate baseline write` writes both as Graph reports them",
        );
        found.push(loaded.problem(cursor, "score", words));
    }
    let Some(state) = &control.state else { return };
    clean(loaded, cursor, "state", state, found);
    if state.eq_ignore_ascii_case("default") {
        let words = DiagnosticText::new(
            "`Default` is not a claim: it means that no state had been set",
            "no claim",
            "remove the key, so that the points count as measured, or write the state that was claimed",
        );
        found.push(loaded.problem(cursor, "state", words));
    }
    if control.claim.is_some() {
        let words = DiagnosticText::new(
            "`state` already states the claim",
            "one too many",
            "remove `claim`, or `state` where it was not known",
        );
        found.push(loaded.problem_of_key(cursor, "claim", words));
    }
}

/// Checks a text: it is not blank and contains no invisible characters, so that a reviewer sees what the program reads.
fn clean(
    loaded: &TypedDocument<BaselineFile>,
    parent: Cursor<'_>,
    key: &str,
    value: &str,
    found: &mut Vec<LocatedProblem>,
) {
    if !is_clean(value) {
        let message = format!("{} is blank or contains invisible characters", code(key));
        let words = DiagnosticText::new(message, "not what it seems", "write it in characters that can be seen");
        found.push(loaded.problem(parent, key, words));
    }
}

fn id(loaded: &TypedDocument<BaselineFile>, cursor: Cursor<'_>, id: &str, found: &mut Vec<LocatedProblem>) {
    let message = if !is_clean(id) {
        format!("{} is blank or contains invisible characters", code(id))
    } else if id.chars().count() > LONGEST_ID {
        format!("the id is longer than {LONGEST_ID} characters")
    } else {
        return;
    };
    let words =
        DiagnosticText::new(message, "not the id of a control", "write the id as Graph has it in `controlName`");
    found.push(loaded.document.problem_at_key(cursor, words));
}

fn is_clean(text: &str) -> bool {
    !text.is_empty() && text::line(text) == text
}

fn repeated(loaded: &TypedDocument<BaselineFile>, cursor: Cursor<'_>, id: &str, first: u64) -> LocatedProblem {
    let words = DiagnosticText::new(
        format!("the control {} is given twice; letter case does not count", code(id)),
        "given again",
        format!("it is first set in line {first}; keep one of them"),
    );
    loaded.document.problem_at_key(cursor, words)
}

fn sums(loaded: &TypedDocument<BaselineFile>, found: &mut Vec<LocatedProblem>) {
    let content = loaded.content.content();
    let Some(flaw) = content.sum_flaw() else { return };
    let (key, label) = match flaw {
        SumFlaw::AboveMax => ("current", "more than the maximum"),
        SumFlaw::Sum(_) => ("current", "not the sum"),
        SumFlaw::Maxima(_) | SumFlaw::Left { .. } => ("max", "too small"),
    };
    let parent = loaded.get("score").unwrap_or(loaded.top());
    let message = flaw.message("`score.current`", "`score.max`", &content);
    found.push(loaded.problem(parent, key, DiagnosticText::new(message, label, REWRITE)));
}

/// The first thing that does not add up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum SumFlaw {
    /// The score of the tenant is more than its maximum.
    AboveMax,
    /// The controls add up to this many points, which are not those of the tenant.
    Sum(f64),
    /// The known maxima of the controls add up to this many points, more than the maximum of the tenant.
    Maxima(f64),
    /// The controls whose maximum is not known have more points than the known maxima leave of the maximum of the tenant.
    Left {
        /// The points of the controls whose maximum is not known.
        points: f64,
        /// The points that are left.
        left: f64,
    },
}

impl Baseline {
    /// The first figure that does not add up.
    pub(crate) fn sum_flaw(&self) -> Option<SumFlaw> {
        if self.current > self.max * (1.0 + TOLERANCE) {
            return Some(SumFlaw::AboveMax);
        }
        let sum: f64 = self.controls.iter().map(|control| control.score).sum();
        if (sum - self.current).abs() > SUM_TOLERANCE {
            return Some(SumFlaw::Sum(sum));
        }
        let maxima: f64 = self.controls.iter().filter_map(|control| control.max).sum();
        let left = self.max - maxima;
        if left < -SUM_TOLERANCE {
            return Some(SumFlaw::Maxima(maxima));
        }
        let points = self.controls.iter().filter(|control| control.max.is_none()).map(|control| control.score).sum();
        (left < points - SUM_TOLERANCE).then_some(SumFlaw::Left { points, left: left.max(0.0) })
    }
}

impl SumFlaw {
    /// The flaw as a sentence fragment; `current` and `max` are what the reader knows the two figures of the tenant by.
    pub(crate) fn message(self, current: &str, max: &str, of: &Baseline) -> String {
        let known = |value: f64| points(value, None);
        match self {
            Self::AboveMax => format!("{current} is {}, and {max} {}", points(of.current, Some(of.max)), known(of.max)),
            Self::Sum(sum) => {
                let sum = points(sum, Some(of.current));
                format!("the controls add up to {sum} points, and {current} is {}", known(of.current))
            }
            Self::Maxima(sum) => {
                let sum = points(sum, Some(of.max));
                format!("the maxima of the controls add up to {sum} points, and {max} is {}", known(of.max))
            }
            Self::Left { points: had, left } => format!(
                "the controls of unknown maximum have {} points, and {max} leaves {} for them",
                points(had, Some(left)),
                known(left)
            ),
        }
    }
}
