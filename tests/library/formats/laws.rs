//! What holds for every text that a tenant or a policy could bring in.

use proptest::prelude::*;
use scoregate::render::{Format, RenderOptions, render};
use scoregate::report::Report;
use std::sync::Arc;

use crate::formats::{rendered, samples, step_summary, without_styles};

/// Commands among the lines, as the runner of GitHub Actions finds them: it looks behind spaces, too.
fn commands(text: &str) -> usize {
    text.split(['\n', '\r']).filter(|line| line.trim_start().starts_with("::")).count()
}

fn assert_xml(xml: &str) {
    quick_junit::Report::deserialize_from_str(xml).unwrap();
    let allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert_eq!(xml.chars().find(|c| !allowed(*c)), None, "XML 1.0 allows no such character");
}

/// Text with what means something in one format or another.
pub(super) fn text() -> impl Strategy<Value = String> {
    let parts = prop_oneof![
        any::<String>(),
        proptest::sample::select(samples::HOSTILE.to_vec()).prop_map(str::to_owned),
        proptest::sample::select(vec![
            "\n",
            "\r",
            "::",
            "::error::",
            "%0A",
            "]]>",
            "\u{ffff}",
            "\u{0}",
            "##[",
            "|",
            "`"
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(parts, 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn junit_is_well_formed_whatever_it_says(text in text()) {
        assert_xml(&rendered(&samples::saying(&text), Format::Junit));
    }

    #[test]
    fn no_text_becomes_a_command_of_the_runner(text in text()) {
        let plain = rendered(&samples::saying("plain"), Format::Github);
        let output = rendered(&samples::saying(&text), Format::Github);
        prop_assert_eq!(commands(&output), commands(&plain));
        prop_assert_eq!(output.lines().count(), commands(&output));
        for line in output.lines() {
            // As the runner reads it: properties end at the next `::`, and are parted by commas.
            let (_, properties) = line[2..].split_once("::").unwrap().0.split_once(' ').unwrap();
            let keys: Vec<&str> = properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
            prop_assert!(keys == ["file", "line", "col", "title"] || keys == ["title"], "{:?}", keys);
        }
    }

    #[test]
    fn no_text_becomes_a_command_of_the_agent_or_a_property_of_one(text in text()) {
        let output = rendered(&samples::saying(&text), Format::Azure);
        let plain = rendered(&samples::saying("plain"), Format::Azure);
        let issues = |text: &str| text.lines().filter(|line| line.starts_with("##vso[")).count();
        prop_assert_eq!(issues(&output), issues(&plain));
        prop_assert_eq!(commands(&output), 0);
        for line in output.lines().filter(|line| line.contains("##")) {
            // As the agent reads it: the first `##vso[` of a line, properties up to `]`, parted by semicolons.
            let (command, message) = line.strip_prefix("##vso[task.logissue ").unwrap().split_once(']').unwrap();
            let keys: Vec<&str> = command.split(';').map(|property| property.split_once('=').unwrap().0).collect();
            prop_assert!(keys == ["type", "sourcepath", "linenumber", "columnnumber"] || keys == ["type"], "{:?}", keys);
            prop_assert!(!message.contains("##"), "{}", message);
        }
    }

    #[test]
    fn every_row_of_the_table_has_all_columns_and_no_cell_is_a_formula(text in text()) {
        let output = rendered(&samples::saying(&text), Format::Csv);
        prop_assert!(!output.contains("##") && commands(&output) == 0, "{}", output);
        let mut reader = csv::Reader::from_reader(output.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(rows.len(), csv::Reader::from_reader(rendered(&samples::saying("plain"), Format::Csv).as_bytes()).records().count());
        for cell in rows.iter().flatten().filter(|cell| cell.parse::<f64>().is_err()) {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", cell);
        }
    }

    #[test]
    fn code_quality_has_an_entry_with_a_place_and_a_fingerprint_of_its_own_for_each_finding(text in text()) {
        let output = rendered(&samples::saying(&text), Format::Gitlab);
        let entries: Vec<serde_json::Value> = serde_json::from_str(&output).unwrap();
        let fingerprints: std::collections::BTreeSet<&str> =
            entries.iter().map(|entry| entry["fingerprint"].as_str().unwrap()).collect();
        prop_assert_eq!(fingerprints.len(), entries.len());
        for entry in &entries {
            prop_assert!(!entry["location"]["path"].as_str().unwrap().is_empty(), "{}", entry);
            prop_assert!(entry["location"]["lines"]["begin"].as_u64().unwrap() >= 1, "{}", entry);
        }
    }

    #[test]
    fn the_log_for_people_holds_no_command(text in text()) {
        let output = without_styles(&rendered(&samples::saying(&text), Format::Human));
        prop_assert_eq!(commands(&output), 0);
        prop_assert!(!output.contains("##"));
    }

    #[test]
    fn the_step_summary_keeps_one_row_for_a_finding(text in text()) {
        let rows = |report: &Report| step_summary(report).lines().filter(|line| line.starts_with('|')).count();
        prop_assert_eq!(rows(&samples::saying(&scoregate::text::line(&text))), rows(&samples::saying("plain")));
    }

    #[test]
    fn json_and_sarif_can_be_read_whatever_they_say(text in text()) {
        for format in [Format::Json, Format::Sarif] {
            serde_json::from_str::<serde_json::Value>(&rendered(&samples::saying(&text), format)).unwrap();
        }
    }
}

#[test]
fn the_step_summary_stays_within_what_github_takes_and_says_what_it_left_out() {
    let mut report = samples::many();
    for finding in &mut report.findings {
        finding.message = "$".repeat(1_000);
        finding.details = vec!["@".repeat(1_000); 30];
    }
    report.snapshot.gaps = vec!["|".repeat(10_000); 1_000];
    report.tenant = Some("$".repeat(100_000));
    Arc::make_mut(&mut report.policies)[0].rules[4].id = "x".repeat(100_000);
    let text = step_summary(&report);
    assert!(text.len() <= 1_048_576, "{} bytes", text.len());
    assert!(text.contains(" more findings are left out, because the size of this page is limited to 1 MiB."));
    assert!(text.contains("**Exit code 1:** a blocking rule failed"));
    assert!(text.contains("scoregate 0.1.0 · evaluated as of"));
}

#[test]
fn the_step_summary_of_two_thousand_findings_is_whole() {
    let text = step_summary(&samples::many());
    assert!(text.contains("control\\_1999"));
    assert!(!text.contains("left out"));
}

#[test]
fn no_link_image_script_or_mention_of_a_tenant_lives_in_the_step_summary() {
    let text = step_summary(&samples::hostile());
    for forbidden in ["<script", "[link]", "![image", "https://evil", "@team", "| a |"] {
        assert!(!text.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn the_verdict_comes_first_then_the_most_severe_annotations() {
    let output = rendered(&samples::failing(), Format::Github);
    let levels: Vec<&str> = output.lines().skip(1).map(|line| line[2..].split(' ').next().unwrap()).collect();
    let mut sorted = levels.clone();
    sorted.sort_by_key(|level| ["error", "warning", "notice"].iter().position(|known| known == level));
    assert_eq!(levels, sorted);
    assert!(output.lines().next().unwrap().starts_with("::notice title=scoregate::FAILED: "));
    assert!(output.lines().nth(1).unwrap().contains("title=critical"));
    let at = |title: &str| output.lines().position(|line| line.contains(title)).unwrap();
    assert!(at("title=waiver%3A ") < at("title=advisory%3A "), "a waiver that expired counts, advice does not");
}

#[test]
fn a_comment_begins_with_its_marker_and_stays_within_what_github_takes() {
    let mut report = samples::many();
    for finding in &mut report.findings {
        finding.message = "$".repeat(1_000);
    }
    report.snapshot.gaps = vec!["|".repeat(10_000); 1_000];
    report.tenant = Some("$".repeat(100_000));
    let options = RenderOptions { comment_id: Some("identity".to_owned()), ..RenderOptions::default() };
    let text = render(&report, Format::Markdown, &options).unwrap();
    assert!(text.starts_with("<!-- scoregate:identity -->\n## "), "{}", &text[..100]);
    assert!(text.len() <= 65_536, "{} bytes", text.len());
    assert!(text.contains("because the size of this page is limited to 64 KiB."));
    assert!(text.contains("scoregate 0.1.0 · evaluated as of"));
}
