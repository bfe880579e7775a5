//! The gaps of the evidence: the data that is missing, and the data that cannot be used.

use std::fmt;

use jiff::civil::Date;

use crate::text::{count, line, sample};

/// A part of the data that is missing, or that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// There is no catalogue.
    NoCatalogue,
    /// The catalogue contains different profiles of these controls.
    DisputedProfiles(Vec<String>),
    /// So many scored controls have no profile, and nothing shows whether a page of the catalogue is missing.
    UnlinkedCatalogue(usize),
    /// The catalogue contains fewer profiles than Graph counts.
    FewerThanCounted {
        /// The number of profiles in the catalogue.
        held: usize,
        /// The number that Graph states.
        counted: u64,
    },
    /// The request for the catalogue was for a part of it; its address or context shows it.
    PartOfCatalogue(String),
    /// The catalogue is a list without the links between its pages.
    BareCatalogue,
    /// The last page of the catalogue, with so many profiles so far, links to a page that is missing.
    LastPageLinked(usize),
    /// No recorded request is for all of the catalogue from its beginning.
    NoFirstPage,
    /// The page of the catalogue with this address is missing.
    CataloguePage(String),
    /// The pages of the catalogue link in a circle.
    CircularCatalogue,
    /// A date in the state updates of this control is invalid, so that their order is unknown.
    StateDate(String),
    /// The `lastSynced` of this control is not a date.
    LastSynced(String),
    /// A part of the snapshot is missing.
    PartialSnapshot(Missing),
    /// A part of the catalogue is missing.
    PartialCatalogue(Missing),
    /// A part of the incidents is missing.
    PartialIncidents(Missing),
    /// The catalogue was captured before the end of the day of the snapshot, so that its states are not those of the day.
    EarlyCatalogue(Date),
    /// The only catalogue is of an earlier day than the snapshot.
    OldCatalogue {
        /// The day of the catalogue.
        of: Option<Date>,
        /// The day of the snapshot.
        day: Date,
    },
    /// Nothing shows that the snapshots of these days are of the tenant of the newest one.
    UnnamedDays(Vec<Date>),
}

/// The sign that a part of something is missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// The response says so, by its status or a `Warning`.
    Response {
        /// The HTTP status.
        status: u16,
        /// The path and query of the request.
        request: String,
        /// The `Warning` header; empty where there is none.
        warning: String,
    },
    /// The page before this one is missing.
    PageBefore(String),
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Response { status, request, warning } => {
                write!(f, "Graph returned {status} for {request}")?;
                if !warning.is_empty() {
                    write!(f, ", with the warning {warning}")?;
                }
                f.write_str(" (a Microsoft service did not respond; collect the data again later)")
            }
            Self::PageBefore(page) => write!(f, "a page of the snapshots is missing before {}", line(page)),
        }
    }
}

impl Gap {
    /// Whether the states of the controls on the day of the snapshot are unknown by it.
    pub(super) const fn hides_states(&self) -> bool {
        match self {
            Self::EarlyCatalogue(_) | Self::OldCatalogue { .. } => true,
            Self::NoCatalogue
            | Self::DisputedProfiles(_)
            | Self::UnlinkedCatalogue(_)
            | Self::FewerThanCounted { .. }
            | Self::PartOfCatalogue(_)
            | Self::BareCatalogue
            | Self::LastPageLinked(_)
            | Self::NoFirstPage
            | Self::CataloguePage(_)
            | Self::CircularCatalogue
            | Self::StateDate(_)
            | Self::LastSynced(_)
            | Self::PartialSnapshot(_)
            | Self::PartialCatalogue(_)
            | Self::PartialIncidents(_)
            | Self::UnnamedDays(_) => false,
        }
    }
}

impl fmt::Display for Gap {
    /// Writes the gap as a sentence without a capital and a full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCatalogue => f.write_str(
                "there is no catalogue: supply the responses of /security/secureScoreControlProfiles too (the cloud of China offers none)",
            ),
            Self::DisputedProfiles(ids) => write!(f, "the catalogue contains different profiles of {}", sample(ids, 5)),
            Self::UnlinkedCatalogue(orphans) => {
                let have = if *orphans == 1 { "has" } else { "have" };
                write!(
                    f,
                    "the responses of the catalogue do not show whether a page is missing, and {} {have} no profile: read every page, or make a recording",
                    count(*orphans, "scored control")
                )
            }
            Self::FewerThanCounted { held, counted } => write!(
                f,
                "the catalogue is incomplete: it contains {}, and Graph counts {counted}",
                count(*held, "profile")
            ),
            Self::PartOfCatalogue(request) => {
                write!(f, "the catalogue is incomplete: {} requests only a part of it", line(request))
            }
            Self::BareCatalogue => f.write_str(
                "the catalogue is a bare list, which does not state whether it is complete: keep the responses with their @odata.nextLink",
            ),
            Self::LastPageLinked(held) => write!(
                f,
                "the catalogue is incomplete: it contains {}, and its last page has a nextLink to a page that is missing",
                count(*held, "profile")
            ),
            Self::NoFirstPage => f.write_str(
                "the catalogue is incomplete: no recorded request is for all of it from its beginning",
            ),
            Self::CataloguePage(page) => write!(f, "a page of the catalogue is missing: {}", line(page)),
            Self::CircularCatalogue => f.write_str("the pages of the catalogue link in a circle"),
            Self::StateDate(id) => {
                write!(f, "the state of {id} is unknown: a date in its controlStateUpdates is invalid")
            }
            Self::LastSynced(id) => write!(f, "lastSynced of {id} is not a date"),
            Self::PartialSnapshot(missing) => write!(f, "a part of the snapshot is missing: {missing}"),
            Self::PartialCatalogue(missing) => write!(f, "a part of the catalogue is missing: {missing}"),
            Self::PartialIncidents(missing) => write!(f, "a part of the incidents is missing: {missing}"),
            Self::EarlyCatalogue(day) => write!(
                f,
                "the catalogue was captured before the end of the day: it does not show the states of {day}"
            ),
            Self::OldCatalogue { of, day } => {
                let of = of.map(|day| day.to_string()).unwrap_or_default();
                write!(f, "the only catalogue is of {of}, before the snapshot: it does not show the states of {day}")
            }
            Self::UnnamedDays(days) => match days.as_slice() {
                [one] => write!(
                    f,
                    "it is unknown whether the snapshot of {one} belongs to the same tenant as the latest one"
                ),
                several => write!(
                    f,
                    "it is unknown whether {} belong to the same tenant as the latest one: {}",
                    count(several.len(), "older snapshot"),
                    sample(&several.iter().map(Date::to_string).collect::<Vec<_>>(), 5)
                ),
            },
        }
    }
}
