//! Required and observed values in every format that has them.

use super::check;
use crate::support::tenant::{policy, tenant};
use crate::support::workspace::{Workspace, outcome};

/// The policy of which it is said that it passes unseen: its title promises more than its limit.
#[test]
fn what_passed_and_what_was_required_of_it_can_be_seen() {
    let workspace = Workspace::new();
    let rule = policy("score: { at-least: 1% }").replace("severity:", "title: every user has MFA\n    severity:");
    workspace.file("p.yaml", rule).file("t.json", tenant().control("A", 9.0, 10.0).json());
    let run = workspace.run(&check("--show passed"));
    assert_eq!(run.code, 0, "{}", run.seen());
    let (_, passed) = run.stdout.split_once("\nPassed:\n").unwrap();
    assert!(passed.contains("every user has MFA\n  90.0") && passed.contains("at least 1"), "{}", run.stdout);
    assert!(!workspace.run(&check("")).stdout.contains("every user has MFA"));
    let junit = workspace.run(&check("-o junit")).stdout;
    assert!(junit.contains("<system-out>90.0"), "{junit}");
    let digest = workspace.run(&check("-o digest")).stdout;
    assert!(digest.contains("- Passed: r: 90.0"), "{digest}");
}

#[test]
fn json_has_the_required_and_the_observed_value_as_numbers_with_units() {
    let values = |expectation: &str, tenant: &crate::support::tenant::Tenant| {
        let workspace = Workspace::new();
        workspace.file("p.yaml", policy(expectation)).file("t.json", tenant.json());
        let run = workspace.run(&check("-o json"));
        let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let finding = &report["findings"][0];
        assert_agrees(finding);
        format!("{} {} {}", finding["outcome"].as_str().unwrap(), finding["required"], finding["observed"])
    };
    let plain = tenant().control("A", 9.0, 10.0).control("B", 0.0, 10.0);
    let claimed = tenant().control("A", 9.0, 10.0).state("ThirdParty");
    // Without its profile nothing shows which state the control has.
    let open = tenant().control("B", 0.0, 10.0).orphan("A", "Identity", 9.0, 90.0).max(20.0).incomplete();
    let cases = [
        ("freshness: { snapshot: 72h }", &plain),
        ("coverage: { at-least: 90% }", &plain),
        ("claimed: { at-most: 10% }", &claimed),
        ("claimed: { at-most: 10% }", &open),
        ("claimed: { unwaived: fail }", &claimed),
        ("claimed: { unwaived: fail }", &plain),
        ("score: { at-least: 40% }", &plain),
        ("score: { at-least: 9 points }", &plain),
        ("score: { at-least: 40%, points: observed }", &claimed),
        ("score: { at-least: 40%, points: observed }", &open),
        ("score: { at-least: 40%, category: Identity }", &plain),
        ("score: { at-least: 40%, category: Nothing }", &plain),
        ("controls: { match: [A], at-least: 80% }", &plain),
        ("controls: { match: [A], at-least: 9.5 points }", &plain),
        ("controls: { match: [A], at-least: 80%, points: reported }", &claimed),
        ("controls: { match: [A], at-least: 80% }", &open),
        ("controls: { match: [A], state: implemented }", &claimed),
        ("controls: { match: [A], state: third-party }", &claimed),
        ("controls: { match: [A], state: default }", &open),
    ];
    let lines = cases.map(|(expectation, tenant)| format!("{expectation}\n  {}", values(expectation, tenant)));
    insta::assert_snapshot!(lines.join("\n"));
}

/// A finding passes only where the least favourable value meets what is required, and fails only where the most favourable does not.
fn assert_agrees(finding: &serde_json::Value) {
    let (required, observed) = (&finding["required"], &finding["observed"]);
    let Some(limit) = required["value"].as_f64() else {
        let is_met = required["value"] == observed["value"];
        assert!(finding["outcome"] == "unknown" || (finding["outcome"] == "passed") == is_met, "{finding:#}");
        return;
    };
    let bound = |name: &str| observed[name].as_f64().or(observed["value"].as_f64());
    let (Some(least), Some(most)) = (bound("least"), bound("most")) else { return };
    let meets = |value: f64| match required["comparison"].as_str() {
        Some("at-least") => value >= limit,
        Some("at-most") => value <= limit,
        other => panic!("{other:?}"),
    };
    let expected = match (meets(least), meets(most)) {
        (true, true) => "passed",
        (false, false) => "failed",
        (true, false) | (false, true) => "unknown",
    };
    assert_eq!(finding["outcome"], expected, "{finding:#}");
}

#[test]
fn the_values_of_every_finding_of_the_examples_agree_with_its_outcome() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = "check --now 2026-11-24T06:00:00Z -o json";
    let mut with_values = 0;
    for args in [
        "-p policies -f examples/contoso.json",
        "-p policies -f examples/fabrikam.json",
        "-p examples/regression.yaml -f examples/contoso-history.json",
    ] {
        let mut command = Workspace::new().command(&format!("{all} {args}"));
        command.current_dir(folder);
        let report: serde_json::Value = serde_json::from_str(&outcome(command).stdout).unwrap();
        let findings = report["findings"].as_array().unwrap();
        findings.iter().filter(|finding| !finding["required"].is_null()).for_each(|finding| {
            with_values += 1;
            assert_agrees(finding);
        });
    }
    assert!(with_values > 140, "{with_values}");
}

#[test]
fn a_table_shows_which_points_are_claimed_and_has_the_digits_of_other_reports() {
    let workspace = Workspace::new();
    let tenant = tenant()
        .control("Claimed", 9.0, 9.0)
        .state("ThirdParty")
        .control("Measured", 8.64, 9.0)
        .orphan("Open", "Identity", 4.0, 40.0)
        .max(28.0)
        .incomplete();
    workspace.file("p.yaml", policy("controls: { match: ['*'], state: implemented }")).file("t.json", tenant.json());
    let csv = workspace.run(&check("-o csv")).stdout;
    let shown = ["control", "outcome", "state", "points", "max-points", "claimed-points", "maybe-claimed-points"];
    let shown = [&shown[..], &["recoverable-points", "observed"]].concat();
    let mut reader = csv_reader(&csv);
    let header: Vec<String> = reader.remove(0);
    let columns: Vec<usize> = shown.iter().map(|name| header.iter().position(|cell| cell == name).unwrap()).collect();
    let rows = reader.iter().map(|row| columns.iter().map(|at| row[*at].as_str()).collect::<Vec<_>>().join(" | "));
    insta::assert_snapshot!(std::iter::once(shown.join(" | ")).chain(rows).collect::<Vec<_>>().join("\n"));
}

/// The cells of a table whose cells contain no line feeds.
fn csv_reader(text: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| {
        let (mut cells, mut is_quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => cells.push(String::new()),
                _ => cells.last_mut().unwrap().push(c),
            }
        }
        cells
    };
    text.lines().map(cells).collect()
}

const WRAPPED: &str = "why: |
      Whoever has the password can sign in, and read the settings
      of the audit log.

      A second
      paragraph.
    fix: |
      Do this:
      - open the portal, and
        the page
      - turn it on
    severity:";

#[test]
fn wrapped_texts_of_a_policy_are_joined_in_every_format() {
    let workspace = Workspace::new();
    let rule = policy("controls: { match: [A], state: implemented }").replace("severity:", WRAPPED);
    workspace.file("p.yaml", rule).file("t.json", tenant().control("A", 1.0, 10.0).json());
    let about = |text: &str| {
        let words = ["password", "paragraph", "portal", "the page", "turn it on"];
        // SARIF also contains the file itself.
        let is_file = |line: &str| line.contains("scoregate: 1");
        let lines = text.lines().filter(|line| !is_file(line) && words.iter().any(|word| line.contains(word)));
        lines.map(str::trim_start).collect::<Vec<_>>().join("\n")
    };
    let formats =
        ["human", "junit", "github", "azure", "gitlab", "markdown", "csv", "json", "sarif", "digest", "jsonl-logs"];
    let seen =
        formats.map(|format| format!("{format}\n{}", about(&workspace.run(&check(&format!("-o {format}"))).stdout)));
    for text in &seen {
        assert!(
            !text.contains("settings\n") && !text.contains("settings\\n") && !text.contains("settings%0A"),
            "{text}"
        );
    }
    insta::assert_snapshot!(seen.join("\n\n"));
}
