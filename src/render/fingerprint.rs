//! Fingerprints by which readers recognise a finding in another run.

use std::collections::BTreeMap;

use crate::hash;

/// The number of hexadecimal digits of a hash, as in those that the upload of GitHub computes.
const DIGITS: usize = 16;

/// The fingerprints of one report. A fingerprint is a hash of the identity without line numbers: it must stay the same when lines are
/// added above the rule. Letter case does not count, as for ids of controls.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    seen: BTreeMap<String, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: `hash:occurrence`. Should two findings have one identity, they are numbered.
    pub(super) fn next(&mut self, identity: &str) -> String {
        let hash: String = hash::sha256(identity.to_lowercase()).chars().take(DIGITS).collect();
        let occurrence = self.seen.entry(hash.clone()).or_default();
        *occurrence += 1;
        format!("{hash}:{occurrence}")
    }
}
