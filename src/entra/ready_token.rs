//! A ready token, from a variable or a file.

use super::exchange::Exchange;
use super::method::SignInMethod;
use super::provider::{CredentialProvider, Found, Obtaining};
use super::token::Token;
use super::{identifiers, secret_value, variables};
use crate::error::Error;
use crate::net::environment::Environment;

pub(super) fn find(environment: &Environment) -> Result<Found, Error> {
    let [direct, file] = variables::READY_TOKEN;
    let (variable, text) = secret_value::read(environment, SignInMethod::Token, direct, file)?;
    secret_value::check_token(variable, &text)?;
    // Only the token itself can state until when it is valid.
    let token = Token::new(text, None);
    let client = token.claims().and_then(|claims| claims.client());
    let tenant = identifiers::optional_tenant(environment)?;
    let mut names = vec![variable];
    names.extend(tenant.as_ref().map(|_| variables::TENANT));
    Ok(Found { provider: Box::new(ReadyToken(token)), variables: names, tenant, client })
}

#[derive(Debug)]
struct ReadyToken(Token);

impl CredentialProvider for ReadyToken {
    fn token<'p>(&'p self, _: &'p Exchange) -> Obtaining<'p> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }

    fn secret(&self) -> Option<&str> {
        Some(self.0.expose())
    }
}
