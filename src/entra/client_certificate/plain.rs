//! PKCS#12 whose key is not encrypted, as `openssl pkcs12 -export -keypbe NONE -certpbe NONE` writes it: `p12_keystore`
//! leaves out such a key.

use der::asn1::{Any, ContextSpecific, ObjectIdentifier, OctetString};
use der::{Decode, Encode};
use pkcs12::authenticated_safe::AuthenticatedSafe;
use pkcs12::cert_type::CertBag;
use pkcs12::pfx::Pfx;
use pkcs12::safe_bag::{SafeBag, SafeContents};
use pkcs12::{PKCS_12_CERT_BAG_OID, PKCS_12_KEY_BAG_OID};

/// Content that is not encrypted.
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");

/// The unencrypted parts of a file.
#[derive(Default)]
pub(super) struct Open {
    /// Private keys in PKCS#8.
    pub(super) keys: Vec<Vec<u8>>,
    /// Certificates in DER.
    pub(super) certificates: Vec<Vec<u8>>,
}

/// Reads the parts of a file that are not encrypted. Whether its checksum is right is for the caller to know.
pub(super) fn read(bytes: &[u8]) -> der::Result<Open> {
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
