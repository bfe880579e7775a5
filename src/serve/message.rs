//! The check of a message of JSON-RPC before the protocol gets it: one object in JSON, in which no name is given twice. Of two arguments
//! of one name a reader takes the first and another the last.

use std::fmt;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Number, Value, json};

use super::body::of_type;
use crate::text::json_safe;

/// A message that is refused, as an error of JSON-RPC.
#[derive(Debug, PartialEq)]
pub(super) struct BadMessage {
    code: i32,
    text: &'static str,
    id: Value,
}

/// The code for what is not JSON.
const PARSE_ERROR: i32 = -32700;

/// The code for JSON that is not a request.
const INVALID_REQUEST: i32 = -32600;

/// Checks the body of a request.
pub(super) fn check(body: &[u8]) -> Result<(), BadMessage> {
    let bad = |code, text| Err(BadMessage { code, text, id: Value::Null });
    let mut reader = serde_json::Deserializer::from_slice(body);
    let message = Strict.deserialize(&mut reader).and_then(|message| reader.end().map(|()| message));
    match message {
        Ok(Value::Object(message)) if message.get("jsonrpc") == Some(&json!("2.0")) => Ok(()),
        Ok(Value::Object(message)) => {
            let id = message.get("id").filter(|id| id.is_string() || id.is_number()).cloned().unwrap_or(Value::Null);
            Err(BadMessage { code: INVALID_REQUEST, text: "the message does not state \"jsonrpc\": \"2.0\"", id })
        }
        Ok(Value::Array(_)) => bad(INVALID_REQUEST, "the protocol has no batches: send one message"),
        Ok(_) => bad(INVALID_REQUEST, "the message is not an object"),
        Err(error) if error.is_data() => {
            bad(INVALID_REQUEST, "a name is given twice in an object of the message: give it once")
        }
        Err(_) => bad(PARSE_ERROR, "the body is not JSON"),
    }
}

impl IntoResponse for BadMessage {
    fn into_response(self) -> Response {
        let Self { code, text, id } = self;
        let error = json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": text } });
        let mut response = of_type("application/json", json_safe(&error.to_string()));
        *response.status_mut() = StatusCode::BAD_REQUEST;
        response
    }
}

/// Reads JSON in which no object has a name twice.
#[derive(Clone, Copy)]
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(name) = object.next_key::<Name>()? {
            if values.insert(name.0, object.next_value_seed(self)?).is_some() {
                return Err(A::Error::custom("a name is given twice"));
            }
        }
        Ok(Value::Object(values))
    }
}

#[derive(Deserialize)]
struct Name(String);

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_object_in_which_no_name_is_given_twice() {
        let code = |text: &str| check(text.as_bytes()).map_err(|bad| bad.code);
        assert_eq!(code(r#"{"jsonrpc":"2.0","id":1,"params":{"a":[1,-2,1.5,null,true,"x",{}],"b":{"a":1}}}"#), Ok(()));
        for text in ["", "{", "{} {}", "nonsense", "{\"a\":1,}", "\u{feff}{}", &"[".repeat(1_000)] {
            assert_eq!(code(text), Err(PARSE_ERROR), "{text}");
        }
        let twice = r#"{"jsonrpc":"2.0","id":1,"params":{"arguments":{"limit":1,"limit":2}}}"#;
        for text in ["[]", "[{}]", "1", "null", "{}", r#"{"jsonrpc":"1.0"}"#, twice, r#"{"a":[{"b":1,"\u0062":2}]}"#] {
            assert_eq!(code(text), Err(INVALID_REQUEST), "{text}");
        }
        assert_eq!(check(br#"{"id":7}"#).unwrap_err().id, json!(7));
    }
}
