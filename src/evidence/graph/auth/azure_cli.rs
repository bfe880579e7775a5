//! Whoever is signed in to the Azure CLI.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use azure_identity::{AzureCliCredential, AzureCliCredentialOptions, Executor};

use super::refusal::unsuitable;
use super::surroundings::Surroundings;
use super::way::{Found, Way};
use super::wire::Wire;
use super::{AuthKind, identifiers};
use crate::error::Error;

/// Whether `az` is in one of the folders of `PATH`.
pub(super) fn is_installed(surroundings: &Surroundings) -> bool {
    let names: &[&str] = if cfg!(windows) { &["az.cmd", "az.exe", "az.bat"] } else { &["az"] };
    let path = surroundings.raw("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| names.iter().any(|name| is_program(&folder.join(name))))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

pub(super) fn find(surroundings: &Surroundings) -> Result<Found, Error> {
    let tenant = identifiers::optional_tenant(surroundings)?;
    let variables = tenant.iter().map(|_| "AZURE_TENANT_ID").collect();
    Ok(Found { way: Box::new(Cli { tenant: tenant.clone() }), variables, tenant, client: None })
}

#[derive(Debug)]
struct Cli {
    tenant: Option<String>,
}

impl Way for Cli {
    fn credential(&self, _: &Wire) -> Result<Arc<dyn TokenCredential>, Error> {
        let options = AzureCliCredentialOptions {
            subscription: None,
            tenant_id: self.tenant.clone(),
            executor: Some(Arc::new(Quiet)),
        };
        AzureCliCredential::new(Some(options))
            .map(|credential| credential as Arc<dyn TokenCredential>)
            .map_err(|error| unsuitable(AuthKind::AzureCli, &error))
    }
}

/// Runs `az` so that it asks nothing, and ends with us.
#[derive(Debug)]
struct Quiet;

#[async_trait::async_trait]
impl Executor for Quiet {
    async fn run(&self, program: &OsStr, args: &[&OsStr]) -> std::io::Result<Output> {
        tokio::process::Command::new(program).args(args).stdin(Stdio::null()).kill_on_drop(true).output().await
    }
}
