//! The errors of signing in, with their remedies.

use std::time::Duration;

use super::call::Failure;
use super::chosen_method::ChosenMethod;
use super::error_codes;
use super::exchange::Exchange;
use super::method::SignInMethod;
use super::redactor::brief;
use crate::error::{Error, Help, Reference};
use crate::net::transport_error::{TransportError, TransportErrorKind};

/// The error of a sign-in that took too long. `last` is the failure of the last try.
pub(super) fn too_slow(choice: &ChosenMethod, last: Option<Failure>, limit: Duration) -> Error {
    let last = match last {
        Some(Failure::Refused { address, status, .. }) => format!("; {address} returned {status} last"),
        Some(Failure::Transport { host, via, error }) if !is_slow(error.kind) => {
            format!("; the last of {host}{} was: {}", through(via.as_deref()), brief(&error.words))
        }
        // A request that took too long is no news here.
        Some(Failure::Transport { .. } | Failure::NotAToken { .. } | Failure::Local(_)) | None => String::new(),
    };
    Error::sign_in(
        &format!("no token from {} within {}{last}", choice.kind.name(), seconds(limit)),
        "try again, raise "
            + Reference::Timeout
            + ", or check the connection to the sign-in server (HTTPS_PROXY, firewall)",
    )
}

fn is_slow(kind: TransportErrorKind) -> bool {
    matches!(kind, TransportErrorKind::ConnectTimeout | TransportErrorKind::ReadTimeout)
}

/// The error where signing in again gave the token that the resource had refused.
pub(super) fn same_again(choice: &ChosenMethod, resource: &str) -> Error {
    let help = match choice.kind {
        SignInMethod::Token => {
            let variable = choice.variables.first().copied().unwrap_or_default();
            return Error::sign_in(
                &format!("the token that {variable} gives cannot be renewed"),
                "put a new token in its place",
            );
        }
        SignInMethod::AzureCli => "run `az logout` and `az login`",
        SignInMethod::ManagedIdentity => "restart the machine or the app: Azure keeps a token for up to a day",
        SignInMethod::ClientCertificate
        | SignInMethod::ClientSecret
        | SignInMethod::GitHubOidc
        | SignInMethod::AzurePipelines
        | SignInMethod::WorkloadIdentity => "try again later",
    };
    Error::sign_in(
        &format!("{resource} refuses the token, and signing in by {} gives the same one again", choice.kind.name()),
        help,
    )
}

/// The error of a failure, with what to do.
pub(super) fn explain(choice: &ChosenMethod, exchange: &Exchange, failure: Failure) -> Error {
    match failure {
        Failure::Transport { host, via, error } => unreachable_host(choice, (&host, &through(via.as_deref())), &error),
        Failure::Refused { address, status, body, assertion } if exchange.authority.is_token_endpoint(&address) => {
            error_codes::refused(choice, exchange, (&address, status), &body, assertion.as_ref())
        }
        Failure::Refused { address, status, body, .. } => endpoint_refused(choice, &address, status, &body),
        Failure::NotAToken { address, status, fault } => Error::sign_in(
            &format!("{address} returned {status}, but no token: {fault}"),
            "check that no proxy or portal responds in place of the server",
        ),
        Failure::Local(reason) => failed_locally(choice, exchange, &brief(&reason)),
    }
}

/// The proxy of a host, to follow its name.
fn through(via: Option<&str>) -> String {
    via.map(|via| format!(" through the proxy {via}")).unwrap_or_default()
}

fn unreachable_host(choice: &ChosenMethod, (host, through): (&str, &str), error: &TransportError) -> Error {
    let (problem, help): (String, Help) = match error.kind {
        TransportErrorKind::Tls => (
            format!("no trusted connection to {host}{through}"),
            "where a proxy or a server of your own ends TLS, name its certificate authority in SSL_CERT_FILE (PEM)"
                .into(),
        ),
        TransportErrorKind::ConnectTimeout | TransportErrorKind::ReadTimeout => (
            format!("{host}{through} took too long"),
            "try again, or check the connection to it (HTTPS_PROXY, firewall)".into(),
        ),
        TransportErrorKind::ProxyAuthentication => (
            format!("no connection to {host}{through}, which requires a user and a password"),
            "check user and password in the address of the proxy, or name the host in NO_PROXY".into(),
        ),
        TransportErrorKind::Connect if choice.kind == SignInMethod::ManagedIdentity => (
            format!("no managed identity endpoint responds at {host}"),
            "run on a machine, an app service or in a container of Azure that has an identity, or choose another method with "
                + Reference::Auth,
        ),
        TransportErrorKind::Connect => (
            format!("no connection to {host}{through}"),
            "check the network, HTTPS_PROXY and NO_PROXY, and the hosts of " + Reference::Cloud,
        ),
        TransportErrorKind::Request | TransportErrorKind::Broken => (
            format!("the exchange with {host}{through} failed"),
            "try again; if it stays so, check what lies between".into(),
        ),
    };
    Error::sign_in(&format!("{problem}: {}", brief(&error.words)), help)
}

/// An endpoint of a CI system or of Azure itself did not do its part.
fn endpoint_refused(choice: &ChosenMethod, address: &str, status: u16, body: &[u8]) -> Error {
    let said = match brief(&String::from_utf8_lossy(body)) {
        said if said.is_empty() => String::new(),
        said => format!(": {said}"),
    };
    let help: Help = match choice.kind {
        SignInMethod::GitHubOidc => "give the job `permissions: id-token: write`".into(),
        SignInMethod::AzurePipelines => {
            "check AZURESUBSCRIPTION_SERVICE_CONNECTION_ID, that the pipeline may use this service connection, and that SYSTEM_ACCESSTOKEN is $(System.AccessToken)".into()
        }
        SignInMethod::ManagedIdentity if status == 400 => {
            "assign the identity to this resource; AZURE_CLIENT_ID names a user-assigned one, and must be unset for the resource's own".into()
        }
        SignInMethod::ManagedIdentity => {
            "check that the resource has an identity; it can take minutes after it was assigned".into()
        }
        SignInMethod::Token
        | SignInMethod::ClientCertificate
        | SignInMethod::ClientSecret
        | SignInMethod::WorkloadIdentity
        | SignInMethod::AzureCli => "try again, or choose another method with " + Reference::Auth,
    };
    Error::sign_in(&format!("{address} returned {status}{said}"), help)
}

/// The error of a method that failed on this machine.
fn failed_locally(choice: &ChosenMethod, exchange: &Exchange, said: &str) -> Error {
    if choice.kind == SignInMethod::AzureCli {
        let known = error_codes::code(said).and_then(|code| error_codes::help(code, choice, &exchange.resource, None));
        let login = match &choice.tenant {
            Some(tenant) => format!("az login --tenant {tenant} --allow-no-subscriptions"),
            None => "az login --allow-no-subscriptions".to_owned(),
        };
        let help = known
            .unwrap_or_else(|| Help::from(format!("run `{login}`, or choose another method with ")) + Reference::Auth);
        // On the machines of CI systems the Azure CLI is installed, and no account is signed in to it.
        let help = match &choice.near_miss {
            Some(near) => Help::from(format!("{}: {}; or ", near.missing, near.remedy)) + help,
            None => help,
        };
        return Error::sign_in(&format!("the Azure CLI returned no token: {said}"), help);
    }
    Error::sign_in(
        &format!("{} returned no token: {said}", choice.kind.name()),
        "correct the variables that it rests on",
    )
}

fn seconds(time: Duration) -> String {
    if time.subsec_millis() == 0 { format!("{} s", time.as_secs()) } else { format!("{} ms", time.as_millis()) }
}
