//! The chosen sign-in method, as people see it, and the checks of its token. `choose.rs` chooses it.

use jiff::Timestamp;

use super::method::SignInMethod;
use super::near_miss::NearMiss;
use super::secret_value::FEWEST_ACCEPTED;
use super::token::Token;
use super::{identifiers, variables};
use crate::error::Error;
use crate::tenant::TenantId;

/// The chosen sign-in method, for people. It contains no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChosenMethod {
    /// The method.
    pub(crate) kind: SignInMethod,
    /// Whether it was requested, rather than found.
    pub(crate) requested: bool,
    /// The variables that it rests on.
    pub(crate) variables: Vec<&'static str>,
    /// The tenant, where one is named: a GUID or a domain, in lower case.
    pub(crate) tenant: Option<String>,
    /// The app, where one is named: a GUID in lower case.
    pub(crate) client: Option<String>,
    /// The methods that are offered too, and come later in the order.
    pub(crate) passed_over: Vec<SignInMethod>,
    /// A method that the environment almost offers, where the chosen one is the last resort.
    pub(super) near_miss: Option<NearMiss>,
}

impl ChosenMethod {
    /// The variable that names the tenant.
    fn tenant_variable(&self) -> &'static str {
        self.variables.iter().find(|name| name.ends_with("TENANT_ID")).copied().unwrap_or(variables::TENANT)
    }

    /// The tenant that a token is for: by its own claim, or else the one that is configured, where that is a GUID.
    pub(crate) fn tenant_of(&self, token: &Token) -> Option<String> {
        let carried = token.claims().and_then(|claims| claims.tenant());
        carried.or_else(|| self.tenant.clone()).filter(|tenant| identifiers::is_guid(tenant))
    }

    /// Checks the claims of a token against the configuration.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] where it is another tenant's, or has expired.
    pub(super) fn check_token(&self, token: &Token, now: Timestamp) -> Result<(), Error> {
        if token.expose().len() < FEWEST_ACCEPTED {
            return Err(Error::sign_in(
                &format!(
                    "{} gives a token of fewer than {FEWEST_ACCEPTED} characters, which cannot be one",
                    self.kind.name()
                ),
                "check that no proxy responds in place of the sign-in server",
            ));
        }
        if let Some(expired) = token.expires().filter(|expires| *expires <= now) {
            return Err(Error::sign_in(
                &format!("the token expired at {expired}, and it is {}", now.strftime("%Y-%m-%dT%H:%M:%SZ")),
                if self.kind == SignInMethod::Token {
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
                    format!("sign in to the tenant that is meant, or correct {variable}"),
                ))
            }
            (Some(_) | None, Some(_) | None) => Ok(()),
        }
    }
}
