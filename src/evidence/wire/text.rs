//! The texts of a response.

use std::borrow::Cow;
use std::ops::Deref;

use serde::Deserialize;

use crate::text::line;

/// A text that is borrowed from the response where it has no escapes. In an `Option`, a `Cow` alone would be copied.
#[derive(PartialEq, Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// A text as one clean line; none where nothing is left of it.
pub(super) fn clean(text: Option<&str>) -> Option<String> {
    text.map(line).filter(|text| !text.is_empty())
}
