//! The content of one file: its bytes, and the parts that they are decoded to.

use std::ops::Deref;
use std::path::Path;

use super::assemble::Part;
use super::document::Verified;
use super::fault::Fault;
use super::past::Needs;
use super::read::{ReadFile, STANDARD_INPUT, in_steps, read};
use super::{Input, InputKind, container, document, shape, stream};
use crate::hash::sha256;
use crate::paths;
use crate::text::line;

/// Reads and decodes one file. The text is dropped here: what is kept of it is small.
pub(super) fn open(name: &str, hashed: bool, needs: &impl Deref<Target = Needs>) -> Result<(Vec<Part>, Input), Fault> {
    refuse_system_link(name)?;
    if let Some(found) = in_steps(name, hashed, |source| stream::parts(source, needs).ok()) {
        let ReadFile { content, bytes, sha256 } = found;
        let input = input(name, &content, bytes, sha256);
        return Ok((content, input));
    }
    let bytes = contained(name)?;
    let hash = hashed.then(|| sha256(&bytes));
    decoded(name, bytes, hash, needs)
}

/// Refuses a link into the folders of the system.
fn refuse_system_link(name: &str) -> Result<(), Fault> {
    if paths::leads_into_the_system(Path::new(name)) {
        return Err(Fault::unreadable(paths::INTO_THE_SYSTEM));
    }
    Ok(())
}

/// The bytes of one file.
pub(super) fn contained(name: &str) -> Result<Vec<u8>, Fault> {
    refuse_system_link(name)?;
    read(name).map_err(|fault| {
        let is_missing = name != STANDARD_INPUT && Path::new(name).try_exists().is_ok_and(|exists| !exists);
        let help = "check the name; a relative one is looked for in the folder of the run";
        if is_missing { fault.advising(help) } else { fault }
    })
}

/// Decodes the bytes of one file.
pub(super) fn decoded(
    name: &str,
    bytes: Vec<u8>,
    sha256: Option<String>,
    needs: &impl Deref<Target = Needs>,
) -> Result<(Vec<Part>, Input), Fault> {
    let size = bytes.len() as u64;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Fault::malformed("it is empty"));
    }
    // What is declined is read whole, which takes longer and reports the fault with its place.
    let parts = stream::in_memory(container::text(bytes)?, needs).or_else(|text| parse(&text, needs))?;
    let input = input(name, &parts, size, sha256);
    Ok((parts, input))
}

/// The input that some parts were read from.
fn input(name: &str, parts: &[Part], bytes: u64, sha256: Option<String>) -> Input {
    let recordings: Vec<&Part> = parts.iter().filter(|part| part.recording.is_some()).collect();
    let kind = match recordings.first() {
        None => InputKind::Raw,
        Some(first) => InputKind::Recording {
            // What stands beside a recording in its file has no hash.
            verified: parts.iter().all(|part| part.is_empty() || part.recording == Some(Verified(true))),
            captured: first.captured,
            redacted: recordings.iter().any(|part| part.redacted),
        },
    };
    let graph = parts.iter().find_map(|part| part.graph.clone());
    let response_bytes = parts.iter().map(|part| part.bytes).sum();
    Input { name: line(name), sha256, bytes, response_bytes, kind, graph }
}

/// Decodes the text of one file, which is there as a whole.
pub(super) fn parse(text: &str, needs: &impl Deref<Target = Needs>) -> Result<Vec<Part>, Fault> {
    let decoded = |capture| Part::decode(text, capture, **needs).map_err(|fault| shape::explained(fault, text));
    document::read(text)?.into_iter().map(decoded).collect()
}
