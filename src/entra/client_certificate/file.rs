//! The file with the key and its certificate: PEM, or PKCS#12.

use ring::signature::RsaKeyPair;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::key::{Key, Problem, matching, problem, rejected, unsuited};
#[cfg(feature = "pkcs12")]
use super::pkcs12::read as of_pkcs12;
use crate::entra::variables::{CERTIFICATE, CERTIFICATE_PASSWORD};
use crate::error::Error;
use crate::net::small_file;
use crate::text::line;

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

fn encrypted(path: &str) -> Problem {
    let path = line(path);
    (
        "its private key is encrypted, which is read in PKCS#12 only".to_owned(),
        format!(
            "convert it with `openssl pkcs12 -export -in {path} -out app.p12`, name that file in {CERTIFICATE}, and set {CERTIFICATE_PASSWORD}"
        ),
    )
}
