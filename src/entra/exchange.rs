//! Requests of a sign-in: to the server that issues tokens, and to the endpoints of CI systems and of Azure.
//!
//! A failure is kept with all that explains it; nothing in it is secret.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder};
use url::{Position, Url};

use super::call::{Call, Failure, Success};
use super::redactor::{Redactor, without_tokens};
use super::resource::{Authority, Resource};
use super::token::Token;
use crate::net::client::Client;
use crate::net::observer::{Event, Observer};
use crate::net::retry::{back_off, is_passing, retry_after};
use crate::net::transport_error::{TransportError, TransportErrorKind};
use crate::text::line;

/// The most bytes that a response may have.
const MOST_BYTES: usize = 1 << 20;

/// The most times that a request is sent, where there is no response, or one that asks for patience.
const MOST_TRIES: u32 = 3;

/// The wait before the second try is about this long, and doubles from try to try.
const FIRST_WAIT: Duration = Duration::from_millis(200);

/// The header in which Entra names the request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-request-id");

/// The client of the servers of a sign-in.
#[derive(Debug)]
pub(super) struct Exchange {
    client: Client,
    pub(super) authority: Authority,
    pub(super) resource: Resource,
    redactor: Redactor,
    /// The receiver of reports on the requests.
    pub(super) observer: Arc<dyn Observer>,
    /// The failure of the last try.
    last: Mutex<Option<Failure>>,
}

impl Exchange {
    pub(super) fn new(
        client: Client,
        authority: Authority,
        resource: Resource,
        redactor: Redactor,
        observer: Arc<dyn Observer>,
    ) -> Self {
        Self { client, authority, resource, redactor, observer, last: Mutex::default() }
    }

    /// The text without secrets.
    pub(super) fn redact(&self, text: &str) -> String {
        self.redactor.hide(text)
    }

    /// The failure of the last try, where its request was to be sent again.
    pub(super) fn last_failure(&self) -> Option<Failure> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets the last failure, before something new is tried.
    pub(super) fn forget(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Requests a token of Entra for an app of a tenant.
    pub(super) async fn token(
        &self,
        (tenant, client): (&str, &str),
        credential: Vec<(&'static str, String)>,
    ) -> Result<Token, Failure> {
        let url = self.authority.token_endpoint(tenant);
        let url = Url::parse(&url).map_err(|error| Failure::Local(format!("{} is no address: {error}", line(&url))))?;
        let mut form = vec![("client_id", client.to_owned())];
        form.extend(credential);
        form.push(("grant_type", "client_credentials".to_owned()));
        form.push(("scope", self.resource.scope()));
        self.send(Call { method: Method::POST, url, headers: Vec::new(), form }).await?.token()
    }

    /// Sends a request through the network, with as many tries as it needs.
    pub(super) async fn send(&self, call: Call) -> Result<Success, Failure> {
        let wait = |failed: &Failed, tries| failed.wait(back_off(FIRST_WAIT, tries)).filter(|_| tries < MOST_TRIES);
        self.tries(&self.client.inner, &call, wait).await
    }

    /// Sends a request to an endpoint on this machine. That is plain HTTP, so it needs a client of its own, which is used for
    /// nothing else and knows no proxy. `waits` are those before another try, where a status may change; where there is no
    /// response another try would only take time.
    pub(super) async fn send_locally(
        &self,
        call: Call,
        waits: &[Duration],
        may_change: fn(u16) -> bool,
    ) -> Result<Success, Failure> {
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(Duration::from_secs(2))
            .timeout(Duration::from_secs(20))
            .build()
            .map_err(|error| Failure::Local(format!("no HTTP client can be made: {error}")))?;
        let wait = |failed: &Failed, tries| {
            let usual = *waits.get(usize::try_from(tries).ok()?.checked_sub(1)?)?;
            match &failed.failure {
                Failure::Refused { status, .. } if may_change(*status) => Some(failed.retry_after.unwrap_or(usual)),
                Failure::Refused { .. } | Failure::NotAToken { .. } | Failure::Transport { .. } | Failure::Local(_) => {
                    None
                }
            }
        };
        self.tries(&client, &call, wait).await.map_err(Failure::direct)
    }

    /// Sends a request until it succeeds, or until `wait` gives none before another try; it gets the failure and the number of tries
    /// so far.
    async fn tries(
        &self,
        client: &reqwest::Client,
        call: &Call,
        wait: impl Fn(&Failed, u32) -> Option<Duration>,
    ) -> Result<Success, Failure> {
        let mut tries = 0;
        loop {
            tries += 1;
            let failed = match self.attempt(client, call).await {
                Ok(success) => return Ok(success),
                Err(failed) => failed,
            };
            let Some(wait) = wait(&failed, tries) else { return Err(failed.failure) };
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(failed.failure);
            tokio::time::sleep(wait).await;
        }
    }

    /// One try.
    async fn attempt(&self, client: &reqwest::Client, call: &Call) -> Result<Success, Failed> {
        let begun = Instant::now();
        let response = match call.request(client) {
            Ok(request) => received(request).await,
            Err(error) => Err(error),
        };
        self.report(call, begun.elapsed(), &response);
        let address = line(&call.url[..Position::AfterPath]);
        match response {
            Ok(Response { status, body, .. }) if (200..300).contains(&status) => Ok(Success { address, status, body }),
            Ok(Response { status, headers, body }) => {
                let body = self.redactor.hide_in(body);
                let failure = Failure::Refused { address, status, body, assertion: call.assertion() };
                Err(Failed { failure, retry_after: wait_of(&headers) })
            }
            Err(TransportError { kind, words }) => {
                let error = TransportError { kind, words: line(&self.redact(&words)) };
                let host = line(&call.url[Position::BeforeHost..Position::AfterPort]);
                let failure = Failure::Transport { host, via: self.client.via(&call.url), error };
                Err(Failed { failure, retry_after: None })
            }
        }
    }

    /// Reports on a request: method, address without its query, and what came of it.
    fn report(&self, call: &Call, took: Duration, response: &Result<Response, TransportError>) {
        let clean = |text: &str| without_tokens(&line(&self.redact(text)));
        let (outcome, id) = match response {
            Ok(Response { status, headers, .. }) => {
                (Ok(*status), headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).map(clean))
            }
            Err(error) => (Err(clean(&error.words)), None),
        };
        self.observer.observe(&Event::Request {
            request: &clean(&format!("{} {}", call.method, &call.url[..Position::AfterPath])),
            outcome: outcome.as_ref().map(|status| *status).map_err(String::as_str),
            took,
            request_id: id.as_deref(),
        });
    }
}

/// A failed try.
struct Failed {
    failure: Failure,
    /// The wait that the server names.
    retry_after: Option<Duration>,
}

impl Failed {
    /// The wait before another try, which is `usual` unless the server names another; none where another try fails as well.
    fn wait(&self, usual: Duration) -> Option<Duration> {
        let may_change = match &self.failure {
            Failure::Refused { status, .. } => *status == 408 || is_passing(*status),
            Failure::Transport { error, .. } => match error.kind {
                TransportErrorKind::ConnectTimeout
                | TransportErrorKind::Connect
                | TransportErrorKind::ReadTimeout
                | TransportErrorKind::Broken => true,
                TransportErrorKind::Tls | TransportErrorKind::Request | TransportErrorKind::ProxyAuthentication => {
                    false
                }
            },
            Failure::NotAToken { .. } | Failure::Local(_) => false,
        };
        may_change.then(|| self.retry_after.unwrap_or(usual))
    }
}

/// A response as it came.
struct Response {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// The wait that a response names.
fn wait_of(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    retry_after(text(RETRY_AFTER)?, text(DATE), Timestamp::now())
}

async fn received(request: RequestBuilder) -> Result<Response, TransportError> {
    let mut response = request.send().await?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > MOST_BYTES {
            let words = format!("the response is larger than {} MiB", MOST_BYTES >> 20);
            return Err(TransportError { kind: TransportErrorKind::Request, words });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Response { status: response.status().as_u16(), headers: response.headers().clone(), body })
}
