//! The lifetime of a token, in every form in which servers write it.
//!
//! Entra and the endpoints of managed identities write it as a number or as text, or leave it out.

use jiff::Timestamp;
use serde_json::{Map, Value};

/// The longest lifetime of a token, in seconds: ten years, where Entra gives an hour.
const LONGEST: i64 = 10 * 366 * 86_400;

/// The lifetime of a token of which the response states none, in seconds.
const UNKNOWN: i64 = 600;

const IMPOSSIBLE: &str = "`expires_in` is not a possible lifetime of a token";

/// The time until which the token in a response is valid, in seconds since 1970: `expires_on`, which managed identities write, or
/// else `expires_in`.
///
/// # Errors
///
/// A sentence fragment that describes the fault.
pub(super) fn expires(response: &Map<String, Value>, now: Timestamp) -> Result<Timestamp, &'static str> {
    if let Some(until) = response.get("expires_on").and_then(second) {
        return Ok(until);
    }
    let lifetime = lifetime(response)?.unwrap_or(UNKNOWN);
    Timestamp::from_second(now.as_second() + lifetime).map_err(|_| IMPOSSIBLE)
}

/// `expires_in`: none where it is missing, null, or empty.
fn lifetime(response: &Map<String, Value>) -> Result<Option<i64>, &'static str> {
    let number = match response.get("expires_in") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) if text.trim().is_empty() => return Ok(None),
        Some(value) => whole(value),
    };
    number.filter(|lifetime| (0..=LONGEST).contains(lifetime)).map(Some).ok_or(IMPOSSIBLE)
}

/// `expires_on`: seconds since 1970, or a time as ISO 8601 writes it.
fn second(value: &Value) -> Option<Timestamp> {
    let time = || value.as_str()?.trim().parse::<Timestamp>().ok().map(Timestamp::as_second);
    let second = whole(value).or_else(time)?;
    Timestamp::from_second(second).ok()
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

    fn read(response: &Value) -> Result<i64, &'static str> {
        let now = Timestamp::from_second(1_000_000).unwrap();
        expires(response.as_object().unwrap(), now).map(Timestamp::as_second)
    }

    #[test]
    fn the_lifetime_of_a_token_of_entra_is_read_in_every_form() {
        for (response, expected) in [
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
            assert_eq!(read(&response), expected.map(|lifetime| lifetime + 1_000_000), "{response}");
        }
    }

    #[test]
    fn the_lifetime_of_a_managed_identity_is_read_in_every_form() {
        for (response, expected) in [
            (json!({ "expires_on": "4102444800" }), Ok(4_102_444_800)),
            (json!({ "expires_on": 4_102_444_800_i64 }), Ok(4_102_444_800)),
            (json!({ "expires_on": "1970-01-13T00:00:00Z" }), Ok(1_036_800)),
            (json!({ "expires_in": 3600 }), Ok(1_003_600)),
            (json!({ "expires_in": "3600" }), Ok(1_003_600)),
            (json!({ "expires_on": "11/24/2026 6:00:00 AM", "expires_in": 60 }), Ok(1_000_060)),
            (json!({}), Ok(1_000_600)),
            (json!({ "expires_in": -1 }), Err(IMPOSSIBLE)),
        ] {
            assert_eq!(read(&response), expected, "{response}");
        }
    }
}
