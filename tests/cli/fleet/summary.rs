//! The summary: formats, order, exit codes.

use insta::assert_snapshot;

use super::{FLEET, bytes, examples, summary};
use crate::support::workspace::Workspace;

#[test]
fn a_broken_tenant_spoils_only_its_own_line() {
    assert_snapshot!(examples().run(FLEET).seen());
}

#[test]
fn the_summary_is_json_and_csv_too() {
    let workspace = examples();
    assert_snapshot!("json", workspace.run(&format!("{FLEET} -s json")).seen());
    assert_snapshot!("csv", workspace.run(&format!("{FLEET} -s csv")).seen());
}

#[test]
fn several_summaries_are_written_by_one_run() {
    let workspace = examples();
    let run = workspace.run(&format!("{FLEET} -s table -s json=fleet.json -s csv=fleet.csv"));
    assert_eq!(run.stdout, workspace.run(FLEET).stdout);
    assert_eq!(workspace.read("fleet.json"), workspace.run(&format!("{FLEET} -s json")).stdout);
    assert_eq!(workspace.read("fleet.csv"), workspace.run(&format!("{FLEET} -s csv")).stdout);
    assert_eq!(workspace.run(&format!("{FLEET} -s table -s json")).code, 2);
}

#[test]
fn the_order_is_by_name_for_every_number_of_threads() {
    let workspace = examples();
    for index in 0..40 {
        workspace.file(&format!("tenants/t{:02}.json", 39 - index), bytes("fabrikam.json"));
    }
    let one = workspace.run(&format!("{FLEET} -s json --jobs 1")).stdout;
    for jobs in [2, 3, 16] {
        assert_eq!(workspace.run(&format!("{FLEET} -s json --jobs {jobs}")).stdout, one);
    }
    let names = summary(&workspace, FLEET)["tenants"].as_array().unwrap().clone();
    let names: Vec<&str> = names.iter().map(|tenant| tenant["name"].as_str().unwrap()).collect();
    assert!(names.is_sorted() && names.len() == 44, "{names:?}");
}

/// A snapshot of which nothing can be said about the control of the policy.
const WITHOUT_CONTROLS: &str = r#"{"azureTenantId": "a1b2c3d4-0000-4000-8000-000000000003",
    "createdDateTime": "2026-11-23T00:00:00Z", "currentScore": 4, "maxScore": 10, "controlScores": []}"#;

#[test]
fn the_exit_code_is_that_of_the_worst_tenant() {
    let workspace = Workspace::new();
    workspace.file("mfa.yaml", bytes("mfa.yaml"));
    let run = |tenants: &[(&str, Vec<u8>)]| {
        let _ = std::fs::remove_dir_all(workspace.path("tenants"));
        for (name, content) in tenants {
            workspace.file(&format!("tenants/{name}.json"), content);
        }
        workspace.run(FLEET).code
    };
    let (passed, failed) = (("passed", bytes("contoso.json")), ("failed", bytes("fabrikam.json")));
    let (unknown, broken) = (("unknown", WITHOUT_CONTROLS.into()), ("broken", b"{".to_vec()));
    assert_eq!(run(std::slice::from_ref(&passed)), 0);
    assert_eq!(run(std::slice::from_ref(&unknown)), 3);
    assert_eq!(run(&[passed.clone(), broken.clone()]), 3);
    assert_eq!(run(&[unknown.clone(), broken.clone()]), 3);
    assert_eq!(run(&[passed, failed, unknown, broken]), 1);
}

#[test]
fn a_fleet_of_which_nothing_can_be_read_exits_with_5() {
    let workspace = Workspace::new();
    workspace.file("mfa.yaml", bytes("mfa.yaml")).file("broken/a.json", "{").file("empty/notes.txt", "");
    let run = |from: &str| workspace.run(&format!("fleet -p mfa.yaml -f {from} --now 2026-11-24"));
    assert_eq!(run("broken").code, 5);
    assert_snapshot!("nothing", run("empty").seen());
    assert_snapshot!("not_there", run("nowhere").seen());
    assert_eq!(run("mfa.yaml").code, 2);
}

#[test]
fn exit_zero_changes_the_exit_code_alone() {
    let workspace = examples();
    let (usual, zero) = (workspace.run(FLEET), workspace.run(&format!("{FLEET} --exit-zero")));
    assert_eq!((usual.code, zero.code), (1, 0));
    assert_eq!(usual.stdout, zero.stdout);
}

#[test]
fn invalid_policies_end_the_run_before_any_tenant_is_read() {
    let workspace = examples();
    workspace.file("mfa.yaml", "scoregate: 1\npolicy: p\n");
    assert_eq!(workspace.run(FLEET).code, 4);
}
