//! Chooses the sign-in method from what the environment offers, or explains what is missing.

use super::chosen_method::ChosenMethod;
use super::method::SignInMethod;
use super::near_miss::NearMiss;
use super::provider::{CredentialProvider, Found};
use super::resource::Authority;
use super::{
    azure_cli, azure_pipelines, client_certificate, client_secret, github_oidc, managed_identity, near_miss,
    ready_token, variables, workload_identity,
};
use crate::error::{Error, Help, Reference};
use crate::net::environment::Environment;
use crate::text::list;

/// Chooses the method, and finds all that it needs.
pub(super) fn choose(
    requested: Option<SignInMethod>,
    authority: &Authority,
    environment: &Environment,
) -> Result<(ChosenMethod, Box<dyn CredentialProvider>), Error> {
    let offered: Vec<SignInMethod> =
        SignInMethod::ALL.into_iter().filter(|kind| is_offered(*kind, environment)).collect();
    let near_miss = near_miss::find(environment, authority);
    let only_cli = offered.first().is_none_or(|kind| *kind == SignInMethod::AzureCli);
    if requested.is_none() && only_cli && environment.arrived("AZURE_CLIENT_ID")?.is_some() {
        return Err(without_credential(environment, near_miss));
    }
    let Some(kind) = requested.or_else(|| offered.first().copied()) else { return Err(nothing(near_miss)) };
    let Found { provider, variables, tenant, client } = match kind {
        SignInMethod::Token => ready_token::find(environment),
        SignInMethod::ClientCertificate => client_certificate::find(environment),
        SignInMethod::ClientSecret => client_secret::find(environment),
        SignInMethod::GitHubOidc => github_oidc::find(environment),
        SignInMethod::AzurePipelines => azure_pipelines::find(environment),
        SignInMethod::WorkloadIdentity => workload_identity::find(environment),
        SignInMethod::ManagedIdentity => managed_identity::find(environment),
        SignInMethod::AzureCli => azure_cli::find(environment),
    }?;
    let passed_over = offered.into_iter().filter(|other| requested.is_none() && *other > kind).collect();
    let near_miss = near_miss.filter(|_| requested.is_none() && kind == SignInMethod::AzureCli);
    let choice =
        ChosenMethod { kind, requested: requested.is_some(), variables, tenant, client, passed_over, near_miss };
    Ok((choice, provider))
}

/// Whether the environment hint at a method. A variable that is set to nothing is a hint too: what should have stood in it did not
/// arrive. What every job of a CI system is given hints at Entra only together with an app, or a service connection.
fn is_offered(kind: SignInMethod, environment: &Environment) -> bool {
    let set = |names: &[&str]| names.iter().any(|name| environment.is_set(name));
    match kind {
        SignInMethod::Token => set(&variables::READY_TOKEN),
        SignInMethod::ClientCertificate => set(&[variables::CERTIFICATE]),
        SignInMethod::ClientSecret => set(&variables::CLIENT_SECRET),
        SignInMethod::GitHubOidc => {
            set(&[variables::GITHUB_REQUEST_URL]) && set(&["AZURE_CLIENT_ID", "AZURE_TENANT_ID"])
        }
        SignInMethod::AzurePipelines => set(&[variables::SERVICE_CONNECTION]),
        SignInMethod::WorkloadIdentity => set(&[variables::FEDERATED_TOKEN_FILE]),
        SignInMethod::ManagedIdentity => set(&[variables::IDENTITY_ENDPOINT]),
        SignInMethod::AzureCli => azure_cli::program(environment).is_some(),
    }
}

/// The remedy of a job that could have a token of its own, with its alternatives.
fn or_another(remedy: &str) -> Help {
    Help::from(format!("{remedy}; ")) + Reference::SignInMethods + " lists the other sign-in methods"
}

fn nothing(near_miss: Option<NearMiss>) -> Error {
    if let Some(NearMiss { missing, remedy }) = near_miss {
        return Error::sign_in(missing, or_another(&remedy));
    }
    let names: Vec<&str> = SignInMethod::ALL.into_iter().map(SignInMethod::name).collect();
    Error::sign_in(
        "no sign-in method found in the environment",
        "set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or choose a method with "
            + Reference::Auth
            + format!(": {}; ", list(&names, "or"))
            + Reference::SignInMethods
            + " lists the requirements of each",
    )
}

/// An app is named, but no credential of it; the account that is signed in to the Azure CLI is another one.
fn without_credential(environment: &Environment, near_miss: Option<NearMiss>) -> Error {
    let missing = if environment.says("AZURE_TENANT_ID") {
        "AZURE_TENANT_ID and AZURE_CLIENT_ID are set; a credential is missing"
    } else {
        "AZURE_CLIENT_ID is set; AZURE_TENANT_ID and a credential are missing"
    };
    if let Some(NearMiss { missing: reason, remedy }) = near_miss {
        return Error::sign_in(&format!("{missing}: {reason}"), or_another(&remedy));
    }
    Error::sign_in(
        missing,
        "set one of AZURE_CLIENT_CERTIFICATE_PATH, AZURE_CLIENT_SECRET, AZURE_CLIENT_SECRET_FILE and AZURE_FEDERATED_TOKEN_FILE; in GitHub Actions give the job `permissions: id-token: write`; or choose managed-identity or azure-cli with "
            + Reference::Auth,
    )
}
