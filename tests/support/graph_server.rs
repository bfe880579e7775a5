//! A server that speaks as Graph does, and fails as it is told to.

mod connection;
mod reply;
mod tenant;

use std::collections::{BTreeMap, VecDeque};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::json;

pub(crate) use reply::{Body, Reply};
pub(crate) use tenant::Tenant;

/// The token that the server accepts, and the beginning of those that it gives. It is longer than any text that is cut for people.
pub(crate) const TOKEN: &str = concat!(
    "eyJ0-the-secret-token-eyJ0",
    "-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
);

/// What no output may hold: a token that was cut is found by its beginning.
pub(crate) const BEGINNING: &str = "eyJ0-the-secret";

pub(crate) const SCORES: &str = "/v1.0/security/secureScores";
pub(crate) const PROFILES: &str = "/v1.0/security/secureScoreControlProfiles";
pub(crate) const INCIDENTS: &str = "/v1.0/security/incidents";

/// What becomes of the answer that would be given.
pub(crate) type Step = Box<dyn FnOnce(Reply) -> Reply + Send>;

/// A request that came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The path and query.
    pub(crate) target: String,
    /// The headers, their names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
}

/// What all connections of a server share.
struct State {
    tenant: Mutex<Tenant>,
    origin: String,
    seen: Mutex<Vec<Seen>>,
    steps: Mutex<BTreeMap<String, VecDeque<Step>>>,
    connections: AtomicUsize,
    /// Another token that is accepted.
    accepted: Mutex<Option<String>>,
    /// How many tokens were given.
    tokens: AtomicUsize,
}

/// A server that runs until the tests end.
pub(crate) struct Server {
    pub(crate) port: u16,
    state: Arc<State>,
}

impl Server {
    /// A server for `localhost`.
    pub(crate) fn new(tenant: Tenant) -> Self {
        Self::with_name("localhost", tenant)
    }

    /// A server whose certificate is for some name.
    pub(crate) fn with_name(name: &str, tenant: Tenant) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            tenant: Mutex::new(tenant),
            origin: format!("https://localhost:{port}"),
            seen: Mutex::default(),
            steps: Mutex::default(),
            connections: AtomicUsize::new(0),
            accepted: Mutex::default(),
            tokens: AtomicUsize::new(0),
        });
        let (config, shared) = (crate::support::tls::config(name), Arc::clone(&state));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (config, state) = (Arc::clone(&config), Arc::clone(&shared));
                state.connections.fetch_add(1, Ordering::SeqCst);
                // A client that hangs up is what many tests are about.
                thread::spawn(move || connection::serve(stream.unwrap(), config, &state));
            }
        });
        Self { port, state }
    }

    pub(crate) fn origin(&self) -> &str {
        &self.state.origin
    }

    /// What becomes of the next answers to requests of a path, one after another.
    pub(crate) fn next<const N: usize>(&self, path: &str, steps: [fn(Reply) -> Reply; N]) {
        steps.into_iter().for_each(|step| self.step(path, Box::new(step)));
    }

    /// What becomes of the next answer to a request of a path.
    pub(crate) fn step(&self, path: &str, step: Step) {
        self.state.steps.lock().unwrap().entry(path.to_owned()).or_default().push_back(step);
    }

    /// Another tenant from now on.
    pub(crate) fn set_tenant(&self, tenant: Tenant) {
        *self.state.tenant.lock().unwrap() = tenant;
    }

    /// Accepts another token too.
    pub(crate) fn accept(&self, token: &str) {
        *self.state.accepted.lock().unwrap() = Some(format!("Bearer {token}"));
    }

    /// The requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.state.seen.lock().unwrap().clone()
    }

    /// The paths and queries so far, of each path in the order of the requests.
    pub(crate) fn targets(&self) -> Vec<String> {
        let mut targets: Vec<String> = self.seen().into_iter().map(|seen| seen.target).collect();
        targets.sort_by_key(|target| target.split('?').next().unwrap().to_owned());
        targets
    }

    /// How many connections were opened, requests or not.
    pub(crate) fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }
}

impl State {
    /// The answer to a request.
    fn answer(&self, seen: Seen) -> Reply {
        if seen.target.ends_with("/oauth2/v2.0/token") {
            let token = format!("{TOKEN}-{}", self.tokens.fetch_add(1, Ordering::SeqCst));
            let answer =
                json!({ "token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": token });
            return Reply::json(200, answer.to_string());
        }
        let mut asked = seen.clone();
        let accepted = self.accepted.lock().unwrap().clone();
        if accepted.is_some_and(|accepted| asked.headers.get("authorization") == Some(&accepted)) {
            asked.headers.insert("authorization".to_owned(), format!("Bearer {TOKEN}"));
        }
        let normal = self.tenant.lock().unwrap().answer(&self.origin, &asked);
        let path = seen.target.split('?').next().unwrap().to_owned();
        self.seen.lock().unwrap().push(seen);
        let step = self.steps.lock().unwrap().get_mut(&path).and_then(VecDeque::pop_front);
        match step {
            Some(step) => step(normal),
            None => normal,
        }
    }
}
