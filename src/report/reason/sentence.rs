//! The sentence fragment of a reason.

use std::fmt;

use super::{DateKind, DayRole, Incomparable, MissingProperty, NoLongerScored, Reason, TenantUse, UncertainFigures};
use crate::text::{change, count, list, percent, points, sample};

/// The number of controls a sentence names.
const NAMED: usize = 3;

/// The texts in quotation marks of code, so that an id such as `none` is no word of the sentence.
fn quoted(ids: &[String]) -> Vec<String> {
    ids.iter().map(|id| format!("`{id}`")).collect()
}

/// The number of known values or findings a sentence names.
const NAMED_VALUES: usize = 10;

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Reason {
    fn text(&self) -> String {
        match self {
            Self::SnapshotPartial => "a part of the snapshot is missing".to_owned(),
            Self::NoCurrentScore => "the snapshot has no currentScore".to_owned(),
            Self::NoMaxScore(None) => "the snapshot has no maxScore".to_owned(),
            Self::NoMaxScore(Some(max)) => {
                format!("the snapshot's maxScore is {}, so there is no percentage of it", points(*max, None))
            }
            Self::NoControls => "the snapshot has no controls".to_owned(),
            Self::NoControlScore { controls } => {
                format!("the snapshot has no score for {}", sample(&quoted(controls), NAMED))
            }
            Self::FiguresInconsistent(figures) => figures.to_string(),
            Self::TenantUnknown(tenant) => tenant.to_string(),
            Self::ControlsMayBeMissing { date: None, cause } => {
                format!("the snapshot may be missing controls: {cause}")
            }
            Self::ControlsMayBeMissing { date: Some(date), cause } => {
                format!("the snapshot of {date} may be missing controls: {cause}")
            }
            Self::MaximumUnassigned { points, part, may_be_scored } => {
                unassigned(*points, part.as_deref(), *may_be_scored)
            }
            Self::RoundedPercentage { percentage: Some(value) } => {
                format!("its profile has no maximum, and {} is a rounded percentage", percent(*value, None))
            }
            Self::RoundedPercentage { percentage: None } => {
                "a maximum is derived from a rounded percentage, and the limit lies within the rounding".to_owned()
            }
            Self::StateUnknown(gap) => gap.to_string(),
            Self::CatalogueIncomplete => {
                "its state is unknown: it has no profile, and the catalogue is incomplete".to_owned()
            }
            Self::SelectorUnmatched { patterns, known: None } => {
                format!("no scored control matches {}", list(patterns, "or"))
            }
            Self::SelectorUnmatched { patterns, known: Some(known) } => {
                let known = if known.is_empty() { "none".to_owned() } else { sample(known, NAMED_VALUES) };
                format!("no scored control is in {}; the snapshot has {known}", list(patterns, "or"))
            }
            Self::TooFewControls { found: 0, required: _ } => "the selector matches no scored control".to_owned(),
            Self::TooFewControls { found, required } => {
                format!("the selector matches {}; required: at least {required}", count(*found, "control"))
            }
            Self::RequirementMissing => "the rule states no requirement".to_owned(),
            Self::NoMaximum => "its maximum is unknown".to_owned(),
            Self::ZeroMaximum => "its maximum is 0 points, so it has no percentage".to_owned(),
            Self::PropertyMissing(property) => property.to_string(),
            Self::ControlMissing { in_catalogue: true, suggestion: _ } => {
                "it is not scored, although the catalogue contains it".to_owned()
            }
            Self::ControlMissing { in_catalogue: false, suggestion: _ } => {
                "neither the snapshot nor the catalogue contains it".to_owned()
            }
            Self::SyncDateMissing => "Graph does not state when it was last synced".to_owned(),
            Self::DateInFuture { date, at, now } => match date {
                DateKind::Snapshot => format!("the snapshot is dated {at}, more than a day after now ({now})"),
                DateKind::Capture => format!("the data was captured at {at}, more than a day after now ({now})"),
                DateKind::Sync => format!("it was last synced on {at}, more than a day after now ({now})"),
            },
            Self::SnapshotTooOld { created, limit } => format!("the snapshot of {created} is older than {limit}"),
            Self::FindingsUnknown { findings } => match findings.as_slice() {
                [one] => format!("{one} is unknown"),
                several => format!("{} are unknown: {}", count(several.len(), "finding"), sample(several, 5)),
            },
            Self::NoPeerAverage { group, category } => {
                let of = category.as_ref().map(|category| format!(" for the category {category}"));
                format!("the snapshot has no average of {group}{}", of.unwrap_or_default())
            }
            Self::NoLongerScored(controls) => controls.to_string(),
            Self::NothingComparable(what) => what.to_string(),
            Self::FiguresUncertain(controls) => controls.to_string(),
            Self::PastMaximumUnknown { controls } => format!(
                "the maximum on the earlier day is unknown for {} without points on that day, so the gain may be smaller than shown",
                count(*controls, "control")
            ),
            Self::NewControlUnweighted { control, cause } => {
                format!("{control} is or may be new, and cannot be excluded: {cause}")
            }
            Self::NoBaseline => "no baseline is given".to_owned(),
            Self::BaselineInFuture { baseline, snapshot } => {
                format!("the baseline of {baseline} is later than the snapshot of {snapshot}")
            }
            Self::BaselineTooOld { date, days } => {
                format!("the baseline of {date} is more than {} old", count(*days as usize, "day"))
            }
            Self::BaselineOutdated { date, scored, required } => format!(
                "only {} of the points of the baseline of {date} belong to controls that are still scored; required: at least {}",
                percent(*scored, Some(*required)),
                percent(*required, None)
            ),
            Self::TooFewSnapshots { required, after } => {
                let after = after.map(|date| format!(" after {date}")).unwrap_or_default();
                format!("required: {}{after} that confirm the drop; fewer exist", count(*required, "snapshot"))
            }
            Self::DayUnusable { date, cause, role } => {
                let role = match role {
                    DayRole::Reference => "",
                    DayRole::Best => ", and that day may have been better",
                };
                format!("the snapshot of {date} cannot be used for comparison ({cause}){role}")
            }
            Self::HistoryTooShort(shortage) => shortage.to_string(),
            Self::HistoryGap { from, to, window } => {
                format!(
                    "no snapshot between {from} and {to} is usable, and the best day of the last {window} may be among them"
                )
            }
            Self::Several(reasons) => reasons.iter().map(Self::text).collect::<Vec<_>>().join("; "),
        }
    }
}

fn unassigned(value: f64, part: Option<&str>, may_be_scored: bool) -> String {
    let value = points(value, None);
    match (part, may_be_scored) {
        (None, _) => format!("{value} points of its maxScore belong to no control that it scores"),
        (Some(part), true) => format!(
            "{value} points of maxScore belong to controls of unknown maximum or to no known control, and may be part of {part}"
        ),
        (Some(part), false) => {
            format!("{value} points of maxScore belong to no known control, and may be part of {part}")
        }
    }
}

impl fmt::Display for TenantUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pin(pin) => write!(f, "the evidence does not state its tenant, so it may not belong to {pin}"),
            Self::Baseline => f.write_str("the evidence does not state its tenant, so it may not be the baseline's"),
            Self::Comparison => f.write_str("it is unknown whether the snapshot belongs to the same tenant"),
        }
    }
}

impl fmt::Display for MissingProperty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self {
            Self::Profile => "it has no profile",
            Self::Category => "the snapshot has no category for it",
            Self::OfProfile => "a property that the rule names is missing from its profile",
            Self::OfControls { controls, part } => {
                let controls = sample(controls, NAMED);
                return write!(f, "{controls} may belong to {part}: a property or the profile is missing");
            }
        };
        write!(f, "{what}, so the rule may or may not apply to it")
    }
}

impl fmt::Display for NoLongerScored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subject { in_catalogue: true } => f.write_str(
                "it is no longer scored, although the catalogue contains it (possible causes: expired licence, disconnected connector, outage)",
            ),
            Self::Subject { in_catalogue: false } => {
                f.write_str("it is no longer scored, and it is unknown whether Microsoft retired it")
            }
            Self::Controls { number, controls, lost } => {
                let are = if *number == 1 { "is" } else { "are" };
                let ids = if controls.is_empty() { String::new() } else { format!(" ({})", sample(controls, NAMED)) };
                let (number, lost) = (count(*number, "control"), change(*lost, None));
                write!(
                    f,
                    "{number}{ids} that contributed {lost} of the score {are} no longer scored, and it is unknown whether the points were lost"
                )
            }
            Self::OfBaseline { controls } => {
                let are = if controls.len() == 1 { "is" } else { "are" };
                let (number, ids) = (count(controls.len(), "control"), sample(controls, NAMED));
                write!(f, "{number} ({ids}) {are} no longer scored, and it is unknown whether the points were lost")
            }
        }
    }
}

impl fmt::Display for Incomparable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Subject => "no reference scores it, so there is nothing to compare with",
            Self::Controls => "no reference scores any of the controls, so there is nothing to compare with",
            Self::BaselineCatalogue => {
                "no control of the baseline is scored any more, so there is no percentage of its points"
            }
            Self::Score => "there is no earlier day to compare with",
        })
    }
}

impl fmt::Display for UncertainFigures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subject => f.write_str("its state or its figures are uncertain, so it may have lost points"),
            Self::Controls(number) => {
                let number = count(*number, "control");
                write!(f, "the states or figures of {number} are uncertain, so the posture may have dropped")
            }
            Self::OfBaseline(ids) => {
                let (number, ids) = (count(ids.len(), "control"), sample(ids, NAMED));
                write!(f, "the states, figures or maxima of {number} ({ids}) are uncertain")
            }
        }
    }
}
