//! Links by technique: a row of the crosswalk is about a technique that an alert names.

use std::collections::{BTreeMap, BTreeSet};

use super::Links;
use crate::crosswalk::{Confidence, Crosswalk, Row};
use crate::evaluate::posture::Posture;
use crate::evidence::{Alert, Technique};
use crate::report::{IncidentLink, LinkBasis};

/// The techniques of an incident, each with the ids of the alerts that name it.
pub(super) type Named<'a> = BTreeMap<Technique, BTreeSet<&'a str>>;

/// The techniques that alerts name. A technique of which a sub-technique is named too is left out: what happened is known better.
pub(super) fn of_alerts<'a>(alerts: &[&'a Alert]) -> Named<'a> {
    let mut named = Named::new();
    for alert in alerts {
        for technique in &alert.techniques {
            named.entry(*technique).or_default().insert(&alert.id);
        }
    }
    let parents: BTreeSet<Technique> = named.keys().filter_map(|technique| technique.parent()).collect();
    named.retain(|technique, _| !parents.contains(technique));
    named
}

/// The rows of the crosswalk by technique, each with the controls of the snapshot that it is about.
pub(super) struct TechniqueIndex<'c> {
    rows: BTreeMap<Technique, Vec<(&'c Row, BTreeSet<usize>)>>,
}

impl<'c> TechniqueIndex<'c> {
    pub(super) fn of(crosswalk: &'c Crosswalk, posture: &Posture<'_>) -> Self {
        let mut rows: BTreeMap<Technique, Vec<(&Row, BTreeSet<usize>)>> = BTreeMap::new();
        for row in &crosswalk.rows {
            let find = |id: &str, is_pattern: bool| {
                if is_pattern { posture.index.matching(id) } else { posture.index.find(id) }
            };
            let controls: BTreeSet<usize> = row.controls.iter().flat_map(|id| find(&id.0, id.is_pattern())).collect();
            for technique in &row.techniques {
                rows.entry(*technique).or_default().push((row, controls.clone()));
            }
        }
        Self { rows }
    }

    /// The techniques of the rows that are about each control, by its position.
    pub(super) fn by_control(&self) -> BTreeMap<usize, BTreeSet<Technique>> {
        let mut by_control: BTreeMap<usize, BTreeSet<Technique>> = BTreeMap::new();
        for (technique, rows) in &self.rows {
            for control in rows.iter().flat_map(|(_, controls)| controls) {
                by_control.entry(*control).or_default().insert(*technique);
            }
        }
        by_control
    }

    /// Whether a row is about a technique, whether or not its controls are scored.
    pub(super) fn covers(&self, technique: Technique) -> bool {
        self.about(technique).next().is_some()
    }

    /// The rows about a technique, each with the technique that it names and the score of a link.
    fn about(&self, technique: Technique) -> impl Iterator<Item = (Technique, u8, &'c Row, &BTreeSet<usize>)> {
        let above = technique.parent();
        let near = self.rows.iter().filter(move |(of_row, _)| {
            **of_row == technique || Some(**of_row) == above || of_row.parent() == Some(technique)
        });
        near.flat_map(move |(of_row, rows)| {
            rows.iter().filter_map(move |(row, controls)| {
                Some((*of_row, score(row.confidence, *of_row == technique)?, *row, controls))
            })
        })
    }

    /// The links of the techniques of an incident: for each control and technique the strongest one.
    pub(super) fn links(&self, named: &Named<'_>) -> Links {
        let mut links = Links::new();
        for (technique, alerts) in named {
            let mut best: BTreeMap<usize, (u8, Technique, &Row)> = BTreeMap::new();
            for (of_row, score, row, controls) in self.about(*technique) {
                for control in controls {
                    let known = best.entry(*control).or_insert((score, of_row, row));
                    if score > known.0 {
                        *known = (score, of_row, row);
                    }
                }
            }
            for (control, (score, of_row, row)) in best {
                let alerts = alerts.iter().map(|id| (*id).to_owned()).collect();
                let basis = basis(*technique, of_row, row);
                links.entry(control).or_default().push(IncidentLink { basis, score, alerts });
            }
        }
        links
    }
}

fn basis(technique: Technique, of_row: Technique, row: &Row) -> LinkBasis {
    LinkBasis::Technique {
        technique,
        of_row,
        row: row.id.clone(),
        source: format!("{} ({})", row.source, row.version),
        confidence: row.confidence.name(),
        why: row.why.clone(),
    }
}

/// The score of a link by a row: half of it where the row is about the technique above or a sub-technique, and none for a row of low
/// confidence then.
const fn score(confidence: Confidence, is_same: bool) -> Option<u8> {
    match (confidence, is_same) {
        (Confidence::High, true) => Some(90),
        (Confidence::Medium, true) => Some(60),
        (Confidence::Low, true) => Some(30),
        (Confidence::High, false) => Some(45),
        (Confidence::Medium, false) => Some(30),
        (Confidence::Low, false) => None,
    }
}
