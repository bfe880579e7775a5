//! `freshness`: the longest age of the data.

use schemars::JsonSchema;
use serde::Deserialize;

use super::kind::{Kind, Scope, Site};
use crate::evidence::Needs;
use crate::policy::quantity::Age;
use crate::policy::selector::{Selected, Selector};
use crate::text::list;
use crate::yaml::problem::{DiagnosticText, LocatedProblem};

/// The longest age of the data. At least one limit is given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("anyOf" = [{ "required": ["snapshot"] }, { "required": ["last-synced"] }]))]
pub struct FreshnessExpectation {
    /// The longest age of the snapshot, counted from the start of its day (UTC).
    pub snapshot: Option<Age>,
    /// The longest time since each control was last synced.
    pub last_synced: Option<Age>,
    /// The controls that `last-synced` is about; all where it is not given.
    pub controls: Option<Selector>,
}

impl Kind for FreshnessExpectation {
    fn name(&self) -> &'static str {
        "freshness"
    }

    fn description(&self) -> String {
        let snapshot = self.snapshot.map(|age| format!("the snapshot at most {age} old"));
        let synced = self.last_synced.map(|age| {
            let selected = self.selected();
            let chosen = if selected.is_all() { "every control".to_owned() } else { selected.description() };
            format!("{chosen} synced in the last {age}")
        });
        let parts: Vec<String> = [snapshot, synced].into_iter().flatten().collect();
        format!("The data must be fresh: {}", list(&parts, "and"))
    }

    fn needs(&self) -> Needs {
        Needs::default()
    }

    fn reads_baseline(&self) -> bool {
        false
    }

    fn scope(&self) -> Scope {
        Scope::of(self.snapshot.is_some(), self.last_synced.is_some())
    }

    fn measures_score(&self) -> bool {
        false
    }

    fn selected(&self) -> Selected<'_> {
        self.controls.as_ref().map(Selected::from).unwrap_or_default()
    }

    fn snapshot_age(&self) -> Option<Age> {
        self.snapshot
    }

    fn check(&self, site: &Site<'_>, found: &mut Vec<LocatedProblem>) {
        let (Some(selector), Some(chosen)) = (&self.controls, site.below("controls")) else { return };
        if self.last_synced.is_none() {
            let words = DiagnosticText::new(
                "`controls` requires `last-synced`",
                "not for `snapshot`",
                "add `last-synced`, or remove `controls`",
            );
            found.push(site.problem("controls", words));
        }
        chosen.check_patterns("match", selector.ids.as_deref(), found);
        chosen.check_patterns("except", selector.except.as_deref(), found);
    }
}
