//! An object whose keys Graph does not declare, and which an SDK may have written.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::text::line;

/// Where SDKs keep what Graph does not declare.
const ADDITIONAL: [&str; 2] = ["additionalProperties", "additionalData"];

/// The keys and values in the order of the text. A key can be there twice.
pub(super) struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Pairs<'a> {
    /// The values by their keys as Graph spells them, those that an SDK kept apart among them.
    pub(super) fn by_key(&self) -> Result<BTreeMap<String, &'a RawValue>, String> {
        let mut found = BTreeMap::new();
        for (key, value) in &self.0 {
            let key = in_camel_case(key);
            if !ADDITIONAL.contains(&key.as_str()) {
                insert(&mut found, key, value)?;
                continue;
            }
            let inner: Option<Pairs<'a>> =
                serde_json::from_str(value.get()).map_err(|error| line(&error.to_string()))?;
            for (key, value) in inner.map(|inner| inner.0).unwrap_or_default() {
                insert(&mut found, key, value)?;
            }
        }
        Ok(found)
    }
}

/// Adds a value. A key that has two of them has none that can be relied on.
fn insert<'a>(found: &mut BTreeMap<String, &'a RawValue>, key: String, value: &'a RawValue) -> Result<(), String> {
    match found.get(&key) {
        Some(known) if known.get() != value.get() => {
            Err(format!("an entry of averageComparativeScores gives {} twice", line(&key)))
        }
        Some(_) | None => {
            found.insert(key, value);
            Ok(())
        }
    }
}

/// `AverageScore` is `averageScore`, but `SeatSizeRangeLowerValue` comes so from Graph itself and is not read here.
fn in_camel_case(key: &str) -> String {
    let mut rest = key.chars();
    rest.next().map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + rest.as_str())
}

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Keys)
    }
}
