//! Links to the next page, and redirects: the token goes to Graph alone, whatever a response says.

use crate::support::graph_server::{INCIDENTS, PROFILES, Reply, SCORES, Server, Tenant};
use crate::support::live::Live;

/// What a user sees where an answer for a path leads to a foreign host, which never hears of it.
fn leads_away(path: &str, step: impl FnOnce(Reply, String) -> Reply + Send + 'static) -> String {
    let (live, foreign) = (Live::new(), Server::new(Tenant::default()));
    let to = foreign.origin().to_owned();
    live.server.step(path, Box::new(move |reply| step(reply, to)));
    let seen = live.fails("").replace(&format!(":{}", foreign.port), ":FOREIGN");
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
    assert!(live.fails("").contains("Graph returned 404"));
}
