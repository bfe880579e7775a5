//! JUnit XML: a suite for each policy, a case for each finding, in the order of the report. No times are written, so that the
//! same report gives the same bytes.

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::group::by_rule;
use super::phrases;
use crate::policy::{BUILT_IN, Enforcement, Place};
use crate::report::{Finding, Outcome, PolicyInfo, Report, RuleInfo, RuleRef};

/// The report as JUnit XML.
pub(super) fn render(report: &Report) -> Result<String, String> {
    let mut xml = quick_junit::Report::new("scoregate");
    let findings = by_rule(report);
    for (index, policy) in report.policies.iter().enumerate() {
        let mut suite = suite(report, policy);
        for (rule_index, rule) in policy.rules.iter().enumerate() {
            let found = findings.get(&RuleRef { policy: index, rule: rule_index });
            for finding in found.into_iter().flatten() {
                suite.add_test_case(judged(report, finding));
            }
            if rule.enforcement == Enforcement::Disabled && found.is_none() {
                suite.add_test_case(disabled(report, policy, rule));
            }
        }
        xml.add_test_suite(suite);
    }
    xml.to_string().map_err(|error| error.to_string())
}

/// An empty suite with what holds for the whole report, because readers of JUnit look at suites alone.
fn suite(report: &Report, policy: &PolicyInfo) -> TestSuite {
    let mut suite = TestSuite::new(xml_text(&policy.id));
    let title = policy.title.clone().unwrap_or_default();
    let properties = [
        ("title", title),
        ("owner", policy.owner.clone().unwrap_or_default()),
        ("tenant", report.tenant.clone().unwrap_or_default()),
        ("snapshot", report.snapshot.date.to_string()),
        ("score", phrases::score(report)),
        ("verdict", report.verdict().name().to_owned()),
        ("rules", phrases::rule_counts(report)),
        ("findings", phrases::finding_counts(report)),
    ];
    for (name, value) in properties.into_iter().filter(|(_, value)| !value.is_empty()) {
        suite.add_property((name, xml_text(&value).as_str()));
    }
    let remarks = remarks(report, policy);
    if !remarks.is_empty() {
        suite.set_system_out(xml_text(&remarks.join("\n")));
    }
    suite
}

/// What no case of the suite says: what became of the waivers of the policy. The suite of the built-in rules tells what
/// belongs to no policy.
fn remarks(report: &Report, policy: &PolicyInfo) -> Vec<String> {
    let built_in = policy.id == BUILT_IN;
    let homeless = |id: &str| report.policies.iter().all(|policy| policy.id != id);
    let waivers =
        report.waivers.iter().filter(|waiver| waiver.policy == policy.id || (built_in && homeless(&waiver.policy)));
    let mut remarks: Vec<String> = waivers.filter_map(phrases::waiver_warning).collect();
    if built_in {
        let gaps = phrases::untold_gaps(report).into_iter();
        remarks.extend(gaps.map(|gap| format!("The evidence is incomplete: {gap}")));
    }
    remarks
}

fn judged(report: &Report, finding: &Finding) -> TestCase {
    let (policy, rule) = (report.policy(finding), report.rule(finding));
    let name = phrases::name_in_policy(report, finding);
    let mut case = case(report, policy, rule, &name, status(report, finding));
    if let Some(place) = finding.place {
        case.extra.insert("line".into(), place.line.to_string().into());
    }
    case.add_property(("outcome", finding.outcome.name()));
    let amounts = [("required", phrases::required(finding)), ("observed", phrases::observed(finding))];
    for (name, amount) in amounts.into_iter().filter_map(|(name, amount)| Some((name, amount?))) {
        case.add_property((name, xml_text(&amount).as_str()));
    }
    // A rule that only advises must not turn a build red, so that its case passes and tells the rest in its output.
    if phrases::is_note(report, finding) {
        let text = format!("note: {}\n{}", finding.message, body(report, finding));
        case.set_system_out(xml_text(text.trim_end()));
    } else if advice(report, finding) {
        let text = format!("advice: {}\n{}", phrases::observation(finding), body(report, finding));
        case.set_system_out(xml_text(&text));
    } else if finding.pending {
        let text = format!("pending: {}\n{}", finding.message, body(report, finding));
        case.set_system_out(xml_text(&text));
    } else if finding.outcome == Outcome::Pass {
        // Readers show the output of a case that passed, and few of them its properties.
        let lines: Vec<&str> = std::iter::once(&finding.message).chain(&finding.details).map(String::as_str).collect();
        case.set_system_out(xml_text(&lines.join("\n")));
    }
    case
}

fn disabled(report: &Report, policy: &PolicyInfo, rule: &RuleInfo) -> TestCase {
    let mut status = TestCaseStatus::skipped();
    status.set_message("the rule is disabled").set_type("disabled");
    let mut case = case(report, policy, rule, &rule.id, status);
    case.add_property(("outcome", "disabled"));
    case
}

fn case(report: &Report, policy: &PolicyInfo, rule: &RuleInfo, name: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(xml_text(name), status);
    case.set_classname(xml_text(&policy.id));
    if let Some(place) = rule.place {
        case.extra.insert("file".into(), xml_text(&report.sources[place.source].path).into());
        case.extra.insert("line".into(), place.line.to_string().into());
    }
    case.add_property(("title", xml_text(&rule.title).as_str()));
    case.add_property(("severity", rule.severity.name()));
    case.add_property(("enforcement", rule.enforcement.name()));
    if let Some(references) = phrases::references(rule) {
        case.add_property(("references", xml_text(&references).as_str()));
    }
    case
}

/// Whether the case stands for advice that was not followed or could not be decided.
fn advice(report: &Report, finding: &Finding) -> bool {
    !report.blocks(finding) && matches!(finding.outcome, Outcome::Fail | Outcome::Unknown(_))
}

fn status(report: &Report, finding: &Finding) -> TestCaseStatus {
    if advice(report, finding) {
        return TestCaseStatus::success();
    }
    match &finding.outcome {
        Outcome::Pass => TestCaseStatus::success(),
        Outcome::Fail => unsuccessful(report, finding, NonSuccessKind::Failure),
        Outcome::Unknown(_) => unsuccessful(report, finding, NonSuccessKind::Error),
        Outcome::Waived { waiver, .. } => {
            let waiver = &report.waivers[*waiver];
            let message = format!("waived {}: {}", phrases::approval(waiver), waiver.reason);
            skipped("waived", &message, Some(&format!("{}\n{}", phrases::observation(finding), body(report, finding))))
        }
        Outcome::NotApplicable(reason) => skipped("not-applicable", &format!("not applicable: {reason}"), None),
    }
}

fn unsuccessful(report: &Report, finding: &Finding, kind: NonSuccessKind) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(xml_text(&phrases::observation(finding)));
    status.set_type(report.rule(finding).severity.name());
    status.set_description(xml_text(&body(report, finding)));
    status
}

fn skipped(kind: &str, message: &str, description: Option<&str>) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_type(kind).set_message(xml_text(message));
    if let Some(description) = description {
        status.set_description(xml_text(description));
    }
    status
}

/// What a person needs besides the message.
fn body(report: &Report, finding: &Finding) -> String {
    let rule = report.rule(finding);
    let labelled = |label: &str, text: Option<&str>| text.map(|text| format!("{label}: {text}"));
    let control = finding.control.as_ref();
    let lines = [
        (!finding.details.is_empty()).then(|| finding.details.join("\n")),
        labelled("control", phrases::control_facts(finding).as_deref()),
        labelled("why", rule.why.as_deref()),
        labelled("fix", rule.fix.as_deref()),
        labelled("references", phrases::references(rule).as_deref()),
        labelled("owner", report.policy(finding).owner.as_deref()),
        labelled("open", control.and_then(|control| control.action_url.as_deref())),
        labelled("rule", rule.place.map(|place: Place| report.spot(place)).as_deref()),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// Only the characters that XML 1.0 allows. quick-junit lets U+FFFE and U+FFFF through, and one of them makes the whole file
/// unreadable; a report holds none, but a report file that cannot be read at all is too high a price for being wrong.
fn xml_text(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    text.chars().filter(allowed).collect()
}
