//! Certificates, and hosts where nobody listens.

use std::net::TcpListener;

use crate::support::graph_server::{Server, TOKEN, Tenant};
use crate::support::live::Live;
use crate::support::workspace::Run;

#[test]
fn a_certificate_of_another_name_is_refused_at_once() {
    let live = Live::of(Server::with_name("graph.example", Tenant::default()));
    insta::assert_snapshot!(live.fails(""));
    assert!(live.server.seen().is_empty(), "no request, and no token, was sent");
    assert!(live.server.connections() <= 2, "each of the two chains tried once");
}

#[test]
fn a_certificate_of_an_unknown_ca_is_refused_with_what_to_do() {
    let (live, other) = (Live::new(), rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap());
    live.workspace.file("ca.pem", other.cert.pem());
    insta::assert_snapshot!(live.fails(""));
}

#[test]
fn a_file_of_certificates_that_holds_none_is_reported() {
    let live = Live::new();
    live.workspace.file("ca.pem", "");
    let folder = live.workspace.path("").to_string_lossy().into_owned();
    insta::assert_snapshot!(live.fails("").replace(&folder, "FOLDER/"));
}

/// Runs `record` for a host that is no server of these tests.
fn record_from(live: &Live, origin: &str) -> Run {
    let mut command = live.workspace.command("record --out t.json --timeout 900ms");
    command.args(["--graph-host", origin, "--login-host", live.server.origin()]);
    command.env("SSL_CERT_FILE", live.workspace.path("ca.pem")).env("SCOREGATE_TOKEN", TOKEN);
    let run = live.finish(command);
    assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml"]);
    run
}

#[test]
fn a_host_where_nobody_listens_is_reported() {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let run = record_from(&Live::new(), &format!("https://127.0.0.1:{port}"));
    insta::assert_snapshot!(run.seen().replace(&format!(":{}", port), ":PORT"));
}

#[test]
fn a_graph_host_without_tls_is_an_error_of_the_command_line() {
    let run = record_from(&Live::new(), "http://localhost");
    assert_eq!(run.code, 2, "{}", run.seen());
    assert!(run.stderr.contains("tokens go over https only"), "{}", run.seen());
}
