//! The result of a run as a value. The verdict is a property of it; a renderer is a pure function of it.
//!
//! All text in a [`Report`] is clean (see [`crate::text`]): it holds no control characters but line feeds in [`RuleInfo::why`]
//! and [`RuleInfo::fix`], and no bidirectional overrides. A renderer escapes by the rules of its format and nothing more.

mod advice;
mod change;
mod comparison;
mod incident;
mod inventory;
mod outcome;
mod provenance;
mod quantity;
mod reason;
mod redact;
mod verdict;
mod waiver;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::evidence::Technique;
use crate::policy::{BUILT_IN, Enforcement, Place, Severity, SourceFile};

pub use advice::{Advice, Phrases};
pub use change::{Assumption, Cause, Change, Contribution, ControlChange, ControlPoints, DayScore, REST};
pub use comparison::{CatalogueChange, CatalogueChanges, Comparison, Difference, Profiled};
pub use incident::{
    AlertInfo, BearingControl, ExcludedIncident, IncidentCause, IncidentExclusion, IncidentInfo, IncidentLink,
    IncidentReport, LinkBasis, MissingPoints, NoCause, RowInfo,
};
pub use inventory::{Inventory, InventoryControl};
pub use outcome::{Outcome, Subject, Waivable};
pub use provenance::{BaselineInfo, Provenance, Repository};
pub use quantity::{Bound, Quantity, Requirement, Unit};
pub use reason::{
    ControlInconsistency, DateKind, DayRole, Exclusion, HistoryShortage, Incomparable, Inconsistency, MissingProperty,
    NoLongerScored, Reason, ReasonCode, StateGap, TenantUse, UncertainFigures,
};
pub use redact::redact;
pub use verdict::{Counts, Verdict};
pub use waiver::{WaiverInfo, WaiverStatus};

/// The result of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The time as of which the run evaluated.
    pub now: Timestamp,
    /// The tenant of the evidence, where it states one.
    pub tenant: Option<String>,
    /// The snapshot that was evaluated.
    pub snapshot: SnapshotInfo,
    /// The policies with all their rules, disabled ones too; the built-in one (`scoregate`) last.
    pub policies: Arc<Vec<PolicyInfo>>,
    /// The findings, in the order of policies, rules and subjects.
    pub findings: Vec<Finding>,
    /// The waivers, in the order of files and lines.
    pub waivers: Vec<WaiverInfo>,
    /// The policy and waiver files; [`Place::source`] is an index into this.
    pub sources: Vec<SourceFile>,
    /// The incidents with the controls that bear on them, where incidents were supplied. No verdict depends on them.
    pub incidents: Option<IncidentReport>,
    /// The techniques of MITRE ATT&CK that each scored control protects against by the crosswalk, by the id of the control; empty where no
    /// crosswalk was used.
    pub techniques: BTreeMap<String, Vec<Technique>>,
    /// Everything that depends on the run and not on policies and evidence.
    pub provenance: Provenance,
}

/// The snapshot that was evaluated, in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct SnapshotInfo {
    /// `createdDateTime`.
    pub created: Timestamp,
    /// Its day in UTC.
    pub date: Date,
    /// The reported points (`currentScore`).
    pub current: Option<f64>,
    /// The reported maximum (`maxScore`), in points.
    pub max: Option<f64>,
    /// Points that are claimed.
    pub claimed: f64,
    /// Points that may be claimed, because the state of their controls is unknown.
    pub maybe_claimed: f64,
    /// The number of scored controls.
    pub controls: usize,
    /// Whether the catalogue is complete.
    pub catalogue_complete: bool,
    /// The gaps of the evidence, as sentences.
    pub gaps: Vec<String>,
    /// The points of each category, by name.
    pub categories: Vec<CategoryInfo>,
    /// The controls with points that can still be recovered, the most points first, [`OPEN_CONTROLS`] at most.
    pub open: Vec<Arc<ControlInfo>>,
}

/// The most controls that [`SnapshotInfo::open`] holds.
pub const OPEN_CONTROLS: usize = 20;

/// The controls of a category together.
#[derive(Debug, Clone, PartialEq)]
pub struct CategoryInfo {
    /// The category of the snapshot; empty for controls without one.
    pub name: String,
    /// The number of scored controls.
    pub controls: usize,
    /// Their points; none where those of a control are unknown.
    pub score: Option<f64>,
    /// Their maximum; none where that of a control is unknown.
    pub max: Option<f64>,
    /// The points that can still be recovered on controls whose figures are known.
    pub recoverable: f64,
}

/// A policy, as far as reports show it.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyInfo {
    /// The id.
    pub id: String,
    /// The title, where the policy has one.
    pub title: Option<String>,
    /// The owner, where the policy has one.
    pub owner: Option<String>,
    /// The location of its id; none for the built-in policy.
    pub place: Option<Place>,
    /// The rules, in the order of the file.
    pub rules: Vec<RuleInfo>,
}

/// A rule, as far as reports show it.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleInfo {
    /// The id.
    pub id: String,
    /// The title; where the rule has none, the expectation in words.
    pub title: String,
    /// The kind of expectation: `score`, `controls`, …; for a built-in rule its id.
    pub kind: &'static str,
    /// The severity.
    pub severity: Severity,
    /// The enforcement.
    pub enforcement: Enforcement,
    /// The reason for the rule; may contain line feeds.
    pub why: Option<String>,
    /// The remediation; may contain line feeds.
    pub fix: Option<String>,
    /// Entries of frameworks, by framework.
    pub references: BTreeMap<String, Vec<String>>,
    /// One sentence fragment about the rule itself that reports show as a warning, if there is one to show.
    pub warning: Option<String>,
    /// The location of the rule's id; none for a built-in rule.
    pub place: Option<Place>,
}

/// A reference to a rule: indexes into [`Report::policies`] and [`PolicyInfo::rules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleRef {
    /// The index of the policy.
    pub policy: usize,
    /// The index of the rule in it.
    pub rule: usize,
}

/// The outcome of one rule on one subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleRef,
    /// The subject.
    pub subject: Subject,
    /// The outcome.
    pub outcome: Outcome,
    /// The observed and the required amount, as one or two sentences; for an unknown outcome also its reason.
    pub message: String,
    /// The requirement of the rule, as a number with its unit; none where it is not an amount. Of two limits, the one that decides.
    pub required: Option<Requirement>,
    /// The observed amount.
    pub observed: Option<Quantity>,
    /// Further lines, such as the controls behind the finding. May be empty.
    pub details: Vec<String>,
    /// The control, for a finding about one that the snapshot or the catalogue contains.
    pub control: Option<Arc<ControlInfo>>,
    /// The change of the score, for a finding that compares two days.
    pub change: Option<Box<Change>>,
    /// Whether it passes only because too few snapshots confirm a drop so far.
    pub pending: bool,
    /// The points that a fix can recover, where they are known.
    pub recoverable: Option<f64>,
    /// The location at which the rule names the control; none where it does not name it.
    pub place: Option<Place>,
}

/// A control as far as reports show it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ControlInfo {
    /// The id, as Graph wrote it.
    pub id: String,
    /// The title of its profile.
    pub title: Option<String>,
    /// The category of the snapshot.
    pub category: Option<String>,
    /// The service of its profile.
    pub service: Option<String>,
    /// The tier of its profile.
    pub tier: Option<String>,
    /// Its points.
    pub score: Option<f64>,
    /// Its maximum, in points.
    pub max: Option<f64>,
    /// Those of its points that an administrator claimed and Microsoft did not measure; none where its points are unknown.
    pub claimed: Option<f64>,
    /// Those of its points that may be claimed, because its state is unknown; none where its points are unknown.
    pub maybe_claimed: Option<f64>,
    /// Its state, as a word: `Default`, `Ignored`, …; none where it is unknown.
    pub state: Option<String>,
    /// Microsoft's free text about how far it is implemented; not evidence.
    pub status: Option<String>,
    /// The address of the page in Microsoft's portals that changes it.
    pub action_url: Option<String>,
}

impl Report {
    /// The policy of a finding.
    #[must_use]
    pub fn policy(&self, finding: &Finding) -> &PolicyInfo {
        &self.policies[finding.rule.policy]
    }

    /// The rule of a finding.
    #[must_use]
    pub fn rule(&self, finding: &Finding) -> &RuleInfo {
        &self.policies[finding.rule.policy].rules[finding.rule.rule]
    }

    /// The identity of a finding: `policy/rule`, or `policy/rule/control`.
    #[must_use]
    pub fn identity(&self, finding: &Finding) -> String {
        let (policy, rule) = (&self.policy(finding).id, &self.rule(finding).id);
        match &finding.subject {
            Subject::Tenant => format!("{policy}/{rule}"),
            Subject::Control(control) => format!("{policy}/{rule}/{control}"),
        }
    }

    /// The location of a finding: of the control where the rule names it, else of the rule; none for a built-in rule.
    #[must_use]
    pub fn place(&self, finding: &Finding) -> Option<Place> {
        finding.place.or(self.rule(finding).place)
    }

    /// `path:line` of a place, for people.
    #[must_use]
    pub fn spot(&self, place: Place) -> String {
        format!("{}:{}", self.sources[place.source].path, place.line)
    }

    /// The findings in the order in which people should read them: failed, unknown, waived, passed, not applicable; in each
    /// blocking ones before advice, then the most severe first, then in the order of the report.
    #[must_use]
    pub fn by_urgency(&self) -> Vec<&Finding> {
        let mut findings: Vec<&Finding> = self.findings.iter().collect();
        findings.sort_by_key(|finding| self.urgency(finding));
        findings
    }

    /// The sort key of [`Report::by_urgency`]; less is more urgent.
    pub(crate) fn urgency(&self, finding: &Finding) -> (u8, Enforcement, Reverse<Severity>) {
        let rule = self.rule(finding);
        (finding.outcome.rank(), rule.enforcement, Reverse(rule.severity))
    }

    /// Whether a finding is one of a built-in rule.
    #[must_use]
    pub fn built_in(&self, finding: &Finding) -> bool {
        self.policy(finding).id == BUILT_IN
    }

    /// Every disabled rule with its policy, in the order of the report.
    pub fn disabled(&self) -> impl Iterator<Item = (&PolicyInfo, &RuleInfo)> {
        self.policies.iter().flat_map(|policy| {
            let disabled = policy.rules.iter().filter(|rule| rule.enforcement == Enforcement::Disabled);
            disabled.map(move |rule| (policy, rule))
        })
    }
}
