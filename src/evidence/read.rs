//! Reads one input whole, within the limit on size, and hashes it on the way.

use std::fs::File;
use std::io::Read;
use std::sync::mpsc;
use std::thread;

use sha2::{Digest, Sha256};

use super::fault::Fault;
use crate::hash::{hex, sha256};

/// The most bytes that one input may have, as read and as unpacked: 512 MiB, more than two years of a large tenant.
pub(crate) const MOST_BYTES: u64 = 1 << 29;

/// The name that stands for standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// Files above this size are hashed while they are read. Hashing takes as long as reading, and there is more than one core nearly
/// everywhere.
const LARGE: u64 = 1 << 20;

/// The number of bytes that are read before they are handed to the thread that hashes.
const CHUNK: usize = 1 << 20;

/// The bytes of an input, and their SHA-256 in lower-case hexadecimal.
pub(super) fn read(name: &str) -> Result<(Vec<u8>, String), Fault> {
    let says = |error: std::io::Error| Fault::unreadable(error.to_string());
    if name == STANDARD_INPUT {
        return hashed(read_limited(std::io::stdin().lock())?);
    }
    let file = File::open(name).map_err(says)?;
    let metadata = file.metadata().map_err(says)?;
    if metadata.len() > MOST_BYTES {
        return Err(too_large("it"));
    }
    // The size of a pipe or device says nothing.
    match usize::try_from(metadata.len()) {
        Ok(size) if metadata.is_file() && metadata.len() >= LARGE => read_and_hash(file, size),
        Ok(_) | Err(_) => hashed(read_limited(file)?),
    }
}

fn hashed(bytes: Vec<u8>) -> Result<(Vec<u8>, String), Fault> {
    let hash = sha256(&bytes);
    Ok((bytes, hash))
}

/// Reads a file of a known size, and hashes each chunk on another thread while the next is read: what is hashed is the very
/// memory that is parsed afterwards.
fn read_and_hash(mut file: File, size: usize) -> Result<(Vec<u8>, String), Fault> {
    let mut bytes = vec![0; size];
    let (send, receive) = mpsc::channel::<&[u8]>();
    let hash = thread::scope(|scope| {
        let hash = scope.spawn(move || {
            let mut hash = Sha256::new();
            receive.iter().for_each(|chunk| hash.update(chunk));
            hex(&hash.finalize())
        });
        for chunk in bytes.chunks_mut(CHUNK) {
            file.read_exact(chunk).map_err(|error| Fault::unreadable(error.to_string()))?;
            // The receiver lives until the sender is dropped.
            send.send(chunk).map_err(|error| Fault::unreadable(error.to_string()))?;
        }
        drop(send);
        hash.join().map_err(|_| Fault::unreadable("hashing it failed"))
    })?;
    match file.read(&mut [0]) {
        Ok(0) => Ok((bytes, hash)),
        Ok(_) => Err(Fault::unreadable("it grew while it was read")),
        Err(error) => Err(Fault::unreadable(error.to_string())),
    }
}

/// Reads to the end, or to the limit.
fn read_limited(reader: impl Read) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let read =
        reader.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| Fault::unreadable(error.to_string()))?;
    if read as u64 > MOST_BYTES { Err(too_large("it")) } else { Ok(bytes) }
}

/// The fault of data beyond the limit.
pub(super) fn too_large(what: &str) -> Fault {
    Fault::too_large(format!("{what} is larger than {} MiB", MOST_BYTES >> 20))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_is_hashed_as_a_small_one_is() {
        for size in [0, 1, LARGE - 1, LARGE, LARGE + 1, 3 * LARGE + 17] {
            let content: Vec<u8> = (0..size).map(|index| u8::try_from(index % 251).unwrap()).collect();
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), &content).unwrap();
            let (bytes, hash) = read(&file.path().to_string_lossy()).unwrap();
            assert_eq!(hash, sha256(&content));
            assert!(bytes == content);
        }
    }
}
