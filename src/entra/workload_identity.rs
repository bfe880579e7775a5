//! A federated token in a file, as Kubernetes writes and renews it, and as a job of GitLab can.

use std::fmt;
use std::sync::Arc;

use azure_core::Error as AzureError;
use azure_core::credentials::TokenCredential;
use azure_core::error::ErrorKind;
use azure_core::http::ClientMethodOptions;
use azure_identity::{ClientAssertion, ClientAssertionCredential, ClientAssertionCredentialOptions};

use crate::entra::AuthKind;
use crate::entra::failure::unsuitable;
use crate::entra::provider::{App, Found, Way};
use crate::entra::transport::Wire;
use crate::error::Error;
use crate::net::environment::{Surroundings, check_token, read_text};

/// The variable that names the file.
pub(super) const FILE: &str = "AZURE_FEDERATED_TOKEN_FILE";

pub(super) fn find(surroundings: &Surroundings) -> Result<Found, Error> {
    let app = App::of_azure(AuthKind::WorkloadIdentity, surroundings, &[FILE])?;
    let file = FileToken { path: surroundings.value(FILE)?.unwrap_or_default() };
    // It is read again for each token; here it is checked before anything is sent.
    file.read()?;
    Ok(app.clone().found(Workload { app, file }, vec![FILE]))
}

#[derive(Debug)]
struct Workload {
    app: App,
    file: FileToken,
}

impl Way for Workload {
    fn credential(&self, wire: &Wire) -> Result<Arc<dyn TokenCredential>, Error> {
        let App { tenant, client, variables: _ } = self.app.clone();
        let options = ClientAssertionCredentialOptions { client_options: wire.options() };
        ClientAssertionCredential::new(tenant, client, self.file.clone(), Some(options))
            .map(|credential| credential as Arc<dyn TokenCredential>)
            .map_err(|error| unsuitable(AuthKind::WorkloadIdentity, &error))
    }
}

/// Reads the file for each token of Entra: Kubernetes renews it. `azure_identity` would send it with the line feed at its end.
#[derive(Clone)]
struct FileToken {
    path: String,
}

impl fmt::Debug for FileToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileToken")
    }
}

impl FileToken {
    fn read(&self) -> Result<String, Error> {
        let token = read_text(FILE, &self.path)?;
        check_token(FILE, &token)?;
        Ok(token)
    }
}

#[async_trait::async_trait]
impl ClientAssertion for FileToken {
    async fn secret(&self, _: Option<ClientMethodOptions<'_>>) -> azure_core::Result<String> {
        self.read().map_err(|error| AzureError::with_message(ErrorKind::Credential, error.to_string()))
    }
}
