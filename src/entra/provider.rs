//! The parts that all sign-in methods have in common.

use std::fmt::Debug;
use std::pin::Pin;

use url::Url;

use super::call::Failure;
use super::exchange::Exchange;
use super::method::SignInMethod;
use super::token::Token;
use super::{identifiers, near_miss, variables};
use crate::error::{Error, Help, Reference};
use crate::net::environment::Environment;
use crate::text::list;

/// A token in the course of being obtained.
pub(super) type Obtaining<'p> = Pin<Box<dyn Future<Output = Result<Token, Failure>> + Send + 'p>>;

/// A sign-in method with all that it needs.
pub(super) trait CredentialProvider: Debug + Send + Sync {
    /// Obtains a new token.
    fn token<'p>(&'p self, exchange: &'p Exchange) -> Obtaining<'p>;

    /// The secret that must not show in a message, should a server repeat it.
    fn secret(&self) -> Option<&str> {
        None
    }

    /// Passwords that must not show either. A form of one under 8 characters stays where it is a part of a text: see
    /// `FEWEST_HIDDEN`.
    fn passwords(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A sign-in method that was found in the environment.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) provider: Box<dyn CredentialProvider>,
    /// The variables that it rests on, for people.
    pub(super) variables: Vec<&'static str>,
    /// The tenant, where one is named.
    pub(super) tenant: Option<String>,
    /// The app, where one is named.
    pub(super) client: Option<String>,
}

/// An app of a tenant: the identity of most methods.
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
        kind: SignInMethod,
        environment: &Environment,
        (tenants, clients): (&[&'static str], &[&'static str]),
        others: &[&'static str],
    ) -> Result<Self, Error> {
        for name in others {
            environment.arrived(name)?;
        }
        let (tenant, client) = (environment.first(tenants)?, environment.first(clients)?);
        let mut missing: Vec<String> = Vec::new();
        if tenant.is_none() {
            missing.push(tenants.join(" or "));
        }
        if client.is_none() {
            missing.push(clients.join(" or "));
        }
        missing.extend(others.iter().filter(|name| !environment.says(name)).map(|name| (*name).to_owned()));
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
        kind: SignInMethod,
        environment: &Environment,
        others: &[&'static str],
    ) -> Result<Self, Error> {
        Self::find(kind, environment, (&[variables::TENANT], &[variables::CLIENT]), others)
    }

    /// Requests a token with an assertion in place of a secret.
    pub(super) async fn token_for(&self, assertion: String, exchange: &Exchange) -> Result<Token, Failure> {
        let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        let credential = vec![("client_assertion", assertion), ("client_assertion_type", kind.to_owned())];
        exchange.token((&self.tenant, &self.client), credential).await
    }

    /// The method that was found, for this app.
    pub(super) fn found(self, provider: impl CredentialProvider + 'static, mut variables: Vec<&'static str>) -> Found {
        variables.extend(self.variables);
        Found { provider: Box::new(provider), variables, tenant: Some(self.tenant), client: Some(self.client) }
    }
}

/// The error where the environment offers a method in part.
fn incomplete(kind: SignInMethod, missing: &[String]) -> Error {
    let (verb, it) = if missing.len() == 1 { ("is", "it") } else { ("are", "them") };
    let lacks = |name: &str| missing.iter().any(|missing| missing == name);
    let how = if lacks(variables::GITHUB_REQUEST_URL) || lacks(variables::GITHUB_REQUEST_TOKEN) {
        near_miss::github_remedy()
    } else if lacks(variables::SERVICE_CONNECTION) {
        near_miss::pipelines_remedy()
    } else if lacks(variables::PIPELINES_ACCESS_TOKEN) {
        "pass `SYSTEM_ACCESSTOKEN: $(System.AccessToken)` to the step by `env:`".to_owned()
    } else if lacks(variables::FEDERATED_TOKEN_FILE) {
        "set it to the path of a file with a token of the pod, or of the job (of GitLab, by `id_tokens`)".to_owned()
    } else {
        format!("set {it}")
    };
    Error::sign_in(
        &format!("to sign in with {}, {} {verb} missing", kind.name(), list(missing, "and")),
        Help::from(format!("{how}, or choose another method with ")) + Reference::Auth,
    )
}

/// The address that a variable of a CI system contains: a token goes there, so it must be `https`.
pub(super) fn https_address(variable: &str, value: &str) -> Result<Url, Error> {
    Url::parse(value).ok().filter(|url| url.scheme() == "https" && url.has_host()).ok_or_else(|| {
        Error::sign_in(
            &format!("{variable} is not an https address"),
            Help::from(format!("leave {variable} as the CI system sets it, or choose another method with "))
                + Reference::Auth,
        )
    })
}
