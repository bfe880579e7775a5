//! The token of a job of Azure Pipelines, for a service connection with workload identity federation.
//!
//! The tasks AzureCLI and AzurePowerShell set the variables `AZURESUBSCRIPTION_…`; `SYSTEM_ACCESSTOKEN` has to be passed on
//! by hand. <https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create>

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderName};
use url::Url;

use super::call::Call;
use super::exchange::Exchange;
use super::identifiers::is_guid;
use super::method::SignInMethod;
use super::provider::{App, CredentialProvider, Found, Obtaining, https_address};
use super::redactor::Secret;
use super::secret_value::check_token;
use super::variables::{CLIENT, PIPELINES_ACCESS_TOKEN, PIPELINES_REQUEST_URI, SERVICE_CONNECTION, TENANT};
use crate::error::Error;
use crate::net::environment::Environment;
use crate::text::line;

const TENANTS: [&str; 2] = ["AZURESUBSCRIPTION_TENANT_ID", TENANT];
const CLIENTS: [&str; 2] = ["AZURESUBSCRIPTION_CLIENT_ID", CLIENT];

/// Without it a refusal is a redirect to the page of a sign-in.
const NO_REDIRECT: HeaderName = HeaderName::from_static("x-tfs-fedauthredirect");

pub(super) fn find(environment: &Environment) -> Result<Found, Error> {
    let method = SignInMethod::AzurePipelines;
    let variables = [SERVICE_CONNECTION, PIPELINES_REQUEST_URI, PIPELINES_ACCESS_TOKEN];
    let app = App::find(method, environment, (&TENANTS, &CLIENTS), &variables)?;
    let value = |name| environment.value(name).map(Option::unwrap_or_default);
    let (connection, access) = (value(SERVICE_CONNECTION)?, value(PIPELINES_ACCESS_TOKEN)?);
    let mut url = https_address(PIPELINES_REQUEST_URI, &value(PIPELINES_REQUEST_URI)?)?;
    check_token(PIPELINES_ACCESS_TOKEN, &access)?;
    if !is_guid(&connection) {
        return Err(Error::sign_in(
            &format!("{SERVICE_CONNECTION} is `{}`, which is not the id of a service connection", line(&connection)),
            "run in a task that sets it, such as AzureCLI@2, or set it to the id in the address of the service connection",
        ));
    }
    url.query_pairs_mut().append_pair("api-version", "7.1").append_pair("serviceConnectionId", &connection);
    let provider = AzurePipelines { app: app.clone(), url, access: Secret::new(access) };
    Ok(app.found(provider, variables.to_vec()))
}

#[derive(Debug)]
struct AzurePipelines {
    app: App,
    url: Url,
    access: Secret,
}

impl CredentialProvider for AzurePipelines {
    fn token<'p>(&'p self, exchange: &'p Exchange) -> Obtaining<'p> {
        Box::pin(async move {
            let authorization = format!("Bearer {}", self.access.expose());
            let headers = vec![(AUTHORIZATION, authorization), (NO_REDIRECT, "Suppress".to_owned())];
            let call = Call { method: Method::POST, url: self.url.clone(), headers, form: Vec::new() };
            let assertion = exchange.send(call).await?.field("oidcToken")?;
            self.app.token_for(assertion, exchange).await
        })
    }

    fn secret(&self) -> Option<&str> {
        Some(self.access.expose())
    }
}
