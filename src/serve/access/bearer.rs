//! The check of an access token of Entra: signature, issuer, audience, tenant, times and permission.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::jwt_provider;
use super::resource_metadata::ResourceMetadata;
use super::token_rules::TokenRules;
use crate::error::{Error, Help};
use crate::serve::problem::{Kind, Problem};

/// The difference between clocks that is allowed, in seconds.
const LEEWAY: i64 = 60;

/// The age at which the keys are fetched again.
const RENEWED: Duration = Duration::from_secs(24 * 3600);

/// The age at which keys that could not be fetched again are no longer trusted.
const LONGEST: Duration = Duration::from_secs(3 * 24 * 3600);

/// The least time between two fetches, so that tokens with invented keys cause no requests.
const PAUSE: Duration = Duration::from_secs(300);

/// The longest token that is read, in bytes.
const LONGEST_TOKEN: usize = 16 << 10;

/// The check of access tokens.
#[derive(Debug)]
pub(in crate::serve) struct Bearer {
    pub(super) metadata: ResourceMetadata,
    rules: TokenRules,
    validation: Validation,
    keys: RwLock<Keys>,
    /// The time of the last fetch after the first.
    fetching: Mutex<Option<Instant>>,
}

#[derive(Debug, Clone)]
struct Keys {
    set: Arc<JwkSet>,
    fetched: Instant,
}

/// The claims that are checked here; the crate checks issuer and audience.
#[derive(Debug, Deserialize)]
struct Claims {
    exp: i64,
    nbf: i64,
    tid: String,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    scp: String,
}

impl Bearer {
    /// The check by the rules, after the first fetch of the keys; `is_https` states how callers reach the server.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] where the keys cannot be obtained.
    pub(in crate::serve) async fn new(rules: TokenRules, is_https: bool) -> Result<Self, Error> {
        jwt_provider::install();
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_audience(&[&rules.audience]);
        validation.set_issuer(&rules.issuers);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud"]);
        // The times are checked by the clock that the caller gives.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let set = read(&rules.keys.fetch().await?)?;
        let keys = RwLock::new(Keys { set: Arc::new(set), fetched: Instant::now() });
        let metadata = ResourceMetadata::new(&rules, is_https);
        Ok(Self { metadata, rules, validation, keys, fetching: Mutex::new(None) })
    }

    /// Checks a token at a time. A refusal never quotes the token.
    pub(in crate::serve) async fn check(&self, token: &str, now: Timestamp) -> Result<(), Problem> {
        let refused = |detail: &str| Problem::new(Kind::Unauthorized, detail);
        if token.len() > LONGEST_TOKEN {
            return Err(refused("the access token is too long"));
        }
        let header = decode_header(token).map_err(|_| refused("the access token is not a JSON Web Token"))?;
        let kid = header.kid.ok_or_else(|| refused("the access token names no key"))?;
        let key = self.key(&kid).await?.ok_or_else(|| refused("the access token is signed by an unknown key"))?;
        let AlgorithmParameters::RSA(_) = &key.algorithm else {
            return Err(refused("the access token is signed by a key that is not RSA"));
        };
        let key = DecodingKey::from_jwk(&key).map_err(|_| refused("the key of the access token cannot be used"))?;
        let claims = decode::<Claims>(token, &key, &self.validation)
            .map_err(|_| {
                refused("the access token is not valid for this server: its signature, issuer or audience is wrong")
            })?
            .claims;
        let now = now.as_second();
        if claims.exp.saturating_add(LEEWAY) <= now {
            return Err(refused("the access token has expired"));
        }
        if claims.nbf > now.saturating_add(LEEWAY) {
            return Err(refused("the access token is not valid yet"));
        }
        if !claims.tid.eq_ignore_ascii_case(&self.rules.tenant) {
            return Err(refused("the access token is of another tenant"));
        }
        let permission = &self.rules.permission;
        let is_permitted = claims.roles.contains(permission) || claims.scp.split(' ').any(|scope| scope == permission);
        let detail = format!("the access token has neither the app role nor the scope {permission}");
        is_permitted.then_some(()).ok_or_else(|| Problem::new(Kind::Forbidden, detail))
    }

    /// The key of an id. Keys change: an unknown id, and the age of the keys, cause a fetch.
    async fn key(&self, kid: &str) -> Result<Option<Jwk>, Problem> {
        let find = |keys: &Keys| keys.set.find(kid).cloned();
        let keys = self.known();
        let known = find(&keys);
        if known.is_some() && keys.fetched.elapsed() < RENEWED {
            return Ok(known);
        }
        self.renew().await;
        let keys = self.known();
        if keys.fetched.elapsed() > LONGEST {
            return Err(Problem::new(Kind::Unavailable, "the signing keys of the tenant cannot be fetched"));
        }
        Ok(find(&keys))
    }

    fn known(&self) -> Keys {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Fetches the keys again, unless that happened a short time ago. A failure keeps the known ones.
    async fn renew(&self) {
        let mut last = self.fetching.lock().await;
        if last.is_some_and(|last| last.elapsed() < PAUSE) {
            return;
        }
        *last = Some(Instant::now());
        match self.rules.keys.fetch().await.and_then(|body| read(&body)) {
            Ok(set) => {
                let keys = Keys { set: Arc::new(set), fetched: Instant::now() };
                *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
                tracing::info!("fetched the signing keys");
            }
            Err(_) => tracing::error!("the signing keys cannot be fetched; the known ones are kept"),
        }
    }
}

fn read(body: &[u8]) -> Result<JwkSet, Error> {
    let set: Result<JwkSet, _> = serde_json::from_slice(body);
    match set {
        Ok(set) if !set.keys.is_empty() => Ok(set),
        Ok(_) | Err(_) => {
            let help: Help = "check the host that signs in: its response is not a JSON Web Key Set".into();
            Err(Error::sign_in("the signing keys of the tenant cannot be read", help))
        }
    }
}
