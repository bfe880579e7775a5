//! The tenants of an NDJSON stream: a line for each.

use std::io::{BufRead, Read};

use super::input::{Content, TenantInput};
use crate::error::{Error, EvidenceErrorKind};
use crate::paths::system_message;

/// The most bytes of one line: 64 MiB. Each thread holds one line.
const MOST_BYTES: u64 = 1 << 26;

/// The treatment of lines that contain nothing but spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlankLines {
    /// They separate tenants.
    Ignored,
    /// Each is a tenant without data, so that every line has its result.
    Tenants,
}

/// The lines of a stream as tenants, in their order.
#[derive(Debug)]
pub struct Lines<R> {
    reader: R,
    /// The name of the stream in messages.
    source: String,
    blank: BlankLines,
    number: u64,
    is_ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// The lines of a stream, whose name is for messages.
    pub const fn new(reader: R, source: String, blank: BlankLines) -> Self {
        Self { reader, source, blank, number: 0, is_ended: false }
    }

    /// Reads one line without its end; none at the end of the stream.
    fn line(&mut self) -> std::io::Result<Option<Content>> {
        let name = self.place();
        let mut bytes = Vec::new();
        let read = (&mut self.reader).take(MOST_BYTES + 1).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(None);
        }
        let is_complete = bytes.ends_with(b"\n");
        if !is_complete && read as u64 > MOST_BYTES {
            self.reader.skip_until(b'\n')?;
            let message = format!("{name}: the line is larger than {} MiB", MOST_BYTES >> 20);
            let help = "give the tenant a file of its own, in a folder";
            return Ok(Some(Content::Refused(Error::evidence(EvidenceErrorKind::TooLarge, message, help))));
        }
        if is_complete {
            bytes.pop();
        }
        Ok(Some(Content::Line(name, bytes)))
    }

    /// The place of the current line in messages: the same for every line where each line has its result, since a line can then come
    /// from any part of a larger stream.
    fn place(&self) -> String {
        match self.blank {
            BlankLines::Ignored => format!("{} line {}", self.source, self.number),
            BlankLines::Tenants => self.source.clone(),
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = TenantInput;

    fn next(&mut self) -> Option<TenantInput> {
        loop {
            if self.is_ended {
                return None;
            }
            self.number += 1;
            let content = self.line().unwrap_or_else(|error| {
                self.is_ended = true;
                let message = format!("{}: {}", self.place(), system_message(&error));
                let help = "the lines after it were not read: start the run again";
                Some(Content::Refused(Error::evidence(EvidenceErrorKind::Unreadable, message, help)))
            })?;
            let is_blank = matches!(&content, Content::Line(_, bytes) if bytes.iter().all(u8::is_ascii_whitespace));
            if !is_blank || self.blank == BlankLines::Tenants {
                return Some(TenantInput::new(&format!("line {}", self.number), content));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_tenant_and_a_line_feed_at_the_end_begins_none() {
        let named = |text: &str, blank| {
            let lines = Lines::new(text.as_bytes(), "a".to_owned(), blank);
            lines.map(|tenant| tenant.name).collect::<Vec<_>>()
        };
        assert_eq!(named("{}\n\n{}\n", BlankLines::Ignored), ["line 1", "line 3"]);
        assert_eq!(named("{}\n\n{}", BlankLines::Tenants), ["line 1", "line 2", "line 3"]);
        assert!(named("", BlankLines::Tenants).is_empty());
    }
}
