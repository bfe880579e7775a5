//! What is no problem, and yet worth an author's look.

use super::suggest::{closest, code};
use super::{BUILT_IN, PolicySet};

impl PolicySet {
    /// A sentence for each waiver whose policy is not loaded: a file of waivers serves several runs, but it may also be a slip.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
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
