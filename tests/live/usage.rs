//! `copilot usage` over a table of a Log Analytics workspace, against a server of our own.

use std::sync::atomic::{AtomicUsize, Ordering};

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::entra_server::{Answer, Asked, CLIENT, Entra, TENANT, app_claims, granted};
use crate::support::sign_in::SECRET;
use crate::support::tls::ca_pem;
use crate::support::workspace::{Run, Workspace, outcome};

const WORKSPACE: &str = "0a1b2c3d-0000-4000-8000-000000000001";

/// A server that signs in, and answers queries so.
fn server(answer: impl Fn(usize) -> Answer + Send + Sync + 'static) -> Entra {
    let queries = AtomicUsize::new(0);
    Entra::new(move |asked: &Asked| {
        if asked.target.ends_with("/oauth2/v2.0/token") {
            return granted(&app_claims());
        }
        answer(queries.fetch_add(1, Ordering::SeqCst))
    })
}

fn table(rows: &Value) -> Value {
    let names = ["time", "units", "user", "session", "category", "type", "experience", "plugins"];
    let columns: Vec<Value> = names.iter().map(|name| json!({ "name": name, "type": "string" })).collect();
    json!({ "tables": [{ "name": "PrimaryResult", "columns": columns, "rows": rows }] })
}

fn two_uses() -> Value {
    table(&json!([
        ["2026-11-20T08:30:00.0000000Z", "0.6", "ana", "s1", "Prompt", "", "", "B, A"],
        ["2026-11-20T23:30:00Z", "3.0", "ben", "s2", "Prompt", "", "", ""],
    ]))
}

/// Runs the program with an app that signs in at the server; neither secret nor token shows.
fn run(server: &Entra, arguments: &str) -> Run {
    let workspace = Workspace::new();
    workspace.file("ca.pem", ca_pem());
    let host = server.url("");
    let mut command = workspace.command(&format!(
        "copilot usage --from loganalytics:{WORKSPACE} --now 2026-11-24T06:00:00Z --time-zone Europe/Berlin \
         --graph-host https://graph.microsoft.com --login-host {host} --log-analytics-host {host} {arguments}"
    ));
    command
        .env("SSL_CERT_FILE", workspace.path("ca.pem"))
        .env("AZURE_TENANT_ID", TENANT)
        .env("AZURE_CLIENT_ID", CLIENT);
    command.env("AZURE_CLIENT_SECRET", SECRET);
    let mut run = outcome(command);
    for text in [&mut run.stdout, &mut run.stderr] {
        assert!(!text.contains(SECRET) && !text.contains("eyJ"), "{text}");
        *text = text.replace(&format!(":{}", server.port), ":PORT");
    }
    run
}

#[test]
fn a_table_is_queried_with_a_token_for_log_analytics_and_its_times_are_utc() {
    let server = server(|_| (200, two_uses().to_string()));
    let run = run(&server, "--table ScuUsage_CL --column units=Scu_d --days 30 -o json");
    assert_eq!(run.code, 0, "{}", run.seen());
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["used"].as_f64(), Some(3.6));
    assert_eq!(report["by"]["day"][1]["key"], "2026-11-21", "half past midnight in Berlin");
    let asked = server.asked();
    let [token, query] = asked.as_slice() else { panic!("{asked:#?}") };
    assert_eq!(token.form()["scope"], format!("https://localhost:{}/.default", server.port));
    assert_eq!((query.method.as_str(), query.target.as_str()), ("POST", &*format!("/v1/workspaces/{WORKSPACE}/query")));
    assert!(query.headers["authorization"].starts_with("Bearer eyJ") && query.headers["prefer"].starts_with("wait="));
    let body: Value = serde_json::from_str(&query.body).unwrap();
    assert_snapshot!(body["query"].as_str().unwrap());
}

#[test]
fn a_partial_result_is_an_error() {
    let server = server(|_| {
        let mut partial = two_uses();
        partial["error"] = json!({ "code": "PartialError", "message": "There were some errors.",
            "details": [{ "code": "EngineError", "message": "the result exceeds the limit \u{1b}[31m##vso[x]" }] });
        (200, partial.to_string())
    });
    assert_snapshot!(run(&server, "--table T").seen());
}

#[test]
fn a_refusal_names_its_cause_and_the_remedy() {
    let seen = [
        (
            400,
            json!({ "error": { "code": "BadArgumentError", "message": "The request had some invalid properties",
            "innererror": { "code": "SemanticError", "message": "Failed to resolve table expression named 'T'" } } }),
        ),
        (403, json!({ "error": { "code": "InsufficientAccessError", "message": "no access" } })),
        (404, json!({ "error": { "code": "PathNotFoundError", "message": "no such workspace" } })),
        (200, json!({ "value": [] })),
    ]
    .map(|(status, body)| {
        let server = server(move |_| (status, body.to_string()));
        let run = run(&server, "--table T");
        assert_eq!(run.code, 5);
        run.seen()
    });
    assert_snapshot!(seen.join("\n"));
}

#[test]
fn a_token_that_is_refused_is_renewed_once() {
    let renewed = server(|query| if query == 0 { (401, "{}".to_owned()) } else { (200, two_uses().to_string()) });
    // The same token comes again, which is no new one: the refusal is the error.
    let run_renewed = run(&renewed, "--table T");
    assert_eq!(run_renewed.code, 5, "{}", run_renewed.seen());
    assert!(run_renewed.stderr.contains("Log Analytics returned 401"), "{}", run_renewed.seen());
}

#[test]
fn a_disturbed_service_is_tried_again_until_the_time_is_over() {
    let passing = server(|query| if query == 0 { (503, "{}".to_owned()) } else { (200, two_uses().to_string()) });
    assert_eq!(run(&passing, "--table T").code, 0);
    let lasting = server(|_| (503, "{}".to_owned()));
    let run = run(&lasting, "--table T --timeout 500ms");
    assert!(run.code == 5 && run.stderr.contains("Log Analytics returned 503"), "{}", run.seen());
}

#[test]
fn rows_that_cannot_be_counted_are_errors_with_their_number() {
    let server = server(|_| {
        let rows = json!([
            ["2026-11-20T08:30:00Z", "x", "", "", "", "", "", ""],
            ["Nov 20, 08:30 AM", "1", "", "", "", "", "", ""],
            ["2026-11-20T08:30:00Z", null, {}, "", "", "", "", ""],
            ["2026-11-25T08:30:00Z", "1", "", "", "", "", "", ""],
        ]);
        (200, table(&rows).to_string())
    });
    assert_snapshot!(run(&server, "--table T").seen());
    let local =
        self::server(|_| (200, table(&json!([["2026-11-20T08:30:00", "1", "", "", "", "", "", ""]])).to_string()));
    let run = run(&local, "--table T");
    assert!(run.code == 5 && run.stderr.contains("the time is not in UTC"), "{}", run.seen());
}

#[test]
fn what_would_be_put_into_a_query_is_checked_before_the_first_request() {
    let server = server(|_| (200, two_uses().to_string()));
    for arguments in [
        "",
        "--table T;drop",
        "--table T --column units=a|b",
        "--table T --column user=a'b",
        "--table 1T",
        "--table T --from a.csv",
    ] {
        let run = run(&server, arguments);
        assert_eq!(run.code, 2, "{arguments}: {}", run.seen());
    }
    assert!(server.asked().is_empty());
    let workspace = Workspace::new();
    assert_eq!(workspace.run("copilot usage --from loganalytics:mine --table T --time-zone UTC").code, 2);
}

#[test]
fn a_response_that_repeats_the_token_shows_it_nowhere() {
    let token = crate::support::entra_server::jwt(&app_claims());
    for status in [200, 400, 403] {
        let body = json!({ "error": { "code": token, "message": format!("bad token {token}") } }).to_string();
        let server = server(move |_| (status, body.clone()));
        // `run` looks for the token.
        assert_eq!(run(&server, "--table T --verbose").code, 5);
    }
    let body = table(&json!([["2026-11-20T08:30:00Z", "1", token, token, "", "", "", ""]])).to_string();
    let server = server(move |_| (200, body.clone()));
    assert_eq!(run(&server, "--table T --by user session").code, 0);
}
