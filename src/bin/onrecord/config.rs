//! A config file: TOML with one table of settings and, below `[queries]`, named queries. What comes in is its text; what goes
//! out are values as they are written, each with its line. What they mean stands in `settings`.

use std::path::{Path, PathBuf};

use onrecord::query::suggest;
use toml::de::{DeTable, DeValue};

use crate::failure::Failure;
use crate::settings::Key;

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The user's own.
    User,
    /// That of the project: it may come with a folder that somebody else made.
    Project,
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ConfigFile {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Settings as they are written, with their lines.
    pub(crate) values: Vec<(Key, String, usize)>,
    /// Names of queries, their texts, and their lines.
    pub(crate) queries: Vec<(String, String, usize)>,
}

/// The table of named queries.
const QUERIES: &str = "queries";

/// Reads the text of a file.
pub(crate) fn parse(path: &Path, text: &str, owner: Owner) -> Result<ConfigFile, Failure> {
    let fault = |at: usize, message: String, hint: Option<String>| {
        let message = format!("{}, line {}: {message}", path.display(), line_of(text, at));
        Failure::Other { message, hint }
    };
    let read = DeTable::parse(text);
    let table = read.map_err(|error| fault(error.span().map_or(0, |span| span.start), error.message().into(), None))?;
    let mut file = ConfigFile { path: path.to_owned(), ..ConfigFile::default() };
    for (key, value) in table.get_ref() {
        let (name, at) = (key.get_ref().as_ref(), key.span().start);
        let line = line_of(text, at);
        if name == QUERIES {
            let Some(queries) = value.get_ref().as_table() else {
                return Err(fault(
                    at,
                    "`queries` is a table".into(),
                    Some("[queries]\neu = '\"European Union\" OR EU'".into()),
                ));
            };
            for (name, query) in queries {
                let at = name.span().start;
                let Some(query) = query.get_ref().as_str() else {
                    let message = format!("the query `{}` is no text", name.get_ref());
                    return Err(fault(
                        at,
                        message,
                        Some("put it in quotation marks of one kind: eu = 'EU OR union'".into()),
                    ));
                };
                file.queries.push((name.get_ref().to_string(), query.to_owned(), line_of(text, at)));
            }
            continue;
        }
        let Some(key) = Key::named(name) else {
            return Err(fault(at, format!("there is no setting `{name}`"), Some(did_you_mean(name))));
        };
        if key == Key::Pager && owner == Owner::Project {
            let hint = "a file that comes with a folder must not start programs: set it in your own config file, or in \
                        ONRECORD_PAGER";
            return Err(fault(at, "`pager` cannot be set here".into(), Some(hint.into())));
        }
        let Some(value) = plain(value.get_ref()) else {
            return Err(fault(at, format!("`{name}` takes a text, a number, true or false"), Some(key.help().into())));
        };
        file.values.push((key, value, line));
    }
    Ok(file)
}

/// What to write in place of an unknown setting.
fn did_you_mean(name: &str) -> String {
    let known = || Key::ALL.iter().map(|key| key.name()).chain([QUERIES]);
    match suggest::nearest(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known().collect::<Vec<_>>().join(", ")),
    }
}

/// A value as it would be typed.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(is) => Some(is.to_string()),
        DeValue::Datetime(day) => Some(day.to_string()),
        DeValue::Float(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// The number of the line in which a byte stands, from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
