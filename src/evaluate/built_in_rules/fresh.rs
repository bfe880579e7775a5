//! The built-in rule `fresh`: a stale snapshot leaves the verdict inconclusive. Rules of policies about the age of the data are
//! in `evaluate/freshness.rs`.

use jiff::{SignedDuration, Timestamp};

use crate::evaluate::freshness;
use crate::evaluate::judgement::Judgement;
use crate::evidence::Snapshot;
use crate::policy::{Age, Enforcement, PolicySet};
use crate::report::{DateKind, Outcome, Reason, Requirement};

/// The longest age of a snapshot where no policy says otherwise.
const LONGEST_AGE: Age = Age(SignedDuration::from_hours(7 * 24));

/// The outcome of the age of the snapshot: Unknown where it is stale, so that the run is inconclusive. A blocking rule that states a longer limit than the usual one
/// moves it; one that states a shorter limit fails by itself, and can be waived.
pub(in crate::evaluate) fn fresh(policies: &PolicySet, snapshot: &Snapshot, now: Timestamp) -> Judgement {
    let created = snapshot.created;
    let rules = policies.policies.iter().flat_map(|policy| &policy.rules);
    let blocking = rules.filter(|rule| rule.enforcement == Enforcement::Block);
    let stated = blocking.filter_map(|rule| rule.expect.snapshot_age());
    let limit = stated.min().unwrap_or(LONGEST_AGE).max(LONGEST_AGE);
    // Of two captures of a day the later one counts: one dated in the future would always count.
    if let Some(captured) = snapshot.captured.filter(|captured| captured.duration_since(now) > freshness::AHEAD) {
        let reason = Reason::DateInFuture { date: DateKind::Capture, at: captured, now };
        return Judgement::unknown(reason).required(Requirement::at_most(limit));
    }
    let judged = freshness::snapshot(limit, created, now);
    match judged.outcome {
        Outcome::Fail => {
            let reason = Reason::SnapshotTooOld { created, limit: limit.to_string() };
            let message = format!("Unknown: {}", judged.message);
            Judgement { outcome: Outcome::Unknown(reason), message, ..judged }
        }
        Outcome::Pass | Outcome::Waived { .. } | Outcome::Unknown(_) | Outcome::NotApplicable(_) => judged,
    }
}
