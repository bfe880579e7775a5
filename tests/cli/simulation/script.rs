//! What is true of the tenant and what a gate must say, by hand: nothing here is computed.

use super::run::Outcome;

/// The first day on which something happens.
pub(crate) const FIRST: i64 = 5;

/// An event, and all that must be said until the next.
pub(crate) struct Event {
    /// What happens, as docs/regression.md has it.
    pub(crate) what: &'static str,
    /// The days until the next event.
    pub(crate) watched: (i64, i64),
    /// The days on which the tenant has lost something.
    pub(crate) lost: Days,
    /// The days on which nobody can know.
    pub(crate) open: Days,
    /// A rule on the posture against the best of 30 days.
    pub(crate) posture: Expected,
    /// The same with `confirm: 2`.
    pub(crate) confirmed: Expected,
    /// A rule on the posture against the baseline.
    pub(crate) baseline: Expected,
}

/// Days from the first to the last.
#[derive(Clone, Copy)]
pub(crate) struct Days {
    pub(crate) first: i64,
    pub(crate) last: i64,
}

/// The days on which a rule must fail or be unknown; on all others it must pass.
pub(crate) struct Expected {
    pub(crate) failed: Days,
    pub(crate) unknown: Days,
}

const NEVER: Days = Days { first: 0, last: -1 };
const PASSES: Expected = Expected { failed: NEVER, unknown: NEVER };

const fn days(first: i64, last: i64) -> Days {
    Days { first, last }
}

const fn fails(first: i64, last: i64) -> Expected {
    Expected { failed: days(first, last), unknown: NEVER }
}

const fn unknown(first: i64, last: i64) -> Expected {
    Expected { failed: NEVER, unknown: days(first, last) }
}

#[rustfmt::skip]
pub(crate) const EVENTS: [Event; 12] = [
    Event { what: "a control is switched off, and fixed four days later", watched: (5, 11), lost: days(5, 8), open: NEVER,
        posture: fails(5, 8), confirmed: fails(6, 8), baseline: fails(5, 8) },
    // Nothing was lost: Microsoft measured wrong for a day. A rule without `confirm` cannot know that.
    Event { what: "a measurement dips for one day", watched: (12, 15), lost: NEVER, open: NEVER,
        posture: fails(12, 12), confirmed: PASSES, baseline: fails(12, 12) },
    Event { what: "an outage, and Graph reports it (206)", watched: (16, 19), lost: NEVER, open: days(16, 16),
        posture: unknown(16, 16), confirmed: unknown(16, 16), baseline: unknown(16, 16) },
    Event { what: "an outage of one service, and Graph reports nothing", watched: (20, 23), lost: NEVER, open: days(20, 20),
        posture: unknown(20, 20), confirmed: unknown(20, 20), baseline: unknown(20, 20) },
    // The snapshot of the day before is judged once more.
    Event { what: "a day without a snapshot", watched: (24, 27), lost: NEVER, open: NEVER,
        posture: PASSES, confirmed: PASSES, baseline: PASSES },
    Event { what: "a control is switched off and claimed on the same day", watched: (28, 34), lost: days(28, 31), open: NEVER,
        posture: fails(28, 31), confirmed: fails(29, 31), baseline: fails(28, 31) },
    // Whether the points of day 28 were claimed ones is not certain, so that it cannot be told when the drop began.
    Event { what: "a control is lost while Microsoft adds easy ones", watched: (35, 41), lost: days(35, 38), open: NEVER,
        posture: fails(35, 38), confirmed: Expected { failed: days(36, 38), unknown: days(35, 35) }, baseline: fails(35, 38) },
    // Whether what the licence brought is still done, nobody measures.
    Event { what: "a licence ends, and is bought again four days later", watched: (42, 49), lost: NEVER, open: days(42, 45),
        posture: unknown(42, 45), confirmed: unknown(42, 45), baseline: unknown(42, 45) },
    Event { what: "Microsoft retires a control that was done", watched: (50, 81), lost: NEVER, open: NEVER,
        posture: PASSES, confirmed: PASSES, baseline: PASSES },
    Event { what: "Microsoft adds five controls", watched: (82, 112), lost: NEVER, open: NEVER,
        posture: PASSES, confirmed: PASSES, baseline: PASSES },
    Event { what: "Microsoft re-weights a control with no points", watched: (113, 115), lost: NEVER, open: NEVER,
        posture: PASSES, confirmed: PASSES, baseline: PASSES },
    // After the run of day 117 people accept it: the baseline is renewed. The best of 30 days remembers.
    Event { what: "a control is switched off for good", watched: (116, 120), lost: days(116, 120), open: NEVER,
        posture: fails(116, 120), confirmed: fails(117, 120), baseline: fails(116, 117) },
];

/// The event that a day belongs to; none before the first.
pub(crate) fn event_of(day: i64) -> Option<&'static Event> {
    EVENTS.iter().find(|event| (event.watched.0..=event.watched.1).contains(&day))
}

impl Days {
    pub(crate) const fn holds(self, day: i64) -> bool {
        self.first <= day && day <= self.last
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.first > self.last
    }
}

impl Expected {
    pub(crate) const fn on(&self, day: i64) -> Outcome {
        match (self.failed.holds(day), self.unknown.holds(day)) {
            (true, _) => Outcome::Failed,
            (false, true) => Outcome::Unknown,
            (false, false) => Outcome::Passed,
        }
    }
}
