//! A certificate of the app: a JWT signed with its key takes the place of a secret.
//!
//! The assertion is the one that Entra documents, PS256 with `x5t#S256`:
//! <https://learn.microsoft.com/entra/identity-platform/certificate-credentials>.

mod file;
mod key;
#[cfg(feature = "pkcs12")]
mod pkcs12;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::RSA_PSS_SHA256;
use serde_json::{Value, json};

use self::key::Key;
use super::call::Failure;
use super::exchange::Exchange;
use super::method::SignInMethod;
use super::provider::{App, CredentialProvider, Found, Obtaining};
use super::redactor::Secret;
use super::variables::{CERTIFICATE, CERTIFICATE_PASSWORD};
use crate::error::Error;
use crate::net::environment::{Environment, empty_help, read_bytes};

/// The lifetime of an assertion, in seconds; Entra recommends five to ten minutes.
const LIFE: i64 = 300;

pub(super) fn find(environment: &Environment) -> Result<Found, Error> {
    if environment.is_set(CERTIFICATE) && !environment.says(CERTIFICATE) {
        return Err(Error::sign_in(&format!("{CERTIFICATE} is set, but to nothing"), empty_help(CERTIFICATE)));
    }
    let app = App::of_azure(SignInMethod::ClientCertificate, environment, &[CERTIFICATE])?;
    let path = environment.value(CERTIFICATE)?.unwrap_or_default();
    // Blanks at the ends of a password may belong to it.
    let password = environment.raw(CERTIFICATE_PASSWORD).map(|password| password.to_string_lossy().into_owned());
    let key = file::read(&path, read_bytes(CERTIFICATE, &path)?, password.as_deref())?;
    let password = password.filter(|password| !password.is_empty()).map(Secret::new);
    let mut variables = vec![CERTIFICATE];
    variables.extend(password.iter().map(|_| CERTIFICATE_PASSWORD));
    Ok(app.clone().found(ClientCertificate { app, key, password }, variables))
}

struct ClientCertificate {
    app: App,
    key: Key,
    /// The password of the file.
    password: Option<Secret>,
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCertificate").field("app", &self.app).finish_non_exhaustive()
    }
}

impl CredentialProvider for ClientCertificate {
    fn token<'p>(&'p self, exchange: &'p Exchange) -> Obtaining<'p> {
        Box::pin(async move {
            let audience = exchange.authority.token_endpoint(&self.app.tenant);
            let assertion = self.sign(&audience, Timestamp::now());
            let cannot = || Failure::Local("the key of the certificate cannot sign".to_owned());
            self.app.token_for(assertion.ok_or_else(cannot)?, exchange).await
        })
    }

    fn passwords(&self) -> Vec<String> {
        self.password.iter().map(|password| password.expose().to_owned()).collect()
    }
}

impl ClientCertificate {
    fn sign(&self, audience: &str, now: Timestamp) -> Option<String> {
        let random = SystemRandom::new();
        let header = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": self.key.thumbprint });
        let now = now.as_second();
        let claims = json!({
            "aud": audience,
            "exp": now + LIFE,
            "iat": now,
            "iss": self.app.client,
            "jti": unique(&random)?,
            "nbf": now,
            "sub": self.app.client,
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
