//! The key that signs assertions, and its certificate.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{KeyPair, RsaKeyPair};
use sha2::{Digest, Sha256};

/// A key that can sign, and what names its certificate.
pub(super) struct Key {
    pub(super) pair: RsaKeyPair,
    /// `x5t#S256`: the SHA-256 of the certificate's DER, in base64url.
    pub(super) thumbprint: String,
}

/// The reason why a file cannot be used, and the remedy.
pub(super) type Problem = (String, String);

/// Names the certificate that belongs to the key: its public key is in it, byte for byte.
pub(super) fn matching<'c>(pair: RsaKeyPair, mut certificates: impl Iterator<Item = &'c [u8]>) -> Result<Key, Problem> {
    let public = pair.public_key().as_ref();
    let own = certificates.find(|der| der.windows(public.len()).any(|window| window == public));
    let own = own.ok_or_else(|| {
        problem("no certificate in it belongs to the private key", "put the key and its certificate into one file")
    })?;
    let thumbprint = URL_SAFE_NO_PAD.encode(Sha256::digest(own));
    Ok(Key { pair, thumbprint })
}

pub(super) fn problem(what: &str, help: &str) -> Problem {
    (what.to_owned(), help.to_owned())
}

pub(super) fn unsuited(why: &str) -> Problem {
    problem(&format!("its private key cannot be used ({why})"), "use an RSA key of 2048 to 4096 bits")
}

pub(super) fn rejected(error: &ring::error::KeyRejected) -> Problem {
    match error.to_string().as_str() {
        "WrongAlgorithm" => unsuited("it is not RSA"),
        "TooSmall" => unsuited("it is too short"),
        "TooLarge" => unsuited("it is too long"),
        other => unsuited(other),
    }
}
