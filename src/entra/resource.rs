//! The server that issues tokens, and the API that a token is for.

/// The endpoint of Entra in one cloud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Authority {
    /// The origin, such as `https://login.microsoftonline.com`.
    pub(crate) origin: String,
    /// The audience of the federated tokens that it accepts by default.
    pub(crate) federated_audience: &'static str,
}

/// An API that tokens are for.
#[derive(Debug, Clone)]
pub(crate) struct Resource {
    /// Its name in messages: `Graph`.
    pub(crate) name: &'static str,
    /// Its address, such as `https://graph.microsoft.com`.
    pub(crate) origin: String,
    /// The commands by which an administrator gives an app the needed permission.
    pub(crate) consent: fn(client: &str) -> String,
}

impl Resource {
    /// The scope of a token: all that an administrator has consented to on this resource.
    pub(crate) fn scope(&self) -> String {
        format!("{}/.default", self.origin)
    }
}

impl Authority {
    /// The address that issues tokens for the apps of a tenant.
    pub(super) fn token_endpoint(&self, tenant: &str) -> String {
        format!("{}/{tenant}/oauth2/v2.0/token", self.origin)
    }

    /// Whether an address is one that issues tokens.
    pub(super) fn is_token_endpoint(&self, address: &str) -> bool {
        address.starts_with(&self.origin) && address.ends_with("/oauth2/v2.0/token")
    }
}
