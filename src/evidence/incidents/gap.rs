//! The gaps of the incidents: what is missing of them, and what cannot be read.

use std::fmt;

use crate::evidence::gap::Missing;
use crate::text::{count, line, sample};

/// A part of the incidents that is missing or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum IncidentGap {
    /// Graph left out a part.
    Partial(Missing),
    /// A page of a recording is missing.
    Page {
        /// The recording.
        file: String,
        /// The address of the page.
        page: String,
    },
    /// The last page of a response without its request links to another one that this file does not have.
    LastPageLinked(String),
    /// Graph counts more entries than a file has.
    FewerThanCounted {
        /// The file.
        file: String,
        /// The number of entries.
        held: usize,
        /// The number that Graph states.
        counted: u64,
    },
    /// The incident with this id has more alerts than the response contains.
    MoreAlerts(String),
    /// So many incidents were requested without their alerts.
    NoAlerts(usize),
    /// The alerts with these ids do not state their techniques, not even an empty list.
    NoTechniques(Vec<String>),
    /// A technique of this alert is not an id of ATT&CK.
    TechniqueUnreadable {
        /// The id of the alert.
        alert: String,
        /// The text; none where it is not a text.
        text: Option<String>,
    },
    /// This incident was merged into another one, which is missing.
    RedirectMissing {
        /// The id of the incident.
        from: String,
        /// The id of the other one.
        to: String,
    },
    /// These incidents are merged into one another in a circle.
    RedirectCircle(String),
    /// Several states of these incidents may be the latest.
    IncidentsAmbiguous(Vec<String>),
    /// Several states of these alerts may be the latest.
    AlertsAmbiguous(Vec<String>),
    /// The latest states of their incidents do not have these alerts any more, and no other incident has them.
    AlertsGone(Vec<String>),
    /// So many alerts name an incident that is not in the data: only what the alerts state is known of it.
    IncidentMissing(usize),
    /// So many further gaps are not listed.
    More(usize),
}

/// The most gaps that are listed.
const MOST: usize = 50;

/// The beginning of a gap about states of which none is known to be the latest.
const AMBIGUOUS: &str = "lastUpdateDateTime does not show the latest state, so that techniques of all states count, and a classification \
                         leaves something out only where all states have it,";

impl IncidentGap {
    /// The gaps, each once, and the number of those that are too many to list.
    pub(super) fn listed(gaps: Vec<Self>) -> Vec<Self> {
        let mut listed: Vec<Self> = Vec::new();
        let mut more = 0;
        for gap in gaps {
            if listed.contains(&gap) {
                continue;
            }
            if listed.len() < MOST { listed.push(gap) } else { more += 1 }
        }
        listed.extend((more > 0).then_some(Self::More(more)));
        listed
    }
}

impl fmt::Display for IncidentGap {
    /// Writes the gap as a sentence without a capital and a full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Partial(missing) => write!(f, "a part of the incidents is missing: {missing}"),
            Self::Page { file, page } => {
                write!(f, "a page of the incidents is missing in {}: {}", line(file), line(page))
            }
            Self::LastPageLinked(file) => write!(
                f,
                "the last page of the incidents in {} has a nextLink to a page that is missing there: put all pages of a response into one \
                 file",
                line(file)
            ),
            Self::FewerThanCounted { file, held, counted } => {
                write!(f, "Graph counts {counted} incidents or alerts, and {} contains {held}", line(file))
            }
            Self::MoreAlerts(id) => write!(f, "incident {id} has more alerts than the response contains"),
            Self::NoAlerts(number) => write!(
                f,
                "{} without alerts: request /security/incidents?$expand=alerts, or supply /security/alerts_v2 too",
                count(*number, "incident")
            ),
            Self::NoTechniques(alerts) => {
                write!(f, "the techniques (mitreTechniques) of {} are missing: ", count(alerts.len(), "alert"))?;
                f.write_str(&sample(alerts, 5))
            }
            Self::TechniqueUnreadable { alert, text: Some(text) } => {
                write!(f, "alert {alert} has a technique that is not an id of ATT&CK: `{text}`")
            }
            Self::TechniqueUnreadable { alert, text: None } => {
                write!(f, "alert {alert} has a technique that is not a text")
            }
            Self::RedirectMissing { from, to } => {
                write!(f, "incident {from} was merged into incident {to}, which is missing")
            }
            Self::RedirectCircle(id) => write!(f, "incident {id} is merged into itself in a circle"),
            Self::IncidentsAmbiguous(ids) => {
                write!(f, "{} of {}: ", AMBIGUOUS, count(ids.len(), "incident"))?;
                f.write_str(&sample(ids, 5))
            }
            Self::AlertsAmbiguous(ids) => {
                write!(f, "{} of {}: ", AMBIGUOUS, count(ids.len(), "alert"))?;
                f.write_str(&sample(ids, 5))
            }
            Self::AlertsGone(ids) => {
                write!(
                    f,
                    "{} left their incidents, and no other one in the data has them: ",
                    count(ids.len(), "alert")
                )?;
                f.write_str(&sample(ids, 5))
            }
            Self::IncidentMissing(number) => {
                write!(f, "the incident of {} is missing: only its alerts are known", count(*number, "alert"))
            }
            Self::More(number) => write!(f, "there are {}", count(*number, "further gap")),
        }
    }
}
