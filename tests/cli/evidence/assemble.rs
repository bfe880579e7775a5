//! Several captures in one run: of two times, of several days, of two tenants.

use serde_json::json;

use super::{check, recording, response, sample, workspace};
use crate::support::tenant::{Tenant, tenant};

#[test]
fn of_two_captures_of_a_day_the_later_counts() {
    let early = tenant().control("AdminMFAV2", 0.0, 10.0);
    let late = tenant().control("AdminMFAV2", 10.0, 10.0);
    let captured = |tenant: &Tenant, at: &str| {
        recording(
            at,
            &[
                response("/v1.0/security/secureScores?$top=1", &tenant.scores_json()),
                response("/v1.0/security/secureScoreControlProfiles", &tenant.profiles_json()),
            ],
        )
    };
    let workspace = workspace();
    workspace
        .file("a.json", captured(&late, "2026-11-23T18:00:00Z"))
        .file("b.json", captured(&early, "2026-11-23T06:00:00Z"))
        .file("raw-a.json", early.json())
        .file("raw-b.json", late.json());
    assert_eq!(check(&workspace, "a.json b.json").code, 0);
    assert_eq!(check(&workspace, "b.json a.json").code, 0);
    assert_eq!(check(&workspace, "b.json").code, 1);
    insta::assert_snapshot!(check(&workspace, "raw-a.json raw-b.json").seen());
}

#[test]
fn the_newest_day_counts_wherever_it_stands() {
    let mut scores = sample().scores_json();
    let newest = scores["value"][0].clone();
    let mut older = tenant().control("AdminMFAV2", 0.0, 10.0).scores_json()["value"][0].clone();
    for (day, order) in [("2026-11-20", [1, 0]), ("2026-11-22", [0, 1])] {
        older["createdDateTime"] = json!(format!("{day}T00:00:00Z"));
        let pair = [newest.clone(), older.clone()];
        scores["value"] = json!([pair[order[0]], pair[order[1]]]);
        let workspace = workspace();
        workspace.file("s.json", scores.to_string()).file("p.json", sample().profiles_json().to_string());
        let run = check(&workspace, "s.json p.json");
        assert_eq!(run.code, 0, "{}", run.seen());
    }
}

#[test]
fn two_tenants_in_one_run_are_refused() {
    let mut other = sample().scores_json();
    other["value"][0]["azureTenantId"] = json!("a1b2c3d4-0000-4000-8000-000000000002");
    other["value"][0]["id"] = json!("a1b2c3d4-0000-4000-8000-000000000002_2026-11-01");
    other["value"][0]["createdDateTime"] = json!("2026-11-01T00:00:00Z");
    let workspace = workspace();
    workspace.file("a.json", sample().json()).file("b.json", other.to_string());
    insta::assert_snapshot!(check(&workspace, "a.json b.json").seen());
}

#[test]
fn the_tenant_can_be_pinned() {
    let workspace = workspace();
    workspace.file("t.json", sample().json());
    assert_eq!(check(&workspace, "t.json --tenant A1B2C3D4-0000-4000-8000-000000000001").code, 0);
    insta::assert_snapshot!(check(&workspace, "t.json --tenant a1b2c3d4-0000-4000-8000-00000000000f").seen());
}
