//! Laws of rules against regression, over arbitrary pasts: less evidence never passes what did not pass before.

use proptest::prelude::*;
use scoregate::evaluate::{Run, evaluate};
use scoregate::report::{Outcome, Report};
use scoregate::{evidence, policy};

use super::{NOW, past};
use crate::support::workspace::Workspace;

const POLICY: &str = "\
scoregate: 1
policy: p
rules:
  - { id: previous, severity: low, expect: { regression: { against: previous, score: { max-drop: 5pp } } } }
  - { id: best, severity: low, expect: { regression: { against: { best-of: 4d }, score: { max-drop: 5pp } } } }
  - { id: days, severity: low, expect: { regression: { against: { days: 2 }, score: { max-drop: 5pp } } } }
  - { id: confirmed, severity: low, expect: { regression: { against: { best-of: 4d }, score: { max-drop: 5pp }, confirm: 2 } } }
  - { id: lost, severity: low, expect: { regression: { against: { best-of: 4d }, score: { max-drop: 5pp }, when-descoped: fail } } }
  - { id: reported, severity: low, expect: { regression: { against: { best-of: 4d }, score: { max-drop: 5pp }, judge: reported } } }
  - { id: controls, severity: low, expect: { regression: { against: { best-of: 4d }, controls: { max-drop: 20pp } } } }
  - { id: named, severity: low, expect: { regression: { against: previous, controls: { match: [C0, C1], max-drop: 20pp } } } }
  - { id: core, severity: low, expect: { regression: { against: { best-of: 4d }, controls: { where: { tier: [Core] }, max-drop: 20pp } } } }
";

/// The best of how many days the rules ask for.
const WINDOW: usize = 4;

/// One control on one day: whether it is scored, its points in tenths of its maximum, and its state.
type Control = (bool, u32, &'static str);

/// A maximum for each control, and six days of all of them.
fn days() -> impl Strategy<Value = (Vec<u32>, Vec<Vec<Control>>)> {
    let state = prop::sample::select(vec!["", "", "", "ThirdParty", "Ignored"]);
    let tenths = prop::sample::select(vec![10_u32, 10, 10, 9, 5, 0]);
    let control = (prop::bool::weighted(0.9), tenths, state);
    (1_usize..4).prop_flat_map(move |controls| {
        let maxima = prop::collection::vec(1_u32..=10, controls);
        (maxima, prop::collection::vec(prop::collection::vec(control.clone(), controls), WINDOW + 2))
    })
}

/// The days as text; `Z` is always scored, so that no day is empty.
fn lines((maxima, days): &(Vec<u32>, Vec<Vec<Control>>)) -> Vec<String> {
    let day = |(index, controls): (usize, &Vec<Control>)| {
        let scored = controls.iter().zip(maxima).enumerate().filter(|(_, ((is_scored, ..), _))| *is_scored);
        let words = scored.map(|(index, ((_, tenths, state), max))| {
            format!("C{index} {}/{max} {state}", f64::from(*tenths) * f64::from(*max) / 10.0)
        });
        format!("2026-11-{} Z 1/1 {}", 18 + index, words.collect::<Vec<_>>().join(" "))
    };
    days.iter().enumerate().map(day).collect()
}

fn judge(lines: &[String], catalogue: &str) -> Report {
    let workspace = Workspace::new();
    workspace.file("p.yaml", POLICY).file("t.json", past(&lines.join("\n"), catalogue).json());
    let policies = policy::load(&[workspace.path("p.yaml")]).unwrap();
    let from = [workspace.path("t.json").to_string_lossy().into_owned()];
    let evidence = evidence::collect(&from, || policies.needs()).unwrap();
    let run = Run { replayed: true, ..Run::at(NOW.parse().unwrap()) };
    evaluate(&policies, &evidence, &run).unwrap()
}

/// The rules that have only passed findings.
fn passed(report: &Report) -> Vec<String> {
    let rules = &report.policies[0].rules;
    let all_pass = |index: &usize| {
        let mut findings = report.findings.iter().filter(|f| f.rule.policy == 0 && f.rule.rule == *index).peekable();
        findings.peek().is_some() && findings.all(|finding| finding.outcome == Outcome::Pass)
    };
    (0..rules.len()).filter(all_pass).map(|index| rules[index].id.clone()).collect()
}

fn new_passes(before: &Report, after: &Report) -> Vec<String> {
    let known = passed(before);
    passed(after).into_iter().filter(|rule| !known.contains(rule)).collect()
}

/// All words of the rules' findings, for a failing case.
fn said(report: &Report) -> String {
    let lines = report.findings.iter().filter(|finding| finding.rule.policy == 0);
    lines.map(|finding| format!("{} {}\n", report.identity(finding), finding.message)).collect()
}

fn none(before: &Report, after: &Report) -> Result<(), TestCaseError> {
    let new = new_passes(before, after);
    prop_assert!(new.is_empty(), "{new:?} pass now; before:\n{}after:\n{}", said(before), said(after));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_catalogue_without_its_end_passes_nothing(days in days(), lacks: bool) {
        let lines = lines(&days);
        let without = if lacks { "without C0" } else { "" };
        none(&judge(&lines, without), &judge(&lines, &format!("{without}, incomplete")))?;
    }

    #[test]
    fn a_profile_less_of_an_incomplete_catalogue_passes_nothing(days in days(), lost in 0_usize..4) {
        let lines = lines(&days);
        none(&judge(&lines, "incomplete"), &judge(&lines, &format!("incomplete, without C{lost}")))?;
    }

    /// A past that does not reach back as far as the rules ask for. `previous` and `days` choose another day where theirs is gone,
    /// so that they are left out where that happens.
    #[test]
    fn a_shorter_past_passes_nothing(days in days(), kept in 1_usize..WINDOW) {
        // Of two days alone, the first has its states from long before.
        prop_assume!(kept != 2);
        let lines = lines(&days);
        let (before, after) = (judge(&lines, ""), judge(&lines[lines.len() - kept..], ""));
        none(&before, &after)?;
        let best = |rule: &String| ["best", "confirmed", "lost", "reported", "controls", "core"].contains(&rule.as_str());
        prop_assert!(!passed(&after).iter().any(best), "{}", said(&after));
    }

    #[test]
    fn a_newest_day_that_graph_marks_as_partial_passes_nothing(days in days()) {
        let mut lines = lines(&days);
        let last = lines.len() - 1;
        lines[last] = lines[last].replacen("2026-11-23", "2026-11-23!", 1);
        prop_assert!(passed(&judge(&lines, "")).is_empty(), "{}", said(&judge(&lines, "")));
    }

    /// A claim on the newest day makes nothing good, but for rules on the reported score.
    #[test]
    fn a_claim_passes_nothing(days in days(), claimed in 0_usize..4) {
        let before = judge(&lines(&days), "");
        let (maxima, mut states) = days;
        let last = states.len() - 1;
        let index = claimed % maxima.len();
        prop_assume!(states[last][index].0 && states[last][index].2.is_empty());
        // Where it was claimed on the day before, the change is that the claim is not withdrawn.
        prop_assume!(last == 0 || states[last - 1][index].2.is_empty());
        states[last][index] = (true, 10, "ThirdParty");
        let after = judge(&lines(&(maxima, states)), "");
        let new: Vec<String> = new_passes(&before, &after).into_iter().filter(|rule| rule != "reported").collect();
        prop_assert!(new.is_empty(), "{new:?}; before:\n{}after:\n{}", said(&before), said(&after));
    }
}

/// What the laws are about happens: some of these pasts pass, fail and are unknown by each rule.
#[test]
fn the_rules_of_the_laws_pass_and_fail() {
    let flat: Vec<String> = (18..24).map(|day| format!("2026-11-{day} Z 1/1 C0 10/10 C1 10/10")).collect();
    assert_eq!(passed(&judge(&flat, "")).len(), 9);
    let mut fallen = flat;
    fallen[5] = fallen[5].replace("C0 10/10", "C0 0/10");
    assert_eq!(passed(&judge(&fallen, "")), ["confirmed"]);
}
