//! The notes below the table: inputs of one tenant, recordings without a seal.

use insta::assert_snapshot;
use serde_json::json;

use super::{FLEET, bytes, examples, on_one_line, summary};

const CONTOSO: &str = "a1b2c3d4-0000-4000-8000-c0ffee000001";

#[test]
fn several_inputs_of_one_tenant_are_counted_as_one_and_named() {
    let workspace = examples();
    for index in 1..=4 {
        workspace.file(&format!("tenants/customer{index}.json"), bytes("contoso.json"));
    }
    assert_snapshot!("shared", workspace.run(FLEET).seen());
    let found = summary(&workspace, FLEET);
    assert_eq!((&found["counts"]["inputs"], &found["counts"]["tenants"]), (&json!(8), &json!(3)));
    let inputs = ["contoso.json", "customer1.json", "customer2.json", "customer3.json", "customer4.json", "history"];
    assert_eq!(found["shared-tenants"], json!([{ "tenant": CONTOSO, "inputs": inputs }]));
    // Where no table is on standard output, standard error has the notes.
    let csv = workspace.run(&format!("{FLEET} -s csv -s table=table.txt"));
    assert_snapshot!("shared_on_standard_error", csv.stderr);
    assert!(workspace.read("table.txt").contains(csv.stderr.trim().strip_prefix("note: ").unwrap()));
    assert_eq!(workspace.run(&format!("{FLEET} -s csv --quiet")).stderr, "");
}

#[test]
fn recordings_without_a_seal_are_named_and_can_be_refused() {
    let workspace = examples();
    workspace.file("tenants/contoso.json", on_one_line("contoso.json"));
    assert_snapshot!("unsealed", workspace.run(FLEET).seen());
    for index in 1..=4 {
        workspace.file(&format!("tenants/customer{index}.json"), on_one_line("fabrikam.json"));
    }
    assert_snapshot!("several_unsealed", workspace.run(&format!("{FLEET} -s csv")).stderr);
    assert_snapshot!("require_seal", workspace.run(&format!("{FLEET} --require-seal")).seen());
}
