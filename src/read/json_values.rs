//! A stream of JSON → the bytes of one value after the other, without understanding them: the members of a top-level list,
//! or the top-level values themselves. Only brackets and strings are looked at, so that a document of any length is read
//! in bounded memory.

use std::io::{self, BufRead};

use super::bytes::{Stream, problem};
use super::error::Problem;
use super::json::behind;

/// Longest key of an object that is looked at, in bytes.
const MAX_KEY_BYTES: usize = 1 << 10;

/// What comes next.
pub(super) enum Next {
    /// A value; `top` if it is no member of a list.
    Value {
        bytes: Vec<u8>,
        top: bool,
        /// The line of the stream in which it begins, from 1.
        line: u64,
    },
    /// A value that is longer than the limit. If `top`, its rest is still to be read and `start` is what was read of it;
    /// otherwise it was passed over.
    TooLong {
        start: Vec<u8>,
        top: bool,
    },
    End,
}

/// Parts a stream into values.
pub(super) struct Values {
    stream: Stream,
    in_list: bool,
    /// Whether the list is a member of an object: what follows it is passed over.
    inside_object: bool,
    done: bool,
    /// Line breaks before what comes next.
    breaks: u64,
}

impl Values {
    pub(super) fn new(stream: Stream) -> Self {
        Self { stream, in_list: false, inside_object: false, done: false, breaks: 0 }
    }

    /// The next value, at most `max_bytes` long.
    ///
    /// # Errors
    /// When the stream cannot be read, or its brackets do not fit.
    pub(super) fn next(&mut self, max_bytes: usize) -> Result<Next, Problem> {
        loop {
            if self.done {
                return self.drain().map(|()| Next::End);
            }
            let Some(byte) = self.skip_space()? else {
                self.done = true;
                if self.in_list {
                    return Err(Problem::Json("the list is not closed: the file is cut off".to_owned()));
                }
                continue;
            };
            match byte {
                b'[' if !self.in_list => {
                    self.stream.consume(1);
                    self.in_list = true;
                }
                b']' if self.in_list => {
                    self.stream.consume(1);
                    self.in_list = false;
                    self.done = self.inside_object;
                }
                b',' => self.stream.consume(1),
                _ => return self.value(max_bytes),
            }
        }
    }

    fn value(&mut self, max_bytes: usize) -> Result<Next, Problem> {
        let (top, line) = (!self.in_list, self.breaks + 1);
        let mut bytes = Vec::new();
        match self.read_value(&mut bytes, max_bytes, top)? {
            true => Ok(Next::Value { bytes, top, line }),
            false => Ok(Next::TooLong { start: bytes, top }),
        }
    }

    /// Goes into an object whose first bytes were read already, up to the first of `keys` that holds a list; the members of
    /// that list come next. False if there is none: then the end comes next.
    pub(super) fn reopen_inside(&mut self, start: Vec<u8>, keys: &[&str]) -> bool {
        let rest = std::mem::replace(&mut self.stream, Box::new(io::empty()));
        self.breaks -= breaks(&start);
        self.stream = behind(start, rest);
        self.inside_object = true;
        self.in_list = matches!(self.find_list(keys), Ok(true));
        self.done = !self.in_list;
        self.in_list
    }

    fn find_list(&mut self, keys: &[&str]) -> Result<bool, Problem> {
        self.stream.consume(1);
        loop {
            match self.skip_space()? {
                Some(b',' | b'}') => self.stream.consume(1),
                Some(b'"') => {
                    let mut key = Vec::new();
                    self.read_value(&mut key, MAX_KEY_BYTES, false)?;
                    if self.skip_space()? != Some(b':') {
                        return Ok(false);
                    }
                    self.stream.consume(1);
                    let wanted =
                        keys.iter().any(|wanted| key.get(1..key.len().saturating_sub(1)) == Some(wanted.as_bytes()));
                    match self.skip_space()? {
                        Some(b'[') if wanted => {
                            self.stream.consume(1);
                            return Ok(true);
                        }
                        Some(b'{') if wanted => self.stream.consume(1),
                        Some(_) => {
                            self.read_value(&mut Vec::new(), 0, false)?;
                        }
                        None => return Ok(false),
                    }
                }
                _ => return Ok(false),
            }
        }
    }

    fn skip_space(&mut self) -> Result<Option<u8>, Problem> {
        loop {
            let buffer = fill(&mut self.stream)?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let blanks = buffer.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let next = buffer.get(blanks).copied();
            self.breaks += breaks(&buffer[..blanks]);
            self.stream.consume(blanks);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Reads a value into `out`; false if it is longer than `max_bytes`: then the rest is passed over, or, if `keep_rest`,
    /// left in the stream.
    fn read_value(&mut self, out: &mut Vec<u8>, max_bytes: usize, keep_rest: bool) -> Result<bool, Problem> {
        let mut scan = Scan::default();
        let mut fits = true;
        loop {
            let buffer = fill(&mut self.stream)?;
            if buffer.is_empty() {
                return match scan {
                    Scan { depth: 0, in_string: false, .. } => Ok(fits),
                    _ => Err(Problem::Json("a value is not closed: the file is cut off".to_owned())),
                };
            }
            let (length, complete) = scan.feed(buffer);
            fits &= out.len() + length <= max_bytes;
            if fits || keep_rest {
                out.extend_from_slice(&buffer[..length]);
            }
            self.breaks += breaks(&buffer[..length]);
            self.stream.consume(length);
            if complete {
                return Ok(fits);
            }
            if !fits && keep_rest {
                return Ok(false);
            }
        }
    }

    fn drain(&mut self) -> Result<(), Problem> {
        loop {
            let length = fill(&mut self.stream)?.len();
            if length == 0 {
                return Ok(());
            }
            self.stream.consume(length);
        }
    }
}

fn breaks(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

fn fill(stream: &mut Stream) -> Result<&[u8], Problem> {
    loop {
        match stream.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(problem(&error)),
        }
    }
    stream.fill_buf().map_err(|error| problem(&error))
}

/// How far a value has been read.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// Whether it is a number or word, which ends before the next separator.
    bare: bool,
}

impl Scan {
    /// Takes bytes into account, up to the end of the value: how many belong to it, and whether it is complete.
    fn feed(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while at < bytes.len() {
            if self.in_string {
                if self.escaped {
                    self.escaped = false;
                    at += 1;
                    continue;
                }
                let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[at..]) else { return (bytes.len(), false) };
                at += found + 1;
                self.escaped = bytes[at - 1] == b'\\';
                self.in_string = self.escaped;
                if !self.in_string && self.depth == 0 {
                    return (at, true);
                }
                continue;
            }
            match bytes[at] {
                b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n' if self.bare => return (at, true),
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return (at + 1, true);
                    }
                }
                _ => self.bare = self.depth == 0,
            }
            at += 1;
        }
        (at, false)
    }
}
