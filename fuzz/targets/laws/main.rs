//! Monotony of evidence: less information, or fewer points, turns no Failed or Unknown into Pass, and no such finding disappears.
//!
//! With the environment variable `COLLECT=FOLDER` a broken law does not stop the run: the smallest pair of recordings for each
//! change and rule is written there, to see all kinds of violations at once.
#![no_main]

mod change;
mod tenant;

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use scoregate::evaluate::evaluate;
use scoregate::evidence;
use scoregate::policy::{self, PolicySet};
use scoregate::report::{Outcome, Report, Verdict};
use scoregate_fuzz::{NOW, check_report, here, run_at, scratch};

use change::Change;
use tenant::{Responses, Tenant};

/// The rules over a set of controls. DESIGN §3: a gap in maxScore that a scored control of unknown maximum may explain counts as
/// explained for them, which is the one exemption from the law.
const RULES_OVER_A_SET: [&str; 13] = [
    "one-inapplicable",
    "reported",
    "least",
    "implemented",
    "where-service",
    "where-category",
    "where-threat",
    "graced-controls",
    "previous-controls",
    "best",
    "best-fail",
    "claimed",
    "fresh",
];

#[derive(Debug, Arbitrary)]
struct Input {
    change: Change,
    at: u8,
    tenant: Tenant,
}

fuzz_target!(|input: Input| {
    let Input { change, at, tenant } = input;
    let at = usize::from(at);
    let Some(mut tenant) = tenant.consistent() else { return };
    if change == Change::LowerPoints {
        tenant = tenant.without_duplicates();
    }
    let before = tenant.responses();
    let Some(after) = change.applied(&tenant, at) else { return };
    let (Some(more), Some(less)) = (report(&before), report(&after)) else { return };
    if at.is_multiple_of(32) {
        check_report(&more, 400 + at * 7, true);
        check_report(&less, 400 + at * 7, true);
    }
    let explained = after.has_explained_gap();
    let exempt = |rule: &str| change.exempts(rule) || (explained && RULES_OVER_A_SET.contains(&rule));
    let mut broken = broken_rules(&more, &less);
    broken.retain(|(rule, _)| !exempt(rule));
    let may_pass = explained || change == Change::DropDay;
    if less.verdict() == Verdict::Passed && more.verdict() != Verdict::Passed && !may_pass {
        broken.push(("verdict", "passes"));
    }
    for (rule, how) in broken {
        violation(
            &format!("{change:?}-{rule}-{how}"),
            &format!("control {}, number {at}", tenant.id(at)),
            [&before, &after],
        );
    }
});

fn policies() -> &'static PolicySet {
    static POLICIES: LazyLock<PolicySet> = LazyLock::new(|| policy::load(&[here("policies/laws.yaml")]).unwrap());
    &POLICIES
}

fn report(responses: &Responses) -> Option<Report> {
    let path = scratch("laws.json", responses.recording().as_bytes()).to_string_lossy().into_owned();
    let evidence = evidence::collect(&[path], None, || policies().needs()).ok()?;
    evaluate(policies(), &evidence, &run_at(NOW.parse().unwrap())).ok()
}

/// The rules that pass with less information although they did not before, and those whose findings disappeared.
fn broken_rules<'r>(more: &'r Report, less: &'r Report) -> Vec<(&'r str, &'static str)> {
    let (blocked, passed) = (blocked(more), passed(more));
    let (still_blocked, now_passed) = (self::blocked(less), self::passed(less));
    let disappeared = blocked.iter().filter(|rule| !now_passed.contains(rule) && !still_blocked.contains(rule));
    let now_passes = now_passed.iter().filter(|rule| !passed.contains(rule));
    disappeared.map(|rule| (*rule, "disappears")).chain(now_passes.map(|rule| (*rule, "passes"))).collect()
}

/// The rules that have findings, all of them passed.
fn passed(report: &Report) -> Vec<&str> {
    let rules = &report.policies[0].rules;
    let passes = |index: &usize| {
        let mut findings =
            report.findings.iter().filter(|finding| finding.rule.policy == 0 && finding.rule.rule == *index).peekable();
        findings.peek().is_some() && findings.all(|finding| finding.outcome == Outcome::Pass)
    };
    (0..rules.len()).filter(passes).map(|index| rules[index].id.as_str()).collect()
}

/// The rules of which a finding failed or is unknown.
fn blocked(report: &Report) -> Vec<&str> {
    let blocks = |outcome: &Outcome| matches!(outcome, Outcome::Fail | Outcome::Unknown(_));
    let findings = report.findings.iter().filter(|finding| finding.rule.policy == 0 && blocks(&finding.outcome));
    findings.map(|finding| report.rule(finding).id.as_str()).collect()
}

/// Stops the run, or writes the pair of recordings where violations are collected.
fn violation(name: &str, where_: &str, pair: [&Responses; 2]) {
    let [before, after] = pair.map(Responses::recording);
    let text = format!("{where_}\n{before}\n{after}\n");
    let Ok(folder) = std::env::var("COLLECT") else { panic!("{name}: {text}") };
    let path = std::path::Path::new(&folder).join(name);
    if std::fs::metadata(&path).map_or(true, |known| known.len() > text.len() as u64) {
        std::fs::write(&path, text).unwrap();
    }
}
