//! `scoregate diff`: why the score changed, by figures that a reader can check by hand.

mod doubts;
mod formats;
mod operand;

use serde_json::{Value, json};

use crate::support::history::{History, history};
use crate::support::workspace::Workspace;

/// The tenant on the first of November: 60 of 100 points.
fn before() -> History {
    history()
        .control("Observed", 20.0)
        .control("Claimed", 10.0)
        .control("Descoped", 10.0)
        .control("Retired", 10.0)
        .control("Reweighted", 20.0)
        .control("Steady", 30.0)
        .control("Unscored", 5.0)
        .day(
            "2026-11-01",
            &[
                ("Observed", 10.0),
                ("Claimed", 0.0),
                ("Descoped", 8.0),
                ("Retired", 5.0),
                ("Reweighted", 10.0),
                ("Steady", 27.0),
            ],
        )
}

/// Three weeks later: 63 points of 120 by its controls, and 63.3 by its `currentScore`.
fn after() -> History {
    history()
        .control("Observed", 20.0)
        .control("Claimed", 10.0)
        .state("ThirdParty", "2026-11-10T09:00:00Z")
        .control("Descoped", 10.0)
        .control("Reweighted", 40.0)
        .control("Steady", 30.0)
        .with("tier", json!("Advanced"))
        .with("title", json!("Another title of Steady"))
        .control("Unscored", 5.0)
        .with("deprecated", json!(true))
        .control("Added", 20.0)
        .day(
            "2026-11-23",
            &[("Observed", 6.0), ("Claimed", 10.0), ("Reweighted", 20.0), ("Steady", 27.0), ("Added", 0.0)],
        )
        .snapshot("currentScore", json!(63.3))
}

/// The share of points after each step, by hand. Each part is the difference to the step before it.
///
/// | step        | what happens                      | points | maximum |
/// |-------------|-----------------------------------|--------|---------|
/// |             | the earlier day                   | 60     | 100     |
/// | observed    | Observed 10 → 6 of 20             | 56     | 100     |
/// | claimed     | Claimed 0 → 10 of 10              | 66     | 100     |
/// | descoped    | Descoped had 8 of 10              | 58     | 90      |
/// | retired     | Retired had 5 of 10               | 53     | 80      |
/// | re-weighted | Reweighted 10 of 20 → 20 of 40    | 63     | 100     |
/// | added       | Added has 0 of 20                 | 63     | 120     |
/// | unexplained | currentScore is 63.3              | 63.3   | 120     |
const STEPS: [(&str, f64, f64); 8] = [
    ("", 60.0, 100.0),
    ("observed", 56.0, 100.0),
    ("claimed", 66.0, 100.0),
    ("descoped", 58.0, 90.0),
    ("retired", 53.0, 80.0),
    ("reweighted", 63.0, 100.0),
    ("added", 63.0, 120.0),
    ("unexplained", 63.3, 120.0),
];

fn two_recordings() -> Workspace {
    let workspace = Workspace::new();
    workspace.file("before.json", before().recording()).file("after.json", after().recording());
    workspace
}

/// The comparison as JSON, which follows the schema.
fn compared(workspace: &Workspace, args: &str) -> Value {
    let run = workspace.run(&format!("diff {args} --output json"));
    assert_eq!(run.code, 0, "{}", run.seen());
    let diff: Value = serde_json::from_str(&run.stdout).unwrap();
    let schema: Value = serde_json::from_str(&scoregate::render::comparison::json::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&diff).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    diff
}

fn sum(values: &Value) -> f64 {
    values.as_array().unwrap().iter().map(|value| value["contribution"].as_f64().unwrap()).sum()
}

/// Each part with its share and its controls: `observed -4.0000: A, B`.
fn parts(diff: &Value) -> Vec<String> {
    let told = |part: &&Value| part["contribution"] != 0.0 || part["controls"] != json!([]);
    let line = |part: &Value| {
        let ids: Vec<&str> = part["controls"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
        let (cause, share) = (part["cause"].as_str().unwrap(), part["contribution"].as_f64().unwrap());
        format!("{cause} {share:.4}: {}", ids.join(", "))
    };
    diff["change"]["parts"].as_array().unwrap().iter().filter(told).map(line).collect()
}

#[test]
fn every_part_of_a_change_is_what_a_hand_works_out() {
    let diff = compared(&two_recordings(), "before.json after.json");
    let parts = diff["change"]["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 7);
    for (part, steps) in parts.iter().zip(STEPS.windows(2)) {
        let [(_, points_before, max_before), (cause, points, max)] = steps else { panic!("windows of two") };
        let expected = 100.0 * (points / max - points_before / max_before);
        assert_eq!(part["cause"], *cause);
        assert!(
            (part["contribution"].as_f64().unwrap() - expected).abs() < 1e-9,
            "{cause}: {} and {expected}",
            part["contribution"]
        );
        if *cause != "unexplained" {
            assert!((sum(&part["controls"]) - expected).abs() < 1e-9, "{cause}");
        }
    }
    let total = 100.0 * (63.3 / 120.0 - 0.6);
    assert!((diff["change"]["total"].as_f64().unwrap() - total).abs() < 1e-9);
    assert!((sum(&diff["change"]["parts"]) - total).abs() < 1e-9);
}

#[test]
fn people_see_a_waterfall_and_the_controls_behind_it() {
    insta::assert_snapshot!(two_recordings().run("diff before.json after.json").seen());
}

#[test]
fn a_pull_request_gets_tables() {
    insta::assert_snapshot!(two_recordings().run("diff before.json after.json --output markdown").stdout);
}

#[test]
fn programs_get_every_figure() {
    let mut diff = compared(&two_recordings(), "before.json after.json");
    diff["provenance"]["version"] = json!("(version)");
    insta::assert_snapshot!(serde_json::to_string_pretty(&diff).unwrap());
}
