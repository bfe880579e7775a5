//! Tenants and policies that try to break out of the outputs or to exhaust the machine.

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::format_names::format_names;
use crate::support::tenant::{NOW, policy, tenant};
use crate::support::workspace::{Run, Workspace, outcome};

/// The hostile policy and tenant that the outside judges see too.
fn hostile(format: &str) -> Run {
    let mut command = Workspace::new().command(&format!(
        "check -p tests/judges/hostile.yaml -f tests/judges/hostile.json --now 2026-11-24 -o {format}"
    ));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")));
    outcome(command)
}

#[test]
fn no_output_holds_a_control_character_or_an_override_of_the_writing_direction() {
    for format in format_names() {
        let run = hostile(format);
        assert_eq!(run.code, 1, "{format}: {}", run.seen());
        // SARIF embeds the policy as it is, escapes and all; JSON has no other way to write them.
        let found =
            run.stdout.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(found, None, "{format}");
    }
}

#[test]
fn no_text_becomes_a_workflow_command() {
    let run = hostile("github");
    let report: Value = serde_json::from_str(&hostile("json").stdout).unwrap();
    let failed = report["counts"]["failed"].as_u64().unwrap();
    assert_eq!(failed, 13);
    for line in run.stdout.lines() {
        assert!(line.starts_with("::error file=") || line.starts_with("::notice "), "{line}");
    }
    let human = hostile("human");
    assert!(!human.stdout.lines().any(|line| line.trim_start().starts_with("::")), "{}", human.stdout);
}

#[test]
fn junit_stays_well_formed() {
    let run = hostile("junit");
    let report = quick_junit::Report::deserialize_from_str(&run.stdout).unwrap();
    assert_eq!(report.test_suites.iter().map(|suite| suite.failures).sum::<usize>(), 13);
}

/// 600 MB of spaces take 600 kB as gzip.
#[test]
fn a_gzip_bomb_is_refused() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let chunk = vec![b' '; 1 << 20];
    for _ in 0..600 {
        encoder.write_all(&chunk).unwrap();
    }
    let workspace = Workspace::new();
    workspace.file("p.yaml", policy("score: { at-least: 1% }")).file("t.json.gz", encoder.finish().unwrap());
    insta::assert_snapshot!(workspace.run("check -p p.yaml -f t.json.gz").seen());
}

#[test]
fn figures_at_the_edge_of_what_can_be_computed_are_no_pass() {
    for (score, code) in [
        (json!(1e308), 5),
        (json!("1e308"), 5),
        (json!(-1e10), 5),
        (json!(1e9), 3),
        (json!(-1e9), 3),
        (json!(1e-320), 3),
        (json!(-0.0), 3),
    ] {
        let tenant = tenant().control("A", 10.0, 10.0).control("B", 10.0, 10.0).scored("score", score.clone());
        let tenant = tenant.snapshot("currentScore", json!(20));
        let workspace = Workspace::new();
        workspace.file("p.yaml", policy("score: { at-least: 50% }")).file("t.json", tenant.json());
        let run = workspace.run(&format!("check -p p.yaml -f t.json --now {NOW}"));
        assert_eq!(run.code, code, "{score}: {}", run.seen());
    }
}
