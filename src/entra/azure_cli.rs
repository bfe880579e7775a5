//! The account that is signed in to the Azure CLI.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use jiff::Timestamp;
use serde::Deserialize;

use super::call::Failure;
use super::exchange::Exchange;
use super::provider::{CredentialProvider, Found, Obtaining};
use super::token::Token;
use super::{identifiers, variables};
use crate::error::Error;
use crate::net::environment::Environment;

/// The program `az` in one of the folders of `PATH`. What a relative folder contains depends on where the run was started.
pub(super) fn program(environment: &Environment) -> Option<PathBuf> {
    let names: &[&str] = if cfg!(windows) { &["az.cmd", "az.exe", "az.bat"] } else { &["az"] };
    let path = environment.raw("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
    folders.flat_map(|folder| names.iter().map(move |name| folder.join(name))).find(|path| is_program(path))
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

pub(super) fn find(environment: &Environment) -> Result<Found, Error> {
    let tenant = identifiers::optional_tenant(environment)?;
    let names = tenant.iter().map(|_| variables::TENANT).collect();
    let provider = AzureCli { program: program(environment), tenant: tenant.clone() };
    Ok(Found { provider: Box::new(provider), variables: names, tenant, client: None })
}

#[derive(Debug)]
struct AzureCli {
    program: Option<PathBuf>,
    tenant: Option<String>,
}

/// The part of the output of `az account get-access-token` that is used.
#[derive(Deserialize)]
struct Account {
    #[serde(rename = "accessToken")]
    token: String,
    /// Seconds since 1970; Azure CLI writes it since version 2.54.
    expires_on: Option<i64>,
}

impl CredentialProvider for AzureCli {
    fn token<'p>(&'p self, exchange: &'p Exchange) -> Obtaining<'p> {
        Box::pin(async move {
            let program = self.program.as_deref();
            let program = program.ok_or_else(|| Failure::Local("az not found on PATH".to_owned()))?;
            let scope = exchange.resource.scope();
            let mut arguments = vec!["account", "get-access-token", "-o", "json", "--scope", &scope];
            arguments.extend(self.tenant.iter().flat_map(|tenant| ["--tenant", tenant]));
            let output = run(program, &arguments)
                .await
                .map_err(|error| Failure::Local(format!("{} cannot be started: {error}", program.display())))?;
            if !output.status.success() {
                let reason = exchange.redact(&String::from_utf8_lossy(&output.stderr));
                return Err(Failure::Local(reason));
            }
            let account: Account = serde_json::from_slice(&output.stdout)
                .map_err(|error| Failure::Local(format!("az wrote something else than a token: {error}")))?;
            let no_time = || Failure::Local("az does not state until when the token is valid: update it".to_owned());
            let expires =
                account.expires_on.and_then(|second| Timestamp::from_second(second).ok()).ok_or_else(no_time)?;
            Ok(Token::new(account.token, Some(expires)))
        })
    }
}

/// Runs `az` so that it waits for no input, and ends with this program.
async fn run(program: &Path, arguments: &[&str]) -> std::io::Result<Output> {
    let mut command = tokio::process::Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    for name in variables::SECRETS {
        command.env_remove(name);
    }
    #[cfg(unix)]
    // The folder of the run may contain files that a program takes for its own.
    command.current_dir("/").process_group(0);
    let child = command.spawn()?;
    #[cfg(unix)]
    let group = Group::of(&child);
    let output = child.wait_with_output().await;
    #[cfg(unix)]
    group.spare();
    output
}

/// A group of processes that ends when it is no longer awaited: `az` is a script, and to end it alone would leave
/// the programs that it started.
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
