//! Sign-in with Microsoft Entra, for any resource.
//!
//! The sign-in method follows from the environment, in the order of [`SignInMethod::ALL`], or from a request for one. A method that
//! the environment offers in part is an error that names what is missing: no other identity signs in by accident.
//! Secrets come from variables and files, never from arguments, and never reach a log, a message or a `Debug`.

mod azure_cli;
mod azure_pipelines;
mod call;
mod choose;
mod chosen_method;
mod client_certificate;
mod client_secret;
mod error_codes;
mod exchange;
mod failure;
mod github_oidc;
mod identifiers;
mod identity;
mod managed_identity;
mod method;
mod near_miss;
mod provider;
mod ready_token;
mod redactor;
mod resource;
mod secret_value;
#[cfg(feature = "serve")]
pub(crate) mod signing_keys;
pub(crate) mod token;
mod token_lifetime;
mod variables;
mod workload_identity;

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Mutex;

use crate::error::Error;
use crate::net::client::Client;
use crate::net::environment::Environment;
use crate::net::observer::{Observer, Silent};
use exchange::Exchange;
use provider::CredentialProvider;
use token::Token;

pub(crate) use chosen_method::ChosenMethod;
pub(crate) use identity::Identity;
pub use method::SignInMethod;
pub(crate) use redactor::Redactor;
pub(crate) use resource::{Authority, Resource};
#[cfg(feature = "serve")]
pub(crate) use variables::API_KEY;

/// The longest that signing in may take unless [`SignIn::within`] sets another limit.
const LIMIT: Duration = Duration::from_secs(60);

/// The rest of its lifetime that a token needs to be used again.
const REUSED: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);

/// A token to come.
pub(crate) type TokenFuture<'s> = Pin<Box<dyn Future<Output = Result<Token, Error>> + Send + 's>>;

/// A giver of tokens for a resource.
pub(crate) trait TokenSource: Debug + Send + Sync {
    /// A token, which may have been obtained before.
    fn token(&self) -> TokenFuture<'_>;

    /// A token, but never the one that the resource just refused.
    fn renewed(&self) -> TokenFuture<'_>;
}

/// The sign-in method that was chosen, ready to be used.
#[derive(Debug)]
pub(crate) struct SignIn {
    choice: ChosenMethod,
    provider: Box<dyn CredentialProvider>,
    exchange: Exchange,
    limit: Duration,
    last: Mutex<Option<Last>>,
}

/// The token that was given last.
#[derive(Debug)]
struct Last {
    token: Token,
    /// Whether it was obtained in place of one that was refused. Several requests may be refused at once, and each requests a new
    /// token: the first response serves them all.
    is_renewed: bool,
}

impl SignIn {
    /// Chooses the method: the one requested, or the first that the environment offers.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] where nothing is offered, where a method is offered in part, and where what is there cannot be used.
    pub(crate) fn choose(
        requested: Option<SignInMethod>,
        (authority, resource): (Authority, Resource),
        environment: &Environment,
        client: Client,
    ) -> Result<Self, Error> {
        let (choice, provider) = choose::choose(requested, &authority, environment)?;
        let passwords = [provider.passwords(), client.passwords()].concat();
        let redactor = Redactor::of(provider.secret(), &passwords);
        let exchange = Exchange::new(client, authority, resource, redactor, Arc::new(Silent));
        Ok(Self { choice, provider, exchange, limit: LIMIT, last: Mutex::default() })
    }

    /// Sets the longest that signing in may take.
    pub(crate) fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// Sets the receiver of reports on the requests.
    pub(crate) fn observed_by(mut self, observer: Arc<dyn Observer>) -> Self {
        self.exchange.observer = observer;
        self
    }

    /// The choice, and what led to it.
    pub(crate) fn choice(&self) -> &ChosenMethod {
        &self.choice
    }

    /// Obtains a token. `renew` excludes the one that was given last.
    async fn get(&self, renew: bool) -> Result<Token, Error> {
        let mut last = self.last.lock().await;
        if !renew && let Some(last) = last.as_ref().filter(|last| last.token.holds(Timestamp::now() + REUSED)) {
            return Ok(last.token.clone());
        }
        let token = self.obtain().await.map_err(|error| self.redacted(error))?;
        let same = last.as_ref().filter(|last| last.token == token);
        if renew && same.is_some_and(|last| !last.is_renewed) {
            return Err(failure::same_again(&self.choice, self.exchange.resource.name));
        }
        let is_renewed = renew || same.is_some_and(|last| last.is_renewed);
        *last = Some(Last { token: token.clone(), is_renewed });
        Ok(token)
    }

    /// Obtains a token from the provider.
    async fn obtain(&self) -> Result<Token, Error> {
        self.exchange.forget();
        let given = tokio::time::timeout(self.limit, self.provider.token(&self.exchange));
        let given =
            given.await.map_err(|_| failure::too_slow(&self.choice, self.exchange.last_failure(), self.limit))?;
        let token = given.map_err(|failed| failure::explain(&self.choice, &self.exchange, failed))?;
        self.choice.check_token(&token, Timestamp::now())?;
        Ok(token)
    }

    /// An error in which a secret, if anything repeated it, does not show.
    fn redacted(&self, error: Error) -> Error {
        let redact = |text: &str| self.exchange.redact(text);
        match error {
            Error::SignIn { message, help } => Error::SignIn { message: redact(&message), help: help.map(redact) },
            Error::Evidence { kind, message, help } => {
                Error::Evidence { kind, message: redact(&message), help: help.map(redact) }
            }
            error @ (Error::Usage { .. }
            | Error::Policy { .. }
            | Error::Baseline { .. }
            | Error::Rows { .. }
            | Error::Crosswalk { .. }
            | Error::Tenants { .. }
            | Error::Output { .. }) => error,
        }
    }
}

impl TokenSource for SignIn {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(self.get(false))
    }

    fn renewed(&self) -> TokenFuture<'_> {
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
        let authority = Authority { origin: "https://login.example".to_owned(), federated_audience: "api://x" };
        let resource =
            Resource { name: "Graph", origin: "https://graph.example".to_owned(), consent: |_| String::new() };
        let environment =
            Environment::new(|name| (name == "SCOREGATE_TOKEN").then(|| "opaque-token-of-some-length".into()));
        let sign_in =
            SignIn::choose(None, (authority, resource), &environment, client::client(&environment).unwrap()).unwrap();
        assert!(!format!("{sign_in:?}").contains("opaque-token-of-some-length"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (first, again, renewed) =
            runtime.block_on(async { (sign_in.token().await, sign_in.token().await, sign_in.renewed().await) });
        assert_eq!(
            (first.unwrap().expose(), again.unwrap().expose()),
            ("opaque-token-of-some-length", "opaque-token-of-some-length")
        );
        let refused = renewed.unwrap_err().to_string();
        assert!(refused.ends_with("the token that SCOREGATE_TOKEN gives cannot be renewed"), "{refused}");
    }
}
