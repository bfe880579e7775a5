//! The argument CODE: any text, with all codes as completions of a shell.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command};

/// Accepts any text: the command itself explains unknown codes, and codes in other spellings.
#[derive(Debug, Clone, Copy)]
pub(super) struct CodeParser;

impl TypedValueParser for CodeParser {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let mut codes: Vec<String> = super::entries().into_iter().map(|entry| entry.code).collect();
        codes.sort_unstable();
        codes.dedup();
        Some(Box::new(codes.into_iter().map(PossibleValue::new)))
    }
}
