//! The HTTP client of sign-in and of every API: TLS only, no redirects.

use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect;
use url::Url;

use super::environment::Environment;
use super::settings::Network;
use super::transport_error::innermost;
use crate::error::{Error, EvidenceErrorKind};

/// The longest that a connection may take to be made, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The longest pause in a response.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

const NO_CLIENT_HELP: &str =
    "check that CA certificates are installed (the package ca-certificates), or name a file with them in SSL_CERT_FILE";

/// The client for sign-in and Graph, and the settings that it follows. A clone uses the same connections.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    pub(crate) inner: reqwest::Client,
    network: Arc<Network>,
}

impl Client {
    /// The proxy that an address is reached through, for a message.
    pub(crate) fn via(&self, url: &Url) -> Option<String> {
        self.network.via(url)
    }

    /// The password of the proxy, which is removed from every output where a form of it has 8 characters or more.
    pub(crate) fn passwords(&self) -> Vec<String> {
        self.network.passwords()
    }
}

/// The client for sign-in and Graph: TLS only, no redirects. Proxies and CA certificates are those of the environment, as
/// [`Network`] reads it, and else the system's.
///
/// # Errors
///
/// [`Error::SignIn`] where a setting cannot be used; [`Error::Evidence`] where no CA certificate can be read.
pub(crate) fn client(environment: &Environment) -> Result<Client, Error> {
    // An error means that a provider is installed, and there is no other in this program.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let network = Network::of(environment)?;
    let inner = network
        .apply(reqwest::Client::builder())
        .https_only(true)
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(READ_TIMEOUT)
        .user_agent(concat!("scoregate/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| {
            let message = format!("TLS cannot be set up: {}", innermost(&error));
            Error::evidence(EvidenceErrorKind::Local, message, NO_CLIENT_HELP)
        })?;
    Ok(Client { inner, network: Arc::new(network) })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn the_client_never_speaks_plain_http() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = format!("http://{}/v1.0/security/secureScores", listener.local_addr().unwrap());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let request = client(&Environment::new(|_| None)).unwrap().inner.get(address).timeout(Duration::from_secs(5));
        let error = runtime.block_on(request.send()).unwrap_err();
        assert!(error.is_builder(), "{error:?}");
        assert!(listener.accept().is_err(), "nobody connected");
    }
}
