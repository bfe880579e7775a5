//! Compares two days of a tenant, of one recording or of two: why the score changed, what changed in the catalogue, and what of
//! it is in doubt.

mod catalogue;
mod doubts;
mod missing_day;

use jiff::civil::Date;

use super::attribution::attribute;
use super::posture::Posture;
use super::timeline::{Pair, Side};
use crate::error::Error;
use crate::evidence::{Evidence, Input};
use crate::report::Comparison;
use crate::tenant::TenantId;
use crate::text::{line, list};

/// Takes the change from one day to a later one apart. Without a date, the newest day of the evidence is meant; a day before it
/// must be in its history.
///
/// # Errors
///
/// - [`Error::Evidence`] where the two are of different tenants, where one of them does not hold its day, and where a day has no
///   `currentScore` or `maxScore`.
/// - [`Error::Usage`] where the first day is later than the second, or both are the same day of the same files.
pub fn compare(a: (&Evidence, Option<Date>), b: (&Evidence, Option<Date>)) -> Result<Comparison, Error> {
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
fn side<'e>(posture: &'e Posture<'e>, date: Option<Date>) -> Result<Side<'e>, Error> {
    let evidence = posture.evidence;
    let Some(date) = date.filter(|date| *date != evidence.snapshot.date()) else {
        return Ok(Side { posture, past: None });
    };
    match evidence.history.iter().find(|past| past.date == date) {
        Some(past) => Ok(Side { posture, past: Some(past) }),
        None => Err(missing_day::missing_day(evidence, date)),
    }
}

fn require_one_tenant(a: &Evidence, b: &Evidence) -> Result<(), Error> {
    match (&a.named, &b.named) {
        (Some(one), Some(other)) if one != other => Err(Error::Evidence {
            message: format!("{} is of tenant {one}, and {} of {other}", names(a), names(b)),
            help: "compare two days of one tenant".to_owned(),
        }),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

fn require_order(a: Side<'_>, b: Side<'_>) -> Result<(), Error> {
    let (from, to) = (a.date(), b.date());
    if from > to {
        return Err(Error::Usage {
            message: format!("the first day, {from}, is later than the second, {to}"),
            help: "swap them: the earlier day comes first".to_owned(),
        });
    }
    if from == to && same_files(a, b) {
        return Err(Error::Usage {
            message: format!("both are {from} of the same data: nothing can have changed"),
            help: "name two days: scoregate diff rec.json@2026-11-01 rec.json, the earlier one first".to_owned(),
        });
    }
    Ok(())
}

fn require_score(side: Side<'_>) -> Result<(), Error> {
    if side.past.is_some_and(|past| past.unnamed) {
        return Err(Error::Evidence {
            message: format!(
                "nothing shows that the snapshot of {} in {} is of the same tenant as the newest one there",
                side.date(),
                names(side.posture.evidence)
            ),
            help: "keep azureTenantId in the responses, or name the two days as files of their own".to_owned(),
        });
    }
    let snapshot = &side.posture.evidence.snapshot;
    let (current, max) = side.past.map_or((snapshot.current, snapshot.max), |past| (past.current, past.max));
    let what = match (current, max.filter(|max| *max > 0.0)) {
        (Some(_), Some(_)) => return Ok(()),
        (None, _) => "currentScore",
        (Some(_), None) => "maxScore",
    };
    Err(Error::Evidence {
        message: format!("the snapshot of {} in {} gives no {what}", side.date(), names(side.posture.evidence)),
        help: "compare with another day".to_owned(),
    })
}

/// Whether both days come from the same bytes, so that there is one catalogue.
fn same_files(a: Side<'_>, b: Side<'_>) -> bool {
    let hashes = |side: Side<'_>| {
        let mut hashes: Vec<String> = side.posture.evidence.inputs.iter().map(|input| input.sha256.clone()).collect();
        hashes.sort();
        hashes
    };
    std::ptr::eq(a.posture.evidence, b.posture.evidence) || hashes(a) == hashes(b)
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
