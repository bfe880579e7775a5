//! The forms in which people, pipelines and servers write secrets, tokens and certificates: harmless ones are accepted,
//! and what cannot be used is refused without showing it.

use serde_json::json;

use crate::support::entra_server::{Entra, app_claims, jwt};
use crate::support::sign_in::{Program, SECRET};

#[cfg(unix)]
#[test]
fn a_token_file_that_is_a_pipe_is_not_waited_for() {
    let program = Program::new();
    let pipe = program.folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    insta::assert_snapshot!(program.set("SCOREGATE_TOKEN_FILE", pipe.to_string_lossy()).status(""));
}

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
    for content in written(include_str!("../keys/app.pem")) {
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
        [(unmarked, "it contains NUL characters"), (b"\xffsecret-value-of-the-app".to_vec(), "it is not UTF-8")]
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
        ("open", include_bytes!("../keys/app-open.p12"), ""),
        ("open, with a password that nothing needs", include_bytes!("../keys/app-open.p12"), "pw"),
        ("open, with a checksum", include_bytes!("../keys/app-open-checked.p12"), ""),
        ("encrypted with an empty password", include_bytes!("../keys/app-empty-password.p12"), ""),
        ("encrypted", include_bytes!("../keys/app.p12"), "p12-pass-word"),
        ("encrypted, with a line feed behind the password", include_bytes!("../keys/app.p12"), "p12-pass-word\n"),
    ];
    for (what, file, password) in files {
        let entra = Entra::giving(app_claims());
        let program = Program::new().at(&entra).app().file("AZURE_CLIENT_CERTIFICATE_PATH", file);
        let seen = program.set("AZURE_CLIENT_CERTIFICATE_PASSWORD", password).status("");
        assert!(seen.starts_with("exit 0\n"), "{what}: {seen}");
        assert!(entra.only().form().contains_key("client_assertion"), "{what}");
    }
    for (file, password, what) in [
        (include_bytes!("../keys/app-open-checked.p12").as_slice(), "wrong", "the password is wrong"),
        (include_bytes!("../keys/app-half-open.p12"), "pw123", "it contains no private key with a certificate"),
        (&include_bytes!("../keys/app-open.p12")[..2000], "", "it is neither PEM nor PKCS#12"),
    ] {
        let program = Program::new().app().file("AZURE_CLIENT_CERTIFICATE_PATH", file);
        let seen = program.set("AZURE_CLIENT_CERTIFICATE_PASSWORD", password).status("");
        assert!(seen.starts_with("exit 5\n") && seen.contains(what), "{seen}");
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
        Program::new().at(&entra).app().file("AZURE_CLIENT_CERTIFICATE_PATH", include_bytes!("../keys/app-open.p12"));
    let seen = program.set("AZURE_CLIENT_CERTIFICATE_PASSWORD", "soft").status("");
    assert!(seen.contains("See login.microsoftonline.com"), "{seen}");
    let entra = Entra::always(400, &crate::support::entra_server::refusal(50000, "See p12-pass-word"));
    let program =
        Program::new().at(&entra).app().file("AZURE_CLIENT_CERTIFICATE_PATH", include_bytes!("../keys/app.p12"));
    let seen = program.secret("AZURE_CLIENT_CERTIFICATE_PASSWORD", "p12-pass-word").status("");
    assert!(seen.contains("AADSTS50000: See ***"), "{seen}");
}
