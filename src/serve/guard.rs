//! What every request passes before a route gets it: the names of the host and of the origin, the limits on rate, number, size and
//! time, and the log.

use std::collections::hash_map::RandomState;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_LENGTH, HOST, ORIGIN};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::MonotonicClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use tokio::sync::Semaphore;

use super::local_names::Names;
use super::problem::{Kind, Problem};
use super::routes::PROBES;
use super::state::State;
use crate::error::Reference;

/// The limits on requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most requests per second of one address, sustained; twice as many in a burst. Requests without a valid key or token are
    /// counted apart, and probes are not.
    pub rate: NonZeroU32,
    /// The most connections; the oldest one makes room for a new one.
    pub connections: usize,
    /// The most requests of authenticated callers at once.
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
    /// The requests of callers that are authenticated.
    rates: Rates,
    /// The others, so that callers without a key do not lock out those who have it.
    other_rates: Rates,
    running: Semaphore,
    state: Arc<State>,
}

/// Marks the response to a caller that was authenticated.
#[derive(Debug, Clone, Copy)]
struct Admitted;

impl Guard {
    pub(super) fn new(names: Names, limits: Limits, state: &Arc<State>) -> Self {
        Self {
            names,
            rates: rates(limits.rate),
            other_rates: rates(limits.rate),
            running: Semaphore::new(limits.concurrency),
            limits,
            state: Arc::clone(state),
        }
    }

    /// Checks the names of a request, and the size that it states.
    fn check(&self, request: &Request, is_probe: bool) -> Result<(), Problem> {
        // A probe of an orchestrator names the address of the machine, and gets nothing of a tenant.
        if !is_probe {
            self.check_names(request)?;
        }
        let length = request.headers().get(CONTENT_LENGTH);
        let length = length.map(|length| length.to_str().ok().and_then(|text| text.parse::<usize>().ok()));
        match length {
            Some(Some(length)) if length <= self.limits.body_bytes => Ok(()),
            None => Ok(()),
            Some(Some(_) | None) => {
                let detail = format!("the body may have {} bytes at most", self.limits.body_bytes);
                Err(Problem::new(Kind::TooLarge, detail))
            }
        }
    }

    /// Checks the name of the host, also where the address of the request has one, and the origin of a page.
    fn check_names(&self, request: &Request) -> Result<(), Problem> {
        let words = self.state.provider.words();
        let mut hosts = request.headers().get_all(HOST).iter();
        let is_host = |value: &HeaderValue| value.to_str().is_ok_and(|host| self.names.is_host(host));
        let is_own = request.uri().authority().is_none_or(|authority| self.names.is_host(authority.as_str()));
        if !is_own || !hosts.next().is_some_and(is_host) || hosts.next().is_some() {
            let name = words(Reference::AllowHost);
            let detail = format!("the Host of the request is not a name of this server; {name} adds one");
            return Err(Problem::new(Kind::Origin, detail));
        }
        let is_origin = |value: &HeaderValue| value.to_str().is_ok_and(|origin| self.names.is_origin(origin));
        if !request.headers().get_all(ORIGIN).iter().all(is_origin) {
            let name = words(Reference::AllowOrigin);
            let detail = format!("pages of this Origin may not use this server; {name} adds one");
            return Err(Problem::new(Kind::Origin, detail));
        }
        Ok(())
    }

    /// Lets an authenticated caller pass within its rate, and within the number of requests at once.
    async fn admitted(&self, request: Request, next: Next) -> Response {
        let mut response = match (passes(&self.rates, peer(&request)), self.running.try_acquire()) {
            (Err(problem), _) => problem.into_response(),
            (Ok(()), Err(_)) => Problem::new(Kind::Unavailable, "too many requests at once; try again").into_response(),
            (Ok(()), Ok(_permit)) => next.run(request).await,
        };
        response.extensions_mut().insert(Admitted);
        response
    }

    async fn guarded(&self, route: &str, request: Request, next: Next) -> Response {
        let (peer, is_probe) = (peer(&request), PROBES.contains(&route));
        let answer = async {
            match self.check(&request, is_probe) {
                Ok(()) => next.run(request).await,
                Err(problem) => problem.into_response(),
            }
        };
        let response = match tokio::time::timeout(self.limits.time, answer).await {
            Ok(response) => response,
            Err(_) => Problem::new(Kind::Timeout, "the request did not arrive in time").into_response(),
        };
        if is_probe || response.extensions().get::<Admitted>().is_some() {
            return response;
        }
        // What is not for authenticated callers is little work.
        passes(&self.other_rates, peer).map_or_else(IntoResponse::into_response, |()| response)
    }
}

fn rates(rate: NonZeroU32) -> Rates {
    let quota = Quota::per_second(rate).allow_burst(rate.saturating_mul(NonZeroU32::MIN.saturating_add(1)));
    RateLimiter::new(quota, HashMapStateStore::default(), MonotonicClock)
}

fn passes(rates: &Rates, peer: IpAddr) -> Result<(), Problem> {
    if rates.len() > MANY_ADDRESSES {
        rates.retain_recent();
    }
    let is_within = rates.check_key(&caller(peer)).is_ok();
    is_within
        .then_some(())
        .ok_or_else(|| Problem::new(Kind::Rate, "too many requests from this address; wait a second"))
}

/// The address that a request came from. Every connection has one; without it, all would share a limit.
fn peer(request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    peer.unwrap_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED))
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
    let response = guard.guarded(&route, request, next).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    guard.state.metrics.requested(&route, status, took);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(method = shown(&method), route, status, milliseconds, "request");
    response
}

/// Lets an authenticated request pass within the limits.
pub(super) async fn admit(guard: Arc<Guard>, request: Request, next: Next) -> Response {
    guard.admitted(request, next).await
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
