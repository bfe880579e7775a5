//! Laws of the evaluation, over arbitrary small tenants.

use proptest::prelude::*;
use scoregate::evaluate::{Run, evaluate};
use scoregate::report::{Outcome, Report, Subject};
use scoregate::{evidence, policy};
use serde_json::json;

use crate::support::tenant::{NOW, Tenant, tenant};
use crate::support::workspace::Workspace;

const POLICY: &str = "\
scoregate: 1
policy: p
rules:
  - { id: overall, severity: low, expect: { score: { at-least: 50% } } }
  - { id: observed, severity: low, expect: { score: { at-least: 50%, points: observed } } }
  - { id: points, severity: low, expect: { score: { at-least: 20 points } } }
  - { id: category, severity: low, expect: { score: { category: Identity, at-least: 50% } } }
  - { id: service, severity: low, expect: { score: { service: AzureAD, at-least: 50%, points: observed } } }
  - { id: named, severity: low, expect: { controls: { match: [C0, C1, C2], at-least: 50% } } }
  - { id: reported, severity: low, expect: { controls: { match: ['C*'], at-least: 50%, points: reported } } }
  - { id: implemented, severity: low, expect: { controls: { where: { tier: [Core] }, state: implemented } } }
  - { id: claimed, severity: low, expect: { claimed: { at-most: 10%, unwaived: fail } } }
  - { id: coverage, severity: low, expect: { coverage: { at-least: 50% } } }
";

/// One control: its maximum, its points in tenths of the maximum, its state, and whether its profile is known.
#[derive(Debug, Clone)]
struct Control {
    max: u32,
    tenths: u32,
    state: &'static str,
    profile: bool,
    category: &'static str,
}

fn controls() -> impl Strategy<Value = Vec<Control>> {
    let state = prop::sample::select(vec!["Default", "Default", "ThirdParty", "Ignored", "Planned"]);
    let category = prop::sample::select(vec!["Identity", "Apps"]);
    let control = (1_u32..11, 0_u32..11, state, prop::bool::weighted(0.8), category);
    let control =
        control.prop_map(|(max, tenths, state, profile, category)| Control { max, tenths, state, profile, category });
    prop::collection::vec(control, 1..6)
}

/// The tenant, in the given order of its controls. Without a profile a control keeps its share of the tenant's maximum.
fn build(controls: &[Control], order: &[usize], complete: bool) -> Tenant {
    let mut built = tenant();
    for index in order {
        let Control { max, tenths, state, profile, category } = controls[*index].clone();
        let (id, max) = (format!("C{index}"), f64::from(max));
        let score = max * f64::from(tenths) / 10.0;
        built = if profile {
            built.control(&id, score, max).state(state).scored("controlCategory", json!(category))
        } else {
            built.orphan(&id, category, score, f64::from(tenths) * 10.0)
        };
    }
    let points = controls.iter().map(|control| f64::from(control.max) * f64::from(control.tenths) / 10.0).sum();
    let built = built.current(points).max(controls.iter().map(|control| f64::from(control.max)).sum());
    if complete { built } else { built.incomplete() }
}

fn judge(tenant: &Tenant) -> Report {
    let workspace = Workspace::new();
    workspace.file("p.yaml", POLICY).file("t.json", tenant.json());
    let policies = policy::load(&[workspace.path("p.yaml")]).unwrap();
    let evidence =
        evidence::collect(&[workspace.path("t.json").to_string_lossy().into_owned()], evidence::Needs::default)
            .unwrap();
    let run = Run { replayed: true, ..Run::at(NOW.parse().unwrap()) };
    evaluate(&policies, &evidence, &run).unwrap()
}

/// The rules of the policy that have only passed findings.
fn passed(report: &Report) -> Vec<String> {
    let rules = &report.policies[0].rules;
    let all_pass = |index: &usize| {
        let mut findings = report.findings.iter().filter(|f| f.rule.policy == 0 && f.rule.rule == *index).peekable();
        findings.peek().is_some() && findings.all(|finding| finding.outcome == Outcome::Pass)
    };
    (0..rules.len()).filter(all_pass).map(|index| rules[index].id.clone()).collect()
}

fn seen(report: &Report) -> Vec<(String, Outcome, String)> {
    report
        .findings
        .iter()
        .map(|finding| (report.identity(finding), finding.outcome.clone(), finding.message.clone()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_controls_and_profiles_does_not_count(controls in controls(), complete: bool, seed: u64) {
        let forward: Vec<usize> = (0..controls.len()).collect();
        let mut other = forward.clone();
        other.rotate_left(usize::try_from(seed % 7).unwrap() % controls.len());
        other.reverse();
        prop_assert_eq!(seen(&judge(&build(&controls, &forward, complete))), seen(&judge(&build(&controls, &other, complete))));
    }

    /// Less evidence can leave a rule unknown; it can never pass a rule that did not pass before. `implemented` chooses by a
    /// property of the profile, so that without the profile it is about fewer controls: the catalogue is incomplete here, and then
    /// such a control is unknown.
    #[test]
    fn losing_a_profile_passes_nothing(controls in controls(), lost in 0_usize..6) {
        let order: Vec<usize> = (0..controls.len()).collect();
        let before = passed(&judge(&build(&controls, &order, false)));
        let mut less = controls.clone();
        less[lost % controls.len()].profile = false;
        let after = passed(&judge(&build(&less, &order, false)));
        prop_assert!(after.iter().all(|rule| before.contains(rule)), "{:?} before, {:?} after", before, after);
    }

    /// A control that loses points passes nothing that it did not pass before, but for the share of claims.
    #[test]
    fn losing_points_passes_nothing(controls in controls(), lost in 0_usize..6, complete: bool) {
        let order: Vec<usize> = (0..controls.len()).collect();
        let before = passed(&judge(&build(&controls, &order, complete)));
        let mut less = controls.clone();
        let index = lost % controls.len();
        less[index].tenths = less[index].tenths.saturating_sub(3);
        let after = passed(&judge(&build(&less, &order, complete)));
        let after: Vec<&String> = after.iter().filter(|rule| !["claimed", "coverage"].contains(&rule.as_str())).collect();
        prop_assert!(after.iter().all(|rule| before.contains(rule)), "{:?} before, {:?} after", before, after);
    }

    /// A claim passes nothing but what counts reported points.
    #[test]
    fn a_claim_passes_no_observed_points(controls in controls(), set in 0_usize..6) {
        let order: Vec<usize> = (0..controls.len()).collect();
        let before = passed(&judge(&build(&controls, &order, true)));
        let mut claimed = controls.clone();
        claimed[set % controls.len()].state = "ThirdParty";
        claimed[set % controls.len()].tenths = 10;
        let after = passed(&judge(&build(&claimed, &order, true)));
        for rule in ["observed", "service", "named", "implemented"] {
            let became = after.contains(&rule.to_owned()) && !before.contains(&rule.to_owned());
            prop_assert!(!became || !claimed[set % controls.len()].profile, "{} passes by a claim", rule);
        }
    }

    #[test]
    fn every_rule_has_a_finding_and_findings_stand_in_order(controls in controls(), complete: bool) {
        let order: Vec<usize> = (0..controls.len()).collect();
        let report = judge(&build(&controls, &order, complete));
        for (index, rule) in report.policies[0].rules.iter().enumerate() {
            let subjects: Vec<&Subject> = report.findings.iter().filter(|f| f.rule.policy == 0 && f.rule.rule == index).map(|f| &f.subject).collect();
            prop_assert!(!subjects.is_empty(), "{} has no finding", rule.id);
            prop_assert!(subjects.is_sorted(), "{}: {:?}", rule.id, subjects);
        }
    }
}
