//! Incidents in the JSON report, and the controls that bear on them.

use schemars::JsonSchema;
use serde::Serialize;

use super::{JsonControl, JsonInput, JsonSource};

/// The incidents that were supplied, and the controls that bear on them. The verdict does not depend on them.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Incidents")]
pub(in crate::render::json) struct JsonIncidents<'a> {
    /// The incidents: unresolved ones first, then by severity, those with causes first, the newest first.
    pub(in crate::render::json) incidents: Vec<JsonIncident<'a>>,
    /// The incidents that were not matched, by id.
    pub(in crate::render::json) excluded: Vec<JsonExcludedIncident<'a>>,
    /// The gaps of the incidents, and of the evidence as far as it limits the search, as sentences.
    pub(in crate::render::json) gaps: Vec<&'a str>,
    /// Where the incidents came from.
    pub(in crate::render::json) inputs: Vec<JsonInput<'a>>,
    /// The number of rows of the crosswalk from controls to techniques.
    pub(in crate::render::json) crosswalk_rows: usize,
    /// The crosswalks of users.
    pub(in crate::render::json) crosswalks: Vec<JsonSource<'a>>,
}

/// An incident that was not matched.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "ExcludedIncident")]
pub(in crate::render::json) struct JsonExcludedIncident<'a> {
    /// The id.
    pub(in crate::render::json) id: &'a str,
    /// The title.
    pub(in crate::render::json) title: Option<&'a str>,
    /// Why it was not matched.
    pub(in crate::render::json) why: JsonExclusion,
}

/// Why an incident was not matched.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "IncidentExclusion")]
pub(in crate::render::json) enum JsonExclusion {
    /// It, or each of its alerts, is classified as a false positive.
    FalsePositive,
    /// It, or each of its alerts, is classified as expected activity.
    ExpectedActivity,
}

/// An incident.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Incident")]
pub(in crate::render::json) struct JsonIncident<'a> {
    /// The id.
    pub(in crate::render::json) id: &'a str,
    /// The title. It may quote what an outsider wrote.
    pub(in crate::render::json) title: Option<&'a str>,
    /// The severity: `high`, `medium`, `low`, `informational`, `unknown`.
    pub(in crate::render::json) severity: &'static str,
    /// The status, as Graph wrote it.
    pub(in crate::render::json) status: Option<&'a str>,
    /// The classification, as Graph wrote it.
    pub(in crate::render::json) classification: Option<&'a str>,
    /// When it was created.
    #[schemars(extend("format" = "date-time"))]
    pub(in crate::render::json) created: Option<String>,
    /// When it was updated last.
    #[schemars(extend("format" = "date-time"))]
    pub(in crate::render::json) updated: Option<String>,
    /// The ids of the incidents that were merged into it.
    pub(in crate::render::json) merged: Vec<&'a str>,
    /// The tags.
    pub(in crate::render::json) tags: Vec<&'a str>,
    /// The number of alerts that were matched.
    pub(in crate::render::json) alerts: usize,
    /// The number of alerts that were left out: false positives and expected activity.
    pub(in crate::render::json) excluded_alerts: usize,
    /// The techniques of MITRE ATT&CK that its alerts name.
    pub(in crate::render::json) techniques: Vec<String>,
    /// Those of them that no row of the crosswalk is about.
    pub(in crate::render::json) outside_crosswalk: Vec<String>,
    /// The controls that bear on it, the strongest link first.
    pub(in crate::render::json) causes: Vec<JsonCause<'a>>,
    /// The number of controls that would bear on it and have all of their points, observed.
    pub(in crate::render::json) observed_controls: usize,
    /// The points that are missing on the causes together.
    pub(in crate::render::json) impact: JsonMissing,
    /// Why no control bears on it, as a sentence fragment; `null` where one does.
    pub(in crate::render::json) no_cause: Option<String>,
}

/// Points that are missing: between two figures.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "MissingPoints")]
pub(in crate::render::json) struct JsonMissing {
    /// The fewest.
    pub(in crate::render::json) least: Option<f64>,
    /// The most; `null` where the maximum of a control is unknown.
    pub(in crate::render::json) most: Option<f64>,
}

/// A control that bears on an incident.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "IncidentCause")]
pub(in crate::render::json) struct JsonCause<'a> {
    /// The control.
    pub(in crate::render::json) control: JsonControl<'a>,
    /// Why it is unknown whether its points are observed; `null` where points are certainly missing.
    pub(in crate::render::json) unknown: Option<&'a str>,
    /// The points that are not observed.
    pub(in crate::render::json) missing: JsonMissing,
    /// The score of the strongest link, 0 to 100.
    pub(in crate::render::json) score: u8,
    /// The links, the strongest first.
    pub(in crate::render::json) links: Vec<JsonLink<'a>>,
}

/// A link between an incident and a control.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "IncidentLink")]
pub(in crate::render::json) struct JsonLink<'a> {
    /// The basis of the link.
    #[serde(flatten)]
    pub(in crate::render::json) basis: JsonBasis<'a>,
    /// How strong it is, 0 to 100.
    pub(in crate::render::json) score: u8,
    /// The ids of the alerts that it rests on.
    pub(in crate::render::json) alerts: Vec<&'a str>,
    /// The explanation, as a sentence fragment.
    pub(in crate::render::json) message: String,
}

/// The basis of a link.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", tag = "basis")]
#[schemars(rename = "LinkBasis")]
pub(in crate::render::json) enum JsonBasis<'a> {
    /// A row of the crosswalk: the control protects against a technique.
    Technique {
        /// The technique that the alerts name.
        technique: String,
        /// The technique of the row: the same, the one that it is a sub-technique of, or one of its sub-techniques.
        of_row: String,
        /// The id of the row.
        row: &'a str,
        /// The source of the row with its version.
        source: &'a str,
        /// The confidence of the row: `high`, `medium`, `low`.
        confidence: &'static str,
        /// The statement of the source.
        why: &'a str,
    },
    /// The alerts come from the service that the control configures.
    Service {
        /// `serviceSource` of the alerts.
        source: &'a str,
        /// The service of the control.
        service: &'a str,
    },
    /// The control names a threat that the alerts are about.
    Threat {
        /// The category or determination of the alerts.
        word: &'a str,
        /// The threat.
        threat: &'a str,
    },
}
