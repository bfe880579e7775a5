//! The harness of the live tests: a folder with a policy, a server, and the program between them.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use serde_json::Value;

use crate::support::clock;
use crate::support::graph_server::{BEGINNING, Server, TOKEN, Tenant};
use crate::support::tls::ca_pem;
use crate::support::workspace::{Run, Workspace, outcome};

/// A time on the day after the newest snapshot.
pub(crate) const NOW: clock::Now = clock::Now;

/// A policy that the tenant of the server passes.
const POLICY: &str = "\
scoregate: 1
policy: p
rules:
  - id: score
    severity: high
    expect:
      score: { at-least: 50% }
  - id: mfa
    severity: high
    expect:
      controls: { match: [AdminMFAV2], state: implemented }
";

/// A folder, a server, and the program between them.
pub(crate) struct Live {
    pub(crate) workspace: Workspace,
    pub(crate) server: Server,
}

impl Live {
    pub(crate) fn new() -> Self {
        Self::of(Server::new(Tenant::default()))
    }

    pub(crate) fn of(server: Server) -> Self {
        let workspace = Workspace::new();
        workspace.file("ca.pem", ca_pem());
        let live = Self { workspace, server };
        live.workspace.file("p.yaml", POLICY);
        live
    }

    /// The program with the CA and a token in its environment.
    pub(crate) fn command(&self, args: &str) -> Command {
        let mut command = self.workspace.command(args);
        command
            .args(["--graph-host", self.server.origin(), "--login-host", self.server.origin()])
            .env("SSL_CERT_FILE", self.workspace.path("ca.pem"));
        command.env("SCOREGATE_TOKEN", TOKEN);
        command
    }

    /// Runs the program. Whatever comes of it, the token is nowhere.
    pub(crate) fn run(&self, args: &str) -> Run {
        self.finish(self.command(args))
    }

    /// Runs a command to its end and looks for the token in all that it left.
    pub(crate) fn finish(&self, command: Command) -> Run {
        let mut run = outcome(command);
        // With its colon: the digits alone may stand in any number.
        let port = format!(":{}", self.server.port);
        for text in [&mut run.stdout, &mut run.stderr] {
            assert!(!text.contains(BEGINNING), "the token is in the output: {text}");
            *text = clock::shown(&text.replace(&port, ":PORT"));
        }
        assert_no_token(&self.workspace.path("."));
        run
    }

    /// `check` on the live tenant.
    pub(crate) fn check(&self, more: &str) -> Run {
        self.run(&format!("check --policy p.yaml --now {NOW} --from graph {more}"))
    }

    /// `record`, which fails and leaves nothing behind. What a user sees.
    pub(crate) fn fails(&self, more: &str) -> String {
        let run = self.run(&format!("record --out t.json --days 1 {more}"));
        assert_eq!(run.code, 5, "{}", run.seen());
        assert_eq!(self.workspace.names(), ["ca.pem", "p.yaml"], "no file is left");
        run.seen()
    }
}

/// That no file below a folder holds the token.
fn assert_no_token(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            assert_no_token(&path);
        } else {
            let is_token = |part: &[u8]| part == BEGINNING.as_bytes();
            assert!(!fs::read(&path).unwrap().windows(BEGINNING.len()).any(is_token), "{path:?}");
        }
    }
}

/// The report without what depends on the run.
pub(crate) fn without_provenance(json: &str) -> Value {
    let mut report: Value = serde_json::from_str(json).unwrap_or_else(|_| panic!("{json}"));
    report.as_object_mut().unwrap().remove("provenance").expect("every report has provenance");
    report
}

/// Waits for what another process or thread does at its own pace.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < end, "in vain: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
