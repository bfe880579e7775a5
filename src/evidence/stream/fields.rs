//! The members of an object, one after the other, and the text of those that are read together when all are there.

use std::io::Read;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::evidence::document::keys;
use crate::evidence::window::{Declined, TakeError, Window, WindowText};

/// The most bytes of the small members of one object.
const MAX_MEMBER_BYTES: usize = 1 << 20;

/// Reads an object. `take` consumes the value of each key.
pub(super) fn members<R: Read>(
    window: &mut Window<R>,
    mut take: impl FnMut(&mut Window<R>, &str) -> Result<(), Declined>,
) -> Result<(), Declined> {
    window.expect(b'{')?;
    if window.peek()? == Some(b'}') {
        return window.expect(b'}');
    }
    loop {
        if window.peek()? != Some(b'"') {
            return Err(Declined);
        }
        let key: String = window.value(1, owned)?;
        window.expect(b':')?;
        window.peek()?;
        take(window, &key)?;
        if window.peek()? == Some(b'}') {
            return window.expect(b'}');
        }
        window.expect(b',')?;
    }
}

/// Reads a list. `take` consumes each element.
pub(super) fn elements<R: Read>(
    window: &mut Window<R>,
    mut take: impl FnMut(&mut Window<R>) -> Result<(), Declined>,
) -> Result<(), Declined> {
    window.expect(b'[')?;
    if window.peek()? == Some(b']') {
        return window.expect(b']');
    }
    loop {
        take(window)?;
        if window.peek()? == Some(b']') {
            return window.expect(b']');
        }
        window.expect(b',')?;
    }
}

/// A value that keeps nothing of the window.
fn owned<T: for<'a> Deserialize<'a>>(rest: &WindowText<'_>) -> Result<(T, usize), TakeError> {
    rest.first::<T>().map(|(value, text)| (value, text.len()))
}

/// Passes over a value, which must be JSON.
pub(super) fn pass_over<R: Read>(window: &mut Window<R>) -> Result<(), Declined> {
    window.value::<IgnoredAny>(1, owned).map(drop)
}

/// The text of an object with the members that were read so far; of a long one with a short value in its place.
#[derive(Default)]
pub(super) struct Fields {
    text: String,
    /// The keys, each with the end of its value in the text and its length.
    members: Vec<(String, usize, usize)>,
}

impl Fields {
    /// Whether a key was there.
    pub(super) fn hold(&self, key: &str) -> bool {
        self.members.iter().any(|(own, ..)| own == key)
    }

    /// The value of a key that was there.
    pub(super) fn get<T: for<'a> Deserialize<'a>>(&self, key: &str) -> Option<T> {
        let (_, end, length) = self.members.iter().find(|(own, ..)| own == key)?;
        serde_json::from_str(self.text.get(end - length..*end)?).ok()
    }

    /// Adds a member whose own value is consumed elsewhere. A key that is there twice stays so.
    pub(super) fn replace(&mut self, key: &str, value: &str) {
        self.text.push(if self.text.is_empty() { '{' } else { ',' });
        self.text.push_str(&serde_json::Value::from(key).to_string());
        self.text.push(':');
        self.text.push_str(value);
        self.members.push((key.to_owned(), self.text.len(), value.len()));
    }

    /// Adds a member with its value, which is consumed.
    pub(super) fn read<R: Read>(&mut self, key: &str, window: &mut Window<R>) -> Result<(), Declined> {
        window.value(1, |rest| {
            let (value, text) = rest.first::<&RawValue>()?;
            if self.text.len() + key.len() + text.len() > MAX_MEMBER_BYTES {
                return Err(TakeError::Declined);
            }
            self.replace(key, value.get());
            Ok(((), text.len()))
        })
    }

    /// The members as a type that is read from an object of them.
    pub(super) fn decode<'f, T: Deserialize<'f>>(&'f mut self) -> Result<T, Declined> {
        self.text.push_str(if self.text.is_empty() { "{}" } else { "}" });
        serde_json::from_str(&self.text).map_err(|_| Declined)
    }

    /// The members as those of a document without its entries.
    pub(super) fn document(&mut self) -> Result<keys::Document<'_, IgnoredAny>, Declined> {
        self.decode()
    }
}
