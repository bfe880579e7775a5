//! A certificate of the app: a JWT signed with its key takes the place of a secret.
//!
//! The assertion is the one that Entra documents today, PS256 with `x5t#S256`:
//! <https://learn.microsoft.com/entra/identity-platform/certificate-credentials>. `azure_identity` signs with RS256 and
//! SHA-1, wants OpenSSL for it, and reads no PEM.

mod key;
mod plain;

use std::fmt;
use std::sync::Arc;

use azure_core::Error as AzureError;
use azure_core::credentials::{Secret, TokenCredential};
use azure_core::error::ErrorKind;
use azure_core::http::ClientMethodOptions;
use azure_identity::{ClientAssertion, ClientAssertionCredential, ClientAssertionCredentialOptions};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::RSA_PSS_SHA256;
use serde_json::{Value, json};

use crate::entra::AuthKind;
use crate::entra::client_certificate::key::Key;
use crate::entra::failure::unsuitable;
use crate::entra::provider::{App, Found, Way};
use crate::entra::transport::Wire;
use crate::error::Error;
use crate::graph::cloud::Cloud;
use crate::net::environment::{Surroundings, empty_help, read_bytes};

/// The variable that names the file with certificate and key: PEM, or PKCS#12.
pub(super) const PATH: &str = "AZURE_CLIENT_CERTIFICATE_PATH";

/// The password of a PKCS#12 file.
const PASSWORD: &str = "AZURE_CLIENT_CERTIFICATE_PASSWORD";

/// How long an assertion holds, in seconds; Entra recommends five to ten minutes.
const LIFE: i64 = 300;

pub(super) fn find(surroundings: &Surroundings, cloud: &Cloud) -> Result<Found, Error> {
    if surroundings.is_set(PATH) && !surroundings.says(PATH) {
        return Err(Error::sign_in(&format!("{PATH} is set, but to nothing"), &empty_help(PATH)));
    }
    let app = App::of_azure(AuthKind::ClientCertificate, surroundings, &[PATH])?;
    let path = surroundings.value(PATH)?.unwrap_or_default();
    // Blanks at the ends of a password may belong to it.
    let password = surroundings.raw(PASSWORD).map(|password| password.to_string_lossy().into_owned());
    let key = key::read(&path, read_bytes(PATH, &path)?, password.as_deref())?;
    let hidden = password.clone().filter(|password| !password.is_empty()).map(Secret::new);
    let mut variables = vec![PATH];
    variables.extend(password.filter(|password| !password.is_empty()).map(|_| PASSWORD));
    let audience = format!("{}/{}/oauth2/v2.0/token", cloud.login, app.tenant);
    let signer = Signer { key: Arc::new(key), client: app.client.clone(), audience };
    Ok(app.clone().found(Certificate { app, signer, password: hidden }, variables))
}

#[derive(Debug)]
struct Certificate {
    app: App,
    signer: Signer,
    /// The password of the file; its `Debug` shows nothing.
    password: Option<Secret>,
}

impl Way for Certificate {
    fn credential(&self, wire: &Wire) -> Result<Arc<dyn TokenCredential>, Error> {
        let App { tenant, client, variables: _ } = self.app.clone();
        let options = ClientAssertionCredentialOptions { client_options: wire.options() };
        ClientAssertionCredential::new(tenant, client, self.signer.clone(), Some(options))
            .map(|credential| credential as Arc<dyn TokenCredential>)
            .map_err(|error| unsuitable(AuthKind::ClientCertificate, &error))
    }

    fn passwords(&self) -> Vec<String> {
        self.password.iter().map(|password| password.secret().to_owned()).collect()
    }
}

/// Signs an assertion for each token.
#[derive(Clone)]
struct Signer {
    key: Arc<Key>,
    client: String,
    audience: String,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

#[async_trait::async_trait]
impl ClientAssertion for Signer {
    async fn secret(&self, _: Option<ClientMethodOptions<'_>>) -> azure_core::Result<String> {
        self.sign(Timestamp::now()).ok_or_else(|| {
            AzureError::with_message(ErrorKind::Credential, "the key of the certificate cannot sign".to_owned())
        })
    }
}

impl Signer {
    fn sign(&self, now: Timestamp) -> Option<String> {
        let random = SystemRandom::new();
        let header = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": self.key.thumbprint });
        let now = now.as_second();
        let claims = json!({
            "aud": self.audience,
            "exp": now + LIFE,
            "iat": now,
            "iss": self.client,
            "jti": unique(&random)?,
            "nbf": now,
            "sub": self.client,
        });
        let encoded = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encoded(header), encoded(claims));
        let mut signature = vec![0; self.key.pair.public().modulus_len()];
        self.key.pair.sign(&RSA_PSS_SHA256, &random, signed.as_bytes(), &mut signature).ok()?;
        Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// A random GUID (version 4): Entra takes an assertion once.
fn unique(random: &SystemRandom) -> Option<String> {
    let mut bytes = [0_u8; 16];
    random.fill(&mut bytes).ok()?;
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = crate::hash::hex(&bytes);
    Some([&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-"))
}
