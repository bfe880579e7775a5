//! The times of an export: local to the browser of the viewer, and without a year.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::scu::quoted;
use super::weekday::{full_name, weekday};

/// The first year that a use can be in: Security Copilot was announced in it.
const FIRST_YEAR: i16 = 2023;

/// A time as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// A local time without a year.
    NoYear { month: i8, day: i8, time: Time, weekday: Option<Weekday> },
    /// A local time.
    Local(DateTime),
    /// A time with its offset from UTC.
    Instant(Timestamp),
}

const HELP: &str = "write a time such as `Nov 24, 08:30 AM` or 2026-11-24T08:30";

impl Written {
    /// Reads a time.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let clean: String =
            text.trim().chars().map(|c| if matches!(c, '\u{a0}' | '\u{202f}') { ' ' } else { c }).collect();
        let starts_with_year = clean.len() >= 5 && clean.bytes().take(4).all(|byte| byte.is_ascii_digit());
        let read = if starts_with_year { iso(&clean) } else { with_month_name(&clean) };
        match read.ok_or_else(|| format!("{} is not a date and time: {HELP}", quoted(text)))? {
            (Self::Local(local), weekday) => {
                require_weekday(local.date(), weekday)?;
                Self::of_local(local)
            }
            (other @ (Self::NoYear { .. } | Self::Instant(_)), _) => Ok(other),
        }
    }

    /// A local time of a year in which a use can be.
    pub(super) fn of_local(local: DateTime) -> Result<Self, String> {
        require_year(local)?;
        Ok(Self::Local(local))
    }

    /// Whether the year is missing.
    pub(super) const fn is_without_year(self) -> bool {
        matches!(self, Self::NoYear { .. })
    }

    /// The instant and the local time. A time without a year is the latest that is not after `now`.
    pub(super) fn resolve(self, now: Timestamp, zone: &TimeZone) -> Result<Resolved, String> {
        let local = match self {
            Self::Instant(at) => {
                let local = zone.to_datetime(at);
                require_year(local)?;
                return if at > now { Err(after_now(local)) } else { Ok(Resolved { at, local, is_twice: false }) };
            }
            Self::Local(local) => local,
            Self::NoYear { month, day, time, weekday } => {
                let local = latest(month, day, time, now, zone)?;
                require_weekday(local.date(), weekday)?;
                local
            }
        };
        let ambiguous = zone.to_ambiguous_timestamp(local);
        let offset = ambiguous.offset();
        if matches!(offset, jiff::tz::AmbiguousOffset::Gap { .. }) {
            return Err(format!(
                "{local} does not exist in the time zone, because clocks go forward: check the time zone"
            ));
        }
        let at = ambiguous.compatible().map_err(|error| error.to_string())?;
        if at > now {
            return Err(after_now(local));
        }
        Ok(Resolved { at, local, is_twice: matches!(offset, jiff::tz::AmbiguousOffset::Fold { .. }) })
    }
}

/// A time of a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) at: Timestamp,
    pub(super) local: DateTime,
    /// Whether the local time occurs twice, because clocks go back: the earlier is taken.
    pub(super) is_twice: bool,
}

/// Requires that a use can be in the year of a time.
fn require_year(local: DateTime) -> Result<(), String> {
    if local.year() >= FIRST_YEAR {
        return Ok(());
    }
    Err(format!("{local} is before Security Copilot existed: check the date"))
}

/// Requires that a day is the weekday that is written before it, if one is: another weekday shows a wrong year.
fn require_weekday(date: Date, weekday: Option<Weekday>) -> Result<(), String> {
    match weekday.filter(|weekday| *weekday != date.weekday()) {
        None => Ok(()),
        Some(written) => Err(format!(
            "{date} is a {}, and the row has {}: the day or the year is wrong; evaluate an export without years as of its own day",
            full_name(date.weekday()),
            full_name(written)
        )),
    }
}

fn after_now(local: DateTime) -> String {
    format!("{local} is after the time of the evaluation: check the time zone, or evaluate as of a later time")
}

/// The latest year in which a day and time is not after now. A time less than two days after
/// now is an error: more likely the time zone is wrong than the use a year old.
fn latest(month: i8, day: i8, time: Time, now: Timestamp, zone: &TimeZone) -> Result<DateTime, String> {
    let today = zone.to_datetime(now);
    let of = |year: i16| Date::new(year, month, day).ok().map(|date| date.to_datetime(time));
    // Between two leap days are eight years at most.
    let years = (0..=8_i16).map(|back| today.year().saturating_add(1).saturating_sub(back));
    let mut candidates = years.filter_map(of);
    let soon = today.checked_add(2.days()).unwrap_or(today);
    let found = candidates.find(|candidate| *candidate <= soon);
    let found = found.ok_or_else(|| format!("there is no day {day} in month {month}: {HELP}"))?;
    if found > today { Err(after_now(found)) } else { Ok(found) }
}

fn iso(text: &str) -> Option<(Written, Option<Weekday>)> {
    // The name of a time zone in brackets would be ignored.
    if text.contains('[') {
        return None;
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some((Written::Instant(at), None));
    }
    // A day without a time is not taken for midnight.
    if !text.contains(':') {
        return None;
    }
    text.parse::<DateTime>().ok().map(|local| (Written::Local(local), None))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let is = |name: &&str| **name == word || (name.starts_with(&word) && (word.len() == 3 || (word == "sept")));
    MONTHS.iter().position(is).and_then(|at| i8::try_from(at + 1).ok())
}

/// `Sept 10, 08:30 AM`, also with a weekday before it or a year in it.
fn with_month_name(text: &str) -> Option<(Written, Option<Weekday>)> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty() && *word != "at").collect();
    let at = words.iter().take(2).position(|word| month(word).is_some())?;
    let weekday = weekday(words[0]).filter(|_| at == 1);
    if at == 1 && weekday.is_none() && !is_digits(words[0]) {
        return None;
    }
    // `10 Sept` as well as `Sept 10`.
    let (day, mut rest) = match words.first().filter(|word| at == 1 && is_digits(word)) {
        Some(day) => (*day, words.get(2..)?),
        None => (*words.get(at + 1)?, words.get(at + 2..)?),
    };
    let month = month(words[at])?;
    let day: i8 = day.parse().ok().filter(|_| is_digits(day))?;
    let year: Option<i16> = match rest {
        [year, more @ ..] if year.len() == 4 && is_digits(year) => {
            rest = more;
            Some(year.parse().ok()?)
        }
        _ => None,
    };
    let time = clock(rest)?;
    let written = match year {
        Some(year) => Date::new(year, month, day).ok().map(|date| Written::Local(date.to_datetime(time))),
        // 2000 is a leap year: every day that some year has exists in it.
        None => Date::new(2000, month, day).ok().map(|_| Written::NoYear { month, day, time, weekday }),
    };
    written.map(|written| (written, weekday))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `08:30 AM`, `8:30pm`, `20:30:15`.
fn clock(words: &[&str]) -> Option<Time> {
    let (text, half) = match words {
        [time] => {
            let at = time.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(time.len());
            (&time[..at], time[at..].to_owned())
        }
        [time, half] => (*time, (*half).to_owned()),
        _ => return None,
    };
    let parts: Vec<i8> =
        text.split(':').map(|part| part.parse().ok().filter(|_| is_digits(part))).collect::<Option<_>>()?;
    let (hour, minute, second) = match parts[..] {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let hour = match half.replace('.', "").to_ascii_lowercase().as_str() {
        "" => hour,
        "am" if (1..=12).contains(&hour) => hour % 12,
        "pm" if (1..=12).contains(&hour) => hour % 12 + 12,
        _ => return None,
    };
    Time::new(hour, minute, second, 0).ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn resolved(text: &str, now: &str) -> Result<String, String> {
        let resolved = Written::read(text)?.resolve(now.parse().unwrap(), &TimeZone::get("Europe/Berlin").unwrap())?;
        Ok(resolved.local.to_string())
    }

    #[test]
    fn the_year_is_the_latest_that_is_not_in_the_future() {
        let now = "2027-01-10T12:00:00Z";
        for (text, expected) in [
            ("Jan 10, 12:59 PM", "2027-01-10T12:59:00"),
            ("Dec 31, 11:59 PM", "2026-12-31T23:59:00"),
            ("Sept 10, 08:30 AM", "2026-09-10T08:30:00"),
            ("Sep 10, 12:05 AM", "2026-09-10T00:05:00"),
            ("Thu, September 10 20:30", "2026-09-10T20:30:00"),
            ("Sat, Jan 9, 08:30 AM", "2027-01-09T08:30:00"),
            ("10 Sep 8:30\u{202f}p.m.", "2026-09-10T20:30:00"),
            ("Nov 24, 2025, 08:30 AM", "2025-11-24T08:30:00"),
            ("2026-11-24T08:30:00Z", "2026-11-24T09:30:00"),
            ("2026-11-24 08:30", "2026-11-24T08:30:00"),
            ("Feb 29, 08:30 AM", "2024-02-29T08:30:00"),
        ] {
            assert_eq!(resolved(text, now).as_deref(), Ok(expected), "{text}");
        }
        for wrong in [
            "Jan 10, 01:01 PM",
            "Jan 11, 08:00 AM",
            "Mon, Jan 9, 08:00 AM",
            "Mon, Nov 24, 2026, 08:00 AM",
            "Monkey, Nov 23, 08:00 AM",
            "2026-11-24T08:30[Europe/Berlin]",
            "0000-01-01 08:00",
            "2022-12-31 23:59",
            "Feb 30, 08:00 AM",
            "13:00",
            "Sep 10",
            "Sep 10, 13:00 PM",
            "Sep 10, 0:30 AM",
            "Total",
            "",
            "10/11/2026 08:30",
            "2026-11-24",
            "Sep 10, 24:00",
            "2027-01-10T12:00:01Z",
        ] {
            assert!(resolved(wrong, now).is_err(), "{wrong}: {:?}", resolved(wrong, now));
        }
    }

    #[test]
    fn an_hour_that_does_not_exist_is_an_error_and_one_that_occurs_twice_is_the_first() {
        let now = "2026-11-24T06:00:00Z";
        assert!(resolved("Mar 29, 02:30 AM", now).unwrap_err().contains("does not exist"));
        let written = Written::read("Oct 25, 02:30 AM").unwrap();
        let twice = written.resolve(now.parse().unwrap(), &TimeZone::get("Europe/Berlin").unwrap()).unwrap();
        assert!(twice.is_twice);
        assert_eq!(twice.at.to_string(), "2026-10-25T00:30:00Z");
    }
}
