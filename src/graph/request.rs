//! One request: the only place that sends a token to Graph.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{ACCEPT, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER, WARNING};
use reqwest::{Response, StatusCode};
use tokio::time::Instant;
use url::Url;

use crate::entra::Redactor;
use crate::entra::token::Token;
use crate::evidence::recording::Headers;
use crate::graph::body;
use crate::graph::collection::Collection;
use crate::graph::failure::{Failure, Host};
use crate::graph::refusal::{Refusal, clean};
use crate::net::client::Client;
use crate::net::retry::retry_after;

/// The largest body, in bytes, that is read as an error of Graph under status 200; Graph's own errors are shorter.
pub(super) const LARGEST_ERROR_BODY: usize = 64 << 10;

/// The longest that the body of a refusal may take: its status suffices.
const REFUSAL_TIMEOUT: Duration = Duration::from_secs(5);

/// A request for a page.
pub(super) struct Request<'r> {
    /// The collection of the page.
    pub(super) collection: Collection,
    /// Its address, on the host of Graph.
    pub(super) url: Url,
    /// Its path and query as they are recorded.
    pub(super) path: &'r str,
    /// When the time for all requests is over.
    pub(super) deadline: Instant,
}

/// The response.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    /// The headers that are recorded.
    pub(super) headers: Headers,
    /// The JSON text of the body, or why there is none.
    pub(super) body: Result<String, Failure>,
}

/// Sends one request. `received` counts the bytes of all bodies. An error means that there was no response.
pub(super) async fn get(
    client: &Client,
    request: &Request<'_>,
    token: &Token,
    received: &AtomicU64,
) -> Result<Reply, Failure> {
    let mut call = client.inner.get(request.url.clone()).bearer_auth(token.expose()).header(ACCEPT, "application/json");
    if request.collection == Collection::Incidents {
        // Without it Graph writes `unknownFutureValue` for the newer values of enumerations.
        call = call.header("prefer", "include-unknown-enum-members");
    }
    let host = Host { name: request.host(), via: client.via(&request.url) };
    let response = call.send().await.map_err(|error| Failure::transport(request.path, &host, error.into()))?;
    let redactor = token.redactor();
    let headers = kept(response.headers(), &redactor);
    let status = response.status();
    let body = page(request, &host, &redactor, &headers, response, received);
    Ok(Reply { status, body: body.await, headers })
}

impl Request<'_> {
    /// The host and port for people.
    fn host(&self) -> String {
        let port = self.url.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}{port}", self.url.host_str().unwrap_or_default())
    }
}

/// The body of a response, if it may contain a page.
async fn page(
    request: &Request<'_>,
    host: &Host,
    redactor: &Redactor,
    headers: &Headers,
    response: Response,
    received: &AtomicU64,
) -> Result<String, Failure> {
    let status = response.status();
    if status.is_redirection() {
        let to = redirected_to(&request.url, response.headers().get(LOCATION));
        return Err(Failure::redirect(request.path, status, &to));
    }
    if !matches!(status.as_u16(), 200 | 206) {
        let wait = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let wait = wait.and_then(|value| retry_after(value, headers.date.as_deref(), Timestamp::now()));
        let patience = request.deadline.saturating_duration_since(Instant::now()) / 2;
        let body = body::beginning(response, patience.min(REFUSAL_TIMEOUT)).await;
        let refusal = Refusal::read(&redactor.hide_in(body), headers.request_id.clone(), wait);
        return Err(Failure::refused(request.path, request.collection, status, &refusal));
    }
    if !is_json(response.headers()) {
        let found = response.headers().get(CONTENT_TYPE).and_then(|value| text(value, redactor));
        let found = found.unwrap_or_else(|| "nothing".to_owned());
        let what = format!("JSON is expected, and its content type is {found}");
        return Err(Failure::foreign(request.path, &what));
    }
    let body = body::whole(response, received).await;
    let body = body.map_err(|error| Failure::body(request.path, host, error))?;
    let body = json_text(body).map_err(|what| Failure::foreign(request.path, &what))?;
    // What is short may become a message, and there no escape of JSON stays.
    if redactor.finds(&body) || (body.len() <= LARGEST_ERROR_BODY && redactor.finds_in(body.as_bytes())) {
        return Err(Failure::foreign(request.path, "it repeats the token, which must not be recorded"));
    }
    Ok(body)
}

/// The JSON text of a body: without a byte order mark and without what stands around the value. Not a byte of the value changes.
pub(super) fn json_text(body: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(body)
        .map_err(|error| format!("it is not UTF-8: byte {} is wrong", error.utf8_error().valid_up_to() + 1))?;
    let value = text.trim_start_matches('\u{feff}').trim_matches([' ', '\t', '\r', '\n']);
    Ok(if value.len() == text.len() { text } else { value.to_owned() })
}

/// The headers that are recorded.
fn kept(headers: &HeaderMap, redactor: &Redactor) -> Headers {
    let header = |name: &str| headers.get(name).and_then(|value| text(value, redactor));
    Headers {
        // Several providers may warn in a header of their own each.
        warning: {
            let all: Vec<String> = headers.get_all(WARNING).iter().filter_map(|value| text(value, redactor)).collect();
            (!all.is_empty()).then(|| all.join(", "))
        },
        request_id: header("request-id"),
        client_request_id: header("client-request-id"),
        date: header(DATE.as_str()),
    }
}

/// The text of a header, without the token, and then cut: the rest of a token that is cut would not be found.
fn text(value: &HeaderValue, redactor: &Redactor) -> Option<String> {
    clean(&redactor.hide(&String::from_utf8_lossy(value.as_bytes())))
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media == "application/json" || (media.starts_with("application/") && media.ends_with("+json"))
}

/// The target of a redirect: the origin alone, since the rest may hold what is not for logs.
fn redirected_to(from: &Url, location: Option<&HeaderValue>) -> String {
    let url = location.and_then(|value| value.to_str().ok()).and_then(|value| from.join(value).ok());
    url.map_or_else(|| "a place that it does not name".to_owned(), |url| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_body_is_kept_to_the_byte() {
        let kept = |body: &str| json_text(body.as_bytes().to_vec());
        assert_eq!(kept("\u{feff}\r\n{ \"value\" : [ ] }\n"), Ok("{ \"value\" : [ ] }".to_owned()));
        assert_eq!(kept("{}"), Ok("{}".to_owned()));
        assert!(json_text(b"{\"a\":\"\xff\"}".to_vec()).is_err());
    }
}
