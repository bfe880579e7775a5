//! The days that the data cover. An export does not state them.

use jiff::civil::Date;

use super::ledger::Ledger;

/// The days that the data cover, in the time zone of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// The first day.
    pub since: Date,
    /// Whether the first day is covered from its beginning.
    pub is_since_whole: bool,
    /// The last day.
    pub until: Date,
    /// Whether the last day is covered to its end.
    pub is_until_whole: bool,
}

impl Coverage {
    /// The days from the first to the last use, or those that the user states.
    ///
    /// # Errors
    ///
    /// The contradiction between the statement and the data.
    pub fn of(ledger: &Ledger, since: Option<Date>, until: Option<Date>, today: Date) -> Result<Option<Self>, String> {
        let ends = ledger.ends().map(|(first, last)| (first.local.date(), last.local.date()));
        if let Some(until) = until.filter(|until| *until > today) {
            return Err(format!("the data cannot cover {until}, which is after the day of the evaluation, {today}"));
        }
        if let (Some(since), Some((first, _))) = (since, ends)
            && first < since
        {
            return Err(format!("the data begin on {first}, before the stated first day {since}"));
        }
        if let (Some(until), Some((_, last))) = (until, ends)
            && last > until
        {
            return Err(format!("the data end on {last}, after the stated last day {until}"));
        }
        let first = since.or(ends.map(|(first, _)| first)).or(until);
        let last = until.or(ends.map(|(_, last)| last)).or(since);
        let Some((first, last)) = first.zip(last) else { return Ok(None) };
        if first > last {
            return Err(format!("the first day {first} is after the last day {last}"));
        }
        Ok(Some(Self {
            since: first,
            is_since_whole: since.is_some(),
            until: last,
            // The day of the evaluation is not over.
            is_until_whole: until.is_some_and(|until| until < today),
        }))
    }

    /// The first day that is covered from its beginning to its end.
    pub(super) fn first_whole(&self) -> Date {
        if self.is_since_whole { self.since } else { self.since.tomorrow().unwrap_or(self.since) }
    }

    /// The first day that is not covered to its end.
    pub(super) fn first_open(&self) -> Date {
        if self.is_until_whole { self.until.tomorrow().unwrap_or(self.until) } else { self.until }
    }

    /// Whether a day before the last one, or the last one, is covered from its beginning.
    pub(super) fn begins_by(&self, day: Date) -> bool {
        self.since < day || (self.since == day && self.is_since_whole)
    }
}
