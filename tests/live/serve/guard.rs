//! What every request passes: names, limits, the log and the metrics.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use insta::assert_snapshot;

use super::{example, serving};
use crate::support::serving::Serving;
use crate::support::workspace::Workspace;

#[test]
fn a_request_for_another_name_or_of_a_page_of_another_site_is_refused() {
    let server = serving("");
    for target in ["/v1/posture", "/mcp", "/openapi.json", "/metrics"] {
        for header in [
            "Host: evil.example",
            "Host: localhost.evil.example:80",
            "Host:",
            "Origin: http://evil.example",
            "Origin: null",
        ] {
            let answer = server.send("GET", target, &[header], "");
            assert_eq!(answer.status, 403, "{target} {header}: {answer:?}");
        }
    }
    for header in ["Host: 127.0.0.1:8080", "Host: [::1]", "Origin: http://localhost:6274", "Origin: https://127.0.0.1"]
    {
        assert_eq!(server.send("GET", "/v1/posture", &[header], "").status, 200, "{header}");
    }
    assert_eq!(server.send("GET", "/healthz", &["Host: 10.0.0.7"], "").status, 200, "a probe names the machine");
    for target in
        ["http://evil.example/v1/posture", "http://localhost.evil.example/v1/posture", "http://x@localhost/v1/posture"]
    {
        assert_eq!(server.send("GET", target, &[], "").status, 403, "{target}");
    }
    assert_eq!(server.send("GET", "http://localhost/v1/posture", &[], "").status, 200);
    let other = server.send("GET", "/v1/posture", &["Host: evil.example"], "");
    assert!(other.body.contains("; --allow-host adds one"), "{other:?}");
    let other = server.send("GET", "/v1/posture", &["Origin: http://evil.example"], "");
    assert!(other.body.contains("; --allow-origin adds one"), "{other:?}");
    let answer =
        server.raw("GET /v1/posture HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert_ne!(answer.status, 200, "{answer:?}");
}

#[test]
fn the_names_of_a_server_can_be_set() {
    let workspace = Workspace::new();
    let command = example(
        &workspace,
        "--allow-host gate.example.com --allow-host Bücher.example --allow-origin https://portal.example.com",
    );
    let server = Serving::start(workspace, command);
    let status = |headers: &[&str]| server.send("GET", "/v1/posture", headers, "").status;
    assert_eq!(status(&["Host: GATE.example.com:443", "Origin: https://portal.example.com"]), 200);
    assert_eq!(status(&["Host: xn--bcher-kva.example"]), 200);
    assert_eq!(status(&["Host: other.example.com"]), 403);
    assert_eq!(status(&["Host: gate.example.com", "Origin: http://portal.example.com"]), 403);
}

#[test]
fn a_large_body_is_refused_before_it_is_read() {
    let server = serving("");
    let head = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";
    let declared = server.raw(&format!("{head}Content-Length: 70000\r\n\r\n"));
    assert_snapshot!(declared.seen());
    let chunk = "x".repeat(8 << 10);
    let chunks = format!("2000\r\n{chunk}\r\n").repeat(9);
    let streamed = server.raw(&format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n"));
    assert_eq!((streamed.status, &streamed.json()["status"]), (413, &413.into()), "{streamed:?}");
    let long = server.get(&format!("/v1/findings?search={}", "x".repeat(100_000)));
    assert!([414, 431].contains(&long.status), "{}", long.status);
}

#[test]
fn a_refused_request_is_a_problem_document() {
    let server = serving("");
    let json = "Content-Type: application/json";
    let accept = "Accept: application/json, text/event-stream";
    let call = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;
    let refused = [
        ("GET", "/v1/findings?limit=0", vec![], ""),
        ("GET", "/v1/control?id=nope", vec![], ""),
        ("GET", "/v1/incidents", vec![], ""),
        ("GET", "/nothing", vec![], ""),
        ("DELETE", "/v1/posture", vec![], ""),
        ("GET", "/v1/posture", vec!["Host: evil.example"], ""),
        ("GET", "/mcp", vec![accept], ""),
        ("DELETE", "/mcp", vec![], ""),
        ("POST", "/mcp", vec![json], call),
        ("POST", "/mcp", vec![accept], call),
        ("POST", "/mcp", vec![json, accept, "Mcp-Protocol-Version: 1"], call),
    ];
    let seen = refused.map(|(method, target, headers, body)| {
        let answer = server.send(method, target, &headers, body);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
        assert_eq!(answer.json()["status"], answer.status, "{answer:?}");
        format!("{method} {target} {}: {}", headers.join(", "), answer.seen())
    });
    assert_snapshot!(seen.concat());
    assert_eq!(server.send("GET", "/mcp", &[accept], "").header("allow"), Some("POST"));
}

#[test]
fn requests_of_one_address_have_a_rate() {
    let server = serving("--rate-limit 2");
    let statuses: Vec<u16> = (0..12).map(|_| server.get("/healthz").status).collect();
    assert_eq!(statuses, [200; 12], "probes have no rate");
    let statuses: Vec<u16> = (0..4).map(|_| server.get("/v1/posture").status).collect();
    assert_eq!(statuses, [200; 4], "a burst of twice the rate passes");
    let limited = (0..20).map(|_| server.get("/v1/posture")).find(|answer| answer.status == 429).expect("a limit");
    assert_eq!(limited.header("retry-after"), Some("1"));
    assert_snapshot!(limited.seen());
}

#[test]
fn the_log_holds_no_text_of_a_tenant_and_no_argument() {
    let server = serving("");
    for target in ["/v1/control?id=AdminMFAV2", "/v1/findings?search=SecretWord", "/SecretPath", "/v1/digest"] {
        server.send("GET", target, &["User-Agent: SecretAgent", "X-API-Key: SecretKey"], "");
    }
    server.send("SECRETMETHOD", "/v1/posture", &[], "");
    let log = server.log();
    for secret in ["AdminMFA", "Secret", "SECRET", "contoso", "a1b2c3d4"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
    let entries: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let started = &entries[0];
    assert_eq!(started["address"], format!("http://{}", server.address));
    assert_eq!((&started["authentication"], &started["verdict"]), (&"none".into(), &"failed".into()));
    let routes: Vec<String> = entries[1..]
        .iter()
        .map(|entry| format!("{} {} {}", entry["method"], entry["route"], entry["status"]))
        .collect();
    assert_snapshot!(routes.join("\n"));
}

#[test]
fn the_metrics_are_those_of_prometheus() {
    let server = serving("");
    server.get("/v1/posture");
    server.get("/v1/control?id=nope");
    let answer = server.get("/metrics");
    assert_eq!(answer.header("content-type"), Some("application/openmetrics-text; version=1.0.0; charset=utf-8"));
    let mut lines: Vec<&str> =
        answer.body.lines().filter(|line| !line.contains("_bucket") && !line.contains("_sum")).collect();
    lines.sort_unstable();
    let is_time = |line: &&str| line.starts_with("scoregate_evidence_read_timestamp_seconds ");
    assert!(lines.iter().any(is_time));
    lines.retain(|line| !is_time(line));
    assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_connection_on_which_nothing_comes_is_closed() {
    let server = serving("");
    let post = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";
    let begun = [
        (String::new(), ""),
        ("GET / HTTP/1.1\r\nHos".to_owned(), ""),
        ("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), "HTTP/1.1 200"),
        (format!("{post}Content-Length: 50\r\n\r\n{{"), "HTTP/1.1 408"),
    ];
    let connections = begun.map(|(text, answer)| {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        (stream, answer)
    });
    for (mut stream, answer) in connections {
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("the server closes the connection");
        assert!(text.starts_with(answer) && text.is_empty() == answer.is_empty(), "{text}");
    }
}
