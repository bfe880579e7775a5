//! The facts that every kind of expectation states about itself. The compiler requires all of them of a new kind.

use glob::Pattern;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::evidence::Needs;
use crate::policy::property::Property;
use crate::policy::quantity::Age;
use crate::policy::selector::{ControlId, Selected};
use crate::text::suggest::code;
use crate::yaml::document::Document;
use crate::yaml::problem::{DiagnosticText, LocatedProblem};
use crate::yaml::tree::Cursor;

/// A kind of expectation.
pub(crate) trait Kind {
    /// The word that policies use for the kind.
    fn name(&self) -> &'static str;

    /// The requirement in one line: the title of a rule that has none.
    fn description(&self) -> String;

    /// The evidence that the expectation reads beyond the latest snapshot.
    fn needs(&self) -> Needs;

    /// Whether a baseline can change the outcome.
    fn reads_baseline(&self) -> bool;

    /// The scope of the findings.
    fn scope(&self) -> Scope;

    /// Whether findings measure a score, which `while-at-least` of a waiver compares with.
    fn measures_score(&self) -> bool;

    /// The choice of controls; empty where the kind has none.
    fn selected(&self) -> Selected<'_>;

    /// The values of properties by which controls are chosen.
    fn selected_values(&self) -> Vec<(Property, &str)> {
        self.selected().values()
    }

    /// The longest age of the snapshot that the expectation accepts, where it is about that.
    fn snapshot_age(&self) -> Option<Age> {
        None
    }

    /// The time after which a loss no longer fails, where the reference moves along with the days: `one snapshot`.
    fn forgets_after(&self) -> Option<String> {
        None
    }

    /// Reports keys that make no sense together, which no schema can express.
    fn check(&self, site: &Site<'_>, found: &mut Vec<LocatedProblem>);
}

/// The scope of the findings of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The tenant as a whole.
    Tenant,
    /// Single controls, so that a waiver must name controls.
    Controls,
    /// Both: some findings are about the tenant, others about single controls.
    Both,
}

/// A mapping in the file of a policy.
pub(crate) struct Site<'a> {
    document: &'a Document,
    cursor: Cursor<'a>,
}

/// The points that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Points {
    /// All points that Graph reports.
    Reported,
    /// Only points that Microsoft measured, without claimed ones.
    Observed,
}

impl Points {
    pub(super) const fn reported() -> Self {
        Self::Reported
    }

    pub(super) const fn observed() -> Self {
        Self::Observed
    }
}

impl Scope {
    /// The scope of a kind that can be about the tenant, about single controls, or about both.
    pub(super) const fn of(tenant: bool, controls: bool) -> Self {
        match (tenant, controls) {
            (_, false) => Self::Tenant,
            (false, true) => Self::Controls,
            (true, true) => Self::Both,
        }
    }
}

impl<'a> Site<'a> {
    pub(super) const fn of(document: &'a Document, cursor: Cursor<'a>) -> Self {
        Self { document, cursor }
    }

    /// Whether a key is given.
    pub(super) fn has(&self, key: &str) -> bool {
        self.cursor.get(key).is_some()
    }

    /// The mapping below a key.
    pub(super) fn below(&self, key: &str) -> Option<Self> {
        self.cursor.get(key).map(|cursor| Self { document: self.document, cursor })
    }

    /// A problem of a key.
    pub(super) fn problem(&self, key: &str, words: DiagnosticText) -> LocatedProblem {
        self.document.problem_at_key(self.cursor.get(key).unwrap_or(self.cursor), words)
    }

    /// Checks the patterns of a list of ids.
    pub(super) fn check_patterns(&self, key: &str, ids: Option<&[ControlId]>, found: &mut Vec<LocatedProblem>) {
        for (index, id) in ids.unwrap_or_default().iter().enumerate() {
            let Err(error) = Pattern::new(&id.0) else { continue };
            let Some(item) = self.cursor.get(key).and_then(|list| list.item(index)) else { continue };
            let words = DiagnosticText::new(
                format!("the pattern {} is not valid: {}", code(&id.0), error.msg.to_lowercase()),
                "not a pattern",
                "`*` matches any text, `?` one character, and `[abc]` one of these characters",
            );
            found.push(self.document.problem_at(item, words));
        }
    }
}
