//! The error bodies of Graph, as they really come.
//!
//! The envelope is `{"error": {"code", "message", "innerError"}}`
//! (<https://learn.microsoft.com/graph/errors>), but the key of the inner error comes in two spellings, the code can be empty,
//! the message can be JSON in a string, and a proxy responds with HTML.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::text::line;

/// The most characters of a text from the network in a message.
const MOST_SHOWN: usize = 300;

/// The deepest nesting of errors.
const DEEPEST: u8 = 4;

/// A refusal, clean for people.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The code, which is for programs: `Authorization_RequestDenied`.
    code: Option<String>,
    /// The message.
    message: Option<String>,
    /// The id of the request in Microsoft's logs.
    request_id: Option<String>,
    /// Whether it has not the form of any API: then a proxy or a gateway may have refused.
    pub(super) is_foreign: bool,
    /// The wait before another try.
    pub(super) retry_after: Option<Duration>,
}

impl Refusal {
    /// Reads the body of a refusal. `request_id` is the header, which counts more than the body.
    pub(super) fn read(body: &[u8], request_id: Option<String>, retry_after: Option<Duration>) -> Self {
        let text = String::from_utf8_lossy(body);
        let mut refusal = match serde_json::from_str(&text) {
            Ok(Value::Object(document)) => Self::from_document(&document),
            Ok(_) | Err(_) => Self { message: page_title(&text), is_foreign: true, ..Self::default() },
        };
        refusal.request_id = request_id.or(refusal.request_id);
        Self { retry_after, ..refusal }
    }

    fn from_document(document: &Map<String, Value>) -> Self {
        let mut refusal = Self::default();
        match document.get("error") {
            Some(Value::Object(error)) => refusal.take(error, 0),
            // The form of OAuth, from a gateway.
            Some(Value::String(error)) => {
                refusal.code = clean(error);
                refusal.message = document.get("error_description").and_then(Value::as_str).and_then(clean);
            }
            Some(_) | None => refusal.take(document, 0),
        }
        refusal
    }

    /// Takes the parts of an error that are not known yet; the outer ones count first.
    fn take(&mut self, error: &Map<String, Value>, depth: u8) {
        let text =
            |names: &[&str]| names.iter().find_map(|name| error.get(*name)?.as_str()).filter(|text| !text.is_empty());
        let unknown = |code: &Option<String>| code.as_deref().is_none_or(|code| code == "UnknownError");
        if let Some(code) = text(&["code", "errorCode", "Code"]).and_then(clean).filter(|_| unknown(&self.code)) {
            self.code = Some(code);
        }
        if let Some(id) = text(&["request-id", "requestId"]).filter(|_| self.request_id.is_none()) {
            self.request_id = clean(id);
        }
        if let Some(message) = text(&["message", "Message"]).filter(|_| self.message.is_none()) {
            match serde_json::from_str(message) {
                Ok(Value::Object(inner)) if depth < DEEPEST => self.take(&inner, depth + 1),
                Ok(_) | Err(_) => self.message = clean(message),
            }
        }
        let inner = ["innerError", "innererror", "error"].iter().find_map(|name| error.get(*name)?.as_object());
        if let Some(inner) = inner.filter(|_| depth < DEEPEST) {
            self.take(inner, depth + 1);
        }
    }

    /// Whether it names something, which is given in lower case and without blanks: `skiptoken` for `SkipToken` and `skip token`.
    pub(super) fn is_about(&self, name: &str) -> bool {
        let letters = |text: &String| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        [&self.code, &self.message].into_iter().flatten().any(|text| letters(text).to_ascii_lowercase().contains(name))
    }

    /// The code and the message, to follow the status.
    pub(super) fn text(&self) -> String {
        let parts: Vec<&str> = [&self.code, &self.message].into_iter().flatten().map(String::as_str).collect();
        let said = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(": ")) };
        let id = self.request_id.as_ref().map(|id| format!(" (request-id {id})")).unwrap_or_default();
        said + &id
    }
}

/// Text from the network, as one line that is not long.
pub(super) fn clean(text: &str) -> Option<String> {
    let text = line(text);
    let cut = text.char_indices().nth(MOST_SHOWN).map(|(at, _)| at);
    Some(cut.map_or_else(|| text.clone(), |at| format!("{}…", &text[..at]))).filter(|text| !text.is_empty())
}

/// The message of a body that is not JSON: the title of a page, or its beginning.
fn page_title(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let title = lower.find("<title>").map(|at| at + "<title>".len());
    let title = title.and_then(|start| Some(&text[start..start + lower[start..].find("</title>")?])).and_then(clean);
    if let Some(title) = title {
        return Some(format!("a page with the title “{title}”"));
    }
    if lower.trim_start().starts_with('<') { Some("a page without a title".to_owned()) } else { clean(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str) -> String {
        Refusal::read(body.as_bytes(), None, None).text()
    }

    #[test]
    fn error_bodies_of_every_kind_say_what_they_say() {
        for (body, expected) in [
            (
                r#"{"error":{"code":"Forbidden","message":"No.","innerError":{"date":"2026","request-id":"r1"}}}"#,
                ": Forbidden: No. (request-id r1)",
            ),
            (
                r#"{"error":{"code":"Forbidden","message":"No.","innererror":{"request-id":"r2"}}}"#,
                ": Forbidden: No. (request-id r2)",
            ),
            (
                r#"{"error":{"code":"UnknownError","message":"{\"errorCode\":\"GraphTokenValidationFail\",\"message\":\"Bad token.\"}","innerError":{"request-id":"r3"}}}"#,
                ": GraphTokenValidationFail: Bad token. (request-id r3)",
            ),
            (
                r#"{"error":{"code":"","message":"","innerError":{"message":"Please retry after"}}}"#,
                ": Please retry after",
            ),
            (r#"{"error":"invalid_token","error_description":"Expired."}"#, ": invalid_token: Expired."),
            (r#"{"error":{"code":"","message":""}}"#, ""),
            (r#"{"error":null}"#, ""),
            (r#"{"error":{"code":7,"message":["x"]}}"#, ""),
            ("<!DOCTYPE html><html><HEAD><TITLE>Sign in\n</TITLE>", ": a page with the title “Sign in”"),
            (" <html>", ": a page without a title"),
            ("upstream\u{1b}[31m error\n", ": upstream[31m error"),
            ("", ""),
        ] {
            assert_eq!(said(body), expected, "{body}");
        }
    }

    #[test]
    fn a_long_message_is_cut() {
        assert_eq!(said(&"ä".repeat(4000)).chars().count(), MOST_SHOWN + 3);
    }

    #[test]
    fn errors_deep_in_errors_end() {
        let deep = format!("{}{}", r#"{"innerError":"#.repeat(100), "1") + &"}".repeat(100);
        assert_eq!(said(&deep), "");
    }
}
