//! The managed identity of the machine, the app service or the container.
//!
//! The endpoint of a machine (169.254.169.254) is asked only where `--auth managed-identity` says so: elsewhere that address
//! may be anybody's, or nobody's, which takes seconds to find out.

use std::net::IpAddr;
use std::sync::Arc;

use azure_core::credentials::{Secret, TokenCredential};
use azure_identity::{ManagedIdentityCredential, ManagedIdentityCredentialOptions, UserAssignedId};
use url::{Host, Url};

use crate::entra::failure::unsuitable;
use crate::entra::provider::{Found, Way};
use crate::entra::transport::Wire;
use crate::entra::{AuthKind, identifiers};
use crate::error::Error;
use crate::net::environment::Surroundings;

/// Where an app service or a container asks for its token; `azure_identity` reads this variable and the next itself.
pub(super) const ENDPOINT: &str = "IDENTITY_ENDPOINT";

/// What it proves itself with.
const HEADER: &str = "IDENTITY_HEADER";

pub(super) fn find(surroundings: &Surroundings) -> Result<Found, Error> {
    let mut variables = Vec::new();
    let mut header = None;
    if let Some(endpoint) = surroundings.arrived(ENDPOINT)? {
        if !surroundings.says(HEADER) {
            return Err(Error::sign_in(
                &format!(
                    "{ENDPOINT} is set, but {HEADER} is not: this is neither an app service nor a container of Azure"
                ),
                "a machine with Azure Arc cannot sign in this way: choose another way with --auth",
            ));
        }
        check_endpoint(&endpoint)?;
        variables.extend([ENDPOINT, HEADER]);
        header = surroundings.value(HEADER)?.map(Secret::new);
    }
    let client = identifiers::optional_client(surroundings)?;
    variables.extend(client.as_ref().map(|_| "AZURE_CLIENT_ID"));
    let tenant = identifiers::optional_tenant(surroundings)?;
    variables.extend(tenant.as_ref().map(|_| "AZURE_TENANT_ID"));
    Ok(Found { way: Box::new(Managed { client: client.clone(), header }), variables, tenant, client })
}

/// Over plain HTTP the secret of the header goes to this machine or its own network only.
fn check_endpoint(endpoint: &str) -> Result<(), Error> {
    let near = |host: Host<&str>| match host {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(ip) => ip.is_loopback() || ip.is_link_local() || ip.is_private(),
        Host::Ipv6(ip) => ip.is_loopback() || ip.is_unicast_link_local() || is_mapped_near(ip.to_canonical()),
    };
    let url = Url::parse(endpoint).ok().filter(|url| match url.scheme() {
        "https" => url.has_host(),
        "http" => url.host().is_some_and(near),
        _ => false,
    });
    url.map(drop).ok_or_else(|| {
        Error::sign_in(
            &format!("{ENDPOINT} is not an address of this machine"),
            &format!("leave {ENDPOINT} as Azure sets it, or choose another way with --auth"),
        )
    })
}

/// Whether an IPv4 address that was written as IPv6 is near.
fn is_mapped_near(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V4(ip) if ip.is_loopback() || ip.is_link_local() || ip.is_private())
}

#[derive(Debug)]
struct Managed {
    /// The user-assigned identity; the machine's own where it is `None`.
    client: Option<String>,
    /// What the endpoint is asked with; its `Debug` shows nothing.
    header: Option<Secret>,
}

impl Way for Managed {
    fn credential(&self, wire: &Wire) -> Result<Arc<dyn TokenCredential>, Error> {
        let options = ManagedIdentityCredentialOptions {
            user_assigned_id: self.client.clone().map(UserAssignedId::ClientId),
            client_options: wire.local_options()?,
        };
        ManagedIdentityCredential::new(Some(options))
            .map(|credential| credential as Arc<dyn TokenCredential>)
            .map_err(|error| unsuitable(AuthKind::ManagedIdentity, &error))
    }

    fn secret(&self) -> Option<&str> {
        self.header.as_ref().map(Secret::secret)
    }
}
