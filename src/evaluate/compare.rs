//! Compares two days of a tenant, from one recording or two: the causes of the change, the changes of the catalogue, and doubts.

mod catalogue;
mod doubts;

use jiff::civil::Date;

use super::attribution::attribute;
use super::error::EvaluateError;
use super::posture::Posture;
use super::timeline::{Pair, Side};
use crate::evidence::{Evidence, Input};
use crate::report::Comparison;
use crate::tenant::TenantId;
use crate::text::{line, list};

/// Attributes the change from one day to a later one to its causes. Without a date, the latest day of the evidence is used; an
/// earlier day must be in its history.
///
/// # Errors
///
/// - [`EvaluateError::DifferentTenants`] and [`EvaluateError::DayTenantUnknown`] where the two are, or may be, of different tenants.
/// - [`EvaluateError::DayMissing`] and [`EvaluateError::NoScore`] where a day, its `currentScore` or its `maxScore` is missing.
/// - [`EvaluateError::DaysSwapped`] and [`EvaluateError::SameDay`] where the first day is not the earlier of two.
pub fn compare(a: (&Evidence, Option<Date>), b: (&Evidence, Option<Date>)) -> Result<Comparison, EvaluateError> {
    require_one_tenant(a.0, b.0)?;
    let postures = [Posture::of(a.0), Posture::of(b.0)];
    let earlier = side(&postures[0], a.1)?;
    let later = side(&postures[1], b.1)?;
    require_order(earlier, later)?;
    require_score(earlier)?;
    require_score(later)?;
    let pair = Pair::of(earlier, later);
    Ok(Comparison {
        tenant: a.0.snapshot.tenant.as_ref().and(b.0.snapshot.tenant.as_ref()).map(TenantId::to_string),
        change: attribute(&pair.earlier.day, &pair.later.day, &pair.index),
        catalogue: catalogue::changes(earlier, later),
        doubts: doubts::doubts(earlier, later, &pair),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        earlier_inputs: a.0.inputs.clone(),
        later_inputs: b.0.inputs.clone(),
    })
}

/// The day that is meant.
fn side<'e>(posture: &'e Posture<'e>, date: Option<Date>) -> Result<Side<'e>, EvaluateError> {
    let evidence = posture.evidence;
    let Some(date) = date.filter(|date| *date != evidence.snapshot.date()) else {
        return Ok(Side { posture, past: None });
    };
    match evidence.history.iter().find(|past| past.date == date) {
        Some(past) => Ok(Side { posture, past: Some(past) }),
        None => Err(missing(evidence, date)),
    }
}

fn missing(evidence: &Evidence, date: Date) -> EvaluateError {
    let days = evidence.history.iter().map(|past| past.date).chain([evidence.snapshot.date()]).collect();
    EvaluateError::DayMissing { date, files: names(evidence), days }
}

fn require_one_tenant(a: &Evidence, b: &Evidence) -> Result<(), EvaluateError> {
    match (&a.named, &b.named) {
        (Some(one), Some(other)) if one != other => Err(EvaluateError::DifferentTenants {
            earlier: (names(a), one.to_string()),
            later: (names(b), other.to_string()),
        }),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

fn require_order(a: Side<'_>, b: Side<'_>) -> Result<(), EvaluateError> {
    let (from, to) = (a.date(), b.date());
    if from > to {
        return Err(EvaluateError::DaysSwapped(from, to));
    }
    if from == to && same_files(a, b) {
        return Err(EvaluateError::SameDay(from));
    }
    Ok(())
}

fn require_score(side: Side<'_>) -> Result<(), EvaluateError> {
    if side.past.is_some_and(|past| past.unnamed) {
        let (date, files) = (side.date(), names(side.posture.evidence));
        return Err(EvaluateError::DayTenantUnknown { date, files });
    }
    let snapshot = &side.posture.evidence.snapshot;
    let (current, max) = side.past.map_or((snapshot.current, snapshot.max), |past| (past.current, past.max));
    let what = match (current, max.filter(|max| *max > 0.0)) {
        (Some(_), Some(_)) => return Ok(()),
        (None, _) => "currentScore",
        (Some(_), None) => "maxScore",
    };
    Err(EvaluateError::NoScore { date: side.date(), files: names(side.posture.evidence), field: what })
}

/// Whether both days come from the same bytes, so that there is one catalogue.
fn same_files(a: Side<'_>, b: Side<'_>) -> bool {
    // Inputs without a hash are not shown to be the same.
    let hashes = |side: Side<'_>| {
        let inputs = side.posture.evidence.inputs.iter();
        let mut hashes = inputs.map(|input| input.sha256.clone()).collect::<Option<Vec<String>>>()?;
        hashes.sort();
        Some(hashes)
    };
    std::ptr::eq(a.posture.evidence, b.posture.evidence) || hashes(a).is_some_and(|own| hashes(b) == Some(own))
}

/// The files of the evidence, for a message.
fn names(evidence: &Evidence) -> String {
    let shown = |input: &Input| if input.name == "-" { "standard input".to_owned() } else { line(&input.name) };
    let all: Vec<String> = evidence.inputs.iter().map(shown).collect();
    match all.as_slice() {
        [first, second, third, rest @ ..] if !rest.is_empty() => {
            format!("{first}, {second}, {third} and {} more", rest.len())
        }
        few => list(few, "and"),
    }
}
