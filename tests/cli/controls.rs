//! `controls list`: what a tenant has, and which rules choose it.

use serde_json::{Value, json};

use crate::support::tenant::{policy, tenant};
use crate::support::workspace::Workspace;

const POLICY: &str = "controls: { match: [A, 'mdo_*'], except: [mdo_b], state: implemented }";

/// Three scored controls, one of them claimed, and one that only the catalogue lists.
fn workspace() -> Workspace {
    let built = tenant()
        .control("A", 4.0, 10.0)
        .control("mdo_a", 5.0, 5.0)
        .with("controlStateUpdates", json!([{ "state": "ThirdParty", "updatedDateTime": "2026-11-01T00:00:00Z" }]))
        .with("service", json!("MDO"))
        .control("mdo_b", 0.5, 3.0)
        .with("implementationCost", json!("Low"))
        .with("userImpact", json!("High"))
        .with("deprecated", json!(true))
        .orphan("Unknown", "Data", 1.0, 50.0)
        .profile(json!({ "id": "Later", "title": "Title of Later", "maxScore": 7.0, "tier": "Advanced" }));
    let workspace = Workspace::new();
    workspace.file("t.json", built.json()).file("p.yaml", policy(POLICY));
    workspace
}

#[test]
fn the_controls_with_the_most_points_to_recover_come_first() {
    insta::assert_snapshot!(workspace().run("controls list --from t.json --all").seen());
}

#[test]
fn policies_show_the_rules_that_choose_each_control() {
    insta::assert_snapshot!(workspace().run("controls list --from t.json --policy p.yaml").seen());
}

#[test]
fn a_rule_that_is_disabled_or_excepts_a_control_does_not_choose_it() {
    let workspace = workspace();
    let listed = |args: &str| -> Value {
        serde_json::from_str(&workspace.run(&format!("controls list --from t.json -o json {args}")).stdout).unwrap()
    };
    let without_rule = |args: &str| -> Vec<String> {
        let list = listed(&format!("--without-rule {args}"));
        list["controls"].as_array().unwrap().iter().map(|control| control["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(without_rule("--policy p.yaml"), ["mdo_b", "Unknown"]);
    workspace.file("p.yaml", policy(POLICY).replace("    expect:", "    enforcement: disabled\n    expect:"));
    assert_eq!(without_rule("--policy p.yaml").len(), 4);
    assert_eq!(listed("")["controls"][0]["rules"], Value::Null, "without policies the rules are unknown");
}

#[test]
fn conditions_are_combined_and_one_value_of_each_is_enough() {
    let workspace = workspace();
    let ids = |args: &str| {
        let run = workspace.run(&format!("controls list --from t.json -o json {args}"));
        assert_eq!(run.code, 0, "{}", run.seen());
        let list: Value = serde_json::from_str(&run.stdout).unwrap();
        let ids = list["controls"].as_array().unwrap().iter().map(|control| control["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids("--match MDO_*"), "mdo_b mdo_a");
    assert_eq!(ids("--match MDO_* --open"), "mdo_b");
    assert_eq!(ids("--service mdo azuread"), "A mdo_b mdo_a");
    assert_eq!(ids("--service mdo --state thirdparty"), "mdo_a");
    assert_eq!(ids("--category data"), "Unknown");
    assert_eq!(ids("--all --tier Advanced"), "Later");
}

#[test]
fn a_condition_that_no_control_meets_by_its_value_is_an_error_with_the_value_that_was_meant() {
    let workspace = workspace();
    let wrong =
        ["--service AzureDA", "--state Fixed", "--match mdo_c", "--match [", "--tier Advanced", "--without-rule"];
    let seen = wrong.map(|args| workspace.run(&format!("controls list --from t.json {args}")).seen());
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn a_list_is_a_table_for_spreadsheets_a_page_and_json() {
    let workspace = workspace();
    let written = workspace.run("controls list -f t.json -p p.yaml --all -o csv=c.csv -o markdown=c.md -o json=c.json");
    assert_eq!((written.code, written.stdout.as_str()), (0, ""), "{}", written.seen());
    insta::assert_snapshot!("csv", workspace.read("c.csv"));
    insta::assert_snapshot!("markdown", workspace.read("c.md"));
    insta::assert_snapshot!("json", workspace.read("c.json"));
}

#[test]
fn what_is_missing_is_stated() {
    let workspace = Workspace::new();
    workspace.file("t.json", tenant().control("A", 4.0, 10.0).scores_json().to_string());
    insta::assert_snapshot!(workspace.run("controls list --from t.json").seen());
}

#[test]
fn text_of_a_tenant_is_a_command_in_no_format() {
    let title = "::error::x ##[error] | <script>alert(1)</script> =1+1 \u{1b}[31m\u{202e}\r\n# Head";
    let built = tenant().control("=A|::b", 4.0, 10.0).with("title", json!(title)).with("service", json!(title));
    let workspace = Workspace::new();
    workspace.file("t.json", built.json());
    for format in ["human", "markdown", "json", "csv"] {
        let run = workspace.run(&format!("controls list --from t.json -o {format}"));
        assert_eq!(run.code, 0, "{}", run.seen());
        let found =
            run.stdout.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(found, None, "{format}");
        let acts = |line: &str| line.trim_start().starts_with("::") || line.starts_with("# ") || line.starts_with('=');
        assert!(!run.stdout.lines().any(acts), "{}", run.stdout);
        assert!(format == "json" || !run.stdout.contains("##["), "{}", run.stdout);
    }
}
