//! The listener: address, TLS, authentication, and the end.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::TokioTimer;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tower_http::catch_panic::CatchPanicLayer;

use super::access::{Access, Bearer, Check, authenticate};
use super::connections::Connections;
use super::guard::{Guard, Limits, admit, guard};
use super::local_names::Names;
use super::mcp;
use super::problem::{Kind, Problem};
use super::routes;
use super::state::State;
use crate::error::{Error, Reference};

/// The longest that running requests may take after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

/// The longest that the head of a request, or the next request of a connection, may take to arrive.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);

/// The most bytes of the head of a request.
const HEAD_BYTES: usize = 32 << 10;

/// How the server is reached, and by whom.
#[derive(Debug)]
pub struct Settings {
    /// The address to listen on; port 0 for any that is free.
    pub address: SocketAddr,
    /// The authentication of callers.
    pub access: Access,
    /// The certificate, where the server itself speaks TLS.
    pub tls: Option<Tls>,
    /// Whether a proxy in front of the server forwards the requests of others.
    pub behind_proxy: bool,
    /// The names of the server.
    pub names: Names,
    /// The limits on requests.
    pub limits: Limits,
}

/// A certificate with its key.
#[derive(Debug)]
pub struct Tls(Arc<ServerConfig>);

impl Tls {
    /// The certificate of PEM texts: the chain with the certificate of the server first, and the private key.
    ///
    /// # Errors
    ///
    /// A sentence fragment about the fault; it quotes nothing of the texts.
    pub fn of_pem(chain: &[u8], key: &[u8]) -> Result<Self, String> {
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(chain)
            .collect::<Result<_, _>>()
            .map_err(|_| "the file of the certificate is not PEM".to_owned())?;
        if chain.is_empty() {
            return Err("the file of the certificate contains none".to_owned());
        }
        let key = PrivateKeyDer::from_pem_slice(key)
            .map_err(|_| "the file of the key contains no unencrypted private key in PEM".to_owned())?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(|error| format!("the certificate and the key cannot be used together: {error}"))?;
        Ok(Self(Arc::new(config)))
    }
}

/// A server that is bound to its address.
#[derive(Debug)]
pub struct Bound {
    listener: TcpListener,
    tls: Option<Tls>,
    router: Router,
    connections: Connections,
    state: Arc<State>,
}

impl Settings {
    /// The scheme of the server's own address: a proxy may serve another.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        if self.tls.is_some() { "https" } else { "http" }
    }

    /// Whether others than programs of this machine can reach the server.
    #[must_use]
    pub fn is_exposed(&self) -> bool {
        self.behind_proxy || !self.address.ip().is_loopback()
    }
}

/// Binds the server to its address. Requests are accepted by [`Bound::serve`].
///
/// # Errors
///
/// [`Error::Usage`] where the address cannot be used; [`Error::SignIn`] where the signing keys cannot be obtained.
pub async fn bind(settings: Settings, state: &Arc<State>) -> Result<Bound, Error> {
    let unusable = |error: std::io::Error| Error::Usage {
        message: format!("cannot listen on {}: {error}", settings.address),
        help: "choose another address or port with " + Reference::Listen,
    };
    let listener = TcpListener::bind(settings.address).map_err(unusable)?;
    listener.set_nonblocking(true).map_err(unusable)?;
    let is_https = settings.tls.is_some() || settings.behind_proxy;
    let check = Arc::new(match settings.access {
        Access::Open => Check::Open,
        Access::ApiKey(key) => Check::ApiKey(key),
        Access::Entra(rules) => Check::Bearer(Box::new(Bearer::new(rules, is_https).await?)),
    });
    let router = router(state, check, Arc::new(Guard::new(settings.names, settings.limits, state)), &settings.limits);
    let connections = Connections::new(settings.limits.connections, state);
    Ok(Bound { listener, tls: settings.tls, router, connections, state: Arc::clone(state) })
}

fn router(state: &Arc<State>, check: Arc<Check>, guards: Arc<Guard>, limits: &Limits) -> Router {
    let open = routes::open(state, check.security()).merge(routes::metadata(&check));
    let shared = Arc::clone(state);
    let authenticated = from_fn(move |request: Request, next: Next| {
        authenticate((Arc::clone(&check), Arc::clone(&shared)), request, next)
    });
    let admission = Arc::clone(&guards);
    let admitted = from_fn(move |request: Request, next: Next| admit(Arc::clone(&admission), request, next));
    let guarded = from_fn(move |request: Request, next: Next| guard(Arc::clone(&guards), request, next));
    let closed =
        routes::closed(state).merge(mcp::route(state, limits)).route_layer(admitted).route_layer(authenticated);
    open.merge(closed)
        .fallback(routes::not_found)
        .method_not_allowed_fallback(routes::not_allowed)
        .layer(CatchPanicLayer::custom(|_| -> Response {
            Problem::new(Kind::Internal, "the answer broke off").into_response()
        }))
        .layer(guarded)
}

impl Bound {
    /// The address, with the port that was chosen.
    ///
    /// # Errors
    ///
    /// The error of the system.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves requests until `stop` ends, and then those that run.
    ///
    /// # Errors
    ///
    /// The error of the system.
    pub async fn serve(self, stop: impl Future<Output = ()>) -> std::io::Result<()> {
        let handle = Handle::new();
        let service = self.router.into_make_service_with_connect_info::<SocketAddr>();
        let running = async {
            match self.tls {
                Some(Tls(config)) => {
                    let config = RustlsConfig::from_config(config);
                    let mut server = axum_server::from_tcp_rustls(self.listener, config)?
                        .map(|tls| tls.acceptor(self.connections))
                        .http1_only()
                        .first_request_timeout(HEAD_TIMEOUT)
                        .handle(handle.clone());
                    limit_heads(server.http_builder());
                    server.serve(service).await
                }
                None => {
                    let mut server = axum_server::from_tcp(self.listener)?
                        .acceptor(self.connections)
                        .http1_only()
                        .first_request_timeout(HEAD_TIMEOUT)
                        .handle(handle.clone());
                    limit_heads(server.http_builder());
                    server.serve(service).await
                }
            }
        };
        let stopping = async {
            stop.await;
            self.state.drain();
            tracing::info!("stopping");
            handle.graceful_shutdown(Some(GRACE));
            std::future::pending::<()>().await;
        };
        tokio::select! {
            result = running => result,
            () = stopping => Ok(()),
        }
    }
}

fn limit_heads(builder: &mut hyper_util::server::conn::auto::Builder<hyper_util::rt::TokioExecutor>) {
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(HEAD_BYTES);
}
