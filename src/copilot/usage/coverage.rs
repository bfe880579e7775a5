//! The days that the data cover. An export does not state them.

use jiff::civil::Date;

use super::ledger::Ledger;

/// The days that the data cover, in the time zone of the report.
///
/// Each source covers the days from its first to its last use. The days between two sources are covered by none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The first day.
    pub since: Date,
    /// Whether the first day is covered from its beginning.
    pub is_since_whole: bool,
    /// The last day.
    pub until: Date,
    /// Whether the last day is covered to its end.
    pub is_until_whole: bool,
    /// The stretches of days between them that no source covers, in their order.
    pub gaps: Vec<Gap>,
    /// Whether the user states both ends, and with them that the days between two sources are covered: there was no use.
    pub is_stated: bool,
}

/// A stretch of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl Coverage {
    /// The days from the first to the last use, or those that the user states.
    ///
    /// # Errors
    ///
    /// The contradiction between the statement and the data.
    pub fn of(ledger: &Ledger, since: Option<Date>, until: Option<Date>, today: Date) -> Result<Option<Self>, String> {
        let runs: Vec<(Date, Date)> = ledger.sources.iter().filter_map(|source| source.days).collect();
        let ends = runs.iter().map(|run| run.0).min().zip(runs.iter().map(|run| run.1).max());
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
            gaps: gaps(runs),
            is_stated: since.is_some() && until.is_some(),
        }))
    }

    /// The gaps in which use is unknown.
    pub(super) fn unknown(&self) -> &[Gap] {
        if self.is_stated { &[] } else { &self.gaps }
    }

    /// The first day that is covered from its beginning to its end, and after which no day is unknown.
    pub(super) fn first_whole(&self) -> Date {
        match self.unknown().last() {
            // The day after a gap begins with its first use.
            Some(gap) => gap.last.tomorrow().and_then(Date::tomorrow).unwrap_or(gap.last),
            None if self.is_since_whole => self.since,
            None => self.since.tomorrow().unwrap_or(self.since),
        }
    }

    /// The first day that is not covered to its end.
    pub(super) fn first_open(&self) -> Date {
        if self.is_until_whole { self.until.tomorrow().unwrap_or(self.until) } else { self.until }
    }

    /// Whether a day before the last one, or the last one, is covered from its beginning, as far as the ends are concerned.
    pub(super) fn begins_by(&self, day: Date) -> bool {
        self.since < day || (self.since == day && self.is_since_whole)
    }

    /// The first gap in some days, or directly before them: the first day is then not covered from its beginning.
    pub(super) fn gap_in(&self, first: Date, last: Date) -> Option<Gap> {
        let touches = |gap: &&Gap| gap.last.tomorrow().is_ok_and(|after| after >= first) && gap.first <= last;
        self.unknown().iter().find(touches).copied()
    }
}

/// The days between sources. Days that follow one another are no gap.
fn gaps(mut runs: Vec<(Date, Date)>) -> Vec<Gap> {
    runs.sort_unstable();
    let mut gaps = Vec::new();
    let mut covered: Option<Date> = None;
    for (since, until) in runs {
        if let Some(before) = covered
            && let Ok(first) = before.tomorrow()
            && first < since
        {
            gaps.push(Gap { first, last: since.yesterday().unwrap_or(first) });
        }
        covered = Some(covered.map_or(until, |before| before.max(until)));
    }
    gaps
}
