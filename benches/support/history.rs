//! A generated past as Graph gives it: of older days no texts, and on every day some controls that are not done.

use std::fmt::Write;

use crate::support::{CATEGORIES, control, maximum};

/// A response of `/security/secureScores` with the newest day first. Each day another twentieth of the controls gives no points.
pub(crate) fn history(days: usize, controls: usize) -> String {
    let max: usize = (0..controls).map(maximum).sum();
    let mut json = String::from(r#"{"value":["#);
    for day in 0..days {
        let back = jiff::Span::new().days(i64::try_from(day).unwrap_or(0));
        let date = jiff::civil::date(2026, 11, 23).checked_sub(back).unwrap();
        let score = |index: usize| if (index + day).is_multiple_of(20) { 0 } else { maximum(index) };
        let current: usize = (0..controls).map(score).sum();
        let comma = if day == 0 { "" } else { "," };
        write!(
            json,
            r#"{comma}{{"id":"t_{date}","azureTenantId":"a1b2c3d4-0000-4000-8000-000000000000","createdDateTime":"{date}T00:00:00Z","currentScore":{current},"maxScore":{max},"controlScores":["#
        )
        .unwrap();
        for index in 0..controls {
            let comma = if index == 0 { "" } else { "," };
            let (id, category, score) = (control(index), CATEGORIES[index % 4], score(index));
            let percentage = if score == 0 { "0.0" } else { "100.0" };
            write!(
                json,
                r#"{comma}{{"controlCategory":"{category}","controlName":"{id}","description":null,"score":{score},"implementationStatus":"You have 0 of 0 users.","scoreInPercentage":{percentage}}}"#
            )
            .unwrap();
        }
        json.push_str("]}");
    }
    json.push_str("]}");
    json
}

/// A policy of one rule: the posture against the best of so many days.
pub(crate) fn best_of(days: usize) -> String {
    format!(
        "scoregate: 1\npolicy: generated\nrules:\n  - id: regression\n    severity: high\n    expect:\n      regression: {{ against: {{ best-of: {days}d }}, score: {{ max-drop: 1pp }} }}\n"
    )
}
