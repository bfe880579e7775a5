//! The baseline as a day to compare with.

use jiff::Span;
use jiff::civil::Date;

use super::attribution::Day;
use super::context::Context;
use crate::policy::Age;
use crate::text::{count, percent};

/// How old a baseline may be where the rule does not say, in days.
const MAX_AGE_DAYS: u32 = 180;

/// The least share of a baseline's points that must still be scored, in percent.
const LEAST_SCORED: f64 = 80.0;

/// So many days before a day.
pub(super) fn ago(date: Date, days: u32) -> Date {
    date.saturating_sub(Span::new().try_days(days).unwrap_or_default())
}

/// The day of the baseline and why nothing can be shown to hold by it, if so: it does not hide what was lost for certain. Or why
/// nothing can be judged by it at all.
pub(super) fn day<'t>(context: &'t Context<'_>, max_age: Option<Age>) -> Result<(&'t Day, Option<String>), String> {
    let timeline = context.timeline();
    let newest = &timeline.newest.day;
    if context.posture.evidence.snapshot.tenant.is_none() {
        return Err("the evidence does not say of which tenant it is, and so not whether the baseline is of the same"
            .to_owned());
    }
    let Some(day) = &timeline.baseline else {
        return Err(
            "no baseline is given: name one with --baseline; `scoregate baseline write --from SOURCE --out baseline.yaml` makes it"
                .to_owned(),
        );
    };
    let renew = "look at what changed, and renew it with `scoregate baseline write`";
    if day.date > newest.date {
        return Err(format!("the baseline of {} is of a later day than the snapshot of {}", day.date, newest.date));
    }
    let most = max_age.map_or(MAX_AGE_DAYS, Age::days);
    if day.date < ago(newest.date, most) {
        let old = format!("the baseline of {} is more than {} old: {renew}", day.date, count(most as usize, "day"));
        return Ok((day, Some(old)));
    }
    let (mut all, mut scored) = (0.0, 0.0);
    for entry in &day.entries {
        all += entry.score;
        scored += if newest.entry(entry.control).is_some() { entry.score } else { 0.0 };
    }
    if all > 0.0 && scored * 100.0 < LEAST_SCORED * all {
        let share = percent(scored * 100.0 / all, Some(LEAST_SCORED));
        let few = format!(
            "only {share} of the points of the baseline of {} belong to controls that are still scored, and at least {LEAST_SCORED} % must: {renew}",
            day.date
        );
        return Ok((day, Some(few)));
    }
    Ok((day, None))
}
