//! The token of a job of GitHub Actions.
//!
//! A job with `permissions: id-token: write` may ask for a token that says which repository, branch or environment it runs for;
//! Entra takes it in place of a secret where a federated credential of the app matches it.
//! <https://docs.github.com/actions/reference/security/oidc>

use std::fmt;
use std::sync::Arc;

use azure_core::Error as AzureError;
use azure_core::credentials::{Secret, TokenCredential};
use azure_core::error::ErrorKind;
use azure_core::http::headers::{ACCEPT, AUTHORIZATION};
use azure_core::http::request::Request;
use azure_core::http::{ClientMethodOptions, Context, Method, Pipeline};
use azure_identity::{ClientAssertion, ClientAssertionCredential, ClientAssertionCredentialOptions};
use serde::Deserialize;
use url::Url;

use crate::entra::AuthKind;
use crate::entra::failure::unsuitable;
use crate::entra::provider::{App, Found, Way, https_address};
use crate::entra::transport::Wire;
use crate::error::Error;
use crate::net::environment::{Surroundings, check_token};

/// Where a job asks for its token.
pub(super) const URL: &str = "ACTIONS_ID_TOKEN_REQUEST_URL";

/// What a job proves itself with.
pub(super) const REQUEST_TOKEN: &str = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

pub(super) fn find(surroundings: &Surroundings) -> Result<Found, Error> {
    let app = App::of_azure(AuthKind::GitHubOidc, surroundings, &[URL, REQUEST_TOKEN])?;
    let value = |name| surroundings.value(name).map(Option::unwrap_or_default);
    let url = https_address(URL, &value(URL)?)?;
    let bearer = value(REQUEST_TOKEN)?;
    check_token(REQUEST_TOKEN, &bearer)?;
    let way = GitHub { app: app.clone(), url, bearer: Secret::new(bearer) };
    Ok(app.found(way, vec![URL, REQUEST_TOKEN]))
}

#[derive(Debug)]
struct GitHub {
    app: App,
    url: Url,
    /// Its `Debug` shows nothing.
    bearer: Secret,
}

impl Way for GitHub {
    fn credential(&self, wire: &Wire) -> Result<Arc<dyn TokenCredential>, Error> {
        let mut url = self.url.clone();
        url.query_pairs_mut().append_pair("audience", wire.cloud().federated_audience());
        let assertion = JobToken { pipeline: wire.pipeline(), url, bearer: self.bearer.clone() };
        let App { tenant, client, variables: _ } = self.app.clone();
        let options = ClientAssertionCredentialOptions { client_options: wire.options() };
        ClientAssertionCredential::new(tenant, client, assertion, Some(options))
            .map(|credential| credential as Arc<dyn TokenCredential>)
            .map_err(|error| unsuitable(AuthKind::GitHubOidc, &error))
    }

    fn secret(&self) -> Option<&str> {
        Some(self.bearer.secret())
    }
}

/// Asks GitHub for the token of the job, anew for each token of Entra.
struct JobToken {
    pipeline: Pipeline,
    url: Url,
    bearer: Secret,
}

impl fmt::Debug for JobToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JobToken")
    }
}

/// GitHub's answer.
#[derive(Deserialize)]
struct Answer {
    value: String,
}

#[async_trait::async_trait]
impl ClientAssertion for JobToken {
    async fn secret(&self, _: Option<ClientMethodOptions<'_>>) -> azure_core::Result<String> {
        let mut request = Request::new(self.url.clone(), Method::Get);
        request.insert_header(AUTHORIZATION, format!("Bearer {}", self.bearer.secret()));
        request.insert_header(ACCEPT, "application/json");
        let answer = self.pipeline.send(&Context::default(), &mut request, None).await?;
        let says = |what: &str| AzureError::with_message(ErrorKind::Credential, what.to_owned());
        let answer: Answer =
            serde_json::from_slice(answer.body()).map_err(|_| says("GitHub's answer holds no token"))?;
        if answer.value.is_empty() { Err(says("GitHub's answer holds an empty token")) } else { Ok(answer.value) }
    }
}
