//! Authentication: an API key, or access tokens of Microsoft Entra.

mod api_key;
mod bearer;
mod jwt_provider;
mod known_keys;
mod resource_metadata;
mod token_rules;

use std::sync::Arc;

use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::{Kind, Problem};
use super::state::State;
use crate::operations::openapi::Security;

pub use api_key::ApiKey;
pub(super) use bearer::Bearer;
pub(super) use resource_metadata::{MCP, PATH, ResourceMetadata};
pub use token_rules::TokenRules;

/// The authentication of callers.
#[derive(Debug)]
pub enum Access {
    /// None: for the loopback address alone.
    Open,
    /// An API key.
    ApiKey(ApiKey),
    /// Access tokens of Entra.
    Entra(TokenRules),
}

impl Access {
    /// What callers need, in a word for the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Open => "none",
            Self::ApiKey(_) => "api-key",
            Self::Entra(_) => "entra",
        }
    }
}

/// The authentication, ready to check.
#[derive(Debug)]
pub(super) enum Check {
    Open,
    ApiKey(ApiKey),
    Bearer(Box<Bearer>),
}

impl Check {
    /// How the OpenAPI document states it.
    pub(super) const fn security(&self) -> Security {
        match self {
            Self::Open => Security::None,
            Self::ApiKey(_) => Security::ApiKey,
            Self::Bearer(_) => Security::Bearer,
        }
    }

    /// What clients need to obtain a token, where one is required.
    pub(super) fn metadata(&self) -> Option<&ResourceMetadata> {
        match self {
            Self::Open | Self::ApiKey(_) => None,
            Self::Bearer(rules) => Some(&rules.metadata),
        }
    }

    async fn check(&self, headers: &HeaderMap, state: &State) -> Result<(), Problem> {
        match self {
            Self::Open => Ok(()),
            Self::ApiKey(key) => {
                let given = header(headers, "x-api-key").or_else(|| bearer(headers));
                let given = given.ok_or_else(|| {
                    Problem::new(Kind::Unauthorized, "send the API key in the header X-API-Key, or as a bearer token")
                })?;
                key.matches(given).then_some(()).ok_or_else(|| Problem::new(Kind::Unauthorized, "the API key is wrong"))
            }
            Self::Bearer(rules) => {
                let token = bearer(headers)
                    .ok_or_else(|| Problem::new(Kind::Unauthorized, "send an access token of Microsoft Entra"))?;
                rules.check(token, state.provider.clock()).await
            }
        }
    }
}

/// Lets a request pass that is authenticated.
pub(super) async fn authenticate((check, state): (Arc<Check>, Arc<State>), request: Request, next: Next) -> Response {
    let Err(problem) = check.check(request.headers(), &state).await else { return next.run(request).await };
    let headers = request.headers();
    let has_token = bearer(headers).is_some();
    let challenge = check
        .metadata()
        .and_then(|metadata| metadata.challenge(request.uri().path(), headers, problem.kind(), has_token));
    let mut response = problem.into_response();
    if let Some(challenge) = challenge {
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// The value of a header that is given once.
fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = header(headers, AUTHORIZATION.as_str())?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
