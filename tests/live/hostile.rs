//! The token goes to Graph alone, whatever an answer says.

use crate::support::graph_server::{Body, PROFILES, Reply, SCORES, Server, TOKEN, Tenant};
use crate::support::live::Live;

/// What a user sees where an answer for a path leads to a foreign host, which never hears of it.
fn leads_away(path: &str, step: impl FnOnce(Reply, String) -> Reply + Send + 'static) -> String {
    let (live, foreign) = (Live::new(), Server::new(Tenant::default()));
    let to = foreign.origin().to_owned();
    live.server.step(path, Box::new(move |reply| step(reply, to)));
    let seen = live.fails("").replace(&foreign.port.to_string(), "FOREIGN");
    assert_eq!(foreign.connections(), 0, "the foreign host hears nothing");
    seen
}

#[test]
fn a_redirect_is_not_followed() {
    let seen = leads_away(SCORES, |reply, to| {
        reply.status(302).header("Location", format!("{to}/login?ticket=secret-of-the-proxy"))
    });
    assert!(!seen.contains("secret-of-the-proxy"));
    insta::assert_snapshot!(seen);
}

#[test]
fn a_redirect_that_keeps_the_method_is_not_followed_either() {
    insta::assert_snapshot!(leads_away(PROFILES, |reply, to| reply.status(307).header("Location", to)));
}

#[test]
fn a_next_link_to_another_host_is_not_followed() {
    insta::assert_snapshot!(leads_away(PROFILES, |reply, to| {
        reply.change(|page| page["@odata.nextLink"] = format!("{to}{PROFILES}?$skiptoken=200").into())
    }));
}

#[test]
fn a_next_link_that_only_looks_like_graph_is_not_followed() {
    let (live, foreign) = (Live::new(), Server::new(Tenant::default()));
    for link in [
        format!("http://localhost:{}{PROFILES}", live.server.port),
        format!("https://localhost:{}@127.0.0.1:{}{PROFILES}", live.server.port, foreign.port),
        format!("https://user@localhost:{}{PROFILES}", live.server.port),
        format!("//localhost:{}{PROFILES}", live.server.port),
        String::new(),
    ] {
        let shown = link.clone();
        live.server.step(PROFILES, Box::new(|reply| reply.change(|page| page["@odata.nextLink"] = link.into())));
        let seen = live.fails("");
        assert!(seen.contains("its nextLink"), "{shown}: {seen}");
    }
    assert_eq!(foreign.connections(), 0);
    assert!(live.server.targets().iter().all(|target| !target.contains("skiptoken")));
}

#[test]
fn next_links_in_a_circle_end() {
    let live = Live::new();
    let first = format!("{}{PROFILES}?$top=999", live.server.origin());
    let last = |page: Reply| page;
    live.server.next(PROFILES, [last, last]);
    live.server.step(PROFILES, Box::new(|reply| reply.change(|page| page["@odata.nextLink"] = first.into())));
    insta::assert_snapshot!(live.fails(""));
}

#[test]
fn pages_without_end_end() {
    let live = Live::of(Server::new(Tenant { profiles: 1000, profiles_a_page: 5, ..Tenant::default() }));
    insta::assert_snapshot!(live.fails(""));
    assert_eq!(live.server.targets().iter().filter(|target| target.starts_with(PROFILES)).count(), 100);
}

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
fn millions_of_objects_in_a_small_answer_are_refused() {
    let entries = |reply: Reply| {
        reply.body(|_| Body::Whole(format!("{{\"value\":[{}{{}}]}}", "{},".repeat(5_000_000)).into_bytes()))
    };
    let updates = |reply: Reply| {
        let list = format!("{}{{}}", "{},".repeat(2_000_000));
        let page = format!(r#"{{"value":[{{"id":"A","title":"A","controlStateUpdates":[{list}]}}]}}"#);
        reply.body(|_| Body::Whole(page.into_bytes()))
    };
    let live = Live::new();
    live.server.step(PROFILES, Box::new(entries));
    let seen = live.fails("");
    assert!(seen.contains("more than 200,000 entries in one file"), "{seen}");
    live.server.step(PROFILES, Box::new(updates));
    let seen = live.fails("");
    assert!(seen.contains("more than 2,000,000 state updates"), "{seen}");
}
