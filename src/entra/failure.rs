//! Why signing in failed, and what to do.

use std::time::Duration;

use azure_core::Error as AzureError;

use crate::entra::choose::Chosen;
use crate::entra::inspecting_client::{Seen, Trouble};
use crate::entra::redactor::Secrets;
use crate::entra::transport::Wire;
use crate::entra::{AuthKind, error_codes};
use crate::error::Error;
use crate::text::line;

/// The most characters of a message that comes from elsewhere.
const MOST: usize = 600;

/// What the address of Entra's token endpoint ends with.
pub(super) const TOKEN_PATH: &str = "/oauth2/v2.0/token";

/// That a credential cannot even be made of what is there.
pub(super) fn unsuitable(kind: AuthKind, error: &AzureError) -> Error {
    Error::sign_in(
        &format!("{} cannot be used: {}", kind.name(), brief(&causes(error))),
        "correct the variables that it rests on, or choose another way with --auth",
    )
}

/// That the time is up.
pub(super) fn too_slow(chosen: &Chosen, wire: &Wire, limit: Duration) -> Error {
    let last = match wire.seen() {
        Some(Seen::Answer { address, status, .. }) if status >= 300 => format!("; {address} answered {status} last"),
        // That a request took too long is no news here.
        Some(Seen::Trouble { what: Trouble::Slow, .. } | Seen::Answer { .. }) | None => String::new(),
        Some(Seen::Trouble { host, via, words, .. }) => {
            format!("; the last of {host}{} was: {}", through(via.as_deref()), brief(&words))
        }
    };
    Error::sign_in(
        &format!("no token came by {} within {}{last}", chosen.kind.name(), seconds(limit)),
        "try again, raise --timeout, or check the way to the sign-in server (HTTPS_PROXY, firewall)",
    )
}

/// That signing in anew gave the token that Graph had refused.
pub(super) fn same_again(chosen: &Chosen) -> Error {
    let help = match chosen.kind {
        AuthKind::Token => {
            let variable = chosen.variables.first().copied().unwrap_or_default();
            return Error::sign_in(
                &format!("the token that {variable} gives cannot be renewed"),
                "put a new token in its place",
            );
        }
        AuthKind::AzureCli => "run `az logout` and `az login`",
        AuthKind::ManagedIdentity => "restart the machine or the app: Azure keeps a token for up to a day",
        AuthKind::ClientCertificate
        | AuthKind::ClientSecret
        | AuthKind::GitHubOidc
        | AuthKind::AzurePipelines
        | AuthKind::WorkloadIdentity => "try again later",
    };
    Error::sign_in(
        &format!("Graph refuses the token, and signing in by {} gives the same one again", chosen.kind.name()),
        help,
    )
}

/// What went wrong, by what was seen on the wire, and by what the credential says where nothing was.
pub(super) fn explain(chosen: &Chosen, wire: &Wire, error: &AzureError) -> Error {
    match wire.seen() {
        Some(Seen::Trouble { host, via, what, words }) => {
            unreachable_host(chosen, (&host, &through(via.as_deref())), what, &words)
        }
        Some(Seen::Answer { address, status, body, assertion }) if !(200..300).contains(&status) => {
            if address.starts_with(&wire.cloud().login) && address.ends_with(TOKEN_PATH) {
                error_codes::refused(chosen, wire.cloud(), &error_codes::Refused { address, status, body, assertion })
            } else {
                endpoint_refused(chosen, &address, status, &body)
            }
        }
        Some(Seen::Answer { address, status, body, .. }) => {
            let fault = if body.is_empty() { own_words(wire, error) } else { brief(&String::from_utf8_lossy(&body)) };
            Error::sign_in(
                &format!("{address} answered {status}, but not with a token: {fault}"),
                "check that nothing on the way (a proxy, a portal) answers in place of the server",
            )
        }
        None => of_credential(chosen, wire, error),
    }
}

/// Words about the way to a host, to follow its name.
fn through(via: Option<&str>) -> String {
    via.map(|via| format!(" through the proxy {via}")).unwrap_or_default()
}

fn unreachable_host(chosen: &Chosen, (host, through): (&str, &str), what: Trouble, words: &str) -> Error {
    let (problem, help) = match what {
        Trouble::Certificate => (
            format!("no trusted connection to {host}{through}"),
            "where a proxy or a server of your own ends TLS, name its certificate authority in SSL_CERT_FILE (PEM)",
        ),
        Trouble::Slow => {
            (format!("{host}{through} took too long"), "try again, or check the way to it (HTTPS_PROXY, firewall)")
        }
        Trouble::Proxy => (
            format!("no connection to {host}{through}, which requires a user and a password"),
            "check user and password in the address of the proxy, or name the host in NO_PROXY",
        ),
        Trouble::Connection if chosen.kind == AuthKind::ManagedIdentity => (
            format!("no managed identity answers at {host}"),
            "run on a machine, an app service or in a container of Azure that has an identity, or choose another way with --auth",
        ),
        Trouble::Connection => (
            format!("no connection to {host}{through}"),
            "check the network, HTTPS_PROXY and NO_PROXY, and the hosts of --cloud",
        ),
        Trouble::Other => {
            (format!("the exchange with {host}{through} failed"), "try again; if it stays so, check what lies between")
        }
    };
    Error::sign_in(&format!("{problem}: {}", brief(words)), help)
}

/// An endpoint of a CI system or of Azure itself did not do its part.
fn endpoint_refused(chosen: &Chosen, address: &str, status: u16, body: &[u8]) -> Error {
    let said = match brief(&String::from_utf8_lossy(body)) {
        said if said.is_empty() => String::new(),
        said => format!(": {said}"),
    };
    let help = match chosen.kind {
        AuthKind::GitHubOidc => "give the job `permissions: id-token: write`",
        AuthKind::AzurePipelines => {
            "check AZURESUBSCRIPTION_SERVICE_CONNECTION_ID, that the pipeline may use this service connection, and that SYSTEM_ACCESSTOKEN is $(System.AccessToken)"
        }
        AuthKind::ManagedIdentity if status == 400 => {
            "assign the identity to this resource; AZURE_CLIENT_ID names a user-assigned one, and must be unset for the resource's own"
        }
        AuthKind::ManagedIdentity => {
            "check that the resource has an identity; it can take minutes after it was assigned"
        }
        AuthKind::Token
        | AuthKind::ClientCertificate
        | AuthKind::ClientSecret
        | AuthKind::WorkloadIdentity
        | AuthKind::AzureCli => "try again, or choose another way with --auth",
    };
    Error::sign_in(&format!("{address} answered {status}{said}"), help)
}

/// The credential failed without a request.
fn of_credential(chosen: &Chosen, wire: &Wire, error: &AzureError) -> Error {
    let said = own_words(wire, error);
    if chosen.kind == AuthKind::AzureCli {
        let known = error_codes::code(&said).and_then(|code| error_codes::help(code, chosen, None));
        let tenant = chosen.tenant.as_ref().map(|tenant| format!(" --tenant {tenant}")).unwrap_or_default();
        let help = known.unwrap_or_else(|| {
            format!("run `az login{tenant} --allow-no-subscriptions`, or choose another way with --auth")
        });
        // On the machines of CI systems the Azure CLI is installed, and no account is signed in to it.
        let help = match &chosen.almost {
            Some(almost) => format!("{}: {}; or {help}", almost.missing, almost.remedy),
            None => help,
        };
        return Error::sign_in(&format!("the Azure CLI gives no token: {said}"), &help);
    }
    Error::sign_in(&format!("{} gives no token: {said}", chosen.kind.name()), "correct the variables that it rests on")
}

/// What a credential says, without what `azure_identity` puts around it: the name of a type, and advice about other programs.
fn own_words(wire: &Wire, error: &AzureError) -> String {
    let said = wire.secrets().hide(&all_causes(error));
    let said = said.split("To troubleshoot, visit").next().unwrap_or(&said);
    brief(said.split_once("authentication failed.").map_or(said, |(_, rest)| rest))
}

/// What an error says, and what each of its causes says that was not said yet.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    brief(&all_causes(error))
}

/// The same, as long as it is.
fn all_causes(error: &dyn std::error::Error) -> String {
    let mut words: Vec<String> = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        let said = cause.to_string();
        if !words.iter().any(|word| word.contains(&said)) {
            words.push(said);
        }
        next = cause.source();
    }
    words.join(": ")
}

/// Text from elsewhere: clean, on one line, without tokens, and not too long.
pub(super) fn brief(text: &str) -> String {
    let clean = without_tokens(&line(text));
    match clean.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean,
    }
}

/// A text in which nothing is left that looks like a JWT: a server, or a program, may repeat what it was sent.
pub(super) fn without_tokens(text: &str) -> String {
    // What every JWT begins with: an opening brace and a quote, in base64.
    const START: &str = "eyJ";
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(START) {
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '=' | '+' | '/');
        let length = rest[start..].find(|c| !inside(c)).unwrap_or(rest.len() - start);
        clean.push_str(&rest[..start]);
        clean.push_str("***");
        rest = &rest[start + length..];
    }
    clean.push_str(rest);
    clean
}

/// An error in which a secret, if anything repeated it, does not show.
pub(super) fn without(error: Error, secrets: &Secrets) -> Error {
    match error {
        Error::SignIn { message, help } => Error::SignIn { message: secrets.hide(&message), help: secrets.hide(&help) },
        Error::Evidence { message, help } => {
            Error::Evidence { message: secrets.hide(&message), help: secrets.hide(&help) }
        }
        error @ (Error::Usage { .. } | Error::Policy { .. } | Error::Baseline { .. } | Error::Output { .. }) => error,
    }
}

fn seconds(time: Duration) -> String {
    if time.subsec_millis() == 0 { format!("{} s", time.as_secs()) } else { format!("{} ms", time.as_millis()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_token_is_taken_out_of_text_from_elsewhere() {
        assert_eq!(brief("refused eyJhbGciOi.eyJhdWQ.c2ln, and\n`eyJ`"), "refused ***, and `***`");
    }
}
