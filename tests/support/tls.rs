//! A CA of our own, and the certificates that it signs.

use std::sync::{Arc, LazyLock};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
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
#[cfg(feature = "serve")]
pub(crate) fn certificate_pem(name: &str) -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &CA.issuer).unwrap();
    (certificate.pem(), key.serialize_pem())
}

/// Requests a path of a server whose certificate the CA signed.
#[cfg(feature = "serve")]
pub(crate) fn get(address: &str, name: &str, path: &str) -> crate::support::serving::Answer {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, ServerName};
    use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
    use std::io::Write;

    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca_pem().as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let stream = std::net::TcpStream::connect(address).unwrap();
    let mut stream = StreamOwned::new(ClientConnection::new(config, name).unwrap(), stream);
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    crate::support::serving::answer(&mut stream)
}

/// A server that shows a certificate for a name.
pub(crate) fn config(name: &str) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &CA.issuer).unwrap();
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap())
}
