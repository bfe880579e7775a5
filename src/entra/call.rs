//! A request of a sign-in, its response, and its failure.

use jiff::Timestamp;
use reqwest::header::{ACCEPT, HeaderName, HeaderValue};
use reqwest::{Method, RequestBuilder};
use serde_json::{Map, Value};
use url::Url;

use super::redactor::brief;
use super::token::{Claims, Token};
use super::token_lifetime;
use crate::net::transport_error::{TransportError, TransportErrorKind};

/// The reason why no token was obtained. Nothing in it is secret.
#[derive(Debug, Clone)]
pub(super) enum Failure {
    /// The server refused.
    Refused {
        /// The address without its query.
        address: String,
        status: u16,
        body: Vec<u8>,
        /// The claims of the assertion that was refused.
        assertion: Option<Claims>,
    },
    /// The server reported success, and its response contains no token that can be used.
    NotAToken {
        /// The address without its query.
        address: String,
        status: u16,
        /// The fault, as a sentence fragment.
        fault: String,
    },
    /// There was no response, or not the whole of one.
    Transport {
        /// The host, and the port where it is not the usual one.
        host: String,
        /// The proxy that the host is reached through.
        via: Option<String>,
        error: TransportError,
    },
    /// It failed on this machine.
    Local(String),
}

/// A request in the making. Its `Debug` shows no header.
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: Vec<(HeaderName, String)>,
    /// The fields of a form; none for a request without a body.
    pub(super) form: Vec<(&'static str, String)>,
}

/// A response that reports success.
pub(super) struct Success {
    pub(super) address: String,
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Failure {
    /// The failure of a request that no proxy was concerned with.
    pub(super) fn direct(self) -> Self {
        match self {
            Self::Transport { host, error, .. } => Self::Transport { host, via: None, error },
            other @ (Self::Refused { .. } | Self::NotAToken { .. } | Self::Local(_)) => other,
        }
    }
}

impl Call {
    pub(super) fn request(&self, client: &reqwest::Client) -> Result<RequestBuilder, TransportError> {
        let mut request = client.request(self.method.clone(), self.url.clone()).header(ACCEPT, "application/json");
        for (name, value) in &self.headers {
            let mut value = HeaderValue::from_str(value).map_err(|_| TransportError {
                kind: TransportErrorKind::Request,
                words: "a header that cannot be sent".to_owned(),
            })?;
            value.set_sensitive(true);
            request = request.header(name, value);
        }
        if self.method == Method::POST {
            let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.form).finish();
            if form.is_empty() {
                request = request.header("content-length", "0");
            } else {
                request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
            }
        }
        Ok(request)
    }

    /// The claims of the assertion that the form carries.
    pub(super) fn assertion(&self) -> Option<Claims> {
        self.form.iter().find(|(name, _)| *name == "client_assertion").and_then(|(_, assertion)| Claims::of(assertion))
    }
}

impl Success {
    /// The token in the response.
    pub(super) fn token(self) -> Result<Token, Failure> {
        let response = self.object()?;
        let token = self.text(&response, "access_token")?;
        let expires =
            token_lifetime::expires(&response, Timestamp::now()).map_err(|fault| self.is_not_a_token(fault))?;
        Ok(Token::new(token, Some(expires)))
    }

    /// The text of a field.
    pub(super) fn field(self, name: &str) -> Result<String, Failure> {
        self.text(&self.object()?, name)
    }

    fn object(&self) -> Result<Map<String, Value>, Failure> {
        serde_json::from_slice(&self.body).map_err(|error| self.is_not_a_token(&error.to_string()))
    }

    fn text(&self, response: &Map<String, Value>, name: &str) -> Result<String, Failure> {
        let text = response.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        text.map(str::to_owned).ok_or_else(|| self.is_not_a_token(&format!("it has no `{name}`")))
    }

    fn is_not_a_token(&self, fault: &str) -> Failure {
        Failure::NotAToken { address: self.address.clone(), status: self.status, fault: brief(fault) }
    }
}
