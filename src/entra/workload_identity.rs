//! A federated token in a file, as Kubernetes writes and renews it, and as a job of GitLab can.

use super::call::Failure;
use super::exchange::Exchange;
use super::method::SignInMethod;
use super::provider::{App, CredentialProvider, Found, Obtaining};
use super::secret_value::check_token;
use super::variables::FEDERATED_TOKEN_FILE;
use crate::error::Error;
use crate::net::environment::{Environment, read_text};

pub(super) fn find(environment: &Environment) -> Result<Found, Error> {
    let app = App::of_azure(SignInMethod::WorkloadIdentity, environment, &[FEDERATED_TOKEN_FILE])?;
    let path = environment.value(FEDERATED_TOKEN_FILE)?.unwrap_or_default();
    let provider = WorkloadIdentity { app: app.clone(), path };
    // It is read again for each token; here it is checked before anything is sent.
    provider.read()?;
    Ok(app.found(provider, vec![FEDERATED_TOKEN_FILE]))
}

#[derive(Debug)]
struct WorkloadIdentity {
    app: App,
    path: String,
}

impl WorkloadIdentity {
    /// Reads the file, which Kubernetes renews.
    fn read(&self) -> Result<String, Error> {
        let token = read_text(FEDERATED_TOKEN_FILE, &self.path)?;
        check_token(FEDERATED_TOKEN_FILE, &token)?;
        Ok(token)
    }
}

impl CredentialProvider for WorkloadIdentity {
    fn token<'p>(&'p self, exchange: &'p Exchange) -> Obtaining<'p> {
        Box::pin(async move {
            let assertion = self.read().map_err(|error| Failure::Local(error.to_string()))?;
            self.app.token_for(assertion, exchange).await
        })
    }
}
