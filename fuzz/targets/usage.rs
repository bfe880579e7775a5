//! Any bytes as an export of the usage dashboard: a file, and where they begin as XML, the sheet of a workbook.
#![no_main]

use std::io::{Cursor, Write};

use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;
use scoregate::copilot::usage::{
    Capacity, Columns, Grouping, Overage, Prices, Question, Reading, Scu, SettingNames, UsageFormat, UsageOptions,
    UsageReport, read_files, render,
};
use scoregate::error::Error;
use scoregate::render::FormatSet;
use scoregate_fuzz::{NOW, assert_visible, check_diagnostic, scratch, without_styles};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const ZONES: [&str; 4] = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];

fuzz_target!(|data: &[u8]| {
    let name = scratch("usage", &file(data)).to_string_lossy().into_owned();
    let zone_name = ZONES[data.len() % ZONES.len()];
    let zone = TimeZone::get(zone_name).unwrap();
    let reading = Reading { now: NOW.parse().unwrap(), zone, columns: Columns::new(), names: SettingNames::default() };
    let report = |names: &[String]| -> Result<UsageReport, Error> {
        let ledger = read_files(names, &reading)?;
        UsageReport::of(&ledger, &reading, question(zone_name, data.len() as u64))
    };
    match report(std::slice::from_ref(&name)) {
        Ok(once) => {
            check(&once);
            let twice = report(&[name.clone(), name]).expect("a file that was read can be read twice");
            assert_eq!((once.used, once.uses), (twice.used, twice.uses), "a use in two exports counts once");
        }
        Err(error) => check_diagnostic(&error),
    }
});

/// The bytes, or a workbook with them as its sheet: a change of a packed file is only a wrong checksum.
fn file(data: &[u8]) -> Vec<u8> {
    if !data.starts_with(b"<") {
        return data.to_vec();
    }
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let related = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{relation}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let workbook = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{relation}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let parts = [
        ("_rels/.rels", related("officeDocument", "xl/workbook.xml").into_bytes()),
        ("xl/workbook.xml", workbook.into_bytes()),
        ("xl/_rels/workbook.xml.rels", related("worksheet", "worksheets/sheet1.xml").into_bytes()),
        ("xl/worksheets/sheet1.xml", data.to_vec()),
    ];
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        packed.start_file(name, options).unwrap();
        packed.write_all(&bytes).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

fn question(zone_name: &str, size: u64) -> Question {
    let overage = [Overage::None, Overage::Unlimited, Overage::Limited(Scu::whole(2))][(size % 3) as usize];
    let capacity = match size % 5 {
        0 => None,
        1 => Some(Capacity::Licences(size)),
        _ => Some(Capacity::Provisioned { units: Scu::whole(size % 4), overage }),
    };
    let budget = size.is_multiple_of(2).then(|| Scu::whole(size % 100));
    Question { zone_name: zone_name.to_owned(), since: None, until: None, capacity, prices: Prices::default(), budget }
}

/// The totals add up, and every format is free of control characters.
fn check(report: &UsageReport) {
    for grouping in Grouping::ALL {
        assert_eq!(report.totals(grouping).iter().map(|total| total.used).sum::<Scu>(), report.used);
        assert_eq!(report.totals(grouping).iter().map(|total| total.uses).sum::<u64>(), report.uses);
    }
    assert_eq!(report.months.iter().map(|month| month.used).sum::<Scu>(), report.used);
    let options = UsageOptions { groupings: Grouping::ALL.to_vec() };
    for format in UsageFormat::ALL.iter().copied() {
        let text = render(report, format, &options).expect("rendering");
        match format {
            UsageFormat::Human => assert_visible(&without_styles(&text)),
            UsageFormat::Json => {
                assert_visible(&text);
                let value: serde_json::Value = serde_json::from_str(&text).expect("the JSON report is JSON");
                assert_eq!(value["used"], report.used.as_number());
            }
            UsageFormat::Html => page(&text),
        }
    }
}

/// Text of the data adds no element: every tag is one that the page has without data.
fn page(text: &str) {
    const TAGS: [&str; 34] = [
        "!doctype", "html", "head", "meta", "title", "style", "body", "div", "header", "b", "span", "main", "section",
        "h1", "h2", "p", "figure", "svg", "desc", "text", "line", "rect", "table", "thead", "tbody", "tr", "th", "td",
        "br", "details", "summary", "ul", "li", "footer",
    ];
    assert_visible(text);
    for tag in text.split('<').skip(1) {
        let name = tag.trim_start_matches('/').split([' ', '>', '\n']).next().unwrap_or_default();
        assert!(TAGS.contains(&name) || name == "bdi", "the element {name:?}");
    }
}
