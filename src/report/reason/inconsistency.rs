//! Figures that contradict one another.

use std::fmt;

use crate::text::{count, percent, points, sample};

/// The number of controls a sentence names.
const NAMED: usize = 3;

/// Figures of a snapshot that contradict one another.
#[derive(Debug, Clone, PartialEq)]
pub enum Inconsistency {
    /// `currentScore` is negative or above `maxScore`.
    CurrentScore {
        /// `currentScore`.
        current: f64,
        /// `maxScore`.
        max: f64,
    },
    /// The points of the controls do not add up to `currentScore`.
    Sum {
        /// The least that they add up to.
        least: f64,
        /// The most.
        most: f64,
        /// `currentScore`.
        current: f64,
    },
    /// The maxima of the controls exceed `maxScore`, by this number of points.
    Maxima(f64),
    /// The controls of unknown maximum have more points than `maxScore` leaves for them.
    UnknownMaxima {
        /// Their points.
        points: f64,
        /// The points of `maxScore` that are left for them.
        left: f64,
    },
    /// Figures of the control of the finding.
    Subject(ControlInconsistency),
    /// Figures of some controls, by id.
    Controls(Vec<String>),
    /// Figures of some controls, with the points in doubt; none where they are not computed.
    Points(Option<f64>),
    /// The snapshot has different averages of one group of peers.
    PeerAverages {
        /// The group.
        group: String,
        /// Whether they are of one category.
        of_category: bool,
    },
}

/// Figures of one control that contradict one another.
#[derive(Debug, Clone, PartialEq)]
pub enum ControlInconsistency {
    /// The snapshot has the control twice, with different values.
    Duplicate {
        /// The lower of the scores.
        lowest: f64,
        /// The higher.
        highest: f64,
    },
    /// The catalogue has different profiles of it.
    Profiles,
    /// The snapshot has no score for it.
    NoScore,
    /// Its score is negative.
    NegativeScore(f64),
    /// Its percentage is negative or above 100.
    Percentage(f64),
    /// It has no points, but a percentage.
    PercentageOfNothing(f64),
    /// Its maximum is negative.
    NegativeMaximum(f64),
    /// Its score is above its maximum.
    AboveMaximum {
        /// Its score.
        score: f64,
        /// Its maximum.
        max: f64,
    },
    /// Its percentage differs from its score in percent of its maximum.
    PercentageDiffers {
        /// The percentage that Graph states.
        percentage: f64,
        /// Its score.
        score: f64,
        /// Its maximum.
        max: f64,
    },
}

impl fmt::Display for Inconsistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CurrentScore { current, max } => {
                write!(f, "its currentScore is {}, its maxScore {}", points(*current, Some(*max)), points(*max, None))
            }
            Self::Sum { least, most, current } => {
                let sum = if least == most { points(*least, Some(*current)) } else { format!("{least} to {most}") };
                let current = points(*current, None);
                write!(f, "its controls add up to {sum} points, but its currentScore is {current}")
            }
            Self::Maxima(excess) => {
                write!(f, "the maxima of the controls exceed maxScore by {} points", points(*excess, None))
            }
            Self::UnknownMaxima { points: had, left } => write!(
                f,
                "the controls of unknown maximum have {} points, but only {} points of maxScore are left for them",
                points(*had, None),
                points(*left, None)
            ),
            Self::Subject(control) => write!(f, "its figures are inconsistent: {control}"),
            Self::Controls(ids) => {
                let (number, ids) = (count(ids.len(), "control"), sample(ids, NAMED));
                write!(f, "the figures of {number} are inconsistent: {ids}")
            }
            Self::Points(None) => f.write_str("figures of single controls are inconsistent"),
            Self::Points(Some(by)) => {
                write!(f, "the figures of single controls are inconsistent, by {} points", points(*by, None))
            }
            Self::PeerAverages { group, of_category } => {
                let of = if *of_category { " for one category" } else { "" };
                write!(f, "the snapshot has different averages of {group}{of}")
            }
        }
    }
}

impl fmt::Display for ControlInconsistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate { lowest, highest } => {
                let (low, high) = (points(*lowest, None), points(*highest, Some(*lowest)));
                let of =
                    if low == high { "of the same points".to_owned() } else { format!("({low} and {high} points)") };
                write!(f, "the snapshot has it twice with different values {of}")
            }
            Self::Profiles => f.write_str("the catalogue has different profiles of it"),
            Self::NoScore => f.write_str("the snapshot has no score for it"),
            Self::NegativeScore(score) => write!(f, "its score is negative ({})", points(*score, None)),
            Self::Percentage(value) => write!(f, "its percentage is {}", percent(*value, Some(100.0))),
            Self::PercentageOfNothing(value) => {
                write!(f, "it has no points, but Graph states {}", percent(*value, None))
            }
            Self::NegativeMaximum(max) => write!(f, "its maximum is negative ({})", points(*max, None)),
            Self::AboveMaximum { score, max } => {
                write!(f, "it has {} points of at most {}", points(*score, Some(*max)), points(*max, None))
            }
            Self::PercentageDiffers { percentage, score, max } => write!(
                f,
                "Graph states {}, but {} of {} points are {}",
                percent(*percentage, Some(*percentage)),
                points(*score, None),
                points(*max, None),
                percent(*score * 100.0 / *max, Some(*percentage))
            ),
        }
    }
}
