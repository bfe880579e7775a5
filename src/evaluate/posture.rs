//! The whole snapshot with everything that is derived of it.

use super::control_assessment::Standing;
use super::interval::Interval;
use super::select::Index;
use super::state::Claim;
use super::threshold::TOLERANCE;
use crate::evidence::{Disputed, Evidence, Snapshot, without_instance};
use crate::text::{points, sample};

/// By how many points the controls may miss the reported total before nothing can rest on either.
const SUM_TOLERANCE: f64 = 0.5;

/// Why nothing is proved by an answer that Graph marked as partial, as a sentence fragment.
pub(super) const PARTIAL: &str = "a part of the snapshot is missing";

/// A snapshot, its catalogue and what follows from them.
#[derive(Debug)]
pub(super) struct Posture<'e> {
    pub(super) evidence: &'e Evidence,
    /// The scored controls, by id without letter case.
    pub(super) standings: Vec<Standing<'e>>,
    pub(super) index: Index,
    /// Why sums over controls cannot be trusted, if they cannot.
    pub(super) broken: Option<Broken>,
    /// Why the snapshot may be missing controls although its points add up, if it may: as a sentence fragment.
    pub(super) gap: Option<String>,
    /// Points known to be claimed.
    pub(super) claimed: f64,
    /// Points that may be claimed, because the state of their controls is not known.
    pub(super) maybe_claimed: f64,
    /// The maximum that belongs to no control of known maximum (R), in points; none where `maxScore` is not known.
    pub(super) remainder: Option<Interval>,
    /// The number of scored controls whose maximum is not known.
    pub(super) unknown_maxima: usize,
    /// Points of the controls whose maximum is not known.
    pub(super) unknown_points: f64,
    /// By how many points the reported score may be wrong, because figures of single controls do not add up.
    pub(super) doubt: f64,
}

impl<'e> Posture<'e> {
    pub(super) fn of(evidence: &'e Evidence) -> Self {
        let snapshot = &evidence.snapshot;
        let day = snapshot.date();
        let standings: Vec<Standing<'e>> =
            snapshot.controls.iter().map(|control| Standing::of(control, &evidence.catalogue, day)).collect();
        let mut claimed = 0.0;
        let mut maybe_claimed = 0.0;
        for standing in &standings {
            match standing.state.claim() {
                Claim::No => {}
                Claim::Yes if standing.odd.is_none() => claimed += standing.score.unwrap_or(0.0),
                Claim::Yes | Claim::Maybe => maybe_claimed += highest(standing),
            }
        }
        // The maximum of a control whose figures do not add up is as good as unknown.
        let known = |standing: &&Standing<'_>| standing.odd.is_none() && standing.max.is_some();
        let unknown: Vec<&Standing<'_>> = standings.iter().filter(|standing| !known(standing)).collect();
        let known = standings.iter().filter(known).filter_map(|standing| standing.max);
        let known = known.fold(Interval::ZERO, Interval::plus);
        Self {
            evidence,
            index: Index::of(&standings),
            broken: broken(evidence, &standings),
            gap: gap(snapshot, &standings),
            claimed,
            maybe_claimed,
            remainder: snapshot.max.map(|max| Interval { least: max - known.most, most: max - known.least }),
            unknown_maxima: unknown.len(),
            unknown_points: unknown.iter().map(|standing| highest(standing)).sum(),
            doubt: standings.iter().map(Standing::doubt).sum(),
            standings,
        }
    }

    /// The maximum that belongs to controls of unknown maximum beyond the points that they have, or to none that is known; or why
    /// it cannot be told. What is within rounding is nothing.
    pub(super) fn open_maximum(&self) -> Result<f64, String> {
        match self.remainder {
            None => Err("the snapshot gives no maxScore".to_owned()),
            Some(rest) if rest.most < -SUM_TOLERANCE => Err(format!(
                "the maxima of the controls are {} points more than the snapshot's maxScore",
                points(-rest.most, None)
            )),
            Some(rest) if rest.most < self.unknown_points - SUM_TOLERANCE => Err(format!(
                "the controls of unknown maximum have {} points, and only {} points of the snapshot's maxScore are left for them",
                points(self.unknown_points, None),
                points(rest.most.max(0.0), None)
            )),
            Some(rest) if rest.most <= SUM_TOLERANCE && self.unknown_maxima == 0 => Ok(0.0),
            Some(rest) => Ok((rest.most - self.unknown_points).max(0.0)),
        }
    }

    /// Why controls may be missing from the snapshot, so that nothing holds for all of them; as a sentence fragment.
    pub(super) fn why_not_whole(&self) -> Option<&str> {
        self.broken.as_ref().map(|broken| broken.why.as_str()).or(self.gap.as_deref())
    }
}

/// Why the controls of a snapshot cannot be relied on as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    /// As a sentence fragment.
    pub(super) why: String,
    pub(super) reported: Reported,
}

/// What the reported score of a snapshot is good for whose controls cannot be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reported {
    /// It does not need them: the response lists none.
    Usable,
    /// A failure stands, but nothing holds by it.
    FailureOnly,
    /// It is in doubt itself.
    Unusable,
}

fn highest(standing: &Standing<'_>) -> f64 {
    standing.control.disputed.map_or(standing.score.unwrap_or(0.0), |disputed| disputed.highest)
}

/// Why a snapshot may be missing controls: points of its maximum belong to none that it scores. A scored control of unknown maximum
/// is taken to explain them.
fn gap(snapshot: &Snapshot, standings: &[Standing<'_>]) -> Option<String> {
    let Some(max) = snapshot.max else {
        return Some("it gives no maxScore, so that nothing shows whether it holds every control".to_owned());
    };
    let known = standings.iter().map(|standing| Some(standing.max?.least)).sum::<Option<f64>>()?;
    let rest = max - known;
    (rest > SUM_TOLERANCE)
        .then(|| format!("{} points of its maxScore belong to no control that it scores", points(rest, None)))
}

/// Why sums over the controls of a snapshot cannot be trusted, if they cannot.
fn broken(evidence: &Evidence, standings: &[Standing<'_>]) -> Option<Broken> {
    let snapshot = &evidence.snapshot;
    if snapshot.partial {
        return Some(Broken::unusable(PARTIAL.to_owned()));
    }
    let figures = standings.iter().map(|standing| {
        let control = standing.control;
        Figure { id: &control.id, score: control.score, disputed: control.disputed }
    });
    off((snapshot.current, snapshot.max), snapshot.lists_controls, &figures.collect::<Vec<_>>())
}

impl Broken {
    pub(super) const fn unusable(why: String) -> Self {
        Self { why, reported: Reported::Unusable }
    }
}

/// What a snapshot of any day says of one control.
pub(super) struct Figure<'a> {
    pub(super) id: &'a str,
    pub(super) score: Option<f64>,
    pub(super) disputed: Option<Disputed>,
}

/// Why the controls of a day do not add up to its reported score (`currentScore` and `maxScore`), if they do not. A control that
/// stands twice with different values can count either way.
pub(super) fn off(
    (current, max): (Option<f64>, Option<f64>),
    lists_controls: bool,
    controls: &[Figure<'_>],
) -> Option<Broken> {
    let Some(current) = current else {
        return Some(Broken::unusable("the snapshot gives no currentScore".to_owned()));
    };
    if let Some(max) = max.filter(|max| current < 0.0 || current > max * (1.0 + TOLERANCE)) {
        let (current, max) = (points(current, Some(max)), points(max, None));
        return Some(Broken::unusable(format!("its currentScore is {current}, and its maxScore {max}")));
    }
    if controls.is_empty() {
        let is_usable = !lists_controls || current <= SUM_TOLERANCE;
        let reported = if is_usable { Reported::Usable } else { Reported::FailureOnly };
        return Some(Broken { why: "the snapshot has no controls".to_owned(), reported });
    }
    let unscored = controls.iter().filter(|control| control.score.is_none() && control.disputed.is_none());
    let unscored: Vec<&str> = unscored.map(|control| control.id).collect();
    let sum = |end: fn(Disputed) -> f64| -> f64 {
        controls.iter().map(|control| control.disputed.map_or(control.score.unwrap_or(0.0), end)).sum()
    };
    let (least, most) = (sum(|disputed| disputed.lowest), sum(|disputed| disputed.highest));
    if !unscored.is_empty() {
        let is_possible = least <= current + SUM_TOLERANCE;
        let reported = if is_possible { Reported::FailureOnly } else { Reported::Unusable };
        return Some(Broken { why: format!("the snapshot gives no score for {}", sample(&unscored, 3)), reported });
    }
    let off = (least - current).max(current - most);
    (off > SUM_TOLERANCE).then(|| {
        let sum = if least == most { points(least, Some(current)) } else { format!("{least} to {most}") };
        Broken::unusable(format!(
            "its controls add up to {sum} points, and its currentScore is {}",
            points(current, None)
        ))
    })
}

/// Whether an id that a policy or waiver gives names a control: letter case does not count, and the number of a connector's
/// instance matches with and without it.
pub(super) fn same_control(given: &str, control: &str) -> bool {
    let (given, control) = (given.to_lowercase(), control.to_lowercase());
    given == control || given == without_instance(&control) || without_instance(&given) == control
}
