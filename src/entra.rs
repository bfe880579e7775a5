//! Signing in: where tokens for Graph come from.
//!
//! Which way is used follows from the environment, in the order of [`AuthKind::ALL`], or from `--auth`. A way that the
//! environment offers in part is an error that names what is missing: nobody is signed in as somebody else by accident.
//! Secrets come from variables and files, never from arguments, and never reach a log, a message or a `Debug`.

mod azure_cli;
mod azure_pipelines;
mod choose;
mod client_certificate;
mod client_secret;
mod error_codes;
mod failure;
mod federated;
mod github_oidc;
mod identifiers;
mod identity;
mod inspecting_client;
mod managed_identity;
mod near_miss;
mod provider;
mod ready_token;
mod redactor;
pub(crate) mod token;
mod token_lifetime;
mod transport;
mod workload_identity;

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use azure_core::credentials::TokenCredential;
use jiff::Timestamp;
use tokio::sync::Mutex;

use crate::entra::token::Token;
use crate::error::Error;
use crate::graph::cloud::Cloud;
use crate::net::client::Client;

use crate::net::environment::Surroundings;
use crate::net::observer::Observer;
pub(crate) use choose::Chosen;
pub(crate) use identity::Identity;
use provider::Way;
use redactor::Secrets;
use transport::Wire;

/// How long signing in may take unless [`SignIn::within`] says otherwise.
const LIMIT: Duration = Duration::from_secs(60);

/// How long a token has to hold to be used again; before that a new one is asked for, as `azure_identity` does.
const REUSED: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);

/// A token to come.
pub(crate) type TokenFuture<'s> = Pin<Box<dyn Future<Output = Result<Token, Error>> + Send + 's>>;

/// What gives tokens for Graph.
pub(crate) trait TokenSource: Debug + Send + Sync {
    /// A token, which may have been had before.
    fn token(&self) -> TokenFuture<'_>;

    /// A token, but never the one that Graph just refused.
    fn fresh(&self) -> TokenFuture<'_>;
}

/// The ways to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum AuthKind {
    /// A ready token: `SCOREGATE_TOKEN`, or a file that `SCOREGATE_TOKEN_FILE` names.
    Token,
    /// A certificate of the app: `AZURE_CLIENT_CERTIFICATE_PATH` (PEM or PKCS#12).
    ClientCertificate,
    /// A secret of the app: `AZURE_CLIENT_SECRET`, or a file that `AZURE_CLIENT_SECRET_FILE` names.
    ClientSecret,
    /// The token of a job of GitHub Actions.
    #[value(name = "github-oidc")]
    GitHubOidc,
    /// The token of a job of Azure Pipelines.
    AzurePipelines,
    /// A token in a file that `AZURE_FEDERATED_TOKEN_FILE` names, as Kubernetes writes it.
    WorkloadIdentity,
    /// The identity of the machine or of the app service.
    ManagedIdentity,
    /// Whoever is signed in to the Azure CLI.
    AzureCli,
}

impl AuthKind {
    /// All ways, in the order in which they are tried.
    pub(crate) const ALL: [Self; 8] = [
        Self::Token,
        Self::ClientCertificate,
        Self::ClientSecret,
        Self::GitHubOidc,
        Self::AzurePipelines,
        Self::WorkloadIdentity,
        Self::ManagedIdentity,
        Self::AzureCli,
    ];

    /// The name that `--auth` takes.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::ClientCertificate => "client-certificate",
            Self::ClientSecret => "client-secret",
            Self::GitHubOidc => "github-oidc",
            Self::AzurePipelines => "azure-pipelines",
            Self::WorkloadIdentity => "workload-identity",
            Self::ManagedIdentity => "managed-identity",
            Self::AzureCli => "azure-cli",
        }
    }
}

/// The way to sign in that was chosen, ready to be used.
#[derive(Debug)]
pub(crate) struct SignIn {
    chosen: Chosen,
    way: Box<dyn Way>,
    wire: Wire,
    limit: Duration,
    state: Mutex<State>,
}

/// What was had so far.
#[derive(Debug, Default)]
struct State {
    credential: Option<Arc<dyn TokenCredential>>,
    last: Option<Last>,
}

/// The token that was given last.
#[derive(Debug)]
struct Last {
    token: Token,
    /// Whether it was had in place of one that was refused. Several requests may be refused at once, and each asks for a fresh
    /// token: the first answer serves them all.
    fresh: bool,
}

impl SignIn {
    /// Chooses the way: the one asked for, or the first that the surroundings offer.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] where nothing is offered, where a way is offered in part, and where what is there cannot be used.
    pub(crate) fn choose(
        requested: Option<AuthKind>,
        cloud: &Cloud,
        surroundings: &Surroundings,
        client: Client,
    ) -> Result<Self, Error> {
        let (chosen, way) = choose::choose(requested, cloud, surroundings)?;
        let passwords = [way.passwords(), client.passwords()].concat();
        let wire = Wire::new(client, cloud.clone(), Secrets::of(way.secret(), &passwords));
        Ok(Self { chosen, way, wire, limit: LIMIT, state: Mutex::default() })
    }

    /// Sets how long signing in may take.
    pub(crate) fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// Sets the receiver of reports on the requests.
    pub(crate) fn observed_by(mut self, observer: Arc<dyn Observer>) -> Self {
        self.wire.observer = observer;
        self
    }

    /// What was chosen, and why.
    pub(crate) fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// Gets a token. `renew` drops what the credential remembers.
    async fn get(&self, renew: bool) -> Result<Token, Error> {
        let mut state = self.state.lock().await;
        if renew {
            state.credential = None;
        } else if let Some(last) = state.last.as_ref().filter(|last| last.token.holds(Timestamp::now() + REUSED)) {
            // The Azure CLI remembers nothing for us: each question starts it anew, which takes a second.
            return Ok(last.token.clone());
        }
        let token = self.ask(&mut state).await.map_err(|error| failure::without(error, self.wire.secrets()))?;
        let same = state.last.as_ref().filter(|last| last.token == token);
        if renew && same.is_some_and(|last| !last.fresh) {
            return Err(failure::same_again(&self.chosen));
        }
        let fresh = renew || same.is_some_and(|last| last.fresh);
        state.last = Some(Last { token: token.clone(), fresh });
        Ok(token)
    }

    /// Asks the credential, which is made where there is none.
    async fn ask(&self, state: &mut State) -> Result<Token, Error> {
        self.wire.forget();
        let credential = match &state.credential {
            Some(credential) => Arc::clone(credential),
            None => Arc::clone(state.credential.insert(self.way.credential(&self.wire)?)),
        };
        let scope = self.wire.cloud().scope();
        let scopes = [scope.as_str()];
        let given = tokio::time::timeout(self.limit, credential.get_token(&scopes, None));
        let given = given.await.map_err(|_| failure::too_slow(&self.chosen, &self.wire, self.limit))?;
        let given = given.map_err(|error| failure::explain(&self.chosen, &self.wire, &error))?;
        let expires = Timestamp::from_second(given.expires_on.unix_timestamp()).ok();
        // Of a ready token nothing is known but what it says itself.
        let expires = expires.filter(|_| self.chosen.kind != AuthKind::Token);
        let token = Token::new(given.token.secret().to_owned(), expires);
        self.chosen.check_token(&token, Timestamp::now())?;
        Ok(token)
    }
}

impl TokenSource for SignIn {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(self.get(false))
    }

    fn fresh(&self) -> TokenFuture<'_> {
        Box::pin(self.get(true))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::net::client;

    #[test]
    fn a_token_that_graph_refused_is_not_given_again() {
        let surroundings =
            Surroundings::new(|name| (name == "SCOREGATE_TOKEN").then(|| "opaque-token-of-some-length".into()));
        let sign_in =
            SignIn::choose(None, &Cloud::global(), &surroundings, client::client(&surroundings).unwrap()).unwrap();
        assert!(!format!("{sign_in:?}").contains("opaque-token-of-some-length"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (first, again, fresh) =
            runtime.block_on(async { (sign_in.token().await, sign_in.token().await, sign_in.fresh().await) });
        assert_eq!(
            (first.unwrap().expose(), again.unwrap().expose()),
            ("opaque-token-of-some-length", "opaque-token-of-some-length")
        );
        let refused = fresh.unwrap_err().to_string();
        assert!(refused.ends_with("the token that SCOREGATE_TOKEN gives cannot be renewed"), "{refused}");
    }
}
