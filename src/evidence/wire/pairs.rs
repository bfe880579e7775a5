//! An object whose keys Graph does not declare, and which an SDK may have written.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::evidence::fault::Fault;
use crate::evidence::limits::Fields;
use crate::text::line;

/// The keys under which SDKs keep properties that Graph does not declare.
const ADDITIONAL: [&str; 2] = ["additionalProperties", "additionalData"];

impl<'a> Fields<'a> {
    /// The values by their keys as Graph spells them, those that an SDK kept apart among them.
    pub(super) fn by_key(&self) -> Result<BTreeMap<String, &'a RawValue>, Fault> {
        let mut found = BTreeMap::new();
        for (key, value) in &self.0 {
            let key = in_camel_case(key);
            if !ADDITIONAL.contains(&key.as_str()) {
                insert(&mut found, key, value)?;
                continue;
            }
            let inner: Option<Fields<'a>> =
                serde_json::from_str(value.get()).map_err(|error| Fault::malformed(line(&error.to_string())))?;
            for (key, value) in inner.map(|inner| inner.0).unwrap_or_default() {
                insert(&mut found, key, value)?;
            }
        }
        Ok(found)
    }
}

/// Adds a value. A key that has two of them has none that can be relied on.
fn insert<'a>(found: &mut BTreeMap<String, &'a RawValue>, key: String, value: &'a RawValue) -> Result<(), Fault> {
    match found.get(&key) {
        Some(known) if known.get() != value.get() => {
            Err(Fault::invalid(format!("an entry of averageComparativeScores gives {} twice", line(&key))))
        }
        Some(_) | None => {
            found.insert(key, value);
            Ok(())
        }
    }
}

/// `AverageScore` is `averageScore`; `SeatSizeRangeLowerValue` comes so from Graph itself and is not read here.
fn in_camel_case(key: &str) -> String {
    let mut rest = key.chars();
    rest.next().map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + rest.as_str())
}
