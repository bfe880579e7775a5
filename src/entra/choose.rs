//! Which way to sign in.

use jiff::Timestamp;

use crate::entra::near_miss::Almost;
use crate::entra::provider::{Found, Way};
use crate::entra::token::Token;
use crate::entra::{
    AuthKind, azure_cli, azure_pipelines, client_certificate, client_secret, github_oidc, identifiers,
    managed_identity, near_miss, ready_token, workload_identity,
};
use crate::error::Error;
use crate::graph::cloud::Cloud;
use crate::net::environment::{FEWEST_ACCEPTED, Surroundings};
use crate::tenant::TenantId;
use crate::text::list;

/// The way that was chosen, for people. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The way.
    pub(crate) kind: AuthKind,
    /// Whether it was asked for, rather than found.
    pub(crate) requested: bool,
    /// The variables that it rests on.
    pub(crate) variables: Vec<&'static str>,
    /// The tenant, where one is named: a GUID or a domain, in lower case.
    pub(crate) tenant: Option<String>,
    /// The app, where one is named: a GUID in lower case.
    pub(crate) client: Option<String>,
    /// The ways that are offered too, and come later in the order.
    pub(crate) passed_over: Vec<AuthKind>,
    /// A method that the environment almost offers, where the chosen one is the last resort.
    pub(super) almost: Option<Almost>,
}

/// Chooses, and finds all that the chosen way needs.
pub(super) fn choose(
    requested: Option<AuthKind>,
    cloud: &Cloud,
    surroundings: &Surroundings,
) -> Result<(Chosen, Box<dyn Way>), Error> {
    let offered: Vec<AuthKind> = AuthKind::ALL.into_iter().filter(|kind| is_offered(*kind, surroundings)).collect();
    let almost = near_miss::find(surroundings, cloud);
    let only_cli = offered.first().is_none_or(|kind| *kind == AuthKind::AzureCli);
    if requested.is_none() && only_cli && surroundings.arrived("AZURE_CLIENT_ID")?.is_some() {
        return Err(without_credential(surroundings, almost));
    }
    let Some(kind) = requested.or_else(|| offered.first().copied()) else { return Err(nothing(almost)) };
    let Found { way, variables, tenant, client } = match kind {
        AuthKind::Token => ready_token::find(surroundings),
        AuthKind::ClientCertificate => client_certificate::find(surroundings, cloud),
        AuthKind::ClientSecret => client_secret::find(surroundings),
        AuthKind::GitHubOidc => github_oidc::find(surroundings),
        AuthKind::AzurePipelines => azure_pipelines::find(surroundings),
        AuthKind::WorkloadIdentity => workload_identity::find(surroundings),
        AuthKind::ManagedIdentity => managed_identity::find(surroundings),
        AuthKind::AzureCli => azure_cli::find(surroundings),
    }?;
    let passed_over = offered.into_iter().filter(|other| requested.is_none() && *other > kind).collect();
    let almost = almost.filter(|_| requested.is_none() && kind == AuthKind::AzureCli);
    let chosen = Chosen { kind, requested: requested.is_some(), variables, tenant, client, passed_over, almost };
    Ok((chosen, way))
}

/// Whether the surroundings hint at a way. A variable that is set to nothing is a hint too: what should have stood in it did not
/// arrive. What every job of a CI system is given hints at Entra only together with an app, or a service connection.
fn is_offered(kind: AuthKind, surroundings: &Surroundings) -> bool {
    let set = |names: &[&str]| names.iter().any(|name| surroundings.is_set(name));
    match kind {
        AuthKind::Token => set(&ready_token::VARIABLES),
        AuthKind::ClientCertificate => set(&[client_certificate::PATH]),
        AuthKind::ClientSecret => set(&client_secret::VARIABLES),
        AuthKind::GitHubOidc => set(&[github_oidc::URL]) && set(&["AZURE_CLIENT_ID", "AZURE_TENANT_ID"]),
        AuthKind::AzurePipelines => set(&[azure_pipelines::CONNECTION]),
        AuthKind::WorkloadIdentity => set(&[workload_identity::FILE]),
        AuthKind::ManagedIdentity => set(&[managed_identity::ENDPOINT]),
        AuthKind::AzureCli => azure_cli::is_installed(surroundings),
    }
}

/// The alternatives of a job that could have a token of its own.
const OTHERS: &str = "`scoregate auth status --help` lists the other sign-in methods";

fn nothing(almost: Option<Almost>) -> Error {
    if let Some(Almost { missing, remedy }) = almost {
        return Error::sign_in(missing, &format!("{remedy}; {OTHERS}"));
    }
    let names: Vec<&str> = AuthKind::ALL.into_iter().map(AuthKind::name).collect();
    Error::sign_in(
        "no sign-in method found in the environment",
        &format!(
            "set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or choose a way with --auth: {}; `scoregate auth status --help` says what each needs",
            list(&names, "or")
        ),
    )
}

/// An app is named, but no credential of it; the account that is signed in to the Azure CLI is another one.
fn without_credential(surroundings: &Surroundings, almost: Option<Almost>) -> Error {
    let missing = if surroundings.says("AZURE_TENANT_ID") {
        "AZURE_TENANT_ID and AZURE_CLIENT_ID are set; a credential is missing"
    } else {
        "AZURE_CLIENT_ID is set; AZURE_TENANT_ID and a credential are missing"
    };
    if let Some(Almost { missing: reason, remedy }) = almost {
        return Error::sign_in(&format!("{missing}: {reason}"), &format!("{remedy}; {OTHERS}"));
    }
    Error::sign_in(
        missing,
        "set one of AZURE_CLIENT_CERTIFICATE_PATH, AZURE_CLIENT_SECRET, AZURE_CLIENT_SECRET_FILE and AZURE_FEDERATED_TOKEN_FILE; in GitHub Actions give the job `permissions: id-token: write`; or choose --auth managed-identity or --auth azure-cli",
    )
}

impl Chosen {
    /// The variable that names the tenant.
    fn tenant_variable(&self) -> &'static str {
        self.variables.iter().find(|name| name.ends_with("TENANT_ID")).copied().unwrap_or("AZURE_TENANT_ID")
    }

    /// The tenant that a token is for: as it says itself, or else the one that is configured, where that is a GUID.
    pub(crate) fn tenant_of(&self, token: &Token) -> Option<String> {
        let carried = token.claims().and_then(|claims| claims.tenant());
        carried.or_else(|| self.tenant.clone()).filter(|tenant| identifiers::is_guid(tenant))
    }

    /// Checks what a token says of itself against what is configured.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] where it is another tenant's, or does not hold any more.
    pub(super) fn check_token(&self, token: &Token, now: Timestamp) -> Result<(), Error> {
        if token.expose().len() < FEWEST_ACCEPTED {
            return Err(Error::sign_in(
                &format!(
                    "{} gives a token of fewer than {FEWEST_ACCEPTED} characters, which cannot be one",
                    self.kind.name()
                ),
                "check that nothing on the way answers in place of the sign-in server",
            ));
        }
        if let Some(expired) = token.expires().filter(|expires| *expires <= now) {
            return Err(Error::sign_in(
                &format!("the token held until {expired}, and it is {}", now.strftime("%Y-%m-%dT%H:%M:%SZ")),
                if self.kind == AuthKind::Token {
                    "put a new token in its place"
                } else {
                    "check the clock of this machine"
                },
            ));
        }
        let other = token.claims().and_then(|claims| claims.tenant());
        match (&self.tenant, other) {
            (Some(wanted), Some(given))
                if identifiers::is_guid(wanted) && TenantId::of(&given) != TenantId::of(wanted) =>
            {
                let variable = self.tenant_variable();
                Err(Error::sign_in(
                    &format!("the token is of tenant {given}, but {variable} names {wanted}"),
                    &format!("sign in to the tenant that is meant, or correct {variable}"),
                ))
            }
            (Some(_) | None, Some(_) | None) => Ok(()),
        }
    }
}
