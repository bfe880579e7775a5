//! What is compared: a source, and optionally a day of it.

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
    /// The day; none for the newest.
    pub(super) date: Option<Date>,
}

impl Operand {
    /// Takes an argument apart. A path that exists with its `@` is a path and nothing else.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where what stands behind the `@` of a source is no day.
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
            // An address in the name of a file that is not there is no day: the file is what is missing.
            Err(_) if !["-", LIVE].contains(&source) && !Path::new(source).exists() => Ok(whole),
            Err(_) => Err(Error::Usage {
                message: format!("`{}` behind {} is no day", line(day), line(source)),
                help: format!("write it as year, month and day: {}@2026-11-01", line(source)),
            }),
        }
    }

    /// The part of the past that is wanted: all of it where a day is named, since what is not there is told by what is.
    pub(super) fn needs(&self) -> Needs {
        Needs { days: if self.date.is_some() { u32::MAX } else { 0 } }
    }
}
