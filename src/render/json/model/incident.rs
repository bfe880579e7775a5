//! Incidents in the JSON report, and the controls that bear on them.

use schemars::JsonSchema;
use serde::Serialize;

use super::{JsonControl, JsonInput};

/// The incidents that were supplied, and the controls that bear on them. The verdict does not depend on them.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Incidents")]
pub(in crate::render::json) struct JsonIncidents<'a> {
    /// The incidents: unresolved ones first, then by severity, those with causes first, the newest first.
    pub(in crate::render::json) incidents: Vec<JsonIncident<'a>>,
    /// The controls that bear on incidents, those that bear on the most first; `causes` name them by id.
    pub(in crate::render::json) controls: Vec<JsonBearingControl<'a>>,
    /// The rows of the crosswalk that link them, by id; `links` name them by id.
    pub(in crate::render::json) rows: Vec<JsonRow<'a>>,
    /// The incidents that were left out, by id.
    pub(in crate::render::json) excluded: Vec<JsonExcludedIncident<'a>>,
    /// The gaps of the incidents, and of the evidence as far as it limits the search, as sentences.
    pub(in crate::render::json) gaps: Vec<&'a str>,
    /// Where the incidents came from.
    pub(in crate::render::json) inputs: Vec<JsonInput<'a>>,
    /// The number of rows of the crosswalk from controls to techniques.
    pub(in crate::render::json) crosswalk_rows: usize,
    /// The crosswalks of users.
    pub(in crate::render::json) crosswalks: Vec<JsonCrosswalk<'a>>,
}

/// A crosswalk of a user.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Crosswalk")]
pub(in crate::render::json) struct JsonCrosswalk<'a> {
    /// The path.
    pub(in crate::render::json) path: &'a str,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    pub(in crate::render::json) sha256: &'a str,
    /// The number of rows that it adds.
    pub(in crate::render::json) added: usize,
    /// The number of shipped rows that it replaces.
    pub(in crate::render::json) replaced: usize,
    /// The number of shipped rows that it removes.
    pub(in crate::render::json) removed: usize,
}

/// A control that bears on incidents.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "BearingControl")]
pub(in crate::render::json) struct JsonBearingControl<'a> {
    /// The control.
    pub(in crate::render::json) control: JsonControl<'a>,
    /// Why it is unknown whether its points are observed; `null` where points are certainly missing.
    pub(in crate::render::json) unknown: Option<&'a str>,
    /// The points that are not observed.
    pub(in crate::render::json) missing: JsonMissing,
    /// The points by which the score would rise if the control had all of them: claimed points are in the score already.
    pub(in crate::render::json) recoverable: JsonMissing,
    /// The strength of its strongest link to an incident, 0 to 100.
    pub(in crate::render::json) strength: u8,
    /// The number of incidents that it bears on.
    pub(in crate::render::json) incidents: usize,
}

/// A row of the crosswalk: its controls protect against its techniques.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "CrosswalkRow")]
pub(in crate::render::json) struct JsonRow<'a> {
    /// The id.
    pub(in crate::render::json) id: &'a str,
    /// The source with its version.
    pub(in crate::render::json) source: &'a str,
    /// The confidence: `high`, `medium`, `low`.
    pub(in crate::render::json) confidence: &'static str,
    /// The statement of the source.
    pub(in crate::render::json) why: &'a str,
}

/// An alert of an incident.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Alert")]
pub(in crate::render::json) struct JsonAlert<'a> {
    /// The id.
    pub(in crate::render::json) id: &'a str,
    /// The title. It may quote what an outsider wrote.
    pub(in crate::render::json) title: Option<&'a str>,
}

/// An incident that was left out.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "ExcludedIncident")]
pub(in crate::render::json) struct JsonExcludedIncident<'a> {
    /// The id.
    pub(in crate::render::json) id: &'a str,
    /// The title.
    pub(in crate::render::json) title: Option<&'a str>,
    /// When it was created.
    #[schemars(extend("format" = "date-time"))]
    pub(in crate::render::json) created: Option<String>,
    /// When it was updated last.
    #[schemars(extend("format" = "date-time"))]
    pub(in crate::render::json) updated: Option<String>,
    /// Why it was left out.
    pub(in crate::render::json) why: JsonExclusion,
}

/// Why an incident was left out.
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
    /// The alerts that were matched, by id.
    pub(in crate::render::json) alerts: Vec<JsonAlert<'a>>,
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
    /// The points by which the score would rise if all causes had theirs: claimed points are in the score already.
    pub(in crate::render::json) recoverable: JsonMissing,
    /// The only evidence of the causes where it is weak, as words: `by service only`, `by threat only`; `null` where alerts name techniques.
    pub(in crate::render::json) weak_evidence: Option<&'static str>,
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

/// A cause of an incident: a control that bears on it. It is a possible cause, not a proven one.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "IncidentCause")]
pub(in crate::render::json) struct JsonCause<'a> {
    /// The id of the control, which `controls` describes.
    pub(in crate::render::json) control: &'a str,
    /// The strength of the strongest link, 0 to 100.
    pub(in crate::render::json) strength: u8,
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
    /// The strength, 0 to 100.
    pub(in crate::render::json) strength: u8,
    /// The ids of the alerts that it rests on.
    pub(in crate::render::json) alerts: Vec<&'a str>,
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
        /// The id of the row, which `rows` describes.
        row: &'a str,
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
