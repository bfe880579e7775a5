//! SHA-256 as text, which identifies inputs, policies and responses in reports and recordings.

use sha2::{Digest, Sha256};

/// The SHA-256 of bytes, in lower-case hexadecimal.
pub(crate) fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first `digits` hexadecimal digits of the SHA-256 of a purpose and a text: a name derived from content, the same on every
/// machine and in every run, and different for each purpose.
pub(crate) fn short(purpose: &str, text: &str, digits: usize) -> String {
    let hash = Sha256::new().chain_update(purpose).chain_update([0]).chain_update(text).finalize();
    hex(&hash).chars().take(digits).collect()
}
