//! What a distrustful reader tried with Graph and the recording: the token repeated, other collections and other tenants, commands
//! for the log of a pipeline, bodies that drip, and a program that is killed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::review::{OTHER, until};
use crate::support::entra_server::TENANT;
use crate::support::graph_server::{Body, INCIDENTS, PROFILES, Reply, SCORES, Server, TOKEN, Tenant};
use crate::support::live::{Live, SETTINGS};
use crate::support::workspace::Run;

#[test]
fn a_gateway_that_escapes_the_token_it_repeats_does_not_get_it_into_a_log() {
    let live = Live::new();
    for status in [400, 200] {
        let escaped = TOKEN.replace("eyJ0", "\\u0065yJ0");
        let body = format!("{{\"error\":{{\"code\":\"x\",\"message\":\"Bad: {escaped}\"}}}}");
        live.server.step(SCORES, Box::new(move |_| Reply::json(status, body)));
        let seen = live.fails("-v");
        assert!(seen.contains("***") || seen.contains("it repeats the token"), "{seen}");
    }
}

#[test]
fn a_token_that_is_repeated_in_any_header_is_hidden_before_it_is_cut() {
    let live = Live::new();
    let echo = |reply: Reply| {
        reply.header("request-id", TOKEN).header("client-request-id", TOKEN).header("Warning", format!("199 - {TOKEN}"))
    };
    live.server.next(SCORES, [echo]);
    // The harness looks for it in the recording and in all that is printed.
    let run = live.run("record --out t.json --days 1 -v");
    assert_eq!(run.code, 0, "{}", run.seen());
    assert!(run.stderr.contains("request-id ***"), "{}", run.stderr);
    live.server.next(SCORES, [|reply: Reply| reply.header("Content-Type", format!("text/{TOKEN}"))]);
    let run = live.run("record --out t2.json --days 1");
    assert!(run.code == 5 && run.stderr.contains("text/***"), "{}", run.seen());
}

#[test]
fn a_next_link_to_another_collection_is_not_followed() {
    let live = Live::new();
    let link = format!("{}{INCIDENTS}?$top=50", live.server.origin());
    live.server.step(PROFILES, Box::new(|reply| reply.change(|page| page["@odata.nextLink"] = link.into())));
    insta::assert_snapshot!(live.fails(""));
    assert!(live.server.targets().iter().all(|target| !target.starts_with(INCIDENTS)));
}

#[test]
fn a_next_link_that_spells_its_collection_otherwise_is_followed() {
    let live = Live::new();
    live.server.next(
        PROFILES,
        [|reply| {
            reply.change(|page| {
                let link = page["@odata.nextLink"].as_str().unwrap().replace("/v1.0/security/", "/V1.0/Security/");
                page["@odata.nextLink"] = link.into();
            })
        }],
    );
    // This server knows one spelling alone, and so it is the server that refuses.
    assert!(live.fails("").contains("Graph answered 404"));
}

/// Runs `record` with a token that says of which tenant it is, or with a variable that does.
fn signed_in_to(live: &Live, carried: Option<&str>, configured: Option<&str>) -> Run {
    let claims = |tenant: &str| URL_SAFE_NO_PAD.encode(json!({ "tid": tenant }).to_string());
    let token = carried.map_or_else(|| TOKEN.to_owned(), |tenant| format!("{TOKEN}.{}.c2ln", claims(tenant)));
    let mut command = live.command("record --out t.json --days 1");
    command.env("SCOREGATE_TOKEN", token);
    if let Some(tenant) = configured {
        command.env("AZURE_TENANT_ID", tenant);
    }
    live.finish(command)
}

#[test]
fn data_of_another_tenant_than_the_one_that_was_signed_in_to_is_refused() {
    let live = Live::new();
    for (carried, configured) in [(Some(OTHER), None), (None, Some(OTHER))] {
        let run = signed_in_to(&live, carried, configured);
        assert_eq!(run.code, 5, "{}", run.seen());
        // Which of the two chains is told first is chance.
        assert!(run.stderr.contains(&format!("the data is of tenant {TENANT}, but the sign-in is to tenant {OTHER}")));
    }
    assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml"]);
    let upper = TENANT.to_uppercase();
    for (carried, configured) in
        [(Some(upper.as_str()), None), (None, Some(upper.as_str())), (None, Some("contoso.example"))]
    {
        assert_eq!(signed_in_to(&live, carried, configured).code, 0, "{carried:?} {configured:?}");
    }
}

#[test]
fn what_a_recording_is_said_to_hold_cannot_command_the_log_of_a_pipeline() {
    let live = Live::of(Server::new(Tenant { profiles: 0, days: 1, ..Tenant::default() }));
    for out in ["t.json", "-"] {
        live.server.next(
            SCORES,
            [|reply| {
                let reply = reply.change(|page| {
                    page["value"][0]["azureTenantId"] = "::error::forged".into();
                    page["value"][0]["id"] = "1".into();
                });
                reply.status(206).header("Warning", "199 - ##vso[task.setvariable variable=PATH]/evil")
            }],
        );
        let run = live.run(&format!("record --days 1 --out {out}"));
        let said = if out == "-" { &run.stderr } else { &run.stdout };
        assert_eq!(run.code, 0, "{}", run.seen());
        assert!(said.contains("forged") && said.contains("task.setvariable"), "{said}");
        assert!(!said.contains("##vso[") && said.lines().all(|line| !line.trim_start().starts_with("::")), "{said}");
    }
}

#[test]
fn a_refusal_whose_body_only_drips_is_told_by_its_status() {
    let live = Live::new();
    live.server.next(SCORES, [|_| Reply::error(403, "Forbidden", "No.").body(|_| Body::Drip)]);
    insta::assert_snapshot!(live.fails("--timeout 900ms"));
}

#[test]
fn a_page_that_only_drips_ends_with_the_time() {
    let live = Live::new();
    live.server.next(SCORES, [|page: Reply| page.body(|_| Body::Drip)]);
    insta::assert_snapshot!(live.fails("--timeout 900ms"));
}

#[cfg(unix)]
#[test]
fn on_a_device_stands_the_recording_alone() {
    let live = Live::new();
    let run = live.run("record --out /dev/stdout --days 1");
    assert_eq!(run.code, 0, "{}", run.seen());
    assert!(serde_json::from_str::<Value>(&run.stdout).is_ok(), "{}", run.stdout);
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn a_program_that_is_killed_while_it_fetches_leaves_nothing_behind() {
    for args in ["--out t.json", "--out days --append"] {
        let live = Live::new();
        live.server.next(SCORES, [|page: Reply| page.body(Body::Slow)]);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_scoregate"));
        for name in SETTINGS {
            command.env_remove(name);
        }
        let mut child = command
            .args(["record", "--graph-host", live.server.origin(), "--login-host", live.server.origin()])
            .args(args.split(' '))
            .current_dir(live.workspace.path("."))
            .env("SSL_CERT_FILE", live.workspace.path("ca.pem"))
            .env("SCOREGATE_TOKEN", TOKEN)
            .spawn()
            .unwrap();
        until("Graph is asked", || live.server.seen().iter().any(|seen| seen.target.starts_with(SCORES)));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml"], "{args}");
    }
}

#[cfg(unix)]
#[test]
fn a_recording_takes_the_place_of_a_link_and_not_of_what_it_leads_to() {
    use std::os::unix::fs::PermissionsExt;
    let live = Live::new();
    live.workspace.file("shared/public.json", "everybody reads this");
    std::os::unix::fs::symlink("shared/public.json", live.workspace.path("t.json")).unwrap();
    let run = live.run("record --out t.json --days 1");
    assert_eq!(run.code, 0, "{}", run.seen());
    assert_eq!(live.workspace.read("shared/public.json"), "everybody reads this");
    let written = std::fs::symlink_metadata(live.workspace.path("t.json")).unwrap();
    assert!(written.is_file());
    assert_eq!(written.permissions().mode() & 0o777, 0o600);
}

#[test]
fn an_error_under_a_status_of_success_is_told_as_an_error() {
    let live = Live::new();
    let failed = json!({ "error": { "code": "ServiceUnavailable", "message": "Backend timed out.",
        "innerError": { "request-id": "7f3a" } }, "value": [] });
    live.server.step(SCORES, Box::new(move |_| Reply::json(200, failed.to_string()).header("request-id", "")));
    insta::assert_snapshot!(live.fails(""));
}

/// The recording keeps what Graph left out of the incidents, and no check rests on them.
#[test]
fn incidents_of_which_graph_left_out_a_part_are_kept_with_its_warning() {
    let live = Live::new();
    live.server.next(INCIDENTS, [|reply| reply.status(206).header("Warning", "199 - \"Microsoft/Defender/503/1\"")]);
    let run = live.run("record --out t.json --days 1 --incidents");
    assert_eq!(run.code, 0, "{}", run.seen());
    assert!(run.stdout.contains("incomplete: a part of the incidents is missing"), "{}", run.seen());
    let recording: Value = serde_json::from_str(&live.workspace.read("t.json")).unwrap();
    let responses = recording["responses"].as_array().unwrap();
    let incidents = responses.iter().find(|response| response["request"].as_str().unwrap().starts_with(INCIDENTS));
    let incidents = incidents.expect("the incidents are recorded");
    assert_eq!(
        (&incidents["status"], &incidents["warning"]),
        (&json!(206), &json!("199 - \"Microsoft/Defender/503/1\""))
    );
}
