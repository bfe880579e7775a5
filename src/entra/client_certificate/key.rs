//! Reads the key and its certificate out of PEM or PKCS#12.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{KeyPair, RsaKeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};

#[cfg(feature = "pkcs12")]
use super::pkcs12::read as of_pkcs12;
use crate::entra::variables::{CERTIFICATE, CERTIFICATE_PASSWORD};
use crate::error::Error;
use crate::net::small_file;
use crate::text::line;

/// A key that can sign, and what names its certificate.
pub(super) struct Key {
    pub(super) pair: RsaKeyPair,
    /// `x5t#S256`: the SHA-256 of the certificate's DER, in base64url.
    pub(super) thumbprint: String,
}

/// The reason why a file cannot be used, and the remedy.
pub(super) type Problem = (String, String);

/// Reads a file: PEM where it has a line that begins one, else PKCS#12.
pub(super) fn read(path: &str, bytes: Vec<u8>, password: Option<&str>) -> Result<Key, Error> {
    // PEM is text: it may have a byte order mark, or be UTF-16. PKCS#12 is not text.
    let bytes = small_file::text(bytes.clone()).map_or(bytes, String::into_bytes);
    let bytes = bytes.as_slice();
    let marks = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
    let read = if marks(b"-----BEGIN ") {
        if marks(b"-----BEGIN ENCRYPTED PRIVATE KEY-----") || marks(b"Proc-Type: 4,ENCRYPTED") {
            Err(encrypted(path))
        } else {
            of_pem(bytes)
        }
    } else {
        of_pkcs12(bytes, password)
    };
    read.map_err(|(what, help)| {
        Error::sign_in(&format!("the file {} that {CERTIFICATE} names cannot be used: {what}", line(path)), &help)
    })
}

fn of_pem(bytes: &[u8]) -> Result<Key, Problem> {
    let no_key =
        || problem("it contains no private key that can be read", "put the certificate and its RSA key into one file");
    let key = PrivateKeyDer::from_pem_slice(bytes).map_err(|_| no_key())?;
    // What is left is a key on an elliptic curve, which is nothing for PS256.
    let pair = if let PrivateKeyDer::Pkcs1(key) = &key {
        RsaKeyPair::from_der(key.secret_pkcs1_der())
    } else if let PrivateKeyDer::Pkcs8(key) = &key {
        RsaKeyPair::from_pkcs8(key.secret_pkcs8_der())
    } else {
        return Err(unsuited("it is not RSA"));
    };
    let pair = pair.map_err(|error| rejected(&error))?;
    let certificates: Vec<CertificateDer<'_>> =
        CertificateDer::pem_slice_iter(bytes).collect::<Result<_, _>>().map_err(|_| {
            problem("a certificate in it cannot be read", "put the certificate and its RSA key into one file, in PEM")
        })?;
    matching(pair, certificates.iter().map(AsRef::as_ref))
}

/// The error of a program that was built without the feature `pkcs12`.
#[cfg(not(feature = "pkcs12"))]
fn of_pkcs12(_: &[u8], _: Option<&str>) -> Result<Key, Problem> {
    Err(problem(
        "it is not PEM, and this program was built without PKCS#12",
        "give PEM with the certificate and its RSA key, or build scoregate with the feature `pkcs12`",
    ))
}

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

fn unsuited(why: &str) -> Problem {
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

fn encrypted(path: &str) -> Problem {
    let path = line(path);
    (
        "its private key is encrypted, which is read in PKCS#12 only".to_owned(),
        format!(
            "convert it with `openssl pkcs12 -export -in {path} -out app.p12`, name that file in {CERTIFICATE}, and set {CERTIFICATE_PASSWORD}"
        ),
    )
}
