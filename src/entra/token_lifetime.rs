//! The lifetime of a token, in the one form that `azure_identity` reads.
//!
//! Entra and the endpoints of managed identities write it as a number or as text, or leave it out. `azure_identity` refuses
//! some of these forms, and ends the program where no calendar reaches as far as the number says.

use jiff::Timestamp;
use serde_json::{Map, Value};

/// The longest lifetime of a token, in seconds: ten years, where Entra gives an hour.
const LONGEST: i64 = 10 * 366 * 86_400;

/// The lifetime of a token of which the answer names none, in seconds. It is used for half of this, and then another one is
/// requested.
const UNKNOWN: i64 = 600;

const IMPOSSIBLE: &str = "`expires_in` is not a possible lifetime of a token";

/// The answer of Entra with `expires_in` as a number.
///
/// # Errors
///
/// A sentence fragment that describes the fault.
pub(super) fn of_entra(body: Vec<u8>) -> Result<Vec<u8>, &'static str> {
    let Some(mut answer) = with_token(&body) else { return Ok(body) };
    let lifetime = lifetime(&answer)?.unwrap_or(UNKNOWN);
    // It is for outages, and nothing here reads it.
    answer.remove("ext_expires_in");
    answer.insert("expires_in".to_owned(), lifetime.into());
    Ok(Value::from(answer).to_string().into_bytes())
}

/// The answer of the endpoint of a managed identity with `expires_on` as text, and with all that `azure_identity` requires
/// beside it.
///
/// # Errors
///
/// As [`of_entra`].
pub(super) fn of_managed(body: Vec<u8>, now: Timestamp) -> Result<Vec<u8>, &'static str> {
    let Some(mut answer) = with_token(&body) else { return Ok(body) };
    let until = match answer.get("expires_on").and_then(second) {
        Some(until) => until,
        None => now.as_second() + lifetime(&answer)?.unwrap_or(UNKNOWN),
    };
    answer.insert("expires_on".to_owned(), until.to_string().into());
    for (name, usual) in [("token_type", "Bearer"), ("resource", "")] {
        if !answer.get(name).is_some_and(Value::is_string) {
            answer.insert(name.to_owned(), usual.into());
        }
    }
    Ok(Value::from(answer).to_string().into_bytes())
}

/// An answer that holds a token; others are left as they are.
fn with_token(body: &[u8]) -> Option<Map<String, Value>> {
    let answer: Map<String, Value> = serde_json::from_slice(body).ok()?;
    answer.get("access_token").is_some_and(Value::is_string).then_some(answer)
}

/// `expires_in`: none where it is missing, null, or empty.
fn lifetime(answer: &Map<String, Value>) -> Result<Option<i64>, &'static str> {
    let number = match answer.get("expires_in") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) if text.trim().is_empty() => return Ok(None),
        Some(value) => whole(value),
    };
    number.filter(|lifetime| (0..=LONGEST).contains(lifetime)).map(Some).ok_or(IMPOSSIBLE)
}

/// `expires_on`: seconds since 1970, or a time as ISO 8601 writes it.
fn second(value: &Value) -> Option<i64> {
    let time = || value.as_str()?.trim().parse::<Timestamp>().ok().map(Timestamp::as_second);
    let second = whole(value).or_else(time)?;
    Timestamp::from_second(second).ok().map(Timestamp::as_second)
}

/// A number, or text that is one, without what stands behind its point.
fn whole(value: &Value) -> Option<i64> {
    let text = value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned());
    let digits = text.split_once('.').map_or(text.as_str(), |(whole, _)| whole);
    digits.parse().ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use serde_json::json;

    use super::*;

    fn with(lifetime: Value) -> Vec<u8> {
        let mut answer = lifetime;
        answer["access_token"] = "t".into();
        answer.to_string().into_bytes()
    }

    #[test]
    fn the_lifetime_of_a_token_of_entra_is_read_in_every_form() {
        for (answer, expected) in [
            (json!({ "expires_in": 3599, "ext_expires_in": "x" }), Ok(3599)),
            (json!({ "expires_in": "3599" }), Ok(3599)),
            (json!({ "expires_in": 3599.9 }), Ok(3599)),
            (json!({ "expires_in": 0 }), Ok(0)),
            (json!({ "expires_in": null }), Ok(UNKNOWN)),
            (json!({ "expires_in": "" }), Ok(UNKNOWN)),
            (json!({}), Ok(UNKNOWN)),
            (json!({ "expires_in": -1 }), Err(IMPOSSIBLE)),
            (json!({ "expires_in": 1e300 }), Err(IMPOSSIBLE)),
            (json!({ "expires_in": "999999999999" }), Err(IMPOSSIBLE)),
            (json!({ "expires_in": "soon" }), Err(IMPOSSIBLE)),
            (json!({ "expires_in": [3599] }), Err(IMPOSSIBLE)),
        ] {
            let read = of_entra(with(answer.clone()));
            let lifetime =
                read.map(|body| serde_json::from_slice::<Value>(&body).unwrap()["expires_in"].as_i64().unwrap());
            assert_eq!(lifetime, expected, "{answer}");
        }
        assert_eq!(of_entra(b"<html>".to_vec()), Ok(b"<html>".to_vec()));
    }

    #[test]
    fn the_lifetime_of_a_managed_identity_is_read_in_every_form() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        for (answer, expected) in [
            (json!({ "expires_on": "4102444800" }), Ok("4102444800")),
            (json!({ "expires_on": 4_102_444_800_i64 }), Ok("4102444800")),
            (json!({ "expires_on": "1970-01-13T00:00:00Z" }), Ok("1036800")),
            (json!({ "expires_in": 3600 }), Ok("1003600")),
            (json!({ "expires_in": "3600" }), Ok("1003600")),
            (json!({ "expires_on": "11/24/2026 6:00:00 AM", "expires_in": 60 }), Ok("1000060")),
            (json!({}), Ok("1000600")),
            (json!({ "expires_in": -1 }), Err(IMPOSSIBLE)),
        ] {
            let read = of_managed(with(answer.clone()), now);
            let until = read.map(|body| serde_json::from_slice::<Value>(&body).unwrap()["expires_on"].clone());
            assert_eq!(until, expected.map(Value::from), "{answer}");
        }
    }
}
