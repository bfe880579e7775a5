//! The reasons why the state of controls is unknown.

use std::fmt;

use jiff::civil::Date;

use crate::text::points;

/// The reason why a state is unknown, and with it whether points are claimed.
#[derive(Debug, Clone, PartialEq)]
pub enum StateGap {
    /// The control has no profile, although the catalogue is complete.
    NoProfile,
    /// The catalogue has different profiles of the control.
    ContradictoryProfiles,
    /// The profile has no readable `controlStateUpdates`.
    Unreadable,
    /// A state update has no date.
    Undated,
    /// All state updates are later than the snapshot, whose day is given.
    SetLater(Date),
    /// The state was set on the day of the snapshot, and the state before is unknown.
    SetThatDay,
    /// The latest state update has no state.
    Empty,
    /// Graph states an unrecognised state.
    Unrecognised(String),
    /// The states of several controls are unknown, or their figures inconsistent.
    Controls {
        /// The points that may be claimed; none where they are not computed.
        points: Option<f64>,
        /// Whether some of them have inconsistent figures.
        inconsistent: bool,
    },
}

impl fmt::Display for StateGap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::NoProfile => "its state is unknown: it has no profile",
            Self::ContradictoryProfiles => "its state is unknown: the catalogue has different profiles of it",
            Self::Unreadable => "its state is unknown: its profile has no readable controlStateUpdates",
            Self::Undated => "its state is unknown: one of its controlStateUpdates has no date",
            Self::SetLater(day) => {
                return write!(f, "its state is unknown: it was set after {day}, and the state before is unknown");
            }
            Self::SetThatDay => "its state was set on the day of the snapshot, and the state before is unknown",
            Self::Empty => "its state is unknown: the latest of its controlStateUpdates has no state",
            Self::Unrecognised(state) => {
                return write!(
                    f,
                    "its state is unknown: Graph states `{state}`, which this version does not recognise"
                );
            }
            Self::Controls { points: None, inconsistent: _ } => {
                "the state of some of its controls is unknown, so their points may be claimed"
            }
            Self::Controls { points: Some(value), inconsistent } => {
                let or = if *inconsistent { " or their figures are inconsistent" } else { "" };
                let value = points(*value, None);
                return write!(f, "up to {value} points may be claimed: the state of their controls is unknown{or}");
            }
        };
        f.write_str(text)
    }
}
