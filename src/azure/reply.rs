//! The body of a response of Log Analytics: a table, an error, or a table with an error, which is not complete.

use serde_json::{Map, Value};

use crate::text::line;

/// The most characters of an error in a message.
const MOST_SHOWN: usize = 300;

/// The deepest nesting of errors.
const DEEPEST: usize = 4;

/// A table: the names of its columns, and the rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rows {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Value>>,
}

/// The body of a response.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reply {
    /// A complete table.
    Rows(Rows),
    /// An error, also where there are rows.
    Error(String),
    /// Not a response of Log Analytics: why.
    Foreign(String),
}

impl Reply {
    /// Reads a body.
    pub(super) fn read(body: &[u8]) -> Self {
        let document: Map<String, Value> = match serde_json::from_slice(body) {
            Ok(Value::Object(document)) => document,
            Ok(_) | Err(_) => return Self::Foreign("the response is not a JSON object".to_owned()),
        };
        if let Some(error) = document.get("error").filter(|error| !error.is_null()) {
            return Self::Error(said(error));
        }
        match document.get("tables").and_then(Value::as_array).map(Vec::as_slice) {
            Some([table]) => rows(table).map_or_else(Self::Foreign, Self::Rows),
            Some(_) | None => Self::Foreign("the response does not have one table".to_owned()),
        }
    }

    /// The error for people.
    pub(super) fn error(&self) -> Option<&str> {
        match self {
            Self::Error(error) => Some(error),
            Self::Rows(_) | Self::Foreign(_) => None,
        }
    }
}

fn rows(table: &Value) -> Result<Rows, String> {
    let name = |column: &Value| column.get("name").and_then(Value::as_str).map(str::to_owned);
    let columns: Option<Vec<String>> =
        table.get("columns").and_then(Value::as_array).and_then(|columns| columns.iter().map(name).collect());
    let columns = columns.ok_or("the table of the response has no columns")?;
    let row = |row: &Value| row.as_array().filter(|row| row.len() == columns.len()).cloned();
    let rows: Option<Vec<Vec<Value>>> =
        table.get("rows").and_then(Value::as_array).and_then(|rows| rows.iter().map(row).collect());
    let rows = rows.ok_or("the rows of the response do not fit its columns")?;
    Ok(Rows { columns, rows })
}

/// The codes and messages of an error, the innermost last: it names the cause.
fn said(error: &Value) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut next = Some(error);
    for _ in 0..DEEPEST {
        let Some(error) = next else { break };
        let text = |name: &str| error.get(name).and_then(Value::as_str).map(line).filter(|text| !text.is_empty());
        parts.extend(text("code"));
        parts.extend(text("message"));
        next = error.get("innererror").or_else(|| error.get("details").and_then(|details| details.get(0)));
    }
    let text = if parts.is_empty() { line(&error.to_string()) } else { parts.join(": ") };
    let cut: String = text.chars().take(MOST_SHOWN).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_with_an_error_is_an_error() {
        let table = r#""tables":[{"name":"PrimaryResult","columns":[{"name":"a","type":"string"}],"rows":[["1"]]}]"#;
        assert!(matches!(Reply::read(format!("{{{table}}}").as_bytes()), Reply::Rows(_)));
        let partial = format!(
            r#"{{{table},"error":{{"code":"PartialError","message":"No.","details":[{{"code":"E1","message":"too large"}}]}}}}"#
        );
        assert_eq!(Reply::read(partial.as_bytes()), Reply::Error("PartialError: No.: E1: too large".to_owned()));
    }

    #[test]
    fn what_is_not_one_table_is_foreign() {
        for body in [
            "",
            "[]",
            "<html>",
            "{}",
            r#"{"tables":[]}"#,
            r#"{"tables":[{"columns":[{"name":"a"}],"rows":[["1","2"]]}]}"#,
            r#"{"tables":[{"columns":[{}],"rows":[]}]}"#,
            r#"{"tables":[{"rows":[]}]}"#,
            r#"{"tables":[{"columns":[]},{}]}"#,
        ] {
            assert!(matches!(Reply::read(body.as_bytes()), Reply::Foreign(_)), "{body}");
        }
    }
}
