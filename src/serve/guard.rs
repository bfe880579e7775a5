//! What every request passes before a route gets it: the names of the host and of the origin, the limits on rate, number, size and
//! time, and the log.

use std::collections::hash_map::RandomState;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, HOST, ORIGIN};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::MonotonicClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use tokio::sync::Semaphore;

use super::local_names::Names;
use super::problem::{Kind, Problem};
use super::state::State;

/// The limits on requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most requests per second of one address, sustained; twice as many in a burst.
    pub rate: NonZeroU32,
    /// The most connections; the oldest one makes room for a new one.
    pub connections: usize,
    /// The most requests at once.
    pub concurrency: usize,
    /// The most bytes of the body of a request.
    pub body_bytes: usize,
    /// The longest that a request may take.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            rate: NonZeroU32::new(50).unwrap_or(NonZeroU32::MIN),
            connections: 512,
            concurrency: 64,
            body_bytes: 64 << 10,
            time: Duration::from_secs(10),
        }
    }
}

/// The number of addresses from which on those without recent requests are forgotten.
const MANY_ADDRESSES: usize = 10_000;

type Rates = RateLimiter<IpAddr, HashMapStateStore<IpAddr, RandomState>, MonotonicClock>;

/// The guard of all routes.
#[derive(Debug)]
pub(super) struct Guard {
    names: Names,
    limits: Limits,
    rates: Rates,
    running: Semaphore,
    state: Arc<State>,
}

impl Guard {
    pub(super) fn new(names: Names, limits: Limits, state: &Arc<State>) -> Self {
        let quota =
            Quota::per_second(limits.rate).allow_burst(limits.rate.saturating_mul(NonZeroU32::MIN.saturating_add(1)));
        Self {
            names,
            rates: RateLimiter::new(quota, HashMapStateStore::default(), MonotonicClock),
            running: Semaphore::new(limits.concurrency),
            limits,
            state: Arc::clone(state),
        }
    }

    /// Checks a request.
    fn check(&self, peer: IpAddr, route: &str, headers: &HeaderMap) -> Result<(), Problem> {
        // A probe of an orchestrator names the address of the machine, and gets nothing of a tenant.
        let is_probe = ["/healthz", "/readyz"].contains(&route);
        if !is_probe {
            self.check_names(headers)?;
        }
        if self.rates.len() > MANY_ADDRESSES {
            self.rates.retain_recent();
        }
        if self.rates.check_key(&caller(peer)).is_err() {
            return Err(Problem::new(Kind::Rate, "too many requests from this address; wait a second"));
        }
        let length =
            headers.get(CONTENT_LENGTH).map(|length| length.to_str().ok().and_then(|text| text.parse::<usize>().ok()));
        match length {
            Some(Some(length)) if length <= self.limits.body_bytes => Ok(()),
            None => Ok(()),
            Some(Some(_) | None) => {
                let detail = format!("the body may have {} bytes at most", self.limits.body_bytes);
                Err(Problem::new(Kind::TooLarge, detail))
            }
        }
    }

    /// Checks the name of the host, and the origin of a page.
    fn check_names(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let mut hosts = headers.get_all(HOST).iter();
        let is_host = |value: &axum::http::HeaderValue| value.to_str().is_ok_and(|host| self.names.is_host(host));
        if !hosts.next().is_some_and(is_host) || hosts.next().is_some() {
            return Err(Problem::new(Kind::Origin, "the Host of the request is not a name of this server"));
        }
        let is_origin =
            |value: &axum::http::HeaderValue| value.to_str().is_ok_and(|origin| self.names.is_origin(origin));
        if !headers.get_all(ORIGIN).iter().all(is_origin) {
            return Err(Problem::new(Kind::Origin, "pages of this Origin may not use this server"));
        }
        Ok(())
    }

    async fn guarded(&self, peer: IpAddr, route: &str, request: Request, next: Next) -> Response {
        if let Err(problem) = self.check(peer, route, request.headers()) {
            return problem.into_response();
        }
        let Ok(_permit) = self.running.try_acquire() else {
            return Problem::new(Kind::Unavailable, "too many requests at once; try again").into_response();
        };
        match tokio::time::timeout(self.limits.time, next.run(request)).await {
            Ok(response) => response,
            Err(_) => Problem::new(Kind::Timeout, "the request did not arrive in time").into_response(),
        }
    }
}

/// The addresses that one caller has: one of version 4, and a network of 64 bits of version 6.
fn caller(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

/// Guards a request, and logs it without any text of a tenant: the route, not the address with its arguments.
pub(super) async fn guard(guard: Arc<Guard>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    // Every connection has an address; without one, all would share a limit.
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let peer = peer.unwrap_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED));
    let response = guard.guarded(peer, &route, request, next).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    guard.state.metrics.requested(&route, status, took);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(method = shown(&method), route, status, milliseconds, "request");
    response
}

/// The name of a method that HTTP defines; a caller can send any word.
fn shown(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "PATCH" => "PATCH",
        _ => "other",
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_64_bits_is_one_caller() {
        let of = |text: &str| caller(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!((of("192.0.2.7"), of("::ffff:192.0.2.7")), ("192.0.2.7".to_owned(), "192.0.2.7".to_owned()));
    }
}
