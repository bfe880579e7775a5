//! `--select`: a list of tenants with labels.

use insta::assert_snapshot;

use super::{FLEET, examples, summary};

const CONTOSO: &str = "a1b2c3d4-0000-4000-8000-c0ffee000001";

/// A snapshot that names no tenant.
const ANONYMOUS: &str = r#"{"currentScore": 4, "maxScore": 10,
    "controlScores": [{"controlName": "AdminMFAV2", "controlCategory": "Identity", "score": 4, "scoreInPercentage": 40}]}"#;

#[test]
fn only_the_tenants_of_the_list_are_taken_and_one_that_is_missing_is_a_line() {
    let workspace = examples();
    workspace.file(
        "tenants.yaml",
        "scoregate-tenants: 1\ntenants:\n  - tenant: fab*\n    labels: { ring: canary, owner: \"=1+1\" }\n  - tenant: tailspin\n",
    );
    assert_snapshot!(workspace.run(&format!("{FLEET} --select tenants.yaml")).seen());
}

#[test]
fn an_id_selects_whatever_the_name_is() {
    let workspace = examples();
    workspace.file("tenants.yaml", format!("scoregate-tenants: 1\ntenants:\n  - tenant: {}\n", CONTOSO.to_uppercase()));
    let found = summary(&workspace, &format!("{FLEET} --select tenants.yaml"));
    let tenants = found["tenants"].as_array().unwrap();
    assert!(!tenants.is_empty());
    assert!(tenants.iter().all(|tenant| tenant["tenant"] == CONTOSO), "{found:#}");
}

#[test]
fn an_id_beside_a_name_requires_the_tenant_of_the_data() {
    let workspace = examples();
    let mut response: serde_json::Value = serde_json::from_str(ANONYMOUS).unwrap();
    response["createdDateTime"] = "2026-11-23T00:00:00Z".into();
    workspace.file("tenants/anonymous.json", response.to_string());
    let list = |id: &str| {
        let entry = |name: &str| format!("  - tenant: {name}\n    id: {id}\n");
        format!("scoregate-tenants: 1\ntenants:\n{}{}{}", entry("contoso"), entry("fabrikam"), entry("anonymous"))
    };
    workspace.file("tenants.yaml", list(&CONTOSO.to_uppercase()));
    let select = format!("{FLEET} --select tenants.yaml --out reports");
    assert_snapshot!(workspace.run(&select).seen());
    assert!(workspace.path("reports/contoso.json/report.json").exists());
    // A result that is reused is checked too.
    workspace.file("tenants.yaml", list("a1b2c3d4-0000-4000-8000-fab41ca00002"));
    let found = summary(&workspace, &select);
    let codes: Vec<&str> =
        found["tenants"].as_array().unwrap().iter().map(|one| one["error"]["code"].as_str().unwrap_or("-")).collect();
    assert_eq!(codes, ["other-tenant", "other-tenant", "-"]);
    assert!(!workspace.path("reports/contoso.json/report.json").exists());
}

#[test]
fn an_id_that_no_tenant_has_names_the_inputs_that_may_be_of_it() {
    let workspace = examples();
    workspace.file("tenants/fabrikam.json", "{");
    let id = "a1b2c3d4-0000-4000-8000-fab41ca00002";
    workspace.file("tenants.yaml", format!("scoregate-tenants: 1\ntenants:\n  - tenant: {id}\n"));
    assert_snapshot!(workspace.run(&format!("{FLEET} --select tenants.yaml")).seen());
}

#[test]
fn an_id_that_is_none_or_not_needed_is_a_problem() {
    let workspace = examples();
    workspace.file(
        "tenants.yaml",
        format!("scoregate-tenants: 1\ntenants:\n  - tenant: a\n    id: contoso.com\n  - tenant: {CONTOSO}\n    id: {CONTOSO}\n"),
    );
    assert_snapshot!("id", workspace.run(&format!("{FLEET} --select tenants.yaml")).seen());
}

#[test]
fn every_problem_of_the_list_is_shown() {
    let workspace = examples();
    workspace.file(
        "tenants.yaml",
        "scoregate-tenants: 1\ntenants:\n  - tenant: \"a[\"\n  - tenant: b\n  - tenant: B\n  - tenant: \"  \"\n",
    );
    assert_snapshot!("list", workspace.run(&format!("{FLEET} --select tenants.yaml")).seen());
    workspace.file("tenants.yaml", "tenants:\n  - name: b\n");
    assert_snapshot!("schema", workspace.run(&format!("{FLEET} --select tenants.yaml")).seen());
}
