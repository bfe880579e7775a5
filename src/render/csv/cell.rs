//! Cells that a spreadsheet shows as text, and those that it shows as numbers.

use serde::{Serialize, Serializer};

use crate::render::phrases::clip;
use crate::text::{line, log_plain, points};

/// The most characters of a cell: Excel accepts 32,767 in a cell.
const MAX_CHARS: usize = 32_000;

/// Text for one cell: on one line, and never a formula. A spreadsheet evaluates a cell that begins with one of `= + - @` or with a tab
/// or carriage return, also a full-width one; an apostrophe before it makes it text.
#[derive(Debug, Default)]
pub(in crate::render) struct Cell(String);

impl Cell {
    /// The cell of a text.
    pub(in crate::render) fn of(text: &str) -> Self {
        // A tab or carriage return at the start is a space after this.
        let text = clip(&log_plain(&line(text)), MAX_CHARS);
        let begins = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
        if text.trim_start().starts_with(begins) { Self(format!("'{text}")) } else { Self(text) }
    }

    /// The cell of a text that may be missing: empty without one.
    pub(in crate::render) fn of_optional(text: Option<&str>) -> Self {
        text.map(Self::of).unwrap_or_default()
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A number with the digits that other reports have.
#[derive(Debug, Default)]
pub(in crate::render) struct Figure(String);

impl Figure {
    /// A number of points, which does not look like the limit that it fails; empty where it is unknown.
    pub(in crate::render) fn points(value: Option<f64>, limit: Option<f64>) -> Self {
        let known = value.filter(|value| value.is_finite());
        Self(known.map(|value| points(value, limit)).unwrap_or_default())
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Figure};

    #[test]
    fn a_number_has_two_digits_and_more_only_where_it_would_look_like_its_limit() {
        let shown = |value, limit| Figure::points(value, limit).0;
        assert_eq!(shown(Some(0.359_999_999_999_999_43), None), "0.36");
        assert_eq!(shown(Some(9.0), Some(9.0)), "9");
        assert_eq!(shown(Some(8.9996), Some(9.0)), "8.9996");
        assert_eq!(shown(Some(-1.5), None), "-1.5");
        assert_eq!([shown(None, None), shown(Some(f64::NAN), None)], ["", ""]);
    }

    #[test]
    fn no_text_is_a_formula_and_other_text_is_as_it_was() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\u{200b}=1"] {
            assert!(Cell::of(text).0.starts_with('\''), "{text:?}: {:?}", Cell::of(text));
        }
        for text in ["", "a=b", "68.4%", "one, \"two\""] {
            assert_eq!(Cell::of(text).0, text);
        }
    }
}
