//! Links by technique: a row of the crosswalk is about a technique that an alert names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Links;
use crate::crosswalk::{Confidence, Crosswalk, Row};
use crate::evaluate::posture::Posture;
use crate::evidence::{Alert, Technique};
use crate::report::{IncidentLink, LinkBasis, RowInfo};

/// The techniques of an incident, each with the ids of the alerts that name it.
pub(super) type Named<'a> = BTreeMap<Technique, BTreeSet<&'a str>>;

/// The techniques that alerts name. A technique of which the same alert names a sub-technique too does not count for it: what
/// happened is known better.
pub(super) fn of_alerts<'a>(alerts: &[&'a Alert]) -> Named<'a> {
    let mut named = Named::new();
    for alert in alerts {
        let parents: BTreeSet<Technique> = alert.techniques.iter().filter_map(|technique| technique.parent()).collect();
        for technique in alert.techniques.difference(&parents) {
            named.entry(*technique).or_default().insert(&alert.id);
        }
    }
    named
}

/// The rows of the crosswalk by technique, each with the controls of the snapshot that it is about.
pub(super) struct TechniqueIndex<'c> {
    rows: BTreeMap<Technique, Vec<IndexedRow<'c>>>,
}

/// A row of the crosswalk with what every link by it shares.
struct IndexedRow<'c> {
    row: &'c Row,
    info: Arc<RowInfo>,
    /// The controls of the snapshot that it is about.
    controls: Arc<BTreeSet<usize>>,
}

impl<'c> TechniqueIndex<'c> {
    pub(super) fn of(crosswalk: &'c Crosswalk, posture: &Posture<'_>) -> Self {
        let mut rows: BTreeMap<Technique, Vec<IndexedRow<'_>>> = BTreeMap::new();
        for row in &crosswalk.rows {
            let find = |id: &str, is_pattern: bool| {
                if is_pattern { posture.index.matching(id) } else { posture.index.find(id) }
            };
            let controls: BTreeSet<usize> = row.controls.iter().flat_map(|id| find(&id.0, id.is_pattern())).collect();
            let (controls, info) = (Arc::new(controls), Arc::new(info(row)));
            for technique in &row.techniques {
                let (info, controls) = (Arc::clone(&info), Arc::clone(&controls));
                rows.entry(*technique).or_default().push(IndexedRow { row, info, controls });
            }
        }
        Self { rows }
    }

    /// The techniques of the rows that are about each control, by its position.
    pub(super) fn by_control(&self) -> BTreeMap<usize, BTreeSet<Technique>> {
        let mut by_control: BTreeMap<usize, BTreeSet<Technique>> = BTreeMap::new();
        for (technique, rows) in &self.rows {
            for control in rows.iter().flat_map(|row| row.controls.iter()) {
                by_control.entry(*control).or_default().insert(*technique);
            }
        }
        by_control
    }

    /// Whether a row is about a technique, whether or not its controls are scored.
    pub(super) fn covers(&self, technique: Technique) -> bool {
        self.about(technique).next().is_some()
    }

    /// The rows about a technique, each with the technique that it names and the strength of a link.
    fn about(&self, technique: Technique) -> impl Iterator<Item = (Technique, u8, &IndexedRow<'c>)> {
        let above = technique.parent();
        let near = self.rows.iter().filter(move |(of_row, _)| {
            **of_row == technique || Some(**of_row) == above || of_row.parent() == Some(technique)
        });
        near.flat_map(move |(of_row, rows)| {
            rows.iter().filter_map(move |indexed| {
                Some((*of_row, strength(indexed.row.confidence, *of_row == technique)?, indexed))
            })
        })
    }

    /// The links of the techniques of an incident: for each control and technique the strongest one.
    pub(super) fn links(&self, named: &Named<'_>) -> Links {
        let mut links = Links::new();
        for (technique, alerts) in named {
            let mut best: BTreeMap<usize, (u8, Technique, &Arc<RowInfo>)> = BTreeMap::new();
            for (of_row, strength, indexed) in self.about(*technique) {
                for control in indexed.controls.iter() {
                    let known = best.entry(*control).or_insert((strength, of_row, &indexed.info));
                    if strength > known.0 {
                        *known = (strength, of_row, &indexed.info);
                    }
                }
            }
            for (control, (strength, of_row, row)) in best {
                let alerts = alerts.iter().map(|id| (*id).to_owned()).collect();
                let basis = LinkBasis::Technique { technique: *technique, of_row, row: Arc::clone(row) };
                links.entry(control).or_default().push(IncidentLink { basis, strength, alerts });
            }
        }
        links
    }
}

fn info(row: &Row) -> RowInfo {
    RowInfo {
        id: row.id.clone(),
        source: format!("{} ({})", row.source, row.version),
        confidence: row.confidence.name(),
        why: row.why.clone(),
    }
}

/// The strength of a link by a row: half of it where the row is about the technique above or a sub-technique, and none for a row of low
/// confidence then.
const fn strength(confidence: Confidence, is_same: bool) -> Option<u8> {
    match (confidence, is_same) {
        (Confidence::High, true) => Some(90),
        (Confidence::Medium, true) => Some(60),
        (Confidence::Low, true) => Some(30),
        (Confidence::High, false) => Some(45),
        (Confidence::Medium, false) => Some(30),
        (Confidence::Low, false) => None,
    }
}
