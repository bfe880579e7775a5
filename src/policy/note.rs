//! What is no problem, and yet worth an author's look.

use super::suggest::{closest, code};
use super::{Against, BUILT_IN, Enforcement, Expectation, Place, PolicySet};

impl PolicySet {
    /// A sentence for each waiver whose policy is not loaded, and for each blocking rule that forgets what it saw.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.stray_waivers().into_iter().chain(self.forgetful_rules()).collect()
    }

    /// A file of waivers serves several runs, but a waiver whose policy is not loaded may also be a slip.
    fn stray_waivers(&self) -> Vec<String> {
        let ids = || self.policies.iter().map(|policy| policy.policy.as_str());
        let unmatched = |id: &str| id != BUILT_IN && ids().all(|known| known != id);
        let stray = self.waivers.iter().filter(|waiver| unmatched(&waiver.policy));
        stray
            .map(|waiver| {
                let meant = closest(&waiver.policy, ids()).map(|id| format!("; did you mean {}?", code(id)));
                format!(
                    "{} waives {}/{}, and no policy {} is loaded{}",
                    self.line_of(&waiver.place),
                    waiver.policy,
                    waiver.rule,
                    waiver.policy,
                    meant.unwrap_or_default()
                )
            })
            .collect()
    }

    /// Against the snapshot before a drop fails one run, and passes the next although nothing was mended.
    fn forgetful_rules(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for policy in &self.policies {
            for rule in policy.rules.iter().filter(|rule| rule.enforcement == Enforcement::Block) {
                let Expectation::Regression(regression) = &rule.expect else { continue };
                let (reference, after) = match regression.against {
                    Against::Baseline | Against::BestOf(_) => continue,
                    Against::Previous => ("the snapshot before".to_owned(), "the next snapshot".to_owned()),
                    Against::Days(days) => {
                        let days = crate::text::count(days as usize, "day");
                        (format!("the snapshot {days} before"), days)
                    }
                };
                notes.push(format!(
                    "{} blocks by {reference}, and so forgets a drop after {after}: `best-of` and `baseline` remember it",
                    self.line_of(&rule.place)
                ));
            }
        }
        notes
    }

    /// `path:line`.
    fn line_of(&self, place: &Place) -> String {
        let path = self.sources.get(place.source).map_or("", |source| source.path.as_str());
        format!("{path}:{}", place.line)
    }
}
