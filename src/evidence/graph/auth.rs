//! Where tokens come from.

use std::fmt::Debug;
use std::pin::Pin;
use std::time::Duration;

use super::cloud::Cloud;
use super::token::Token;
use crate::error::Error;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum AuthKind {
    /// A ready token in `SCOREGATE_TOKEN`.
    Token,
}

/// What the environment offers for signing in.
#[derive(Debug)]
pub(crate) struct Surroundings {
    /// `SCOREGATE_TOKEN`.
    token: Option<Token>,
    /// `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and `AZURE_CLIENT_SECRET`.
    secret: Option<[String; 3]>,
}

impl Surroundings {
    /// The environment of this process.
    pub(crate) fn of_process() -> Self {
        let token = std::env::var("SCOREGATE_TOKEN").ok().filter(|token| !token.is_empty());
        let variable = |name: &str| std::env::var(name).ok();
        let secret = variable("AZURE_TENANT_ID").zip(variable("AZURE_CLIENT_ID")).zip(variable("AZURE_CLIENT_SECRET"));
        let secret = secret.map(|((tenant, client), secret)| [tenant, client, secret]);
        Self { token: token.map(|token| Token::new(token, None)), secret }
    }
}

/// The way to sign in that was chosen.
#[derive(Debug)]
pub(crate) struct SignIn {
    ready: Option<Token>,
    secret: Option<(reqwest::Client, String, String)>,
    had: std::sync::Mutex<Option<Token>>,
}

impl SignIn {
    /// Chooses by what is asked for and what the surroundings offer.
    pub(crate) fn choose(
        _requested: Option<AuthKind>,
        cloud: &Cloud,
        surroundings: &Surroundings,
        client: reqwest::Client,
    ) -> Result<Self, Error> {
        let secret = surroundings.secret.as_ref().map(|[tenant, id, secret]| {
            let body = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
            (client, format!("{}/{tenant}/oauth2/v2.0/token", cloud.login), body)
        });
        if surroundings.token.is_none() && secret.is_none() {
            return Err(Error::Evidence {
                message: "nothing in the environment tells how to sign in".to_owned(),
                help: "set SCOREGATE_TOKEN to an access token for Graph".to_owned(),
            });
        }
        Ok(Self { ready: surroundings.token.clone(), secret, had: std::sync::Mutex::default() })
    }

    /// Sets how long signing in may take.
    pub(crate) fn within(self, _limit: Duration) -> Self {
        self
    }

    /// Says on standard error what came of each request.
    pub(crate) fn verbose(self, _verbose: bool) -> Self {
        self
    }

    async fn ask(&self) -> Result<Token, Error> {
        let Some((client, url, body)) = &self.secret else {
            return Err(failed("the token in SCOREGATE_TOKEN cannot be renewed"));
        };
        let call = client.post(url).header("content-type", "application/x-www-form-urlencoded").body(body.clone());
        let answer =
            call.send().await.map_err(|_| failed("no sign-in"))?.bytes().await.map_err(|_| failed("no sign-in"))?;
        let answer: serde_json::Value = serde_json::from_slice(&answer).map_err(|_| failed("no sign-in"))?;
        let token = answer["access_token"].as_str().ok_or_else(|| failed("no sign-in"))?;
        let token = Token::new(token.to_owned(), None);
        if let Ok(mut had) = self.had.lock() {
            *had = Some(token.clone());
        }
        Ok(token)
    }
}

fn failed(message: &str) -> Error {
    Error::Evidence { message: message.to_owned(), help: "set SCOREGATE_TOKEN to a new token".to_owned() }
}

impl TokenSource for SignIn {
    fn token(&self) -> TokenFuture<'_> {
        let had = self.had.lock().ok().and_then(|had| had.clone());
        match self.ready.clone().or(had) {
            Some(token) => Box::pin(std::future::ready(Ok(token))),
            None => Box::pin(self.ask()),
        }
    }

    fn fresh(&self) -> TokenFuture<'_> {
        Box::pin(self.ask())
    }
}
