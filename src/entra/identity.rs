//! The identity that signs in, as far as it is known before the sign-in.

use crate::entra::resource::Authority;
use crate::entra::token::Claims;
use crate::entra::{SignInMethod, choose, identifiers};
use crate::error::Error;
use crate::net::environment::Environment;

/// The identity that signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) kind: SignInMethod,
    /// The tenant: a GUID or a domain, in lower case.
    pub(crate) tenant: String,
    /// The app, in lower case; empty for the Azure CLI, which is always the same app.
    pub(crate) client: String,
}

impl Identity {
    /// The identity that the environment names; none where it does not name the tenant or the app. Of a ready token its own
    /// claims count, where it has some and they do not contradict the environment. They are not verified: they only select an
    /// entry of the cache.
    ///
    /// # Errors
    ///
    /// [`Error::Evidence`] where signing in would fail for what the environment offer.
    pub(crate) fn before_sign_in(
        requested: Option<SignInMethod>,
        authority: &Authority,
        environment: &Environment,
    ) -> Result<Option<Self>, Error> {
        let (choice, provider) = choose::choose(requested, authority, environment)?;
        let (tenant, client) = match choice.kind {
            SignInMethod::Token => {
                let claims = provider.secret().and_then(Claims::of);
                let own = claims.as_ref().and_then(Claims::tenant).map(|tenant| tenant.to_lowercase());
                let named = choice.tenant.filter(|tenant| identifiers::is_guid(tenant));
                let is_other = named.is_some_and(|named| own.as_ref() != Some(&named));
                (own.filter(|_| !is_other), claims.as_ref().and_then(Claims::client))
            }
            SignInMethod::AzureCli => (choice.tenant, Some(String::new())),
            SignInMethod::ClientCertificate
            | SignInMethod::ClientSecret
            | SignInMethod::GitHubOidc
            | SignInMethod::AzurePipelines
            | SignInMethod::WorkloadIdentity
            | SignInMethod::ManagedIdentity => (choice.tenant, choice.client),
        };
        let known = tenant.zip(client);
        Ok(known.map(|(tenant, client)| Self { kind: choice.kind, tenant, client: client.to_lowercase() }))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    const TENANT: &str = "a1b2c3d4-0000-4000-8000-000000000001";

    fn of_token(claims: &str, tenant: Option<&'static str>) -> Option<Identity> {
        let token = format!("e30.{}.c2lnbmF0dXJl", URL_SAFE_NO_PAD.encode(claims));
        let environment = Environment::new(move |name| match name {
            "SCOREGATE_TOKEN" => Some(token.clone().into()),
            "AZURE_TENANT_ID" => tenant.map(Into::into),
            _ => None,
        });
        let authority = Authority { origin: "https://login.example".to_owned(), federated_audience: "api://x" };
        Identity::before_sign_in(None, &authority, &environment).unwrap()
    }

    #[test]
    fn a_ready_token_says_whose_it_is_or_nobody_is_known() {
        let claims = format!(r#"{{"tid":"{}","appid":"App"}}"#, TENANT.to_uppercase());
        let known = Identity { kind: SignInMethod::Token, tenant: TENANT.to_owned(), client: "app".to_owned() };
        assert_eq!(of_token(&claims, None), Some(known.clone()));
        assert_eq!(of_token(&claims, Some(TENANT)), Some(known));
        assert_eq!(of_token(&claims, Some("a1b2c3d4-0000-4000-8000-000000000002")), None);
        for incomplete in ["[]", r#"{"tid":"t"}"#, r#"{"appid":"a"}"#] {
            assert_eq!(of_token(incomplete, None), None, "{incomplete}");
        }
    }
}
