//! Access tokens and their claims.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::Value;

use super::redactor::Redactor;

/// A bearer token. It has no `Display`, its `Debug` is `***`, and it cannot be serialized.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token {
    text: String,
    expires: Option<Timestamp>,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Token {
    /// A token and the time until which it is valid, where that is known. The token's own `exp` counts where it has one.
    pub(crate) fn new(text: String, expires: Option<Timestamp>) -> Self {
        let own = Claims::of(&text).and_then(|claims| claims.expires());
        Self { text, expires: own.or(expires) }
    }

    /// The token itself, for the `Authorization` header and for nothing else.
    pub(crate) fn expose(&self) -> &str {
        &self.text
    }

    /// The redactor that hides it.
    pub(crate) fn redactor(&self) -> Redactor {
        Redactor::of(Some(&self.text), &[])
    }

    /// The time until which it is valid.
    pub(crate) fn expires(&self) -> Option<Timestamp> {
        self.expires
    }

    /// Whether it is known to be valid beyond a time.
    pub(crate) fn holds(&self, beyond: Timestamp) -> bool {
        self.expires.is_some_and(|expires| expires > beyond)
    }

    /// Its claims; none where it is opaque.
    pub(crate) fn claims(&self) -> Option<Claims> {
        Claims::of(&self.text)
    }
}

/// The claims of a JWT. They are read for people and NOT verified: only whom the token is for can do that.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Claims(Value);

impl Claims {
    /// The claims of a token, where it is a JWT.
    pub(crate) fn of(token: &str) -> Option<Self> {
        let mut parts = token.trim().split('.');
        let (_, payload, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else { return None };
        let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        serde_json::from_slice(&bytes).ok().filter(Value::is_object).map(Self)
    }

    /// `tid`: the tenant.
    pub(crate) fn tenant(&self) -> Option<String> {
        self.text("tid")
    }

    /// `appid` (version 1 of tokens) or `azp` (version 2): the app that the token was given to.
    pub(crate) fn client(&self) -> Option<String> {
        self.text("appid").or_else(|| self.text("azp"))
    }

    /// `oid`: the service principal or the user.
    pub(crate) fn object(&self) -> Option<String> {
        self.text("oid")
    }

    /// `iss`: who gave the token.
    pub(crate) fn issuer(&self) -> Option<String> {
        self.text("iss")
    }

    /// `sub`: whom it is about.
    pub(crate) fn subject(&self) -> Option<String> {
        self.text("sub")
    }

    /// `aud`: whom it is for; the first where there are several.
    pub(crate) fn audience(&self) -> Option<String> {
        self.text("aud").or_else(|| clean(self.0.get("aud")?.get(0)?))
    }

    /// `roles`: the permissions of an app.
    pub(crate) fn roles(&self) -> Vec<String> {
        self.0.get("roles").and_then(Value::as_array).into_iter().flatten().filter_map(clean).collect()
    }

    /// `scp`: the permissions of an app on behalf of a user.
    pub(crate) fn scopes(&self) -> Vec<String> {
        self.text("scp").map(|text| text.split_whitespace().map(str::to_owned).collect()).unwrap_or_default()
    }

    /// Whether the token is a user's, rather than an app's own.
    pub(crate) fn is_delegated(&self) -> bool {
        self.0.get("scp").is_some()
    }

    /// `exp`: the time until which it is valid.
    pub(crate) fn expires(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.0.get("exp")?.as_i64()?).ok()
    }

    fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).and_then(clean)
    }
}

/// A text that may be shown.
fn clean(value: &Value) -> Option<String> {
    value.as_str().map(crate::text::line).filter(|text| !text.is_empty())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn jwt(claims: &str) -> String {
        format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn a_token_never_shows_in_debug() {
        let token = Token::new("very-secret".to_owned(), None);
        assert_eq!(format!("{token:?} {:?}", Some(&token)), "*** Some(***)");
        assert_eq!(token.expose(), "very-secret");
    }

    #[test]
    fn claims_are_read_and_cleaned() {
        let token = Token::new(
            jwt(r#"{"tid":"t\u001b[31m","azp":"c","roles":["A",7,"B"],"scp":"X Y","aud":["first"],"exp":1700000000}"#),
            None,
        );
        let claims = token.claims().unwrap();
        assert_eq!(claims.tenant().unwrap(), "t[31m");
        assert_eq!(
            (claims.roles(), claims.scopes()),
            (vec!["A".to_owned(), "B".to_owned()], vec!["X".to_owned(), "Y".to_owned()])
        );
        assert_eq!(claims.audience().unwrap(), "first");
        assert_eq!(token.expires().unwrap().to_string(), "2023-11-14T22:13:20Z");
    }

    #[test]
    fn an_opaque_token_has_no_claims() {
        for opaque in ["", "opaque", "a.b.c", "a.b", "e30.WzFd.c2ln", "EwB.4A8.l6B.AAB"] {
            assert_eq!(Claims::of(opaque), None, "{opaque}");
        }
    }
}
