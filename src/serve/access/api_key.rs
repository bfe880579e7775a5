//! The API key.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The fewest characters of an API key.
const SHORTEST: usize = 32;

/// An API key. It is kept as a hash, and its `Debug` shows nothing.
pub struct ApiKey([u8; 32]);

impl ApiKey {
    /// The key of a text.
    ///
    /// # Errors
    ///
    /// A sentence fragment where it is too short to be hard to guess, or cannot be sent in a header.
    pub fn new(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty".to_owned());
        }
        if text.len() < SHORTEST {
            return Err(format!("it has fewer than {SHORTEST} characters"));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("it has characters other than the printable ones of ASCII".to_owned());
        }
        Ok(Self(Sha256::digest(text).into()))
    }

    /// Whether a text is the key. The time that it takes depends on the length of the text alone.
    pub(super) fn matches(&self, given: &str) -> bool {
        let given: [u8; 32] = Sha256::digest(given).into();
        self.0.ct_eq(&given).into()
    }
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}
