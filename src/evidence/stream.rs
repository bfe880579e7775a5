//! A recording, or one response of Graph, read step by step: every entry is decoded when it is complete, and what no run needs of it is
//! not kept, so that memory does not grow with the file.
//!
//! Large files are read so, and text that is in memory, since it is then parsed only once. The result is what reading the text whole
//! gives. Everything else is declined, whatever the reason: what is damaged, and the rarer shapes. The text is then read whole, which words
//! every fault with its place.

mod days;
mod entries;
mod fields;
mod recorded;

use std::io::Read;
use std::ops::Deref;

use super::assemble::Part;
use super::document::{Capture, Link};
use super::limits;
use super::past::Needs;
use super::window::{Declined, Window};
use entries::Entries;
use fields::{Fields, members};
use recorded::Recorded;

/// Reads the text that a source gives. The parts are those that reading it whole gives, the empty one before a recording included.
pub(super) fn parts(source: impl Read, needs: &impl Deref<Target = Needs>) -> Result<Vec<Part>, Declined> {
    of_window(&mut Window::new(source), needs)
}

/// Reads text that is in memory, or gives it back.
pub(super) fn in_memory(text: String, needs: &impl Deref<Target = Needs>) -> Result<Vec<Part>, String> {
    let mut window = Window::of_text(text);
    of_window(&mut window, needs).map_err(|Declined| window.into_text())
}

fn of_window<R: Read>(window: &mut Window<R>, needs: &impl Deref<Target = Needs>) -> Result<Vec<Part>, Declined> {
    limits::attempt(|| {
        limits::keep::<limits::Entries>(0)?;
        limits::count::<limits::Documents>(1)?;
        let parts = document(window, needs)?;
        match window.peek()? {
            None => Ok(parts),
            Some(_) => Err(Declined),
        }
    })
}

/// Reads the one document of the text.
fn document<R: Read>(window: &mut Window<R>, needs: &impl Deref<Target = Needs>) -> Result<Vec<Part>, Declined> {
    if window.peek()? != Some(b'{') {
        return Err(Declined);
    }
    let begin = window.offset();
    let mut fields = Fields::default();
    let mut entries = Entries::new(needs);
    let mut recorded: Option<Recorded> = None;
    members(window, |window, key| match key {
        "value" | "Value" => {
            fields.replace(key, "[]");
            entries.read(window)
        }
        "responses" if fields.hold("scoregate-recording") => {
            fields.replace(key, "[]");
            recorded.insert(Recorded::default()).read(window, &mut entries)
        }
        // Whose responses they are is not known yet.
        "responses" => Err(Declined),
        _ => fields.read(key, window),
    })?;
    let bytes = window.offset() - begin;
    let document = fields.document()?;
    if document.error.is_some() || document.secure_score.is_some() || document.profiles.is_some() {
        return Err(Declined);
    }
    match (document.recording, recorded, document.value) {
        (Some(version), Some(recorded), None) => {
            let capture = recorded.capture(version, &document)?;
            Ok(vec![Part::default(), entries.part(capture)?])
        }
        (None, None, Some(_)) => {
            let link = match document.next_link {
                Some(next) => Link::Next { request: None, next },
                None => Link::Last { request: None },
            };
            entries.end_page(document.context.as_deref(), link, document.count);
            Ok(vec![entries.part(Capture::of_response(bytes))?])
        }
        _ => Err(Declined),
    }
}

#[cfg(test)]
mod tests;
