//! The incidents of a report, and the controls that bear on them. No verdict depends on them.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::ControlInfo;
use crate::crosswalk::CrosswalkFile;
use crate::evidence::{AlertSeverity, IncidentNames, Input, Technique};
use crate::text::{count, counted_points, list, points};

/// The incidents that were supplied, each with the controls that bear on it.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentReport {
    /// The incidents: unresolved ones first, then by severity, those with causes first, the newest first.
    pub incidents: Vec<IncidentInfo>,
    /// The controls that bear on incidents, those that bear on the most first.
    pub controls: Vec<BearingControl>,
    /// The incidents that were left out, by id.
    pub excluded: Vec<ExcludedIncident>,
    /// The gaps of the incidents, and of the evidence as far as it limits the search for causes, as sentences.
    pub gaps: Vec<String>,
    /// Where the incidents came from.
    pub inputs: Vec<Input>,
    /// The number of rows of the crosswalk.
    pub crosswalk_rows: usize,
    /// The crosswalks of users.
    pub crosswalk_files: Vec<CrosswalkFile>,
    /// The names that redaction looks for; they are in no report.
    pub names: IncidentNames,
}

/// A control that bears on incidents, and on how many.
#[derive(Debug, Clone, PartialEq)]
pub struct BearingControl {
    /// The control.
    pub control: Arc<ControlInfo>,
    /// As [`IncidentCause::unknown`].
    pub unknown: Option<String>,
    /// The points that are not observed.
    pub missing: MissingPoints,
    /// The points by which the score would rise.
    pub recoverable: MissingPoints,
    /// The strength of the strongest link to an incident, 0 to 100.
    pub strength: u8,
    /// The number of incidents.
    pub incidents: usize,
}

/// An incident that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcludedIncident {
    /// The id.
    pub id: String,
    /// The title.
    pub title: Option<String>,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// When it was updated last.
    pub updated: Option<Timestamp>,
    /// Why it was left out.
    pub why: IncidentExclusion,
}

/// The reason why an incident was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IncidentExclusion {
    /// It, or each of its alerts, is classified as a false positive.
    FalsePositive,
    /// It, or each of its alerts, is classified as expected activity, such as a security test.
    ExpectedActivity,
}

/// An incident, and the controls that bear on it.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentInfo {
    /// The id.
    pub id: String,
    /// The title, which may quote what an outsider wrote.
    pub title: Option<String>,
    /// The severity.
    pub severity: AlertSeverity,
    /// The status, as Graph wrote it.
    pub status: Option<String>,
    /// The classification, as Graph wrote it.
    pub classification: Option<String>,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// When it was updated last.
    pub updated: Option<Timestamp>,
    /// The incidents that were merged into it.
    pub merged: Vec<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// The alerts that were matched, by id.
    pub alerts: Vec<AlertInfo>,
    /// The number of alerts that were left out, being classified as false positives or expected activity.
    pub excluded_alerts: usize,
    /// The techniques that its alerts name.
    pub techniques: Vec<Technique>,
    /// Those of them that no row of the crosswalk is about.
    pub outside_crosswalk: Vec<Technique>,
    /// The controls that bear on it, the strongest link first.
    pub causes: Vec<IncidentCause>,
    /// The number of controls that would bear on it and have all of their points, observed.
    pub observed: usize,
    /// The points that are missing on the causes together.
    pub impact: MissingPoints,
    /// The points by which the score would rise if all causes had theirs: claimed points are in the score already.
    pub recoverable: MissingPoints,
    /// Why no control bears on it; none where one does.
    pub no_cause: Option<NoCause>,
}

/// An alert of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertInfo {
    /// The id.
    pub id: String,
    /// The title, which may quote what an outsider wrote.
    pub title: Option<String>,
}

/// A cause of an incident: a control that bears on it. It is a possible cause, not a proven one.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentCause {
    /// The control.
    pub control: Arc<ControlInfo>,
    /// Why it is unknown whether its points are observed, as a sentence fragment; none where points are certainly missing.
    pub unknown: Option<String>,
    /// The points that are not observed.
    pub missing: MissingPoints,
    /// The points by which the score would rise.
    pub recoverable: MissingPoints,
    /// The strength of the strongest link, 0 to 100.
    pub strength: u8,
    /// The links, the strongest first.
    pub links: Vec<IncidentLink>,
}

/// Points that are missing: between two figures, of which the upper one may be unknown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MissingPoints {
    /// The fewest.
    pub least: f64,
    /// The most; none where the maximum of a control is unknown.
    pub most: Option<f64>,
}

/// A link between an incident and a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentLink {
    /// The basis of the link.
    pub basis: LinkBasis,
    /// The strength, 0 to 100.
    pub strength: u8,
    /// The ids of the alerts that it rests on.
    pub alerts: Vec<String>,
}

/// The basis of a link, the strongest kind first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkBasis {
    /// A row of the crosswalk: the control protects against a technique.
    Technique {
        /// The technique that alerts name.
        technique: Technique,
        /// The technique of the row: the same, the technique that it is a sub-technique of, or one of its sub-techniques.
        of_row: Technique,
        /// The row.
        row: Arc<RowInfo>,
    },
    /// The alerts come from the service that the control configures.
    Service {
        /// `serviceSource` of the alerts.
        source: String,
        /// The service of the control's profile.
        service: String,
    },
    /// The control's profile names a threat that the category or determination of the alerts stands for.
    Threat {
        /// The category or determination.
        word: String,
        /// The threat of the profile.
        threat: String,
    },
}

/// A row of the crosswalk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowInfo {
    /// The id.
    pub id: String,
    /// The source with its version, such as `CTID EID-MFA-E3 (07/18/2025, ATT&CK 16.1)`.
    pub source: String,
    /// The confidence.
    pub confidence: &'static str,
    /// The statement of the source.
    pub why: String,
}

/// The reason why no control bears on an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoCause {
    /// The data has none of its alerts.
    NoAlerts,
    /// The data states that it has no alerts.
    EmptyAlerts,
    /// Its alerts name neither a technique nor a service of Secure Score nor a threat.
    NothingNamed,
    /// No row of the crosswalk is about its techniques.
    OutsideCrosswalk(Vec<Technique>),
    /// No control that the rows are about is scored on the snapshot.
    NotScored,
    /// So many controls are about it, and all have their points, observed.
    AllObserved(usize),
}

impl IncidentInfo {
    /// The only evidence of its causes where that is weak, since no alert names a technique; none where it is not.
    #[must_use]
    pub fn weak_evidence(&self) -> Option<&'static str> {
        // The causes of an incident have links of one kind.
        match self.causes.first()?.links.first()?.basis {
            LinkBasis::Technique { .. } => None,
            LinkBasis::Service { .. } => Some("by service only"),
            LinkBasis::Threat { .. } => Some("by threat only"),
        }
    }
}

impl MissingPoints {
    /// No points.
    pub const NONE: Self = Self { least: 0.0, most: Some(0.0) };

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { least: self.least + other.least, most: self.most.zip(other.most).map(|(one, other)| one + other) }
    }
}

impl fmt::Display for MissingPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { least, most } = *self;
        match most {
            Some(most) if points(most, None) == points(least, None) => f.write_str(&counted_points(least)),
            Some(most) => write!(f, "{} to {}", points(least, None), counted_points(most)),
            None if least > 0.0 => write!(f, "at least {}", counted_points(least)),
            None => f.write_str("an unknown number of points"),
        }
    }
}

impl IncidentExclusion {
    /// The word in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FalsePositive => "false positive",
            Self::ExpectedActivity => "expected activity",
        }
    }
}

impl fmt::Display for LinkBasis {
    /// Writes the explanation as a sentence fragment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Technique { technique, of_row, row } => {
                write!(f, "{technique}")?;
                if of_row.parent() == Some(*technique) {
                    write!(f, " (sub-technique {of_row})")?;
                } else if of_row != technique {
                    write!(f, " (as a part of {of_row})")?;
                }
                write!(f, ": row {} of the crosswalk, {}, {} confidence", row.id, row.source, row.confidence)
            }
            Self::Service { source, service } => {
                write!(
                    f,
                    "the alerts come from {source}, and the control configures {service}; no alert names a technique"
                )
            }
            Self::Threat { word, threat } => write!(
                f,
                "the alerts are about {word}, and the control's profile names the threat {threat}; no alert names a technique"
            ),
        }
    }
}

impl fmt::Display for NoCause {
    /// Writes the reason as a sentence fragment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAlerts => f.write_str("its alerts are missing, so that nothing can be matched"),
            Self::EmptyAlerts => f.write_str("it has no alerts, so that nothing can be matched"),
            Self::NothingNamed => {
                f.write_str("its alerts name no technique, and no service or threat that a scored control is about")
            }
            Self::OutsideCrosswalk(techniques) => {
                let techniques: Vec<String> = techniques.iter().map(ToString::to_string).collect();
                write!(f, "no row of the crosswalk is about {}", list(&techniques, "or"))
            }
            Self::NotScored => f.write_str("no control that protects against its techniques is scored on the snapshot"),
            Self::AllObserved(1) => f.write_str("the control that is about it has all of its points, observed"),
            Self::AllObserved(number) => {
                write!(f, "the {} that are about it have all of their points, observed", count(*number, "control"))
            }
        }
    }
}
