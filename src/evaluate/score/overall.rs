//! The score that Graph reports for the tenant.

use super::total::Total;
use super::without_new::WithoutNew;
use super::{Limit, decided, figures, observed};
use crate::evaluate::decision::Decision;
use crate::evaluate::defect::{Defect, ReportedScore};
use crate::evaluate::grace::Grace;
use crate::evaluate::judgement::{Judgement, Measured};
use crate::evaluate::posture::Posture;
use crate::evaluate::threshold::meets;
use crate::policy::Points;
use crate::report::{Inconsistency, Reason, StateGap};
use crate::text::points;

pub(super) fn judge(counted: Points, limit: &Limit, posture: &Posture<'_>, grace: &Grace) -> Judgement {
    let snapshot = &posture.evidence.snapshot;
    let defect = posture.defect.as_ref();
    if let Some(defect) = defect.filter(|defect| !is_usable(defect, grace)) {
        return Judgement::unknown(defect.reason.clone());
    }
    let Some(current) = snapshot.current else {
        return Judgement::unknown(Reason::NoCurrentScore);
    };
    let whole = Total {
        least: current - posture.doubt,
        most: current + posture.doubt,
        max: snapshot.max,
        claimed: posture.claimed,
        // Of points of which no control is known, all may be claimed.
        maybe_claimed: if defect.is_some() { current - posture.claimed } else { posture.maybe_claimed },
        unaccounted: if defect.is_some() { 0.0 } else { posture.unaccounted },
    };
    let left = match WithoutNew::of(grace, posture, counted) {
        Ok(left) => left,
        Err(reason) => return Judgement::unknown(reason),
    };
    let total = left.without_new(whole.counting(counted), counted);
    let at = |total: Total, score: f64| meets(limit.threshold, score, total.max);
    let (worst, best) = (left.worst(total, limit.threshold), left.best(total, limit.threshold));
    let (Some(at_least), Some(at_most)) = (at(worst, worst.least), at(best, best.most)) else {
        return Judgement::unknown(left.doubt().unwrap_or(Reason::NoMaxScore(total.max)));
    };
    let shown = total.most - posture.doubt;
    let message = message(shown, &total, counted, limit);
    let why = || why(&total, counted, posture, &left);
    let measured = vec![Measured { score: worst.least, max: worst.max }];
    let details = left.details(grace);
    let decision = match Decision::of(at_least, at_most) {
        _ if left.may_leave_nothing(&total, &whole) => Decision::Unknown,
        Decision::Met if defect.is_some_and(|defect| defect.reported != ReportedScore::Usable) => Decision::Unknown,
        decision @ (Decision::Met | Decision::NotMet | Decision::Unknown) => decision,
    };
    // Which controls are new decides what there is to observe.
    let is_open = left.doubt().is_some();
    let observed = observed(limit.threshold, (total.least, total.max), (total.most, total.max)).filter(|_| !is_open);
    Judgement { measured, details, observed, ..decided(decision, message, why) }
}

/// Whether the reported score can be used although its controls are unreliable.
fn is_usable(defect: &Defect, grace: &Grace) -> bool {
    grace.new.is_empty() && grace.doubtful.is_empty() && defect.reported != ReportedScore::Unusable
}

fn message(shown: f64, total: &Total, counted: Points, limit: &Limit) -> String {
    let figures = figures(shown, total.max, limit.threshold);
    let claimed = match counted {
        Points::Reported => claimed_of(total),
        Points::Observed => observed_of(total),
    };
    let share = total.max.filter(|max| *max > 0.0).map(|max| 100.0 * shown / max);
    format!("{figures}{claimed}; {}.", limit.words(share))
}

/// The reason for which it cannot be decided.
fn why(total: &Total, counted: Points, posture: &Posture<'_>, left: &WithoutNew<'_>) -> Reason {
    let claims = StateGap::Controls { points: Some(total.maybe_claimed), inconsistent: false };
    let doubt = Inconsistency::Points((posture.doubt > 0.0).then_some(posture.doubt));
    let unaccounted = (counted == Points::Observed && total.unaccounted > 0.0).then(|| posture.sum_inconsistency());
    let reasons = [
        (counted == Points::Observed && total.maybe_claimed > 0.0).then_some(Reason::StateUnknown(claims)),
        (posture.doubt > 0.0).then(|| Reason::FiguresInconsistent(doubt.clone())),
        unaccounted,
        posture.defect.as_ref().map(|defect| defect.reason.clone()),
        left.doubt(),
    ];
    Reason::several(reasons.into_iter().flatten()).unwrap_or(Reason::FiguresInconsistent(doubt))
}

fn claimed_of(total: &Total) -> String {
    match (total.claimed > 0.0, total.maybe_claimed > 0.0) {
        (false, false) => String::new(),
        (true, false) => format!(", {} of them claimed", points(total.claimed, None)),
        (false, true) => format!(", up to {} of them may be claimed", points(total.maybe_claimed, None)),
        (true, true) => format!(
            ", {} of them claimed, and up to {} more may be claimed",
            points(total.claimed, None),
            points(total.maybe_claimed, None)
        ),
    }
}

fn observed_of(total: &Total) -> String {
    match total.claimed > 0.0 {
        true => format!(", measured points only, without {} claimed points", points(total.claimed, None)),
        false => ", measured points only".to_owned(),
    }
}
