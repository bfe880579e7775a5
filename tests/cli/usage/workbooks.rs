//! Workbooks: what a reader of them leaves out is an error.

use insta::assert_snapshot;

use super::NOW;
use crate::support::workbook::{Cell, packed, parts, workbook};
use crate::support::workspace::{Run, Workspace};

const HEADERS: [Cell; 2] = [Cell::Text("Date"), Cell::Text("Units used")];

const USE: [Cell; 2] = [Cell::Text("Nov 23, 08:00 AM"), Cell::Number("5")];

/// The place of the first sheet among the parts of a workbook.
const SHEET: usize = 5;

fn run_on(bytes: Vec<u8>) -> Run {
    let workspace = Workspace::new();
    workspace.file("a.xlsx", bytes);
    workspace.run(&format!("copilot usage --from a.xlsx {NOW} --budget 1000"))
}

/// A run on a workbook of one use, whose sheet ends with other rows.
fn with_rows(rows: &str) -> Run {
    let mut changed = parts(&[&[&HEADERS, &USE]]);
    changed[SHEET].1 = changed[SHEET].1.replace("</sheetData>", &format!("{rows}</sheetData>"));
    run_on(packed(&changed))
}

#[test]
fn a_row_whose_values_are_not_calculated_is_an_error() {
    let formulas = "<row r=\"3\"><c r=\"A3\"><f>A2</f></c><c r=\"B3\"><f>B2*100</f></c></row>";
    let run = with_rows(formulas);
    assert_eq!(run.code, 5, "{}", run.seen());
    assert_snapshot!(run.stderr);
    let calculated = formulas
        .replace("</f></c></row>", "</f><v>7</v></c></row>")
        .replace("<c r=\"A3\"><f>A2</f>", "<c r=\"A3\" t=\"str\"><f>A2</f><v>Nov 23, 08:00 AM</v>");
    let run = with_rows(&calculated);
    assert!(run.stdout.contains("2 uses of 12.0 SCU"), "{}", run.seen());
}

#[test]
fn a_value_that_would_be_read_in_part_is_an_error() {
    let text = "<c r=\"A3\" t=\"inlineStr\"><is><t>Nov 23, 09:00 AM</t></is></c>";
    for (date, units) in [
        (text, "<c r=\"B3\"><v>5<!-- --></v></c><c r=\"C3\"><v>5<!-- -->0</v></c>"),
        ("<c r=\"A3\"><v><!-- -->46349.3</v></c>", "<c r=\"B3\"><v><!-- -->500</v></c>"),
        (text, "<c r=\"B3\"><v>5&#48;0</v></c>"),
        (text, "<c r=\"B3\"><v><![CDATA[500]]></v></c>"),
        ("<c r=\"A3\"><v><![CDATA[46349.3]]></v></c>", "<c r=\"B3\"><v>&#53;</v></c>"),
        ("<c r=\"A3\" t=\"inlineStr\"><v>46349.3</v></c>", "<c r=\"B3\" t=\"inlineStr\"><v>5</v></c>"),
    ] {
        let run = with_rows(&format!("<row r=\"3\">{date}{units}</row>"));
        assert_eq!(run.code, 5, "{date}{units}: {}", run.seen());
    }
    let run = with_rows("</sheetData><sheetData><row r=\"9\"><c r=\"A9\"><v>1</v></c></row>");
    assert!(run.code == 5 && run.stderr.contains("a sheet has two tables of cells"), "{}", run.seen());
}

#[test]
fn a_sheet_that_cannot_be_read_is_an_error_and_a_chart_sheet_a_note() {
    let two = || parts(&[&[&HEADERS, &USE], &[]]);
    let mut missing = two();
    missing.remove(SHEET + 1);
    let mut broken = two();
    broken[SHEET + 1].1 = "<worksheet></worksheet>".to_owned();
    for (name, parts) in [("missing", missing), ("broken", broken)] {
        let run = run_on(packed(&parts));
        assert!(run.code == 5 && run.stderr.contains("a.xlsx:"), "{name}: {}", run.seen());
    }
    let mut chart = two();
    chart[3].1 =
        chart[3].1.replace("worksheet\" Target=\"worksheets/sheet2", "chartsheet\" Target=\"worksheets/sheet2");
    chart[SHEET + 1].1 = "<chartsheet></chartsheet>".to_owned();
    let run = run_on(packed(&chart));
    assert!(run.stdout.contains("note: a.xlsx: the sheet `S2` is not a worksheet: it is not read"), "{}", run.seen());
}

#[test]
fn a_cell_of_a_day_without_a_time_is_an_error_as_it_is_in_text() {
    let run = run_on(workbook(&[&HEADERS, &[Cell::Date("46349"), Cell::Number("5")]]));
    assert_eq!(run.code, 5, "{}", run.seen());
    assert_snapshot!(run.stderr);
}

#[test]
fn a_cell_beside_the_table_is_an_error() {
    let run = with_rows("<row r=\"3\"><c r=\"D3\"><v>500</v></c></row>");
    assert!(run.code == 5 && run.stderr.contains("more cells than the header"), "{}", run.seen());
}
