//! The choice of controls that are listed.

use glob::Pattern;

use crate::error::{Error, Help};
use crate::policy::property::comparable;
use crate::report::{Inventory, InventoryControl};
use crate::text::suggest::{closest, code};

/// The conditions on the controls that are listed: all must be met. An empty list is no condition, and one of its values is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InventoryFilter {
    /// Ids, or patterns with `*`, `?` and `[…]`; letter case does not count.
    pub ids: Vec<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// Services.
    pub services: Vec<String>,
    /// Tiers.
    pub tiers: Vec<String>,
    /// States, as Graph has them.
    pub states: Vec<String>,
    /// Whether points can be recovered.
    pub is_open: bool,
    /// Whether no rule chooses the control.
    pub has_no_rule: bool,
    /// Whether controls that only the catalogue lists are included.
    pub with_unscored: bool,
}

/// A property that a filter compares, with its option.
type Compared<'f> = (&'static str, &'f [String], fn(&InventoryControl) -> Option<&str>);

impl InventoryFilter {
    /// The inventory without the controls that do not meet the conditions.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where no control of the tenant has a value that the filter names, and where a pattern is none.
    pub fn apply(&self, mut inventory: Inventory) -> Result<Inventory, Error> {
        inventory.controls.retain(|control| self.with_unscored || control.is_scored);
        inventory.total = inventory.controls.len();
        let patterns = self.ids.iter().map(|id| pattern(id)).collect::<Result<Vec<Pattern>, Error>>()?;
        self.require_known(&inventory, &patterns)?;
        inventory.controls.retain(|control| {
            let is_named =
                patterns.is_empty() || patterns.iter().any(|pattern| pattern.matches(&control.info.id.to_lowercase()));
            let has_values = self
                .compared()
                .iter()
                .all(|(_, values, of)| values.is_empty() || values.iter().any(|value| has(*of, control, value)));
            let is_open = !self.is_open || control.recoverable.is_some_and(|points| points > 0.0);
            is_named && has_values && is_open && (!self.has_no_rule || control.rules.is_empty())
        });
        Ok(inventory)
    }

    fn compared(&self) -> [Compared<'_>; 4] {
        [
            ("category", &self.categories, |control| control.info.category.as_deref()),
            ("service", &self.services, |control| control.info.service.as_deref()),
            ("tier", &self.tiers, |control| control.info.tier.as_deref()),
            ("state", &self.states, |control| control.info.state.as_deref()),
        ]
    }

    /// Refuses values that no control has: an empty list would look like an answer.
    fn require_known(&self, inventory: &Inventory, patterns: &[Pattern]) -> Result<(), Error> {
        for (noun, values, of) in self.compared() {
            let is_known = |value: &&String| inventory.controls.iter().any(|control| has(of, control, value));
            if let Some(value) = values.iter().find(|value| !is_known(value)) {
                let known = inventory.controls.iter().filter_map(of);
                return Err(unknown(noun, value, closest(value, known)));
            }
        }
        for (id, pattern) in self.ids.iter().zip(patterns) {
            if !inventory.controls.iter().any(|control| pattern.matches(&control.info.id.to_lowercase())) {
                let known = inventory.controls.iter().map(|control| control.info.id.as_str());
                return Err(unknown("id", id, closest(id, known)));
            }
        }
        Ok(())
    }
}

fn has(of: fn(&InventoryControl) -> Option<&str>, control: &InventoryControl, value: &str) -> bool {
    of(control).is_some_and(|own| comparable(own) == comparable(value))
}

fn pattern(id: &str) -> Result<Pattern, Error> {
    Pattern::new(&id.to_lowercase()).map_err(|error| Error::Usage {
        message: format!("{} is no pattern: {}", code(id), error.msg),
        help: "close each bracket, or write `[[]` for a bracket itself".into(),
    })
}

fn unknown(noun: &str, value: &str, meant: Option<&str>) -> Error {
    let help: Help = match meant {
        Some(meant) => format!("did you mean {}?", code(meant)).into(),
        None => "list all controls to see the values that there are".into(),
    };
    Error::Usage { message: format!("no listed control has the {noun} {}", code(value)), help }
}
