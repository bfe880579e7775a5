//! The incidents of a tenant and their alerts (`/security/incidents?$expand=alerts`, `/security/alerts_v2`). No verdict depends on
//! them.

mod collect;
mod document;
mod gap;
mod lenient;
mod merge;
mod named;
mod pages;
mod state;
mod technique;
mod wire;

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::Input;
use crate::tenant::TenantId;

pub use collect::{collect_incidents, collect_incidents_with, incidents_from_memory};
pub use gap::IncidentGap;
pub use named::IncidentNames;
pub use technique::Technique;

/// The incidents that were read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Incidents {
    /// The incidents by id, each once. One that was merged into another is in that one.
    pub incidents: Vec<Incident>,
    /// The gaps, in the order in which they were noticed, each once.
    pub gaps: Vec<IncidentGap>,
    /// Where every part came from.
    pub inputs: Vec<Input>,
    /// The tenant that they are of, where they state it.
    pub tenant: Option<TenantId>,
    /// The people, machines and domains that fields of their evidence name.
    pub names: IncidentNames,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// The id.
    pub id: String,
    /// `displayName`: it may quote what an outsider wrote.
    pub title: Option<String>,
    /// The severity.
    pub severity: AlertSeverity,
    /// `status`, as Graph wrote it.
    pub status: Option<String>,
    /// `classification`, as Graph wrote it.
    pub classification: Option<String>,
    /// `determination`, as Graph wrote it.
    pub determination: Option<String>,
    /// `createdDateTime`.
    pub created: Option<Timestamp>,
    /// `lastUpdateDateTime`.
    pub updated: Option<Timestamp>,
    /// The incident that it was merged into, where that is missing.
    pub redirected_to: Option<String>,
    /// The tags, each once.
    pub tags: Vec<String>,
    /// The ids of the incidents that were merged into it.
    pub merged: Vec<String>,
    /// The alerts by id, each once, as their latest states show them.
    pub alerts: Vec<Alert>,
    /// Whether the data states its alerts, be it an empty list.
    pub states_alerts: bool,
}

/// An alert of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// The id.
    pub id: String,
    /// `title`.
    pub title: Option<String>,
    /// The severity.
    pub severity: AlertSeverity,
    /// `category`, such as `InitialAccess`.
    pub categories: Vec<String>,
    /// `serviceSource`, such as `microsoftDefenderForOffice365`.
    pub service_source: Option<String>,
    /// `classification`, as Graph wrote it.
    pub classification: Option<String>,
    /// `determination`, as Graph wrote it.
    pub determination: Option<String>,
    /// The dismissal of an incident that was merged into this one, and that the alert came with.
    pub dismissed_as: Option<Dismissal>,
    /// `mitreTechniques`.
    pub techniques: BTreeSet<Technique>,
}

/// A classification by which an incident or an alert is not what it was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dismissal {
    /// `falsePositive`.
    FalsePositive,
    /// `informationalExpectedActivity`.
    ExpectedActivity,
}

impl Dismissal {
    /// The dismissal that a classification is, if it is one.
    #[must_use]
    pub fn of(classification: Option<&str>) -> Option<Self> {
        let letters = classification?.chars().filter(char::is_ascii_alphabetic);
        match letters.collect::<String>().to_ascii_lowercase().as_str() {
            "falsepositive" => Some(Self::FalsePositive),
            "informationalexpectedactivity" => Some(Self::ExpectedActivity),
            _ => None,
        }
    }
}

/// The severity of an incident or an alert, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertSeverity {
    /// It is unknown, or a value that is not known here.
    Unknown,
    /// Informational.
    Informational,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
}

impl AlertSeverity {
    fn named(text: Option<&str>) -> Self {
        match text.unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "informational" => Self::Informational,
            "low" => Self::Low,
            "medium" => Self::Medium,
            "high" => Self::High,
            _ => Self::Unknown,
        }
    }

    /// The word in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Informational => "informational",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}
