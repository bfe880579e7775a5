//! A client secret, from a variable or a file.

use std::sync::Arc;

use azure_core::credentials::{Secret, TokenCredential};
use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};

use crate::entra::AuthKind;
use crate::entra::failure::unsuitable;
use crate::entra::provider::{App, Found, Way};
use crate::entra::transport::Wire;
use crate::error::Error;
use crate::net::environment::{Surroundings, check_length};

/// The variables that hold a secret, or name a file that does.
pub(super) const VARIABLES: [&str; 2] = ["AZURE_CLIENT_SECRET", "AZURE_CLIENT_SECRET_FILE"];

pub(super) fn find(surroundings: &Surroundings) -> Result<Found, Error> {
    let [direct, file] = VARIABLES;
    let (variable, secret) = surroundings.secret(AuthKind::ClientSecret, direct, file)?;
    check_length(variable, &secret)?;
    let app = App::of_azure(AuthKind::ClientSecret, surroundings, &[])?;
    let way = ClientSecret { app: app.clone(), secret: Secret::new(secret) };
    Ok(app.found(way, vec![variable]))
}

#[derive(Debug)]
struct ClientSecret {
    app: App,
    /// Its `Debug` shows nothing.
    secret: Secret,
}

impl Way for ClientSecret {
    fn credential(&self, wire: &Wire) -> Result<Arc<dyn TokenCredential>, Error> {
        let options = ClientSecretCredentialOptions { client_options: wire.options() };
        let client = self.app.client.clone();
        ClientSecretCredential::new(&self.app.tenant, client, self.secret.clone(), Some(options))
            .map(|credential| credential as Arc<dyn TokenCredential>)
            .map_err(|error| unsuitable(AuthKind::ClientSecret, &error))
    }

    fn secret(&self) -> Option<&str> {
        Some(self.secret.secret())
    }
}
