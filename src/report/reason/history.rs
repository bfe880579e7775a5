//! Missing data of the days before the latest snapshot.

use std::fmt;

use jiff::civil::Date;

use crate::text::{count, sample};

/// The number of controls a sentence names.
const NAMED: usize = 3;

/// The role of an unusable day for a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayRole {
    /// It is the reference.
    Reference,
    /// It may have been better than every reference.
    Best,
}

/// The kind of shortage of a history that is too short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryShortage {
    /// It begins within the window whose best day is the reference.
    Window {
        /// Its first day.
        begins: Date,
        /// The window, as the policy states it.
        window: String,
        /// The number of days that must be read.
        days: usize,
    },
    /// It has no reference.
    Reference {
        /// The data that the rule compares with, such as `a snapshot at least 7 days older`.
        required: String,
        /// The number of consecutive snapshots that must confirm a drop.
        confirm: u32,
        /// Its first day; none where no day before the latest is usable.
        begins: Option<Date>,
        /// The number of usable snapshots in it.
        snapshots: usize,
        /// The latest day.
        latest: Date,
        /// The number of days that must be read.
        days: usize,
    },
    /// It does not show whether the control of the finding is new.
    NewControl {
        /// Its first day.
        begins: Date,
    },
    /// It does not show whether some controls are new.
    NewControls {
        /// The ids.
        controls: Vec<String>,
    },
}

impl fmt::Display for HistoryShortage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Window { begins, window, days: _ } => {
                write!(f, "the history begins on {begins}, within the window of {window}")
            }
            Self::Reference { required, confirm, begins, snapshots, latest, days: _ } => {
                write!(f, "the rule needs {required}")?;
                if *confirm > 1 {
                    write!(f, ", and {confirm} snapshots to confirm a drop")?;
                }
                match begins {
                    Some(first) => {
                        let before = count(*snapshots, "snapshot");
                        write!(f, "; the data begins on {first}, with {before} before {latest}")
                    }
                    None => write!(f, "; the data has no usable snapshot before {latest}"),
                }
            }
            Self::NewControl { begins } => {
                write!(f, "the history begins on {begins}, so it is unknown whether the control is new")
            }
            Self::NewControls { controls } => {
                let (which, ids) = (count(controls.len(), "control"), sample(controls, NAMED));
                write!(f, "the history is too short to show whether {which} ({ids}) are new")
            }
        }
    }
}
