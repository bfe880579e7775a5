//! The baseline as a day to compare with.

use jiff::Span;
use jiff::civil::Date;

use super::attribution::Day;
use super::context::Context;
use crate::policy::Age;
use crate::report::{Reason, TenantUse};

/// The default of `max-age`, in days.
const MAX_AGE_DAYS: u32 = 180;

/// The least share of a baseline's points that must still be scored, in percent.
const LEAST_SCORED: f64 = 80.0;

/// The date a number of days earlier.
pub(super) fn ago(date: Date, days: u32) -> Date {
    date.saturating_sub(Span::new().try_days(days).unwrap_or_default())
}

/// The day of the baseline, and the reason why no rule can pass on it, where there is one: a certain loss still fails. Or the
/// reason why no rule can be evaluated on it.
pub(super) fn day<'t>(context: &'t Context<'_>, max_age: Option<Age>) -> Result<(&'t Day, Option<Reason>), Reason> {
    let timeline = context.timeline();
    let newest = &timeline.newest.day;
    if context.posture.evidence.snapshot.tenant.is_none() {
        return Err(Reason::TenantUnknown(TenantUse::Baseline));
    }
    let Some(day) = &timeline.baseline else {
        return Err(Reason::NoBaseline);
    };
    if day.date > newest.date {
        return Err(Reason::BaselineInFuture { baseline: day.date, snapshot: newest.date });
    }
    let most = max_age.map_or(MAX_AGE_DAYS, Age::days);
    if day.date < ago(newest.date, most) {
        return Ok((day, Some(Reason::BaselineTooOld { date: day.date, days: most })));
    }
    let (mut all, mut scored) = (0.0, 0.0);
    for entry in &day.entries {
        all += entry.score;
        scored += if newest.entry(entry.control).is_some() { entry.score } else { 0.0 };
    }
    if all > 0.0 && scored * 100.0 < LEAST_SCORED * all {
        let scored = scored * 100.0 / all;
        let few = Reason::BaselineOutdated { date: day.date, scored, required: LEAST_SCORED };
        return Ok((day, Some(few)));
    }
    Ok((day, None))
}
