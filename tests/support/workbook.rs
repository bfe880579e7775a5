//! An .xlsx workbook as the dashboard exports it, written part by part so that a test can damage it.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A cell.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    Text(&'static str),
    Number(&'static str),
    /// A serial number with the format of a date and time.
    Date(&'static str),
    /// An error of a formula.
    Error,
    Empty,
}

/// The parts of a workbook with these sheets.
pub(crate) fn parts(sheets: &[&[&[Cell]]]) -> Vec<(String, String)> {
    let list = |of: &dyn Fn(usize) -> String| (1..=sheets.len()).map(of).collect::<String>();
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let sheet = |n: usize| format!("<sheet name=\"S{n}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>");
    let rel = |n: usize| {
        format!("<Relationship Id=\"rId{n}\" Type=\"{relation}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>")
    };
    let styles = format!("<Relationship Id=\"rId99\" Type=\"{relation}/styles\" Target=\"styles.xml\"/>");
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{relation}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{main}\" xmlns:r=\"{relation}\"><sheets>{}</sheets></workbook>", list(&sheet)),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{package}/relationships\">{}{styles}</Relationships>", list(&rel)),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
            ),
        ),
    ];
    for (index, rows) in sheets.iter().enumerate() {
        let rows: String = rows.iter().enumerate().map(|(row, cells)| row_text(row + 1, cells)).collect();
        let text = format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{}.xml", index + 1), text));
    }
    parts
}

fn row_text(row: usize, cells: &[Cell]) -> String {
    let cell = |(index, cell): (usize, &Cell)| {
        let at = format!("r=\"{}{row}\"", char::from(b'A' + u8::try_from(index).unwrap()));
        match cell {
            Cell::Text(text) => format!("<c {at} t=\"inlineStr\"><is><t>{text}</t></is></c>"),
            Cell::Number(number) => format!("<c {at}><v>{number}</v></c>"),
            Cell::Date(serial) => format!("<c {at} s=\"1\"><v>{serial}</v></c>"),
            Cell::Error => format!("<c {at} t=\"e\"><v>#REF!</v></c>"),
            Cell::Empty => String::new(),
        }
    };
    format!("<row r=\"{row}\">{}</row>", cells.iter().enumerate().map(cell).collect::<String>())
}

/// The bytes of a workbook of some parts.
pub(crate) fn packed(parts: &[(String, String)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The bytes of a workbook of one sheet.
pub(crate) fn workbook(rows: &[&[Cell]]) -> Vec<u8> {
    packed(&parts(&[rows]))
}
