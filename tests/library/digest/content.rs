//! What an analyst and a model read.

use insta::assert_snapshot;
use std::sync::Arc;

use crate::digest::{digest, samples};
use crate::support::report as builders;

#[test]
fn a_failing_report_tells_what_failed_and_what_to_do() {
    assert_snapshot!(digest(&samples::failing(), 2_000));
}

#[test]
fn a_failing_report_at_the_least_budget_keeps_to_the_core() {
    assert_snapshot!(digest(&samples::failing(), scoregate::render::MIN_BUDGET));
}

#[test]
fn a_report_that_compares_two_days_tells_why_the_score_changed() {
    assert_snapshot!(digest(&samples::dropped(), 2_000));
}

#[test]
fn two_rules_that_compare_the_same_days_tell_it_once() {
    let mut report = samples::dropped();
    report.findings[1].change = report.findings[0].change.clone();
    assert_eq!(digest(&report, 2_000), digest(&samples::dropped(), 2_000));
    report.findings[1].change.as_mut().unwrap().parts.clear();
    assert_eq!(digest(&report, 2_000), digest(&samples::dropped(), 2_000), "nothing to tell");
}

#[test]
fn a_passing_report_is_short() {
    assert_snapshot!(digest(&samples::passing(), 2_000));
}

#[test]
fn a_report_with_two_thousand_findings_shows_the_worst_and_says_what_it_left_out() {
    assert_snapshot!(digest(&samples::huge(), 2_000));
}

#[test]
fn hostile_text_is_readable_and_harmless() {
    assert_snapshot!(digest(&samples::hostile(), 6_000));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(digest(&samples::huge(), 3_000), digest(&samples::huge(), 3_000));
}

#[test]
fn rules_carry_their_policy_where_there_are_several() {
    let mut report = samples::failing();
    assert!(digest(&report, 2_000).contains("|critical|admins-use-mfa (attack"));
    Arc::make_mut(&mut report.policies).insert(1, builders::policy("email"));
    assert!(digest(&report, 2_000).contains("|critical|identity-baseline/admins-use-mfa (attack"));
}

#[test]
fn a_prompt_asks_only_what_the_file_answers() {
    let prompts = [
        ("the failed findings: points", "1. Rule "),
        ("ATT&CK techniques", "(attack T"),
        ("state for each unknown finding", "|unknown"),
        ("why the score changed, and", "- Since "),
        ("list the waivers", "- Waiver for "),
        ("most recoverable points", "- Recoverable: "),
    ];
    for report in [samples::failing(), samples::dropped(), samples::passing(), samples::huge()] {
        for budget in [450, 600, 800, 1_000, 1_300, 2_000, 20_000] {
            let text = digest(&report, budget);
            for (prompt, answer) in prompts {
                let (asks, answers) = (text.contains(prompt), text.contains(answer));
                assert!(!asks || answers, "{budget}: {prompt}\n{text}");
                assert!(budget < 20_000 || asks == answers, "{prompt}\n{text}");
            }
        }
    }
}
