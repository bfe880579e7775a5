//! Checks on reports: the verdict follows from the counts, and every format states the same and is valid by its own standard.

use std::sync::LazyLock;

use scoregate::render::{Format, FormatSet, RenderOptions, render};
use scoregate::report::{Report, Verdict};
use serde_json::Value;

use crate::diagnostic::{assert_visible, commands};
use crate::here;

const MOST_BYTES_OF_A_SUMMARY: usize = 1 << 20;

/// Checks a report and all its formats. `thorough` adds what is slow: schemas, and tokens of the digest.
pub fn check_report(report: &Report, budget: usize, thorough: bool) {
    let (verdict, counts) = (report.verdict(), report.counts());
    match verdict {
        Verdict::Failed => assert!(counts.failed > 0),
        Verdict::Inconclusive => assert!(counts.failed == 0),
        Verdict::Passed => assert!(counts.failed == 0 && counts.unknown == 0 && counts.passed + counts.waived > 0),
    }
    let options = |redact| RenderOptions { budget, redact, show_passed: redact, ..RenderOptions::default() };
    let rendered = |format, redact| render(report, format, &options(redact)).expect("rendering");
    for format in Format::ALL.iter().copied() {
        let text = rendered(format, false);
        match format {
            Format::Human => human(&text, verdict),
            Format::Junit => junit(&text, report),
            Format::Sarif => sarif(&text, thorough),
            Format::Github => github(&text),
            Format::Azure => azure(&text),
            Format::Gitlab => gitlab(&text),
            Format::Csv => csv(&text, report),
            Format::Markdown => step_summary(&text, verdict),
            Format::Json => json(&text, report, thorough),
            Format::JsonlLogs => jsonl_logs(&text, report),
            Format::Digest => {
                digest(&text, budget, thorough);
                digest(&rendered(format, true), budget, thorough);
            }
        }
    }
}

fn human(text: &str, verdict: Verdict) {
    let plain = without_styles(text);
    assert_eq!(commands(&plain), 0, "{plain}");
    assert!(!plain.contains("##"), "{plain}");
    assert_visible(&plain);
    assert!(plain.contains(&format!("exit {}: ", verdict.exit().code())), "{plain}");
}

fn junit(text: &str, report: &Report) {
    assert_visible(text);
    let counts = report.counts();
    let xml = roxmltree::Document::parse(text).expect("JUnit is XML");
    let number = |name: &str| xml.descendants().filter(|node| node.has_tag_name(name)).count();
    assert_eq!((number("failure"), number("error")), (counts.failed, counts.unknown), "{text}");
    let root = xml.root_element();
    assert_eq!(root.attribute("failures"), Some(counts.failed.to_string().as_str()));
    assert_eq!(root.attribute("errors"), Some(counts.unknown.to_string().as_str()));
}

fn sarif(text: &str, thorough: bool) {
    static SCHEMA: Schema = LazyLock::new(|| schema("../tests/library/formats/sarif-2.1.0.schema.json"));
    let value: Value = serde_json::from_str(text).expect("SARIF is JSON");
    assert_eq!(value["version"], "2.1.0");
    if thorough {
        assert_valid(&SCHEMA, &value);
    }
}

fn json(text: &str, report: &Report, thorough: bool) {
    static SCHEMA: Schema = LazyLock::new(|| schema("../schemas/report.schema.json"));
    assert_visible(text);
    let value: Value = serde_json::from_str(text).expect("the JSON report is JSON");
    assert_eq!(value["exit-code"], report.verdict().exit().code());
    assert_eq!(value["verdict"], report.verdict().name());
    assert_eq!(value["counts"]["failed"], report.counts().failed);
    if thorough {
        assert_valid(&SCHEMA, &value);
    }
}

/// Every line is a record of primitive values, within the limits of the Logs Ingestion API, and belongs to one run.
fn jsonl_logs(text: &str, report: &Report) {
    assert_visible(text);
    let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let findings = records.iter().filter(|record| record["RecordType"] == "Finding").count();
    assert_eq!(findings, report.findings.len());
    for (record, line) in records.iter().zip(text.lines()) {
        assert!(line.len() < 1_000_000, "{} bytes in a line", line.len());
        assert_eq!(record["RunId"], records[0]["RunId"]);
        assert_eq!(record["Verdict"], report.verdict().name());
        let fields = record.as_object().expect("a record is an object");
        assert!(fields.values().all(|value| !value.is_object() && !value.is_array() && !value.is_null()), "{line}");
        assert!(fields.values().filter_map(Value::as_str).all(|text| text.len() <= 32_000), "{line}");
    }
}

/// Every line is an annotation, with the properties that we write and no other.
fn github(text: &str) {
    assert_visible(text);
    assert!(text.ends_with('\n'));
    for line in text.lines() {
        let command = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).map(|(command, _)| command);
        let (level, properties) = command.and_then(|command| command.split_once(' ')).expect("an annotation");
        assert!(["notice", "warning", "error"].contains(&level), "{line}");
        let keys: Vec<&str> = properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
        assert!(keys == ["file", "line", "col", "title"] || keys == ["title"], "{keys:?}");
    }
    assert_eq!(text.lines().count(), commands(text));
}

/// Every command is an issue, at the start of its line, with the properties that we write and no other.
fn azure(text: &str) {
    assert_visible(text);
    assert_eq!(commands(text), 0, "{text}");
    for line in text.lines().filter(|line| line.contains("##")) {
        let issue = line.strip_prefix("##vso[task.logissue ").and_then(|rest| rest.split_once(']'));
        let (properties, message) = issue.expect("an issue");
        let keys: Vec<&str> = properties.split(';').map(|property| property.split_once('=').unwrap().0).collect();
        assert!(keys == ["type", "sourcepath", "linenumber", "columnnumber"] || keys == ["type"], "{keys:?}");
        assert!(!message.contains("##"), "{message}");
    }
}

/// Every entry has what the parser of GitLab requires.
fn gitlab(text: &str) {
    assert_visible(text);
    let entries: Vec<Value> = serde_json::from_str(text).expect("an array");
    let mut fingerprints = std::collections::BTreeSet::new();
    for entry in &entries {
        assert!(entry["description"].is_string() && entry["location"]["path"].is_string(), "{entry}");
        assert!(entry["location"]["lines"]["begin"].as_u64() >= Some(1), "{entry}");
        let severity = entry["severity"].as_str().expect("a severity");
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity), "{severity}");
        assert!(fingerprints.insert(entry["fingerprint"].as_str().expect("a fingerprint")), "{entry}");
    }
}

/// Every finding has a row.
fn csv(text: &str, report: &Report) {
    assert_visible(text);
    let rows = text.lines().filter(|line| line.starts_with("finding,")).count();
    assert_eq!(rows, report.findings.len());
}

fn digest(text: &str, budget: usize, thorough: bool) {
    static TOKENIZER: LazyLock<tiktoken_rs::CoreBPE> = LazyLock::new(|| tiktoken_rs::o200k_base().unwrap());
    assert_visible(text);
    if thorough {
        let tokens = TOKENIZER.encode_ordinary(text).len();
        assert!(tokens <= budget, "{tokens} tokens of {budget}:\n{text}");
    }
}

fn step_summary(page: &str, verdict: Verdict) {
    assert!(page.len() <= MOST_BYTES_OF_A_SUMMARY);
    assert_visible(page);
    assert!(page.contains(&format!("Exit code {}:", verdict.exit().code())), "{page}");
}

/// The text without the escape sequences of colours; any other escape sequence is an error.
pub fn without_styles(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap();
        plain.push_str(part[end..].strip_prefix('m').expect("an escape sequence that sets a style"));
    }
    plain
}

type Schema = LazyLock<jsonschema::Validator>;

fn schema(path: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(here(path)).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn assert_valid(schema: &Schema, value: &Value) {
    if let Some(error) = schema.iter_errors(value).next() {
        panic!("{error} at {}", error.instance_path());
    }
}
