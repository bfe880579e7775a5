//! What is no problem, and yet worth an author's look.

use super::{Against, BUILT_IN, Enforcement, Expectation, PolicySet, Rule};
use crate::text::suggest::{closest, code};

impl PolicySet {
    /// A sentence for everything that is worth a look.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.stray_waivers();
        notes.extend(self.forgetful_rules());
        notes
    }

    /// A sentence for each rule that fails a build once and passes the next although nothing was mended.
    fn forgetful_rules(&self) -> impl Iterator<Item = String> {
        self.policies.iter().flat_map(|policy| &policy.rules).filter_map(|rule| {
            let forgets = rule.forgets()?;
            let path = self.sources.get(rule.place.source).map_or("", |source| source.path.as_str());
            Some(format!("{path}:{} {forgets}", rule.place.line))
        })
    }

    /// A sentence for each waiver whose policy is not loaded: a file of waivers serves several runs, but it may also be a slip.
    fn stray_waivers(&self) -> Vec<String> {
        let ids = || self.policies.iter().map(|policy| policy.policy.as_str());
        let unmatched = |id: &str| id != BUILT_IN && ids().all(|known| known != id);
        let stray = self.waivers.iter().filter(|waiver| unmatched(&waiver.policy));
        stray
            .map(|waiver| {
                let path = self.sources.get(waiver.place.source).map_or("", |source| source.path.as_str());
                let meant = closest(&waiver.policy, ids()).map(|id| format!("; did you mean {}?", code(id)));
                format!(
                    "{path}:{} waives {}/{}, and no policy {} is loaded{}",
                    waiver.place.line,
                    waiver.policy,
                    waiver.rule,
                    waiver.policy,
                    meant.unwrap_or_default()
                )
            })
            .collect()
    }
}

impl Rule {
    /// That a blocking rule compares with a day that moves along, so that it forgets what was lost; none for any other.
    #[must_use]
    pub fn forgets(&self) -> Option<String> {
        let Expectation::Regression(regression) = &self.expect else { return None };
        let after = match (self.enforcement, regression.against) {
            (Enforcement::Block, Against::Previous) => "one snapshot".to_owned(),
            (Enforcement::Block, Against::Days(days)) => crate::text::count(days as usize, "day"),
            (Enforcement::Block, Against::Baseline | Against::BestOf(_))
            | (Enforcement::Advise | Enforcement::Disabled, _) => return None,
        };
        Some(format!(
            "the blocking rule {} forgets a drop after {after}: compare with `best-of` or a baseline, or let it advise",
            code(&self.id)
        ))
    }
}
