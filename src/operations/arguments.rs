//! The arguments of a call, checked by the table: every parameter has a value, and there is no other.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::parameter::{Kind, Parameter};
use super::refusal::Refusal;
use crate::text::{line, suggest};

/// A value of an argument as the transport gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text; where the parameter is no text, the text is read as its type.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A truth value.
    Switch(bool),
    /// A value of another type: the word for it.
    Other(&'static str),
}

/// The arguments of one call, the defaults included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Arguments(BTreeMap<&'static str, Argument>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Argument {
    Text(String),
    Day(Option<Date>),
    Integer(u32),
    Switch(bool),
}

impl Arguments {
    /// Checks values against parameters. `is_text` states that the transport has texts alone, as a query has.
    ///
    /// # Errors
    ///
    /// [`Refusal::Argument`] for an unknown, repeated, missing or wrong argument.
    pub fn of(parameters: &[Parameter], given: Vec<(String, Value)>, is_text: bool) -> Result<Self, Refusal> {
        let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
        let mut values = BTreeMap::new();
        for (name, value) in given {
            let Some(parameter) = parameters.iter().find(|parameter| parameter.name == name) else {
                let help =
                    suggest::did_you_mean(suggest::closest(&name, names.iter().copied()), &names, "the arguments are");
                return Err(Refusal::Argument(format!("unknown argument {}; {help}", suggest::code(&name))));
            };
            let checked = check(parameter, value, is_text)
                .map_err(|fault| Refusal::Argument(format!("the argument `{}` {fault}", parameter.name)))?;
            if values.insert(parameter.name, checked).is_some() {
                return Err(Refusal::Argument(format!("the argument `{}` is given twice", parameter.name)));
            }
        }
        for parameter in parameters {
            if !values.contains_key(parameter.name) {
                values.insert(parameter.name, default(parameter)?);
            }
        }
        Ok(Self(values))
    }

    /// The text of a parameter, trimmed; empty where it was not given.
    pub(super) fn text(&self, name: &str) -> &str {
        match self.0.get(name) {
            Some(Argument::Text(text)) => text,
            Some(Argument::Day(_) | Argument::Integer(_) | Argument::Switch(_)) | None => "",
        }
    }

    /// The day of a parameter.
    pub(super) fn day(&self, name: &str) -> Option<Date> {
        match self.0.get(name) {
            Some(Argument::Day(day)) => *day,
            Some(Argument::Text(_) | Argument::Integer(_) | Argument::Switch(_)) | None => None,
        }
    }

    /// The number of a parameter.
    pub(super) fn number(&self, name: &str) -> usize {
        match self.0.get(name) {
            Some(Argument::Integer(number)) => usize::try_from(*number).unwrap_or(usize::MAX),
            Some(Argument::Text(_) | Argument::Day(_) | Argument::Switch(_)) | None => 0,
        }
    }

    /// Whether a switch is on.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.0.get(name) == Some(&Argument::Switch(true))
    }
}

fn default(parameter: &Parameter) -> Result<Argument, Refusal> {
    match parameter.kind {
        Kind::RequiredText { example, .. } => {
            Err(Refusal::Argument(format!("the argument `{}` is missing, such as {example}", parameter.name)))
        }
        Kind::Text { .. } => Ok(Argument::Text(String::new())),
        Kind::Day => Ok(Argument::Day(None)),
        Kind::Integer { default, .. } => Ok(Argument::Integer(default)),
        Kind::Word { default, .. } => Ok(Argument::Text(default.to_owned())),
        Kind::Switch => Ok(Argument::Switch(false)),
    }
}

fn check(parameter: &Parameter, value: Value, is_text: bool) -> Result<Argument, String> {
    match parameter.kind {
        Kind::RequiredText { longest, .. } => match text(value, longest)? {
            text if text.is_empty() => Err("is empty".to_owned()),
            text => Ok(Argument::Text(line(&text))),
        },
        Kind::Text { longest } => text(value, longest).map(|text| Argument::Text(line(&text))),
        Kind::Day => day(value).map(Argument::Day),
        Kind::Integer { least, most, .. } => integer(value, is_text)
            .filter(|number| (least..=most).contains(number))
            .map(Argument::Integer)
            .ok_or_else(|| format!("must be a whole number from {least} to {most}")),
        Kind::Word { words, .. } => match text(value, 40)? {
            word if words.contains(&&*word) => Ok(Argument::Text(word)),
            word => {
                let help = suggest::did_you_mean(suggest::closest(&word, words.iter().copied()), words, "write one of");
                Err(format!("is {}; {help}", suggest::code(&word)))
            }
        },
        Kind::Switch => match value {
            Value::Switch(is_on) => Ok(Argument::Switch(is_on)),
            Value::Text(text) if is_text && text == "true" => Ok(Argument::Switch(true)),
            Value::Text(text) if is_text && text == "false" => Ok(Argument::Switch(false)),
            Value::Text(_) | Value::Integer(_) | Value::Other(_) => Err("must be true or false".to_owned()),
        },
    }
}

fn text(value: Value, longest: usize) -> Result<String, String> {
    let text = match value {
        Value::Text(text) => text,
        Value::Integer(_) => return Err("must be a text, not a number".to_owned()),
        Value::Switch(_) => return Err("must be a text, not a truth value".to_owned()),
        Value::Other(word) => return Err(format!("must be a text, not {word}")),
    };
    if text.chars().count() > longest {
        return Err(format!("is longer than {longest} characters"));
    }
    Ok(text)
}

fn integer(value: Value, is_text: bool) -> Option<u32> {
    match value {
        Value::Integer(number) => u32::try_from(number).ok(),
        Value::Text(text) if is_text && text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        Value::Text(_) | Value::Switch(_) | Value::Other(_) => None,
    }
}

/// A day; none where the text is empty.
fn day(value: Value) -> Result<Option<Date>, String> {
    let text = text(value, 10)?;
    if text.is_empty() {
        return Ok(None);
    }
    let is_plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = is_plain.then(|| text.parse().ok()).flatten();
    date.map(Some).ok_or_else(|| "must be a day such as 2026-11-01, or empty".to_owned())
}
