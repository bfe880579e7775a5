//! What an access token of Entra must state to be accepted.

use crate::entra::signing_keys::SigningKeys;
use crate::error::Error;
use crate::graph::Cloud;
use crate::net::environment::Environment;

/// What an access token must state.
#[derive(Debug)]
pub struct TokenRules {
    pub(super) keys: SigningKeys,
    /// The id of the tenant.
    pub(super) tenant: String,
    /// The issuers: that of tokens of version 2.0, and that of version 1.0.
    pub(super) issuers: [String; 2],
    /// The audience.
    pub(super) audience: String,
    /// The app role, or the scope, that a caller needs.
    pub(super) permission: String,
}

impl TokenRules {
    /// The rules for tokens of a tenant (its id, a GUID) in a cloud.
    ///
    /// # Errors
    ///
    /// The errors of the network settings.
    pub fn new(
        cloud: &Cloud,
        environment: &Environment,
        (tenant, audience, permission): (&str, &str, &str),
    ) -> Result<Self, Error> {
        let tenant = tenant.to_lowercase();
        let version_1 = if cloud.login == "https://login.chinacloudapi.cn" {
            "https://sts.chinacloudapi.cn"
        } else {
            "https://sts.windows.net"
        };
        Ok(Self {
            keys: SigningKeys::new(environment, &cloud.login, &tenant)?,
            issuers: [format!("{}/{tenant}/v2.0", cloud.login), format!("{version_1}/{tenant}/")],
            tenant,
            audience: audience.to_owned(),
            permission: permission.to_owned(),
        })
    }

    /// The issuer of tokens of version 2.0, which is the authorization server that clients are sent to.
    pub(super) fn issuer(&self) -> &str {
        let [version_2, _] = &self.issuers;
        version_2
    }
}
