//! Errors of the server as `application/problem+json` (RFC 9457).

use axum::http::header::{CONTENT_TYPE, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::operations::{Refusal, openapi};
use crate::text::{json_safe, line};

/// A kind of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An argument is wrong.
    Argument,
    /// There is no such thing.
    NotFound,
    /// The method is not one of the route.
    Method,
    /// The evidence cannot answer the question.
    Evidence,
    /// The caller is not authenticated.
    Unauthorized,
    /// The caller has no permission.
    Forbidden,
    /// The name of the host, or the origin of the page, is not one of this server.
    Origin,
    /// The caller accepts no type of response that there is.
    NotAcceptable,
    /// The body has a type that is not read.
    MediaType,
    /// The request is too large.
    TooLarge,
    /// The request did not arrive in time.
    Timeout,
    /// There are too many requests.
    Rate,
    /// The server cannot answer now.
    Unavailable,
    /// A fault of the program.
    Internal,
}

/// An error, ready to be sent.
#[derive(Debug)]
pub(super) struct Problem {
    kind: Kind,
    detail: String,
    header: Option<(HeaderName, &'static str)>,
}

impl Problem {
    pub(super) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let header = match kind {
            Kind::Unauthorized => Some((WWW_AUTHENTICATE, "Bearer")),
            Kind::Rate | Kind::Unavailable => Some((RETRY_AFTER, "1")),
            Kind::Argument
            | Kind::NotFound
            | Kind::Method
            | Kind::Evidence
            | Kind::Forbidden
            | Kind::Origin
            | Kind::NotAcceptable
            | Kind::MediaType
            | Kind::TooLarge
            | Kind::Timeout
            | Kind::Internal => None,
        };
        Self { kind, detail: detail.into(), header }
    }

    pub(super) const fn kind(&self) -> Kind {
        self.kind
    }
}

impl Kind {
    /// The kind of a refusal of the protocol of MCP.
    pub(super) const fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::BAD_REQUEST => Self::Argument,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::NOT_ACCEPTABLE => Self::NotAcceptable,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::MediaType,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            _ => Self::Internal,
        }
    }

    const fn facts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Argument => (StatusCode::BAD_REQUEST, "argument", "An argument is wrong"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "Not found"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "method", "The method is not allowed"),
            Self::Evidence => (StatusCode::CONFLICT, "evidence", "The evidence cannot answer the question"),
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized", "The caller is not authenticated"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "The caller has no permission"),
            Self::Origin => (StatusCode::FORBIDDEN, "origin", "The host or the origin is not allowed"),
            Self::NotAcceptable => (StatusCode::NOT_ACCEPTABLE, "not-acceptable", "No type of response is accepted"),
            Self::MediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "The body cannot be read"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The request is too large"),
            Self::Timeout => (StatusCode::REQUEST_TIMEOUT, "timeout", "The request took too long"),
            Self::Rate => (StatusCode::TOO_MANY_REQUESTS, "rate", "Too many requests"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "The server cannot answer now"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "A fault of scoregate"),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let kind = match &refusal {
            Refusal::Argument(_) => Kind::Argument,
            Refusal::NotFound(_) => Kind::NotFound,
            Refusal::Evidence(_) => Kind::Evidence,
            Refusal::Internal(_) => Kind::Internal,
        };
        Self::new(kind, refusal.message())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, name, title) = self.kind.facts();
        let problem = openapi::Problem {
            kind: format!("urn:scoregate:problem:{name}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: line(&self.detail),
        };
        // A struct of texts and a number can always be written.
        let body = json_safe(&serde_json::to_string(&problem).unwrap_or_default());
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some((name, value)) = self.header {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }
}
