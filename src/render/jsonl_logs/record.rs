//! A record: values of columns, each bounded. What is unknown has no value.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Number, Value};

use super::columns::{ALL, Flag, Int, RECORD_TYPE, Real, RecordType, Text, Time};
use crate::text::json_safe;

/// The most bytes of a text as JSON. Log Analytics cuts a field at 32 kB, and takes 1 MB in a call: a record with as many texts as
/// there are columns is below both.
pub(super) const MAX_TEXT: usize = 16_000;

/// A record.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    values: BTreeMap<&'static str, Value>,
}

impl Record {
    /// A record of that type with the values of another one.
    pub(super) fn of(common: &Self, record_type: RecordType) -> Self {
        let mut record = common.clone();
        record.text(RECORD_TYPE, &record_type.to_string());
        record
    }

    /// Sets a text, cut where it is too long. A blank text is no value.
    pub(super) fn text(&mut self, column: Text, value: &str) {
        if !value.trim().is_empty() {
            self.values.insert(column.name(), Value::String(bounded(value)));
        }
    }

    /// Sets a text, where there is one.
    pub(super) fn optional_text(&mut self, column: Text, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.text(column, value.as_ref());
        }
    }

    /// Sets a time.
    pub(super) fn time(&mut self, column: Time, value: Timestamp) {
        self.values.insert(column.name(), Value::String(value.to_string()));
    }

    /// Sets a time, where there is one.
    pub(super) fn optional_time(&mut self, column: Time, value: Option<Timestamp>) {
        if let Some(value) = value {
            self.time(column, value);
        }
    }

    /// Sets a day: its start in UTC.
    pub(super) fn day(&mut self, column: Time, value: Date) {
        self.values.insert(column.name(), Value::String(format!("{value}T00:00:00Z")));
    }

    /// Sets a number. What is not finite is no value, and a zero has no sign.
    pub(super) fn real(&mut self, column: Real, value: Option<f64>) {
        let number = value.map(|value| if value == 0.0 { 0.0 } else { value }).and_then(Number::from_f64);
        if let Some(number) = number {
            self.values.insert(column.name(), Value::Number(number));
        }
    }

    /// Sets a whole number; one that exceeds the type of the column is its maximum.
    pub(super) fn int(&mut self, column: Int, value: usize) {
        self.values.insert(column.name(), Value::from(i32::try_from(value).unwrap_or(i32::MAX)));
    }

    /// Sets a truth value.
    pub(super) fn flag(&mut self, column: Flag, value: bool) {
        self.values.insert(column.name(), Value::Bool(value));
    }

    /// The record as a JSON object in one line, its keys in the order of the columns.
    pub(super) fn to_json(&self) -> String {
        let known = ALL.iter().filter_map(|column| Some((column.name, self.values.get(column.name)?)));
        let fields: Vec<String> = known.map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", fields.join(","))
    }
}

/// The text, or as much of its start as fits, with `…` behind it.
fn bounded(text: &str) -> String {
    let length = |text: &str| json_safe(&Value::from(text).to_string()).len();
    if text.len() <= MAX_TEXT && length(text) <= MAX_TEXT {
        return text.to_owned();
    }
    let mut end = MAX_TEXT - 8;
    loop {
        let kept = format!("{}…", &text[..text.floor_char_boundary(end)]);
        if length(&kept) <= MAX_TEXT {
            return kept;
        }
        // Escapes make a text longer, six times at most.
        end -= end / 4;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_with_the_longest_text_in_every_column_fits_into_a_call() {
        let texts = ALL.iter().filter(|column| column.data_type == "string").count();
        let rest: usize = ALL.iter().map(|column| column.name.len() + 40).sum();
        assert!(texts * MAX_TEXT + rest < 1_000_000, "{texts} columns of text");
    }
}
