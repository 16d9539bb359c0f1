//! Bytes → articles. What comes in are paths, standard input or any stream of bytes; what goes out is one `Article`
//! after the other, verbatim, with its identity and date, and an error for each record that is none. A format is a file of
//! this room and an arm of one `match`. Nothing here analyses a text or knows of an index.
//!
//! Everything is a stream: an input of any size is read with a bounded amount of memory (see the limits below).

mod bytes;
mod characters;
mod csv;
mod draft;
mod error;
mod fields;
mod find;
mod format;
mod identity;
mod json;
mod json_values;
mod language;
mod moment;
mod record;
mod settings;
mod steering;
mod text;

#[cfg(test)]
mod tests;

use std::io::Read;
use std::path::PathBuf;

use self::bytes::{Meter, Stream};
use self::draft::{Draft, Finisher};
use self::identity::Identities;

pub use bytes::digest;
pub use error::{Doubt, Problem, ReadError, Warning};
pub use fields::{FieldMap, MapError, Target};
pub use find::{Input, Inputs, STDIN, find};
pub use format::Format;
pub use settings::{Found, MAX_RECORD_BYTES, MAX_UNPACK_RATIO, MAX_UNPACKED_BYTES, RATIO_FREE_BYTES, Settings};

/// The articles of one input, in the order of the input.
pub struct Articles {
    state: State,
    finisher: Finisher,
    meter: Meter,
    failed: bool,
    ended: bool,
}

type Drafts = Box<dyn Iterator<Item = Result<Draft, ReadError>> + Send>;

enum State {
    Failed(Option<Problem>),
    Drafts(Drafts),
}

impl Articles {
    /// Bytes of the input that were read so far, as they lie on disk.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.meter.bytes()
    }

    /// The digest of the input's bytes, once it has been read to its end without a break.
    #[must_use]
    pub fn digest(&self) -> Option<[u8; 16]> {
        self.meter.digest().filter(|_| self.ended && !self.failed)
    }
}

impl Iterator for Articles {
    type Item = Result<Found, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut draft = match &mut self.state {
            State::Failed(problem) => {
                let error = ReadError::input(&self.finisher.source, problem.take()?);
                return Some(Err(error));
            }
            State::Drafts(drafts) => match drafts.next() {
                None => {
                    self.ended = true;
                    return None;
                }
                Some(Ok(draft)) => draft,
                Some(Err(error)) => {
                    self.failed |= error.record.is_none();
                    return Some(Err(error));
                }
            },
        };
        match self.meter.take_replaced() {
            0 => {}
            replaced => draft.doubts.push(Doubt::Replaced(replaced)),
        }
        Some(self.finisher.finish(draft))
    }
}

/// Opens an input. What is wrong with it as a whole is the iterator's first item.
#[must_use]
pub fn open(input: &Input, settings: &Settings) -> Articles {
    match bytes::open_path(&input.path) {
        Ok(raw) => open_bytes(raw, input, settings),
        Err(problem) => Articles {
            state: State::Failed(Some(problem)),
            finisher: finisher(input, Format::Text, settings),
            meter: Meter::default(),
            failed: true,
            ended: false,
        },
    }
}

/// Reads a stream of bytes as if it were the input.
#[must_use]
pub fn open_bytes(raw: Box<dyn Read + Send>, input: &Input, settings: &Settings) -> Articles {
    let meter = Meter::default();
    match bytes::decode(raw, &meter) {
        Ok((stream, start)) => {
            let format = settled(input.format.or(settings.format), &start, settings);
            let state = State::Drafts(drafts(format, stream, &start, &input.source, settings));
            Articles { state, finisher: finisher(input, format, settings), meter, failed: false, ended: false }
        }
        Err(problem) => Articles {
            state: State::Failed(Some(problem)),
            finisher: finisher(input, Format::Text, settings),
            meter,
            failed: true,
            ended: false,
        },
    }
}

/// The one place where formats are chosen.
fn drafts(format: Format, stream: Stream, start: &[u8], source: &str, settings: &Settings) -> Drafts {
    match format {
        Format::Text => Box::new(text::Texts::new(stream, source)),
        Format::Json => Box::new(json::Document::new(stream, source, &settings.map)),
        Format::Jsonl => Box::new(json::JsonLines::new(stream, source, &settings.map)),
        Format::Csv => Box::new(csv::Table::new(stream, source, &settings.map, csv::separator(start))),
        Format::Tsv => Box::new(csv::Table::new(stream, source, &settings.map, b'\t')),
    }
}

/// The format of an input by its name and its first bytes.
fn settled(named: Option<Format>, start: &[u8], settings: &Settings) -> Format {
    match named {
        Some(Format::Json | Format::Jsonl) => format::json_shape(start, named),
        Some(format) => format,
        None if matches!(start.trim_ascii_start().first(), Some(b'{' | b'[')) => format::json_shape(start, None),
        None if csv::looks_like_table(start, &settings.map) => Format::Csv,
        None => Format::Text,
    }
}

fn finisher(input: &Input, format: Format, settings: &Settings) -> Finisher {
    let stem = input.path.file_name().map(|name| name.to_string_lossy());
    Finisher {
        source: input.source.clone(),
        format: format.name(),
        today: settings.today,
        file_day: stem.filter(|_| format == Format::Text).and_then(|stem| moment::only_day_in(&stem)),
        identities: Identities::default(),
    }
}

/// Reads all inputs under the given paths, one after the other: [`find`], then [`open`]. Errors of the search come first.
pub fn open_all<'a>(
    roots: &[PathBuf],
    settings: &'a Settings,
) -> impl Iterator<Item = Result<Found, ReadError>> + use<'a> {
    let Inputs { inputs, errors, .. } = find(roots, settings);
    errors.into_iter().map(Err).chain(inputs.into_iter().flat_map(move |input| open(&input, settings)))
}
