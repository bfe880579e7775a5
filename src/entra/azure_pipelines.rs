//! The token of a job of Azure Pipelines, for a service connection with workload identity federation.
//!
//! The tasks AzureCLI and AzurePowerShell set the variables `AZURESUBSCRIPTION_…`; `SYSTEM_ACCESSTOKEN` has to be passed on
//! by hand.

use std::sync::Arc;

use azure_core::credentials::{Secret, TokenCredential};
use azure_identity::{AzurePipelinesCredential, AzurePipelinesCredentialOptions, ClientAssertionCredentialOptions};

use crate::entra::AuthKind;
use crate::entra::failure::unsuitable;
use crate::entra::identifiers::is_guid;
use crate::entra::provider::{App, Found, Way, https_address};
use crate::entra::transport::Wire;
use crate::error::Error;
use crate::net::environment::{Surroundings, check_token};
use crate::text::line;

/// The id of the service connection.
pub(super) const CONNECTION: &str = "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID";

/// Where a job asks for its token; `azure_identity` reads this variable itself.
const REQUEST: &str = "SYSTEM_OIDCREQUESTURI";

/// What a job proves itself with.
pub(super) const ACCESS: &str = "SYSTEM_ACCESSTOKEN";

const TENANTS: [&str; 2] = ["AZURESUBSCRIPTION_TENANT_ID", "AZURE_TENANT_ID"];
const CLIENTS: [&str; 2] = ["AZURESUBSCRIPTION_CLIENT_ID", "AZURE_CLIENT_ID"];

pub(super) fn find(surroundings: &Surroundings) -> Result<Found, Error> {
    let kind = AuthKind::AzurePipelines;
    let app = App::find(kind, surroundings, (&TENANTS, &CLIENTS), &[CONNECTION, REQUEST, ACCESS])?;
    let value = |name| surroundings.value(name).map(Option::unwrap_or_default);
    let (connection, access) = (value(CONNECTION)?, value(ACCESS)?);
    https_address(REQUEST, &value(REQUEST)?)?;
    check_token(ACCESS, &access)?;
    if !is_guid(&connection) {
        return Err(Error::sign_in(
            &format!("{CONNECTION} is `{}`, which is not the id of a service connection", line(&connection)),
            "run in a task that sets it, such as AzureCLI@2, or set it to the id in the address of the service connection",
        ));
    }
    let way = Pipelines { app: app.clone(), connection, access: Secret::new(access) };
    Ok(app.found(way, vec![CONNECTION, REQUEST, ACCESS]))
}

#[derive(Debug)]
struct Pipelines {
    app: App,
    connection: String,
    /// Its `Debug` shows nothing.
    access: Secret,
}

impl Way for Pipelines {
    fn credential(&self, wire: &Wire) -> Result<Arc<dyn TokenCredential>, Error> {
        let App { tenant, client, variables: _ } = self.app.clone();
        let options = AzurePipelinesCredentialOptions {
            credential_options: ClientAssertionCredentialOptions { client_options: wire.options() },
        };
        AzurePipelinesCredential::new(tenant, client, &self.connection, self.access.clone(), Some(options))
            .map(|credential| credential as Arc<dyn TokenCredential>)
            .map_err(|error| unsuitable(AuthKind::AzurePipelines, &error))
    }

    fn secret(&self) -> Option<&str> {
        Some(self.access.secret())
    }
}
