//! Rows of users that name a control which neither the snapshot nor the catalogue has: most likely a slip.

use std::collections::BTreeSet;

use super::super::control_id::names_control;
use super::super::posture::Posture;
use crate::crosswalk::{Crosswalk, Row};
use crate::policy::ControlId;
use crate::text::suggest::{closest, code};
use crate::text::{line, list};

/// The most controls that are named as near ones.
const NEAR: usize = 3;

/// A note on each row of a user with an unknown control.
pub(super) fn notes(crosswalk: &Crosswalk, posture: &Posture<'_>) -> Vec<String> {
    let rows = crosswalk.rows.iter().filter_map(|row| Some((row, row.place.as_deref()?)));
    let rows: Vec<(&Row, &str)> = rows.collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let of_snapshot = posture.evidence.snapshot.controls.iter().map(|control| control.id.as_str());
    let of_catalogue = posture.evidence.catalogue.profiles.values().map(|profile| profile.id.as_str());
    let known: Vec<&str> = of_snapshot.chain(of_catalogue).collect();
    let lower: Vec<String> = known.iter().map(|id| id.to_lowercase()).collect();
    let note = |(row, place): (&Row, &str), control: &ControlId| {
        let place = line(place);
        let what = format!("the row {} of the crosswalk ({place}): no control is {}", code(&row.id), code(&control.0));
        match near(&control.0, &known, &lower) {
            found if found.is_empty() => format!("{what}, neither in the snapshot nor in the catalogue"),
            found => {
                format!("{what}, neither in the snapshot nor in the catalogue; did you mean {}?", list(&found, "or"))
            }
        }
    };
    let is_known = |control: &ControlId| known.iter().any(|id| names_control(std::slice::from_ref(control), id));
    let pairs = rows.into_iter().flat_map(|found| found.0.controls.iter().map(move |control| (found, control)));
    pairs.filter(|(_, control)| !is_known(control)).map(|(found, control)| note(found, control)).collect()
}

/// The controls whose ids are near to one: those that differ by a slip, or that begin or end with it.
fn near(control: &str, known: &[&str], lower: &[String]) -> Vec<String> {
    let wanted = control.trim_matches('*').to_lowercase();
    let slip = closest(control, known.iter().copied());
    let is_part = |id: &str| wanted.len() >= 4 && (id.starts_with(&wanted) || id.ends_with(&wanted));
    let parts = known.iter().zip(lower).filter(|(_, lower)| is_part(lower)).map(|(id, _)| *id);
    let mut found: Vec<&str> = slip.into_iter().chain(parts).collect();
    let mut seen = BTreeSet::new();
    found.retain(|id| seen.insert(*id));
    found.into_iter().take(NEAR).map(code).collect()
}
