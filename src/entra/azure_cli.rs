//! Whoever is signed in to the Azure CLI.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use azure_identity::{AzureCliCredential, AzureCliCredentialOptions, Executor};

use crate::entra::failure::unsuitable;
use crate::entra::provider::{Found, Way};
use crate::entra::transport::Wire;
use crate::entra::{AuthKind, identifiers};
use crate::error::Error;
use crate::net::environment::Surroundings;

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

/// What proves who is meant in the other ways to sign in, and is nothing to `az` and all that it starts.
const NOT_FOR_AZ: [&str; 6] = [
    "AZURE_CLIENT_SECRET",
    "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "SCOREGATE_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    "SYSTEM_ACCESSTOKEN",
    "IDENTITY_HEADER",
];

/// Runs `az` so that it asks nothing, and ends with us.
#[derive(Debug)]
struct Quiet;

#[async_trait::async_trait]
impl Executor for Quiet {
    async fn run(&self, program: &OsStr, args: &[&OsStr]) -> std::io::Result<Output> {
        let mut command = tokio::process::Command::new(program);
        command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        for name in NOT_FOR_AZ {
            command.env_remove(name);
        }
        #[cfg(unix)]
        command.process_group(0);
        let child = command.spawn()?;
        #[cfg(unix)]
        let group = Group::of(&child);
        let output = child.wait_with_output().await;
        #[cfg(unix)]
        group.spare();
        output
    }
}

/// A group of processes that ends when nobody waits for it any more: the program that is run is a shell, and to end it alone
/// would leave the `az` that it started.
#[cfg(unix)]
#[derive(Debug)]
struct Group(Option<rustix::process::Pid>);

#[cfg(unix)]
impl Group {
    /// The group that a process leads.
    fn of(leader: &tokio::process::Child) -> Self {
        let id = leader.id().and_then(|id| i32::try_from(id).ok());
        Self(id.and_then(rustix::process::Pid::from_raw))
    }

    /// Lets it be: it has ended by itself.
    fn spare(mut self) {
        self.0 = None;
    }
}

#[cfg(unix)]
impl Drop for Group {
    fn drop(&mut self) {
        if let Some(leader) = self.0 {
            // An error means that no process of it is left.
            let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::KILL);
        }
    }
}
