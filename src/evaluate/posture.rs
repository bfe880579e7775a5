//! The whole snapshot with everything that is derived of it.

use super::control_assessment::ControlAssessment;
use super::defect::{Defect, Figure, find_defect};
use super::interval::Interval;
use super::selector_index::SelectorIndex;
use super::state::Claim;
use crate::evidence::{Evidence, Snapshot};
use crate::figures::SUM_TOLERANCE;
use crate::report::{Inconsistency, Reason};

/// A snapshot, its catalogue and what follows from them.
#[derive(Debug)]
pub(super) struct Posture<'e> {
    pub(super) evidence: &'e Evidence,
    /// The scored controls, by id without letter case.
    pub(super) assessments: Vec<ControlAssessment<'e>>,
    pub(super) index: SelectorIndex,
    /// The reason not to trust sums over controls, if there is one.
    pub(super) defect: Option<Defect>,
    /// The reason for which the snapshot may be missing controls although its points add up, if there is one.
    pub(super) gap: Option<Reason>,
    /// Points known to be claimed.
    pub(super) claimed: f64,
    /// Points that may be claimed, because the state of their controls is unknown.
    pub(super) maybe_claimed: f64,
    /// The maximum that belongs to no control of known maximum (R), in points; none where `maxScore` is unknown.
    pub(super) remainder: Option<Interval>,
    /// The number of scored controls whose maximum is unknown.
    pub(super) unknown_maxima: usize,
    /// Points of the controls whose maximum is unknown.
    pub(super) unknown_points: f64,
    /// Points of the reported score that no scored control has, within the tolerance for sums: they may be claimed ones.
    pub(super) unaccounted: f64,
    /// The possible error of the reported score because figures of single controls are inconsistent, in points.
    pub(super) doubt: f64,
}

impl<'e> Posture<'e> {
    pub(super) fn of(evidence: &'e Evidence) -> Self {
        let snapshot = &evidence.snapshot;
        let day = snapshot.date();
        let assessments: Vec<ControlAssessment<'e>> =
            snapshot.controls.iter().map(|control| ControlAssessment::of(control, &evidence.catalogue, day)).collect();
        let mut claimed = 0.0;
        let mut maybe_claimed = 0.0;
        for assessment in &assessments {
            match assessment.state.claim() {
                Claim::No => {}
                Claim::Yes if assessment.inconsistency.is_none() => claimed += assessment.score.unwrap_or(0.0),
                Claim::Yes | Claim::Maybe => maybe_claimed += highest(assessment),
            }
        }
        // The maximum of a control whose figures are inconsistent is as good as unknown.
        let known =
            |assessment: &&ControlAssessment<'_>| assessment.inconsistency.is_none() && assessment.max.is_some();
        let unknown: Vec<&ControlAssessment<'_>> = assessments.iter().filter(|assessment| !known(assessment)).collect();
        let known = assessments.iter().filter(known).filter_map(|assessment| assessment.max);
        let known = known.fold(Interval::ZERO, Interval::plus);
        Self {
            evidence,
            index: SelectorIndex::of(&assessments),
            defect: defect(evidence, &assessments),
            gap: gap(snapshot, &assessments),
            claimed,
            maybe_claimed,
            remainder: snapshot.max.map(|max| Interval { least: max - known.most, most: max - known.least }),
            unknown_maxima: unknown.len(),
            unknown_points: unknown.iter().map(|assessment| highest(assessment)).sum(),
            unaccounted: unaccounted(snapshot, &assessments),
            doubt: assessments.iter().map(ControlAssessment::doubt).sum(),
            assessments,
        }
    }

    /// The maximum that belongs to controls of unknown maximum beyond the points that they have, or to none that is known; or why
    /// it is unknown. What is within rounding is nothing.
    pub(super) fn open_maximum(&self) -> Result<f64, Reason> {
        match self.remainder {
            None => Err(Reason::NoMaxScore(None)),
            Some(rest) if rest.most < -SUM_TOLERANCE => {
                Err(Reason::FiguresInconsistent(Inconsistency::Maxima(-rest.most)))
            }
            Some(rest) if rest.most < self.unknown_points - SUM_TOLERANCE => {
                let (points, left) = (self.unknown_points, rest.most.max(0.0));
                Err(Reason::FiguresInconsistent(Inconsistency::UnknownMaxima { points, left }))
            }
            Some(rest) if rest.most <= SUM_TOLERANCE && self.unknown_maxima == 0 => Ok(0.0),
            Some(rest) => Ok((rest.most - self.unknown_points).max(0.0)),
        }
    }

    /// The reason for which controls may be missing from the snapshot, so that nothing holds for all of them.
    pub(super) fn incomplete_reason(&self) -> Option<&Reason> {
        self.defect.as_ref().map(|defect| &defect.reason).or(self.gap.as_ref())
    }

    /// The most points that may be claimed.
    pub(super) fn most_claimed(&self) -> f64 {
        self.claimed + self.maybe_claimed + self.unaccounted
    }

    /// The reason that the points of the controls do not add up to the reported score.
    pub(super) fn sum_inconsistency(&self) -> Reason {
        let current = self.evidence.snapshot.current.unwrap_or(0.0);
        let most = current - self.unaccounted;
        Reason::FiguresInconsistent(Inconsistency::Sum { least: most, most, current })
    }

    /// The reason that controls may be missing, if they may.
    pub(super) fn may_miss_controls(&self) -> Option<Reason> {
        let cause = Box::new(self.incomplete_reason()?.clone());
        Some(Reason::ControlsMayBeMissing { date: None, cause })
    }
}

fn highest(assessment: &ControlAssessment<'_>) -> f64 {
    assessment.control.disputed.map_or(assessment.score.unwrap_or(0.0), |disputed| disputed.highest)
}

/// The points of the reported score that no scored control has. Rounding of binary fractions is ignored.
fn unaccounted(snapshot: &Snapshot, assessments: &[ControlAssessment<'_>]) -> f64 {
    let all: f64 = assessments.iter().map(highest).sum();
    snapshot.current.map(|current| current - all).filter(|points| *points > 1e-6).unwrap_or(0.0)
}

/// Returns the reason for which a snapshot may be missing controls: points of its maximum belong to none that it scores. A
/// scored control of unknown maximum is taken to explain them.
fn gap(snapshot: &Snapshot, assessments: &[ControlAssessment<'_>]) -> Option<Reason> {
    let Some(max) = snapshot.max else {
        return Some(Reason::NoMaxScore(None));
    };
    let known = assessments.iter().map(|assessment| Some(assessment.max?.least)).sum::<Option<f64>>()?;
    let rest = max - known;
    (rest > SUM_TOLERANCE).then_some(Reason::MaximumUnassigned { points: rest, part: None, may_be_scored: false })
}

/// Returns the reason not to trust sums over the controls of a snapshot, if there is one.
fn defect(evidence: &Evidence, assessments: &[ControlAssessment<'_>]) -> Option<Defect> {
    let snapshot = &evidence.snapshot;
    if snapshot.partial {
        return Some(Defect::unusable(Reason::SnapshotPartial));
    }
    let figures = assessments.iter().map(|assessment| {
        let control = assessment.control;
        Figure { id: &control.id, score: control.score, disputed: control.disputed }
    });
    find_defect((snapshot.current, snapshot.max), snapshot.lists_controls, &figures.collect::<Vec<_>>())
}
