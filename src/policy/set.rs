//! All policies of a run: the evidence they need, and notes that are not problems.

use super::{BUILT_IN, Enforcement, Policy, Rule, Waiver};
use crate::evidence::Needs;
use crate::text::suggest::{closest, code};
use crate::yaml::SourceFile;

/// The policies and waivers of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PolicySet {
    /// The policies, by id.
    pub policies: Vec<Policy>,
    /// All waivers, of the policies and of waiver files, in the order of files and lines; `policy` is filled in.
    pub waivers: Vec<Waiver>,
    /// The files, in the order in which they were read.
    pub sources: Vec<SourceFile>,
}

impl PolicySet {
    /// The evidence that all rules together need, disabled ones left out.
    #[must_use]
    pub fn needs(&self) -> Needs {
        self.enabled().map(|rule| rule.expect.needs()).max().unwrap_or_default()
    }

    /// Whether a rule that is not disabled reads the baseline.
    #[must_use]
    pub fn reads_baseline(&self) -> bool {
        self.enabled().any(|rule| rule.expect.reads_baseline())
    }

    fn enabled(&self) -> impl Iterator<Item = &Rule> {
        let rules = self.policies.iter().flat_map(|policy| &policy.rules);
        rules.filter(|rule| rule.enforcement != Enforcement::Disabled)
    }

    /// A sentence for each note.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.stray_waivers();
        notes.extend(self.forgetful_rules());
        notes
    }

    /// A sentence for each rule that fails a build once and passes the next although nothing was fixed.
    fn forgetful_rules(&self) -> impl Iterator<Item = String> {
        self.policies.iter().flat_map(|policy| &policy.rules).filter_map(|rule| {
            let forgets = rule.forgets()?;
            let path = self.sources.get(rule.place.source).map_or("", |source| source.path.as_str());
            Some(format!("{path}:{} {forgets}", rule.place.line))
        })
    }

    /// A sentence for each waiver whose policy is not loaded: a waiver file serves several runs, but it may also be a slip.
    fn stray_waivers(&self) -> Vec<String> {
        let ids = || self.policies.iter().map(|policy| policy.policy.as_str());
        let unmatched = |id: &str| id != BUILT_IN && ids().all(|known| known != id);
        let stray = self.waivers.iter().filter(|waiver| unmatched(&waiver.policy));
        stray
            .map(|waiver| {
                let path = self.sources.get(waiver.place.source).map_or("", |source| source.path.as_str());
                let meant = closest(&waiver.policy, ids()).map(|id| format!("; did you mean {}?", code(id)));
                format!(
                    "{path}:{} the waiver for {}/{} is unused: no policy {} is loaded{}",
                    waiver.place.line,
                    waiver.policy,
                    waiver.rule,
                    code(&waiver.policy),
                    meant.unwrap_or_default()
                )
            })
            .collect()
    }
}

impl Rule {
    /// A warning about a blocking rule whose reference day moves forward, so that an older drop no longer counts; none for other rules.
    #[must_use]
    pub fn forgets(&self) -> Option<String> {
        let after = self.expect.forgets_after().filter(|_| self.enforcement == Enforcement::Block)?;
        Some(format!(
            "the blocking rule {} fails on a drop for {after} only: later runs compare with the lower value. Compare with `best-of` or `baseline`, or set `enforcement: advise`",
            code(&self.id)
        ))
    }
}
