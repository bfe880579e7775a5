//! Commands and rules that read the live tenant besides a plain `check`: they say what they say of its recording.

use crate::support::clock;
use crate::support::graph_server::{PROFILES, Reply, SCORES, Server, Tenant};
use crate::support::live::{Live, NOW, without_provenance};

const REGRESSION: &str = "\
scoregate: 1
policy: r
rules:
  - id: no-regression
    severity: high
    expect:
      regression: { against: { best-of: 30d }, score: { max-drop: 1pp } }
";

#[test]
fn a_rule_that_looks_back_asks_for_as_many_days_and_reports_what_a_recording_reports() {
    let live = Live::of(Server::new(Tenant { profiles_a_page: 999, ..Tenant::default() }));
    live.workspace.file("r.yaml", REGRESSION);
    let from_graph = live.run(&format!("check -p r.yaml --now {NOW} -f graph -o json"));
    assert_eq!(from_graph.code, 0, "{}", from_graph.seen());
    // The day itself, 30 before it, and seven more, so that a day without data does not cut the window short.
    assert_eq!(live.server.targets(), [format!("{PROFILES}?$top=999"), format!("{SCORES}?$top=38")]);
    for days in [38, 90] {
        assert_eq!(live.run(&format!("record --out t.json --days {days}")).code, 0);
        let from_file = live.run(&format!("check -p r.yaml --now {NOW} -f t.json -o json"));
        assert_eq!(without_provenance(&from_graph.stdout), without_provenance(&from_file.stdout), "{days} days");
    }
    let decided = without_provenance(&from_graph.stdout).to_string();
    assert!(decided.contains("no-regression") && !decided.contains("too little history"), "{decided}");
}

#[test]
fn a_drop_in_the_live_history_fails_as_it_does_from_a_recording() {
    let live = Live::new();
    live.workspace.file("r.yaml", REGRESSION);
    let dropped = |page: Reply| {
        page.change(|page| {
            let day = &mut page["value"][0];
            day["controlScores"][0]["score"] = 0.0.into();
            day["controlScores"][0]["scoreInPercentage"] = 0.0.into();
            day["currentScore"] = (day["currentScore"].as_f64().unwrap() - 10.0).into();
        })
    };
    live.server.next(SCORES, [dropped, dropped]);
    let from_graph = live.run(&format!("check -p r.yaml --now {NOW} -f graph -o json"));
    assert_eq!(from_graph.code, 1, "{}", from_graph.seen());
    assert_eq!(live.run("record --out t.json").code, 0);
    let from_file = live.run(&format!("check -p r.yaml --now {NOW} -f t.json -o json"));
    assert_eq!(from_file.code, 1);
    assert_eq!(without_provenance(&from_graph.stdout), without_provenance(&from_file.stdout));
}

#[test]
fn the_host_that_a_live_run_read_from_is_named_for_people() {
    let live = Live::new();
    insta::assert_snapshot!("named_human", live.check("").stdout);
    // In a digest no address is a link.
    assert!(live.check("-o digest").stdout.contains("live from hxxps(:)//localhost:PORT"));
    let mut command = live.command(&format!("check -p p.yaml --now {NOW} -f graph -o github"));
    command.env("GITHUB_STEP_SUMMARY", live.workspace.path("summary.md"));
    assert_eq!(live.finish(command).code, 0);
    let summary = live.workspace.read("summary.md").replace(&format!(":{}", live.server.port), ":PORT");
    assert!(summary.contains("**Data:** live from https") && summary.contains("localhost:PORT"), "{summary}");
    assert_eq!(live.run("record --out t.json --days 1").code, 0);
    let from_file = live.run(&format!("check -p p.yaml --now {NOW} -f t.json"));
    assert!(!from_file.seen().contains("live from"), "{}", from_file.seen());
}

#[test]
fn a_baseline_is_written_from_the_live_tenant_as_from_its_recording() {
    let live = Live::new();
    insta::assert_snapshot!("baseline", live.run("baseline write --from graph --out b.yaml").seen());
    assert_eq!(live.run("record --out t.json --days 1").code, 0);
    assert_eq!(live.workspace.run("baseline write --from t.json --out c.yaml").code, 0);
    assert_eq!(live.workspace.read("b.yaml"), live.workspace.read("c.yaml"));
    live.server.next(SCORES, [|_| Reply::error(403, "Forbidden", "No.")]);
    let written = live.workspace.read("b.yaml");
    assert_eq!(live.run("baseline write --from graph --out b.yaml").code, 5);
    assert_eq!(live.workspace.read("b.yaml"), written, "a failure leaves the older one");
}

#[test]
fn two_days_of_the_live_tenant_are_compared_and_a_recording_with_it() {
    let live = Live::new();
    let run = live.run(&format!("diff graph@{} graph", clock::day(-23)));
    assert_eq!(run.code, 0, "{}", run.seen());
    insta::assert_snapshot!("diff", run.seen());
    assert_eq!(live.server.targets()[3..], [format!("{SCORES}?$top=90")], "both days take one read");
    assert_eq!(live.run("record --out t.json --days 90").code, 0);
    let run = live.run(&format!("diff t.json@{} graph", clock::day(-23)));
    assert_eq!(run.code, 0, "{}", run.seen());
}

#[test]
fn a_folder_takes_no_recording_of_another_tenant() {
    let live = Live::new();
    let record = || live.run("record --out days --append --days 1");
    assert_eq!(record().code, 0);
    live.workspace.file("days/notes.json", "no recording");
    let of_another = |page: Reply| {
        page.change(|page| {
            let entries = page["value"].as_array_mut().unwrap();
            for entry in entries {
                entry["azureTenantId"] = "b1b2c3d4-0000-4000-8000-000000000009".into();
                if entry.get("createdDateTime").is_some() {
                    entry["id"] = "b1b2c3d4-0000-4000-8000-000000000009_2026-11-23".into();
                }
            }
        })
    };
    live.server.next(SCORES, [of_another]);
    live.server.next(PROFILES, [of_another; 3]);
    insta::assert_snapshot!("append_another_tenant", record().seen());
    assert_eq!(files(&live), [format!("{}.json", clock::newest()), "notes.json".to_owned()], "nothing is written");
    assert_eq!(record().code, 0, "its own tenant is taken again");
    assert_eq!(files(&live).len(), 3);
}

/// The names in the folder, in order.
fn files(live: &Live) -> Vec<String> {
    let entries = std::fs::read_dir(live.workspace.path("days")).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
