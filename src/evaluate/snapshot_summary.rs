//! The points of the snapshot by category, and the controls with the most points that can still be recovered.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::control_assessment::ControlAssessment;
use super::posture::Posture;
use crate::evidence::Evidence;
use crate::report::{CategoryInfo, ControlInfo, OPEN_CONTROLS};

/// The categories of the snapshot by name.
pub(super) fn categories(posture: &Posture<'_>) -> Vec<CategoryInfo> {
    let mut categories: BTreeMap<&str, CategoryInfo> = BTreeMap::new();
    for assessment in &posture.assessments {
        let name = assessment.control.category.as_deref().unwrap_or_default();
        let known = categories.entry(name).or_insert_with(|| CategoryInfo {
            name: name.to_owned(),
            controls: 0,
            score: Some(0.0),
            max: Some(0.0),
            recoverable: 0.0,
        });
        let is_sound = assessment.inconsistency.is_none();
        let sum = |sum: Option<f64>, figure: Option<f64>| Some(sum? + figure.filter(|_| is_sound)?);
        known.controls += 1;
        known.score = sum(known.score, assessment.score);
        known.max = sum(known.max, assessment.shown_max());
        known.recoverable += assessment.recoverable().unwrap_or(0.0);
    }
    categories.into_values().collect()
}

/// The controls with points that can still be recovered, the most points first.
pub(super) fn open(posture: &Posture<'_>) -> Vec<Arc<ControlInfo>> {
    let points = |assessment: &&ControlAssessment<'_>| assessment.recoverable().unwrap_or(0.0);
    let mut open: Vec<&ControlAssessment<'_>> =
        posture.assessments.iter().filter(|assessment| points(assessment) > 0.0).collect();
    open.sort_by(|a, b| points(b).total_cmp(&points(a)).then_with(|| a.control.id.cmp(&b.control.id)));
    open.into_iter().take(OPEN_CONTROLS).map(ControlAssessment::info).collect()
}

/// The scored controls of some evidence with the points that can be recovered, in the order of the snapshot.
#[must_use]
pub fn scored_controls(evidence: &Evidence) -> Vec<(Arc<ControlInfo>, Option<f64>)> {
    let assessments = Posture::of(evidence).assessments;
    assessments.iter().map(|assessment| (assessment.info(), assessment.recoverable())).collect()
}
