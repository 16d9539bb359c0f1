//! From a file or any stream to decoded bytes: gzip and Zstandard unpacked, byte order marks taken off, UTF-16 turned into
//! UTF-8, all within limits. What comes out is a buffered stream whose first bytes can be looked at. No format is known here.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use encoding_rs::{CoderResult, Decoder, Encoding};
use thiserror::Error;

use super::error::Problem;
use super::find::{STDIN, io_problem};
use super::format::{binary_kind, unread_packing};
use super::settings::{MAX_UNPACK_RATIO, MAX_UNPACKED_BYTES, RATIO_FREE_BYTES, SNIFF_BYTES};

/// Of these, bytes in which a NUL means that it is no text.
const BINARY_BYTES: usize = 8 << 10;

const BUFFER_BYTES: usize = 128 << 10;

/// A stream of decoded bytes.
pub(super) type Stream = Box<dyn BufRead + Send>;

/// Counts and digests what is read of an input as it lies on disk. Clones share their state.
#[derive(Clone, Debug, Default)]
pub(super) struct Meter(Arc<Mutex<Metered>>);

#[derive(Debug, Default)]
struct Metered {
    bytes: u64,
    hasher: blake3::Hasher,
    ended: bool,
    replaced: u64,
}

impl Meter {
    fn with<T>(&self, work: impl FnOnce(&mut Metered) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Bytes read so far.
    pub(super) fn bytes(&self) -> u64 {
        self.with(|metered| metered.bytes)
    }

    /// The digest of all bytes, once the end has been reached.
    pub(super) fn digest(&self) -> Option<[u8; 16]> {
        self.with(|metered| metered.ended.then(|| short(&metered.hasher.finalize())))
    }

    /// Characters replaced while turning UTF-16 into UTF-8, since the last call.
    pub(super) fn take_replaced(&self) -> u64 {
        self.with(|metered| std::mem::take(&mut metered.replaced))
    }
}

fn short(hash: &blake3::Hash) -> [u8; 16] {
    let mut digest = [0; 16];
    digest.copy_from_slice(&hash.as_bytes()[..16]);
    digest
}

/// The digest of a file's bytes: the same as that of the `Meter` that reads it to its end.
///
/// # Errors
/// When the file cannot be read.
pub fn digest(path: &Path) -> io::Result<[u8; 16]> {
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut BufReader::with_capacity(BUFFER_BYTES, File::open(path)?), &mut hasher)?;
    Ok(short(&hasher.finalize()))
}

/// Opens a file, or standard input.
pub(super) fn open_path(path: &Path) -> Result<Box<dyn Read + Send>, Problem> {
    if path.as_os_str() == STDIN {
        return Ok(Box::new(io::stdin()));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(io_problem(&error)),
    }
}

/// Unpacks and decodes a stream. Gives it with a copy of its first bytes, at most [`SNIFF_BYTES`]; they are the whole of it
/// if they are fewer.
pub(super) fn decode(raw: Box<dyn Read + Send>, meter: &Meter) -> Result<(Stream, Vec<u8>), Problem> {
    let metered = Metering { inner: raw, meter: meter.clone() };
    let mut packed = BufReader::with_capacity(BUFFER_BYTES, metered);
    let (start, packed) = {
        let start = peek(&mut packed, 8).map_err(|error| problem(&error))?;
        (start.clone(), Cursor::new(start).chain(packed))
    };
    let plain: Stream = if start.starts_with(b"\x1f\x8b") {
        let inner = flate2::bufread::MultiGzDecoder::new(packed);
        unpacked("gzip", Box::new(inner), meter)
    } else if start.starts_with(b"\x28\xb5\x2f\xfd") || is_skippable_frame(&start) {
        let inner = zstd::Decoder::with_buffer(packed).map_err(|error| problem(&error))?;
        unpacked("zstd", Box::new(inner), meter)
    } else if let Some(packing) = unread_packing(&start) {
        return Err(Problem::Packed(packing));
    } else {
        Box::new(packed)
    };
    let (mut start, plain) = look(plain)?;
    if let Some((encoding, mark)) = Encoding::for_bom(&start)
        && encoding != encoding_rs::UTF_8
    {
        let rest = Cursor::new(start.split_off(mark)).chain(plain);
        let utf8 = Utf16 { inner: rest, decoder: encoding.new_decoder_without_bom_handling(), meter: meter.clone() };
        let stream: Stream = Box::new(BufReader::with_capacity(BUFFER_BYTES, Transcoded::new(utf8)));
        let (start, stream) = look(stream)?;
        return checked(start, stream);
    }
    if start.starts_with(b"\xef\xbb\xbf") {
        start.drain(..3);
    }
    checked(start, plain)
}

fn checked(start: Vec<u8>, rest: Stream) -> Result<(Stream, Vec<u8>), Problem> {
    if let Some(kind) = binary_kind(&start[..start.len().min(BINARY_BYTES)]) {
        return Err(Problem::Binary(kind));
    }
    if (start.len() as u64) < SNIFF_BYTES && start.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::Empty);
    }
    Ok((Box::new(Cursor::new(start.clone()).chain(rest)), start))
}

/// The first bytes of a stream, and the rest. Of a stream that breaks within them, the rest is the error.
fn look(mut stream: Stream) -> Result<(Vec<u8>, Stream), Problem> {
    let mut start = Vec::new();
    match (&mut stream).take(SNIFF_BYTES).read_to_end(&mut start) {
        Ok(_) => Ok((start, stream)),
        Err(error) if start.is_empty() => Err(problem(&error)),
        Err(error) => Ok((start, Box::new(BufReader::new(Broken(Some(error)))))),
    }
}

/// A stream that gives nothing but an error, once.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

fn peek(reader: &mut impl Read, bytes: u64) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    reader.take(bytes).read_to_end(&mut start)?;
    Ok(start)
}

/// Zstandard streams may begin with a frame that holds no data.
fn is_skippable_frame(start: &[u8]) -> bool {
    matches!(start, [first, 0x2a, 0x4d, 0x18, ..] if first & 0xf0 == 0x50)
}

fn unpacked(format: &'static str, inner: Box<dyn Read + Send>, meter: &Meter) -> Stream {
    let unpack = Unpacking { format, inner, meter: meter.clone(), out: 0 };
    Box::new(BufReader::with_capacity(BUFFER_BYTES, unpack))
}

/// A problem on its way through `io::Error`.
#[derive(Debug, Error)]
#[error("{0}")]
struct Carried(Problem);

pub(super) fn carry(problem: Problem) -> io::Error {
    io::Error::other(Carried(problem))
}

/// The problem behind an error of a stream.
pub(super) fn problem(error: &io::Error) -> Problem {
    let carried = error.get_ref().and_then(|inner| inner.downcast_ref::<Carried>());
    carried.map_or_else(|| io_problem(error), |carried| carried.0.clone())
}

struct Metering {
    inner: Box<dyn Read + Send>,
    meter: Meter,
}

impl Read for Metering {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.meter.with(|metered| {
            metered.bytes += count as u64;
            metered.hasher.update(&out[..count]);
            metered.ended |= count == 0 && !out.is_empty();
        });
        Ok(count)
    }
}

struct Unpacking {
    format: &'static str,
    inner: Box<dyn Read + Send>,
    meter: Meter,
    out: u64,
}

impl Read for Unpacking {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = match self.inner.read(out) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => {
                let why = if error.kind() == io::ErrorKind::UnexpectedEof {
                    "it ends too early".to_owned()
                } else {
                    error.to_string()
                };
                return Err(carry(Problem::Damaged { format: self.format, why }));
            }
        };
        self.out += count as u64;
        if self.out > MAX_UNPACKED_BYTES {
            return Err(carry(Problem::Bomb(format!("{} GB", MAX_UNPACKED_BYTES >> 30))));
        }
        if self.out > RATIO_FREE_BYTES && self.out / MAX_UNPACK_RATIO > self.meter.bytes() {
            return Err(carry(Problem::Bomb(format!("{MAX_UNPACK_RATIO} times its size"))));
        }
        Ok(count)
    }
}

/// UTF-16 → UTF-8.
struct Utf16<R> {
    inner: R,
    decoder: Decoder,
    meter: Meter,
}

/// Serves the output of [`Utf16`] in pieces.
struct Transcoded<R> {
    source: Utf16<R>,
    input: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Transcoded<R> {
    fn new(source: Utf16<R>) -> Self {
        Self { source, input: Vec::new(), ready: Vec::new(), at: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.input.clear();
        (&mut self.source.inner).take(BUFFER_BYTES as u64 / 4).read_to_end(&mut self.input)?;
        self.ended = self.input.is_empty();
        let room = self.source.decoder.max_utf8_buffer_length(self.input.len()).unwrap_or(BUFFER_BYTES);
        self.ready.resize(room, 0);
        let (result, _, written, replaced) =
            self.source.decoder.decode_to_utf8(&self.input, &mut self.ready, self.ended);
        debug_assert_eq!(result, CoderResult::InputEmpty);
        self.ready.truncate(written);
        self.at = 0;
        if replaced {
            let count = memchr::memmem::find_iter(&self.ready, "\u{fffd}").count() as u64;
            self.source.meter.with(|metered| metered.replaced += count);
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.ended {
            self.refill()?;
        }
        let count = out.len().min(self.ready.len() - self.at);
        out[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// Reads lines of bounded length.
pub(super) struct Lines {
    stream: Stream,
    /// The last line read, with its line feed.
    pub(super) line: Vec<u8>,
}

/// What a call of [`Lines::read`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line.
    Whole,
    /// A line that was longer than the limit; it was passed over.
    TooLong,
    /// The end of the stream.
    End,
}

impl Lines {
    pub(super) fn new(stream: Stream) -> Self {
        Self { stream, line: Vec::new() }
    }

    pub(super) fn read(&mut self, max_bytes: usize) -> io::Result<Line> {
        self.line.clear();
        let mut length = 0;
        loop {
            let buffer = match self.stream.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', buffer).map(|at| at + 1);
            let count = end.unwrap_or(buffer.len());
            length += count;
            if length <= max_bytes {
                self.line.extend_from_slice(&buffer[..count]);
            }
            self.stream.consume(count);
            if end.is_some() {
                break;
            }
        }
        Ok(match length {
            0 => Line::End,
            length if length > max_bytes => Line::TooLong,
            _ => Line::Whole,
        })
    }
}
