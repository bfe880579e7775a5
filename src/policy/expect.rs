//! The expectations of rules. A kind is one file here (its fields, its description, the evidence it needs, its scope, the
//! controls it names and its checks), one file in `evaluate/`, and one variant below.

mod claimed;
mod controls;
mod coverage;
mod freshness;
mod kind;
mod regression;
mod score;

use schemars::JsonSchema;
use serde::Deserialize;

use super::property::Property;
use super::quantity::Age;
use super::selector::Selected;
use crate::evidence::Needs;
use crate::text::line;
use crate::yaml::document::Document;
use crate::yaml::problem::LocatedProblem;
use crate::yaml::tree::Cursor;

pub use claimed::{ClaimedExpectation, Unwaived};
pub use controls::{ControlState, ControlsExpectation, WhenMissing};
pub use coverage::CoverageExpectation;
pub use freshness::FreshnessExpectation;
pub use kind::Points;
pub(crate) use kind::Scope;
pub(super) use regression::against_remedy;
pub use regression::{Against, ControlsDrop, Judge, RegressionExpectation, ScoreDrop, WhenDescoped};
pub use score::{PeerGroup, ScoreCatalogue, ScoreExpectation};

use kind::{Kind, Site};

/// The expectation. Exactly one kind is given.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expectation {
    /// The score of the tenant, of a category or of a service.
    Score(ScoreExpectation),
    /// The score or the state of single controls.
    Controls(ControlsExpectation),
    /// The largest loss since an earlier day.
    Regression(RegressionExpectation),
    /// The age of the data.
    Freshness(FreshnessExpectation),
    /// Points that an administrator claimed and Microsoft did not measure.
    Claimed(ClaimedExpectation),
    /// The part of the score that can be evaluated with the evidence.
    Coverage(CoverageExpectation),
}

impl Expectation {
    /// The only list of all kinds.
    fn kind(&self) -> &dyn Kind {
        match self {
            Self::Score(kind) => kind,
            Self::Controls(kind) => kind,
            Self::Regression(kind) => kind,
            Self::Freshness(kind) => kind,
            Self::Claimed(kind) => kind,
            Self::Coverage(kind) => kind,
        }
    }

    /// The word that policies use for the kind.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.kind().name()
    }

    /// The requirement in one line: the title of a rule that has none.
    #[must_use]
    pub fn description(&self) -> String {
        line(&self.kind().description())
    }

    /// The evidence that the expectation reads beyond the latest snapshot.
    #[must_use]
    pub fn needs(&self) -> Needs {
        self.kind().needs()
    }

    /// Whether a baseline can change the outcome.
    #[must_use]
    pub fn reads_baseline(&self) -> bool {
        self.kind().reads_baseline()
    }

    /// The longest age of the snapshot that the expectation accepts, where it is about that.
    #[must_use]
    pub fn snapshot_age(&self) -> Option<Age> {
        self.kind().snapshot_age()
    }

    /// The scope of the findings.
    pub(crate) fn scope(&self) -> Scope {
        self.kind().scope()
    }

    pub(super) fn measures_score(&self) -> bool {
        self.kind().measures_score()
    }

    pub(super) fn forgets_after(&self) -> Option<String> {
        self.kind().forgets_after()
    }

    pub(crate) fn selected(&self) -> Selected<'_> {
        self.kind().selected()
    }

    pub(super) fn selected_values(&self) -> Vec<(Property, &str)> {
        self.kind().selected_values()
    }

    /// Checks what no schema can express; `expect` is the mapping with the kind as its key.
    pub(super) fn check(&self, document: &Document, expect: Cursor<'_>, found: &mut Vec<LocatedProblem>) {
        if let Some(cursor) = expect.get(self.name()) {
            self.kind().check(&Site::of(document, cursor), found);
        }
    }
}
