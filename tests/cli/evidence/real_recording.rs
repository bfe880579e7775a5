//! The verdicts on a real recording.

use serde_json::Value;

use crate::support::tenant::policy;
use crate::support::workspace::{Workspace, recorded};

/// The real recording has the first page of the catalogue alone: 27 of its 68 scored controls have no profile.
#[test]
fn the_real_recording_gives_the_verdicts_that_its_gaps_allow() {
    let Some(data) = recorded("heimdall2/combined.json") else { return };
    let real = |expect: &str| {
        let workspace = Workspace::new();
        workspace.file("p.yaml", policy(expect));
        let run = workspace.run(&format!("check -p p.yaml --now 2024-01-02 -o json -f {}", data.display()));
        let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.seen()));
        let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["policy"] == "p");
        let line = |f: &Value| {
            format!(
                "{} {}: {}",
                f["subject"].as_str().unwrap_or("-"),
                f["outcome"].as_str().unwrap(),
                f["message"].as_str().unwrap()
            )
        };
        let lines: Vec<String> = findings.map(line).collect();
        format!("{expect}\nexit {}\n  {}\n", run.code, lines.join("\n  "))
    };
    let expectations = [
        // 128 of 274 is 46.7%; without the controls of unknown maximum it would be 55.9%.
        "score: { at-least: 46.7% }",
        "score: { at-least: 50% }",
        "score: { at-least: 46.7%, points: observed }",
        "score: { peers: AllTenants }",
        "score: { peers: IndustryTypes }",
        "score: { category: Identity, peers: AllTenants }",
        "score: { category: Identity, at-least: 40% }",
        "score: { category: Identity, at-least: 80% }",
        "score: { category: Data, at-least: 90% }",
        "score: { category: Apps, at-least: 44% }",
        "score: { service: MDO, at-least: 30% }",
        "controls: { match: [AdminMFAV2], state: implemented }",
        "controls: { match: [MFARegistrationV2], state: implemented }",
        "controls: { match: [MFARegistrationV2], at-least: 100%, points: reported }",
        "controls: { match: [OneAdmin], state: implemented }",
        "controls: { match: [NoSuchControl, AdminMFAV3] }".replace(" }", ", state: implemented }").leak(),
        "controls: { match: ['mdo_safe*'], at-least: 50% }",
        "controls: { where: { service: [AzureAD], tier: [Core] }, at-least: 50% }",
        "freshness: { snapshot: 48h }",
        "freshness: { snapshot: 12h }",
        "freshness: { last-synced: 24h, controls: { match: [AdminMFAV2, spo_legacy_auth] } }",
        "claimed: { at-most: 10% }",
        "claimed: { at-most: 100% }",
        "coverage: { at-least: 50% }",
        "coverage: { at-least: 90% }",
    ];
    insta::assert_snapshot!(expectations.map(real).join("\n"));
}
