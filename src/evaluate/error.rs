//! The errors of an evaluation, of a comparison, and of a new baseline.

use std::fmt;

use jiff::civil::Date;

use crate::error::{Error, EvidenceErrorKind};
use crate::report::{Advice, Phrases};
use crate::text::{count, list};

/// The reason why there is no report, comparison or baseline.
#[derive(Debug)]
pub enum EvaluateError {
    /// Different tenants are required, which are given.
    SeveralPins(Vec<String>),
    /// The evidence is of another tenant than the required one.
    OtherTenant {
        /// The tenant of the evidence.
        tenant: String,
        /// The required tenant.
        pin: String,
        /// Whether the required one is a tenant id, a GUID.
        is_id: bool,
    },
    /// The incidents are of another tenant than the evidence.
    IncidentsOfOtherTenant {
        /// The tenant of the incidents.
        tenant: String,
        /// The tenant of the evidence.
        evidence: String,
    },
    /// The baseline is of another tenant; the error shows where.
    OtherBaseline(Error),
    /// Something could hide behind the figures of a new baseline.
    BaselineRefused {
        /// The day of the snapshot.
        date: Date,
        /// The flaw, as a sentence fragment.
        flaw: String,
        /// The remedy.
        advice: Advice,
    },
    /// The two days are of different tenants.
    DifferentTenants {
        /// The files of the earlier day, and its tenant.
        earlier: (String, String),
        /// The files of the later day, and its tenant.
        later: (String, String),
    },
    /// The first day is later than the second.
    DaysSwapped(Date, Date),
    /// Both days are the same day of the same data.
    SameDay(Date),
    /// The tenant of an earlier day is unknown.
    DayTenantUnknown {
        /// The day.
        date: Date,
        /// The files.
        files: String,
    },
    /// A day has no score or no maximum.
    NoScore {
        /// The day.
        date: Date,
        /// The files.
        files: String,
        /// The missing field.
        field: &'static str,
    },
    /// The evidence has no snapshot of a day.
    DayMissing {
        /// The day.
        date: Date,
        /// The files.
        files: String,
        /// The days that it has, the oldest first.
        days: Vec<Date>,
    },
}

impl EvaluateError {
    /// The remedy.
    #[must_use]
    pub fn advice(&self) -> Advice {
        match self {
            Self::SeveralPins(_) => Advice::OneTenant,
            Self::OtherTenant { is_id: true, .. } | Self::OtherBaseline(_) => Advice::UsePinnedTenant,
            Self::OtherTenant { is_id: false, .. } => Advice::PinById,
            Self::BaselineRefused { advice, .. } => advice.clone(),
            Self::IncidentsOfOtherTenant { .. } => Advice::IncidentsOfTenant,
            Self::DifferentTenants { .. } => Advice::CompareOneTenant,
            Self::DaysSwapped(_, _) => Advice::SwapDays,
            Self::SameDay(_) => Advice::NameTwoDays,
            Self::DayTenantUnknown { .. } => Advice::KeepTenantOrSplit,
            Self::NoScore { .. } => Advice::CompareOtherDay,
            Self::DayMissing { date, files: _, days } => {
                let before = days.iter().rev().find(|day| *day < date);
                let after = days.iter().find(|day| *day > date);
                Advice::CompareWith(before.into_iter().chain(after).copied().collect())
            }
        }
    }

    /// The error of a run, with the remedy in the words of the caller.
    #[must_use]
    pub fn explained(self, advise: Phrases) -> Error {
        let (message, help) = (self.to_string(), advise(&self.advice()));
        match self {
            Self::OtherBaseline(error) => error,
            Self::DaysSwapped(_, _) | Self::SameDay(_) => Error::Usage { message, help: help.into() },
            Self::SeveralPins(_)
            | Self::OtherTenant { .. }
            | Self::IncidentsOfOtherTenant { .. }
            | Self::DifferentTenants { .. }
            | Self::DayTenantUnknown { .. } => Error::evidence(EvidenceErrorKind::OtherTenant, message, help),
            Self::BaselineRefused { .. } => Error::evidence(EvidenceErrorKind::Invalid, message, help),
            Self::NoScore { .. } | Self::DayMissing { .. } => {
                Error::evidence(EvidenceErrorKind::NoSnapshot, message, help)
            }
        }
    }
}

impl std::error::Error for EvaluateError {}

impl fmt::Display for EvaluateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SeveralPins(pins) => write!(f, "different tenants are required: {}", list(pins, "and")),
            Self::OtherTenant { tenant, pin, is_id: _ } => {
                write!(f, "it belongs to tenant {tenant}, but tenant {pin} is required")
            }
            Self::IncidentsOfOtherTenant { tenant, evidence } => {
                write!(f, "the incidents belong to tenant {tenant}, and the evidence to {evidence}")
            }
            Self::OtherBaseline(error) => error.fmt(f),
            Self::BaselineRefused { date, flaw, advice: _ } => {
                write!(f, "no baseline can be written from the snapshot of {date}: {flaw}")
            }
            Self::DifferentTenants { earlier: (a, of_a), later: (b, of_b) } => {
                write!(f, "{a} belongs to tenant {of_a}, and {b} to {of_b}")
            }
            Self::DaysSwapped(from, to) => write!(f, "the first day, {from}, is later than the second, {to}"),
            Self::SameDay(day) => write!(f, "both operands are {day} of the same data, so there is nothing to compare"),
            Self::DayTenantUnknown { date, files } => write!(
                f,
                "it is unknown whether the snapshot of {date} in {files} belongs to the same tenant as the latest snapshot there"
            ),
            Self::NoScore { date, files, field } => write!(f, "the snapshot of {date} in {files} has no {field}"),
            Self::DayMissing { date, files, days } => {
                let present = match (days.first(), days.last()) {
                    (Some(first), Some(last)) if first < last => {
                        format!("{} from {first} to {last}", count(days.len(), "day"))
                    }
                    (Some(_), Some(last)) => format!("only {last}"),
                    (None, _) | (_, None) => "none".to_owned(),
                };
                write!(f, "{files} has no snapshot of {date}; it has {present}")
            }
        }
    }
}
