//! The option for outputs, `FORMAT[=PATH]`: its values, and the formats in help texts.

use std::ffi::OsStr;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValue, TypedValueParser, ValueParserFactory};
use clap::{Arg, Command};

use crate::render::{Format, FormatFacts, FormatSet};
use crate::text::list;

/// `FORMAT[=PATH]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OutputSpec<F = Format> {
    pub(super) format: F,
    /// None is standard output.
    pub(super) path: Option<PathBuf>,
}

impl<F: FormatSet> FromStr for OutputSpec<F> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, path) = match text.split_once('=') {
            Some((_, "")) => return Err("a path is missing after `=`".to_owned()),
            Some((name, path)) => (name, (path != "-").then(|| PathBuf::from(path))),
            None => (text, None),
        };
        Ok(Self { format: format_named(name)?, path })
    }
}

impl<F: FormatSet + Send + Sync> ValueParserFactory for OutputSpec<F> {
    type Parser = OutputParser<F>;

    fn value_parser() -> Self::Parser {
        OutputParser(PhantomData)
    }
}

/// Parses `FORMAT[=PATH]`, and names the formats to shells that complete it.
#[derive(Debug, Clone)]
pub(super) struct OutputParser<F>(PhantomData<F>);

impl<F: FormatSet + Send + Sync> TypedValueParser for OutputParser<F> {
    type Value = OutputSpec<F>;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Self::Value, clap::Error> {
        OutputSpec::from_str.parse_ref(cmd, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let facts = F::ALL.iter().map(|format| format.facts());
        Some(Box::new(facts.map(|facts| PossibleValue::new(facts.name).help(facts.description))))
    }
}

/// The format of a name.
pub(super) fn format_named<F: FormatSet>(name: &str) -> Result<F, String> {
    F::named(name).ok_or_else(|| format!("unknown format `{name}`; the formats are {}", names::<F>()))
}

/// The names of the formats, for a sentence.
fn names<F: FormatSet>() -> String {
    list(&F::ALL.iter().map(|format| format.facts().name).collect::<Vec<_>>(), "and")
}

/// The long help of `--output` of a command that writes one thing, such as `the comparison`, by default as text for people.
pub(super) fn output_help<F: FormatSet>(written: &str) -> String {
    format!(
        "Write {written} in this format, to a file or to standard output; can be repeated.\n\nThe formats are:\n{}\n\n\
         Without this option: human on standard output.",
        described::<F>()
    )
}

/// The formats with their descriptions, a line each, for the help of `--output`.
pub(super) fn described<F: FormatSet>() -> String {
    let facts: Vec<&FormatFacts> = F::ALL.iter().map(|format| format.facts()).collect();
    let width = facts.iter().map(|facts| facts.name.len()).max().unwrap_or(0);
    let lines = facts.iter().map(|facts| format!("  {:width$}  {}", facts.name, facts.description));
    lines.collect::<Vec<_>>().join("\n")
}
