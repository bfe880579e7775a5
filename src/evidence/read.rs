//! Reads one input whole, within the limit on size. Large files are read in steps.

mod steps;

use std::fs::File;
use std::io::Read;

use super::fault::Fault;
use steps::fill;
pub(super) use steps::{ReadFile, in_steps};

/// The most bytes that one input may have, as read and as unpacked: 512 MiB, more than two years of a large tenant.
pub(crate) const MOST_BYTES: u64 = 1 << 29;

/// The name that stands for standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// The bytes of an input.
pub(super) fn read(name: &str) -> Result<Vec<u8>, Fault> {
    let unreadable = |error: std::io::Error| Fault::unreadable(error.to_string());
    if name == STANDARD_INPUT {
        return read_limited(std::io::stdin().lock(), Vec::new());
    }
    let mut file = File::open(name).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.len() > MOST_BYTES {
        return Err(too_large("it"));
    }
    // A pipe or device has no meaningful size.
    let size = if metadata.is_file() { metadata.len() } else { 0 };
    // At once what the file has now; what follows shows whether it has grown.
    let mut bytes = vec![0; usize::try_from(size).unwrap_or_default()];
    let read = fill(&mut file, &mut bytes).map_err(unreadable)?;
    bytes.truncate(read);
    read_limited(file, bytes)
}

/// Reads on behind what was read, to the end or to the limit.
fn read_limited(reader: impl Read, mut bytes: Vec<u8>) -> Result<Vec<u8>, Fault> {
    let left = (MOST_BYTES + 1).saturating_sub(bytes.len() as u64);
    reader.take(left).read_to_end(&mut bytes).map_err(|error| Fault::unreadable(error.to_string()))?;
    if bytes.len() as u64 > MOST_BYTES { Err(too_large("it")) } else { Ok(bytes) }
}

/// The fault of data beyond the limit.
pub(super) fn too_large(what: &str) -> Fault {
    Fault::too_large(format!("{what} is larger than {} MiB", MOST_BYTES >> 20))
}
