//! `coverage`: how much of the score the evidence lets one judge.

use super::judgement::{Judgement, Measured};
use super::limit::meets;
use super::posture::Posture;
use super::standing::Standing;
use super::state::Claim;
use crate::policy::{CoverageExpectation, Percent, Threshold};
use crate::report::{Outcome, Quantity, Requirement, Unit};
use crate::text::{count, percent, points, sample};

pub(super) fn judge(expectation: &CoverageExpectation, posture: &Posture<'_>) -> Judgement {
    let snapshot = &posture.evidence.snapshot;
    if let Some(broken) = &posture.broken {
        return Judgement::undecided(broken.why.clone());
    }
    if let Err(reason) = posture.open_maximum() {
        return Judgement::undecided(reason);
    }
    let Some(max) = snapshot.max.filter(|max| *max > 0.0) else {
        return Judgement::undecided("the snapshot's maxScore is not above 0".to_owned());
    };
    let covered: f64 = posture
        .standings
        .iter()
        .filter(|standing| is_covered(standing))
        .filter_map(|s| s.max)
        .map(|max| max.least)
        .sum();
    let Percent(limit) = expectation.at_least;
    let share = percent(covered * 100.0 / max, Some(limit));
    let (shown, total) = (points(covered, Some(max)), points(max, None));
    let message = format!(
        "Maximum, profile and state are known of {share} of the score ({shown} of {total} points); at least {} is demanded.",
        Percent(limit)
    );
    let holds = meets(Threshold::Percent(limit), covered, Some(max)) == Some(true);
    let uncovered: Vec<&str> =
        posture.standings.iter().filter(|s| !is_covered(s)).map(|s| s.control.id.as_str()).collect();
    let details = if uncovered.is_empty() {
        Vec::new()
    } else {
        vec![format!("{} cannot be judged fully: {}", count(uncovered.len(), "control"), sample(&uncovered, 10))]
    };
    Judgement {
        details,
        measured: vec![Measured { score: covered, max }],
        required: Some(Requirement::at_least(expectation.at_least)),
        observed: Some(Quantity::exact(covered * 100.0 / max, Unit::Percent)),
        ..Judgement::of_tenant(if holds { Outcome::Pass } else { Outcome::Fail }, message)
    }
}

/// Whether everything that verdicts rest on is known of a control.
fn is_covered(standing: &Standing<'_>) -> bool {
    let is_state_known = standing.state.claim() != Claim::Maybe;
    standing.odd.is_none() && standing.max.is_some() && standing.profile.is_some() && is_state_known
}
