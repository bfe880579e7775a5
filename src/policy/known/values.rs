//! Whether the categories, services and other values that rules choose controls by occur, and whether tenants are named by ids.

use std::collections::BTreeMap;

use super::Marker;
use crate::error::Problem;
use crate::evidence::{Evidence, Profile};
use crate::policy::load::MOST_PROBLEMS;
use crate::policy::suggest::{closest, code};
use crate::policy::{Expectation, Place, Policy, PolicySet, Rule, Where};
use crate::tenant::TenantId;
use crate::text::list;

/// How many values a message lists.
const LISTED: usize = 12;

/// The properties that have values, by the key of a policy.
const KEYS: [&str; 7] = ["tier", "category", "service", "threat", "action-type", "implementation-cost", "user-impact"];

impl PolicySet {
    /// Every value by which a rule chooses controls and which neither the evidence nor the documentation of Microsoft has. It
    /// means nothing where the catalogue is incomplete.
    #[must_use]
    pub fn unknown_values(&self, evidence: &Evidence) -> Vec<Problem> {
        let known: BTreeMap<&str, BTreeMap<String, String>> = KEYS.map(|key| (key, values(evidence, key))).into();
        let rules = self.policies.iter().flat_map(|policy| &policy.rules);
        let chosen = rules.flat_map(|rule| chosen(rule).into_iter().map(move |(key, value)| (rule, key, value)));
        let marker = Marker::of(self);
        let unknown = chosen.filter_map(|(rule, key, value)| {
            let known = known.get(key)?;
            (!known.contains_key(&comparable(value))).then(|| marker.unknown_value(rule, key, value, known))
        });
        unknown.take(MOST_PROBLEMS).collect()
    }

    /// Every policy that pins a tenant by something else than its id.
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

/// The values by which a rule chooses controls, each with its key.
fn chosen(rule: &Rule) -> Vec<(&'static str, &str)> {
    let properties = match &rule.expect {
        Expectation::Controls(controls) => controls.properties.as_ref(),
        Expectation::Freshness(freshness) => freshness.controls.as_ref().and_then(|chosen| chosen.properties.as_ref()),
        Expectation::Regression(regression) => {
            regression.controls.as_ref().and_then(|chosen| chosen.properties.as_ref())
        }
        Expectation::Score(score) => {
            let category = score.category.as_deref().map(|value| ("category", value));
            return category.into_iter().chain(score.service.as_deref().map(|value| ("service", value))).collect();
        }
        Expectation::Claimed(_) | Expectation::Coverage(_) => None,
    };
    let Some(properties) = properties else { return Vec::new() };
    let of = |key: &'static str| asked(properties, key).into_iter().flatten().map(move |value| (key, value.as_str()));
    KEYS.into_iter().flat_map(of).collect()
}

fn asked<'w>(properties: &'w Where, key: &str) -> Option<&'w Vec<String>> {
    match key {
        "tier" => properties.tier.as_ref(),
        "category" => properties.category.as_ref(),
        "service" => properties.service.as_ref(),
        "threat" => properties.threat.as_ref(),
        "action-type" => properties.action_type.as_ref(),
        "implementation-cost" => properties.implementation_cost.as_ref(),
        "user-impact" => properties.user_impact.as_ref(),
        _ => None,
    }
}

/// The values that occur, and those that Microsoft documents, by the form in which values are compared.
fn values(evidence: &Evidence, key: &str) -> BTreeMap<String, String> {
    let profiles = evidence.catalogue.profiles.values();
    let mut found: Vec<&str> = profiles.flat_map(|profile| of_profile(profile, key)).collect();
    if key == "category" {
        found.extend(evidence.snapshot.controls.iter().filter_map(|control| control.category.as_deref()));
    }
    let documented = documented(key).iter().copied();
    found.into_iter().chain(documented).map(|value| (comparable(value), value.to_owned())).collect()
}

fn of_profile<'p>(profile: &'p Profile, key: &str) -> Vec<&'p str> {
    let one = |text: &'p Option<String>| text.as_deref().into_iter().collect();
    match key {
        "tier" => one(&profile.tier),
        "category" => one(&profile.category),
        "service" => one(&profile.service),
        "threat" => profile.threats.iter().flatten().map(String::as_str).collect(),
        "action-type" => one(&profile.action_type),
        "implementation-cost" => one(&profile.implementation_cost),
        "user-impact" => one(&profile.user_impact),
        _ => Vec::new(),
    }
}

fn documented(key: &str) -> &'static [&'static str] {
    match key {
        "tier" => &["Core", "Defense in Depth", "Advanced"],
        "category" => &["Identity", "Data", "Device", "Apps", "Infrastructure"],
        "action-type" => &["Config", "Review", "Behavior"],
        "implementation-cost" | "user-impact" => &["Low", "Moderate", "High", "Unknown"],
        _ => &[],
    }
}

/// Letters and digits in lower case, as the evaluation compares values.
fn comparable(text: &str) -> String {
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if plain == "phishingwhaling" { "phishingorwhaling".to_owned() } else { plain }
}
