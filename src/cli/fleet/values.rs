//! The values of options of `scoregate fleet`.

use std::ffi::OsStr;
use std::num::NonZeroUsize;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command};

use crate::cli::output_spec::format_named;
use crate::render::{Format, FormatSet};

/// Parses a number of threads.
pub(super) fn parse_jobs(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| "write a number of threads from 1 on, such as 4".to_owned())
}

/// Parses the format of the reports of each tenant, and names the formats to shells that complete it.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReportFormatParser;

impl TypedValueParser for ReportFormatParser {
    type Value = Format;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Format, clap::Error> {
        parse_format.parse_ref(cmd, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let facts = Format::ALL.iter().map(|format| format.facts());
        Some(Box::new(facts.map(|facts| PossibleValue::new(facts.name).help(facts.description))))
    }
}

fn parse_format(text: &str) -> Result<Format, String> {
    match text.split_once('=') {
        Some((name, _)) => Err(format!(
            "leave out the path and write `{}`; each tenant has its reports in a folder of --out",
            format_named::<Format>(name)?.facts().name
        )),
        None => format_named(text),
    }
}
