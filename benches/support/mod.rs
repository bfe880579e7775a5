//! Generated snapshots and policies of any size. The same size gives the same bytes.

use std::fmt::Write;

pub(crate) const CATEGORIES: [&str; 4] = ["Identity", "Data", "Device", "Apps"];

/// About 450 bytes a control, as much as the newest day of a real tenant has.
const DESCRIPTION: &str = "Requiring this for every account, device and mailbox keeps an attacker who has a password from \
    using it. The text stands here because Graph repeats it for every control of the newest day, and a reader must get \
    past it quickly. <br/> Users should be told before it is turned on, and accounts for emergencies left out by name.";

/// The id of a control.
pub(crate) fn control(index: usize) -> String {
    format!("scid_{index}")
}

pub(crate) fn maximum(index: usize) -> usize {
    index % 10 + 1
}

/// A response of `/security/secureScores` with the newest day first.
pub(crate) fn scores(days: usize, controls: usize) -> String {
    let total: usize = (0..controls).map(maximum).sum();
    let mut json = String::from(
        r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#security/secureScores","value":["#,
    );
    for day in 0..days {
        let date = jiff::civil::date(2026, 11, 23)
            .checked_sub(jiff::Span::new().days(i64::try_from(day).unwrap_or(0)))
            .unwrap();
        let comma = if day == 0 { "" } else { "," };
        write!(
            json,
            r#"{comma}{{"id":"t_{date}","azureTenantId":"a1b2c3d4-0000-4000-8000-000000000000","createdDateTime":"{date}T00:00:00Z","currentScore":{total},"maxScore":{total},"controlScores":["#
        )
        .unwrap();
        for index in 0..controls {
            let comma = if index == 0 { "" } else { "," };
            let (id, category, max) = (control(index), CATEGORIES[index % 4], maximum(index));
            write!(
                json,
                r#"{comma}{{"controlCategory":"{category}","controlName":"{id}","description":"{DESCRIPTION}","score":{max},"lastSynced":"{date}T04:34:13Z","implementationStatus":"You have 0 of 0 users.","on":"true","scoreInPercentage":100.0}}"#
            )
            .unwrap();
        }
        json.push_str("]}");
    }
    json.push_str("]}");
    json
}

/// A policy with a rule for each of so many controls.
pub(crate) fn policy(rules: usize, controls: usize) -> String {
    let mut yaml = String::from("scoregate: 1\npolicy: generated\nrules:\n");
    for index in 0..rules {
        let id = control(index % controls);
        write!(
            yaml,
            "  - id: rule-{index}\n    title: Control {id} keeps half of its points\n    severity: high\n    expect:\n      controls: {{ match: [{id}], at-least: 50% }}\n    why: The reason of the rule.\n    fix: The remediation of the rule.\n    references: {{ attack: [T1078] }}\n"
        )
        .unwrap();
    }
    yaml
}
