//! The client that everything over HTTP goes through.

use std::time::Duration;

use reqwest::redirect::Policy;

use crate::error::Error;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// How long an answer may pause.
const READ: Duration = Duration::from_secs(30);

/// A client that speaks TLS only, follows no redirect, and gives up on a request after `total`.
///
/// Certificates of `SSL_CERT_FILE` and `SSL_CERT_DIR` and the proxy variables are honoured.
///
/// # Errors
///
/// [`Error::Evidence`] where no certificate authorities can be loaded.
pub(crate) fn client(total: Duration) -> Result<reqwest::Client, Error> {
    // It fails only where a provider is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .https_only(true)
        .redirect(Policy::none())
        .connect_timeout(CONNECT.min(total))
        .read_timeout(READ.min(total))
        .timeout(total)
        .gzip(true)
        .user_agent(concat!("scoregate/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| Error::Evidence {
            message: format!("no HTTPS client can be made: {}", crate::text::line(&innermost(&error))),
            help: "check that SSL_CERT_FILE and SSL_CERT_DIR, where they are set, name certificates in PEM".to_owned(),
        })
}

/// The last cause of an error, which says most.
fn innermost(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), innermost)
}
