//! The people, machines and domains that the evidence of alerts names in fields of their own, so that redaction finds them in titles.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::names::kind_of;
use crate::text::line;

/// Names, each with its kind. They are in no report: redaction looks for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncidentNames(pub(crate) BTreeSet<(&'static str, String)>);

impl<'de> Deserialize<'de> for IncidentNames {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut names = Self::default();
        Field { names: &mut names, parent: "", key: "" }.deserialize(deserializer)?;
        Ok(names)
    }
}

/// A value, with its key and that of the object that it is in.
struct Field<'n> {
    names: &'n mut IncidentNames,
    parent: &'n str,
    key: &'n str,
}

impl<'de> DeserializeSeed<'de> for Field<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Field<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        if let Some(kind) = kind_of(self.parent, self.key) {
            self.names.0.insert((kind, line(value)));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Self { names, parent, key } = self;
        while access.next_element_seed(Field { names: &mut *names, parent, key })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Self { names, parent: _, key: parent } = self;
        while let Some(key) = access.next_key::<String>()? {
            access.next_value_seed(Field { names: &mut *names, parent, key: &key })?;
        }
        Ok(())
    }
}
