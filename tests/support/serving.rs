//! A running `scoregate serve`, and requests to it by hand, so that they can be wrong too.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::Value;

use crate::support::faketime;
use crate::support::tls::ca_pem;
use crate::support::workspace::Workspace;

/// A program that serves in a folder of its own until this is dropped.
pub(crate) struct Serving {
    pub(crate) workspace: Workspace,
    pub(crate) address: String,
    pub(crate) child: Child,
    /// Kept open, so that the program can write to it.
    _stdout: BufReader<ChildStdout>,
}

/// A response as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The lines of the head, the names of the headers in lower case.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))
    }

    /// The status and the body, for a snapshot.
    pub(crate) fn seen(&self) -> String {
        format!("{} {}\n", self.status, self.body)
    }
}

/// The program in a folder, with its log in `log`.
pub(crate) fn command(workspace: &Workspace, args: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scoregate"));
    command.args(args.split_whitespace());
    prepared(command, workspace)
}

/// A command, to be started in a folder, with its log in `log`.
pub(crate) fn prepared(mut command: Command, workspace: &Workspace) -> Command {
    command.current_dir(workspace.path(".")).env_clear().env("NO_COLOR", "1");
    command.envs(faketime::date_variables());
    let log = std::fs::File::create(workspace.path("log")).unwrap();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
    command
}

impl Serving {
    /// Starts a command that serves on a port of its choice.
    pub(crate) fn start(workspace: Workspace, mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let log = || workspace.read("log");
        let address = line.strip_prefix("listening on ").unwrap_or_else(|| panic!("{line}{}", log())).trim().to_owned();
        Self { workspace, address, child, _stdout: stdout }
    }

    /// Sends a text and reads until the server ends the connection.
    pub(crate) fn raw(&self, text: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        answer(&mut stream)
    }

    /// A request with headers, each a line.
    pub(crate) fn send(&self, method: &str, target: &str, headers: &[&str], body: &str) -> Answer {
        let mut text = format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|header| header.starts_with("Host")) {
            text.push_str("Host: localhost\r\n");
        }
        headers.iter().for_each(|header| text.push_str(&format!("{header}\r\n")));
        if !body.is_empty() {
            text.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        self.raw(&format!("{text}\r\n{body}"))
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.send("GET", target, &[], "")
    }

    /// A message of MCP.
    pub(crate) fn mcp(&self, message: &Value, headers: &[&str]) -> Answer {
        let kind = ["Content-Type: application/json", "Accept: application/json, text/event-stream"];
        self.send("POST", "/mcp", &[&kind, headers].concat(), &message.to_string())
    }

    /// The log so far.
    pub(crate) fn log(&self) -> String {
        self.workspace.read("log")
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.workspace.path(path)
    }
}

/// Requests a path over TLS of a server whose certificate the CA of the tests signed for `localhost`.
pub(crate) fn get_over_tls(address: &str, path: &str) -> Answer {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca_pem().as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
    let connection = ClientConnection::new(config, ServerName::try_from("localhost").unwrap()).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address).unwrap());
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    answer(&mut stream)
}

/// Reads a response to its end.
fn answer(stream: &mut impl Read) -> Answer {
    let mut text = Vec::new();
    // A connection that is reset after the response is one that ended.
    let _ = stream.read_to_end(&mut text);
    let text = String::from_utf8(text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no response: {text}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let lower = |line: &str| {
        line.split_once(": ").map_or(line.to_owned(), |(name, value)| format!("{}: {value}", name.to_lowercase()))
    };
    let head = head.lines().map(lower).collect::<Vec<_>>().join("\n");
    Answer { status, head, body: body.to_owned() }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
