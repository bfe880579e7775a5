//! Keeps secrets and tokens out of messages, logs and recordings, where a server repeats them.

use std::fmt;
use std::sync::Arc;

use crate::text::line;

/// The forms in which a secret may come back. Text from elsewhere is cut for people: what is hidden has to be hidden before,
/// since a secret of which the end is missing is not found.
#[derive(Clone, Default)]
pub(crate) struct Redactor(Arc<[String]>);

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The fewest characters of a text that is hidden wherever it occurs. A shorter one occurs in ordinary words: a password
/// `soft` would turn the name of the sign-in server into `micro***online.com`, which hides nothing and gives the password
/// away.
const FEWEST_HIDDEN: usize = 8;

impl Redactor {
    /// A secret and passwords, each as it is, as a form carries it, as an address does, and as JSON does.
    pub(super) fn of(secret: Option<&str>, passwords: &[String]) -> Self {
        let all = secret.into_iter().chain(passwords.iter().map(String::as_str));
        let mut forms: Vec<String> = all.flat_map(forms).collect();
        forms.retain(|form| form.chars().count() >= FEWEST_HIDDEN);
        // The longest first: a shorter one that is a part of it would leave the rest of it behind.
        forms.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        forms.dedup();
        Self(forms.into())
    }

    /// The text without them.
    pub(crate) fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, form| {
            if text.contains(form.as_str()) { text.replace(form.as_str(), "***") } else { text }
        })
    }

    /// Whether a text contains one of them.
    pub(crate) fn finds(&self, text: &str) -> bool {
        self.0.iter().any(|form| text.contains(form.as_str()))
    }

    /// A body without them; one that contains none stays as it is, to the byte.
    pub(crate) fn hide_in(&self, body: Vec<u8>) -> Vec<u8> {
        let text = unescaped(&body);
        let hidden = self.hide(&text);
        if hidden == text { body } else { hidden.into_bytes() }
    }

    /// Whether a body contains one of them, be it behind escapes.
    pub(crate) fn finds_in(&self, body: &[u8]) -> bool {
        self.finds(&unescaped(body))
    }
}

/// A body with no more escapes than it needs: in JSON any character can be written as an escape, in which a search would not find
/// it.
fn unescaped(body: &[u8]) -> String {
    let json = serde_json::from_slice::<serde_json::Value>(body);
    json.map_or_else(|_| String::from_utf8_lossy(body).into_owned(), |value| value.to_string())
}

/// The forms in which a secret may come back.
fn forms(secret: &str) -> [String; 6] {
    let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let json = serde_json::Value::from(secret).to_string();
    let json = json.trim_start_matches('"').strip_suffix('"').unwrap_or_default().to_owned();
    [secret.to_owned(), line(secret), form.replace('+', "%20"), json.replace('/', "\\/"), json, form]
}

/// A text that no `Debug` shows.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(String);

impl Secret {
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, to be sent.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The most characters of a message that comes from elsewhere.
const MOST: usize = 600;

/// Text from elsewhere: clean, on one line, without tokens, and not too long.
pub(super) fn brief(text: &str) -> String {
    let clean = without_tokens(&line(text));
    match clean.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean,
    }
}

/// A text in which nothing is left that looks like a JWT: a server, or a program, may repeat what it was sent.
pub(super) fn without_tokens(text: &str) -> String {
    // What every JWT begins with: an opening brace and a quote, in base64.
    const START: &str = "eyJ";
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(START) {
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '=' | '+' | '/');
        let length = rest[start..].find(|c| !inside(c)).unwrap_or(rest.len() - start);
        clean.push_str(&rest[..start]);
        clean.push_str("***");
        rest = &rest[start + length..];
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_hidden_in_every_form_that_travels() {
        let redactor = Redactor::of(Some("a~b+c d/\"e"), &[]);
        let text = "a~b+c d/\"e, a%7Eb%2Bc+d%2F%22e, a%7Eb%2Bc%20d%2F%22e, a~b+c d/\\\"e, a~b+c d\\/\\\"e.";
        assert_eq!(redactor.hide(text), "***, ***, ***, ***, ***.");
        assert_eq!(redactor.hide_in(b"\xff".to_vec()), b"\xff");
        assert_eq!(redactor.hide_in(br#"{"x":"\u0061~b+c d/\"e"}"#.to_vec()), br#"{"x":"***"}"#);
        assert_eq!(Redactor::of(Some(""), &[]).hide("x"), "x");
        assert_eq!(format!("{redactor:?}"), "***");
    }

    #[test]
    fn a_short_password_does_not_damage_other_words() {
        let redactor = Redactor::of(None, &["soft".to_owned(), "longer-password".to_owned()]);
        assert_eq!(redactor.hide("login.microsoftonline.com longer-password"), "login.microsoftonline.com ***");
    }

    #[test]
    fn what_looks_like_a_token_is_taken_out_of_text_from_elsewhere() {
        assert_eq!(brief("refused eyJhbGciOi.eyJhdWQ.c2ln, and\n`eyJ`"), "refused ***, and `***`");
    }
}
