//! A ready token, from a variable or a file.

use std::sync::Arc;

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::time::{Duration, OffsetDateTime};

use crate::entra::provider::{Found, Way};
use crate::entra::token::Token;
use crate::entra::transport::Wire;
use crate::entra::{AuthKind, identifiers};
use crate::error::Error;
use crate::net::environment::{Surroundings, check_token};

/// The variables that hold a token, or name a file that does.
pub(super) const VARIABLES: [&str; 2] = ["SCOREGATE_TOKEN", "SCOREGATE_TOKEN_FILE"];

pub(super) fn find(surroundings: &Surroundings) -> Result<Found, Error> {
    let [direct, file] = VARIABLES;
    let (variable, text) = surroundings.secret(AuthKind::Token, direct, file)?;
    check_token(variable, &text)?;
    let token = Token::new(text, None);
    let client = token.claims().and_then(|claims| claims.client());
    let tenant = identifiers::optional_tenant(surroundings)?;
    let mut variables = vec![variable];
    variables.extend(tenant.as_ref().map(|_| "AZURE_TENANT_ID"));
    Ok(Found { way: Box::new(Ready(token)), variables, tenant, client })
}

#[derive(Debug, Clone)]
struct Ready(Token);

impl Way for Ready {
    fn credential(&self, _: &Wire) -> Result<Arc<dyn TokenCredential>, Error> {
        Ok(Arc::new(self.clone()))
    }

    fn secret(&self) -> Option<&str> {
        Some(self.0.expose())
    }
}

#[async_trait::async_trait]
impl TokenCredential for Ready {
    async fn get_token(&self, _: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        // Until when it holds is read from the token itself.
        Ok(AccessToken::new(self.0.expose().to_owned(), OffsetDateTime::now_utc() + Duration::hours(1)))
    }
}
