//! The forms in which people, pipelines and servers write secrets, tokens and certificates: harmless ones are accepted, and what cannot
//! be used is refused without showing it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::entra_server::{Entra, app_claims, jwt};
use crate::support::graph_server::{INCIDENTS, PROFILES, Reply, Server, Tenant};
use crate::support::live::Live;
use crate::support::sign_in::{Program, SECRET};

/// A text as programs write it into a file.
fn written(text: &str) -> Vec<Vec<u8>> {
    let units = |order: fn(u16) -> [u8; 2]| format!("\u{feff}{text}\r\n").encode_utf16().flat_map(order).collect();
    vec![
        text.into(),
        format!("{text}\n").into(),
        format!("\u{feff}{text}\r\n\r\n").into(),
        units(u16::to_le_bytes),
        units(u16::to_be_bytes),
    ]
}

#[test]
fn every_file_with_a_secret_is_read_alike() {
    let job = jwt(&json!({ "iss": "i", "sub": "s", "aud": "a" }));
    for content in written(SECRET) {
        let entra = Entra::giving(app_claims());
        let seen = Program::new().at(&entra).app().file("AZURE_CLIENT_SECRET_FILE", content).status("");
        assert!(seen.starts_with("exit 0\n"), "{seen}");
        assert_eq!(entra.only().form()["client_secret"], SECRET);
    }
    for content in written(&job) {
        let entra = Entra::giving(app_claims());
        let seen = Program::new().at(&entra).app().file("AZURE_FEDERATED_TOKEN_FILE", content).status("");
        assert!(seen.starts_with("exit 0\n"), "{seen}");
        assert_eq!(entra.only().form()["client_assertion"], job);
    }
    for content in written(&jwt(&app_claims())) {
        let seen = Program::new().file("SCOREGATE_TOKEN_FILE", content).status("");
        assert!(seen.starts_with("exit 0\n"), "{seen}");
    }
    for content in written(include_str!("keys/app.pem")) {
        let entra = Entra::giving(app_claims());
        let seen = Program::new().at(&entra).app().file("AZURE_CLIENT_CERTIFICATE_PATH", content).status("");
        assert!(seen.starts_with("exit 0\n"), "{seen}");
    }
}

#[test]
fn a_variable_is_read_as_a_file_is() {
    let entra = Entra::giving(app_claims());
    let program = Program::new().at(&entra).app().set("AZURE_CLIENT_SECRET", format!("\u{feff}{SECRET}\r\n"));
    assert!(program.status("").starts_with("exit 0\n"));
    assert_eq!(entra.only().form()["client_secret"], SECRET);
}

#[test]
fn a_file_that_is_no_text_is_refused() {
    let unmarked: Vec<u8> = SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (content, what) in
        [(unmarked, "it holds NUL characters"), (b"\xffsecret-value-of-the-app".to_vec(), "it is not UTF-8")]
    {
        let seen = Program::new().app().file("AZURE_CLIENT_SECRET_FILE", content).status("");
        assert!(seen.starts_with("exit 5\n") && seen.contains(what), "{seen}");
    }
}

/// Reading a pipe waits for ever, and a device never ends.
#[cfg(unix)]
#[test]
fn no_special_file_is_read() {
    let entra = Entra::giving(app_claims());
    let variables = [
        "SSL_CERT_FILE",
        "AZURE_CLIENT_SECRET_FILE",
        "SCOREGATE_TOKEN_FILE",
        "AZURE_FEDERATED_TOKEN_FILE",
        "AZURE_CLIENT_CERTIFICATE_PATH",
    ];
    for name in variables {
        let program = Program::new().at(&entra).app();
        let pipe = program.folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in [pipe.to_string_lossy().into_owned(), "/dev/zero".to_owned(), "/".to_owned()] {
            let seen = Program::new().at(&entra).app().set(name, &path).status("");
            assert!(seen.starts_with("exit 5\n") && seen.contains("it is not a regular file"), "{name} {path}: {seen}");
        }
    }
    assert!(entra.asked().is_empty());
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let seen = Program::new().app().file("AZURE_CLIENT_SECRET_FILE", vec![b'x'; (1 << 20) + 1]).status("");
    assert!(seen.starts_with("exit 5\n") && seen.contains("it is larger than 1 MiB"), "{seen}");
}

#[test]
fn pkcs12_without_encryption_or_with_an_empty_password_is_read() {
    let files: [(&str, &[u8], &str); 6] = [
        ("open", include_bytes!("keys/app-open.p12"), ""),
        ("open, with a password that nothing needs", include_bytes!("keys/app-open.p12"), "pw"),
        ("open, with a checksum", include_bytes!("keys/app-open-checked.p12"), ""),
        ("encrypted with an empty password", include_bytes!("keys/app-empty-password.p12"), ""),
        ("encrypted", include_bytes!("keys/app.p12"), "p12-pass-word"),
        ("encrypted, with a line feed behind the password", include_bytes!("keys/app.p12"), "p12-pass-word\n"),
    ];
    for (what, file, password) in files {
        let entra = Entra::giving(app_claims());
        let program = Program::new().at(&entra).app().file("AZURE_CLIENT_CERTIFICATE_PATH", file);
        let seen = program.set("AZURE_CLIENT_CERTIFICATE_PASSWORD", password).status("");
        assert!(seen.starts_with("exit 0\n"), "{what}: {seen}");
        assert!(entra.only().form().contains_key("client_assertion"), "{what}");
    }
    for (file, password, what) in [
        (include_bytes!("keys/app-open-checked.p12").as_slice(), "wrong", "the password is wrong"),
        (include_bytes!("keys/app-half-open.p12"), "pw123", "it holds no private key with a certificate"),
        (&include_bytes!("keys/app-open.p12")[..2000], "", "it is neither PEM nor PKCS#12"),
    ] {
        let program = Program::new().app().file("AZURE_CLIENT_CERTIFICATE_PATH", file);
        let seen = program.set("AZURE_CLIENT_CERTIFICATE_PASSWORD", password).status("");
        assert!(seen.starts_with("exit 5\n") && seen.contains(what), "{seen}");
    }
}

/// The answer of a server with a token, and something said of its life.
fn answer(token: &str, life: &Value) -> String {
    let mut answer = json!({ "access_token": token, "token_type": "Bearer" });
    answer.as_object_mut().unwrap().extend(life.as_object().unwrap().clone());
    answer.to_string()
}

#[test]
fn a_managed_identity_may_name_the_life_of_its_token_in_any_form() {
    for life in [
        json!({ "expires_on": "4102444800", "resource": "https://graph.microsoft.com" }),
        json!({ "expires_on": 4_102_444_800_i64, "resource": "https://graph.microsoft.com" }),
        json!({ "expires_in": "3599", "resource": "https://graph.microsoft.com" }),
        json!({ "expires_in": 3599 }),
        json!({}),
    ] {
        let body = answer(&jwt(&app_claims()), &life);
        let service = Entra::plain(move |_| (200, body.clone()));
        let program = Program::new()
            .set("IDENTITY_ENDPOINT", format!("http://127.0.0.1:{}/msi/token", service.port))
            .secret("IDENTITY_HEADER", "header-of-the-service");
        let seen = program.status("");
        assert!(seen.starts_with("exit 0\n"), "{life}: {seen}");
    }
}

#[test]
fn entra_may_name_the_life_of_a_token_as_text_or_not_at_all() {
    let opaque = "opaque-token-that-names-no-life";
    for life in
        [json!({ "expires_in": 3599 }), json!({ "expires_in": "3599" }), json!({ "expires_in": null }), json!({})]
    {
        let entra = Entra::always(200, &answer(opaque, &life));
        let program = Program::new().at(&entra).app().secret("AZURE_CLIENT_SECRET", SECRET);
        let seen = program.status("");
        assert!(seen.contains("token     had, holds until "), "{life}: {seen}");
        assert!(!seen.contains(opaque));
    }
}

#[test]
fn a_secret_or_token_of_fewer_than_sixteen_characters_is_refused_and_not_shown() {
    // The name of the sign-in server holds the first of them.
    for short in ["soft", "fifteen-letters"] {
        let cases = [
            ("AZURE_CLIENT_SECRET", Program::new().app().secret("AZURE_CLIENT_SECRET", short)),
            ("AZURE_CLIENT_SECRET_FILE", Program::new().app().file("AZURE_CLIENT_SECRET_FILE", short)),
            ("SCOREGATE_TOKEN", Program::new().secret("SCOREGATE_TOKEN", short)),
            ("SCOREGATE_TOKEN_FILE", Program::new().file("SCOREGATE_TOKEN_FILE", short)),
            ("AZURE_FEDERATED_TOKEN_FILE", Program::new().app().file("AZURE_FEDERATED_TOKEN_FILE", short)),
            ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", {
                let program = Program::new().app().secret("ACTIONS_ID_TOKEN_REQUEST_TOKEN", short);
                program.set("ACTIONS_ID_TOKEN_REQUEST_URL", "https://localhost/job")
            }),
        ];
        for (name, program) in cases {
            let seen = program.hiding(short).status("");
            let what = format!("what {name} gives has fewer than 16 characters");
            assert!(seen.starts_with("exit 5\n") && seen.contains(&what) && !seen.contains("***"), "{name}: {seen}");
        }
    }
    let entra = Entra::giving(app_claims());
    let program = Program::new().at(&entra).app().secret("AZURE_CLIENT_SECRET", "sixteen-letters!");
    assert!(program.status("").starts_with("exit 0\n"));
}

#[test]
fn a_short_password_changes_no_message() {
    let entra = Entra::always(400, &crate::support::entra_server::refusal(50000, "See login.microsoftonline.com"));
    let program =
        Program::new().at(&entra).app().file("AZURE_CLIENT_CERTIFICATE_PATH", include_bytes!("keys/app-open.p12"));
    let seen = program.set("AZURE_CLIENT_CERTIFICATE_PASSWORD", "soft").status("");
    assert!(seen.contains("See login.microsoftonline.com"), "{seen}");
    let entra = Entra::always(400, &crate::support::entra_server::refusal(50000, "See p12-pass-word"));
    let program = Program::new().at(&entra).app().file("AZURE_CLIENT_CERTIFICATE_PATH", include_bytes!("keys/app.p12"));
    let seen = program.secret("AZURE_CLIENT_CERTIFICATE_PASSWORD", "p12-pass-word").status("");
    assert!(seen.contains("AADSTS50000: See ***"), "{seen}");
}

/// Graph's answer to a `$skiptoken` that does not go with the `$top` that it came from.
fn refused(_: Reply) -> Reply {
    Reply::error(400, "BadRequest", "Invalid SkipToken: the value does not match the query.")
}

#[test]
fn a_catalogue_whose_second_page_refuses_its_skiptoken_is_fetched_again_without_top() {
    let live = Live::of(Server::new(Tenant { days: 1, ..Tenant::default() }));
    live.server.next(PROFILES, [|page| page, refused]);
    let run = live.run("record --out t.json --days 1");
    assert_eq!(run.code, 0, "{}", run.seen());
    insta::assert_snapshot!("without_top", live.server.targets().join("\n"));
    let recording: Value = serde_json::from_str(&live.workspace.read("t.json")).unwrap();
    let requests: Vec<&str> =
        recording["responses"].as_array().unwrap().iter().map(|one| one["request"].as_str().unwrap()).collect();
    assert!(!requests.iter().any(|request| request.contains("Profiles?$top")), "{requests:?}");
    assert!(run.stdout.contains("417 profiles, complete"), "{}", run.seen());
}

#[test]
fn pages_are_fetched_again_once_and_only_for_a_skiptoken() {
    let again = Live::new();
    again.server.next(PROFILES, [|page| page, refused, |page| page, refused]);
    assert!(again.fails("").contains("Graph answered 400 Bad Request: BadRequest: Invalid SkipToken"));
    let first = Live::new();
    first.server.next(PROFILES, [refused]);
    assert!(first.fails("").contains("Invalid SkipToken"));
    assert_eq!(first.server.targets().iter().filter(|target| target.starts_with(PROFILES)).count(), 1);
    let other = Live::new();
    other.server.next(PROFILES, [|page| page, |_| Reply::error(400, "BadRequest", "No.")]);
    assert!(other.fails("").contains("BadRequest: No."));
    assert_eq!(other.server.targets().iter().filter(|target| target.starts_with(PROFILES)).count(), 2);
    let incidents = Live::new();
    incidents.server.next(INCIDENTS, [refused]);
    assert!(incidents.fails("--incidents").contains("Invalid SkipToken"));
}

#[test]
fn a_token_file_that_is_renewed_is_read_again() {
    let (first, second) = (jwt(&json!({ "sub": "first" })), jwt(&json!({ "sub": "second" })));
    let live = Live::new();
    let path = live.workspace.path("token").to_string_lossy().into_owned();
    live.workspace.file("token", format!("{first}\n"));
    let renewed = live.workspace.path("token");
    live.server.step(
        crate::support::graph_server::SCORES,
        Box::new(move |_| {
            std::fs::write(&renewed, format!("{second}\n")).unwrap();
            Reply::error(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
        }),
    );
    let mut command = live.command("record --out t.json --days 1");
    command.env_remove("SCOREGATE_TOKEN").env("AZURE_FEDERATED_TOKEN_FILE", path);
    command
        .env("AZURE_TENANT_ID", crate::support::entra_server::TENANT)
        .env("AZURE_CLIENT_ID", crate::support::entra_server::CLIENT);
    command.timeout(Duration::from_secs(60));
    let run = live.finish(command);
    assert_eq!(run.code, 0, "{}", run.seen());
}
