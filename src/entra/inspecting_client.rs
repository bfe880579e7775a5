//! A client that notes what came of each request, so that a failure can be explained.
//!
//! `azure_identity` reads the body of a refusal strictly and drops it where it does not understand it, says nothing where it is
//! empty, and tries again for more than a minute where a certificate is wrong. What came back is therefore noted here.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use azure_core::Error as AzureError;
use azure_core::error::ErrorKind;
use azure_core::http::headers::{HeaderName, Headers};
use azure_core::http::request::{Body, Request};
use azure_core::http::{AsyncRawResponse, HttpClient};
use jiff::Timestamp;
use reqwest::header::HeaderValue;
use url::{Position, Url};

use crate::entra::failure::{TOKEN_PATH, without_tokens};
use crate::entra::redactor::Secrets;
use crate::entra::token::Claims;
use crate::entra::token_lifetime;
use crate::net::client::Client;
use crate::net::observer::{Event, Observer};
use crate::net::transport_error::{TransportError, TransportErrorKind};
use crate::text::line;

/// The most bytes that an answer may have.
const MOST_BYTES: usize = 1 << 20;

/// What came of the last request. Nothing in it is secret.
#[derive(Debug, Clone)]
pub(super) enum Seen {
    /// An answer.
    Answer {
        /// The address without its query.
        address: String,
        status: u16,
        /// The body of a failure; of a success, which holds a token, only what is wrong with it.
        body: Vec<u8>,
        /// What the token says that the request carried as an assertion.
        assertion: Option<Claims>,
    },
    /// No answer, or not the whole of one.
    Trouble {
        /// The host, and the port where it is not the usual one.
        host: String,
        /// The proxy that the host is reached through.
        via: Option<String>,
        what: Trouble,
        /// The error and its causes.
        words: String,
    },
}

/// Why there was no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// TLS: a certificate that is not trusted, is of another name, or has expired.
    Certificate,
    /// The server took too long.
    Slow,
    /// The proxy wants to know who asks.
    Proxy,
    /// There is no connection.
    Connection,
    /// Anything else.
    Other,
}

/// A client that notes what came of each request.
pub(super) struct Watched {
    pub(super) client: reqwest::Client,
    /// What came of the last request.
    pub(super) seen: Arc<Mutex<Option<Seen>>>,
    /// The client of the whole run, where requests follow its settings: then the credential may try again where there was no
    /// answer. The endpoint of a managed identity is on the machine itself, without a proxy, and where nothing listens there
    /// is none.
    pub(super) settings: Option<Client>,
    /// The receiver of reports on the requests.
    pub(super) observer: Arc<dyn Observer>,
    /// The origin of the server that gives tokens.
    pub(super) login: String,
    /// What is taken out of all that is noted or passed on of a failure.
    pub(super) secrets: Secrets,
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watched")
    }
}

/// An answer: status, headers, body.
type Answer = (u16, Headers, Vec<u8>);

#[async_trait::async_trait]
impl HttpClient for Watched {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let begun = Instant::now();
        let answer = self.send(request).await;
        self.report(request, begun.elapsed(), &answer);
        match answer {
            Ok((status, headers, body)) => {
                let success = (200..300).contains(&status);
                let body = if success { body } else { self.secrets.hide_in(body) };
                let address = line(&request.url()[..Position::AfterPath]);
                let body = if success { self.with_lifetime(&address, body) } else { Ok(body) };
                let told = match &body {
                    Ok(_) if success => Vec::new(),
                    Ok(body) => body.clone(),
                    Err(fault) => fault.as_bytes().to_vec(),
                };
                let assertion = if success { None } else { assertion(request) };
                self.note(Seen::Answer { address, status, body: told, assertion });
                let body = body.map_err(|fault| AzureError::with_message(ErrorKind::Other, fault))?;
                Ok(AsyncRawResponse::from_bytes(status.into(), headers, body))
            }
            Err(mut failure) => {
                failure.words = self.secrets.hide(&failure.words);
                let via = self.settings.as_ref().and_then(|client| client.via(request.url()));
                let host = host(request.url());
                self.note(Seen::Trouble { host, via, what: failure.what, words: line(&failure.words) });
                Err(AzureError::with_message(self.kind(failure.what), failure.words))
            }
        }
    }
}

/// Why [`Watched::send`] has no answer.
struct Failure {
    what: Trouble,
    words: String,
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        let TransportError { kind, words } = error.into();
        let what = match kind {
            TransportErrorKind::Tls => Trouble::Certificate,
            TransportErrorKind::ProxyAuthentication => Trouble::Proxy,
            TransportErrorKind::ConnectTimeout | TransportErrorKind::ReadTimeout => Trouble::Slow,
            TransportErrorKind::Connect => Trouble::Connection,
            TransportErrorKind::Request | TransportErrorKind::Broken => Trouble::Other,
        };
        Self { what, words }
    }
}

impl Watched {
    /// The body of a success, where it holds a token with its lifetime in the form that `azure_identity` reads.
    fn with_lifetime(&self, address: &str, body: Vec<u8>) -> Result<Vec<u8>, &'static str> {
        if self.settings.is_none() {
            token_lifetime::of_managed(body, Timestamp::now())
        } else if address.starts_with(&self.login) && address.ends_with(TOKEN_PATH) {
            token_lifetime::of_entra(body)
        } else {
            Ok(body)
        }
    }

    fn note(&self, seen: Seen) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
    }

    /// Reports on a request: method, address without its query, and what came of it.
    fn report(&self, request: &Request, took: Duration, answer: &Result<Answer, Failure>) {
        let clean = |text: &str| without_tokens(&line(&self.secrets.hide(text)));
        let (outcome, id) = match answer {
            Ok((status, headers, _)) => {
                let id = headers.get_optional_str(&HeaderName::from_static("x-ms-request-id"));
                (Ok(*status), id.map(clean))
            }
            Err(failure) => (Err(clean(&failure.words)), None),
        };
        let (method, address) = (request.method(), &request.url()[..Position::AfterPath]);
        self.observer.observe(&Event::Request {
            request: &clean(&format!("{method} {address}")),
            outcome: outcome.as_ref().map(|status| *status).map_err(String::as_str),
            took,
            request_id: id.as_deref(),
        });
    }

    /// The kind that tells the credential whether to try again.
    fn kind(&self, what: Trouble) -> ErrorKind {
        match what {
            Trouble::Connection if self.settings.is_some() => ErrorKind::Connection,
            Trouble::Slow | Trouble::Other if self.settings.is_some() => ErrorKind::Io,
            Trouble::Certificate | Trouble::Proxy | Trouble::Connection | Trouble::Slow | Trouble::Other => {
                ErrorKind::Other
            }
        }
    }

    async fn send(&self, request: &Request) -> Result<Answer, Failure> {
        let other = |words: &str| Failure { what: Trouble::Other, words: words.to_owned() };
        let Body::Bytes(body) = request.body() else { return Err(other("a request with a stream as its body")) };
        let method = reqwest::Method::from_bytes(request.method().as_str().as_bytes());
        let method = method.map_err(|_| other("a request with a method that is unknown"))?;
        let mut sending = self.client.request(method, request.url().clone()).body(body.clone());
        for (name, value) in request.headers().iter() {
            let mut value = HeaderValue::from_str(value.as_str()).map_err(|_| other("a header that cannot be sent"))?;
            value.set_sensitive(true);
            sending = sending.header(name.as_str(), value);
        }
        let mut answer = sending.send().await?;
        let mut headers = Headers::new();
        for (name, value) in answer.headers() {
            if let Ok(value) = value.to_str() {
                headers.insert(HeaderName::from(name.as_str().to_owned()), value.to_owned());
            }
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > MOST_BYTES {
                return Err(other(&format!("the answer is larger than {} MiB", MOST_BYTES >> 20)));
            }
            body.extend_from_slice(&chunk);
        }
        Ok((answer.status().as_u16(), headers, body))
    }
}

/// The host of an address, and the port where it is not the usual one.
fn host(url: &Url) -> String {
    line(&url[Position::BeforeHost..Position::AfterPort])
}

/// What the assertion says that a form carries.
fn assertion(request: &Request) -> Option<Claims> {
    let Body::Bytes(body) = request.body() else { return None };
    let (_, assertion) = url::form_urlencoded::parse(body).find(|(name, _)| name == "client_assertion")?;
    Claims::of(&assertion)
}
