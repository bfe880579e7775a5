//! Names derived from content: the same on every machine and in every run.

use sha2::{Digest, Sha256};

use crate::hash::hex;

/// The first `digits` hexadecimal digits of the SHA-256 of a text. The purpose is hashed along, so that two uses never yield
/// the same name for the same text.
pub(super) fn short(purpose: &str, text: &str, digits: usize) -> String {
    let hash = Sha256::new().chain_update(purpose).chain_update([0]).chain_update(text).finalize();
    hex(&hash).chars().take(digits).collect()
}
