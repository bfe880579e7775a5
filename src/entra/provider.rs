//! What all ways of signing in have in common.

use std::fmt::Debug;
use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use url::Url;

use crate::entra::transport::Wire;
use crate::entra::{AuthKind, azure_pipelines, github_oidc, identifiers, near_miss, workload_identity};
use crate::error::Error;
use crate::net::environment::Surroundings;
use crate::text::list;

/// One way of signing in, with all that it needs.
pub(super) trait Way: Debug + Send + Sync {
    /// A credential that remembers nothing yet.
    fn credential(&self, wire: &Wire) -> Result<Arc<dyn TokenCredential>, Error>;

    /// What must not show in a message, should a server repeat it.
    fn secret(&self) -> Option<&str> {
        None
    }

    /// Passwords that must not show either. A form of one under 8 characters stays where it is a part of a text: see
    /// `FEWEST_HIDDEN`.
    fn passwords(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A way that was found in the surroundings.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) way: Box<dyn Way>,
    /// The variables that it rests on, for people.
    pub(super) variables: Vec<&'static str>,
    /// The tenant, where one is named.
    pub(super) tenant: Option<String>,
    /// The app, where one is named.
    pub(super) client: Option<String>,
}

/// An app of a tenant: what most ways sign in as.
#[derive(Debug, Clone)]
pub(super) struct App {
    pub(super) tenant: String,
    pub(super) client: String,
    /// The variables that name them.
    pub(super) variables: [&'static str; 2],
}

impl App {
    /// The app that `AZURE_TENANT_ID` and `AZURE_CLIENT_ID` name, or the first that is set of other names for each.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] that names every variable that is missing, `others` among them, or one that is set to nothing.
    pub(super) fn find(
        kind: AuthKind,
        surroundings: &Surroundings,
        (tenants, clients): (&[&'static str], &[&'static str]),
        others: &[&'static str],
    ) -> Result<Self, Error> {
        for name in others {
            surroundings.arrived(name)?;
        }
        let (tenant, client) = (surroundings.first(tenants)?, surroundings.first(clients)?);
        let mut missing: Vec<String> = Vec::new();
        if tenant.is_none() {
            missing.push(tenants.join(" or "));
        }
        if client.is_none() {
            missing.push(clients.join(" or "));
        }
        missing.extend(others.iter().filter(|name| !surroundings.says(name)).map(|name| (*name).to_owned()));
        match (tenant, client) {
            (Some(tenant), Some(client)) if missing.is_empty() => Ok(Self {
                tenant: identifiers::tenant(tenant.0, &tenant.1)?,
                client: identifiers::client(client.0, &client.1)?,
                variables: [tenant.0, client.0],
            }),
            (_, _) => Err(incomplete(kind, &missing)),
        }
    }

    /// The app that `AZURE_TENANT_ID` and `AZURE_CLIENT_ID` name.
    pub(super) fn of_azure(
        kind: AuthKind,
        surroundings: &Surroundings,
        others: &[&'static str],
    ) -> Result<Self, Error> {
        Self::find(kind, surroundings, (&["AZURE_TENANT_ID"], &["AZURE_CLIENT_ID"]), others)
    }

    /// What was found, for this app.
    pub(super) fn found(self, way: impl Way + 'static, mut variables: Vec<&'static str>) -> Found {
        variables.extend(self.variables);
        Found { way: Box::new(way), variables, tenant: Some(self.tenant), client: Some(self.client) }
    }
}

/// That the surroundings offer a way in part.
fn incomplete(kind: AuthKind, missing: &[String]) -> Error {
    let (verb, it) = if missing.len() == 1 { ("is", "it") } else { ("are", "them") };
    let lacks = |name: &str| missing.iter().any(|missing| missing == name);
    let how = if lacks(github_oidc::URL) || lacks(github_oidc::REQUEST_TOKEN) {
        near_miss::github_remedy()
    } else if lacks(azure_pipelines::CONNECTION) {
        near_miss::pipelines_remedy()
    } else if lacks(azure_pipelines::ACCESS) {
        "pass `SYSTEM_ACCESSTOKEN: $(System.AccessToken)` to the step by `env:`".to_owned()
    } else if lacks(workload_identity::FILE) {
        "set it to the path of a file with a token of the pod, or of the job (of GitLab, by `id_tokens`)".to_owned()
    } else {
        format!("set {it}")
    };
    Error::sign_in(
        &format!("to sign in with {}, {} {verb} missing", kind.name(), list(missing, "and")),
        &format!("{how}, or choose another way with --auth"),
    )
}

/// The address that a variable of a CI system holds: a token goes there, so it must be `https`.
pub(super) fn https_address(variable: &str, value: &str) -> Result<Url, Error> {
    Url::parse(value).ok().filter(|url| url.scheme() == "https" && url.has_host()).ok_or_else(|| {
        Error::sign_in(
            &format!("{variable} is not an https address"),
            &format!("leave {variable} as the CI system sets it, or choose another way with --auth"),
        )
    })
}
