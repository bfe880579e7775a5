//! What a user sees when Graph refuses or the network fails: exit 5, no file, no token.

use serde_json::json;

use crate::support::graph_server::{Body, INCIDENTS, PROFILES, Reply, SCORES, Server, Tenant};
use crate::support::live::Live;
use crate::support::workspace::Run;

/// What a user sees where Graph answers the first request for scores so, and goes on as usual.
fn scores_answered(step: fn(Reply) -> Reply) -> String {
    let live = Live::new();
    live.server.next(SCORES, [step]);
    live.fails("")
}

/// The same with an answer that has to be given again and again to matter.
fn scores_always_answered(step: fn(Reply) -> Reply) -> String {
    let live = Live::new();
    live.server.next(SCORES, [step; 5]);
    let seen = live.fails("");
    assert_eq!(
        live.server.targets().iter().filter(|target| target.starts_with("/v1.0/security/secureScores?")).count(),
        5
    );
    seen
}

#[test]
fn a_refused_token_says_how_to_get_another() {
    let message = r#"{"errorCode":"GraphTokenValidationFail","message":"Lifetime validation failed."}"#;
    let live = Live::new();
    live.server.step(SCORES, Box::new(move |_| Reply::error(401, "UnknownError", message)));
    insta::assert_snapshot!(live.fails(""));
}

#[test]
fn a_token_that_expires_between_two_pages_leaves_nothing_behind() {
    let live = Live::new();
    live.server.next(
        PROFILES,
        [|page| page, |_| Reply::error(401, "InvalidAuthenticationToken", "Access token has expired.")],
    );
    insta::assert_snapshot!(live.fails(""));
}

/// A client secret, with which another token can be had.
fn with_secret(live: &Live, args: &str) -> Run {
    let mut command = live.command(args);
    command.env_remove("SCOREGATE_TOKEN").env("AZURE_CLIENT_SECRET", "a-client-secret-of-some-length");
    command.env("AZURE_TENANT_ID", "a1b2c3d4-0000-4000-8000-000000000001");
    command.env("AZURE_CLIENT_ID", "a1b2c3d4-0000-4000-8000-0000000000c1");
    let run = live.finish(command);
    assert!(!run.seen().contains("a-client-secret-of-some-length"), "{}", run.seen());
    run
}

#[test]
fn a_token_that_expires_between_two_pages_is_renewed_once_and_the_page_asked_for_again() {
    let live = Live::new();
    let expired = |_| Reply::error(401, "InvalidAuthenticationToken", "Access token has expired.");
    live.server.next(PROFILES, [|page| page, expired]);
    let run = with_secret(&live, "record --out t.json --days 1");
    assert_eq!(run.code, 0, "{}", run.seen());
    let seen = live.server.seen();
    let of_profiles = seen.iter().filter(|seen| seen.target.starts_with(PROFILES));
    let tokens: Vec<&str> = of_profiles.map(|seen| seen.headers["authorization"].rsplit_once('-').unwrap().1).collect();
    assert_eq!(tokens, ["0", "0", "1", "1"], "first page, refused page, the same again, last page");
}

#[test]
fn a_second_token_that_is_refused_as_well_is_the_end() {
    let live = Live::new();
    let expired = |_| Reply::error(401, "InvalidAuthenticationToken", "Access token has expired.");
    live.server.next(PROFILES, [|page| page, expired, expired]);
    let run = with_secret(&live, "record --out t.json --days 1");
    assert_eq!(run.code, 5, "{}", run.seen());
    assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml"]);
    insta::assert_snapshot!(run.seen());
}

#[test]
fn a_live_run_that_fails_leaves_no_report() {
    let live = Live::new();
    live.server.next(PROFILES, [|_| Reply::error(403, "Forbidden", "No.")]);
    let run = live.check("-o json=r.json -o sarif=r.sarif");
    assert_eq!(run.code, 5, "{}", run.seen());
    assert_eq!(live.workspace.names(), ["ca.pem", "p.yaml"]);
}

#[test]
fn a_missing_permission_is_named() {
    let denied =
        |_| Reply::error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    let live = Live::new();
    live.server.next(PROFILES, [denied]);
    live.server.next(INCIDENTS, [denied]);
    insta::assert_snapshot!("forbidden_profiles", live.fails(""));
    insta::assert_snapshot!("forbidden_incidents", live.fails("--incidents"));
}

#[test]
fn an_endpoint_without_secure_score_says_what_to_check() {
    insta::assert_snapshot!(scores_answered(|_| Reply::error(404, "", "")));
}

#[test]
fn a_request_that_graph_does_not_understand_is_reported() {
    insta::assert_snapshot!(scores_answered(|_| Reply::error(
        400,
        "",
        "Http request failed with statusCode=BadRequest"
    )));
}

#[test]
fn a_page_of_a_gateway_is_named_by_its_title() {
    insta::assert_snapshot!(scores_answered(|_| Reply::html(403, "Blocked by\u{202e} your proxy\n::error::x")));
}

#[test]
fn throttling_that_outlasts_the_time_says_how_long_graph_wants_to_wait() {
    let too_many = |_| Reply::error(429, "TooManyRequests", "Please retry again later.").header("Retry-After", "300");
    insta::assert_snapshot!("retry_after_seconds", scores_answered(too_many));
    let too_many = |_| {
        let reply = Reply::error(429, "TooManyRequests", "Please retry again later.");
        reply.header("Retry-After", "Tue, 24 Nov 2026 06:10:00 GMT")
    };
    insta::assert_snapshot!("retry_after_date", scores_answered(too_many));
    let live = Live::new();
    live.server.next(SCORES, [|_| Reply::error(429, "TooManyRequests", "Please retry again later.")]);
    insta::assert_snapshot!("retry_after_nothing", live.fails("--timeout 900ms"));
}

#[test]
fn a_graph_that_stays_disturbed_is_not_asked_for_ever() {
    insta::assert_snapshot!(scores_always_answered(
        |_| Reply::error(503, "serviceNotAvailable", "Try again.").header("Retry-After", "0")
    ));
}

#[test]
fn a_body_that_is_always_cut_is_reported() {
    let live = Live::new();
    live.server.next(SCORES, [|page: Reply| page.body(Body::Cut); 5]);
    insta::assert_snapshot!(live.fails("--timeout 900ms"));
}

#[test]
fn a_slow_body_ends_with_the_time() {
    let live = Live::new();
    live.server.next(SCORES, [|page: Reply| page.body(Body::Slow)]);
    insta::assert_snapshot!(live.fails("--timeout 900ms"));
}

#[test]
fn a_body_without_end_is_cut_off() {
    let seen = scores_answered(|page| page.body(|_| Body::Bomb));
    assert_eq!(seen, scores_answered(|page| page.body(|_| Body::Endless)));
    insta::assert_snapshot!(seen);
}

#[test]
fn an_answer_that_is_not_json_is_not_taken_for_data() {
    for (name, seen) in [
        ("html", scores_answered(|_| Reply::html(200, "Sign in to the network"))),
        (
            "html_that_says_it_is_json",
            scores_answered(|_| Reply::html(200, "x").header("Content-Type", "application/json")),
        ),
        ("no_content_type", scores_answered(|page| Reply { headers: vec![], ..page })),
        ("half_of_a_page", scores_answered(|page| page.body(|body| Body::Whole(body[..body.len() / 2].to_vec())))),
        ("no_value", scores_answered(|page| page.change(|page| page["value"] = serde_json::Value::Null))),
        ("error_in_200", scores_answered(|_| Reply::error(200, "UnknownError", "No."))),
        ("not_utf8", scores_answered(|page| page.body(|_| Body::Whole(b"{\"value\":[],\"x\":\"\xff\"}".to_vec())))),
        ("no_content", scores_answered(|page| page.status(204).body(|_| Body::Whole(vec![])))),
    ] {
        insta::assert_snapshot!(format!("not_json_{name}"), seen);
    }
}

#[test]
fn a_tenant_without_a_published_score_gives_no_recording() {
    let live = Live::of(Server::new(Tenant { days: 0, ..Tenant::default() }));
    insta::assert_snapshot!(live.fails(""));
}

#[test]
fn a_refusal_whose_body_only_drips_is_named_by_its_status() {
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

#[test]
fn an_error_under_a_status_of_success_is_reported_as_an_error() {
    let live = Live::new();
    let failed = json!({ "error": { "code": "ServiceUnavailable", "message": "Backend timed out.",
        "innerError": { "request-id": "7f3a" } }, "value": [] });
    live.server.step(SCORES, Box::new(move |_| Reply::json(200, failed.to_string()).header("request-id", "")));
    insta::assert_snapshot!(live.fails(""));
}
