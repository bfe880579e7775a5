//! How long a token lives, in every form in which a server writes it, and a token file that is renewed.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::entra_server::{Entra, app_claims, jwt};
use crate::support::graph_server::Reply;
use crate::support::live::Live;
use crate::support::sign_in::{Program, SECRET};

#[test]
fn a_token_with_an_impossible_life_is_none() {
    let lives = [json!(999_999_999_999_i64), json!(i64::MIN), json!("999999999999"), json!(-1), json!(1e300)];
    let seen = lives.map(|life| {
        let body = json!({ "token_type": "Bearer", "expires_in": life, "access_token": jwt(&app_claims()) });
        let entra = Entra::always(200, &body.to_string());
        let seen = Program::new().at(&entra).app().secret("AZURE_CLIENT_SECRET", SECRET).status("");
        assert_eq!(entra.asked().len(), 1, "it is not asked again");
        seen
    });
    assert!(seen.iter().all(|other| *other == seen[0]), "{}", seen.join("\n"));
    insta::assert_snapshot!(seen[0]);
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
        assert!(seen.contains("token     obtained, valid until "), "{life}: {seen}");
        assert!(!seen.contains(opaque));
    }
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
