//! References to quotations and articles: as a sentence, for BibTeX, for RIS and as CSL-JSON, each with its own rules of
//! escaping. What comes in is a record and the part that is meant; what is not known is left out, never made up.

mod author;

use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value, json};

use self::author::{Author, authors};
use super::explain::paragraph_range;
use super::extract::{speakers, text_of, via};
use super::hits::printed_source;
use super::sanitize;
use crate::annotation::{Quote, QuoteKind, Zone};
use crate::document::Record;
use crate::search::show::Part;

/// What a reference is to.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The article.
    pub record: &'a Record,
    /// All of it, or a quotation or paragraph.
    pub part: Part,
    /// The civil day of citing: given as that on which an address was called up, and only beside one.
    pub today: NaiveDate,
}

impl<'a> Source<'a> {
    fn quote(&self) -> Option<&'a Quote> {
        match self.part {
            Part::Quote(number) => self.record.analysis.quotes.get(number as usize),
            Part::Whole | Part::Paragraph(_) => None,
        }
    }

    /// The whole id of what is cited.
    fn id(&self) -> String {
        let id = self.record.article.id;
        match self.part {
            Part::Whole => id.to_string(),
            Part::Quote(number) => format!("{id}#q{}", number + 1),
            Part::Paragraph(number) => format!("{id}#p{}", number + 1),
        }
    }

    /// A key of letters and digits, the same in all formats: `9f3a61c2q3`.
    fn key(&self) -> String {
        let id = self.record.article.id.to_string();
        let short = id.get(..12).unwrap_or(&id);
        match self.part {
            Part::Whole => format!("a{short}"),
            Part::Quote(number) => format!("a{short}q{}", number + 1),
            Part::Paragraph(number) => format!("a{short}p{}", number + 1),
        }
    }

    fn title(&self) -> Option<String> {
        Some(sanitize::line(&self.record.article.title)).filter(|title| !title.is_empty())
    }

    fn field(&self, value: &Option<String>) -> Option<String> {
        value.as_deref().map(sanitize::line).filter(|value| !value.is_empty())
    }

    fn url(&self) -> Option<String> {
        self.field(&self.record.article.url)
    }

    /// When the address was called up, if there is one.
    fn accessed(&self) -> Option<NaiveDate> {
        self.url().map(|_| self.today)
    }

    fn authors(&self) -> Vec<Author> {
        let outlet = self.field(&self.record.article.outlet);
        self.field(&self.record.article.byline).map_or_else(Vec::new, |byline| authors(&byline, outlet.as_deref()))
    }

    /// Where it was filed, as printed.
    fn place(&self) -> Option<String> {
        self.field(&self.record.analysis.dateline.as_ref()?.place)
    }

    /// `para. 5`, `paras. 4–5`, `headline`.
    fn locator(&self) -> Option<String> {
        let (first, last) = match (self.part, self.quote()) {
            (Part::Paragraph(number), _) => (number + 1, number + 1),
            (_, Some(quote)) if quote.zone == Zone::Title => return Some("headline".to_owned()),
            (_, Some(quote)) => paragraph_range(self.record, quote.span())?,
            _ => return None,
        };
        Some(if first == last { format!("para. {first}") } else { format!("paras. {first}–{last}") })
    }

    /// The words quoted and who says them; words that are not verbatim are not put between marks.
    fn quoted(&self) -> Option<String> {
        let quote = self.quote()?;
        let words = sanitize::line(&quote.text(text_of(&self.record.article, quote)).replace("\n\n", " ¶ "));
        let words = match quote.kind {
            QuoteKind::Direct => format!("“{words}”"),
            QuoteKind::Indirect => format!("{words} [paraphrase]"),
            QuoteKind::Mixed => format!("{words} [partly paraphrase]"),
        };
        let analysis = &self.record.analysis;
        let who = match speakers(analysis, quote) {
            Some(names) => sanitize::line(&names),
            None => match printed_source(self.record, quote) {
                Some(source) => format!("unknown speaker, printed as “{source}”"),
                None => "unknown speaker".to_owned(),
            },
        };
        let reported = quote.via.map(|_| {
            let by = via(analysis, quote).unwrap_or_else(|| "an unknown speaker".to_owned());
            format!(", as reported by {}", sanitize::line(&by))
        });
        Some(format!("{words} — {who}{}", reported.unwrap_or_default()))
    }

    fn note(&self) -> String {
        [self.quoted(), self.locator(), Some(format!("content id {}", self.id()))]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("; ")
    }
}

/// The reference as a sentence.
#[must_use]
pub fn text(source: &Source<'_>) -> String {
    let article = &source.record.article;
    let outlet = source.field(&article.outlet).unwrap_or_else(|| "unnamed outlet".to_owned());
    let place = source.place().map(|place| format!(" ({place})")).unwrap_or_default();
    let date = article.date.map_or_else(|| "no date".to_owned(), spoken);
    let start = match source.quoted() {
        Some(quoted) => format!("{quoted}, quoted in {outlet}{place}"),
        None => format!("{outlet}{place}"),
    };
    let mut parts = vec![start, date];
    parts.extend(source.locator());
    let mut out = format!("{}.", parts.join(", "));
    if let Some(title) = source.title() {
        out.push_str(&format!(" {title}{}", if title.ends_with(['.', '?', '!']) { "" } else { "." }));
    }
    let address = match source.url() {
        Some(url) => format!("{url} (accessed {})", spoken(source.today)),
        None => "No URL known.".to_owned(),
    };
    out.push_str(&format!(" {address} [content id {}]\n", source.id()));
    out
}

/// `10 Oct 2025`.
fn spoken(day: NaiveDate) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or("");
    format!("{} {month} {}", day.day(), day.year())
}

/// An entry for BibTeX; `urldate` and `langid` are read by biblatex and passed over by others.
#[must_use]
pub fn bibtex(source: &Source<'_>) -> String {
    let article = &source.record.article;
    let mut out = format!("@misc{{{},\n", source.key());
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("  {name} = {{{value}}},\n"));
        }
    };
    let escaped = |value: Option<String>| value.map(|value| tex(&value));
    // a second pair of braces keeps capitals
    let whole = |value: Option<String>| value.map(|value| format!("{{{}}}", tex(&value)));
    let authors: Vec<String> = source.authors().iter().map(tex_author).collect();
    field("author", Some(authors.join(" and ")).filter(|authors| !authors.is_empty()));
    field("title", whole(source.title()));
    field("howpublished", escaped(source.field(&article.outlet)));
    field("address", escaped(source.place()));
    field("year", article.date.map(|day| day.year().to_string()));
    field("date", article.date.map(|day| day.to_string()));
    field("url", source.url().map(|url| tex_url(&url)));
    field("urldate", source.accessed().map(|day| day.to_string()));
    field("note", escaped(Some(source.note())));
    out.push_str("}\n");
    out
}

/// An author; braces keep a body from being read as first and last names, and a comma parts names where the last one would
/// not be found.
fn tex_author(author: &Author) -> String {
    match author {
        Author::Person { given, family, suffix: None } if !family.contains(' ') => {
            format!("{} {}", tex(given), tex(family))
        }
        Author::Person { given, family, suffix } => {
            let suffix = suffix.as_ref().map(|suffix| format!("{}, ", tex(suffix))).unwrap_or_default();
            format!("{}, {suffix}{}", tex(family), tex(given))
        }
        Author::Body(name) => format!("{{{}}}", tex(name)),
    }
}

/// A text in which no character is a command of TeX.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// An address in which nothing ends the field or begins a command: such characters are percent-encoded.
fn tex_url(url: &str) -> String {
    url.chars()
        .map(|c| match c {
            '{' => "%7B".to_owned(),
            '}' => "%7D".to_owned(),
            '\\' => "%5C".to_owned(),
            ' ' => "%20".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

/// A record in RIS: two letters, two blanks, a hyphen and a blank before each value; lines end with CR LF.
#[must_use]
pub fn ris(source: &Source<'_>) -> String {
    let article = &source.record.article;
    let mut out = String::from("TY  - NEWS\r\n");
    let mut line = |tag: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("{tag}  - {value}\r\n"));
        }
    };
    line("ID", Some(source.key()));
    // names must not hold an asterisk, and a comma parts last from first names
    let clean = |name: &str| sanitize::line(&name.replace(['*', ','], " "));
    for author in source.authors() {
        let name = match author {
            Author::Person { given, family, suffix } => {
                let names = [Some(family), Some(given), suffix];
                names.iter().flatten().map(|name| clean(name)).collect::<Vec<_>>().join(", ")
            }
            Author::Body(name) => clean(&name),
        };
        line("AU", Some(name));
    }
    line("TI", source.title());
    line("T2", source.field(&article.outlet));
    line("CY", source.place());
    line("PY", article.date.map(|day| day.year().to_string()));
    line("DA", article.date.map(|day| day.format("%Y/%m/%d/").to_string()));
    line("Y2", source.accessed().map(|day| day.format("%Y/%m/%d/").to_string()));
    line("LA", source.field(&article.language));
    line("UR", source.url());
    line("N1", Some(source.note()));
    out.push_str("ER  - \r\n");
    out
}

/// An item of CSL-JSON 1.0.2.
#[must_use]
pub fn csl(source: &Source<'_>) -> Value {
    let article = &source.record.article;
    let day = |day: NaiveDate| json!({ "date-parts": [[day.year(), day.month(), day.day()]] });
    let mut item = Map::new();
    item.insert("id".into(), json!(source.key()));
    item.insert("type".into(), json!("article-newspaper"));
    let mut add = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    };
    let authors: Vec<Value> = source.authors().into_iter().map(csl_author).collect();
    add("author", Some(Value::from(authors)).filter(|authors| authors != &json!([])));
    add("title", source.title().map(Value::from));
    add("container-title", source.field(&article.outlet).map(Value::from));
    add("event-place", source.place().map(Value::from));
    add("issued", article.date.map(day));
    add("accessed", source.accessed().map(day));
    add("URL", source.url().map(Value::from));
    add("language", source.field(&article.language).map(Value::from));
    add("note", Some(Value::from(source.note())));
    Value::Object(item)
}

fn csl_author(author: Author) -> Value {
    match author {
        Author::Person { given, family, suffix: None } => json!({ "family": family, "given": given }),
        Author::Person { given, family, suffix } => json!({ "family": family, "given": given, "suffix": suffix }),
        Author::Body(name) => json!({ "literal": name }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_field_is_a_command_of_tex() {
        assert_eq!(
            tex("50% & {more}_$\\#"),
            "50\\% \\& \\textbraceleft{}more\\textbraceright{}\\_\\$\\textbackslash{}\\#"
        );
        assert_eq!(tex_url("https://a.example/x}y\\z%20"), "https://a.example/x%7Dy%5Cz%20");
    }

    #[test]
    fn a_value_of_ris_stays_on_its_line() {
        let mut record = Record::default();
        record.article.title = "One\r\nER  - \r\nTwo".to_owned();
        record.article.byline = Some("Lind, Mara*".to_owned());
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let printed = ris(&Source { record: &record, part: Part::Whole, today: day });
        assert_eq!(printed.matches("\r\nER  - ").count(), 1);
        assert!(printed.contains("TI  - One ER - Two\r\n"), "{printed}");
        assert!(printed.contains("AU  - Lind, Mara\r\n"), "{printed}");
        assert!(printed.lines().all(|line| line.is_char_boundary(2) && &line[2..4] == "  "));
    }
}
