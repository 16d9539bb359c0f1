//! Tables with a header → drafts, a row an article. The separator is guessed from the header.

use std::io::{self, Read};

use csv::{ByteRecord, ReaderBuilder};

use super::bytes::{Stream, problem};
use super::characters::Characters;
use super::draft::Draft;
use super::error::{Doubt, Problem, ReadError};
use super::fields::{FieldMap, Target};
use super::record::Records;
use super::settings::MAX_RECORD_BYTES;
use serde_json::{Map, Value};

/// Separators, the likeliest first.
const SEPARATORS: [u8; 4] = *b",;\t|";

/// Most columns of a table.
const MAX_COLUMNS: usize = 1000;

/// Bytes that the table's own buffer may hold ahead of a row.
const AHEAD_BYTES: usize = 256 << 10;

/// The separator of a table: the one that is commonest in its first line, outside quotation marks.
pub(super) fn separator(start: &[u8]) -> u8 {
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut quoted = false;
    for byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                if let Some(at) = SEPARATORS.iter().position(|separator| separator == byte) {
                    counts[at] += 1;
                }
            }
            _ => {}
        }
    }
    let best = (0..SEPARATORS.len()).rev().max_by_key(|at| counts[*at]).unwrap_or(0);
    SEPARATORS[best]
}

/// Whether the first line is a header with a column for the body.
pub(super) fn looks_like_table(start: &[u8], map: &FieldMap) -> bool {
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let separator = separator(line);
    if !line.contains(&separator) || line.len() > 4096 {
        return false;
    }
    let mut records = Records::new(map);
    let names =
        line.split(|byte| *byte == separator).map(|name| String::from_utf8_lossy(name.trim_ascii()).into_owned());
    let meanings: Vec<_> = names.filter_map(|name| records.meaning(name.trim_matches('"'))).collect();
    meanings.len() >= 2 && meanings.iter().any(|(target, _)| *target == Target::Body)
}

/// Reads a table. Rows are numbered from 1, the header not counted.
pub(super) struct Table {
    source: String,
    rows: csv::Reader<Fuse>,
    row: ByteRecord,
    header: Vec<String>,
    characters: Characters,
    records: Records,
    record: u64,
    state: State,
}

#[derive(PartialEq, Eq)]
enum State {
    Header,
    Rows,
    Ended,
}

impl Table {
    pub(super) fn new(stream: Stream, source: &str, map: &FieldMap, separator: u8) -> Self {
        let fuse = Fuse { inner: stream, left: MAX_RECORD_BYTES + AHEAD_BYTES };
        let rows = ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .buffer_capacity(AHEAD_BYTES / 2)
            .from_reader(fuse);
        Self {
            source: source.to_owned(),
            rows,
            row: ByteRecord::new(),
            header: Vec::new(),
            characters: Characters::default(),
            records: Records::new(map),
            record: 0,
            state: State::Header,
        }
    }

    /// Reads a row into `self.row`; nothing at the end of the table.
    fn read_row(&mut self) -> Option<Result<(), Problem>> {
        self.rows.get_mut().left = MAX_RECORD_BYTES + AHEAD_BYTES;
        match self.rows.read_byte_record(&mut self.row) {
            Ok(true) => Some(Ok(())),
            Ok(false) => None,
            Err(error) => Some(Err(match error.into_kind() {
                csv::ErrorKind::Io(error) => problem(&error),
                other => Problem::Table(format!("{other:?}")),
            })),
        }
    }

    fn read_header(&mut self) -> Result<(), Problem> {
        self.read_row().unwrap_or(Err(Problem::Empty))?;
        if self.row.len() > MAX_COLUMNS {
            return Err(Problem::Table(format!("{} columns, at most {MAX_COLUMNS} are read", self.row.len())));
        }
        let mut doubts = Vec::new();
        self.header = self.row.iter().map(|name| self.characters.decode(name, &mut doubts).trim().to_owned()).collect();
        let empty: Map<String, Value> =
            self.header.iter().map(|name| (name.clone(), Value::String(String::new()))).collect();
        if self.records.has_body(&empty) { Ok(()) } else { Err(Problem::NoBodyColumn(self.header.join(", "))) }
    }

    fn draft(&mut self) -> Result<Draft, Problem> {
        if self.row.len() != self.header.len() {
            return Err(Problem::RowLength { found: self.row.len(), expected: self.header.len() });
        }
        let mut doubts: Vec<Doubt> = Vec::new();
        let mut object = Map::new();
        for (name, field) in self.header.iter().zip(&self.row) {
            let text = self.characters.decode(field, &mut doubts).into_owned();
            // The first of columns with the same name counts.
            object.entry(name.as_str()).or_insert(Value::String(text));
        }
        let draft = self.records.draft(self.record, object)?;
        Ok(Draft { doubts, ..draft })
    }
}

impl Iterator for Table {
    type Item = Result<Draft, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == State::Header {
            self.state = State::Rows;
            if let Err(problem) = self.read_header() {
                self.state = State::Ended;
                return Some(Err(ReadError::input(&self.source, problem)));
            }
        }
        while self.state == State::Rows {
            match self.read_row() {
                None => self.state = State::Ended,
                Some(Err(problem)) => {
                    self.state = State::Ended;
                    return Some(Err(ReadError::record(&self.source, self.record + 1, problem)));
                }
                Some(Ok(())) if self.row.iter().all(|field| field.trim_ascii().is_empty()) => {}
                Some(Ok(())) => {
                    self.record += 1;
                    let draft = self.draft();
                    return Some(draft.map_err(|problem| ReadError::record(&self.source, self.record, problem)));
                }
            }
        }
        None
    }
}

/// Ends a stream with an error when too much is read for one row: a quotation mark that is never closed.
struct Fuse {
    inner: Stream,
    left: usize,
}

impl Read for Fuse {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(super::bytes::carry(Problem::TooLong(MAX_RECORD_BYTES as u64)));
        }
        let limit = out.len().min(self.left);
        let count = self.inner.read(&mut out[..limit])?;
        self.left -= count;
        Ok(count)
    }
}
