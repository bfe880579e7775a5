//! What a distrustful reader tried with the sign-in: variables that did not arrive, answers that repeat what they were asked with,
//! answers made to crash or to hang.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::entra_server::{Entra, app_claims, jwt, refusal};
#[cfg(unix)]
use crate::support::graph_server::TOKEN;
#[cfg(unix)]
use crate::support::live::Live;
#[cfg(unix)]
use crate::support::sign_in::with_az;
use crate::support::sign_in::{Program, SECRET};

/// A tenant that is not the one of the tests.
pub(crate) const OTHER: &str = "0bad0bad-0000-4000-8000-000000000009";

/// Waits for what another process or thread does at its own pace.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < end, "in vain: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Beside each of these an Azure CLI is there, signed in as somebody else.
#[cfg(unix)]
#[test]
fn where_a_variable_did_not_arrive_nobody_else_signs_in() {
    let body = json!({ "accessToken": jwt(&app_claims()), "expires_on": 4_102_444_800_i64, "tokenType": "Bearer" });
    let other = || with_az(&format!("echo '{body}'"));
    let job = || {
        other()
            .set("ACTIONS_ID_TOKEN_REQUEST_URL", "https://localhost/job")
            .secret("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "bearer-of-the-job")
    };
    let service = || {
        other().set("IDENTITY_ENDPOINT", "http://127.0.0.1:1/msi").secret("IDENTITY_HEADER", "header-of-the-service")
    };
    let cases = [
        ("an app", other().set("AZURE_CLIENT_ID", "")),
        ("an app that is blank", other().set("AZURE_CLIENT_ID", " ")),
        ("a tenant", other().set("AZURE_TENANT_ID", "")),
        ("the token of a pod", other().app().set("AZURE_FEDERATED_TOKEN_FILE", "")),
        ("a service connection", other().app().set("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "")),
        ("app and tenant of a job", job().set("AZURE_CLIENT_ID", "").set("AZURE_TENANT_ID", "")),
        ("the address of a job", other().app().set("ACTIONS_ID_TOKEN_REQUEST_URL", "")),
        ("the endpoint of a service", other().set("IDENTITY_ENDPOINT", "")),
        ("a user-assigned identity", service().set("AZURE_CLIENT_ID", "")),
        (
            "the tenant of a ready token",
            other().secret("SCOREGATE_TOKEN", jwt(&app_claims())).set("AZURE_TENANT_ID", ""),
        ),
        ("the app of a secret", other().app().secret("AZURE_CLIENT_SECRET", SECRET).set("AZURE_CLIENT_ID", "")),
    ];
    let seen: Vec<String> = cases.iter().map(|(what, program)| format!("# {what}\n{}", program.status(""))).collect();
    assert!(seen.iter().all(|seen| seen.contains("\nexit 5\n")), "{}", seen.join("\n"));
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn an_endpoint_that_repeats_its_header_betrays_nothing() {
    let service = Entra::plain(|asked| (400, format!("bad header {}", asked.headers["x-identity-header"])));
    let program = Program::new()
        .set("IDENTITY_ENDPOINT", format!("http://127.0.0.1:{}/msi/token", service.port))
        .secret("IDENTITY_HEADER", "header-of-the-service");
    insta::assert_snapshot!(program.status("").replace(&service.port.to_string(), "PORT"));
}

/// In a form the secret has another spelling; in JSON any letter of it can be an escape; and where a long answer is cut only a part
/// of it is left.
#[test]
fn a_secret_is_hidden_in_every_spelling_and_before_an_answer_is_cut() {
    const ODD: &str = "s3cret~with+odd/letters that-nobody-may-see";
    let program = |entra: &Entra| Program::new().at(entra).app().secret("AZURE_CLIENT_SECRET", ODD).hiding("s3cret");
    let form = Entra::new(|asked| (400, refusal(50000, &format!("Bad: {}", asked.body))));
    insta::assert_snapshot!(program(&form).status("--verbose").split(" ms ").last().unwrap().to_owned());
    // With AADSTS50000 before it the description is cut within the secret.
    let long =
        Entra::new(|asked| (400, refusal(50000, &format!("{}{}", "x".repeat(575), asked.form()["client_secret"]))));
    assert!(program(&long).status("").contains("xxx***"));
    let escaped = Entra::new(|_| {
        let body = refusal(50000, ODD).replace("s3cret", "\\u0073\\u0033cret");
        (400, body)
    });
    assert!(program(&escaped).status("").contains("AADSTS50000: ***"));
}

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

#[cfg(unix)]
#[test]
fn a_token_file_that_is_a_pipe_is_not_waited_for() {
    let program = Program::new();
    let pipe = program.folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    insta::assert_snapshot!(program.set("SCOREGATE_TOKEN_FILE", pipe.to_string_lossy()).status(""));
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_lives_on_of_an_azure_cli_that_hangs() {
    let program = with_az("sleep 300 & echo $! > \"$HOME/pid\"; wait");
    let home = program.folder.path().to_owned();
    let program = program.set("HOME", home.to_string_lossy());
    // On a busy machine it may take longer to start it than there is time.
    let pid = ["500ms", "2s", "9s"].iter().find_map(|time| {
        let seen = program.status(&format!("--timeout {time}"));
        assert!(seen.contains("no token came by azure-cli within"), "{seen}");
        std::fs::read_to_string(home.join("pid")).ok().filter(|pid| pid.ends_with('\n'))
    });
    let pid = pid.expect("az was started");
    // Whoever inherits it may take its time to bury it.
    let stat = || std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    until("the process ends", || {
        stat().rsplit(") ").next().is_none_or(|rest| rest.is_empty() || rest.starts_with('Z'))
    });
}

#[cfg(unix)]
#[test]
fn the_azure_cli_is_started_once_for_all_pages_and_is_given_no_secret() {
    let body = json!({ "accessToken": TOKEN, "expires_on": 4_102_444_800_i64, "tokenType": "Bearer" });
    let az = with_az(&format!("echo once >> \"$HOME/asked\"; env >> \"$HOME/environment\"; echo '{body}'"));
    let home = az.folder.path();
    let live = Live::new();
    let mut command = live.command("record --out t.json --days 1 --auth azure-cli");
    command.env("HOME", home).env("PATH", format!("{}:/bin:/usr/bin", home.join("bin").display()));
    let secrets = [
        "AZURE_CLIENT_SECRET",
        "AZURE_CLIENT_CERTIFICATE_PASSWORD",
        "SCOREGATE_TOKEN",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
        "SYSTEM_ACCESSTOKEN",
        "IDENTITY_HEADER",
    ];
    command.envs(secrets.map(|name| (name, SECRET)));
    let run = live.finish(command);
    assert_eq!(run.code, 0, "{}", run.seen());
    assert!(live.server.targets().len() > 3, "more than one page was asked for");
    assert_eq!(std::fs::read_to_string(home.join("asked")).unwrap(), "once\n");
    let environment = std::fs::read_to_string(home.join("environment")).unwrap();
    assert!(environment.contains("HOME=") && !environment.contains(SECRET), "{environment}");
}

#[test]
fn the_variable_that_names_the_tenant_is_told_where_the_token_is_of_another() {
    let mut claims = app_claims();
    claims["tid"] = json!(OTHER);
    let (granted, job) =
        (crate::support::entra_server::granted(&claims), json!({ "oidcToken": jwt(&json!({})) }).to_string());
    let entra = Entra::new(move |asked| match asked.target.contains("/oauth2/") {
        true => granted.clone(),
        false => (200, job.clone()),
    });
    let program = Program::new().at(&entra).service_connection(&entra);
    insta::assert_snapshot!(program.status(""));
}

/// A proxy that wants a password would want it again.
#[test]
fn a_proxy_that_wants_a_password_is_not_asked_again() {
    let proxy = Entra::plain(|_| (407, String::new()));
    let hosts = "--graph-host https://graph.microsoft.com --login-host https://login.example";
    let program = Program::new().app().secret("AZURE_CLIENT_SECRET", SECRET);
    let address = format!("http://name:secret-word@127.0.0.1:{}", proxy.port);
    let seen = program.set("HTTPS_PROXY", address).hiding("secret-word").status(hosts);
    insta::assert_snapshot!(seen.replace(&proxy.port.to_string(), "PROXY"));
    assert_eq!(proxy.asked().len(), 1);
}
