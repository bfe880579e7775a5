//! A window on JSON text that is read step by step: it holds the value that is parsed next, and no more of the text.
//!
//! A value is parsed where the window begins, by the parser that reads whole texts. Two things are different at the end of a window. A
//! value that it cuts is no error: more is read, and the value is parsed again. And a number at the very end may go on behind it, so
//! that a value counts only if its own last byte ends it, or another byte follows.

use std::io::{self, Empty, Read};

use serde::Deserialize;
use serde_json::error::Category;
use sha2::{Digest, Sha256};

use super::fault::Fault;
use super::limits;
use crate::hash::hex;

/// The bytes that a window has room for at first. Longer values make it grow.
const INITIAL_BYTES: usize = 1 << 20;

/// The least room for reading more; below it, what was consumed is removed from the window.
const MIN_FREE_BYTES: usize = 1 << 16;

/// The most bytes of one value. Longer ones are read whole with the rest of the text, which takes less memory than to look for their end.
const MAX_VALUE_BYTES: usize = 1 << 25;

/// The text is not what the reader of windows understands: damaged, of another shape, or unreadable. It carries no reason: the file is
/// then read whole, which reports the fault with its place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Declined;

/// The reason why a value could not be taken from a window.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TakeError {
    /// The window ends within it.
    Cut,
    /// It is none, or not one that is understood.
    Declined,
}

impl From<Fault> for Declined {
    fn from(_: Fault) -> Self {
        Self
    }
}

impl From<Declined> for TakeError {
    fn from(Declined: Declined) -> Self {
        Self::Declined
    }
}

/// The window on the text that a source gives.
pub(super) struct Window<R> {
    source: R,
    buffer: Vec<u8>,
    /// The first byte of the buffer that was not consumed.
    start: usize,
    /// The end of what was found to be UTF-8. A character may be cut behind it.
    valid: usize,
    /// The end of what was read.
    end: usize,
    /// Whether the source has ended.
    is_last: bool,
    /// The bytes that were consumed and removed from the buffer.
    removed: u64,
    /// The hash of what is consumed, where one is wanted.
    hash: Option<Sha256>,
}

/// The text in a window, from the beginning of a value on.
pub(super) struct WindowText<'w> {
    text: &'w [u8],
    is_last: bool,
}

impl Window<Empty> {
    /// A window on a whole text that is in memory.
    pub(super) fn of_text(text: String) -> Self {
        let buffer = text.into_bytes();
        let end = buffer.len();
        Self { source: io::empty(), buffer, start: 0, valid: end, end, is_last: true, removed: 0, hash: None }
    }

    /// The whole text: of one that is in memory nothing is removed.
    pub(super) fn into_text(self) -> String {
        String::from_utf8(self.buffer).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }
}

impl<R: Read> Window<R> {
    pub(super) fn new(source: R) -> Self {
        Self::of_size(source, INITIAL_BYTES)
    }

    /// A window that has room for so many bytes at first.
    pub(super) fn of_size(source: R, size: usize) -> Self {
        let buffer = vec![0; size];
        Self { source, buffer, start: 0, valid: 0, end: 0, is_last: false, removed: 0, hash: None }
    }

    /// The number of bytes that were consumed.
    pub(super) const fn offset(&self) -> u64 {
        self.removed + self.start as u64
    }

    /// Passes over white space, and returns the byte behind it; none at the end of the text.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Declined> {
        loop {
            let rest = &self.buffer[self.start..self.valid];
            if let Some(length) = rest.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {
                let found = rest[length];
                self.consume(length);
                return Ok(Some(found));
            }
            self.consume(rest.len());
            if self.is_last {
                return Ok(None);
            }
            self.read_on()?;
        }
    }

    /// Passes over white space and one byte, which must be the given one.
    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Declined> {
        match self.peek()? {
            Some(found) if found == byte => {
                self.consume(1);
                Ok(())
            }
            Some(_) | None => Err(Declined),
        }
    }

    /// Takes a value, at which the window must begin, and consumes it. `take` parses it with [`WindowText::first`] and returns its length
    /// besides what it makes of it; it is called again with more text until the value is there as a whole. Nothing is parsed before
    /// `expected` bytes are there, or all.
    pub(super) fn value<O>(
        &mut self,
        expected: usize,
        mut take: impl FnMut(&WindowText<'_>) -> Result<(O, usize), TakeError>,
    ) -> Result<O, Declined> {
        self.hold(expected)?;
        loop {
            let rest = WindowText { text: &self.buffer[self.start..self.valid], is_last: self.is_last };
            match take(&rest) {
                Ok((value, length)) => {
                    self.consume(length);
                    return Ok(value);
                }
                Err(TakeError::Cut) if !self.is_last => self.hold(2 * (self.end - self.start).max(1))?,
                Err(TakeError::Cut | TakeError::Declined) => return Err(Declined),
            }
        }
    }

    /// Begins to hash what is consumed.
    pub(super) fn begin_hash(&mut self) {
        self.hash = Some(Sha256::new());
    }

    /// The SHA-256 of what was consumed since [`Window::begin_hash`], in lower-case hexadecimal.
    pub(super) fn end_hash(&mut self) -> String {
        hex(&self.hash.take().unwrap_or_default().finalize())
    }

    fn consume(&mut self, length: usize) {
        if let Some(hash) = &mut self.hash {
            hash.update(&self.buffer[self.start..self.start + length]);
        }
        self.start += length;
    }

    /// Reads until the window holds so many bytes, or all that are left.
    fn hold(&mut self, bytes: usize) -> Result<(), Declined> {
        if bytes > MAX_VALUE_BYTES {
            return Err(Declined);
        }
        while self.end - self.start < bytes && !self.is_last {
            if bytes > self.buffer.len() {
                self.buffer.resize(bytes + bytes.min(MIN_FREE_BYTES), 0);
            }
            self.read_on()?;
        }
        Ok(())
    }

    /// Reads once more, and checks that it is UTF-8.
    fn read_on(&mut self) -> Result<(), Declined> {
        if self.start > 0 && self.buffer.len() - self.end < MIN_FREE_BYTES {
            self.buffer.copy_within(self.start..self.end, 0);
            self.removed += self.start as u64;
            (self.valid, self.end, self.start) = (self.valid - self.start, self.end - self.start, 0);
        }
        if self.end == self.buffer.len() {
            self.buffer.resize(2 * self.end.max(1), 0);
        }
        let read = loop {
            match self.source.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read.map_err(|_| Declined)?,
            }
        };
        self.end += read;
        self.is_last = read == 0;
        match std::str::from_utf8(&self.buffer[self.valid..self.end]) {
            Ok(_) => self.valid = self.end,
            // The last character may be cut; at the end of the text it is wrong.
            Err(error) if error.error_len().is_none() && !self.is_last => self.valid += error.valid_up_to(),
            Err(_) => return Err(Declined),
        }
        Ok(())
    }
}

impl<'w> WindowText<'w> {
    /// The first value of the text, and its own text.
    pub(super) fn first<T: Deserialize<'w>>(&self) -> Result<(T, &'w [u8]), TakeError> {
        // Objects that count are counted again with the next try.
        limits::attempt(|| {
            let mut values = serde_json::Deserializer::from_slice(self.text).into_iter();
            match values.next() {
                Some(Ok(value)) => {
                    let text = &self.text[..values.byte_offset()];
                    if self.ends(text) { Ok((value, text)) } else { Err(TakeError::Cut) }
                }
                Some(Err(error)) if error.classify() == Category::Eof || self.is_at_end(&error) => Err(TakeError::Cut),
                Some(Err(_)) => Err(TakeError::Declined),
                None => Err(TakeError::Cut),
            }
        })
    }

    /// Whether a value is there as a whole: a number may go on behind the window.
    fn ends(&self, value: &[u8]) -> bool {
        value.len() < self.text.len() || self.is_last || value.last().is_some_and(|last| b"}]\"".contains(last))
    }

    /// Whether an error is at the end of the text, where the parser finds a number that is cut to be wrong.
    fn is_at_end(&self, error: &serde_json::Error) -> bool {
        let lines = self.text.split(|byte| *byte == b'\n');
        let before: usize = lines.take(error.line().saturating_sub(1)).map(|line| line.len() + 1).sum();
        before + error.column() >= self.text.len()
    }
}
