//! A client secret, from a variable or a file.

use super::exchange::Exchange;
use super::method::SignInMethod;
use super::provider::{App, CredentialProvider, Found, Obtaining};
use super::redactor::Secret;
use super::{secret_value, variables};
use crate::error::Error;
use crate::net::environment::Environment;

pub(super) fn find(environment: &Environment) -> Result<Found, Error> {
    let [direct, file] = variables::CLIENT_SECRET;
    let (variable, secret) = secret_value::read(environment, SignInMethod::ClientSecret, direct, file)?;
    secret_value::check_length(variable, &secret)?;
    let app = App::of_azure(SignInMethod::ClientSecret, environment, &[])?;
    let provider = ClientSecret { app: app.clone(), secret: Secret::new(secret) };
    Ok(app.found(provider, vec![variable]))
}

#[derive(Debug)]
struct ClientSecret {
    app: App,
    secret: Secret,
}

impl CredentialProvider for ClientSecret {
    fn token<'p>(&'p self, exchange: &'p Exchange) -> Obtaining<'p> {
        let credential = vec![("client_secret", self.secret.expose().to_owned())];
        Box::pin(exchange.token((&self.app.tenant, &self.app.client), credential))
    }

    fn secret(&self) -> Option<&str> {
        Some(self.secret.expose())
    }
}
