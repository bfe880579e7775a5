//! What a server must not get into an output by repeating it.

use std::fmt;
use std::sync::Arc;

use crate::text::line;

/// The forms in which a secret may come back. Text from elsewhere is cut for people: what is hidden has to be hidden before, since
/// nobody finds a secret of which the end is missing.
#[derive(Clone, Default)]
pub(super) struct Secrets(Arc<[String]>);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Secrets {
    /// A secret as it is, as a form carries it, as an address does, and as JSON does.
    pub(super) fn of(secret: Option<&str>) -> Self {
        let Some(secret) = secret.filter(|secret| !secret.is_empty()) else { return Self::default() };
        let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        let json = serde_json::Value::from(secret).to_string();
        let json = json.trim_start_matches('"').strip_suffix('"').unwrap_or_default().to_owned();
        let mut forms =
            vec![secret.to_owned(), line(secret), form.replace('+', "%20"), json.replace('/', "\\/"), json, form];
        forms.retain(|form| !form.is_empty());
        // The longest first: a shorter one that is a part of it would leave the rest of it behind.
        forms.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        forms.dedup();
        Self(forms.into())
    }

    /// The text without them.
    pub(super) fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, form| {
            if text.contains(form.as_str()) { text.replace(form.as_str(), "***") } else { text }
        })
    }

    /// A body without them; one that holds none stays as it is, to the byte.
    pub(super) fn hide_in(&self, body: Vec<u8>) -> Vec<u8> {
        // In JSON any character can be written as an escape, behind which nobody would find it.
        let json = serde_json::from_slice::<serde_json::Value>(&body);
        let text = json.map_or_else(|_| String::from_utf8_lossy(&body).into_owned(), |value| value.to_string());
        let hidden = self.hide(&text);
        if hidden == text { body } else { hidden.into_bytes() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_hidden_in_every_form_that_travels() {
        let secrets = Secrets::of(Some("a~b+c d/\"e"));
        let text = "a~b+c d/\"e, a%7Eb%2Bc+d%2F%22e, a%7Eb%2Bc%20d%2F%22e, a~b+c d/\\\"e, a~b+c d\\/\\\"e.";
        assert_eq!(secrets.hide(text), "***, ***, ***, ***, ***.");
        assert_eq!(secrets.hide_in(b"\xff".to_vec()), b"\xff");
        assert_eq!(secrets.hide_in(br#"{"x":"\u0061~b+c d/\"e"}"#.to_vec()), br#"{"x":"***"}"#);
        assert_eq!(Secrets::of(Some("")).hide("x"), "x");
        assert_eq!(format!("{secrets:?}"), "***");
    }
}
