//! An operand of a comparison: a source, and optionally a day of it.

use std::path::Path;

use jiff::civil::Date;

use crate::error::Error;
use crate::evidence::{LIVE, Needs};
use crate::text::line;

/// `SOURCE[@DAY]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Operand {
    /// A file, a folder, `graph`, or `-`.
    pub(super) source: String,
    /// The day; none for the latest.
    pub(super) date: Option<Date>,
}

impl Operand {
    /// Parses an argument. A path that exists with its `@` is a path without a day.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where the text after the `@` of a source is not a date.
    pub(super) fn of(text: &str) -> Result<Self, Error> {
        let whole = Self { source: text.to_owned(), date: None };
        if Path::new(text).exists() {
            return Ok(whole);
        }
        let Some((source, day)) = text.rsplit_once('@').filter(|(source, _)| !source.is_empty()) else {
            return Ok(whole);
        };
        match day.parse::<Date>() {
            Ok(date) => Ok(Self { source: source.to_owned(), date: Some(date) }),
            // In the name of a missing file, an `@` may belong to an address: the error is the missing file.
            Err(_) if !["-", LIVE].contains(&source) && !Path::new(source).exists() => Ok(whole),
            Err(_) => Err(Error::Usage {
                message: format!("`{}` after {}@ is not a date", line(day), line(source)),
                help: format!("write it as year, month and day: {}@2026-11-01", line(source)).into(),
            }),
        }
    }

    /// The history to read: all of it where a day is named, since the message about a missing day lists those that exist.
    pub(super) fn needs(&self) -> Needs {
        Needs { days: if self.date.is_some() { u32::MAX } else { 0 } }
    }
}
