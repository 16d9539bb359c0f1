//! Plain text → drafts: ` date 2025-10-10 ` headers part a file into articles; a first short line before a blank one is
//! the title. Everything else is the body, verbatim.

use std::ops::Range;

use super::bytes::{Line, Lines, Stream, problem};
use super::characters::Characters;
use super::draft::Draft;
use super::error::{Problem, ReadError};
use super::settings::MAX_RECORD_BYTES;
use crate::article::DateFrom;
use crate::date::month_named;

/// Longest title, in characters.
const MAX_TITLE_CHARS: usize = 200;

/// Bytes of a line in which a header is looked for.
const HEADER_BYTES: usize = 64;

/// A header at the beginning of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The day in it, `2025-10-10`.
    pub(super) day: Range<usize>,
    /// Where it ends.
    pub(super) end: usize,
}

/// The header at the beginning of a text, white space before it allowed: `date`, in any case, a colon or none, a day in
/// the form `2025-10-10`, then white space or the end.
pub(super) fn header(text: &str) -> Option<Header> {
    header_in(text.as_bytes())
}

fn header_in(text: &[u8]) -> Option<Header> {
    let mut at = text.iter().position(|b| !b.is_ascii_whitespace())?;
    if !text.get(at..at + 4)?.eq_ignore_ascii_case(b"date") {
        return None;
    }
    at += 4;
    at += usize::from(text.get(at) == Some(&b':'));
    let blanks = text[at..].iter().take(8).take_while(|b| matches!(b, b' ' | b'\t')).count();
    let start = at + blanks;
    let day = text.get(start..start + 10)?;
    let shape = day.iter().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() });
    let ends = text.get(start + 10).is_none_or(u8::is_ascii_whitespace);
    (blanks > 0 && shape && ends).then(|| Header { day: start..start + 10, end: start + 10 })
}

/// Reads the articles of a text.
pub(super) struct Texts {
    source: String,
    lines: Lines,
    characters: Characters,
    /// What was read of the current article, from its header on.
    chunk: Vec<u8>,
    too_long: bool,
    /// Where the chunk begins in the decoded input.
    offset: u64,
    record: u64,
    /// A title that stands before the first header.
    title: Option<String>,
    ended: bool,
}

impl Texts {
    pub(super) fn new(stream: Stream, source: &str) -> Self {
        Self {
            source: source.to_owned(),
            lines: Lines::new(stream),
            characters: Characters::default(),
            chunk: Vec::new(),
            too_long: false,
            offset: 0,
            record: 0,
            title: None,
            ended: false,
        }
    }

    /// Reads on to the next header or the end; what stood before it is an article.
    fn read_chunk(&mut self) -> Option<Result<Draft, ReadError>> {
        loop {
            let line = match self.lines.read(MAX_RECORD_BYTES) {
                Ok(line) => line,
                Err(error) => {
                    self.ended = true;
                    self.chunk.clear();
                    return Some(Err(ReadError::input(&self.source, problem(&error))));
                }
            };
            match line {
                Line::End => {
                    self.ended = true;
                    return self.take_chunk();
                }
                Line::TooLong => self.too_long = true,
                Line::Whole => {
                    let line = &self.lines.line;
                    let begins = header_in(&line[..line.len().min(HEADER_BYTES)]).is_some();
                    let done = if begins { self.take_chunk() } else { None };
                    if self.chunk.len() + self.lines.line.len() > MAX_RECORD_BYTES {
                        self.too_long = true;
                        self.chunk.clear();
                    }
                    if !self.too_long {
                        self.chunk.extend_from_slice(&self.lines.line);
                    }
                    if done.is_some() {
                        return done;
                    }
                }
            }
        }
    }

    fn take_chunk(&mut self) -> Option<Result<Draft, ReadError>> {
        let chunk = std::mem::take(&mut self.chunk);
        if std::mem::take(&mut self.too_long) {
            self.record += 1;
            return Some(Err(ReadError::record(&self.source, self.record, Problem::TooLong(MAX_RECORD_BYTES as u64))));
        }
        let mut doubts = Vec::new();
        let text = self.characters.decode(&chunk, &mut doubts);
        let offset = self.offset;
        self.offset += text.len() as u64;
        if text.trim().is_empty() {
            return None;
        }
        if self.record == 0 && !self.ended && header(&text).is_none() && is_title_line(text.trim()) {
            self.title = Some(text.trim().to_owned());
            return None;
        }
        self.record += 1;
        let mut draft = Draft { record: self.record, doubts, ..Draft::default() };
        let start = split(&text, &mut draft);
        if let Some(title) = self.title.take().filter(|_| draft.title.is_empty()) {
            draft.title = title;
        }
        draft.body_offset = Some(offset + start as u64);
        draft.body = text[start..].trim_end().to_owned();
        Some(Ok(draft))
    }
}

impl Iterator for Texts {
    type Item = Result<Draft, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended { None } else { self.read_chunk() }
    }
}

/// Takes header and title off the beginning of a text; returns where the body begins.
fn split(text: &str, draft: &mut Draft) -> usize {
    let mut start = 0;
    if let Some(header) = header(text) {
        draft.dates.push((DateFrom::Header, text[header.day].to_owned()));
        start = header.end;
    }
    start += text[start..].len() - text[start..].trim_start().len();
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = text[start..line_end].trim();
    let rest = &text[line_end..];
    let next_line = rest.strip_prefix('\n').map(|rest| rest.split('\n').next().unwrap_or_default());
    if next_line.is_some_and(|next| next.trim().is_empty()) && !rest.trim().is_empty() && is_title_line(line) {
        draft.title = line.to_owned();
        start = line_end + (rest.len() - rest.trim_start().len());
    }
    start
}

/// Whether a line can be a headline: short, one line, no punctuation at its end, and no dateline.
fn is_title_line(line: &str) -> bool {
    let unquoted = line.trim_end_matches(['"', '\u{201c}', '\u{201d}', '\u{2019}', '\'', '»']);
    let Some(last) = unquoted.chars().next_back() else { return false };
    !line.contains('\n')
        && line.chars().nth(MAX_TITLE_CHARS).is_none()
        && !matches!(last, '.' | '!' | ':' | ';' | ',' | '-' | '\u{2013}' | '\u{2014}' | '…')
        && !ends_in_a_day(line)
}

/// Whether a line ends as datelines and dates do: `BAKU, Azerbaijan, October 10`, `12 May 2025`.
fn ends_in_a_day(line: &str) -> bool {
    let words: Vec<&str> = line.rsplit([' ', ',', '.']).filter(|word| !word.is_empty()).take(3).collect();
    let is_month = |word: &&str| word.len() <= 9 && word.get(..3).is_some_and(|start| month_named(start).is_some());
    let is_number = |word: &&str| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
    let tail = &words[..words.len().min(3)];
    tail.first().is_some_and(|last| is_number(last) || is_month(last))
        && tail.iter().take(3).any(is_month)
        && tail.iter().any(is_number)
}
