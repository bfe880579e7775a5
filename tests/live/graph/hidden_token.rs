//! The token is in no log, whatever Graph or a gateway repeats, and no text of theirs is a command to a pipeline.

use crate::support::graph_server::{Reply, SCORES, Server, TOKEN, Tenant};
use crate::support::live::Live;

#[test]
fn a_gateway_that_repeats_the_token_does_not_get_it_into_a_log() {
    let (live, message) = (Live::new(), format!("Bad header: Authorization: Bearer {TOKEN}"));
    live.server.step(SCORES, Box::new(move |_| Reply::error(400, TOKEN, &message).header("request-id", TOKEN)));
    // The harness looks for the token in all that is printed.
    insta::assert_snapshot!(
        "token_in_refusal",
        live.fails("-v").lines().filter(|line| !line.contains(" ms")).collect::<Vec<_>>().join("\n")
    );
    live.server.step(SCORES, Box::new(|reply| reply.change(|page| page["echo"] = TOKEN.into())));
    insta::assert_snapshot!("token_in_page", live.fails(""));
}

#[test]
fn what_graph_says_cannot_command_the_log_of_a_pipeline() {
    let live = Live::new();
    live.server.next(SCORES, [|_| Reply::error(400, "\u{1b}[31mRed", "a\n::error::forged\r\n##vso[task.complete]")]);
    let seen = live.fails("");
    assert!(!seen.contains('\u{1b}') && !seen.contains("\n::") && !seen.contains("##vso["), "{seen}");
}

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
