//! An answer, as it should be or not.

use serde_json::{Value, json};

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
}

/// How a body is sent.
pub(crate) enum Body {
    /// With its length, and packed where the client takes gzip.
    Whole(Vec<u8>),
    /// Its first half; then the connection closes.
    Cut(Vec<u8>),
    /// Its first half; then nothing until the client hangs up.
    Slow(Vec<u8>),
    /// A space from time to time, for ever.
    Drip,
    /// Spaces for ever behind a beginning.
    Endless,
    /// Spaces for ever, which gzip packs into next to nothing.
    Bomb,
}

impl Reply {
    /// An answer of JSON text.
    pub(crate) fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![
            ("Content-Type".to_owned(), "application/json;odata.metadata=minimal".to_owned()),
            ("request-id".to_owned(), "7f3a5c1e-0000-4000-8000-000000000001".to_owned()),
            ("client-request-id".to_owned(), "7f3a5c1e-0000-4000-8000-000000000001".to_owned()),
            ("Date".to_owned(), "Tue, 24 Nov 2026 06:00:00 GMT".to_owned()),
        ];
        Self { status, headers, body: Body::Whole(body.into()) }
    }

    /// A refusal in the envelope of Graph.
    pub(crate) fn error(status: u16, code: &str, message: &str) -> Self {
        let inner = json!({ "date": "2026-11-24T06:00:00", "request-id": "7f3a5c1e-0000-4000-8000-000000000002" });
        Self::json(status, json!({ "error": { "code": code, "message": message, "innerError": inner } }).to_string())
    }

    /// A page of a gateway.
    pub(crate) fn html(status: u16, title: &str) -> Self {
        let body = format!("<!DOCTYPE html><html><head><title>{title}</title></head><body>…</body></html>");
        Self::json(status, body).header("Content-Type", "text/html; charset=utf-8")
    }

    /// The answer with a header, in place of one of that name.
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// The answer with its body sent in another way.
    pub(crate) fn body(self, body: impl FnOnce(Vec<u8>) -> Body) -> Self {
        let Body::Whole(bytes) = self.body else { panic!("the body is damaged already") };
        Self { body: body(bytes), ..self }
    }

    /// The answer with another JSON body.
    pub(crate) fn change(self, change: impl FnOnce(&mut Value)) -> Self {
        self.body(|bytes| {
            let mut value: Value = serde_json::from_slice(&bytes).unwrap();
            change(&mut value);
            Body::Whole(value.to_string().into_bytes())
        })
    }
}
