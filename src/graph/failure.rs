//! A request that gave no page: the reason, the remedy, and whether another try may help.

use std::time::Duration;

use reqwest::StatusCode;

use crate::error::{Error, EvidenceErrorKind, Help, Reference};
use crate::graph::body::{BodyError, LIMITS};
use crate::graph::collection::Collection;
use crate::graph::refusal::Refusal;
use crate::graph::shown::shown;
use crate::net::transport_error::{TransportError, TransportErrorKind};
use crate::text::line;

/// A failed try.
#[derive(Debug)]
pub(super) struct Failure {
    /// The kind of the error, where it is not overcome.
    pub(super) kind: EvidenceErrorKind,
    /// The reason, beginning with the request.
    pub(super) message: String,
    /// The remedy for the user.
    pub(super) help: Help,
    /// The remedy that the program can try.
    pub(super) remedy: Remedy,
}

/// A host that requests go to.
pub(super) struct Host {
    /// The host, and the port where it is not the usual one.
    pub(super) name: String,
    /// The proxy that it is reached through.
    pub(super) via: Option<String>,
}

impl Host {
    /// The proxy, to follow a verb.
    fn through(&self) -> String {
        self.via.as_ref().map(|via| format!(" through the proxy {via}")).unwrap_or_default()
    }
}

/// A remedy that the program can try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Nothing that the program can do.
    Nothing,
    /// Another try, after as long as Graph named.
    Wait(Option<Duration>),
    /// Another token.
    Token,
    /// A permission that an administrator has to give.
    Permission,
    /// To begin again with pages of the usual size.
    SmallerPages,
}

/// The remedy where there is no connection.
fn check_network() -> Help {
    "check the network, " + Reference::GraphHost + ", and the proxy in HTTPS_PROXY and NO_PROXY"
}

/// The remedy where a response broke off.
const CHECK_PROXY: &str = "check the network and the proxy, and try again";

impl Failure {
    /// A response that contains no page, and that no other try would turn into one.
    pub(super) fn unusable(kind: EvidenceErrorKind, path: &str, what: &str, help: impl Into<Help>) -> Self {
        Self { kind, message: format!("GET {}: {what}", shown(path)), help: help.into(), remedy: Remedy::Nothing }
    }

    /// The response is not what Graph sends.
    pub(super) fn foreign(path: &str, what: &str) -> Self {
        Self::not_of_graph(EvidenceErrorKind::Foreign, path, what)
    }

    fn not_of_graph(kind: EvidenceErrorKind, path: &str, what: &str) -> Self {
        let help = "a server other than Graph may have responded: check " + Reference::GraphHost + " and the proxy";
        Self::unusable(kind, path, &format!("the response cannot be used: {what}"), help)
    }

    /// There is no response, or not the whole of one.
    pub(super) fn transport(path: &str, host: &Host, error: TransportError) -> Self {
        let through = host.through();
        let host = &host.name;
        let TransportError { kind, words } = error;
        let unreachable = |words: &str| format!("{host} cannot be reached{through}: {words}");
        let broken = |words: &str| format!("GET {}: the response broke off: {words}", shown(path));
        let (message, help, remedy) = match kind {
            // Where there is no connection the path does not matter.
            TransportErrorKind::Tls => (
                format!("{host} has no certificate or TLS that can be accepted{through}: {words}"),
                "check "
                    + Reference::GraphHost
                    + "; if a proxy or a test server has a CA of its own, name its certificate in SSL_CERT_FILE",
                Remedy::Nothing,
            ),
            TransportErrorKind::Request => (
                format!("no request can be sent to {host}: {words}"),
                "check "
                    + Reference::GraphHost
                    + ", which must begin with https://, and the token, which must be one line",
                Remedy::Nothing,
            ),
            TransportErrorKind::ProxyAuthentication => (
                unreachable(&words),
                "check user and password in the address of the proxy, or name the host in NO_PROXY".into(),
                Remedy::Nothing,
            ),
            TransportErrorKind::ConnectTimeout => {
                (unreachable("no connection in time"), check_network(), Remedy::Wait(None))
            }
            TransportErrorKind::Connect => (unreachable(&words), check_network(), Remedy::Wait(None)),
            TransportErrorKind::ReadTimeout => {
                (broken("nothing more came in time"), CHECK_PROXY.into(), Remedy::Wait(None))
            }
            TransportErrorKind::Broken => (broken(&words), CHECK_PROXY.into(), Remedy::Wait(None)),
        };
        Self { kind: EvidenceErrorKind::Unreachable, message, help, remedy }
    }

    /// The body was not read to its end.
    pub(super) fn body(path: &str, host: &Host, error: BodyError) -> Self {
        let too_large = |what: &str, most: u64| {
            let what = format!("{what} more than {} MiB", most >> 20);
            Self::not_of_graph(EvidenceErrorKind::TooLarge, path, &what)
        };
        match error {
            BodyError::PageTooLarge => too_large("one page has", LIMITS.page),
            BodyError::AllTooLarge => too_large("all pages together have", LIMITS.all),
            BodyError::Broken(error) => Self::transport(path, host, error.into()),
        }
    }

    /// Graph refused.
    pub(super) fn refused(path: &str, collection: Collection, status: StatusCode, refusal: &Refusal) -> Self {
        let reason = status.canonical_reason().map(|reason| format!(" {reason}")).unwrap_or_default();
        let what = format!("Graph returned {}{reason}{}", status.as_u16(), refusal.text());
        let (kind, remedy) = match status.as_u16() {
            400 if refusal.is_about("skiptoken") => (EvidenceErrorKind::Refused, Remedy::SmallerPages),
            401 => (EvidenceErrorKind::Unauthorized, Remedy::Token),
            403 if !refusal.is_foreign => (EvidenceErrorKind::Unauthorized, Remedy::Permission),
            429 => (EvidenceErrorKind::Throttled, Remedy::Wait(refusal.retry_after)),
            code if crate::net::retry::is_passing(code) => {
                (EvidenceErrorKind::Refused, Remedy::Wait(refusal.retry_after))
            }
            _ => (EvidenceErrorKind::Refused, Remedy::Nothing),
        };
        Self { remedy, ..Self::unusable(kind, path, &what, help(collection, status.as_u16())) }
    }

    /// An error of Graph in place of a page, under a status that promised one.
    pub(super) fn refused_as_page(path: &str, status: StatusCode, refusal: &Refusal) -> Self {
        let said = refusal.text();
        let what = format!("Graph returned {}, but with an error in place of data{said}", status.as_u16());
        Self::unusable(EvidenceErrorKind::Refused, path, &what, "Graph is disturbed: try again later")
    }

    /// A redirect, which is never followed: the token would go with it.
    pub(super) fn redirect(path: &str, status: StatusCode, to: &str) -> Self {
        let help = "Graph does not redirect: check "
            + Reference::GraphHost
            + ", and whether a proxy requires a sign-in of its own";
        let what = format!("the response {} redirects to {}, which is not followed", status.as_u16(), line(to));
        Self::unusable(EvidenceErrorKind::Foreign, path, &what, help)
    }

    /// The failure with other advice.
    pub(super) fn advising(self, help: impl Into<Help>) -> Self {
        Self { help: help.into(), ..self }
    }

    /// The failure with what became of trying again.
    pub(super) fn and(mut self, more: &str) -> Self {
        self.message.push_str("; ");
        self.message.push_str(more);
        self
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::evidence(failure.kind, failure.message, failure.help)
    }
}

/// The remedy for a refusal.
fn help(collection: Collection, status: u16) -> Help {
    let permission = collection.need().least();
    match status {
        401 => format!(
            "sign in again: the token has expired, or it is for another cloud or another API; it must be for Graph, with {permission}"
        )
        .into(),
        403 => "a proxy or a gateway may have refused it: check the connection to Graph (HTTPS_PROXY, "
            + Reference::GraphHost
            + format!("), and that the identity has {permission}"),
        404 | 405 | 410 | 501 => {
            "this endpoint does not offer it: check "
                + Reference::Cloud
                + " and "
                + Reference::GraphHost
                + " (the cloud of China has no catalogue of controls)"
        }
        429 => {
            "Graph limits how often an application may send requests: try again later, run fewer jobs at once, or raise "
                + Reference::Timeout
        }
        500 | 502 | 503 | 504 => "Graph is disturbed: try again later, or raise " + Reference::Timeout,
        _ => "this is not expected: look for the request-id in the audit log of Graph, and report it with the request"
            .into(),
    }
}
