//! The names of weekdays in an export.

use jiff::civil::Weekday;

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// The English name of a weekday.
pub(super) const fn full_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A weekday by its name or the beginning of it, of three letters at least.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let is = |weekday: &Weekday| word.len() >= 3 && full_name(*weekday).to_ascii_lowercase().starts_with(&word);
    WEEKDAYS.into_iter().find(is)
}
