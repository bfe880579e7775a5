//! Selectors: the controls that a rule is about.

use schemars::JsonSchema;
use serde::Deserialize;

use super::property::{Property, Where};
use crate::text::list;

/// A choice of controls; exactly one of `match` and `where` is given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["match"] }, { "required": ["where"] }]))]
pub struct Selector {
    /// Ids of controls, or patterns with `*`, `?` and `[…]`; letter case does not count.
    #[serde(rename = "match")]
    #[schemars(length(min = 1))]
    pub ids: Option<Vec<ControlId>>,
    /// Properties that a control must have.
    #[serde(rename = "where")]
    pub properties: Option<Where>,
    /// Ids of controls, or patterns, that are excluded.
    #[schemars(length(min = 1))]
    pub except: Option<Vec<ControlId>>,
}

/// The id of a control, such as `AdminMFAV2`, or a pattern, such as `mdo_safelinks*`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ControlId(#[schemars(regex(pattern = r"^[^\s\x00-\x1f\x7f]+$"))] pub String);

impl ControlId {
    /// Whether this is a pattern rather than one id.
    #[must_use]
    pub fn is_pattern(&self) -> bool {
        self.0.contains(['*', '?', '['])
    }
}

/// The choice of controls that an expectation makes, of whichever kind it is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Selected<'e> {
    /// The entries of `match`.
    pub(crate) ids: Option<&'e Vec<ControlId>>,
    /// The properties of `where`.
    pub(crate) properties: Option<&'e Where>,
    /// The entries of `except`.
    pub(crate) except: Option<&'e Vec<ControlId>>,
}

impl<'e> From<&'e Selector> for Selected<'e> {
    fn from(chosen: &'e Selector) -> Self {
        let Selector { ids, properties, except } = chosen;
        Self { ids: ids.as_ref(), properties: properties.as_ref(), except: except.as_ref() }
    }
}

impl<'e> Selected<'e> {
    /// Whether neither `match` nor `where` narrows the choice.
    pub(crate) const fn is_all(&self) -> bool {
        self.ids.is_none() && self.properties.is_none()
    }

    /// The values of `where`, each with its property.
    pub(crate) fn values(&self) -> Vec<(Property, &'e str)> {
        let Some(properties) = self.properties else { return Vec::new() };
        let of = |property: Property| {
            property.required_values(properties).into_iter().flatten().map(move |value| (property, value.as_str()))
        };
        Property::ALL.into_iter().flat_map(of).collect()
    }

    /// Whether the choice is a single id.
    pub(crate) fn is_one(&self) -> bool {
        self.ids.is_some_and(|ids| matches!(ids.as_slice(), [one] if !one.is_pattern()))
    }

    /// The choice in words: ids, or `controls of service EXO`.
    pub(crate) fn description(&self) -> String {
        let ids = self.ids.map(|ids| list(&ids.iter().map(|id| id.0.as_str()).collect::<Vec<_>>(), "and"));
        let of = |properties: &Where| {
            let words = Property::ALL.into_iter().filter_map(|property| {
                let values = property.required_values(properties)?;
                Some(format!("{} {}", property.key().replace('-', " "), list(values, "or")))
            });
            format!("controls of {}", list(&words.collect::<Vec<_>>(), "and"))
        };
        ids.or_else(|| self.properties.map(of)).unwrap_or_else(|| "controls".to_owned())
    }
}
