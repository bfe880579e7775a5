//! A generated catalogue, and policies that choose by what it says.

use std::fmt::Write;

use crate::support::{CATEGORIES, control, maximum};

const SERVICES: [&str; 5] = ["AzureAD", "EXO", "MDO", "SPO", "MDATP"];
const TIERS: [&str; 3] = ["Core", "Defense in Depth", "Advanced"];

/// A response of `/security/secureScoreControlProfiles` in one page.
pub(crate) fn profiles(controls: usize) -> String {
    let mut json = String::from(
        r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#security/secureScoreControlProfiles","value":["#,
    );
    for index in 0..controls {
        let comma = if index == 0 { "" } else { "," };
        let (id, category, max) = (control(index), CATEGORIES[index % 4], maximum(index));
        let (service, tier) = (SERVICES[index % 5], TIERS[index % 3]);
        write!(
            json,
            r#"{comma}{{"id":"{id}","azureTenantId":"a1b2c3d4-0000-4000-8000-000000000000","title":"Control number {index}","controlCategory":"{category}","service":"{service}","tier":"{tier}","maxScore":{max},"deprecated":false,"threats":["Account breach"],"controlStateUpdates":[{{"state":"Default","updatedDateTime":null}}]}}"#
        )
        .unwrap();
    }
    json.push_str("]}");
    json
}

/// A policy whose rules choose controls by their properties, each about a twelfth of them.
pub(crate) fn policy_by_property(rules: usize) -> String {
    let mut yaml = String::from("scoregate: 1\npolicy: generated\nrules:\n");
    for index in 0..rules {
        let (tier, category) = (TIERS[index % 3], CATEGORIES[index % 4]);
        write!(
            yaml,
            "  - id: rule-{index}\n    severity: low\n    expect:\n      controls: {{ where: {{ tier: [{tier}], category: [{category}] }}, at-least: 50% }}\n"
        )
        .unwrap();
    }
    yaml
}
