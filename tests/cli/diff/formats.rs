//! The formats of a comparison: long lists, hostile text, several at once.

use serde_json::json;

use super::{before, compared, two_recordings};
use crate::support::history::history;
use crate::support::workspace::{Workspace, outcome};

#[test]
fn long_lists_are_cut_with_a_count_and_json_holds_all() {
    let ids: Vec<String> = (0..60).map(|number| format!("Control{number:02}")).collect();
    let at = |day: &str, lost: f64| {
        let controls = ids.iter().fold(history(), |history, id| history.control(id, 10.0));
        let scores: Vec<(&str, f64)> =
            ids.iter().enumerate().map(|(number, id)| (id.as_str(), 9.0 - lost * number as f64 / 10.0)).collect();
        controls.day(day, &scores)
    };
    let workspace = Workspace::new();
    workspace.file("a.json", at("2026-11-01", 0.0).recording()).file("b.json", at("2026-11-02", 1.0).recording());
    let diff = compared(&workspace, "a.json b.json");
    // Control00 lost nothing.
    assert_eq!(diff["change"]["parts"][0]["controls"].as_array().unwrap().len(), 59);
    let human = workspace.run("diff a.json b.json").stdout;
    // The ten that lost most lost 5.9 to 5.0 points of 600, the others 4.9 to 0.1: together 122.5.
    assert!(human.contains("… and 49 more controls, together −20.42 pp"), "{human}");
    let markdown = workspace.run("diff a.json b.json -o markdown").stdout;
    assert!(markdown.contains("| | −13.00 pp | … and 39 more controls | | |"), "{markdown}");
}

#[test]
fn what_a_tenant_wrote_breaks_out_of_no_format() {
    let title = "::error::x ##[error] | <script>alert(1)</script> @team `a` \u{1b}[31m\u{202e}\r\n# Head ```";
    let control = |day: &str, score| {
        history().control("x|y::z", 10.0).with("title", json!(title)).control("B", 10.0).day(day, &[("x|y::z", score)])
    };
    let workspace = Workspace::new();
    workspace.file("a.json", control("2026-11-01", 10.0).with("tier", json!("a|b")).recording());
    workspace.file("b.json", control("2026-11-02", 1.0).recording());
    for format in ["human", "markdown", "json"] {
        let run = workspace.run(&format!("diff a.json b.json -o {format}"));
        assert_eq!(run.code, 0, "{}", run.seen());
        let found =
            run.stdout.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(found, None, "{format}");
        if format != "json" {
            assert!(!run.stdout.lines().any(|line| line.trim_start().starts_with("::")), "{}", run.stdout);
        }
    }
    assert!(!workspace.run("diff a.json b.json").stdout.contains("##["));
    insta::assert_snapshot!(workspace.run("diff a.json b.json -o markdown").stdout);
}

#[test]
fn several_formats_are_written_at_once_and_files_hold_no_styles() {
    let workspace = two_recordings();
    let mut command = workspace.command("diff before.json after.json -o human=why.txt -o markdown=why.md -o json");
    command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
    let run = outcome(command);
    assert_eq!(run.code, 0, "{}", run.seen());
    assert_eq!(workspace.read("why.txt"), workspace.run("diff before.json after.json").stdout);
    assert_eq!(workspace.read("why.md"), workspace.run("diff before.json after.json -o markdown").stdout);
    assert!(run.stdout.starts_with("{\n  \"scoregate-diff\": 2,"), "{}", run.stdout);
    let mut coloured = workspace.command("diff before.json after.json");
    coloured.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
    assert!(outcome(coloured).stdout.contains("\u{1b}[1m\u{1b}[31m"), "a fall is red");
}

#[test]
fn only_the_provenance_tells_one_source_of_the_same_data_from_another() {
    let workspace = two_recordings();
    workspace.file("elsewhere.json", before().recording() + "\n");
    let without = |args: &str| {
        let mut diff = compared(&workspace, args);
        assert!(diff.as_object_mut().unwrap().remove("provenance").is_some());
        diff
    };
    assert_eq!(without("before.json after.json"), without("elsewhere.json after.json"));
}
