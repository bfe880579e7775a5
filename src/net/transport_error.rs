//! Causes why there is no response to a request, or not the whole of one.

use std::error::Error as StdError;

use crate::text::line;

/// A request without a whole response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TransportError {
    /// The cause.
    pub(crate) kind: TransportErrorKind,
    /// The last cause of the error, for people. It does not contain the address.
    pub(crate) words: String,
}

/// The causes that call for different remedies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TransportErrorKind {
    /// TLS: a certificate that is not trusted, is of another name, or has expired. Another try fails as well.
    Tls,
    /// The request cannot be sent: its address or a header is not valid.
    Request,
    /// The proxy requires a user and a password.
    ProxyAuthentication,
    /// There was no connection in time.
    ConnectTimeout,
    /// There is no connection.
    Connect,
    /// The response, or the rest of it, did not arrive in time.
    ReadTimeout,
    /// The connection broke off.
    Broken,
}

impl From<reqwest::Error> for TransportError {
    fn from(error: reqwest::Error) -> Self {
        // An address can contain what is not for logs.
        let error = error.without_url();
        let kind = if is_tls(&error) {
            TransportErrorKind::Tls
        } else if error.is_builder() {
            TransportErrorKind::Request
        } else if refuses_as_proxy(&error) {
            TransportErrorKind::ProxyAuthentication
        } else {
            match (error.is_connect(), error.is_timeout()) {
                (true, true) => TransportErrorKind::ConnectTimeout,
                (true, false) => TransportErrorKind::Connect,
                (false, true) => TransportErrorKind::ReadTimeout,
                (false, false) => TransportErrorKind::Broken,
            }
        };
        Self { kind, words: innermost(&error) }
    }
}

/// The last message of a chain of errors: the one that names the cause.
pub(crate) fn innermost(error: &dyn StdError) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    let words = line(&last.to_string());
    // rustls adds the address of its manual, which does not help here.
    words.split(": https://docs.rs/").next().unwrap_or_default().to_owned()
}

/// Whether a proxy answered 407: it will again. The type of this error is private to `hyper_util`, so that only its words identify it.
fn refuses_as_proxy(error: &reqwest::Error) -> bool {
    error.is_connect() && innermost(error).contains("proxy authorization required")
}

/// Whether TLS failed: then another try fails as well, and each would take the whole time.
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    // An io::Error gives the source of what it wraps, not what it wraps.
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(|error| error.get_ref());
    error.is::<rustls::Error>() || wrapped.is_some_and(|wrapped| is_tls(wrapped)) || error.source().is_some_and(is_tls)
}
