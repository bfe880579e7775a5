//! Every format on every sample: first what others demand of it, then the text itself as a snapshot.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test says so when it is skipped")]

mod completeness;
mod laws;
mod samples;
mod sarif;
mod standards;

use scoregate::report::{Format, RenderOptions, Report, render, summary};

/// A report in a format.
fn rendered(report: &Report, format: Format) -> String {
    render(report, format, RenderOptions::default()).unwrap()
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
        insta::assert_snapshot!(format!("{name}.junit"), rendered(&report, Format::Junit));
        insta::assert_snapshot!(format!("{name}.sarif"), rendered(&report, Format::Sarif));
        insta::assert_snapshot!(format!("{name}.json"), rendered(&report, Format::Json));
        insta::assert_snapshot!(format!("{name}.summary"), summary::render(&report));
    }
}

#[test]
fn the_verdict_is_coloured() {
    let red = "\u{1b}[1m\u{1b}[31mFAILED\u{1b}[0m";
    assert!(rendered(&samples::failing(), Format::Human).starts_with(red));
    let green = "\u{1b}[1m\u{1b}[32mPASSED\u{1b}[0m";
    assert!(rendered(&samples::passing(), Format::Human).starts_with(green));
}
