//! A federated token in a file, as Kubernetes writes and renews it.

use std::path::PathBuf;
use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use azure_identity::{ClientAssertionCredentialOptions, WorkloadIdentityCredential, WorkloadIdentityCredentialOptions};

use super::AuthKind;
use super::refusal::unsuitable;
use super::surroundings::{Surroundings, read_text};
use super::way::{App, Found, Way};
use super::wire::Wire;
use crate::error::Error;

/// The variable that names the file.
pub(super) const FILE: &str = "AZURE_FEDERATED_TOKEN_FILE";

pub(super) fn find(surroundings: &Surroundings) -> Result<Found, Error> {
    let app = App::of_azure(AuthKind::WorkloadIdentity, surroundings, &[FILE])?;
    let path = surroundings.value(FILE)?.unwrap_or_default();
    // The credential reads it again; here it is checked within the limit on size.
    read_text(FILE, &path)?;
    let way = Workload { app: app.clone(), file: PathBuf::from(path) };
    Ok(app.found(way, vec![FILE]))
}

#[derive(Debug)]
struct Workload {
    app: App,
    file: PathBuf,
}

impl Way for Workload {
    fn credential(&self, wire: &Wire) -> Result<Arc<dyn TokenCredential>, Error> {
        let options = WorkloadIdentityCredentialOptions {
            credential_options: ClientAssertionCredentialOptions { client_options: wire.options() },
            client_id: Some(self.app.client.clone()),
            tenant_id: Some(self.app.tenant.clone()),
            token_file_path: Some(self.file.clone()),
        };
        WorkloadIdentityCredential::new(Some(options))
            .map(|credential| credential as Arc<dyn TokenCredential>)
            .map_err(|error| unsuitable(AuthKind::WorkloadIdentity, &error))
    }
}
