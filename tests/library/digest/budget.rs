//! The budget: never exceeded, and well used.

use proptest::prelude::*;
use scoregate::render::MIN_BUDGET;

use crate::digest::arbitrary::report;
use crate::digest::{digest, samples, tokens};

const BUDGETS: [usize; 9] = [0, 1, 12, 50, 300, MIN_BUDGET, 700, 2_000, 10_000];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_report_takes_more_tokens_than_it_is_allowed(report in report(), other in 0..4_000_usize) {
        for budget in BUDGETS.into_iter().chain([other]) {
            let text = digest(&report, budget);
            prop_assert!(tokens(&text) <= budget, "{} tokens of {budget}:\n{text}", tokens(&text));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_is_left_out_while_it_fits(report in report(), spare in 0..50_usize) {
        let whole = digest(&report, 1_000_000);
        prop_assert!(!whole.contains("\nLeft out: "));
        prop_assert_eq!(&digest(&report, tokens(&whole) + spare), &whole);
    }
}

#[test]
fn a_usual_report_fits_into_the_usual_budget_and_uses_it() {
    for report in [samples::failing(), samples::dropped(), samples::passing()] {
        let text = digest(&report, 2_000);
        assert!(!text.contains("Left out: "), "{text}");
    }
    let used = tokens(&digest(&samples::huge(), 2_000));
    assert!((1_950..=2_000).contains(&used), "{used}");
}

#[test]
fn no_sample_takes_more_tokens_than_it_is_allowed_at_any_small_budget() {
    for report in [samples::failing(), samples::dropped(), samples::passing(), samples::hostile()] {
        for budget in (0..1_200).step_by(13) {
            assert!(tokens(&digest(&report, budget)) <= budget, "{budget}");
        }
    }
}

#[test]
fn a_larger_budget_shows_more_and_the_largest_shows_everything() {
    let mut report = samples::huge();
    report.findings.truncate(1_000);
    let rows = |budget| digest(&report, budget).lines().filter(|line| line.contains("|scid_")).count();
    let shown: Vec<usize> = [500, 2_000, 10_000, 150_000].map(rows).to_vec();
    assert!(shown.is_sorted() && shown[0] < shown[1] && shown[1] < shown[2], "{shown:?}");
    assert_eq!(shown[3], 1_000);
    assert!(!digest(&report, 150_000).contains("Left out"));
}

#[test]
fn a_file_is_never_larger_than_security_copilot_takes() {
    let mut report = samples::huge();
    let more: Vec<_> = report.findings.iter().cycle().take(60_000).cloned().collect();
    report.findings = more;
    assert!(digest(&report, usize::MAX).len() <= 3_000_000);
}

#[test]
fn the_least_budget_has_room_for_verdict_score_and_what_was_left_out() {
    for report in [samples::failing(), samples::huge()] {
        let text = digest(&report, MIN_BUDGET);
        assert!(text.starts_with("# FAILED"), "{text}");
        assert!(text.contains("Score: 68.4%") && text.contains("Left out: "), "{text}");
    }
}

#[test]
fn without_room_the_verdict_is_the_last_to_go() {
    let report = samples::failing();
    assert_eq!(digest(&report, 0), "");
    assert_eq!(digest(&report, 4), "FAILED");
    assert_eq!(digest(&report, 20), "# FAILED: compliance gate for Microsoft Secure Score\n\n");
    assert!(digest(&report, 250).contains("Findings: 3 failed, 1 unknown, 1 waived, 1 passed, 1 failed (advisory)."));
}
