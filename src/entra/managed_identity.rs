//! The managed identity of the machine, the app service or the container.
//! <https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference>
//!
//! The endpoint of a virtual machine (169.254.169.254) is used only if this method is chosen by name: outside Azure another service
//! may have that address, or none, and a request to it then takes seconds to fail.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::HeaderName;
use url::{Host, Url};

use super::call::Call;
use super::exchange::Exchange;
use super::identifiers;
use super::provider::{CredentialProvider, Found, Obtaining};
use super::redactor::Secret;
use super::variables::{CLIENT, IDENTITY_ENDPOINT, IDENTITY_HEADER, TENANT};
use crate::error::{Error, Help, Reference};
use crate::net::environment::Environment;
use crate::net::retry::is_passing;

/// The endpoint of a virtual machine.
const MACHINE: &str = "http://169.254.169.254/metadata/identity/oauth2/token";

/// The waits before another try on a virtual machine, whose endpoint may be about to start
/// (<https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#retry-guidance>).
const MACHINE_WAITS: [Duration; 5] = [
    Duration::from_millis(1_340),
    Duration::from_millis(2_680),
    Duration::from_millis(5_360),
    Duration::from_millis(10_720),
    Duration::from_millis(21_440),
];

/// The waits before another try elsewhere.
const SERVICE_WAITS: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(400)];

pub(super) fn find(environment: &Environment) -> Result<Found, Error> {
    let mut variables = Vec::new();
    let (mut url, mut header) = (None, None);
    if let Some(endpoint) = environment.arrived(IDENTITY_ENDPOINT)? {
        if !environment.says(IDENTITY_HEADER) {
            return Err(Error::sign_in(
                &format!(
                    "{IDENTITY_ENDPOINT} is set, but {IDENTITY_HEADER} is not: this is neither an app service nor a container of Azure"
                ),
                "a machine with Azure Arc cannot use this method: choose another method with " + Reference::Auth,
            ));
        }
        url = Some(endpoint_address(&endpoint)?);
        variables.extend([IDENTITY_ENDPOINT, IDENTITY_HEADER]);
        header = environment.value(IDENTITY_HEADER)?.map(Secret::new);
    }
    let client = identifiers::optional_client(environment)?;
    variables.extend(client.as_ref().map(|_| CLIENT));
    let tenant = identifiers::optional_tenant(environment)?;
    variables.extend(tenant.as_ref().map(|_| TENANT));
    let provider = ManagedIdentity { client: client.clone(), url, header };
    Ok(Found { provider: Box::new(provider), variables, tenant, client })
}

/// Over plain HTTP the secret of the header goes to this machine or its own network only.
fn endpoint_address(endpoint: &str) -> Result<Url, Error> {
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
    url.ok_or_else(|| {
        Error::sign_in(
            &format!("{IDENTITY_ENDPOINT} is not an address of this machine"),
            Help::from(format!("leave {IDENTITY_ENDPOINT} as Azure sets it, or choose another method with "))
                + Reference::Auth,
        )
    })
}

/// Whether an IPv4 address that was written as IPv6 is near.
fn is_mapped_near(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V4(ip) if ip.is_loopback() || ip.is_link_local() || ip.is_private())
}

#[derive(Debug)]
struct ManagedIdentity {
    /// The user-assigned identity; the machine's own where it is `None`.
    client: Option<String>,
    /// The endpoint of an app service or a container; that of a virtual machine where it is `None`.
    url: Option<Url>,
    /// The secret for the endpoint.
    header: Option<Secret>,
}

impl CredentialProvider for ManagedIdentity {
    fn token<'p>(&'p self, exchange: &'p Exchange) -> Obtaining<'p> {
        Box::pin(async move {
            let machine = || Url::parse(MACHINE).map_err(|error| super::call::Failure::Local(error.to_string()));
            let mut url = self.url.clone().map_or_else(machine, Ok)?;
            url.query_pairs_mut()
                .append_pair("api-version", "2019-08-01")
                .append_pair("resource", &exchange.resource.origin)
                .extend_pairs(self.client.iter().map(|client| ("client_id", client)));
            let mut headers = vec![(HeaderName::from_static("metadata"), "true".to_owned())];
            let header = self.header.as_ref().map(|header| header.expose().to_owned());
            headers.extend(header.map(|header| (HeaderName::from_static("x-identity-header"), header)));
            let call = Call { method: Method::GET, url, headers, form: Vec::new() };
            let success = if self.url.is_none() {
                exchange.send_locally(call, &MACHINE_WAITS, |status| matches!(status, 404 | 410 | 429 | 500..)).await
            } else {
                exchange.send_locally(call, &SERVICE_WAITS, is_passing).await
            };
            success?.token()
        })
    }

    fn secret(&self) -> Option<&str> {
        self.header.as_ref().map(Secret::expose)
    }
}
