//! PKCS#12. `p12_keystore` leaves out a key that is not encrypted, as `openssl pkcs12 -export -keypbe NONE -certpbe NONE` writes it;
//! such a file is read here.

use der::asn1::{Any, ContextSpecific, ObjectIdentifier, OctetString};
use der::{Decode, Encode};
use p12_keystore::KeyStore;
use pkcs12::authenticated_safe::AuthenticatedSafe;
use pkcs12::cert_type::CertBag;
use pkcs12::pfx::Pfx;
use pkcs12::safe_bag::{SafeBag, SafeContents};
use pkcs12::{PKCS_12_CERT_BAG_OID, PKCS_12_KEY_BAG_OID};
use ring::signature::RsaKeyPair;

use super::key::{Key, Problem, matching, problem, rejected};
use crate::entra::variables::CERTIFICATE_PASSWORD;
use crate::net::small_file;
use crate::text::line;

/// Reads the key and its certificate.
pub(super) fn read(bytes: &[u8], password: Option<&str>) -> Result<Key, Problem> {
    let written = password.unwrap_or_default();
    // Blanks at the ends of a password may belong to it, but a line feed is what a pipeline leaves there.
    let store = KeyStore::from_pkcs12(bytes, written)
        .or_else(|error| KeyStore::from_pkcs12(bytes, small_file::trimmed(written)).map_err(|_| error));
    let store = store.map_err(|error| {
        if !matches!(error, p12_keystore::error::Error::MacError(_)) {
            return problem(
                &format!("it is neither PEM nor PKCS#12 that can be read ({})", line(&error.to_string())),
                "give PEM with the certificate and its RSA key, or PKCS#12 as `openssl pkcs12 -export` writes it",
            );
        }
        // The sum over the content is keyed with the password.
        match password {
            None | Some("") => problem("it has a password", &format!("set {CERTIFICATE_PASSWORD}")),
            Some(_) => problem("the password is wrong", &format!("correct {CERTIFICATE_PASSWORD}")),
        }
    })?;
    let Some((_, chain)) = store.private_key_chain() else { return of_open_pkcs12(bytes) };
    let pair = RsaKeyPair::from_pkcs8(chain.key()).map_err(|error| rejected(&error))?;
    matching(pair, chain.chain().iter().map(p12_keystore::Certificate::as_der))
}

/// Reads a file in which neither the key nor its certificate is encrypted.
fn of_open_pkcs12(bytes: &[u8]) -> Result<Key, Problem> {
    let open = unencrypted(bytes).unwrap_or_default();
    let Some(key) = open.keys.first().filter(|_| !open.certificates.is_empty()) else {
        return Err(problem(
            "it contains no private key with a certificate",
            "export the certificate together with its private key, and encrypt both or neither",
        ));
    };
    let pair = RsaKeyPair::from_pkcs8(key).map_err(|error| rejected(&error))?;
    matching(pair, open.certificates.iter().map(Vec::as_slice))
}

/// Content that is not encrypted.
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");

/// The unencrypted parts of a file.
#[derive(Default)]
struct Open {
    /// Private keys in PKCS#8.
    keys: Vec<Vec<u8>>,
    /// Certificates in DER.
    certificates: Vec<Vec<u8>>,
}

/// Reads the parts of a file that are not encrypted. Whether its checksum is right is for the caller to know.
fn unencrypted(bytes: &[u8]) -> der::Result<Open> {
    let mut open = Open::default();
    let content = Pfx::from_der(bytes)?.auth_safe.content.decode_as::<OctetString>()?;
    for safe in AuthenticatedSafe::from_der(content.as_bytes())? {
        if safe.content_type == DATA {
            let contents = safe.content.decode_as::<OctetString>()?;
            for bag in SafeContents::from_der(contents.as_bytes())? {
                open.take(&bag)?;
            }
        }
    }
    Ok(open)
}

impl Open {
    fn take(&mut self, bag: &SafeBag) -> der::Result<()> {
        if bag.bag_id == PKCS_12_KEY_BAG_OID {
            self.keys.push(ContextSpecific::<Any>::from_der(&bag.bag_value)?.value.to_der()?);
        } else if bag.bag_id == PKCS_12_CERT_BAG_OID {
            let certificate = ContextSpecific::<CertBag>::from_der(&bag.bag_value)?.value;
            self.certificates.push(certificate.cert_value.as_bytes().to_vec());
        }
        Ok(())
    }
}
