//! `score`: the least score of the tenant, of a category or of a service.

use super::judgement::{Judgement, Measured};
use super::limit::{both_ways, meets};
use super::posture::Posture;
use super::property::comparable;
use super::sum::{Decision, PartSum};
use crate::policy::{PeerGroup, Percent, Points, ScoreExpectation, Threshold, Where};
use crate::report::Outcome;
use crate::text::{percent, points};

/// What the score is compared with.
struct Demand {
    threshold: Threshold,
    words: String,
}

pub(super) fn judge(expectation: &ScoreExpectation, posture: &Posture<'_>) -> Judgement {
    let demand = match demand(expectation, posture) {
        Ok(demand) => demand,
        Err(reason) => return Judgement::undecided(reason),
    };
    match (&expectation.category, &expectation.service) {
        (None, None) => overall(expectation.points, &demand, posture),
        (Some(_), _) | (None, Some(_)) => part(expectation, &demand, posture),
    }
}

fn demand(expectation: &ScoreExpectation, posture: &Posture<'_>) -> Result<Demand, String> {
    match (expectation.at_least, expectation.peers) {
        (Some(threshold), _) => Ok(Demand { threshold, words: format!("at least {threshold} is demanded") }),
        (None, Some(group)) => {
            let average = peer_average(group, expectation.category.as_deref(), posture)?;
            let words = format!("at least the average of {}, {}, is demanded", group.name(), Percent(average));
            Ok(Demand { threshold: Threshold::Percent(average), words })
        }
        // The schema demands one of them.
        (None, None) => Err("the rule says neither `at-least` nor `peers`".to_owned()),
    }
}

/// The average of a group in percent. Graph gives the overall average in percent, but the parts in points of a maximum.
fn peer_average(group: PeerGroup, category: Option<&str>, posture: &Posture<'_>) -> Result<f64, String> {
    let name = group.name();
    let none = || format!("the snapshot gives no average of {name}");
    let mut peers = posture.evidence.snapshot.peers.iter().filter(|peer| peer.basis.eq_ignore_ascii_case(name));
    let peer = peers.next().ok_or_else(none)?;
    let Some(category) = category else {
        // −1 stands for an average that does not exist.
        return peer.average.filter(|average| (0.0..=100.0).contains(average)).ok_or_else(none);
    };
    let key = comparable(category);
    let part = peer.categories.iter().find(|(name, _, _)| *name == key);
    match part {
        Some((_, Some(average), Some(max))) if *average >= 0.0 && *max > 0.0 && average <= max => {
            Ok(average * 100.0 / max)
        }
        Some(_) | None => Err(format!("{} for the category {category}", none())),
    }
}

/// The score that Graph reports for the tenant.
fn overall(counted: Points, demand: &Demand, posture: &Posture<'_>) -> Judgement {
    let snapshot = &posture.evidence.snapshot;
    if let Some(broken) = &posture.broken {
        return Judgement::undecided(broken.clone());
    }
    let Some(current) = snapshot.current else {
        return Judgement::undecided("the snapshot gives no currentScore".to_owned());
    };
    let (claimed_least, claimed_most) = match counted {
        Points::Reported => (0.0, 0.0),
        Points::Observed => (posture.claimed, posture.claimed + posture.maybe_claimed),
    };
    let shown = current - claimed_least;
    let (least, most) = (current - claimed_most - posture.doubt, shown + posture.doubt);
    let at = |score: f64| meets(demand.threshold, score, snapshot.max);
    let (Some(at_least), Some(at_most)) = (at(least), at(most)) else {
        let max = snapshot.max.map_or("no maxScore".to_owned(), |max| format!("a maxScore of {}", points(max, None)));
        return Judgement::undecided(format!("the snapshot gives {max}, of which there is no share"));
    };
    let figures = figures(shown, snapshot.max, demand.threshold);
    let claimed = match counted {
        Points::Reported => claimed_of(posture),
        Points::Observed => observed_of(posture),
    };
    let message = format!("{figures}{claimed}; {}.", demand.words);
    let why = || {
        let claims = format!(
            "up to {} points may be claimed ones, since the state of their controls is not known",
            points(posture.maybe_claimed, None)
        );
        let doubt = format!("the figures of single controls do not add up, by {} points", points(posture.doubt, None));
        let reasons = [(claimed_most > claimed_least).then_some(claims), (posture.doubt > 0.0).then_some(doubt)];
        reasons.into_iter().flatten().collect::<Vec<_>>().join("; ")
    };
    let measured = snapshot.max.map(|max| Measured { score: least, max });
    Judgement { measured, ..decided(Decision::of(at_least, at_most), message, why) }
}

/// The score of a category (the snapshot's) or of a service (the catalogue's).
fn part(expectation: &ScoreExpectation, demand: &Demand, posture: &Posture<'_>) -> Judgement {
    let one = |name: &Option<String>| name.as_ref().map(|name| vec![name.clone()]);
    let properties =
        Where { category: one(&expectation.category), service: one(&expectation.service), ..Where::default() };
    let name = expectation.category.as_ref().map(|name| format!("category {name}"));
    let name = name.or_else(|| expectation.service.as_ref().map(|name| format!("service {name}"))).unwrap_or_default();
    let selection = posture.select_where(&properties);
    if selection.chosen.is_empty() && selection.unplaced.is_empty() {
        let known = posture.values_like(&properties);
        return Judgement::undecided(format!("the snapshot scores no control of the {name}; it has {known}"));
    }
    let parts = (selection.chosen.as_slice(), selection.unplaced.as_slice());
    let sum = match PartSum::of(posture, parts, expectation.points, demand.threshold) {
        Ok(sum) => sum,
        Err(reason) => return Judgement::undecided(reason),
    };
    let decision = match demand.threshold {
        Threshold::Percent(share) => sum.is_share_at_least(share),
        Threshold::Points(least) => sum.is_points_at_least(least),
    };
    let (score, max) = sum.sure();
    // Controls that are only doubtfully of the service give no figure that could be shown as its score.
    let figures = if sum.is_certain() {
        figures(score, Some(max), demand.threshold)
    } else {
        spread(&sum, score, max, demand.threshold)
    };
    let message = format!("The {name}: {figures}; {}.", demand.words);
    let why = || doubts(posture, &sum, &selection.unplaced, &name);
    let measured = sum.is_certain().then_some(Measured { score, max });
    Judgement { measured, ..decided(decision, message, why) }
}

fn decided(decision: Decision, message: String, why: impl Fn() -> String) -> Judgement {
    match decision {
        Decision::Holds => Judgement::of_tenant(Outcome::Pass, message),
        Decision::Fails => Judgement::of_tenant(Outcome::Fail, message),
        Decision::Open => {
            let reason = why();
            Judgement::of_tenant(Outcome::Unknown(reason.clone()), format!("Undecided: {reason}. {message}"))
        }
    }
}

/// What is missing, for a part whose sum cannot be compared.
fn doubts(posture: &Posture<'_>, sum: &PartSum, unplaced: &[usize], name: &str) -> String {
    let mut doubts = Vec::new();
    let rest = sum.widest() - sum.sure().1;
    if rest > 0.0 {
        let rest = points(rest, None);
        let whose = if posture.unknown_maxima == 0 {
            "no control that is known"
        } else {
            "controls whose maximum is not known"
        };
        doubts.push(format!("{rest} points of the maximum belong to {whose}, and may or may not belong to the {name}"));
    }
    if !unplaced.is_empty() {
        let ids: Vec<&str> = unplaced.iter().map(|position| posture.standings[*position].control.id.as_str()).collect();
        doubts.push(format!(
            "{} may belong to the {name}: without a profile that cannot be told",
            crate::text::sample(&ids, 3)
        ));
    }
    if doubts.is_empty() {
        doubts.push(
            "the state of some of its controls is not known, so that their points may be claimed ones".to_owned(),
        );
    }
    doubts.join("; ")
}

/// `68.4 % (812.5 of 1188 points)`.
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

/// The figures of a part whose maximum or points are not certain.
fn spread(sum: &PartSum, score: f64, max: f64, threshold: Threshold) -> String {
    let widest = sum.widest();
    let share = |max: f64| {
        let limit = (max > 0.0).then(|| both_ways(threshold, max).1);
        limit.map_or("no share".to_owned(), |limit| percent(score * 100.0 / max, Some(limit)))
    };
    let shown = points(score, Some(both_ways(threshold, max.max(f64::MIN_POSITIVE)).0));
    if widest > max {
        let (least, most) = (points(max, None), points(widest, None));
        format!("{shown} points of {least} to {most} ({} to {})", share(widest), share(max))
    } else {
        format!("{shown} of {} points ({})", points(max, None), share(max))
    }
}

fn claimed_of(posture: &Posture<'_>) -> String {
    match (posture.claimed > 0.0, posture.maybe_claimed > 0.0) {
        (false, false) => String::new(),
        (true, false) => format!(", {} of them claimed", points(posture.claimed, None)),
        (false, true) => format!(", up to {} of them perhaps claimed", points(posture.maybe_claimed, None)),
        (true, true) => format!(
            ", {} of them claimed and up to {} more perhaps",
            points(posture.claimed, None),
            points(posture.maybe_claimed, None)
        ),
    }
}

fn observed_of(posture: &Posture<'_>) -> String {
    match posture.claimed > 0.0 {
        true => format!(", observed ones alone, without {} claimed points", points(posture.claimed, None)),
        false => ", observed ones alone".to_owned(),
    }
}
