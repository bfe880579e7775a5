//! The instance of a control that a waiver names.

use crate::evaluate::control_id::same_control;
use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::posture::Posture;
use crate::evidence::without_instance;
use crate::policy::Waiver;
use crate::report::Subject;

/// The instances of the controls that waivers name. Microsoft puts the number of a connector's instance in front of the id, so
/// that an id with and without it is the same control; unless there are several, of which a waiver means one.
#[derive(Debug)]
pub(super) struct Instances {
    /// The ids of which there are several that differ in nothing but the number of an instance, without that number.
    several: BTreeSet<String>,
    /// Whether the snapshot may be missing controls, another instance among them.
    may_miss: bool,
}

impl Instances {
    pub(super) fn of(waivers: &[Waiver], posture: &Posture<'_>) -> Self {
        let controls = waivers.iter().flat_map(|waiver| &waiver.controls);
        let named: BTreeSet<String> = controls.map(|control| without_instance(&control.0).to_lowercase()).collect();
        let scored = posture.assessments.iter().map(|assessment| assessment.control.id.as_str());
        let mut several = several(&named, scored);
        // Microsoft puts numbers before ids that had none: only on one day are two ids two instances.
        for day in &posture.evidence.history {
            several.append(&mut self::several(&named, day.controls.iter().map(|control| control.id.as_str())));
        }
        // The catalogue lists the one instance without its number at times: that alone makes no second one.
        let listed = posture.evidence.catalogue.profiles.keys().map(String::as_str);
        several.append(&mut self::several(&named, listed.filter(|id| without_instance(id) != *id)));
        Self { several, may_miss: posture.incomplete_reason().is_some() }
    }

    /// Whether a waiver is about a subject.
    pub(super) fn names(&self, waiver: &Waiver, subject: &Subject) -> bool {
        match subject {
            Subject::Tenant => waiver.controls.is_empty(),
            Subject::Control(control) => waiver.controls.iter().any(|given| self.is_same(&given.0, control)),
        }
    }

    fn is_same(&self, given: &str, control: &str) -> bool {
        let is_exact = given.to_lowercase() == control.to_lowercase();
        let bare = without_instance(control).to_lowercase();
        if self.several.contains(&bare) || (self.may_miss && given.len() > bare.len()) {
            return is_exact;
        }
        same_control(given, control)
    }
}

/// Those of the named ids of which there are several instances among the given ids.
fn several<'a>(named: &BTreeSet<String>, ids: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    if !named.is_empty() {
        for id in ids.map(str::to_lowercase) {
            let bare = without_instance(&id);
            if named.contains(bare) {
                found.entry(bare.to_owned()).or_default().insert(id);
            }
        }
    }
    found.into_iter().filter(|(_, ids)| ids.len() > 1).map(|(bare, _)| bare).collect()
}
