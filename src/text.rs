//! Clean text, and figures as text.
//!
//! Text of a tenant (titles, statuses, names) may be hostile: a display name can quote an e-mail subject that an outsider chose.
//! All text that enters [`crate::evidence`] or [`crate::report`] is cleaned here, so that no later stage gets a terminal escape,
//! a forged line or an override of the writing direction. Each renderer escapes for its own format, as the last step of every
//! output: see [`log_safe`], [`json_safe`], [`xml_safe`], [`markdown_safe`].

mod decimal;
pub(crate) mod encoding;
pub(crate) mod hyperlink;
mod log;
mod paragraphs;
pub(crate) mod suggest;

use decimal::push_distinct;
pub use log::{json_safe, log_plain, log_safe, markdown_safe, terminal_safe, xml_safe};
pub use paragraphs::paragraphs;

/// One line of clean text: line breaks and tabs become spaces; invisible characters and spaces at both ends are removed.
#[must_use]
pub fn line(text: &str) -> String {
    if is_plain(text) {
        return text.trim_matches(' ').to_owned();
    }
    let spaced: String = text.chars().map(|c| if is_break(c) { ' ' } else { c }).filter(|c| !is_hidden(*c)).collect();
    spaced.trim().to_owned()
}

/// Clean text of several lines: every kind of line break becomes a line feed, tabs become spaces, invisible characters are removed.
#[must_use]
pub fn block(text: &str) -> String {
    let lines: Vec<String> = text.replace("\r\n", "\n").split(is_line_break).map(line_keeping_indent).collect();
    lines.join("\n").trim_end().to_owned()
}

fn line_keeping_indent(text: &str) -> String {
    if is_plain(text) {
        return text.trim_end_matches(' ').to_owned();
    }
    let spaced: String = text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !is_hidden(*c)).collect();
    spaced.trim_end().to_owned()
}

/// The text of a file for a display of lines and columns: each invisible character is replaced by a visible one, so that lines
/// and columns stay the same.
#[must_use]
pub fn source(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let (line, end) = line.strip_suffix('\r').map_or((line, ""), |line| (line, "\r"));
        let shown = |c: char| if c != '\t' && (is_line_break(c) || is_hidden(c)) { '\u{fffd}' } else { c };
        line.chars().map(shown).chain(end.chars()).collect::<String>()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A percentage with its unit: one digit behind the point, and more where they are needed to distinguish the value from
/// its limit, so that a value that fails never looks like the limit that it fails.
#[must_use]
pub fn percent(value: f64, limit: Option<f64>) -> String {
    let mut text = String::new();
    push_percent(&mut text, value, limit);
    text
}

/// Appends what [`percent`] returns.
pub(crate) fn push_percent(text: &mut String, value: f64, limit: Option<f64>) {
    push_distinct(text, value, limit, 1);
    text.push('%');
}

/// A number of points without a unit: two digits behind the point at most, and more where they are needed to distinguish the
/// value from its limit.
#[must_use]
pub fn points(value: f64, limit: Option<f64>) -> String {
    let mut text = String::new();
    push_points(&mut text, value, limit);
    text
}

/// Appends what [`points`] returns.
pub(crate) fn push_points(text: &mut String, value: f64, limit: Option<f64>) {
    let start = text.len();
    push_distinct(text, value, limit, 2);
    if text[start..].contains('.') {
        let kept = text.trim_end_matches('0').trim_end_matches('.').len();
        text.truncate(kept);
    }
}

/// A change of a percentage with its unit and without its sign, in percentage points: one digit behind the point, two for what is
/// small, and more where they are needed to distinguish the value from its limit.
#[must_use]
pub fn change(value: f64, limit: Option<f64>) -> String {
    let size = value.abs();
    let mut text = String::new();
    push_distinct(&mut text, size, limit, if size < 0.095 { 2 } else { 1 });
    text + " pp"
}

/// A change of a percentage with its sign, in percentage points: `−3.1 pp`, `+0.04 pp`.
#[must_use]
pub fn signed_change(value: f64) -> String {
    let figure = change(value, None);
    let is_nothing = figure.trim_end_matches(" pp").parse() == Ok(0.0);
    let sign = if is_nothing {
        "±"
    } else if value < 0.0 {
        "−"
    } else {
        "+"
    };
    format!("{sign}{figure}")
}

/// The fewest digits behind the point of a contribution: with two, parts that are rounded still seem to add up.
const CONTRIBUTION_DECIMALS: usize = 2;

/// The most digits behind the point that are worth printing.
const MOST_DECIMALS: usize = 9;

/// A contribution to a change with its sign, in percentage points: `−0.43 pp`. What is not zero never looks like it.
#[must_use]
pub fn contribution(value: f64) -> String {
    let text = |decimals: usize| format!("{:.decimals$}", value.abs());
    let is_zero = |text: &String| text.chars().all(|c| matches!(c, '0' | '.'));
    let shown = (CONTRIBUTION_DECIMALS..=MOST_DECIMALS).map(text).find(|text| !is_zero(text));
    match shown {
        Some(figure) => format!("{}{figure} pp", if value < 0.0 { "−" } else { "+" }),
        None => format!("±{} pp", text(CONTRIBUTION_DECIMALS)),
    }
}

/// A number of points with its unit: `1 point`, `812.5 points`.
#[must_use]
pub fn counted_points(value: f64) -> String {
    let figure = points(value, None);
    let unit = if figure == "1" { "point" } else { "points" };
    format!("{figure} {unit}")
}

/// A count with its noun: `1 rule`, `2 rules`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// A number with a comma behind each thousand: `20,000`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// Joins names for a sentence: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list<T: AsRef<str>>(names: &[T], last: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

/// The first `most` names joined with commas, and the number of the others.
#[must_use]
pub fn sample<T: AsRef<str>>(names: &[T], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    let rest = names.len().saturating_sub(most);
    if rest == 0 { shown.join(", ") } else { format!("{} and {rest} more", shown.join(", ")) }
}

/// Whether a text is visible ASCII and spaces alone, as nearly all text is: nothing of it is hidden or a break.
fn is_plain(text: &str) -> bool {
    // Without an early end, many bytes are compared at once.
    text.bytes().fold(true, |is_plain, byte| is_plain & matches!(byte, b' '..=b'~'))
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_break(c: char) -> bool {
    c == '\t' || is_line_break(c)
}

/// Control characters, marks of writing direction, zero-width characters, tags, private uses of no meaning, and non-characters
/// (XML 1.0 forbids U+FFFE and U+FFFF).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || (c as u32) & 0xfffe == 0xfffe
        || ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_value_never_looks_like_its_limit() {
        assert_eq!(percent(69.96, Some(70.0)), "69.96%");
        assert_eq!(percent(69.999_999_9, Some(70.0)), "69.9999999%");
        assert_eq!(percent(70.0, Some(70.0)), "70.0%");
        assert_eq!(points(811.999, Some(812.0)), "811.999");
        assert_eq!(points(811.5, None), "811.5");
        assert_eq!(points(-0.0, None), "0");
    }

    #[test]
    fn a_contribution_that_is_not_zero_never_looks_like_it() {
        assert_eq!(
            [0.0, -0.0, 0.004, -0.000_03, -1.25, 2.0, 1e-12].map(contribution),
            ["±0.00 pp", "±0.00 pp", "+0.004 pp", "−0.00003 pp", "−1.25 pp", "+2.00 pp", "±0.00 pp"]
        );
    }

    #[test]
    fn what_cannot_be_seen_goes_and_breaks_become_spaces() {
        assert_eq!(line(" a\r\nb\tc\u{1b}[31m\u{202e}x\u{200b}y\u{ffff} "), "a  b c[31mxy");
        assert_eq!(block("one\r\n  two\u{2028}three\u{7}\n\n"), "one\n  two\nthree");
    }

    #[test]
    fn plain_text_is_cleaned_as_other_text_is() {
        for plain in ["", " ", "a", "  a  b ", "~!\"#", "\u{7f}", "\u{1f}a"] {
            // The same text behind a character that makes it another one.
            let slow = line(&format!("é{plain}"));
            assert_eq!(format!("é{}", line(&format!("x{plain}")).trim_start_matches('x')), slow, "{plain:?}");
            let slow = block(&format!("é{plain}"));
            assert_eq!(format!("é{}", block(&format!("x{plain}")).trim_start_matches('x')), slow, "{plain:?}");
        }
    }

    #[test]
    fn the_lines_and_columns_of_a_file_stay_where_they_are() {
        assert_eq!(source("a\u{202e}b\tc\r\n\u{2028}x\ry\n"), "a\u{fffd}b\tc\r\n\u{fffd}x\u{fffd}y\n");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([7, 1_000, 123_456, 2_000_000].map(grouped), ["7", "1,000", "123,456", "2,000,000"]);
    }
}
