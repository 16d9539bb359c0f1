//! Formats of input: their names, how a file's name tells them, how its first bytes do. Nothing is read here.

use std::path::Path;

use super::settings::SNIFF_BYTES;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, with or without ` date YYYY-MM-DD ` headers; several articles a file.
    Text,
    /// One object, a list of objects, or an object that holds such a list.
    Json,
    /// One object a line.
    Jsonl,
    /// A table with a header; the separator is a comma, semicolon, tab or bar.
    Csv,
    /// A table with tabs.
    Tsv,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::Text, Self::Json, Self::Jsonl, Self::Csv, Self::Tsv];

    /// The name in options and in `Origin::format`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
        }
    }

    /// The format of a name, in any case; the names of file extensions too.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "text" | "txt" => Self::Text,
            "json" => Self::Json,
            "jsonl" | "ndjson" | "jsonlines" => Self::Jsonl,
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            _ => return None,
        })
    }

    /// The format that a file's name tells, behind `.gz` or `.zst` too.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?;
        if matches!(extension.to_ascii_lowercase().as_str(), "gz" | "gzip" | "zst" | "zstd") {
            let inner = Path::new(path.file_stem()?);
            return Self::named(inner.extension()?.to_str()?);
        }
        Self::named(extension)
    }
}

/// What the first bytes of a file say, if they say that it is no text, or one in marks that are not read.
#[must_use]
pub(super) fn binary_kind(start: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a zip archive or an office document"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"PAR1", "a Parquet file"),
        (b"\x7fELF", "a program"),
    ];
    let named = MAGIC.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, name)| *name);
    let named = named.or_else(|| markup(start));
    named.or_else(|| memchr::memchr(0, start).map(|_| "it holds NUL bytes"))
}

/// Whether a file begins as a page of the web does, or as another document in tags: a feed, NITF, NewsML.
fn markup(start: &[u8]) -> Option<&'static str> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let is_declared = start.starts_with(b"<?xml");
    let declared = if is_declared { memchr::memmem::find(start, b"?>").map_or(start.len(), |end| end + 2) } else { 0 };
    let start = start[declared..].trim_ascii_start();
    let begins = |tag: &&[u8]| {
        let own = start.split_at_checked(tag.len()).filter(|(own, _)| own.eq_ignore_ascii_case(tag));
        own.is_some_and(|(_, behind)| behind.first().is_none_or(|next| !next.is_ascii_alphanumeric()))
    };
    if [&b"<!doctype html"[..], b"<html"].iter().any(begins) {
        return Some("an HTML page");
    }
    let is_feed = [&b"<rss"[..], b"<feed", b"<nitf", b"<newsml"].iter().any(begins);
    (is_declared || is_feed).then_some("an XML document")
}

/// What the first bytes of a file say of a packing that is not read.
#[must_use]
pub(super) fn unread_packing(start: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] =
        &[(b"BZh", "bzip2"), (b"\xfd7zXZ\0", "xz"), (b"7z\xbc\xaf", "7z"), (b"Rar!", "rar")];
    MAGIC.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, name)| *name)
}

/// Tells lines of objects from one document, by the beginning of a file that holds JSON: two lines that both begin an
/// object are lines of objects. `named` is what the file's name says.
#[must_use]
pub(super) fn json_shape(start: &[u8], named: Option<Format>) -> Format {
    let mut lines = start.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    match (first.first(), lines.next()) {
        (Some(b'['), _) => Format::Json,
        (_, Some(second)) if second.starts_with(b"{") => Format::Jsonl,
        (_, Some(_)) if named == Some(Format::Jsonl) && first != b"{" => Format::Jsonl,
        // A first line of which the end is not in sight.
        (_, None) if named == Some(Format::Jsonl) && start.len() as u64 >= SNIFF_BYTES => Format::Jsonl,
        _ => Format::Json,
    }
}
