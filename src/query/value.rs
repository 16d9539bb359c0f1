//! Values of fields that are not text: names, places, choices, numbers, dates.

use super::ast::{CountRange, NameQuery, PlaceQuery};
use super::notes::{Notes, Problem};
use super::period::{self, PeriodError};
use super::tree::{Comparison, Node, Tree};
use super::{Options, suggest, words};
use crate::annotation::{Level, QuoteKind};
use crate::date::DateRange;
use crate::field::{Field, Matching};
use crate::text::Span;

/// A value as written: its characters, and the signs around them.
#[derive(Clone, Debug)]
pub(super) struct Value<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
    pub(super) exact: bool,
    pub(super) quoted: bool,
}

/// The name that is asked for.
pub(super) fn name(
    field: Field,
    value: &Value<'_>,
    options: &Options<'_>,
    notes: &mut Notes,
) -> Result<NameQuery, Problem> {
    refuse_patterns(field, value)?;
    let mut tokens = if value.exact { words::exact(value.text) } else { words::spelled(value.text) };
    if tokens.is_empty() {
        return Err(Problem::new(value.span, "there is no name here"));
    }
    let is_title = |token: &String| match words::folded(token).as_slice() {
        [folded] => options.lexicon.is_title(folded),
        _ => false,
    };
    if tokens.len() > 1 && tokens.iter().any(is_title) && !tokens.iter().all(is_title) {
        let dropped: Vec<String> = tokens.iter().filter(|token| is_title(token)).cloned().collect();
        tokens.retain(|token| !is_title(token));
        notes.assumed(value.span, format!("`{}` is a title, not part of the name", dropped.join(" ")));
    }
    if let Some(letter) = tokens.iter().find(|token| token.chars().count() == 1) {
        notes.assumed(value.span, format!("`{letter}` stands for every name that begins with it"));
    }
    // A hyphenated name is one name, as if it stood in marks.
    let adjacent = tokens.len() > 1 && (value.quoted || !value.text.contains(' '));
    Ok(NameQuery { tokens, adjacent, exact: value.exact })
}

fn refuse_patterns(field: Field, value: &Value<'_>) -> Result<(), Problem> {
    if !value.exact && words::has_pattern(value.text) {
        let name = field.name();
        let problem = Problem::new(value.span, format!("{name}: takes whole words, no wildcards and no `~`"));
        return Err(match field {
            Field::Speaker | Field::Via => problem.hint("mention:lind* looks in the source as printed"),
            Field::About => problem.hint("said:lind* looks in the words of the quotation"),
            _ => problem,
        });
    }
    Ok(())
}

/// The place that is asked for.
pub(super) fn place(
    field: Field,
    value: &Value<'_>,
    options: &Options<'_>,
    notes: &mut Notes,
) -> Result<PlaceQuery, Problem> {
    refuse_patterns(field, value)?;
    if let Some(id) = key(value.text, options) {
        if options.lexicon.gazetteer.find(&id).is_none() {
            notes.assumed(value.span, format!("no place has the key {id}: nothing matches"));
        }
        return Ok(PlaceQuery { typed: String::new(), ids: vec![id] });
    }
    let typed = words::folded(value.text).join(" ");
    if typed.is_empty() {
        return Err(Problem::new(value.span, "there is no place here"));
    }
    let mut ids = Vec::new();
    // A country's code comes before all names: `in:az`.
    let code = typed.to_ascii_uppercase();
    if options.lexicon.areas().country_name(&code).is_some() {
        ids.push(code);
    }
    for id in options.lexicon.place_ids(&typed) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    note_places(field, &typed, &ids, value.span, notes);
    Ok(PlaceQuery { typed, ids })
}

/// Says which places a name stands for, where that is not one alone.
fn note_places(field: Field, typed: &str, ids: &[String], span: Span, notes: &mut Notes) {
    /// Keys that are named.
    const SHOWN: usize = 4;
    let is_inside =
        |id: &str| ids.iter().any(|other| id.strip_prefix(other.as_str()).is_some_and(|rest| rest.starts_with('/')));
    let apart: Vec<&str> = ids.iter().map(String::as_str).filter(|id| !is_inside(id)).collect();
    match apart[..] {
        [] => notes.assumed(span, format!("no place called `{typed}` is known: only what prints it matches")),
        [_] => {}
        [first, ..] => {
            let more = if apart.len() > SHOWN { ", …" } else { "" };
            let shown = apart[..apart.len().min(SHOWN)].join(", ");
            let name = field.name();
            let one = if first.contains(' ') { format!("{name}:\"{first}\"") } else { format!("{name}:{first}") };
            notes.assumed(
                span,
                format!("`{typed}` is {} places ({shown}{more}), all are taken: {one} takes one", apart.len()),
            );
        }
    }
}

/// `US/Texas`: a key of the gazetteer, in any case where the gazetteer knows it.
fn key(text: &str, options: &Options<'_>) -> Option<String> {
    let text = text.trim();
    let (country, inner) = text.split_once('/')?;
    let fits = country.len() == 2
        && country.bytes().all(|b| b.is_ascii_alphabetic())
        && inner.split('/').all(|part| !part.is_empty() && part.trim() == part)
        && !inner.contains(|c: char| c.is_control() || super::lexer::is_mark(c));
    if !fits {
        return None;
    }
    let typed = format!("{}/{inner}", country.to_ascii_uppercase());
    let folded = |key: &str| key.split('/').map(|part| words::folded(part).join(" ")).collect::<Vec<_>>();
    let name = words::folded(inner.rsplit('/').next()?).join(" ");
    let known = options.lexicon.place_ids(&name);
    Some(known.into_iter().find(|known| folded(known) == folded(&typed)).unwrap_or(typed))
}

/// The whole value, folded.
pub(super) fn whole(field: Field, value: &Value<'_>) -> Result<String, Problem> {
    refuse_patterns(field, value)?;
    let folded = words::folded(value.text).join(" ");
    if folded.is_empty() {
        return Err(Problem::new(value.span, format!("{}: needs a value", field.name())));
    }
    Ok(folded)
}

/// A language code.
pub(super) fn language(value: &Value<'_>) -> Result<String, Problem> {
    let code = value.text.trim().to_ascii_lowercase();
    if !(2..=3).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_lowercase()) {
        return Err(Problem::new(value.span, format!("`{}` is no language code", value.text.trim()))
            .hint("a language has two letters: lang:en, lang:az, lang:ru"));
    }
    Ok(code)
}

/// The beginning of an id.
pub(super) fn id(value: &Value<'_>) -> Result<String, Problem> {
    let digits = value.text.trim().to_ascii_lowercase();
    if digits.is_empty() || digits.len() > 32 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Problem::new(value.span, format!("`{}` is no id", value.text.trim()))
            .hint("an id has up to 32 digits 0-9 and a-f, its beginning is enough"));
    }
    Ok(digits)
}

/// One of the few words that a field takes.
pub(super) fn choice(field: Field, value: &Value<'_>) -> Result<&'static str, Problem> {
    let Matching::Choice(choices) = field.spec().matching else {
        return Err(Problem::new(value.span, format!("{}: takes no such value", field.name())));
    };
    let typed = value.text.trim().to_lowercase();
    if let Some(choice) = choices.iter().find(|choice| **choice == typed) {
        return Ok(choice);
    }
    let name = field.name();
    let near = choices
        .iter()
        .find(|choice| typed.len() >= 3 && (choice.starts_with(&typed) || typed.starts_with(*choice)))
        .copied()
        .or_else(|| suggest::nearest(&typed, choices.iter().copied()));
    let all = choices.join(", ");
    Err(Problem::new(value.span, format!("{name}: does not know `{}`", value.text.trim())).hint(match near {
        Some(near) => format!("did you mean {name}:{near}? It takes {all}"),
        None => format!("it takes {all}"),
    }))
}

/// The quotation kind of a choice.
pub(super) fn kind(choice: &str) -> QuoteKind {
    QuoteKind::ALL.into_iter().find(|kind| kind.name() == choice).unwrap_or(QuoteKind::Direct)
}

/// The confidence of a choice.
pub(super) fn level(choice: &str) -> Level {
    Level::ALL.into_iter().find(|level| level.name() == choice).unwrap_or(Level::Low)
}

/// How many: `>500`, `3`, `3..5`, `[3 TO 5]`.
pub(super) fn count(tree: &Tree) -> Result<CountRange, Problem> {
    let number = |text: &str| -> Result<u32, Problem> {
        let digits: String = text.trim().chars().filter(|c| *c != ',').collect();
        digits.parse().map_err(|_| {
            Problem::new(tree.span, format!("`{}` is no number", text.trim()))
                .hint("numbers are asked for as >500, 3, 3..5")
        })
    };
    let bound = |text: &str| if text.trim().is_empty() { Ok(None) } else { number(text).map(Some) };
    let range = match &tree.node {
        Node::Word { text, .. } | Node::Phrase { text, .. } => match text.split_once("..") {
            Some((from, to)) => CountRange { from: bound(from)?, to: bound(to)? },
            None => CountRange { from: Some(number(text)?), to: Some(number(text)?) },
        },
        Node::Compare { comparison, value } => {
            let number = number(value)?;
            match comparison {
                Comparison::More => CountRange { from: Some(number.saturating_add(1)), to: None },
                Comparison::AtLeast => CountRange { from: Some(number), to: None },
                Comparison::AtMost => CountRange { from: None, to: Some(number) },
                Comparison::Less if number > 0 => CountRange { from: None, to: Some(number - 1) },
                Comparison::Less => return Err(Problem::new(tree.span, "nothing is less than 0")),
            }
        }
        Node::Range { from, to, with_from, with_to } => {
            let from = from.as_deref().map(number).transpose()?;
            let to = to.as_deref().map(number).transpose()?;
            CountRange {
                from: from.map(|n| n.saturating_add(u32::from(!with_from))),
                to: to.map(|n| n.saturating_sub(u32::from(!with_to))),
            }
        }
        _ => return Err(Problem::new(tree.span, "a number is wanted here")),
    };
    if range.from.is_none() && range.to.is_none() {
        return Err(Problem::new(tree.span, "a number is wanted here").hint("3.. is at least three"));
    }
    if matches!((range.from, range.to), (Some(from), Some(to)) if to < from) {
        return Err(Problem::new(tree.span, "this range ends before it begins"));
    }
    Ok(range)
}

/// The days that a date field asks for.
pub(super) fn date(field: Field, tree: &Tree, options: &Options<'_>) -> Result<DateRange, Problem> {
    let fail = |error: PeriodError| Problem { hint: error.hint, ..Problem::new(tree.span, error.message) };
    let parse = |text: &str| period::parse(text, options.today).map_err(fail);
    let range = match &tree.node {
        Node::Word { text, .. } | Node::Phrase { text, .. } if field == Field::Date => {
            return period::parse_range(text, options.today).map_err(fail);
        }
        Node::Word { text, .. } | Node::Phrase { text, .. } if text.contains("..") => {
            return Err(Problem::new(tree.span, format!("{}: takes one day or period, no range", field.name()))
                .hint(format!("date:{text} takes a range")));
        }
        Node::Word { text, .. } | Node::Phrase { text, .. } => match field {
            Field::Since => DateRange { from: parse(text)?.from, to: None },
            Field::Until => DateRange { from: None, to: parse(text)?.to },
            Field::Before => DateRange { from: None, to: before(&parse(text)?) },
            _ => DateRange { from: after(&parse(text)?), to: None },
        },
        Node::Compare { comparison, value } if field == Field::Date => {
            let period = parse(value)?;
            match comparison {
                Comparison::AtLeast => DateRange { from: period.from, to: None },
                Comparison::More => DateRange { from: after(&period), to: None },
                Comparison::AtMost => DateRange { from: None, to: period.to },
                Comparison::Less => DateRange { from: None, to: before(&period) },
            }
        }
        Node::Range { from, to, with_from, with_to } if field == Field::Date => {
            let from = from.as_deref().map(parse).transpose()?;
            let to = to.as_deref().map(parse).transpose()?;
            DateRange {
                from: from.and_then(|period| if *with_from { period.from } else { after(&period) }),
                to: to.and_then(|period| if *with_to { period.to } else { before(&period) }),
            }
        }
        Node::Everything if field == Field::Date => DateRange::default(),
        _ => {
            return Err(Problem::new(tree.span, format!("{}: takes one day or period", field.name()))
                .hint(format!("for example {}", field.spec().example)));
        }
    };
    period::in_order(range).map_err(fail)
}

/// The day before a period.
fn before(period: &DateRange) -> Option<chrono::NaiveDate> {
    period.from.and_then(|day| day.pred_opt())
}

/// The day after a period.
fn after(period: &DateRange) -> Option<chrono::NaiveDate> {
    period.to.and_then(|day| day.succ_opt())
}
