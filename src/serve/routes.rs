//! The routes of HTTP. Those of the operations follow from their table.

use std::sync::Arc;

use axum::Router;
use axum::extract::RawQuery;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use url::form_urlencoded;

use super::access::{Check, MCP, PATH};
use super::body::of_type;
use super::problem::{Kind, Problem};
use super::state::State;
use crate::operations::openapi::{self, Security};
use crate::operations::{Arguments, Operation, Refusal, Value};

/// The routes of the probes of orchestrators.
pub(super) const PROBES: [&str; 2] = ["/healthz", "/readyz"];

/// The routes that need no authentication, since they hold no data of a tenant.
pub(super) fn open(state: &Arc<State>, security: Security) -> Router {
    let document = openapi::document("/", security);
    let readiness = Arc::clone(state);
    let [health, readiness_path] = PROBES;
    Router::new()
        .route(health, get(async || of_type("text/plain; charset=utf-8", "ok\n".to_owned())))
        .route(readiness_path, get(async move || ready(&readiness)))
        .route("/openapi.json", get(async move || of_type("application/json", document)))
}

/// The routes of the metadata for clients that need a token: of the whole server, and of MCP.
pub(super) fn metadata(check: &Check) -> Router {
    let Some(metadata) = check.metadata() else { return Router::new() };
    let page = |path: &'static str| {
        let metadata = metadata.clone();
        get(async move |headers: HeaderMap| of_type("application/json", metadata.document(&headers, path)))
    };
    Router::new().route(PATH, page("")).route(&format!("{PATH}{MCP}"), page(MCP))
}

/// The routes with data of the tenant.
pub(super) fn closed(state: &Arc<State>) -> Router {
    let metrics = Arc::clone(state);
    let mut router = Router::new().route("/metrics", get(async move || page_of_metrics(&metrics).await));
    for operation in Operation::ALL {
        let state = Arc::clone(state);
        let handler = async move |RawQuery(query): RawQuery| answered(&state, operation, query.as_deref()).await;
        router = router.route(operation.path, get(handler));
    }
    router
}

/// What no route has.
pub(super) async fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "there is no such path; /openapi.json lists the operations, and MCP is at /mcp")
}

/// What a route has, but not by this method.
pub(super) async fn not_allowed() -> Problem {
    Problem::new(Kind::Method, "use GET; MCP uses POST")
}

/// Ready to answer: not before the end, and not while the evidence cannot be brought up to date because a refresh hangs.
pub(super) fn ready(state: &State) -> Response {
    match (state.is_draining(), state.is_overdue()) {
        (false, false) => of_type("text/plain; charset=utf-8", "ready\n".to_owned()),
        (false, true) => (StatusCode::SERVICE_UNAVAILABLE, "the refresh is overdue\n").into_response(),
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response(),
    }
}

/// The metrics. Those of the verdict are as of now, like an answer.
async fn page_of_metrics(state: &Arc<State>) -> Response {
    let shared = Arc::clone(state);
    if let Err(refusal) = blocking(move || shared.current().map(drop)).await {
        return Problem::from(refusal).into_response();
    }
    match state.metrics.text() {
        Ok(page) => of_type("application/openmetrics-text; version=1.0.0; charset=utf-8", page),
        Err(_) => Problem::new(Kind::Internal, "the metrics cannot be written").into_response(),
    }
}

async fn answered(state: &Arc<State>, operation: &'static Operation, query: Option<&str>) -> Response {
    let given = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let given = given.map(|(name, value)| (name.into_owned(), Value::Text(value.into_owned()))).collect();
    let result = match Arguments::of(operation.parameters, given, true) {
        Ok(arguments) => call(state, operation, arguments).await,
        Err(refusal) => Err(refusal),
    };
    state.metrics.called(operation.name, "http", result.is_ok());
    match result {
        Ok(json) => of_type("application/json", json),
        Err(refusal) => Problem::from(refusal).into_response(),
    }
}

/// Calls an operation on a thread of its own, since an answer that is not known yet can take milliseconds.
pub(super) async fn call(
    state: &Arc<State>,
    operation: &'static Operation,
    arguments: Arguments,
) -> Result<String, Refusal> {
    let state = Arc::clone(state);
    blocking(move || state.answer(operation, &arguments)).await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Refusal> + Send + 'static) -> Result<T, Refusal> {
    let broken = |_| Err(Refusal::Internal("the answer broke off".to_owned()));
    tokio::task::spawn_blocking(work).await.unwrap_or_else(broken)
}
