//! A day that the evidence does not hold.

use jiff::civil::Date;

use super::names;
use crate::error::Error;
use crate::evidence::Evidence;
use crate::text::{count, list};

/// Says which days there are, and which of them lie next to the one that is not.
pub(super) fn missing_day(evidence: &Evidence, date: Date) -> Error {
    let newest = evidence.snapshot.date();
    let days: Vec<Date> = evidence.history.iter().map(|past| past.date).chain([newest]).collect();
    let there = match days.first() {
        Some(first) if *first < newest => format!("{} from {first} to {newest}", count(days.len(), "day")),
        Some(_) | None => format!("{newest} alone"),
    };
    let before = days.iter().rev().find(|day| **day < date);
    let after = days.iter().find(|day| **day > date);
    let nearest: Vec<String> = before.into_iter().chain(after).map(Date::to_string).collect();
    Error::Evidence {
        message: format!("{} holds no snapshot of {date}; it holds {there}", names(evidence)),
        help: format!("the nearest: {}", list(&nearest, "and")),
    }
}
