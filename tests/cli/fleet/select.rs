//! `--select`: a list of tenants with labels.

use insta::assert_snapshot;

use super::{FLEET, examples, summary};

const CONTOSO: &str = "a1b2c3d4-0000-4000-8000-c0ffee000001";

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
