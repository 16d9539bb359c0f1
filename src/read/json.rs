//! JSON → drafts: one object a line, or a document: one object, a list of them, or an object that holds such a list. A
//! broken line costs that line; a document is read value by value, however long it is.

use std::collections::VecDeque;
use std::io::{Cursor, Read};

use serde_json::{Map, Value};

use super::bytes::{Line, Lines, Stream, problem};
use super::characters::Characters;
use super::draft::Draft;
use super::error::{Doubt, Problem, ReadError};
use super::fields::FieldMap;
use super::json_values::{Next, Values};
use super::record::Records;
use super::settings::MAX_RECORD_BYTES;

/// Keys under which documents hold their list of articles, or the object that holds it.
const LISTS: &[&str] = &[
    "articles",
    "items",
    "results",
    "docs",
    "documents",
    "hits",
    "data",
    "records",
    "entries",
    "stories",
    "news",
    "rows",
    "response",
    "list",
    "posts",
    "content",
];

/// Levels into which a list of articles is looked for: `{"response": {"docs": [...]}}`.
const MAX_LIST_DEPTH: usize = 3;

/// Reads one object a line. Records are numbered by their lines.
pub(super) struct JsonLines {
    source: String,
    lines: Lines,
    characters: Characters,
    records: Records,
    line: u64,
    ended: bool,
}

impl JsonLines {
    pub(super) fn new(stream: Stream, source: &str, map: &FieldMap) -> Self {
        Self {
            source: source.to_owned(),
            lines: Lines::new(stream),
            characters: Characters::default(),
            records: Records::new(map),
            line: 0,
            ended: false,
        }
    }
}

impl Iterator for JsonLines {
    type Item = Result<Draft, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let line = match self.lines.read(MAX_RECORD_BYTES) {
                Ok(line) => line,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(ReadError::input(&self.source, problem(&error))));
                }
            };
            self.line += 1;
            match line {
                Line::End => self.ended = true,
                Line::TooLong => {
                    let problem = Problem::TooLong(MAX_RECORD_BYTES as u64);
                    return Some(Err(ReadError::record(&self.source, self.line, problem)));
                }
                Line::Whole if self.lines.line.trim_ascii().is_empty() => {}
                Line::Whole => {
                    let parsed = parse_object(&mut self.characters, &self.lines.line, self.line);
                    let draft = parsed.and_then(|(object, doubts)| {
                        self.records.draft(self.line, object).map(|draft| Draft { doubts, ..draft })
                    });
                    return Some(draft.map_err(|problem| ReadError::record(&self.source, self.line, problem)));
                }
            }
        }
        None
    }
}

/// The object that some bytes are, which begin in that line of the input.
fn parse_object(
    characters: &mut Characters,
    bytes: &[u8],
    line: u64,
) -> Result<(Map<String, Value>, Vec<Doubt>), Problem> {
    let mut doubts = Vec::new();
    let text = characters.decode(bytes, &mut doubts);
    match serde_json::from_str(&text) {
        Ok(Value::Object(object)) => Ok((object, doubts)),
        Ok(value) => Err(Problem::NotAnObject(kind(&value))),
        Err(error) => {
            let message = error.to_string();
            let what = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
            let line = line + (error.line() as u64).saturating_sub(1);
            Err(Problem::Json(format!("{what} at line {line} column {}", error.column())))
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Reads a document.
pub(super) struct Document {
    source: String,
    values: Values,
    characters: Characters,
    records: Records,
    /// Articles of the list of a document that was short enough to be read at once.
    listed: VecDeque<Value>,
    record: u64,
    ended: bool,
}

impl Document {
    pub(super) fn new(stream: Stream, source: &str, map: &FieldMap) -> Self {
        Self {
            source: source.to_owned(),
            values: Values::new(stream),
            characters: Characters::default(),
            records: Records::new(map),
            listed: VecDeque::new(),
            record: 0,
            ended: false,
        }
    }

    fn step(&mut self) -> Option<Result<Draft, ReadError>> {
        if let Some(value) = self.listed.pop_front() {
            return Some(self.listed_draft(value));
        }
        match self.values.next(MAX_RECORD_BYTES) {
            Ok(Next::Value { bytes, top, line }) => self.value(&bytes, top, line),
            Ok(Next::TooLong { start, top }) => {
                // A document too long to be looked at as a whole: its list is looked for while it is read.
                if top && start.first() == Some(&b'{') && self.values.reopen_inside(start, LISTS) {
                    return None;
                }
                self.record += 1;
                let problem = Problem::TooLong(MAX_RECORD_BYTES as u64);
                Some(Err(ReadError::record(&self.source, self.record, problem)))
            }
            Ok(Next::End) => {
                self.ended = true;
                None
            }
            Err(problem) => {
                self.ended = true;
                Some(Err(ReadError::input(&self.source, problem)))
            }
        }
    }

    fn value(&mut self, bytes: &[u8], top: bool, line: u64) -> Option<Result<Draft, ReadError>> {
        let (object, doubts) = match parse_object(&mut self.characters, bytes, line) {
            Ok(parsed) => parsed,
            Err(problem) if top && bytes.first() != Some(&b'{') => {
                self.ended = true;
                return Some(Err(ReadError::input(&self.source, problem)));
            }
            Err(problem) => {
                self.record += 1;
                return Some(Err(ReadError::record(&self.source, self.record, problem)));
            }
        };
        if top && !self.records.has_body(&object) {
            match find_list(object, 0) {
                Ok(list) => {
                    self.listed = list.into();
                    return None;
                }
                Err(object) => return Some(self.draft(object, doubts)),
            }
        }
        Some(self.draft(object, doubts))
    }

    fn listed_draft(&mut self, value: Value) -> Result<Draft, ReadError> {
        match value {
            Value::Object(object) => self.draft(object, Vec::new()),
            value => {
                self.record += 1;
                Err(ReadError::record(&self.source, self.record, Problem::NotAnObject(kind(&value))))
            }
        }
    }

    fn draft(&mut self, object: Map<String, Value>, doubts: Vec<Doubt>) -> Result<Draft, ReadError> {
        self.record += 1;
        let draft = self.records.draft(self.record, object).map(|draft| Draft { doubts, ..draft });
        draft.map_err(|problem| ReadError::record(&self.source, self.record, problem))
    }
}

impl Iterator for Document {
    type Item = Result<Draft, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            if let Some(draft) = self.step() {
                return Some(draft);
            }
        }
        None
    }
}

/// The list of articles in an object, or the object itself if there is none.
fn find_list(mut object: Map<String, Value>, depth: usize) -> Result<Vec<Value>, Map<String, Value>> {
    let holds_objects =
        |value: &Value| matches!(value, Value::Array(list) if list.iter().any(Value::is_object) || list.is_empty());
    if let Some(key) = LISTS.iter().find(|key| object.get(**key).is_some_and(holds_objects))
        && let Some(Value::Array(list)) = object.remove(*key)
    {
        return Ok(list);
    }
    if depth < MAX_LIST_DEPTH {
        for key in LISTS {
            if let Some(Value::Object(inner)) = object.remove(*key) {
                match find_list(inner, depth + 1) {
                    Ok(list) => return Ok(list),
                    Err(inner) => {
                        object.insert((*key).to_owned(), Value::Object(inner));
                    }
                }
            }
        }
    }
    Err(object)
}

/// A stream that begins with bytes that were read already.
pub(super) fn behind(start: Vec<u8>, rest: Stream) -> Stream {
    Box::new(Cursor::new(start).chain(rest))
}
