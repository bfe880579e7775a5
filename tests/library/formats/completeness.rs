//! No format loses what a reader of it alone would have to know, and none tells it twice.

use scoregate::render::{Format, RenderOptions, render};
use scoregate::report::{Outcome, Reason, Report};

use crate::formats::{rendered, samples, step_summary, without_styles};

/// The report in every format with its name, the step summary among them.
fn everywhere(report: &Report) -> Vec<(&'static str, String)> {
    let digest = RenderOptions { budget: 20_000, ..RenderOptions::default() };
    vec![
        ("human", without_styles(&rendered(report, Format::Human))),
        ("junit", rendered(report, Format::Junit)),
        ("sarif", rendered(report, Format::Sarif)),
        ("github", rendered(report, Format::Github).replace("%25", "%")),
        ("azure", rendered(report, Format::Azure).replace("%AZP25", "%")),
        ("gitlab", rendered(report, Format::Gitlab)),
        ("csv", rendered(report, Format::Csv)),
        ("json", rendered(report, Format::Json)),
        ("jsonl-logs", rendered(report, Format::JsonlLogs)),
        ("digest", render(report, Format::Digest, &digest).unwrap()),
        // Nothing is escaped in it but for Markdown.
        ("summary", step_summary(report).replace('\\', "").replace("<!-- -->", "")),
    ]
}

#[test]
fn every_format_lists_disabled_rules_and_waived_findings() {
    for (name, text) in everywhere(&samples::failing()) {
        // Code Quality lists what is to be done, and cannot show a waiver.
        if name == "gitlab" {
            continue;
        }
        assert!(text.contains("peers"), "{name}: the disabled rule");
        assert!(text.contains("mdo_safedocuments"), "{name}: the waived finding");
        assert!(text.contains("2027-01-31") && text.contains("ciso@contoso.example"), "{name}: its waiver");
    }
}

/// Those who answer for a finding, and what auditors look for.
#[test]
fn references_owner_and_the_day_of_a_waiver_reach_every_format() {
    for (name, text) in everywhere(&samples::failing()) {
        if name != "gitlab" {
            assert!(text.contains("2026-08-01"), "{name}: the day on which the waiver was granted");
        }
        // An annotation is short, and the page of the summary that comes with it holds the rest.
        if !matches!(name, "github" | "azure" | "gitlab") {
            assert!(text.contains("T1078.004"), "{name}: the reference");
            assert!(text.contains("secops@contoso.example"), "{name}: the owner");
        }
    }
}

#[test]
fn every_format_that_counts_counts_rules_first_and_then_findings() {
    for (name, text) in everywhere(&samples::failing()) {
        let text = text.to_lowercase().replace("**", "");
        let (rules, findings) = (text.find("rules: 3 failed"), text.find("findings: 5 failed"));
        match name {
            "human" | "github" | "azure" | "summary" | "digest" => {
                assert!(rules.unwrap() < findings.unwrap(), "{name}: {text}")
            }
            _ => {}
        }
    }
    let counts = samples::failing().rule_counts();
    assert_eq!((counts.failed, counts.advised, counts.waived, counts.passed, counts.disabled), (3, 1, 0, 0, 1));
}

#[test]
fn every_format_tells_of_waivers_that_no_longer_hold_and_of_a_tenant_that_is_not_pinned() {
    for (name, text) in everywhere(&samples::failing()) {
        assert!(text.contains("2026-06-30"), "{name}: the waiver that expired");
        assert!(name == "gitlab" || text.contains("tenant is required"), "{name}: the note");
    }
}

/// The machine formats hold the whole change or the sentence of the finding; the pages for people tell it once, however many rules
/// compare the same days.
#[test]
fn pages_that_tell_why_the_score_changed_tell_it_once() {
    for (name, text) in everywhere(&samples::dropped()) {
        let told = text.matches("because Microsoft added 1 control (aad_new_control)").count();
        let expected = match name {
            "json" | "jsonl-logs" => 2,
            "digest" | "summary" => 1,
            _ => 0,
        };
        assert_eq!(told, expected, "{name}: {text}");
    }
}

#[test]
fn every_format_tells_once_what_the_evidence_lacks() {
    for (name, text) in everywhere(&samples::passing()) {
        let told = text.matches("2 scored controls have no profile").count();
        // In JSON it is a gap, and a detail of the finding.
        let expected = match name {
            "gitlab" => 0,
            "json" | "jsonl-logs" => 2,
            _ => 1,
        };
        assert_eq!(told, expected, "{name}");
    }
}

#[test]
fn every_format_tells_of_advice_that_could_not_be_decided() {
    for (name, text) in everywhere(&samples::inconclusive()) {
        assert!(text.contains("no-claims") && text.contains("up to 45 points may be claimed"), "{name}");
    }
}

#[test]
fn counts_are_those_of_the_policies_but_for_what_decides_the_verdict() {
    let counts = samples::disabled().counts();
    assert_eq!((counts.passed, counts.unknown, counts.disabled), (0, 0, 1));
    let counts = samples::inconclusive().counts();
    assert_eq!((counts.passed, counts.unknown, counts.unknown_advice), (1, 2, 1));
    let mut stale = samples::disabled();
    stale.findings[1].outcome = Outcome::Unknown(Reason::SnapshotPartial);
    let first = without_styles(&rendered(&stale, Format::Human));
    assert!(
        first
            .lines()
            .next()
            .unwrap()
            .ends_with("rules: 0 failed, 1 disabled · findings: 0 failed · built-in rules: 1 unknown, 2 passed"),
        "{first}"
    );
}

#[test]
fn findings_of_controls_and_of_the_tenant_are_not_called_controls() {
    let mut report = samples::failing();
    report.findings[0].rule = report.findings[2].rule;
    let text = without_styles(&rendered(&report, Format::Human));
    assert!(text.contains("(4 findings)") && !text.contains("(4 controls)"), "{text}");
    assert!(rendered(&report, Format::Github).contains("4 findings failed:"));
}
