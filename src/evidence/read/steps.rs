//! Reads a large file step by step: unpacked, and hashed on the way. What costs more than reading itself is done on another thread, which
//! hands on what it has read.

use std::fs::{self, File};
use std::io::{self, Read};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread;

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::{MOST_BYTES, STANDARD_INPUT};
use crate::hash::hex;

/// Smaller files are read whole: another thread, or a second look at the file, costs more than it saves.
const MIN_STEPWISE_BYTES: u64 = 1 << 20;

/// Packed files from this size are read step by step.
const MIN_PACKED_STEPWISE_BYTES: u64 = 1 << 17;

/// The bytes at the beginning of a file that show how it is read.
const HEAD_BYTES: u64 = 4096;

/// The number of bytes that are handed on at once.
const CHUNK_BYTES: usize = 1 << 18;

/// The chunks that may wait for the reader.
const MAX_WAITING_CHUNKS: usize = 4;

/// A file that was read to its end.
pub(in crate::evidence) struct ReadFile<T> {
    /// The result of reading.
    pub(in crate::evidence) content: T,
    /// The number of its bytes, as they were read.
    pub(in crate::evidence) bytes: u64,
    /// Their SHA-256 in lower-case hexadecimal, where it was wanted.
    pub(in crate::evidence) sha256: Option<String>,
}

/// The way a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    Plain,
    Gzip,
    Zstd,
}

/// Gives the text of a large file to `parse`, which must read it to the end. Returns `None` for a small or unreadable file, or if `parse`
/// declines; the caller then reads the file whole, which reports the fault.
pub(in crate::evidence) fn in_steps<T>(
    name: &str,
    is_hashed: bool,
    parse: impl FnOnce(&mut dyn Read) -> Option<T>,
) -> Option<ReadFile<T>> {
    if name == STANDARD_INPUT {
        return None;
    }
    // A pipe is opened once only, and a small file too.
    fs::metadata(name).ok().filter(|metadata| metadata.is_file() && metadata.len() >= MIN_PACKED_STEPWISE_BYTES)?;
    let file = File::open(name).ok()?;
    let metadata = file.metadata().ok().filter(|metadata| metadata.is_file() && metadata.len() <= MOST_BYTES)?;
    let mut head = Vec::new();
    (&file).take(HEAD_BYTES).read_to_end(&mut head).ok()?;
    let packing = Packing::of(&head)?;
    if metadata.len() < if packing == Packing::Plain { MIN_STEPWISE_BYTES } else { MIN_PACKED_STEPWISE_BYTES } {
        return None;
    }
    let source = MeteredReader { source: head.as_slice().chain(&file), bytes: 0, hash: is_hashed.then(Sha256::new) };
    if is_hashed || packing != Packing::Plain || is_recording(&head) {
        return read_on_thread(source, packing, parse);
    }
    let mut source = source;
    let content = parse(&mut source)?;
    (source.bytes <= MOST_BYTES).then(|| source.end(content))
}

/// Whether a file begins like a recording, whose bodies are hashed while it is parsed.
fn is_recording(head: &[u8]) -> bool {
    let key = b"\"scoregate-recording\"";
    head.windows(key.len()).any(|found| found == key)
}

impl Packing {
    /// The packing of a file; none where it is read whole in any case.
    fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            // UTF-16, or the mark of UTF-8.
            [0xff | 0xfe | 0xef, ..] => None,
            _ => Some(Self::Plain),
        }
    }
}

/// Reads on another thread, and parses what it hands on.
fn read_on_thread<T, R: Read + Send>(
    source: MeteredReader<R>,
    packing: Packing,
    parse: impl FnOnce(&mut dyn Read) -> Option<T>,
) -> Option<ReadFile<T>> {
    thread::scope(|scope| {
        let (send, chunks) = mpsc::sync_channel(MAX_WAITING_CHUNKS);
        let (give_back, used) = mpsc::channel();
        let reading = scope.spawn(move || send_chunks(source, packing, &send, &used));
        // Whatever `parse` does, its end of the channel is closed behind it, so that the other thread never waits.
        let content = parse(&mut ChunkReader { chunks, give_back, chunk: Vec::new(), at: 0 });
        let source = reading.join().ok()?.ok()?;
        Some(source.end(content?))
    })
}

/// Reads, unpacks and hands on everything.
fn send_chunks<R: Read>(
    mut source: MeteredReader<R>,
    packing: Packing,
    send: &SyncSender<io::Result<Vec<u8>>>,
    used: &Receiver<Vec<u8>>,
) -> io::Result<MeteredReader<R>> {
    let unpacked: Box<dyn Read + '_> = match packing {
        Packing::Plain => Box::new(&mut source),
        Packing::Gzip => Box::new(MultiGzDecoder::new(&mut source)),
        Packing::Zstd => {
            let decoder = ruzstd::decoding::StreamingDecoder::new(io::BufReader::new(&mut source));
            Box::new(decoder.map_err(io::Error::other)?)
        }
    };
    let mut unpacked = unpacked.take(MOST_BYTES + 1);
    loop {
        let mut chunk = used.try_recv().unwrap_or_default();
        chunk.resize(CHUNK_BYTES, 0);
        let read = match fill(&mut unpacked, &mut chunk) {
            Ok(read) => read,
            Err(error) => {
                let kind = error.kind();
                let _ = send.send(Err(error));
                return Err(kind.into());
            }
        };
        chunk.truncate(read);
        if read == 0 {
            break;
        }
        // The parser has ended.
        send.send(Ok(chunk)).map_err(|_| io::ErrorKind::BrokenPipe)?;
    }
    if unpacked.limit() == 0 {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    drop(unpacked);
    // What follows packed data is no part of the text, and part of the file.
    io::copy(&mut source, &mut io::sink())?;
    Ok(source)
}

/// Reads until a chunk is full, or to the end.
pub(super) fn fill(source: &mut impl Read, chunk: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < chunk.len() {
        match source.read(&mut chunk[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// A source that counts and hashes what is read of it.
struct MeteredReader<R> {
    source: R,
    bytes: u64,
    hash: Option<Sha256>,
}

impl<R> MeteredReader<R> {
    fn end<T>(self, content: T) -> ReadFile<T> {
        ReadFile { content, bytes: self.bytes, sha256: self.hash.map(|hash| hex(&hash.finalize())) }
    }
}

impl<R: Read> Read for MeteredReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.bytes += read as u64;
        if let Some(hash) = &mut self.hash {
            hash.update(&buffer[..read]);
        }
        Ok(read)
    }
}

/// The text that another thread hands on.
struct ChunkReader {
    chunks: Receiver<io::Result<Vec<u8>>>,
    give_back: Sender<Vec<u8>>,
    chunk: Vec<u8>,
    at: usize,
}

impl Read for ChunkReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.chunk.len() {
            // The other thread has ended, or needs no more memory.
            let _ = self.give_back.send(std::mem::take(&mut self.chunk));
            self.at = 0;
            match self.chunks.recv() {
                Ok(chunk) => self.chunk = chunk?,
                Err(mpsc::RecvError) => return Ok(0),
            }
        }
        let rest = &self.chunk[self.at..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.at += length;
        Ok(length)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::hash::sha256;

    fn read(bytes: &[u8], is_hashed: bool) -> Option<ReadFile<Vec<u8>>> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        in_steps(&file.path().to_string_lossy(), is_hashed, |source| {
            let mut text = Vec::new();
            source.read_to_end(&mut text).ok().map(|_| text)
        })
    }

    fn content(size: u64) -> Vec<u8> {
        (0..size).map(|index| u8::try_from(index * index % 251).unwrap()).collect()
    }

    #[test]
    fn a_large_file_is_read_and_hashed_to_its_last_byte() {
        for size in [MIN_STEPWISE_BYTES, MIN_STEPWISE_BYTES + 1, 3 * MIN_STEPWISE_BYTES + 17] {
            for is_hashed in [true, false] {
                let content = content(size);
                let found = read(&content, is_hashed).unwrap();
                assert!(found.content == content);
                assert_eq!(found.bytes, size);
                assert_eq!(found.sha256, is_hashed.then(|| sha256(&content)));
            }
        }
        assert!(read(&content(MIN_STEPWISE_BYTES - 1), true).is_none());
    }

    #[test]
    fn packed_files_are_unpacked_and_hashed_as_they_are() {
        let text = content(4 * MIN_STEPWISE_BYTES);
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        encoder.write_all(&text).unwrap();
        let gzip = encoder.finish().unwrap();
        let twice = [gzip.as_slice(), gzip.as_slice()].concat();
        let mut zstd =
            ruzstd::encoding::compress_to_vec(text.as_slice(), ruzstd::encoding::CompressionLevel::Uncompressed);
        zstd.extend(b"what follows");
        for (packed, expected) in
            [(gzip, text.clone()), (twice, [text.as_slice(), text.as_slice()].concat()), (zstd, text)]
        {
            let found = read(&packed, true).unwrap();
            assert!(found.content == expected);
            assert_eq!((found.bytes, found.sha256), (packed.len() as u64, Some(sha256(&packed))));
        }
    }

    #[test]
    fn damaged_packed_files_are_not_read_in_steps() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        encoder.write_all(&content(4 * MIN_STEPWISE_BYTES)).unwrap();
        let gzip = encoder.finish().unwrap();
        assert!(read(&gzip[..gzip.len() - 9], true).is_none());
        assert!(read(&[gzip.as_slice(), b"x"].concat(), true).is_none());
    }

    #[test]
    fn a_reader_that_stops_early_does_not_leave_the_other_thread_waiting() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), content(16 * MIN_STEPWISE_BYTES)).unwrap();
        assert!(in_steps::<()>(&file.path().to_string_lossy(), true, |_| None).is_none());
    }
}
