//! The figures of controls that bear on incidents, and on how many incidents each does.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::control_assessment::ControlAssessment;
use super::super::state::Claim;
use super::observed_points::ObservedPoints;
use crate::report::{BearingControl, ControlInfo, IncidentInfo, MissingPoints};

/// The figures of a control of which points are missing or may be.
#[derive(Debug, Clone)]
pub(super) struct Figures {
    pub(super) control: Arc<ControlInfo>,
    /// Why it is unknown whether points are missing.
    pub(super) unknown: Option<String>,
    pub(super) missing: MissingPoints,
    /// The points by which the score would rise.
    pub(super) recoverable: MissingPoints,
}

impl Figures {
    /// The figures of a control; none where all of its points are observed.
    pub(super) fn of(assessment: &ControlAssessment<'_>) -> Option<Self> {
        let (unknown, missing) = match ObservedPoints::of(assessment) {
            ObservedPoints::All => return None,
            ObservedPoints::Missing(missing) => (None, missing),
            ObservedPoints::Unknown { why, missing } => (Some(why), missing),
        };
        let recoverable = recoverable(assessment, missing);
        Some(Self { control: assessment.info(), unknown, missing, recoverable })
    }
}

/// The part of the missing points that the score does not contain: claimed points are in it.
fn recoverable(assessment: &ControlAssessment<'_>, missing: MissingPoints) -> MissingPoints {
    match assessment.state.claim() {
        Claim::No => missing,
        Claim::Yes | Claim::Maybe => {
            let Some(score) = assessment.score.filter(|_| assessment.inconsistency.is_none()) else {
                return MissingPoints { least: 0.0, ..missing };
            };
            let left = |max: f64| (max - score).max(0.0);
            MissingPoints {
                least: assessment.max.map_or(0.0, |max| left(max.least)),
                most: assessment.max.map(|max| left(max.most)),
            }
        }
    }
}

/// The controls that bear on incidents: those that bear on the most first, then by strength.
pub(super) fn by_control(infos: &[IncidentInfo]) -> Vec<BearingControl> {
    let mut by_id: BTreeMap<&str, BearingControl> = BTreeMap::new();
    for cause in infos.iter().flat_map(|info| &info.causes) {
        let known = by_id.entry(&cause.control.id).or_insert_with(|| BearingControl {
            control: Arc::clone(&cause.control),
            unknown: cause.unknown.clone(),
            missing: cause.missing,
            recoverable: cause.recoverable,
            strength: 0,
            incidents: 0,
        });
        known.strength = known.strength.max(cause.strength);
        known.incidents += 1;
    }
    let mut controls: Vec<BearingControl> = by_id.into_values().collect();
    controls.sort_by_key(|control| (Reverse(control.incidents), Reverse(control.strength)));
    controls
}
