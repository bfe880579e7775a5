//! The output formats of `check`, as the program lists them: a new one is in every test over all formats.

use scoregate::render::{Format, FormatSet};

/// The names of all formats.
pub(crate) fn format_names() -> impl Iterator<Item = &'static str> {
    Format::ALL.iter().map(|format| format.facts().name)
}
