//! The wait before another try: that of `Retry-After`, or else ever longer, with chance in it so that the jobs of a pipeline that were
//! refused together do not come back together.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// The most times that one request is sent.
pub(crate) const MOST_TRIES: u32 = 5;

/// The statuses that may be gone when the request is sent again
/// (<https://learn.microsoft.com/graph/best-practices-concept#handling-expected-errors>).
pub(crate) const fn is_passing(status: u16) -> bool {
    matches!(status, 429 | 500 | 502 | 503 | 504)
}

/// Reads `Retry-After`: seconds, or a date. A date is compared with the `Date` of the same response, so that a clock that is wrong
/// here does no harm; `now` stands in for it.
pub(crate) fn retry_after(value: &str, date: Option<&str>, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = http_date(value)?;
    let now = date.and_then(http_date).unwrap_or(now);
    // What lies in the past is over.
    Some(Duration::try_from(until.duration_since(now)).unwrap_or(Duration::ZERO))
}

/// `Tue, 24 Nov 2026 03:22:02 GMT`.
fn http_date(text: &str) -> Option<Timestamp> {
    rfc2822::parse(text).ok().map(|time| time.timestamp())
}

/// The wait behind a try (from 1) where the server names none: between a half and the whole of a time that begins with `first` and
/// doubles.
pub(crate) fn back_off(first: Duration, tries: u32) -> Duration {
    let whole = first * 2_u32.saturating_pow(tries.saturating_sub(1).min(6));
    let chance = RandomState::new().build_hasher().finish() % 1000;
    let half = whole / 2;
    half + half * u32::try_from(chance).unwrap_or_default() / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Duration = Duration::from_secs(2);

    const DATE: &str = "Tue, 24 Nov 2026 03:22:02 GMT";

    fn read(value: &str, date: Option<&str>) -> Option<Duration> {
        retry_after(value, date, "2026-11-24T03:22:00Z".parse().unwrap_or_default())
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        assert_eq!(read("10", None), Some(Duration::from_secs(10)));
        assert_eq!(read(DATE, None), Some(Duration::from_secs(2)));
        assert_eq!(read(DATE, Some("Tue, 24 Nov 2026 03:21:02 GMT")), Some(Duration::from_secs(60)));
        assert_eq!(read("Tue, 24 Nov 2020 03:22:02 GMT", None), Some(Duration::ZERO));
        assert_eq!(read("soon", None), None);
        assert_eq!(read("-1", None), None);
        assert_eq!(read("99999999999999999999999", None), None);
    }

    #[test]
    fn each_wait_is_at_least_as_long_as_any_before() {
        for tries in 1..MOST_TRIES {
            let (earlier, later) = (back_off(FIRST, tries), back_off(FIRST, tries + 1));
            assert!(earlier <= later, "{earlier:?} {later:?}");
            assert!(later <= Duration::from_secs(32));
        }
    }
}
