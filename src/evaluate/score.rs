//! `score`: the least score of the tenant, of a category or of a service.

mod baseline_catalogue;
mod category_or_service;
mod overall;
mod total;
mod without_new;

use super::context::Context;
use super::decision::{Decision, PointsOf};
use super::grace::Grace;
use super::judgement::{Judgement, unknown_result};
use super::posture::Posture;
use super::property::comparable;
use super::threshold::both_ways;
use crate::evidence::PeerAverage;
use crate::policy::{PeerGroup, ScoreCatalogue, ScoreExpectation, Threshold};
use crate::report::{Inconsistency, Outcome, Quantity, Reason, Requirement, Unit};
use crate::text::{line, percent, points};

/// The least score that the rule requires.
struct Limit {
    threshold: Threshold,
    /// The group of which it is the average, if it is one.
    peers: Option<PeerGroup>,
}

impl Limit {
    /// The words for a message. An average has so many digits that a score in percent which differs from it does not look equal.
    fn words(&self, score: Option<f64>) -> String {
        match (self.threshold, self.peers) {
            (Threshold::Percent(average), Some(group)) => {
                format!("required: at least the average of {}, {}", group.name(), percent(average, score))
            }
            (threshold, _) => format!("required: at least {threshold}"),
        }
    }
}

pub(super) fn judge(expectation: &ScoreExpectation, context: &Context<'_>) -> Judgement {
    let posture = context.posture;
    let limit = match limit(expectation, posture) {
        Ok(limit) => limit,
        Err(reason) => return Judgement::unknown(reason),
    };
    let grace = || expectation.grace.map(|grace| Grace::of(grace, context)).unwrap_or_default();
    let judged = match (expectation.catalogue, &expectation.category, &expectation.service) {
        (ScoreCatalogue::Baseline, _, _) => {
            baseline_catalogue::judge(expectation.points, expectation.max_age, &limit, context)
        }
        (ScoreCatalogue::Current, None, None) => overall::judge(expectation.points, &limit, posture, &grace()),
        (ScoreCatalogue::Current, Some(_), _) | (ScoreCatalogue::Current, None, Some(_)) => {
            category_or_service::judge(expectation, &limit, posture, &grace())
        }
    };
    judged.required(Requirement::at_least(limit.threshold))
}

/// The least and the most that the score can be, each as points of a maximum, in the unit of the threshold; none where there is no
/// share.
fn observed(threshold: Threshold, least: PointsOf, most: PointsOf) -> Option<Quantity> {
    let share = |(score, max): PointsOf| max.filter(|max| *max > 0.0).map(|max| 100.0 * score.max(0.0) / max);
    match threshold {
        Threshold::Points(_) => Some(Quantity::between(least.0.max(0.0), most.0, Unit::Points)),
        Threshold::Percent(_) => Some(Quantity::between(share(least)?, share(most)?, Unit::Percent)),
    }
}

fn limit(expectation: &ScoreExpectation, posture: &Posture<'_>) -> Result<Limit, Reason> {
    match (expectation.at_least, expectation.peers) {
        (Some(threshold), _) => Ok(Limit { threshold, peers: None }),
        (None, Some(group)) => {
            let average = peer_average(group, expectation.category.as_deref(), posture)?;
            Ok(Limit { threshold: Threshold::Percent(average), peers: Some(group) })
        }
        // The schema requires one of them.
        (None, None) => Err(Reason::RequirementMissing),
    }
}

/// The average of a group in percent. Graph gives the overall average in percent, but the parts in points of a maximum.
fn peer_average(group: PeerGroup, category: Option<&str>, posture: &Posture<'_>) -> Result<f64, Reason> {
    let name = group.name();
    let none = |category: Option<&str>| Reason::NoPeerAverage { group: name.to_owned(), category: category.map(line) };
    let peers = posture.evidence.snapshot.peers.iter().filter(|peer| peer.basis.eq_ignore_ascii_case(name));
    let key = category.map(comparable);
    let average = |peer: &PeerAverage| match &key {
        // −1 stands for an average that does not exist.
        None => peer.average.filter(|average| (0.0..=100.0).contains(average)).ok_or_else(|| none(None)),
        Some(key) => part_average(peer, key)?.ok_or_else(|| none(category)),
    };
    let averages = peers.map(average).collect::<Result<Vec<f64>, Reason>>()?;
    match averages.as_slice() {
        [] => Err(none(None)),
        [one, others @ ..] if others.iter().all(|other| other == one) => Ok(*one),
        [..] => Err(different(name, false)),
    }
}

fn different(group: &str, of_category: bool) -> Reason {
    Reason::FiguresInconsistent(Inconsistency::PeerAverages { group: group.to_owned(), of_category })
}

/// The average of a category in percent; none where it is not given.
fn part_average(peer: &PeerAverage, key: &str) -> Result<Option<f64>, Reason> {
    let parts: Vec<_> = peer.categories.iter().filter(|(name, _, _)| name == key).collect();
    if parts.windows(2).any(|pair| pair[0] != pair[1]) {
        return Err(different(&peer.basis, true));
    }
    Ok(match parts.first() {
        Some((_, Some(average), Some(max))) if *average >= 0.0 && *max > 0.0 && average <= max => {
            Some(average * 100.0 / max)
        }
        Some(_) | None => None,
    })
}

fn decided(decision: Decision, message: String, why: impl Fn() -> Reason) -> Judgement {
    match decision {
        Decision::Met => Judgement::of_tenant(Outcome::Pass, message),
        Decision::NotMet => Judgement::of_tenant(Outcome::Fail, message),
        Decision::Unknown => {
            let (outcome, message) = unknown_result(&message, why());
            Judgement::of_tenant(outcome, message)
        }
    }
}

/// `68.4% (812.5 of 1188 points)`.
fn figures(score: f64, max: Option<f64>, threshold: Threshold) -> String {
    let Some(max) = max.filter(|max| *max > 0.0) else {
        return format!("{} points", points(score, Some(both_ways(threshold, 1.0).0)));
    };
    let (limit, share_limit) = both_ways(threshold, max);
    let of = format!("{} of {} points", points(score, Some(limit)), points(max, None));
    match threshold {
        Threshold::Percent(_) => format!("{} ({of})", percent(score * 100.0 / max, Some(share_limit))),
        Threshold::Points(_) => of,
    }
}
