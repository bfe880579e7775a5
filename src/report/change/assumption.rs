//! The assumptions of an attribution, and their sentences.

use std::fmt;

use jiff::civil::Date;

use crate::text::count;

/// An assumption that the parts of a change rest on. It is displayed as a sentence without a capital letter and a full stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assumption {
    /// The maxima of so many controls are known for one of the two days, and are the same on the other.
    MaximumOfOneDay(usize),
    /// The maxima of so many controls are unknown on both days.
    MaximumUnknown(usize),
    /// So many controls are no longer scored, and were not retired by Microsoft.
    NotRetired(usize),
    /// The points of controls of unknown state are claimed.
    Claimed {
        /// The number of controls.
        controls: usize,
        /// The two days, one of which has the unknown state.
        days: [Date; 2],
    },
}

impl fmt::Display for Assumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::MaximumOfOneDay(number) => {
                maxima(f, number)?;
                f.write_str(" known for only one of the two days, and assumed to be the same on the other")
            }
            Self::MaximumUnknown(number) => {
                maxima(f, number)?;
                f.write_str(" unknown on both days: points are compared instead of percentages")
            }
            Self::NotRetired(number) => {
                let are = if number == 1 { "is" } else { "are" };
                let controls = count(number, "control");
                write!(
                    f,
                    "{controls} {are} no longer scored, and may have been retired by Microsoft: counted as descoped"
                )
            }
            Self::Claimed { controls, days: [earlier, later] } => {
                let controls = count(controls, "control");
                write!(f, "the state of {controls} is unknown on {earlier} or {later}: their points count as claimed")
            }
        }
    }
}

/// Begins a sentence about the maxima of some controls.
fn maxima(f: &mut fmt::Formatter<'_>, number: usize) -> fmt::Result {
    if number == 1 {
        f.write_str("the maximum of 1 control is")
    } else {
        write!(f, "the maxima of {} are", count(number, "control"))
    }
}
