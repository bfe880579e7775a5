//! JUnit XML: a suite for each policy, a case for each finding, in the order of the report. No times are written, so that the
//! same report gives the same bytes.

use crate::render::format::{Audience, FormatFacts, FormatSpec, ReportRenderer};
use crate::text::xml_safe;
use std::collections::BTreeMap;

use crate::render::view::{View, is_note};
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::phrases;
use crate::policy::{BUILT_IN, Enforcement, Place};
use crate::report::{Finding, Outcome, PolicyInfo, Report, RuleInfo, RuleRef};

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ReportRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "junit",
        description: "JUnit XML for test reports",
        audience: Audience::Programs,
        shares_standard_output: false,
        shows_hashes: false,
        options: &[],
    },
    render: |view, _| Ok(xml_safe(&render(view)?)),
};

/// The report as JUnit XML.
fn render(view: &View<'_>) -> Result<String, String> {
    let mut xml = quick_junit::Report::new("scoregate");
    let findings = by_rule(view.report);
    for (index, policy) in view.report.policies.iter().enumerate() {
        let mut suite = suite(view, policy);
        for (rule_index, rule) in policy.rules.iter().enumerate() {
            let found = findings.get(&RuleRef { policy: index, rule: rule_index });
            for finding in found.into_iter().flatten() {
                suite.add_test_case(judged(view, finding));
            }
            if rule.enforcement == Enforcement::Disabled && found.is_none() {
                suite.add_test_case(disabled(view, policy, rule));
            }
        }
        xml.add_test_suite(suite);
    }
    xml.to_string().map_err(|error| error.to_string())
}

/// An empty suite with the facts of the whole report, because readers of JUnit show each suite separately.
fn suite(view: &View<'_>, policy: &PolicyInfo) -> TestSuite {
    let mut suite = TestSuite::new(xml_text(&policy.id));
    let title = policy.title.clone().unwrap_or_default();
    let properties = [
        ("title", title),
        ("owner", policy.owner.clone().unwrap_or_default()),
        ("tenant", view.report.tenant.clone().unwrap_or_default()),
        ("snapshot", view.report.snapshot.date.to_string()),
        ("score", phrases::score(view.report)),
        ("verdict", view.verdict.name().to_owned()),
        ("rules", phrases::rule_counts(view)),
        ("findings", phrases::finding_counts(view)),
    ];
    for (name, value) in properties.into_iter().filter(|(_, value)| !value.is_empty()) {
        suite.add_property((name, xml_text(&value).as_str()));
    }
    let remarks = remarks(view, policy);
    if !remarks.is_empty() {
        suite.set_system_out(xml_text(&remarks.join("\n")));
    }
    suite
}

/// The warnings that no case contains: about the waivers of the policy. The suite of the built-in rules contains those that belong
/// to no policy.
fn remarks(view: &View<'_>, policy: &PolicyInfo) -> Vec<String> {
    let built_in = policy.id == BUILT_IN;
    let homeless = |id: &str| view.report.policies.iter().all(|policy| policy.id != id);
    let waivers = view
        .report
        .waivers
        .iter()
        .filter(|waiver| waiver.policy == policy.id || (built_in && homeless(&waiver.policy)));
    let mut remarks: Vec<String> = waivers.filter_map(phrases::waiver_warning).collect();
    if built_in {
        let gaps = view.unreported_gaps.iter();
        remarks.extend(gaps.map(|gap| format!("The evidence is incomplete: {gap}")));
    }
    remarks
}

fn judged(view: &View<'_>, finding: &Finding) -> TestCase {
    let (policy, rule) = (view.report.policy(finding), view.report.rule(finding));
    let name = phrases::name_in_policy(view.report, finding);
    let mut case = case(view, policy, rule, &name, status(view, finding));
    if let Some(place) = finding.place {
        case.extra.insert("line".into(), place.line.to_string().into());
    }
    case.add_property(("outcome", finding.outcome.name()));
    let amounts = [("required", phrases::required(finding)), ("observed", phrases::observed(finding))];
    for (name, amount) in amounts.into_iter().filter_map(|(name, amount)| Some((name, amount?))) {
        case.add_property((name, xml_text(&amount).as_str()));
    }
    // An advisory rule must not fail a build: its case passes, with the finding in its output.
    if is_note(view.report, finding) {
        let text = format!("note: {}\n{}", finding.message, body(view, finding));
        case.set_system_out(xml_text(text.trim_end()));
    } else if advice(view, finding) {
        let text = format!("advisory: {}\n{}", phrases::observation(finding), body(view, finding));
        case.set_system_out(xml_text(&text));
    } else if finding.pending {
        let text = format!("pending: {}\n{}", finding.message, body(view, finding));
        case.set_system_out(xml_text(&text));
    } else if finding.outcome == Outcome::Pass {
        // Readers show the output of a passed case, and few of them its properties.
        let lines: Vec<&str> = std::iter::once(&finding.message).chain(&finding.details).map(String::as_str).collect();
        case.set_system_out(xml_text(&lines.join("\n")));
    }
    case
}

fn disabled(view: &View<'_>, policy: &PolicyInfo, rule: &RuleInfo) -> TestCase {
    let mut status = TestCaseStatus::skipped();
    status.set_message("the rule is disabled").set_type("disabled");
    let mut case = case(view, policy, rule, &rule.id, status);
    case.add_property(("outcome", "disabled"));
    case
}

fn case(view: &View<'_>, policy: &PolicyInfo, rule: &RuleInfo, name: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(xml_text(name), status);
    case.set_classname(xml_text(&policy.id));
    if let Some(place) = rule.place {
        case.extra.insert("file".into(), xml_text(&view.report.sources[place.source].path).into());
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

/// Whether the case is a failed or unknown finding of an advisory rule.
fn advice(view: &View<'_>, finding: &Finding) -> bool {
    !view.report.blocks(finding) && matches!(finding.outcome, Outcome::Fail | Outcome::Unknown(_))
}

fn status(view: &View<'_>, finding: &Finding) -> TestCaseStatus {
    if advice(view, finding) {
        return TestCaseStatus::success();
    }
    match &finding.outcome {
        Outcome::Pass => TestCaseStatus::success(),
        Outcome::Fail => unsuccessful(view, finding, NonSuccessKind::Failure),
        Outcome::Unknown(_) => unsuccessful(view, finding, NonSuccessKind::Error),
        Outcome::Waived { waiver, .. } => {
            let waiver = &view.report.waivers[*waiver];
            let message = format!("waived, {}: {}", phrases::approval(waiver), waiver.reason);
            skipped("waived", &message, Some(&format!("{}\n{}", phrases::observation(finding), body(view, finding))))
        }
        Outcome::NotApplicable(reason) => skipped("not-applicable", &format!("not applicable: {reason}"), None),
    }
}

fn unsuccessful(view: &View<'_>, finding: &Finding, kind: NonSuccessKind) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(xml_text(&phrases::observation(finding)));
    status.set_type(view.report.rule(finding).severity.name());
    status.set_description(xml_text(&body(view, finding)));
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

/// The details, and the texts of the rule.
fn body(view: &View<'_>, finding: &Finding) -> String {
    let rule = view.report.rule(finding);
    let labelled = |label: &str, text: Option<&str>| text.map(|text| format!("{label}: {text}"));
    let control = finding.control.as_ref();
    let lines = [
        (!finding.details.is_empty()).then(|| finding.details.join("\n")),
        labelled("control", phrases::control_facts(finding).as_deref()),
        labelled("why", rule.why.as_deref()),
        labelled("fix", rule.fix.as_deref()),
        labelled("references", phrases::references(rule).as_deref()),
        labelled("owner", view.report.policy(finding).owner.as_deref()),
        labelled("link", control.and_then(|control| control.action_url.as_deref())),
        labelled("rule", rule.place.map(|place: Place| view.report.spot(place)).as_deref()),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// Removes characters that XML 1.0 does not allow. quick-junit does not remove U+FFFE and U+FFFF, and one of them makes the whole
/// file unreadable. A report should not contain any; this is a second check.
fn xml_text(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    text.chars().filter(allowed).collect()
}

/// The findings by rule, each in the order of the report.
fn by_rule(report: &Report) -> BTreeMap<RuleRef, Vec<&Finding>> {
    let mut rules: BTreeMap<RuleRef, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        rules.entry(finding.rule).or_default().push(finding);
    }
    rules
}
