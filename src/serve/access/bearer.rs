//! The check of an access token of Entra: signature, issuer, audience, tenant, times and permission.

use jiff::Timestamp;
use jsonwebtoken::jwk::AlgorithmParameters;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;

use super::jwt_provider;
use super::known_keys::KnownKeys;
use super::resource_metadata::ResourceMetadata;
use super::token_rules::TokenRules;
use crate::error::Error;
use crate::serve::problem::{Kind, Problem};

/// The difference between clocks that is allowed, in seconds.
const LEEWAY: i64 = 60;

/// The longest token that is read, in bytes.
const LONGEST_TOKEN: usize = 16 << 10;

/// The check of access tokens.
#[derive(Debug)]
pub(in crate::serve) struct Bearer {
    pub(super) metadata: ResourceMetadata,
    tenant: String,
    permission: String,
    validation: Validation,
    keys: KnownKeys,
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
        let metadata = ResourceMetadata::new(&rules, is_https);
        let TokenRules { keys, tenant, permission, issuers: _, audience: _ } = rules;
        Ok(Self { metadata, tenant, permission, validation, keys: KnownKeys::new(keys).await? })
    }

    /// Checks a token at a time. A refusal never quotes the token.
    pub(in crate::serve) async fn check(&self, token: &str, now: Timestamp) -> Result<(), Problem> {
        let refused = |detail: &str| Problem::new(Kind::Unauthorized, detail);
        if token.len() > LONGEST_TOKEN {
            return Err(refused("the access token is too long"));
        }
        let header = decode_header(token).map_err(|_| refused("the access token is not a JSON Web Token"))?;
        let kid = header.kid.ok_or_else(|| refused("the access token names no key"))?;
        let key = self.keys.key(&kid).await?.ok_or_else(|| refused("the access token is signed by an unknown key"))?;
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
        if !claims.tid.eq_ignore_ascii_case(&self.tenant) {
            return Err(refused("the access token is of another tenant"));
        }
        let permission = &self.permission;
        let is_permitted = claims.roles.contains(permission) || claims.scp.split(' ').any(|scope| scope == permission);
        let detail = format!("the access token has neither the app role nor the scope {permission}");
        is_permitted.then_some(()).ok_or_else(|| Problem::new(Kind::Forbidden, detail))
    }
}
