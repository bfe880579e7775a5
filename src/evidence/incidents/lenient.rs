//! Texts of incidents and alerts: the types are open, and what another client wrote can have another form.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::evidence::limits;

/// A text; a number or a Boolean is the text of it, anything else none.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let mut values = Texts::deserialize(deserializer)?.values;
    Ok(if values.len() == 1 { values.pop() } else { None })
}

/// A value that is stated, be it as null: a later null replaces an earlier text, and a missing key replaces nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stated(pub(super) Option<String>);

/// A text as [`text`] reads it, where its key is present.
pub(super) fn stated<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Stated>, D::Error> {
    text(deserializer).map(|text| Some(Stated(text)))
}

/// Texts; a single text is a list of one. None where the key is missing or null.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Texts>, D::Error> {
    Texts::deserialize(deserializer).map(|texts| Some(texts).filter(|texts| !texts.is_null))
}

/// The texts of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Texts {
    /// The texts, in their order.
    pub(super) values: Vec<String>,
    /// Whether a part of it is neither a text nor null.
    pub(super) is_odd: bool,
    is_null: bool,
}

impl Texts {
    fn one(text: String) -> Self {
        Self { values: vec![text], ..Self::default() }
    }

    fn odd() -> Self {
        Self { is_odd: true, ..Self::default() }
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyText)
    }
}

struct AnyText;

impl<'de> Visitor<'de> for AnyText {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_unit<E: Error>(self) -> Result<Texts, E> {
        Ok(Texts { is_null: true, ..Texts::default() })
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Texts, E> {
        Ok(Texts::one(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Texts, E> {
        Ok(Texts::one(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Texts, E> {
        Ok(Texts::one(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Texts, E> {
        Ok(Texts::one(value.to_string()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Texts, E> {
        Ok(Texts::one(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Texts, A::Error> {
        let mut all = Texts::default();
        while let Some(mut element) = access.next_element::<Texts>()? {
            limits::count::<limits::IncidentTexts>(1).map_err(A::Error::custom)?;
            all.is_odd |= element.is_odd || element.values.len() > 1;
            all.values.append(&mut element.values);
        }
        Ok(all)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Texts, A::Error> {
        while access.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Texts::odd())
    }
}
