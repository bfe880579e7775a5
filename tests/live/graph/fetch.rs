//! What is asked of Graph, and that a live run says what a recording says.

use serde_json::Value;

use crate::support::graph_server::{BEGINNING, Body, PROFILES, Reply, SCORES, Server, TOKEN, Tenant};
use crate::support::live::{Live, NOW, without_provenance};

#[test]
fn a_policy_for_one_day_takes_one_request_for_scores_and_one_for_each_page_of_the_catalogue() {
    let live = Live::new();
    let run = live.check("");
    assert_eq!(run.code, 0, "{}", run.seen());
    insta::assert_snapshot!(live.server.targets().join("\n"));
}

#[test]
fn ninety_days_take_no_more_requests_where_graph_gives_them_at_once() {
    let live = Live::new();
    let run = live.run("record --out t.json --days 90");
    assert_eq!(run.code, 0, "{}", run.seen());
    insta::assert_snapshot!(live.server.targets().join("\n"));
}

#[test]
fn next_links_are_followed_only_until_there_are_enough_days() {
    let live = Live::of(Server::new(Tenant { days_a_page: 20, profiles_a_page: 999, ..Tenant::default() }));
    let run = live.run("record --out t.json --days 45");
    assert_eq!(run.code, 0, "{}", run.seen());
    insta::assert_snapshot!(live.server.targets().join("\n"));
    assert!(run.stdout.contains("60 days, the latest 2026-11-23"), "{}", run.seen());
}

#[test]
fn every_request_says_who_asks_and_what_it_takes() {
    let live = Live::new();
    assert_eq!(live.check("").code, 0);
    for seen in live.server.seen() {
        let header = |name: &str| seen.headers.get(name).map(String::as_str).unwrap_or_default();
        assert_eq!(header("user-agent"), format!("scoregate/{}", env!("CARGO_PKG_VERSION")));
        assert_eq!(header("accept"), "application/json");
        assert!(header("accept-encoding").contains("gzip"));
    }
}

#[test]
fn scores_and_catalogue_are_asked_for_at_the_same_time() {
    let live = Live::new();
    // Neither is answered before both have been asked for: one after the other would never end.
    let both = std::sync::Arc::new(std::sync::Barrier::new(2));
    for path in [SCORES, PROFILES] {
        let both = std::sync::Arc::clone(&both);
        live.server.step(
            path,
            Box::new(move |reply| {
                both.wait();
                reply
            }),
        );
    }
    let run = live.check("--timeout 10s");
    assert_eq!(run.code, 0, "{}", run.seen());
}

#[test]
fn a_live_run_reports_what_a_run_from_its_recording_reports() {
    for is_pretty in [false, true] {
        let live = Live::of(Server::new(Tenant { is_pretty, ..Tenant::default() }));
        let from_graph = live.check("-o json");
        assert_eq!(live.run("record --out t.json --days 1").code, 0);
        let from_file = live.run(&format!("check -p p.yaml --now {NOW} -f t.json -o json"));
        assert_eq!((from_graph.code, from_file.code), (0, 0), "{}", from_graph.seen());
        assert_eq!(without_provenance(&from_graph.stdout), without_provenance(&from_file.stdout));
        assert_ne!(from_graph.stdout, from_file.stdout, "the provenance is another");
    }
}

#[test]
fn the_provenance_of_a_live_run_names_every_response_by_the_hash_that_its_recording_has() {
    let live = Live::new();
    let report: Value = serde_json::from_str(&live.check("-o json").stdout).unwrap();
    assert_eq!(live.run("record --out t.json --days 1").code, 0);
    let recording: Value = serde_json::from_str(&live.workspace.read("t.json")).unwrap();
    let hashes = |of: &Value| of.as_array().unwrap().iter().map(|one| one["sha256"].clone()).collect::<Vec<_>>();
    let inputs = &report["provenance"]["inputs"];
    assert_eq!(hashes(inputs), hashes(&recording["responses"]));
    assert_eq!(inputs[0]["kind"], "live");
    let port = live.server.port;
    assert_eq!(
        inputs[0]["name"],
        format!("https://localhost:{port}{SCORES}?$top=1").replace(&port.to_string(), "PORT")
    );
    assert!(inputs[0]["captured"].is_string());
}

#[test]
fn a_part_that_graph_leaves_out_makes_the_evidence_incomplete() {
    let warning = "199 - \"Microsoft/Office 365 Security and Compliance/401/72\"";
    let live = Live::new();
    let partial = move |reply: Reply| reply.status(206).header("Warning", warning);
    live.server.step(SCORES, Box::new(partial));
    let run = live.check("");
    assert_eq!(run.code, 3, "{}", run.seen());
    insta::assert_snapshot!("partial_content", run.seen());
    // A warning alone says the same.
    live.server.step(SCORES, Box::new(move |reply| reply.header("Warning", warning)));
    assert_eq!(live.check("").code, 3);
    live.server.step(PROFILES, Box::new(partial));
    insta::assert_snapshot!("partial_catalogue", live.check("").seen());
}

#[test]
fn an_empty_catalogue_leaves_open_what_rests_on_it() {
    let live = Live::of(Server::new(Tenant { profiles: 0, ..Tenant::default() }));
    let run = live.check("");
    assert_eq!(run.code, 3, "{}", run.seen());
    insta::assert_snapshot!(run.seen());
}

#[test]
fn what_passes_is_tried_again() {
    let live = Live::new();
    live.server.next(
        SCORES,
        [
            |_| Reply::error(429, "TooManyRequests", "Later.").header("Retry-After", "0"),
            |_| Reply::error(500, "", "").header("Retry-After", "Tue, 24 Nov 2026 06:00:00 GMT"),
            |_| Reply::html(502, "Bad gateway").header("Retry-After", "0"),
            |_| Reply::error(504, "UnknownError", "").header("Retry-After", "Tue, 24 Nov 2020 06:00:00 GMT"),
        ],
    );
    live.server.next(PROFILES, [|page| page.body(Body::Cut), |_| Reply::error(503, "", "").header("Retry-After", "0")]);
    let run = live.check("");
    assert_eq!(run.code, 0, "{}", run.seen());
    assert_eq!(live.server.targets().len(), 5 + 5);
}

#[test]
fn verbose_logs_each_request_and_shortens_what_is_long() {
    let live = Live::new();
    live.server.next(SCORES, [|_| Reply::error(503, "", "").header("Retry-After", "1")]);
    let run = live.check("-v -o json");
    assert_eq!(run.code, 0, "{}", run.seen());
    let mut lines: Vec<String> = run.stderr.lines().map(without_time).collect();
    // What is asked at once comes in any order.
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"));
}

/// A line of the log with `N ms` for every time.
fn without_time(line: &str) -> String {
    match line.split_once(" ms") {
        Some((before, after)) => format!("{} N ms{after}", before.rsplit_once(' ').unwrap().0),
        None => line.to_owned(),
    }
}

#[test]
fn nothing_is_said_about_progress_where_there_is_no_terminal() {
    let live = Live::new();
    assert_eq!(live.run("record --out t.json").stderr, "");
}

/// `script` gives the program a terminal; where it is missing nothing is tested.
#[cfg(target_os = "linux")]
#[test]
#[expect(clippy::print_stdout, reason = "whoever runs the tests should see what was not tested")]
fn on_a_terminal_one_line_moves_and_goes_again() {
    let live = Live::new();
    let program = env!("CARGO_BIN_EXE_scoregate");
    let origin = live.server.origin();
    let line = format!("{program} record --out t.json --graph-host {origin} --login-host {origin}");
    let mut command = assert_cmd::Command::new("script");
    command.current_dir(live.workspace.path(".")).args(["-qec", &line, "/dev/null"]);
    // In a job of a CI system no line moves: nothing of the environment of the tests counts.
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("SHELL", "/bin/sh");
    command.env("SSL_CERT_FILE", live.workspace.path("ca.pem")).env("SCOREGATE_TOKEN", TOKEN).env("TERM", "xterm");
    let Ok(output) = command.output() else {
        println!("skipped: the program `script` is not here");
        return;
    };
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("\r\u{1b}[Kreading from Graph: 90 days, 417 profiles"), "{shown:?}");
    assert!(shown.contains("\r\u{1b}[Kt.json: "), "{shown:?}");
    assert!(!shown.contains(BEGINNING));
}

#[test]
fn a_file_of_the_name_graph_is_not_mistaken_for_the_tenant() {
    let live = Live::new();
    live.workspace.file("graph", "{}");
    let run = live.check("");
    assert!(live.server.seen().is_empty());
    insta::assert_snapshot!(run.seen());
}

#[test]
fn a_live_tenant_goes_with_no_other_data_of_another_one() {
    let live = Live::new();
    live.workspace.file(
        "t.json",
        r#"{"value":[{"azureTenantId":"other","createdDateTime":"2026-11-22T00:00:00Z","controlScores":[]}]}"#,
    );
    insta::assert_snapshot!(live.check("t.json").seen());
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
