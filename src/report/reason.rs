//! The reasons why a rule is unknown or does not apply, as values with stable codes.
//!
//! `Display` gives a sentence fragment: it begins in lower case, has no full stop, and speaks of the subject of the finding.

mod code;
mod embedded_texts;
mod exclusion;
mod history;
mod inconsistency;
mod sentence;
mod state;

use jiff::Timestamp;
use jiff::civil::Date;

use super::Advice;

pub use code::ReasonCode;
pub use exclusion::Exclusion;
pub use history::{DayRole, HistoryShortage};
pub use inconsistency::{ControlInconsistency, Inconsistency};
pub use state::StateGap;

/// The reason why the outcome of a rule is unknown: the missing or inconsistent data.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// Graph marked its response as partial. Collect the snapshot again.
    SnapshotPartial,
    /// The snapshot has no `currentScore`. Collect it again, or use another day.
    NoCurrentScore,
    /// The snapshot has no `maxScore`, or one of 0, which is given here.
    NoMaxScore(Option<f64>),
    /// The snapshot lists no controls. Collect it with `controlScores`.
    NoControls,
    /// Controls of the snapshot have no score. Collect it again.
    NoControlScore {
        /// The ids.
        controls: Vec<String>,
    },
    /// Figures contradict one another. Collect the snapshot and the catalogue again, both on one day.
    FiguresInconsistent(Inconsistency),
    /// Nothing states the tenant of the data. Keep `azureTenantId` in the responses.
    TenantUnknown(TenantUse),
    /// The snapshot may be missing controls. Collect it again with all its controls and with the whole catalogue.
    ControlsMayBeMissing {
        /// The day, where it is not the latest.
        date: Option<Date>,
        /// The reason for it.
        cause: Box<Self>,
    },
    /// A part of `maxScore` belongs to no control of known maximum. Collect the whole catalogue, which has the maxima.
    MaximumUnassigned {
        /// The number of points.
        points: f64,
        /// The category or service that they may belong to; none where they show that a control may be missing.
        part: Option<String>,
        /// Whether scored controls of unknown maximum may account for them.
        may_be_scored: bool,
    },
    /// A maximum is derived from a percentage that Graph rounds, and the limit lies within the rounding. Collect the catalogue.
    RoundedPercentage {
        /// The percentage, for a single control.
        percentage: Option<f64>,
    },
    /// The state of controls is unknown, so their points may be claimed. Collect the whole catalogue, which has the states.
    StateUnknown(StateGap),
    /// A control has no profile, and pages of the catalogue are missing. Collect the whole catalogue.
    CatalogueIncomplete,
    /// No scored control matches a part of the selector. Correct the selector.
    SelectorUnmatched {
        /// The patterns or values.
        patterns: Vec<String>,
        /// The values that scored controls have, where it is about a single category or service.
        known: Option<Vec<String>>,
    },
    /// The selector matches fewer controls than the rule requires. Correct the selector.
    TooFewControls {
        /// The number of matching controls.
        found: usize,
        /// The least number of matching controls.
        required: usize,
    },
    /// The rule states no requirement. The loader refuses such a rule.
    RequirementMissing,
    /// The maximum of the control is unknown. Collect the catalogue, which has the maxima.
    NoMaximum,
    /// The maximum of the control is 0 points, so it has no percentage. Require points, or remove the control from the rule.
    ZeroMaximum,
    /// A property that the rule names is unknown, so the rule may or may not apply. Remove the control from the rule with `except`,
    /// or collect the whole catalogue.
    PropertyMissing(MissingProperty),
    /// The snapshot does not score the control. Correct the id, or restore what it needs: a licence or a connector.
    ControlMissing {
        /// Whether the catalogue has it.
        in_catalogue: bool,
        /// A known id that is spelled almost the same.
        suggestion: Option<String>,
    },
    /// Graph does not state when the control was last synced.
    SyncDateMissing,
    /// A date of the data lies in the future. Correct the clock, or the time of evaluation.
    DateInFuture {
        /// The kind of date.
        date: DateKind,
        /// The date.
        at: Timestamp,
        /// The time of evaluation.
        now: Timestamp,
    },
    /// The snapshot is too old for a verdict. Collect it again, or evaluate it as of its own day.
    SnapshotTooOld {
        /// Its `createdDateTime`.
        created: Timestamp,
        /// The longest permitted age, as a policy states it.
        limit: String,
    },
    /// Findings of the policies are unknown.
    FindingsUnknown {
        /// Their identities.
        findings: Vec<String>,
    },
    /// The snapshot has no average of the group of peers.
    NoPeerAverage {
        /// The group.
        group: String,
        /// The category, where the rule is about one.
        category: Option<String>,
    },
    /// Controls are no longer scored, and it is unknown whether their points were lost.
    NoLongerScored(NoLongerScored),
    /// No earlier data can be compared with. Collect more days, or choose other controls.
    NothingComparable(Incomparable),
    /// States or figures of controls are uncertain, so points may have been lost.
    FiguresUncertain(UncertainFigures),
    /// The maximum that controls had on the earlier day is unknown: their gain since may be smaller than shown.
    PastMaximumUnknown {
        /// The number of controls.
        controls: usize,
    },
    /// A control is new, or may be, and its weight is unknown, so it cannot be excluded from the score.
    NewControlUnweighted {
        /// The id.
        control: String,
        /// The reason why its weight is unknown.
        cause: Box<Self>,
    },
    /// The rule compares with a baseline, and none is given.
    NoBaseline,
    /// The baseline is of a later day than the snapshot.
    BaselineInFuture {
        /// The day of the baseline.
        baseline: Date,
        /// The day of the snapshot.
        snapshot: Date,
    },
    /// The baseline is older than the rule permits. Renew it.
    BaselineTooOld {
        /// Its day.
        date: Date,
        /// The longest permitted age, in days.
        days: u32,
    },
    /// Too few of the points of the baseline belong to controls that are still scored. Renew it.
    BaselineOutdated {
        /// Its day.
        date: Date,
        /// The percentage of its points that is still scored.
        scored: f64,
        /// The least percentage that must be.
        required: f64,
    },
    /// A drop is visible, and fewer snapshots exist than must confirm it. Wait for more, or read more.
    TooFewSnapshots {
        /// The number of consecutive snapshots that must show it.
        required: usize,
        /// The reference, where it is one day for the rule.
        after: Option<Date>,
    },
    /// The snapshot of an earlier day cannot be compared with. Collect that day again.
    DayUnusable {
        /// The day.
        date: Date,
        /// The reason why it is unusable.
        cause: Box<Self>,
        /// The role of the day for the rule.
        role: DayRole,
    },
    /// The history does not reach back far enough. Read more days.
    HistoryTooShort(HistoryShortage),
    /// Days are missing within the window. Read them, or choose another window.
    HistoryGap {
        /// The last day before them.
        from: Date,
        /// The first day after them.
        to: Date,
        /// The window, as the policy states it.
        window: String,
    },
    /// Several reasons at once, the most important first. Never empty, and never nested.
    Several(Vec<Self>),
}

/// The purpose for which the tenant of the data is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TenantUse {
    /// A tenant is required: its id.
    Pin(String),
    /// A baseline belongs to one tenant.
    Baseline,
    /// Two days must be of one tenant.
    Comparison,
}

/// A property that is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingProperty {
    /// All: the control has no profile.
    Profile,
    /// The category, which the snapshot states.
    Category,
    /// A property of the profile.
    OfProfile,
    /// One of these, of several controls that may belong to a category or service.
    OfControls {
        /// The ids.
        controls: Vec<String>,
        /// The category or service.
        part: String,
    },
}

/// A kind of date in the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateKind {
    /// `createdDateTime` of the snapshot.
    Snapshot,
    /// The time at which the data was captured.
    Capture,
    /// The time at which a control was last synced.
    Sync,
}

/// Controls that an earlier day scores and the latest does not.
#[derive(Debug, Clone, PartialEq)]
pub enum NoLongerScored {
    /// The control of the finding.
    Subject {
        /// Whether the catalogue has it.
        in_catalogue: bool,
    },
    /// Controls of the score.
    Controls {
        /// The number of controls.
        number: usize,
        /// The ids of those whose points are known.
        controls: Vec<String>,
        /// The percentage points of the score that they contributed together.
        lost: f64,
    },
    /// Controls of a baseline.
    OfBaseline {
        /// The ids.
        controls: Vec<String>,
    },
}

/// The subject that cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incomparable {
    /// The control of the finding: no reference scores it.
    Subject,
    /// The controls of the rule: no reference scores one of them.
    Controls,
    /// The controls of the baseline: none is left.
    BaselineCatalogue,
    /// The score: there is no earlier day.
    Score,
}

/// The controls whose states or figures are uncertain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UncertainFigures {
    /// The control of the finding.
    Subject,
    /// A number of controls.
    Controls(usize),
    /// Controls of a baseline, by id.
    OfBaseline(Vec<String>),
}

impl Reason {
    /// Joins reasons into one, the most important first; none where there are none.
    #[must_use]
    pub fn several(reasons: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut all: Vec<Self> = Vec::new();
        for reason in reasons {
            if let Self::Several(inner) = reason { all.extend(inner) } else { all.push(reason) }
        }
        if all.len() > 1 { Some(Self::Several(all)) } else { all.pop() }
    }

    /// The single reasons, the most important first.
    #[must_use]
    pub fn each(&self) -> &[Self] {
        if let Self::Several(reasons) = self { reasons } else { std::slice::from_ref(self) }
    }

    /// The remedy, where there is a typed one; of several reasons the first.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        self.each().iter().find_map(Self::own_advice)
    }
}
