//! The settings that restrict where traffic may go: each request follows them, and one that cannot be used stops the run before the
//! first request.

use std::net::TcpListener;

use serde_json::json;

use super::proxy::proxy;
use crate::support::entra_server::{Entra, app_claims, granted, jwt};
use crate::support::live::Live;
use crate::support::sign_in::{Program, SECRET};

/// Values that are no address of a proxy.
const UNUSABLE: [&str; 10] = [
    "\"http://name:pa55-word@proxy.example:8080\"",
    "'http://name:pa55-word@proxy.example:8080'",
    "http://DOM\\name:pa55-word@proxy.example:8080",
    "http://name:pa55-word@proxy.example :8080",
    "http://name:pa55-word@proxy.example:8080/path",
    "http://name:pa55#word@proxy.example:8080",
    "http://name:pa55-word@proxy.example:port",
    "http//name:pa55-word@proxy.example:8080",
    "socks5://name:pa55-word@proxy.example:1080",
    "$(proxyWithPa55-word)",
];

/// A sign-in with a client secret.
fn with_secret(entra: &Entra) -> Program {
    Program::new().at(entra).app().secret("AZURE_CLIENT_SECRET", SECRET)
}

#[test]
fn a_proxy_that_cannot_be_used_stops_the_sign_in_before_any_request() {
    let entra = Entra::giving(app_claims());
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        for value in UNUSABLE {
            let seen = with_secret(&entra).secret(name, value).hiding("pa55").status("");
            assert!(seen.starts_with("exit 5\n"), "{name} {value}: {seen}");
            let what = format!("{name} is not the address of a proxy that can be used: ");
            assert!(seen.contains(&what), "{name} {value}: {seen}");
        }
    }
    assert!(entra.asked().is_empty());
    insta::assert_snapshot!(with_secret(&entra).set("HTTPS_PROXY", UNUSABLE[2]).status(""));
}

#[test]
fn a_proxy_that_cannot_be_used_stops_a_read_with_a_ready_token_too() {
    let live = Live::new();
    for (name, value) in [("HTTPS_PROXY", UNUSABLE[0]), ("all_proxy", UNUSABLE[3]), ("https_proxy", "\u{feff}\"p\"")] {
        let mut command = live.command("record --out t.json --days 1");
        command.env(name, value);
        let run = live.finish(command);
        assert_eq!(run.code, 5, "{}", run.seen());
        assert!(run.stderr.contains(&format!("{name} is not the address of a proxy")), "{}", run.seen());
    }
    assert_eq!(live.server.connections(), 0);
    assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml"]);
}

#[test]
fn no_token_of_a_machine_is_requested_where_the_proxy_cannot_be_used() {
    let service = Entra::plain(|_| (500, String::new()));
    let program = Program::new()
        .set("IDENTITY_ENDPOINT", format!("http://127.0.0.1:{}/msi/token", service.port))
        .secret("IDENTITY_HEADER", "header-of-the-service")
        .set("HTTPS_PROXY", UNUSABLE[0]);
    assert!(program.status("").starts_with("exit 5\n"));
    assert!(service.asked().is_empty());
}

#[test]
fn what_a_pipeline_leaves_around_an_address_does_no_harm() {
    for (name, around) in [
        ("HTTPS_PROXY", ("", "\n")),
        ("https_proxy", (" ", "\r\n")),
        ("ALL_PROXY", ("\u{feff}", "\t")),
        ("all_proxy", ("", "/ ")),
    ] {
        let (port, asked) = proxy();
        let (before, after) = around;
        let address = format!("{before}http://name:word@127.0.0.1:{port}{after}");
        let live = Live::new();
        let mut command = live.command("record --out t.json --days 1");
        command.env(name, &address);
        let run = live.finish(command);
        assert_eq!(run.code, 0, "{name}: {}", run.seen());
        assert!(!asked.lock().unwrap().is_empty(), "{name}");
        asked.lock().unwrap().clear();
        let entra = Entra::giving(app_claims());
        assert!(with_secret(&entra).set(name, address).status("").starts_with("exit 0\n"), "{name}");
        let heads = asked.lock().unwrap();
        assert_eq!(heads.len(), 1, "{name}");
        assert!(heads[0].to_lowercase().contains("proxy-authorization: basic bmftztp3b3jk"), "{name} {heads:?}");
        assert!(!heads[0].contains(SECRET));
    }
}

#[test]
fn user_and_password_of_a_proxy_are_decoded() {
    let (port, asked) = proxy();
    let entra = Entra::giving(app_claims());
    let program = with_secret(&entra).set("HTTPS_PROXY", format!("http://DOM%5Cname:p%40ss@127.0.0.1:{port}"));
    assert!(program.hiding("p%40ss").hiding("p@ss").status("--verbose").starts_with("exit 0\n"));
    // `DOM\name:p@ss` in base64.
    assert!(asked.lock().unwrap()[0].contains("Basic RE9NXG5hbWU6cEBzcw=="));
}

/// A setting that does not count may say what it likes.
#[test]
fn a_setting_that_concerns_no_request_stops_nothing() {
    let entra = Entra::giving(app_claims());
    let (port, asked) = proxy();
    let good = format!("http://127.0.0.1:{port}");
    for (what, set, expected) in [
        (
            "a SOCKS proxy for what has none of its own",
            vec![("ALL_PROXY", "socks5://p:1080"), ("HTTPS_PROXY", &good)],
            1,
        ),
        ("the same proxy twice", vec![("HTTPS_PROXY", &*good), ("https_proxy", &format!("{good}/"))], 1),
        ("one that is empty", vec![("HTTPS_PROXY", ""), ("https_proxy", &good)], 1),
        ("a blank one before that for all", vec![("HTTPS_PROXY", " \n"), ("ALL_PROXY", &good)], 1),
        ("a proxy for plain HTTP", vec![("HTTP_PROXY", "\"http://p\""), ("http_proxy", "x y")], 0),
        ("exceptions without a proxy", vec![("NO_PROXY", "'a'|b")], 0),
        ("nothing", vec![("HTTPS_PROXY", ""), ("ALL_PROXY", ""), ("NO_PROXY", "")], 0),
    ] {
        let program = set.into_iter().fold(with_secret(&entra), |program, (name, value)| program.set(name, value));
        let seen = program.status("");
        assert!(seen.starts_with("exit 0\n"), "{what}: {seen}");
        assert_eq!(asked.lock().unwrap().drain(..).count(), expected, "{what}");
    }
}

#[test]
fn two_spellings_that_differ_stop_the_run() {
    let entra = Entra::giving(app_claims());
    let proxies = with_secret(&entra).set("HTTPS_PROXY", "http://a.example:1").set("https_proxy", "http://b.example:1");
    let seen = proxies.status("");
    assert!(seen.contains("HTTPS_PROXY and https_proxy differ") && !seen.contains("example:1"), "{seen}");
    let exceptions = with_secret(&entra).set("HTTPS_PROXY", "http://127.0.0.1:9").set("NO_PROXY", "localhost");
    assert!(exceptions.set("no_proxy", "other.example").status("").contains("NO_PROXY and no_proxy differ"));
    assert!(entra.asked().is_empty());
}

#[test]
fn exceptions_hold_for_sign_in_and_graph_in_every_form() {
    for (name, form) in [
        ("NO_PROXY", "localhost"),
        ("no_proxy", " LOCALHOST.\n"),
        ("NO_PROXY", "a.example;localhost:PORT"),
        ("NO_PROXY", "*"),
        ("no_proxy", ".example, localhost"),
    ] {
        let (port, asked) = proxy();
        let (live, entra) = (Live::new(), Entra::giving(app_claims()));
        let mut command = live.command("record --out t.json --days 1");
        command.env("HTTPS_PROXY", format!("http://127.0.0.1:{port}"));
        command.env(name, form.replace("PORT", &live.server.port.to_string()));
        let run = live.finish(command);
        assert_eq!(run.code, 0, "{form}: {}", run.seen());
        let program = with_secret(&entra).set("HTTPS_PROXY", format!("http://127.0.0.1:{port}"));
        assert!(program.set(name, form.replace("PORT", &entra.port.to_string())).status("").starts_with("exit 0\n"));
        assert!(asked.lock().unwrap().is_empty(), "{form}");
    }
}

#[test]
fn exceptions_that_cannot_be_used_stop_the_run() {
    let entra = Entra::giving(app_claims());
    for value in ["localhost,'b'", "a, https://localhost", "a.example b|c"] {
        let program = with_secret(&entra).set("HTTPS_PROXY", "http://127.0.0.1:9").set("NO_PROXY", value);
        let seen = program.status("");
        assert!(seen.starts_with("exit 5\n") && seen.contains("entry 2 of NO_PROXY is not a host"), "{seen}");
    }
    assert!(entra.asked().is_empty());
}

#[test]
fn where_there_is_no_connection_the_proxy_is_named_without_its_password() {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let address = format!("http://name:pa55-word@127.0.0.1:{port}");
    let steady = |seen: String| seen.replace(&format!(":{}", port), ":PROXY");
    let entra = Entra::giving(app_claims());
    let program = with_secret(&entra).set("https_proxy", &address).hiding("pa55");
    insta::assert_snapshot!("dead_proxy_sign_in", steady(program.status("")));
    let live = Live::new();
    let mut command = live.command("record --out t.json --days 1 --timeout 900ms");
    command.env("ALL_PROXY", &address);
    let run = live.finish(command);
    assert!(!run.seen().contains("pa55"), "{}", run.seen());
    insta::assert_snapshot!("dead_proxy_graph", steady(run.seen()));
}

/// What a CI system or an app service is asked for goes the same way, but for an endpoint on the machine.
#[test]
fn requests_to_a_ci_system_use_the_proxy_and_those_to_the_machine_do_not() {
    let job = jwt(&json!({ "iss": "i", "aud": "a", "sub": "s" }));
    let given = json!({ "value": job, "oidcToken": job }).to_string();
    let entra = Entra::new(move |asked| match asked.target.contains("/oauth2/") {
        true => granted(&app_claims()),
        false => (200, given.clone()),
    });
    let (port, asked) = proxy();
    let through = |program: Program| program.set("HTTPS_PROXY", format!("http://127.0.0.1:{port}"));
    let github = Program::new()
        .at(&entra)
        .app()
        .set("ACTIONS_ID_TOKEN_REQUEST_URL", entra.url("/job?v=1"))
        .secret("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "bearer-of-the-job");
    let pipelines = Program::new().at(&entra).service_connection(&entra);
    for program in [github, pipelines] {
        assert!(through(program).status("").starts_with("exit 0\n"));
        assert!(!asked.lock().unwrap().drain(..).collect::<Vec<_>>().is_empty());
    }
    let service = Entra::plain(|_| {
        let body = json!({ "access_token": jwt(&app_claims()), "expires_on": "4102444800", "token_type": "Bearer", "resource": "" });
        (200, body.to_string())
    });
    let machine = Program::new()
        .set("IDENTITY_ENDPOINT", format!("http://127.0.0.1:{}/msi/token", service.port))
        .set("HTTP_PROXY", "http://127.0.0.1:9")
        .set("ALL_PROXY", "http://127.0.0.1:9")
        .secret("IDENTITY_HEADER", "header-of-the-service");
    assert!(through(machine).status("").starts_with("exit 0\n"));
    assert!(asked.lock().unwrap().is_empty());
}

/// The certificate of the authority of the tests, in UTF-16.
fn utf16(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_file_of_authorities_is_read_in_every_encoding_and_a_folder_too() {
    let entra = Entra::giving(app_claims());
    let pem = crate::support::tls::ca_pem();
    for content in [format!("\u{feff}{pem}").into_bytes(), utf16(pem), format!("a comment\n{pem}\n").into_bytes()] {
        let seen = with_secret(&entra).file("SSL_CERT_FILE", content).status("");
        assert!(seen.starts_with("exit 0\n"), "{seen}");
    }
    let program = with_secret(&entra);
    let folder = program.folder.path().to_string_lossy().into_owned();
    let program = program.set("SSL_CERT_FILE", format!("{folder}/ca.pem\n"));
    assert!(program.status("").starts_with("exit 0\n"));
    let program = program.set("SSL_CERT_FILE", " ").set("SSL_CERT_DIR", format!("{folder}\n"));
    assert!(program.status("").starts_with("exit 0\n"));
}

#[test]
fn authorities_that_cannot_be_used_stop_the_run_and_an_empty_variable_counts_as_unset() {
    let entra = Entra::giving(app_claims());
    let damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for content in ["", "certificates", damaged] {
        let seen = with_secret(&entra).file("SSL_CERT_FILE", content).status("");
        assert!(seen.starts_with("exit 5\n") && seen.contains("SSL_CERT_FILE names FOLDER/ssl_cert_file, "), "{seen}");
        assert!(seen.contains("it contains no certificate in PEM that can be used"), "{seen}");
    }
    let seen = with_secret(&entra).set("SSL_CERT_FILE", "").set("SSL_CERT_DIR", "/nowhere").status("");
    assert!(seen.contains("SSL_CERT_DIR names /nowhere, "), "{seen}");
    // The authority of the tests is none of the system's.
    for program in [with_secret(&entra).set("SSL_CERT_FILE", ""), with_secret(&entra).set("SSL_CERT_FILE", "\n")] {
        let seen = program.status("");
        assert!(seen.contains("no trusted connection to localhost") || seen.contains("No CA certificates"), "{seen}");
    }
    assert!(entra.asked().is_empty());
}
