//! Names of any tenant, in any letter case and place: none is left.

use proptest::prelude::*;
use scoregate::evidence::recording::{Redacted, redact};
use serde_json::json;

use super::{REQUEST, recording};

/// A text in letters of odd case.
fn odd(text: &str) -> String {
    text.chars().enumerate().map(|(at, c)| if at % 3 == 1 { c.to_ascii_uppercase() } else { c }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_name_of_any_tenant_is_left(
        user in "[a-z][a-z0-9._+'-]{0,12}[a-z0-9]",
        domain in "[a-z][a-z0-9-]{2,9}[a-z0-9]\\.(com|co\\.uk|onmicrosoft\\.com)",
        tenant in "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        guid in "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        person in "q[a-z]{2,7} z[a-z]{2,7}",
        alone in "q[a-z0-9]{5,9}",
        around in ("[ (<\"=;:,/|\\\\]", "[ )>\";:,/|\\\\]"),
    ) {
        let address = format!("{user}@{domain}");
        let (before, behind) = &around;
        let text = format!("x{before}{address}{behind} {}! a{}b z{}0 by {}.", odd(&person), odd(&domain), odd(&guid), odd(&address));
        let link = format!("/v1.0/security/secureScoreControlProfiles?$filter=x%20{address}&$skiptoken={}{alone}", odd(&tenant));
        let score = json!({ "id": format!("{}_2026-11-23", odd(&tenant)), "azureTenantId": odd(&tenant), "currentScore": 1.5,
            "createdDateTime": "2026-11-23T00:00:00Z", "licences": [text, { "deep": text }],
            "controlScores": [{ "controlName": "AdminMFAV2", "score": 1.5, "implementationStatus": text }] });
        let profile = json!({ "id": "AdminMFAV2", "azureTenantId": tenant, "title": text, "maxScore": 2.5, address.clone(): text,
            "controlStateUpdates": [{ "updatedBy": alone, "assignedTo": person, "comment": text, "state": "Default" }] });
        let first = json!({ "@odata.nextLink": format!("https://graph.microsoft.com{link}"), "value": [profile] });
        let whole = recording(&[
            ("/v1.0/security/secureScores?$top=1", json!({ "value": [score] }).to_string()),
            ("/v1.0/security/secureScoreControlProfiles?$top=999", first.to_string()),
            (&link, json!({ "@odata.context": "x#secureScoreControlProfiles", "value": [] }).to_string()),
        ]);
        let Redacted { text: redacted, days } = redact(&whole).unwrap();
        let lower = redacted.to_lowercase();
        for name in [&address, &domain, &tenant, &guid, &person, &alone, &REQUEST.to_owned()] {
            prop_assert!(!lower.contains(name.as_str()), "{name} in {redacted}");
        }
        let evidence = scoregate::evidence::of_recorded_text(&redacted).unwrap();
        let original = scoregate::evidence::of_recorded_text(&whole).unwrap();
        prop_assert!(evidence.catalogue.complete && original.catalogue.complete && days == 1);
        prop_assert_eq!(evidence.gaps, original.gaps);
        prop_assert_eq!(evidence.snapshot.controls[0].score, original.snapshot.controls[0].score);
        prop_assert_eq!(redact(&redacted).unwrap().text, redacted);
    }
}
