//! A CA of our own, and the certificates that it signs.

use std::sync::{Arc, LazyLock};

use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

struct Ca {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

static CA: LazyLock<Ca> = LazyLock::new(|| {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    // OpenSSL takes a certificate that bears the name of its issuer for its own.
    params.distinguished_name.push(DnType::CommonName, "CA of the tests of scoregate");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate().unwrap();
    let pem = params.self_signed(&key).unwrap().pem();
    Ca { pem, issuer: Issuer::new(params, key) }
});

/// The certificate of the CA.
pub(crate) fn ca_pem() -> &'static str {
    &CA.pem
}

/// A certificate for a name, and its key.
pub(crate) fn certificate(name: &str) -> (Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &CA.issuer).unwrap();
    (certificate, key)
}

/// A server that shows a certificate for a name.
pub(crate) fn config(name: &str) -> Arc<ServerConfig> {
    let (certificate, key) = certificate(name);
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap())
}
