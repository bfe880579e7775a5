//! A server that gives tokens as Entra, GitHub, Azure Pipelines and an app service do.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

use crate::support::tls;

pub(crate) const TENANT: &str = "a1b2c3d4-0000-4000-8000-000000000001";
/// A tenant that is not the one of the tests.
pub(crate) const OTHER: &str = "0bad0bad-0000-4000-8000-000000000009";
pub(crate) const CLIENT: &str = "c0ffee00-0000-4000-8000-000000000002";

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// The path and query.
    pub(crate) target: String,
    /// The headers, their names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Asked {
    /// The fields of a form.
    pub(crate) fn form(&self) -> BTreeMap<String, String> {
        url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }
}

/// Status and body of an answer.
pub(crate) type Answer = (u16, String);

type Answering = dyn Fn(&Asked) -> Answer + Send + Sync;

/// A server that runs until the tests end.
pub(crate) struct Entra {
    pub(crate) port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Entra {
    /// A server over TLS.
    pub(crate) fn new(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        Self::start(Some(tls::config("localhost")), Arc::new(answer))
    }

    /// A server that gives this answer to everything.
    pub(crate) fn always(status: u16, body: &str) -> Self {
        let body = body.to_owned();
        Self::new(move |_| (status, body.clone()))
    }

    /// A server that gives a token with these claims to everything.
    pub(crate) fn giving(claims: Value) -> Self {
        Self::new(move |_| granted(&claims))
    }

    /// A server without TLS, as on a machine of Azure.
    pub(crate) fn plain(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        Self::start(None, Arc::new(answer))
    }

    fn start(tls: Option<Arc<ServerConfig>>, answer: Arc<Answering>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (tls, answer, log) = (tls.clone(), Arc::clone(&answer), Arc::clone(&log));
                thread::spawn(move || serve(stream.unwrap(), tls, &*answer, &log));
            }
        });
        Self { port, asked }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.port)
    }

    /// The requests that came.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The only request that came.
    pub(crate) fn only(&self) -> Asked {
        let [only] = <[Asked; 1]>::try_from(self.asked()).expect("one request");
        only
    }
}

fn serve(stream: TcpStream, tls: Option<Arc<ServerConfig>>, answer: &Answering, log: &Mutex<Vec<Asked>>) {
    match tls {
        Some(tls) => converse(StreamOwned::new(ServerConnection::new(tls).unwrap(), stream), answer, log),
        None => converse(stream, answer, log),
    }
}

/// Answers requests until the other side has gone; that it goes is no failure of a test.
fn converse(stream: impl Read + Write, answer: &Answering, log: &Mutex<Vec<Asked>>) {
    let mut stream = BufReader::new(stream);
    while let Some(asked) = read(&mut stream) {
        log.lock().unwrap().push(asked.clone());
        let (status, body) = answer(&asked);
        let kind = "Content-Type: application/json; charset=utf-8\r\nx-ms-request-id: r-1";
        let text = format!("HTTP/1.1 {status} X\r\n{kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        if stream.get_mut().write_all(text.as_bytes()).and_then(|()| stream.get_mut().flush()).is_err() {
            return;
        }
    }
}

fn read(stream: &mut BufReader<impl Read>) -> Option<Asked> {
    let mut line = || {
        let mut line = String::new();
        stream.read_line(&mut line).ok().filter(|read| *read > 0).map(|_| line.trim_end().to_owned())
    };
    let first = line()?;
    let mut headers = BTreeMap::new();
    while let Some((name, value)) = line()?.split_once(": ") {
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut body = vec![0; headers.get("content-length").map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).ok()?;
    Some(Asked { method, target, headers, body: String::from_utf8(body).unwrap() })
}

/// A token that says this; nobody checks its signature.
pub(crate) fn jwt(claims: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.c2lnbmF0dXJl", encode(&json!({ "alg": "RS256", "typ": "JWT" })), encode(claims))
}

/// What Entra says of an app that may read Secure Score, until the year 2100.
pub(crate) fn app_claims() -> Value {
    json!({ "aud": "https://graph.microsoft.com", "tid": TENANT, "appid": CLIENT, "exp": 4_102_444_800_i64,
        "oid": "0b1ec700-0000-4000-8000-000000000003", "roles": ["SecurityEvents.Read.All"] })
}

/// Entra's answer with a token.
pub(crate) fn granted(claims: &Value) -> Answer {
    let body =
        json!({ "token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": jwt(claims) });
    (200, body.to_string())
}

/// Entra's answer where it refuses.
pub(crate) fn refusal(code: u64, words: &str) -> String {
    json!({
        "error": "invalid_client",
        "error_description": format!("AADSTS{code}: {words}\r\nTrace ID: t-1\r\nCorrelation ID: c-1\r\nTimestamp: 2026-11-24 06:00:00Z"),
        "error_codes": [code], "timestamp": "2026-11-24 06:00:00Z", "trace_id": "t-1", "correlation_id": "c-1",
    })
    .to_string()
}
