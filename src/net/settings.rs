//! The settings that restrict where traffic may go: the proxy, the hosts that are reached without it, and the certificate
//! authorities that are trusted. Every request of the program follows them, but for those to the endpoint of a managed
//! identity, which is on the machine.
//!
//! They are read here and nowhere else. One that cannot be used is an error before the first request: traffic that ignored it
//! would take a path that the administrator excluded.

use reqwest::{Certificate, ClientBuilder};
use url::Url;

use crate::error::Error;
use crate::net::environment::Environment;
use crate::net::proxy::Proxy;
use crate::net::{authorities, proxy};

/// The settings of one run. Its `Debug` shows no value.
#[derive(Default)]
pub(crate) struct Network {
    proxy: Option<Proxy>,
    /// The only authorities that are trusted; those of the system where it is `None`.
    authorities: Option<Vec<Certificate>>,
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Network")
    }
}

impl Network {
    /// The settings of an environment.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`], which names the variable that cannot be used, and not its value.
    pub(crate) fn of(environment: &Environment) -> Result<Self, Error> {
        Ok(Self { proxy: proxy::of(environment)?, authorities: authorities::of(environment)? })
    }

    /// A client that follows the settings and no others.
    pub(crate) fn apply(&self, client: ClientBuilder) -> ClientBuilder {
        let client = client.no_proxy();
        let client = match &self.proxy {
            Some(proxy) => client.proxy(proxy.for_client()),
            None => client,
        };
        match &self.authorities {
            Some(authorities) => client.tls_certs_only(authorities.iter().cloned()),
            None => client,
        }
    }

    /// The proxy that an address is reached through, for a message: its host and port, and the variable that names it.
    pub(crate) fn via(&self, url: &Url) -> Option<String> {
        self.proxy.as_ref().filter(|proxy| proxy.serves(url)).map(Proxy::shown)
    }

    /// The password of the proxy, as it is and as it is sent. Each form of 8 characters or more is removed from every output.
    pub(crate) fn passwords(&self) -> Vec<String> {
        self.proxy.as_ref().map(Proxy::passwords).unwrap_or_default()
    }
}
