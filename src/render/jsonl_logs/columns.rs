//! The table: its name, and the name, type and description of each column. The records, the schema of the table, the declaration of
//! the stream and the queries of the plugin for Security Copilot are derived from it.
//!
//! Azure Monitor reserves names such as `TenantId`, `Title` and `Type`; no column has one of them.

use std::fmt;

/// The name of the table. Azure Monitor requires the ending `_CL` for a custom table.
pub(crate) const TABLE: &str = "ScoreGate_CL";

/// The name of the stream of the data collection rule.
pub(crate) const STREAM: &str = "Custom-ScoreGate_CL";

/// The name, type and description of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ColumnFacts {
    /// The name.
    pub(crate) name: &'static str,
    /// The type, as data collection rules and schemas of tables name it.
    pub(crate) data_type: &'static str,
    /// The description.
    pub(crate) description: &'static str,
}

/// Declares a type of columns, so that a record cannot hold a value of another type. A column displays as its name.
macro_rules! column_types {
    ($($(#[$about:meta])+ $name:ident $data_type:literal),+ $(,)?) => {$(
        $(#[$about])+
        #[derive(Debug, Clone, Copy)]
        pub(crate) struct $name(&'static str);

        impl $name {
            const DATA_TYPE: &'static str = $data_type;

            /// The name of the column.
            pub(crate) const fn name(self) -> &'static str {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }
        }
    )+};
}

column_types! {
    /// A column of text.
    Text "string",
    /// A column of times.
    Time "datetime",
    /// A column of whole numbers.
    Int "int",
    /// A column of numbers.
    Real "real",
    /// A column of truth values.
    Flag "boolean",
}

/// Declares the columns in the order of the records, and the list of all.
macro_rules! columns {
    ($($constant:ident $kind:ident $name:literal $description:literal;)+) => {
        $(#[doc = $description] pub(crate) const $constant: $kind = $kind($name);)+

        /// Every column, in the order of the records.
        pub(crate) const ALL: &[ColumnFacts] =
            &[$(ColumnFacts { name: $name, data_type: $kind::DATA_TYPE, description: $description }),+];
    };
}

columns! {
    TIME_GENERATED Time "TimeGenerated" "The time as of which the run evaluated; the service replaces a time more than two days ago by the time of arrival.";
    RUN_TIME Time "RunTime" "The time as of which the run evaluated, whenever the record arrived.";
    RUN_ID Text "RunId" "The id of the run, derived from its content: records that were sent twice have the same one.";
    RECORD_TYPE Text "RecordType" "Run, Category, Finding, Attribution, ControlAttribution, Waiver, Incident or IncidentCause.";
    ENTRA_TENANT_ID Text "EntraTenantId" "The tenant of the evidence, where it is known.";
    POLICY_SET Text "PolicySet" "The ids of the policies of the run: runs with the same ones can be compared.";
    VERDICT Text "Verdict" "The verdict of the run: passed, failed or inconclusive.";
    SNAPSHOT_TIME Time "SnapshotTime" "The time of the evaluated snapshot.";

    VERDICT_REASON Text "VerdictReason" "Run: the reason of the verdict.";
    EXIT_CODE Int "ExitCode" "Run: the exit code of the verdict.";
    SCORE Real "Score" "Run, Category: the points.";
    MAX_SCORE Real "MaxScore" "Run, Category: the maximum, in points.";
    SCORE_PERCENT Real "ScorePercent" "Run: the points in percent of the maximum.";
    CLAIMED_POINTS Real "ClaimedPoints" "Run: points that an administrator claimed and Microsoft did not measure.";
    MAYBE_CLAIMED_POINTS Real "MaybeClaimedPoints" "Run: points that may be claimed, because a state is unknown.";
    CONTROL_COUNT Int "ControlCount" "Run, Category: the number of scored controls.";
    CATALOGUE_COMPLETE Flag "CatalogueComplete" "Run: whether the catalogue of controls is complete.";
    FAILED_FINDINGS Int "FailedFindings" "Run: the number of failed findings of blocking rules.";
    UNKNOWN_FINDINGS Int "UnknownFindings" "Run: the number of unknown findings of blocking rules.";
    WAIVED_FINDINGS Int "WaivedFindings" "Run: the number of waived findings.";
    PASSED_FINDINGS Int "PassedFindings" "Run: the number of passed findings.";
    ADVISORY_FINDINGS Int "AdvisoryFindings" "Run: the number of failed and unknown findings of rules that only advise.";
    DISABLED_RULES Text "DisabledRules" "Run: the rules that are disabled.";
    GAPS Text "Gaps" "Run: the gaps of the evidence.";
    INCIDENT_COUNT Int "IncidentCount" "Run: the number of incidents that were read; no value if the run read no incidents, so that nothing is known of them.";
    INCIDENT_GAPS Text "IncidentGaps" "Run: the gaps of the incidents.";
    TOOL_VERSION Text "ToolVersion" "Run: the version of scoregate.";
    REPLAYED Flag "Replayed" "Run: whether the time of the evaluation was given and is not the time of the run.";

    FINDING_ID Text "FindingId" "Finding, Attribution, ControlAttribution: the identity of the finding, policy/rule or policy/rule/control.";
    POLICY_ID Text "PolicyId" "Finding, Waiver: the policy.";
    POLICY_OWNER Text "PolicyOwner" "Finding: the owner of the policy.";
    RULE_ID Text "RuleId" "Finding, Waiver: the rule.";
    RULE_TITLE Text "RuleTitle" "Finding: the title of the rule.";
    RULE_KIND Text "RuleKind" "Finding: the kind of expectation.";
    SEVERITY Text "Severity" "Finding: low, medium, high or critical.";
    BLOCKING Flag "Blocking" "Finding: whether it counts for the verdict.";
    OUTCOME Text "Outcome" "Finding: passed, failed, unknown, waived or not-applicable.";
    OUTCOME_REASON Text "OutcomeReason" "Finding: the reason why it is unknown or does not apply.";
    REASON_CODES Text "ReasonCodes" "Finding: the codes of the reasons.";
    PENDING Flag "Pending" "Finding: whether it passes only because too few snapshots confirm a drop so far.";
    MESSAGE Text "Message" "Finding: the observation. Waiver: the warning.";
    DETAILS Text "Details" "Finding: further lines.";
    REQUIRED Text "Required" "Finding: the required amount with its unit.";
    OBSERVED Text "Observed" "Finding: the observed amount with its unit.";
    RECOVERABLE_POINTS Real "RecoverablePoints" "Finding, Category, IncidentCause: the points that a fix recovers; claimed points are in the score already, so that they are missing without being recovered.";
    RULE_WHY Text "RuleWhy" "Finding: the reason for the rule.";
    RULE_FIX Text "RuleFix" "Finding: the remediation.";
    FRAMEWORK_REFERENCES Text "FrameworkReferences" "Finding: entries of frameworks, such as ATT&CK techniques.";
    RULE_WARNING Text "RuleWarning" "Finding: a warning about the rule itself.";
    POLICY_LOCATION Text "PolicyLocation" "Finding, Waiver: the file and line.";

    CONTROL_ID Text "ControlId" "Finding, ControlAttribution, Waiver, IncidentCause: the control; of a waiver all its controls.";
    CONTROL_TITLE Text "ControlTitle" "Finding, ControlAttribution, IncidentCause: the title of the control.";
    CATEGORY Text "Category" "Finding, Category, IncidentCause: the category.";
    SERVICE Text "Service" "Finding, IncidentCause: the service of the control.";
    TIER Text "Tier" "Finding, IncidentCause: the tier of the control.";
    CONTROL_STATE Text "ControlState" "Finding, IncidentCause: the state of the control.";
    CONTROL_POINTS Real "ControlPoints" "Finding, ControlAttribution, IncidentCause: the points of the control; of a change, on the later day.";
    CONTROL_MAX_POINTS Real "ControlMaxPoints" "Finding, ControlAttribution, IncidentCause: the maximum of the control; of a change, on the later day.";
    EARLIER_CONTROL_POINTS Real "EarlierControlPoints" "ControlAttribution: the points of the control on the earlier day.";
    EARLIER_CONTROL_MAX_POINTS Real "EarlierControlMaxPoints" "ControlAttribution: the maximum of the control on the earlier day.";
    ACTION_URL Text "ActionUrl" "Finding, IncidentCause: the page of Microsoft's portals that changes the control.";

    EARLIER_DAY Time "EarlierDay" "Finding, Attribution, ControlAttribution: the day that the snapshot is compared with.";
    LATER_DAY Time "LaterDay" "Finding, Attribution, ControlAttribution: the later day.";
    TOTAL_CHANGE Real "TotalChange" "Finding, Attribution: the change of the score between the days, in percentage points.";
    CAUSE Text "Cause" "Attribution, ControlAttribution: observed, claimed, descoped, retired, reweighted, added or unexplained.";
    CONTRIBUTION Real "Contribution" "Attribution, ControlAttribution: the part of the change, in percentage points.";
    CHANGE_SENTENCE Text "ChangeSentence" "Finding: the change of the score in a sentence.";
    CHANGE_ASSUMPTIONS Text "ChangeAssumptions" "Finding: the assumptions of the change.";
    ASSUMED Flag "Assumed" "ControlAttribution: whether the maximum, or the reason why the control is no longer scored, is assumed.";

    WAIVER_STATUS Text "WaiverStatus" "Waiver: active, unused, expired, condition-unmet, too-long or not-yet.";
    WAIVER_REASON Text "WaiverReason" "Waiver, waived Finding: the reason of the waiver.";
    WAIVER_APPROVER Text "WaiverApprover" "Waiver, waived Finding: the approver.";
    WAIVER_TICKET Text "WaiverTicket" "Waiver, waived Finding: the ticket.";
    WAIVER_GRANTED Time "WaiverGranted" "Waiver, waived Finding: the day on which it was granted.";
    WAIVER_EXPIRES Time "WaiverExpires" "Waiver, waived Finding: the last day on which it is valid, in UTC.";
    COVERED_FINDINGS Int "CoveredFindings" "Waiver: the number of findings that it covers.";

    INCIDENT_ID Text "IncidentId" "Incident, IncidentCause: the id of the incident in Microsoft Defender XDR.";
    INCIDENT_TITLE Text "IncidentTitle" "Incident, IncidentCause: the title, which may quote what an attacker wrote.";
    INCIDENT_SEVERITY Text "IncidentSeverity" "Incident, IncidentCause: informational, low, medium, high or unknown.";
    INCIDENT_STATUS Text "IncidentStatus" "Incident, IncidentCause: the status, as Microsoft writes it.";
    INCIDENT_CLASSIFICATION Text "IncidentClassification" "Incident, IncidentCause: the classification, as Microsoft writes it.";
    INCIDENT_CREATED Time "IncidentCreated" "Incident, IncidentCause: the time at which it was created.";
    INCIDENT_UPDATED Time "IncidentUpdated" "Incident, IncidentCause: the time of its last update.";
    MERGED_INCIDENTS Text "MergedIncidents" "Incident, IncidentCause: the ids of the incidents that were merged into it.";
    TECHNIQUES Text "Techniques" "Incident, IncidentCause: the techniques of ATT&CK that its alerts name.";
    CAUSE_COUNT Int "CauseCount" "Incident: the number of controls that bear on it, each of which has a record IncidentCause; no value if it was left out.";
    NO_CAUSE Text "NoCause" "Incident: the reason why no control bears on it, or why it was left out.";
    LINK_STRENGTH Int "LinkStrength" "IncidentCause: the strength of the strongest link of the control to the incident, 0 to 100.";
    LINKS Text "Links" "IncidentCause: the evidence for each link, the strongest first.";
    CAUSE_UNKNOWN Text "CauseUnknown" "IncidentCause: the reason why it is unknown whether the points of the control are observed; no value if points are certainly missing.";
    MISSING_POINTS Real "MissingPoints" "Incident, IncidentCause: the points that are certainly not observed; of an incident those of all its causes, and no value without a cause.";
    MOST_MISSING_POINTS Real "MostMissingPoints" "Incident, IncidentCause: the points that may be missing at most; no value if a maximum is unknown.";
}

/// The types of records, in the order of the file: the values of [`RECORD_TYPE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RecordType {
    /// The run, with its verdict and the score.
    Run,
    /// A category of the score.
    Category,
    /// A finding.
    Finding,
    /// A part of a change of the score, by its cause.
    Attribution,
    /// The contribution of a control to such a part.
    ControlAttribution,
    /// A waiver.
    Waiver,
    /// An incident, whether controls bear on it or not.
    Incident,
    /// A control that bears on an incident.
    IncidentCause,
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Run => "Run",
            Self::Category => "Category",
            Self::Finding => "Finding",
            Self::Attribution => "Attribution",
            Self::ControlAttribution => "ControlAttribution",
            Self::Waiver => "Waiver",
            Self::Incident => "Incident",
            Self::IncidentCause => "IncidentCause",
        })
    }
}
