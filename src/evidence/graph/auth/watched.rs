//! A client that notes what came of each request, so that a failure can be explained.
//!
//! `azure_identity` reads the body of a refusal strictly and drops it where it does not understand it, says nothing where it is
//! empty, and tries again for more than a minute where a certificate is wrong. What came back is therefore noted here.

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use azure_core::Error as AzureError;
use azure_core::error::ErrorKind;
use azure_core::http::headers::{HeaderName, Headers};
use azure_core::http::request::{Body, Request};
use azure_core::http::{AsyncRawResponse, HttpClient};
use reqwest::header::HeaderValue;
use url::{Position, Url};

use super::super::failure::refuses_as_proxy;
use super::super::token::Claims;
use super::refusal::{TOKEN_PATH, without_tokens};
use super::secrets::Secrets;
use crate::text::{line, log_safe};

/// The most bytes that an answer may have.
const MOST_BYTES: usize = 1 << 20;

/// The longest life of a token, in seconds: ten years, where Entra gives an hour.
const LONGEST_LIFE: f64 = 10.0 * 366.0 * 86_400.0;

const NO_LIFE: &str = "the life that `expires_in` names is none that a token has";

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
    /// Whether the credential may try again where there was no answer.
    pub(super) retry_connect: bool,
    /// Whether standard error tells of each request.
    pub(super) verbose: bool,
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
        if self.verbose {
            self.tell(request, begun.elapsed(), &answer);
        }
        match answer {
            Ok((status, headers, body)) => {
                let success = (200..300).contains(&status);
                let body = if success { body } else { self.secrets.hide_in(body) };
                let address = line(&request.url()[..Position::AfterPath]);
                let is_token = success && address.starts_with(&self.login) && address.ends_with(TOKEN_PATH);
                let fault = (is_token && !is_life(&body)).then_some(NO_LIFE);
                self.note(Seen::Answer {
                    address,
                    status,
                    body: if success { fault.unwrap_or_default().as_bytes().to_vec() } else { body.clone() },
                    assertion: if success { None } else { assertion(request) },
                });
                if let Some(fault) = fault {
                    return Err(AzureError::with_message(ErrorKind::Other, fault));
                }
                Ok(AsyncRawResponse::from_bytes(status.into(), headers, body))
            }
            Err(mut failure) => {
                failure.words = self.secrets.hide(&failure.words);
                self.note(Seen::Trouble { host: host(request.url()), what: failure.what, words: line(&failure.words) });
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
        // The address may hold what is nobody's business.
        let error = error.without_url();
        let what = if is_tls(&error) {
            Trouble::Certificate
        } else if refuses_as_proxy(&error) {
            Trouble::Proxy
        } else if error.is_timeout() {
            Trouble::Slow
        } else if error.is_connect() {
            Trouble::Connection
        } else {
            Trouble::Other
        };
        Self { what, words: innermost(&error) }
    }
}

impl Watched {
    fn note(&self, seen: Seen) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
    }

    /// A line about a request: method, address without its query, time, and what came of it.
    fn tell(&self, request: &Request, took: Duration, answer: &Result<Answer, Failure>) {
        let what = match answer {
            Ok((status, headers, _)) => {
                let id = headers.get_optional_str(&HeaderName::from_static("x-ms-request-id"));
                format!("{status}{}", id.map(|id| format!(" request-id {id}")).unwrap_or_default())
            }
            Err(failure) => failure.words.clone(),
        };
        let (method, address) = (request.method(), &request.url()[..Position::AfterPath]);
        let told = self.secrets.hide(&format!("{method} {address} {} ms {what}", took.as_millis()));
        // Nothing is left to be done when standard error is closed.
        let _ = writeln!(anstream::stderr(), "{}", log_safe(&without_tokens(&line(&told))));
    }

    /// The kind that tells the credential whether to try again.
    fn kind(&self, what: Trouble) -> ErrorKind {
        match what {
            Trouble::Connection if self.retry_connect => ErrorKind::Connection,
            Trouble::Slow | Trouble::Other if self.retry_connect => ErrorKind::Io,
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
                return Err(other("the answer is larger than 1 MiB"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok((answer.status().as_u16(), headers, body))
    }
}

/// Whether the life of a token, where its answer names one, is between nothing and ten years, in seconds. `azure_identity` adds it
/// to the time of day, and ends the program where no calendar reaches that far.
fn is_life(body: &[u8]) -> bool {
    let Ok(answer) = serde_json::from_slice::<serde_json::Value>(body) else { return true };
    let number = |value: &serde_json::Value| value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    let life = |name: &str| answer.get(name).and_then(number);
    ["expires_in", "ext_expires_in"].into_iter().filter_map(life).all(|life| (0.0..=LONGEST_LIFE).contains(&life))
}

/// The last cause of an error, which says most: what stands above it names layers of our own.
fn innermost(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), innermost)
}

/// Whether TLS is what failed.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    let tls = |error: &(dyn std::error::Error + 'static)| {
        let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        error.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>() || is_tls(inner))
    };
    tls(error) || error.source().is_some_and(is_tls)
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
