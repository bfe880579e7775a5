//! The days of the tests: the only place of them that reads the machine's clock.
//!
//! The program dates what it captures by that clock, so the tenant of the tests has its newest snapshot on the day before the
//! day on which they run. What the program writes is moved back to [`SHOWN`] before it is compared, so that a snapshot of its
//! text is the same on any day.

use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

/// The day on which the tests run, in UTC; it stays the same where they run past midnight.
static TODAY: LazyLock<Date> = LazyLock::new(|| Offset::UTC.to_datetime(Timestamp::now()).date());

/// The day that stands for it in texts.
const SHOWN: Date = jiff::civil::date(2026, 11, 24);

/// How many days before and after it are moved.
const MOVED: i32 = 400;

/// 06:00 UTC on the day of the tests, as `--now` takes it. A capture of that day is less than a day later.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now;

impl fmt::Display for Now {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T06:00:00Z", *TODAY)
    }
}

/// The day some days after the one on which the tests run.
pub(crate) fn day(after: i64) -> Date {
    TODAY.checked_add(Span::new().days(after)).unwrap()
}

/// The day of the newest snapshot.
pub(crate) fn newest() -> Date {
    day(-1)
}

/// The text with its dates moved, as if the tests had run on [`SHOWN`].
pub(crate) fn shown(text: &str) -> String {
    let mut moved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let date = rest.get(..10).filter(|_| is_apart(&moved)).and_then(date);
        let (next, length) = date.map_or_else(|| (c.to_string(), c.len_utf8()), |date| (date, 10));
        moved.push_str(&next);
        rest = &rest[length..];
    }
    moved
}

/// Whether a text does not end within a number.
fn is_apart(text: &str) -> bool {
    !text.ends_with(|c: char| c.is_ascii_digit())
}

/// A date near the tests, moved.
fn date(text: &str) -> Option<String> {
    let is_date = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let date: Date = text.parse().ok().filter(|_| is_date)?;
    let away = (date - *TODAY).get_days();
    (away.abs() <= MOVED).then(|| SHOWN.checked_add(Span::new().days(away)).unwrap().to_string())
}

#[test]
fn dates_near_the_tests_are_moved_and_nothing_else() {
    let text = format!("from {} to {}T06:00:00Z, 1999-01-01, ä1{}x, {}", day(-30), day(0), day(0), "2026-11");
    assert_eq!(shown(&text), format!("from 2026-10-25 to 2026-11-24T06:00:00Z, 1999-01-01, ä1{}x, 2026-11", day(0)));
}
