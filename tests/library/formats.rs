//! Every format on every sample: first what others demand of it, then the text itself as a snapshot.

mod completeness;
mod jsonl_logs;
mod laws;
mod reason_codes;
mod samples;
mod sarif;
mod standards;

use scoregate::render::{Format, RenderOptions, render};
use scoregate::report::Report;

/// A report in a format.
fn rendered(report: &Report, format: Format) -> String {
    render(report, format, &RenderOptions::default()).unwrap()
}

/// The step summary of a report.
fn step_summary(report: &Report) -> String {
    rendered(report, Format::Markdown)
}

/// What a terminal without colours, or a file, would hold.
fn without_styles(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[test]
fn every_format_shows_every_sample_as_it_did() {
    for (name, report) in samples::all() {
        // Two thousand findings prove a limit, not a text; the formats with a limit of their own are short even then.
        let long = name == "many";
        insta::assert_snapshot!(format!("{name}.human"), without_styles(&rendered(&report, Format::Human)));
        insta::assert_snapshot!(format!("{name}.github"), rendered(&report, Format::Github));
        if long {
            continue;
        }
        insta::assert_snapshot!(format!("{name}.azure"), rendered(&report, Format::Azure));
        insta::assert_snapshot!(format!("{name}.gitlab"), rendered(&report, Format::Gitlab));
        insta::assert_snapshot!(format!("{name}.csv"), rendered(&report, Format::Csv));
        insta::assert_snapshot!(format!("{name}.junit"), rendered(&report, Format::Junit));
        insta::assert_snapshot!(format!("{name}.sarif"), rendered(&report, Format::Sarif));
        insta::assert_snapshot!(format!("{name}.json"), rendered(&report, Format::Json));
        insta::assert_snapshot!(format!("{name}.jsonl-logs"), rendered(&report, Format::JsonlLogs));
        insta::assert_snapshot!(format!("{name}.summary"), step_summary(&report));
    }
}

#[test]
fn what_passed_is_listed_where_it_is_asked_for() {
    let options = RenderOptions { show_passed: true, ..RenderOptions::default() };
    let shown = |report: &Report| without_styles(&render(report, Format::Human, &options).unwrap());
    insta::assert_snapshot!("passing.human-with-passed", shown(&samples::passing()));
    // It comes behind what needs attention, and is not listed without being asked for.
    let text = shown(&samples::failing());
    assert!(text.find("\nPassed:").unwrap() > text.find("core-controls").unwrap(), "{text}");
    assert!(!without_styles(&rendered(&samples::passing(), Format::Human)).contains("AdminMFAV2"));
}

#[test]
fn people_read_that_the_exit_code_is_not_that_of_the_verdict() {
    let note = "verdict failed; exit 0 because of --exit-zero".to_owned();
    let options = RenderOptions { exit_note: Some(note.clone()), ..RenderOptions::default() };
    for format in [Format::Human, Format::Github, Format::Markdown] {
        let text = render(&samples::failing(), format, &options).unwrap();
        assert!(text.contains(&note) && !text.contains("exit 1") && !text.contains("Exit code 1"), "{text}");
        assert!(!rendered(&samples::failing(), format).contains("exit-zero"));
    }
}

#[test]
fn the_verdict_is_coloured() {
    let red = "\u{1b}[1m\u{1b}[31mFAILED\u{1b}[0m";
    assert!(rendered(&samples::failing(), Format::Human).starts_with(red));
    let green = "\u{1b}[1m\u{1b}[32mPASSED\u{1b}[0m";
    assert!(rendered(&samples::passing(), Format::Human).starts_with(green));
}
