//! The reading of exports: what counts, and what is an error with its place.

use insta::assert_snapshot;
use serde_json::Value;

use super::{HEADER, NOW, json, row, run};
use crate::support::workbook::{Cell, packed, parts, workbook};
use crate::support::workspace::Workspace;

const HEADERS: [Cell; 8] = [
    Cell::Text("Date"),
    Cell::Text("Units used"),
    Cell::Text("Initiated by"),
    Cell::Text("Session ID"),
    Cell::Text("Category"),
    Cell::Text("Type"),
    Cell::Text("Copilot experience"),
    Cell::Text("Plugins used"),
];

fn used(workspace: &Workspace, sources: &str) -> (f64, u64) {
    let run = workspace.run(&format!("copilot usage --from {sources} {NOW} -o json"));
    assert_eq!(run.code, 0, "{}", run.seen());
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    (report["used"].as_f64().unwrap(), report["uses"].as_u64().unwrap())
}

#[test]
fn a_workbook_and_the_csv_of_it_say_the_same() {
    let text: &[Cell] = &[
        Cell::Text("Sept 10, 08:30 AM"),
        Cell::Text(".6"),
        Cell::Text("ana"),
        Cell::Text("s1"),
        Cell::Text("Prompt"),
        Cell::Text("Manual"),
        Cell::Text("Standalone"),
        Cell::Text("B, A"),
    ];
    let typed: &[Cell] = &[Cell::Date("46349.375"), Cell::Number("0.6000000000000001"), Cell::Text("ben")];
    let workspace = Workspace::new();
    workspace.file("CapacityUsage.xlsx", workbook(&[&[Cell::Text("Usage")], &HEADERS, &[], text, typed]));
    let csv = format!(
        "{HEADER}\"Sep 10, 8:30 AM\",0.60,ana,s1,Prompt,Manual,Standalone,\"A,B\"\n\n2026-11-23T09:00,.6,ben,,,,,\n"
    );
    workspace.file("a.csv", &csv).file("b.txt", format!("\u{feff}{csv}"));
    let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(csv.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    workspace.file("c.csv", wide);
    let report = |source: &str| {
        let run = workspace.run(&format!("copilot usage --from {source} {NOW} -o json"));
        assert_eq!(run.code, 0, "{}", run.seen());
        let mut report: Value = serde_json::from_str(&run.stdout).unwrap();
        report.as_object_mut().unwrap().remove("provenance");
        // They name the file.
        report.as_object_mut().unwrap().remove("notes");
        report
    };
    let of_workbook = report("CapacityUsage.xlsx");
    assert_eq!(of_workbook["by"]["day"][0]["key"], "2026-09-10");
    assert_eq!(of_workbook["by"]["day"][1]["key"], "2026-11-23");
    for other in ["a.csv", "b.txt", "c.csv"] {
        assert_eq!(report(other), of_workbook, "{other}");
    }
    assert_eq!(used(&workspace, "CapacityUsage.xlsx a.csv b.txt"), (1.2, 2), "all of them are the same uses");
}

#[test]
fn a_use_of_overlapping_exports_counts_once_and_two_equal_rows_of_one_export_twice() {
    let (a, b, c) = (row("Nov 2, 09:00 AM", "1"), row("Nov 3, 09:00 AM", "2"), row("Nov 4, 09:00 AM", "4"));
    let workspace = Workspace::new();
    workspace.file("a.csv", format!("{HEADER}{a}{b}{b}")).file("b.csv", format!("{HEADER}{b}{b}{c}"));
    assert_eq!(used(&workspace, "a.csv"), (5.0, 3));
    assert_eq!(used(&workspace, "a.csv b.csv"), (9.0, 4));
    assert_eq!(used(&workspace, "b.csv a.csv a.csv"), (9.0, 4));
    let run = workspace.run(&format!("copilot usage --from a.csv b.csv {NOW}"));
    assert!(run.stdout.contains("note: 2 rows that an earlier source contains too, counted once"), "{}", run.seen());
}

#[test]
fn every_row_that_cannot_be_counted_is_shown_with_its_place() {
    let rows = [
        row("Nov 2, 09:00 AM", "1"),
        row("Nov 31, 09:00 AM", "x"),
        row("Nov 2, 09:00 AM", "-1"),
        row("Nov 24, 09:00 AM", "1"),
        row("11/10/2026 09:00 AM", "0.1234"),
        row("Mar 29, 02:30 AM", "1"),
        "Total,3,,,,,,\n".to_owned(),
        ",1,,,,,,\n".to_owned(),
        "\"Nov 2, 09:00 AM\",,,,,,,\n".to_owned(),
    ];
    assert_snapshot!(run(&rows.concat(), "").seen());
}

#[test]
fn a_cell_of_a_workbook_that_cannot_be_used_is_shown_with_its_place() {
    let rows: [&[Cell]; 5] = [
        &HEADERS,
        &[Cell::Number("46349.375"), Cell::Number("1")],
        &[Cell::Date("46349.375"), Cell::Number("-1")],
        &[Cell::Date("46349.375"), Cell::Error, Cell::Error],
        &[Cell::Empty, Cell::Date("46349.375")],
    ];
    let workspace = Workspace::new();
    workspace.file("a.xlsx", workbook(&rows));
    assert_snapshot!(workspace.run(&format!("copilot usage --from a.xlsx {NOW}")).seen());
}

#[test]
fn headers_are_found_by_their_letters_or_by_name_and_never_by_guess() {
    let workspace = Workspace::new();
    let body = "\"Nov 2, 09:00 AM\";1.5;7\n";
    workspace.file("a.csv", format!("TimeGenerated;UNITS_USED;Extra\n{body}"));
    workspace.file("b.csv", format!("When;Consumed;Units\n{body}"));
    workspace.file("c.csv", format!("Date;Units;SCU\n{body}")).file("empty.csv", "").file("d.csv", "a,b\n1,2\n");
    assert_eq!(used(&workspace, "a.csv"), (1.5, 1));
    assert_eq!(used(&workspace, "b.csv --column time=when --column units=Consumed"), (1.5, 1));
    let seen = ["b.csv", "c.csv", "d.csv", "empty.csv", "a.csv --column user=Who", "none.csv"]
        .map(|file| workspace.run(&format!("copilot usage --from {file} {NOW}")).seen());
    assert_snapshot!(seen.join("\n"));
}

#[test]
fn dates_without_a_year_are_of_the_latest_year_also_across_a_change_of_year() {
    let rows = [row("Dec 31, 11:00 PM", "1"), row("Jan 2, 09:00 AM", "2")].concat();
    let workspace = Workspace::new();
    workspace.file("a.csv", format!("{HEADER}{rows}"));
    let report = workspace.run("copilot usage --from a.csv --time-zone UTC --now 2027-01-03T00:00:00Z -o json").stdout;
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["months"][0]["month"], "2026-12");
    assert_eq!(report["months"][1]["month"], "2027-01");
    // An export that is read in the next winter would spread over a year.
    workspace.file("a.csv", format!("{HEADER}{}{}", row("Dec 31, 11:00 PM", "1"), row("Jan 20, 09:00 AM", "2")));
    let late = workspace.run("copilot usage --from a.csv --time-zone UTC --now 2027-12-31T23:30:00Z");
    assert_eq!(late.code, 5);
    assert!(late.stderr.contains("an export covers 90 days at most"), "{}", late.seen());
}

#[test]
fn damaged_hostile_and_empty_workbooks_are_errors() {
    let workspace = Workspace::new();
    let sound: Vec<u8> = workbook(&[&HEADERS, &[Cell::Text("Nov 2, 09:00 AM"), Cell::Number("1")]]);
    workspace.file("cut.xlsx", &sound[..sound.len() / 2]);
    workspace.file("none.xlsx", workbook(&[]));
    let two = parts(&[&[&HEADERS], &[&[Cell::Text("x")]]]);
    workspace.file("two.xlsx", packed(&two));
    let mut bomb = parts(&[&[&HEADERS]]);
    bomb.push(("xl/media/zero.bin".to_owned(), "\0".repeat(300 << 20)));
    workspace.file("bomb.xlsx", packed(&bomb));
    let mut far = parts(&[&[&HEADERS]]);
    far[5].1 = far[5].1.replace("</row>", "</row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>");
    workspace.file("far.xlsx", packed(&far));
    let mut zip = parts(&[]);
    zip.truncate(1);
    workspace.file("zip.xlsx", packed(&zip));
    // What calamine would reserve, compute with, or subtract.
    for (name, from, to) in [
        ("long", "r=\"B1\"", "r=\"B99999999999\""),
        ("texts", "<sheetData>", "<sst uniqueCount=\"39999999999\"/><sheetData>"),
        ("range", "<sheetData>", "<dimension ref=\"B9:A1\"/><sheetData>"),
    ] {
        let mut changed = parts(&[&[&HEADERS]]);
        changed[5].1 = changed[5].1.replace(from, to);
        workspace.file(&format!("{name}.xlsx"), packed(&changed));
    }
    for name in ["cut", "none", "two", "bomb", "far", "zip", "long", "texts", "range"] {
        let run = workspace.run(&format!("copilot usage --from {name}.xlsx {NOW}"));
        assert_eq!(run.code, 5, "{name}: {}", run.seen());
        assert!(run.stderr.contains(&format!("{name}.xlsx:")), "{name}: {}", run.seen());
    }
    // Bytes that are changed one by one neither crash the program nor change a sum unseen.
    for at in (0..sound.len()).step_by(97) {
        let mut changed = sound.clone();
        changed[at] ^= 0x55;
        workspace.file("x.xlsx", changed);
        let run = workspace.run(&format!("copilot usage --from x.xlsx {NOW} -o json"));
        assert!(matches!(run.code, 0 | 5), "{at}: {}", run.seen());
    }
}

#[test]
fn totals_by_every_property_add_up_to_the_use() {
    let rows = "\"Nov 2, 09:00 AM\",1,ana,s1,Prompt,Manual,Standalone,\"B,A\"\n\
                \"Nov 3, 09:00 AM\",2,ben,s2,Promptbook,Manual,Embedded,A\n\
                \"Nov 3, 10:00 AM\",.5,,s2,Prompt,Auto,Embedded,\n";
    let report = json(rows, "");
    for by in ["day", "user", "plugin", "category", "type", "experience", "session"] {
        let sum: f64 = report["by"][by].as_array().unwrap().iter().map(|total| total["used"].as_f64().unwrap()).sum();
        assert_eq!(sum, 3.5, "{by}");
    }
    assert_eq!(report["by"]["plugin"][1]["key"], "A, B");
    assert_snapshot!(run(rows, "--by user plugin category session").stdout);
}

#[test]
fn the_json_of_every_kind_of_report_is_valid_against_its_schema() {
    let schema: Value = serde_json::from_str(&scoregate::copilot::usage::json::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let full = row("Nov 2, 09:00 AM", "1.25") + &row("Nov 3, 09:00 AM", "2");
    for (rows, arguments) in [
        ("", ""),
        ("", "--budget 1"),
        (full.as_str(), "--provisioned 1 --overage --price 4 --overage-price 6 --budget 1"),
        (full.as_str(), "--budget 1 --licences 3 --overage-price 6"),
        (full.as_str(), "--provisioned 1 --overage --price 4 --overage-price 6.5 --since 2026-10-01 --budget 9"),
    ] {
        let report = json(rows, arguments);
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{arguments}");
    }
}
