//! Named values of a record → a draft: which value is the title, which the body. Values come from JSON objects or table
//! rows; how those are parted stands in `json` and `csv`.

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::draft::Draft;
use super::error::Problem;
use super::fields::{FieldMap, Target};
use crate::article::DateFrom;

/// Names of fields whose meaning is remembered; more are looked up each time.
const MAX_KNOWN_NAMES: usize = 1024;

/// Levels into which the text of an object is looked for: `{"rendered": "…"}`.
const MAX_TEXT_DEPTH: usize = 4;

/// Names that are listed in an error.
const MAX_NAMES_LISTED: usize = 12;

/// Keys under which an object holds the text that it stands for.
const TEXT_KEYS: &[&str] =
    &["name", "title", "main", "rendered", "text", "value", "#text", "_text", "$date", "$oid", "label", "content"];

/// Keys under which a search engine's answer holds the document itself.
const WRAPPERS: &[&str] = &["_source", "fields", "attributes"];

/// Makes drafts from records, by a field map.
pub(super) struct Records {
    map: FieldMap,
    known: FxHashMap<String, Option<(Target, usize)>>,
}

impl Records {
    pub(super) fn new(map: &FieldMap) -> Self {
        Self { map: map.clone(), known: FxHashMap::default() }
    }

    /// What the name of a field stands for.
    pub(super) fn meaning(&mut self, name: &str) -> Option<(Target, usize)> {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let meaning = self.map.guess(name);
        if self.known.len() < MAX_KNOWN_NAMES {
            self.known.insert(name.to_owned(), meaning);
        }
        meaning
    }

    /// The draft of an object.
    ///
    /// # Errors
    /// When it has no field for the body.
    pub(super) fn draft(&mut self, record: u64, mut object: Map<String, Value>) -> Result<Draft, Problem> {
        let mut best: [Option<(usize, Value)>; Target::ALL.len()] = std::array::from_fn(|_| None);
        let mut dates: Vec<(usize, Value)> = Vec::new();
        for (target, path) in self.map.pairs() {
            if let Some(value) = at_path(&object, path) {
                best[target as usize] = Some((0, value.clone()));
            }
        }
        dates.extend(best[Target::Date as usize].take());
        self.unwrap(&mut object);
        let names: Vec<String> = object.keys().take(MAX_NAMES_LISTED).cloned().collect();
        for (name, value) in object {
            if is_blank(&value) {
                continue;
            }
            match self.meaning(&name) {
                Some((Target::Date, rank)) => dates.push((rank, value)),
                // An empty text only counts as an empty body: told from a missing one, and only if there is no other.
                Some((target, _)) if value.as_str().is_some_and(str::is_empty) && target != Target::Body => {}
                Some((Target::Body, _)) if value.as_str().is_some_and(str::is_empty) => {
                    best[Target::Body as usize].get_or_insert((usize::MAX, value));
                }
                Some((target, rank)) if best[target as usize].as_ref().is_none_or(|(known, _)| rank < *known) => {
                    best[target as usize] = Some((rank, value));
                }
                _ => {}
            }
        }
        dates.sort_by_key(|(rank, _)| *rank);
        let mut take = |target: Target| best[target as usize].take().map(|(_, value)| value);
        let body = take(Target::Body).ok_or(Problem::NoBody(names))?;
        let mut text = |target: Target, joint: &str| {
            take(target).and_then(|value| text_of(value, joint, 0)).map(trimmed).filter(|text| !text.is_empty())
        };
        Ok(Draft {
            record,
            title: text(Target::Title, " ").unwrap_or_default(),
            outlet: text(Target::Outlet, ", "),
            byline: text(Target::Byline, ", "),
            dateline: text(Target::Dateline, " "),
            url: text(Target::Url, " "),
            id: text(Target::Id, " "),
            section: text(Target::Section, ", "),
            language: text(Target::Language, " "),
            body: text_of(body, "\n\n", 0).unwrap_or_default(),
            dates: dates
                .into_iter()
                .filter_map(|(_, value)| text_of(value, " ", 0))
                .filter(|text| !text.trim().is_empty())
                .map(|text| (DateFrom::Metadata, text))
                .collect(),
            ..Draft::default()
        })
    }

    /// Goes into the one object that holds the document, if this one has no body itself.
    fn unwrap(&mut self, object: &mut Map<String, Value>) {
        if object.keys().any(|name| matches!(self.meaning(name), Some((Target::Body, _)))) {
            return;
        }
        let wrapper = WRAPPERS.iter().find(|key| object.get(**key).is_some_and(Value::is_object));
        if let Some(Value::Object(inner)) = wrapper.and_then(|key| object.remove(*key)) {
            for (name, value) in inner {
                object.insert(name, value);
            }
        }
    }

    /// Whether an object can be an article: it has a field for the body.
    pub(super) fn has_body(&mut self, object: &Map<String, Value>) -> bool {
        match self.map.path(Target::Body) {
            Some(path) => at_path(object, path).is_some(),
            None => object.iter().any(|(name, value)| {
                matches!(self.meaning(name), Some((Target::Body, _)))
                    && (value.is_string() || matches!(value, Value::Object(_)))
            }),
        }
    }
}

/// The value at a path: the field of this very name, or the parts between dots one inside the other.
fn at_path<'a>(object: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    let (first, rest) = path.split_once('.')?;
    match object.get(first)? {
        Value::Object(inner) => at_path(inner, rest),
        Value::Array(list) => match list.first()? {
            Value::Object(inner) => at_path(inner, rest),
            _ => None,
        },
        _ => None,
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => false,
    }
}

/// The text of a value: lists are joined, of objects the member that names them is taken.
fn text_of(value: Value, joint: &str, depth: usize) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) if depth < MAX_TEXT_DEPTH => {
            let parts: Vec<String> = list
                .into_iter()
                .filter_map(|value| text_of(value, joint, depth + 1))
                .filter(|text| !text.trim().is_empty())
                .collect();
            (!parts.is_empty()).then(|| parts.join(joint))
        }
        Value::Object(mut object) if depth < MAX_TEXT_DEPTH => {
            let key = TEXT_KEYS.iter().find(|key| object.contains_key(**key))?;
            text_of(object.remove(*key)?, joint, depth + 1)
        }
        _ => None,
    }
}

fn trimmed(text: String) -> String {
    if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
        text.trim().to_owned()
    } else {
        text
    }
}
