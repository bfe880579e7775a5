//! What calamine leaves out of a cell without an error: everything in a value but a text at its beginning, and sections of literal
//! text.

use quick_xml::events::{BytesStart, Event};

/// The cell of a sheet that a reader of XML is in.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// Whether it is within a cell or a shared text.
    is_inside: bool,
    /// The type of the cell.
    kind: Kind,
    /// The number of texts of the value that it is within.
    value: Option<u32>,
    /// Whether the cell has a value, and a text of its own.
    has_value: bool,
    has_text: bool,
    /// The tables of the sheet so far.
    tables: u32,
}

/// The type of a cell.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A value of one text.
    #[default]
    Plain,
    /// A value of text, which may have references to characters.
    Text,
    /// A text in the cell itself, instead of a value.
    Inline,
}

impl Cells {
    /// Checks the next event: the fault of a cell that would not be read whole.
    pub(super) fn check(&mut self, event: &Event<'_>) -> Result<(), &'static str> {
        match event {
            Event::Start(element) => return self.begin(element),
            Event::End(element) => return self.end(element.local_name().as_ref()),
            Event::CData(_) if self.is_inside => return Err("a cell has a section of literal text (CDATA)"),
            Event::Text(_) => {
                if let Some(texts) = &mut self.value {
                    *texts += 1;
                    self.has_value = true;
                }
            }
            Event::GeneralRef(_) if self.value.is_some() && self.kind != Kind::Text => {
                return Err("the value of a cell has a reference to a character");
            }
            Event::Comment(_) | Event::PI(_) if self.value.is_some() => {
                return Err("the value of a cell has several parts");
            }
            Event::Empty(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_)
            | Event::Eof => {}
        }
        let is_split = self.kind != Kind::Text && self.value.is_some_and(|texts| texts > 1);
        if is_split { Err("the value of a cell has several parts") } else { Ok(()) }
    }

    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), &'static str> {
        match element.local_name().as_ref() {
            b"sheetData" => {
                self.tables += 1;
                if self.tables > 1 {
                    return Err("a sheet has two tables of cells");
                }
            }
            b"si" => self.is_inside = true,
            b"c" => {
                let mut kind = Kind::default();
                for attribute in element.attributes().with_checks(false).flatten() {
                    if attribute.key.as_ref() == b"t" {
                        kind = kind_of(attribute.value.as_ref());
                    }
                }
                *self = Self { is_inside: true, kind, tables: self.tables, ..Self::default() };
            }
            b"v" if self.is_inside => self.value = Some(0),
            b"is" => self.has_text = true,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) -> Result<(), &'static str> {
        match name {
            b"v" => self.value = None,
            b"si" => self.is_inside = false,
            b"c" => {
                let is_lost = self.kind == Kind::Inline && self.has_value && !self.has_text;
                *self = Self { tables: self.tables, ..Self::default() };
                if is_lost {
                    return Err("a cell has a value, and its type is that of a text in the cell itself");
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn kind_of(name: &[u8]) -> Kind {
    match name {
        b"str" | b"d" => Kind::Text,
        b"inlineStr" | b"is" => Kind::Inline,
        _ => Kind::Plain,
    }
}
