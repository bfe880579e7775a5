//! Queries of a Log Analytics workspace.
//!
//! <https://learn.microsoft.com/azure/azure-monitor/logs/api/request-format>. The token is sent to the configured host alone, and
//! no redirect is followed.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::RETRY_AFTER;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout_at};
use url::Url;

use super::reply::Reply;
pub(crate) use super::reply::Rows;
use crate::entra::token::Token;
use crate::entra::{Resource, TokenSource};
use crate::error::{Error, EvidenceErrorKind, Help, Reference};
use crate::graph::Connection;
use crate::net::client::{self, Client};
use crate::net::observer::Event;
use crate::net::retry::{MOST_TRIES, back_off, is_passing, retry_after};
use crate::net::transport_error::{TransportError, TransportErrorKind};
use crate::text::line;

/// The API of the global cloud, and the resource that tokens are for.
const GLOBAL: &str = "https://api.loganalytics.io";

/// The most bytes of one response, unpacked.
const MOST_BYTES: usize = 128 << 20;

/// The wait before the second try is about this long, and doubles from try to try.
const FIRST_WAIT: Duration = Duration::from_secs(2);

/// A workspace: where it is, and how it is reached.
#[derive(Debug)]
pub struct Workspace {
    /// The id, a GUID in lower case.
    id: String,
    /// The origin of the API.
    origin: String,
    connection: Connection,
}

impl Workspace {
    /// The workspace of an id in the cloud of a connection.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where the id is not a GUID.
    pub fn new(id: &str, connection: Connection) -> Result<Self, Error> {
        let id = uuid::Uuid::try_parse(id.trim()).map_err(|_| Error::Usage {
            message: format!("`{}` is not the id of a Log Analytics workspace", line(id)),
            help: "write the GUID of the workspace, which the Azure portal shows as `Workspace ID`".into(),
        })?;
        let origin = match connection.cloud.name {
            // Not confirmed by a test against these clouds.
            "usgov" | "dod" => "https://api.loganalytics.us",
            "china" => "https://api.loganalytics.azure.cn",
            _ => GLOBAL,
        };
        Ok(Self { id: id.to_string(), origin: origin.to_owned(), connection })
    }

    /// Sets the origin of the API: a proxy, or a test server.
    #[must_use]
    pub fn at(self, origin: String) -> Self {
        Self { origin, ..self }
    }

    /// The name of the source: `loganalytics:` and the id.
    #[must_use]
    pub fn name(&self) -> String {
        format!("loganalytics:{}", self.id)
    }

    /// Runs a query, and returns its one table.
    pub(crate) async fn query(&self, kql: &str) -> Result<Rows, Error> {
        let deadline = self.connection.deadline();
        let over = |_| {
            let what = format!("no response within the time limit of {} s", self.connection.timeout.as_secs_f64());
            self.fault(
                EvidenceErrorKind::TimedOut,
                &what,
                "check the network and the proxy, or raise " + Reference::Timeout,
            )
        };
        timeout_at(deadline, self.tries(kql, deadline)).await.map_err(over)?
    }

    async fn tries(&self, kql: &str, deadline: Instant) -> Result<Rows, Error> {
        let client = client::client(&self.connection.environment)?;
        let resource = Resource { name: "Log Analytics", origin: self.origin.clone(), consent };
        let sign_in = self.connection.sign_in(resource, client.clone())?;
        let mut token = sign_in.token().await?;
        let mut is_renewed = false;
        let mut tries = 0;
        loop {
            tries += 1;
            let (error, wait) = match self.send(&client, kql, &token, deadline).await? {
                Attempt::Rows(rows) => return Ok(rows),
                Attempt::Unauthorized(error) if !is_renewed => {
                    is_renewed = true;
                    // The refusal says more than a failure to obtain another token.
                    token = sign_in.renewed().await.map_err(|_| error)?;
                    continue;
                }
                Attempt::Unauthorized(error) => return Err(error),
                Attempt::Again(error, wait) => (error, wait),
            };
            let wait = wait.unwrap_or_else(|| back_off(FIRST_WAIT, tries));
            if tries >= MOST_TRIES || Instant::now().checked_add(wait).is_none_or(|next| next >= deadline) {
                return Err(error);
            }
            self.connection.observer.observe(&Event::Note("trying again"));
            sleep(wait).await;
        }
    }

    /// Sends the query once. An error is final.
    async fn send(&self, client: &Client, kql: &str, token: &Token, deadline: Instant) -> Result<Attempt, Error> {
        let path = format!("/v1/workspaces/{}/query", self.id);
        let url = Url::parse(&format!("{}{path}", self.origin)).map_err(|error| {
            self.fault(EvidenceErrorKind::Local, &format!("the address is not valid: {error}"), "check the host")
        })?;
        // The server waits no longer than the client does.
        let seconds = deadline.saturating_duration_since(Instant::now()).as_secs().clamp(1, 600);
        let request = client.inner.post(url).bearer_auth(token.expose()).header("prefer", format!("wait={seconds}"));
        let request = request.header("content-type", "application/json").body(json!({ "query": kql }).to_string());
        let begun = Instant::now();
        let response = request.send().await;
        let shown = format!("POST {path}");
        let outcome = response.as_ref().map(|response| response.status().as_u16()).map_err(|_| "no response");
        self.connection.observer.observe(&Event::Request {
            request: &shown,
            outcome,
            took: begun.elapsed(),
            request_id: None,
        });
        let mut response = match response {
            Ok(response) => response,
            Err(error) => return self.transport(error.into()),
        };
        let status = response.status();
        let named = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let wait = named.and_then(|value| retry_after(value, None, Timestamp::now()));
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(None) => break,
                Ok(Some(chunk)) if body.len() + chunk.len() <= MOST_BYTES => body.extend_from_slice(&chunk),
                Ok(Some(_)) => {
                    let what = format!("the response has more than {} MiB", MOST_BYTES >> 20);
                    return Err(self.fault(EvidenceErrorKind::TooLarge, &what, "query fewer days"));
                }
                Err(error) => return self.transport(error.into()),
            }
        }
        // A response that repeats the token must not get into a message or a report.
        let body = token.redactor().hide_in(body);
        self.judge(status.as_u16(), &Reply::read(&body), wait)
    }

    fn judge(&self, status: u16, reply: &Reply, wait: Option<Duration>) -> Result<Attempt, Error> {
        let detail = reply.error().map(|error| format!(": {error}")).unwrap_or_default();
        let returned = format!("Log Analytics returned {status}{detail}");
        match status {
            200 => match reply {
                Reply::Rows(rows) => Ok(Attempt::Rows(rows.clone())),
                Reply::Error(error) => {
                    let what = format!("the result is not complete, or an error in place of one: {error}");
                    Err(self.fault(EvidenceErrorKind::Refused, &what, "query fewer days, or try again later"))
                }
                Reply::Foreign(what) => Err(self.fault(EvidenceErrorKind::Foreign, what, check_host())),
            },
            401 => Ok(Attempt::Unauthorized(self.fault(EvidenceErrorKind::Unauthorized, &returned, permission()))),
            403 => Err(self.fault(EvidenceErrorKind::Unauthorized, &returned, permission())),
            400 => {
                let help = "check the names of the table and of its columns";
                Err(self.fault(EvidenceErrorKind::Refused, &returned, help))
            }
            429 => {
                let help = "Log Analytics limits how often queries run: try again later";
                Ok(Attempt::Again(self.fault(EvidenceErrorKind::Throttled, &returned, help), wait))
            }
            status if is_passing(status) => {
                let help =
                    "Log Analytics is disturbed, or the query took too long: try again later, or query fewer days";
                Ok(Attempt::Again(self.fault(EvidenceErrorKind::Refused, &returned, help), wait))
            }
            _ => Err(self.fault(EvidenceErrorKind::Refused, &returned, check_host())),
        }
    }

    /// There is no whole response.
    fn transport(&self, error: TransportError) -> Result<Attempt, Error> {
        let TransportError { kind, words } = error;
        let fault = self.fault(EvidenceErrorKind::Unreachable, &format!("no whole response: {words}"), check_host());
        match kind {
            TransportErrorKind::Tls | TransportErrorKind::Request | TransportErrorKind::ProxyAuthentication => {
                Err(fault)
            }
            TransportErrorKind::ConnectTimeout
            | TransportErrorKind::Connect
            | TransportErrorKind::ReadTimeout
            | TransportErrorKind::Broken => Ok(Attempt::Again(fault, None)),
        }
    }

    fn fault(&self, kind: EvidenceErrorKind, what: &str, help: impl Into<Help>) -> Error {
        Error::evidence(kind, format!("{} at {}: {what}", self.name(), line(&self.origin)), help)
    }
}

/// The result of one try.
enum Attempt {
    Rows(Rows),
    /// The token was refused.
    Unauthorized(Error),
    /// It may succeed after a wait, which the server may name.
    Again(Error, Option<Duration>),
}

fn check_host() -> &'static str {
    "check the network, the proxy in HTTPS_PROXY and NO_PROXY, and the host of Log Analytics"
}

fn permission() -> &'static str {
    "give the identity the role `Log Analytics Reader` on the workspace, and check the id of the workspace"
}

/// The command that gives an app the right to read workspaces.
fn consent(client: &str) -> String {
    format!(
        "az role assignment create --assignee {client} --role \"Log Analytics Reader\" --scope WORKSPACE_RESOURCE_ID"
    )
}

/// Whether a text can be the name of a table or a column: it is put into a query.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && text.len() <= 100
        && characters.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The cell of a column as text: Log Analytics gives strings for what JSON has no type for.
pub(crate) fn cell_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
