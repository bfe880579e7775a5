//! The token of a job of GitHub Actions.
//!
//! A job with `permissions: id-token: write` may request a token that states which repository, branch or environment it runs for;
//! Entra accepts it in place of a secret where a federated credential of the app matches it.
//! <https://docs.github.com/actions/reference/security/oidc>

use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use url::Url;

use super::call::Call;
use super::exchange::Exchange;
use super::method::SignInMethod;
use super::provider::{App, CredentialProvider, Found, Obtaining, https_address};
use super::redactor::Secret;
use super::secret_value::check_token;
use super::variables::{GITHUB_REQUEST_TOKEN, GITHUB_REQUEST_URL};
use crate::error::Error;
use crate::net::environment::Environment;

pub(super) fn find(environment: &Environment) -> Result<Found, Error> {
    let variables = [GITHUB_REQUEST_URL, GITHUB_REQUEST_TOKEN];
    let app = App::of_azure(SignInMethod::GitHubOidc, environment, &variables)?;
    let value = |name| environment.value(name).map(Option::unwrap_or_default);
    let url = https_address(GITHUB_REQUEST_URL, &value(GITHUB_REQUEST_URL)?)?;
    let bearer = value(GITHUB_REQUEST_TOKEN)?;
    check_token(GITHUB_REQUEST_TOKEN, &bearer)?;
    let provider = GitHubOidc { app: app.clone(), url, bearer: Secret::new(bearer) };
    Ok(app.found(provider, variables.to_vec()))
}

#[derive(Debug)]
struct GitHubOidc {
    app: App,
    url: Url,
    bearer: Secret,
}

impl CredentialProvider for GitHubOidc {
    /// Requests the token of the job, again for each token of Entra.
    fn token<'p>(&'p self, exchange: &'p Exchange) -> Obtaining<'p> {
        Box::pin(async move {
            let mut url = self.url.clone();
            url.query_pairs_mut().append_pair("audience", exchange.authority.federated_audience);
            let headers = vec![(AUTHORIZATION, format!("Bearer {}", self.bearer.expose()))];
            let call = Call { method: Method::GET, url, headers, form: Vec::new() };
            let assertion = exchange.send(call).await?.field("value")?;
            self.app.token_for(assertion, exchange).await
        })
    }

    fn secret(&self) -> Option<&str> {
        Some(self.bearer.expose())
    }
}
