//! Whether the categories, services and other values that rules choose controls by occur, and whether tenants are named by ids.

use std::collections::BTreeMap;

use super::Marker;
use crate::error::Problem;
use crate::evidence::Evidence;
use crate::policy::property::{Property, comparable};
use crate::policy::{Place, Policy, PolicySet, Rule};
use crate::tenant::TenantId;
use crate::text::list;
use crate::text::suggest::{closest, code};
use crate::yaml::problem::MOST_PROBLEMS;

/// The number of values that a message lists.
const LISTED: usize = 12;

impl PolicySet {
    /// Every value by which a rule chooses controls and which neither the evidence nor the documentation of Microsoft has. It
    /// means nothing where the catalogue is incomplete.
    #[must_use]
    pub fn unknown_values(&self, evidence: &Evidence) -> Vec<Problem> {
        let known: BTreeMap<Property, BTreeMap<String, String>> =
            Property::ALL.map(|property| (property, values(evidence, property))).into();
        let rules = self.policies.iter().flat_map(|policy| &policy.rules);
        let chosen = rules.flat_map(|rule| {
            rule.expect.selected_values().into_iter().map(move |(property, value)| (rule, property, value))
        });
        let marker = Marker::of(self);
        let unknown = chosen.filter_map(|(rule, property, value)| {
            let known = known.get(&property)?;
            (!known.contains_key(&comparable(value))).then(|| marker.unknown_value(rule, property.key(), value, known))
        });
        unknown.take(MOST_PROBLEMS).collect()
    }

    /// Every policy that requires a tenant by something else than its id.
    #[must_use]
    pub fn malformed_tenants(&self, evidence: &Evidence) -> Vec<Problem> {
        let marker = Marker::of(self);
        let pins = self.policies.iter().filter_map(|policy| Some((policy, policy.tenant.as_ref()?)));
        let malformed = pins.filter(|(_, tenant)| !tenant.is_well_formed());
        let problem = |(policy, tenant): (&Policy, &TenantId)| {
            let help = evidence.named.as_ref().map_or_else(
                || "write the GUID that Entra shows as `Tenant ID`".to_owned(),
                |named| {
                    format!(
                        "write the GUID that Entra shows as `Tenant ID`; the evidence is of {}",
                        code(named.as_str())
                    )
                },
            );
            let message = format!("{} is not the id of a tenant", code(tenant.as_str()));
            // The key may stand before the id of the policy.
            let place = Place { line: 1, ..policy.place };
            marker.problem(place, &["tenant:", tenant.as_str()], message, "not an id", help)
        };
        malformed.take(MOST_PROBLEMS).map(problem).collect()
    }
}

impl Marker<'_> {
    fn unknown_value(&self, rule: &Rule, key: &str, value: &str, known: &BTreeMap<String, String>) -> Problem {
        let help = match closest(value, known.values().map(String::as_str)) {
            Some(near) => format!("did you mean {}?", code(near)),
            None => {
                let mut shown: Vec<String> = known.values().take(LISTED).map(|value| code(value)).collect();
                let rest = known.len().saturating_sub(LISTED);
                shown.extend((rest > 0).then(|| format!("{rest} more")));
                format!("the values are {}", list(&shown, "and"))
            }
        };
        let message = format!("no control of the evidence has the {} {}", key.replace('-', " "), code(value));
        self.problem(rule.place, &["expect", key, value], message, "unknown value", help)
    }
}

/// The values that occur, and those that Microsoft documents, by the form in which values are compared.
fn values(evidence: &Evidence, property: Property) -> BTreeMap<String, String> {
    let profiles = evidence.catalogue.profiles.values();
    let mut found: Vec<&str> = profiles.flat_map(|profile| property.values(profile)).collect();
    if property == Property::Category {
        found.extend(evidence.snapshot.controls.iter().filter_map(|control| control.category.as_deref()));
    }
    let documented = property.documented().iter().copied();
    found.into_iter().chain(documented).map(|value| (comparable(value), value.to_owned())).collect()
}
