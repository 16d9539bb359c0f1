//! Two periods of one speaker for people (side by side where there is room, else one below the other), as JSON and as CSV.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::extract::{QuoteView, SCHEMA, speakers, via};
use super::hits::{evidence, passage_text, provenance};
use super::sanitize;
use super::stats::{counted, number};
use super::style::{Look, Role, shortened, visible_width};
use super::table::{Ending, json_line};
use crate::document::folded_value;
use crate::search::answer::AnswerHit;
use crate::search::compare::{Comparison, LEAST_SCORE, Side, is_second_hand};
use crate::search::top::TopWord;

/// Columns of a line from which two periods stand side by side.
const SIDE_BY_SIDE: usize = 100;

/// Names of speakers that are told where there are several.
const SPEAKERS: usize = 8;

/// What stands between two periods side by side.
const BETWEEN: &str = " │ ";

/// A comparison and the names of its periods, as they were asked for.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// What was found.
    pub found: &'a Comparison,
    /// The names.
    pub labels: [&'a str; 2],
}

#[derive(Serialize)]
struct PeriodView<'a> {
    schema: u32,
    of: &'static str,
    period: &'a str,
    first: Option<String>,
    last: Option<String>,
    quotes: u64,
    direct: u64,
    mixed: u64,
    indirect: u64,
    articles: u64,
    words: u64,
    second_hand: u64,
    speakers: Vec<&'a str>,
    undated: u64,
}

#[derive(Serialize)]
struct QuotationView<'a> {
    schema: u32,
    of: &'static str,
    period: &'a str,
    id: String,
    date: Option<String>,
    place: Option<&'a str>,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    quote: QuoteView<'a>,
    second_hand: bool,
    reported_by: Option<String>,
}

#[derive(Serialize)]
struct WordView<'a> {
    schema: u32,
    of: &'static str,
    more_in: &'a str,
    less_in: &'a str,
    word: &'a str,
    count: u64,
    other: u64,
    log_likelihood: f64,
}

impl Compared<'_> {
    fn sides(&self) -> impl Iterator<Item = (&str, &Side)> {
        self.labels.into_iter().zip(&self.found.sides)
    }

    /// The words that differ, each with the name of the period in which it is commoner, and of the other.
    fn words(&self) -> impl Iterator<Item = (&str, &str, &TopWord)> {
        (0..2).flat_map(move |at| {
            self.found.sides[at].more.iter().map(move |word| (self.labels[at], self.labels[1 - at], word))
        })
    }

    /// Writes an object for each period, then one for each quotation, then one for each word; `of` tells them apart.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        for (period, side) in self.sides() {
            let [direct, indirect, mixed] = side.kinds;
            let view = PeriodView {
                schema: SCHEMA,
                of: "period",
                period,
                first: side.period.from.map(|day| day.to_string()),
                last: side.period.to.map(|day| day.to_string()),
                quotes: side.quotes,
                direct,
                mixed,
                indirect,
                articles: side.articles,
                words: side.words,
                second_hand: side.second_hand,
                speakers: side.speakers.keys().map(String::as_str).collect(),
                undated: self.found.undated,
            };
            json_line(&view, Ending::Line, out)?;
        }
        for (period, side) in self.sides() {
            for hit in &side.list {
                quotation_view(period, hit).map_or(Ok(()), |view| json_line(&view, Ending::Line, out))?;
            }
        }
        for (more_in, less_in, word) in self.words() {
            let view = WordView {
                schema: SCHEMA,
                of: "word",
                more_in,
                less_in,
                word: &word.word,
                count: word.count,
                other: word.other,
                log_likelihood: (word.score * 100.0).round() / 100.0,
            };
            json_line(&view, Ending::Line, out)?;
        }
        Ok(())
    }

    /// Writes the quotations as a table, safe for spreadsheets.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record([
            "period",
            "date",
            "id",
            "place",
            "outlet",
            "speaker",
            "kind",
            "confidence",
            "second_hand",
            "reported_by",
            "text",
        ])?;
        for (period, side) in self.sides() {
            for view in side.list.iter().filter_map(|hit| quotation_view(period, hit)) {
                let owned = |text: Option<&str>| text.unwrap_or("").to_owned();
                let cells = [
                    period.to_owned(),
                    view.date.clone().unwrap_or_default(),
                    view.id.clone(),
                    owned(view.place),
                    owned(view.outlet),
                    view.quote.speaker_name().unwrap_or_default(),
                    view.quote.kind().to_owned(),
                    view.quote.confidence().to_string(),
                    (if view.second_hand { "yes" } else { "no" }).to_owned(),
                    owned(view.reported_by.as_deref()),
                    view.quote.text().to_owned(),
                ];
                table.write_record(cells.map(|cell| sanitize::cell(&sanitize::terminal(&cell)).into_owned()))?;
            }
        }
        table.flush()
    }

    /// Writes the words that differ as a table, safe for spreadsheets.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn words_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(out);
        let head = ["more_in", "word", "times_there", "times_in_the_other", "log_likelihood"];
        table.write_record(head)?;
        for (more_in, _, word) in self.words() {
            let cells = [
                more_in.to_owned(),
                word.word.clone(),
                word.count.to_string(),
                word.other.to_string(),
                format!("{:.2}", word.score),
            ];
            table.write_record(cells.map(|cell| sanitize::cell(&sanitize::terminal(&cell)).into_owned()))?;
        }
        table.flush()
    }

    /// Both periods for people, then the words that differ; nothing if there is no quotation.
    #[must_use]
    pub fn lines(&self, look: Look) -> String {
        if self.found.sides.iter().all(|side| side.quotes == 0) {
            return String::new();
        }
        let wide = look.width >= SIDE_BY_SIDE;
        let room = if wide { (look.width - visible_width(BETWEEN)) / 2 } else { look.width };
        let column = Look { width: room, ..look };
        let several = self.several().is_some();
        let blocks: Vec<Vec<String>> = self.sides().map(|(label, side)| block(label, side, several, column)).collect();
        let mut out = self.head(look);
        out.push_str(&if wide {
            beside(&blocks[0], &blocks[1], room)
        } else {
            format!("{}\n\n{}\n", blocks[0].join("\n"), blocks[1].join("\n"))
        });
        out.push('\n');
        out.push_str(&self.word_lines(look));
        out
    }

    /// Who speaks, where these are several names: a line with their quotations in both periods, the commonest first.
    fn several(&self) -> Option<String> {
        let mut both: BTreeMap<&str, u64> = BTreeMap::new();
        for (name, count) in self.found.sides.iter().flat_map(|side| &side.speakers) {
            *both.entry(name).or_default() += count;
        }
        let mut names: Vec<(&str, u64)> = both.into_iter().collect();
        let mut counts: BTreeMap<String, (&str, u64)> = BTreeMap::new();
        names.sort_by_key(|(name, count)| (Reverse(*count), *name));
        for (name, count) in names {
            // alike but for case and accents is one, shown in its commonest form
            counts.entry(folded_value(name).unwrap_or_default()).or_insert((name, 0)).1 += count;
        }
        let mut list: Vec<(&str, u64)> = counts.into_values().collect();
        if list.len() < 2 {
            return None;
        }
        list.sort_by_key(|(name, count)| (Reverse(*count), *name));
        let shown = list.iter().take(SPEAKERS).map(|(name, count)| format!("{name} ({})", number(*count)));
        let shown = shown.collect::<Vec<_>>().join(", ");
        let more = list.len().saturating_sub(SPEAKERS);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Some(sanitize::line(&format!("Not one speaker but {}: {shown}{more}", counted(list.len() as u64, "name"))))
    }

    /// The words that differ alone, for people.
    #[must_use]
    pub fn words_alone(&self, look: Look) -> String {
        format!("{}{}", self.head(look), self.word_lines(look))
    }

    /// What stands above everything: that several names are compared as if they were one.
    fn head(&self, look: Look) -> String {
        self.several().map_or_else(String::new, |line| format!("{}\n\n", look.wrapped(&line, 0)))
    }

    /// The words that differ, for people; where a period has no quotation, that nothing was compared.
    fn word_lines(&self, look: Look) -> String {
        let empty: Vec<String> =
            self.sides().filter(|(_, side)| side.quotes == 0).map(|(label, _)| sanitize::line(label)).collect();
        match empty.as_slice() {
            [] => {}
            [label] => {
                let note = format!("no words were compared: there is no quotation in {label}");
                return format!("{}\n", look.paint(Role::Dim, &look.wrapped(&note, 0)));
            }
            _ => return String::new(),
        }
        let heads = self.labels.map(|label| format!("more in {}", sanitize::line(label)));
        let column = heads.iter().map(|head| visible_width(head)).max().unwrap_or(0) + 2;
        let mut out = String::new();
        for (at, head) in heads.iter().enumerate() {
            let more = &self.found.sides[at].more;
            // always in the order of the periods
            let pair = |word: &TopWord| if at == 0 { (word.count, word.other) } else { (word.other, word.count) };
            let told = |word: &TopWord| {
                let (first, second) = pair(word);
                format!("{}\u{a0}{}:{}", sanitize::line(&word.word), number(first), number(second))
            };
            let list = more.iter().map(told).collect::<Vec<_>>().join(", ");
            let list = if more.is_empty() { "no word, beyond what chance makes".to_owned() } else { list };
            let blanks = " ".repeat(column.saturating_sub(visible_width(head)));
            let lines = look.wrapped(&list, column);
            out.push_str(&format!("{}{blanks}{}\n", look.paint(Role::Title, head), lines.trim_start()));
        }
        let words = self.found.sides.iter().map(|side| number(side.words)).collect::<Vec<_>>().join(" and ");
        let note = format!(
            "times in the first and in the second period, of {words} words; log-likelihood {LEAST_SCORE} or more, most telling first"
        );
        out.push_str(&look.paint(Role::Dim, &look.wrapped(&note, column)));
        out.push('\n');
        out.replace('\u{a0}', " ")
    }
}

/// How many quotations of a period are direct, mixed, indirect.
#[must_use]
pub fn kinds(side: &Side) -> String {
    let [direct, indirect, mixed] = side.kinds.map(number);
    format!("{direct} direct, {mixed} mixed, {indirect} indirect")
}

fn quotation_view<'a>(period: &'a str, hit: &'a AnswerHit) -> Option<QuotationView<'a>> {
    let (article, analysis) = (&hit.record.article, &hit.record.analysis);
    let number = hit.quote? as usize;
    let quote = analysis.quotes.get(number)?;
    Some(QuotationView {
        schema: SCHEMA,
        of: "quotation",
        period,
        id: format!("{}#q{}", article.id, number + 1),
        date: article.date.map(|day| day.to_string()),
        place: analysis.dateline.as_ref().and_then(|dateline| dateline.place.as_deref()),
        outlet: article.outlet.as_deref(),
        title: (!article.title.is_empty()).then_some(&article.title),
        quote: QuoteView::new(article, analysis, number),
        second_hand: is_second_hand(&hit.record, quote),
        reported_by: via(analysis, quote),
    })
}

/// The lines of one period.
fn block(label: &str, side: &Side, names: bool, look: Look) -> Vec<String> {
    let counts = format!(
        "{} in {}, {}",
        counted(side.quotes, "quotation"),
        counted(side.articles, "article"),
        counted(side.words, "word")
    );
    let mut text = format!("{}\n", look.paint(Role::Title, &shortened(&sanitize::line(label), look.width)));
    text.push_str(&format!("{}\n", look.wrapped(&counts, 0)));
    if side.quotes > 0 {
        text.push_str(&format!("{}\n", look.wrapped(&kinds(side), 0)));
    }
    for hit in &side.list {
        let Some(number) = hit.quote else { continue };
        let reference = format!("{}#q{}", hit.short_id, number + 1);
        text.push_str(&format!("\n{}\n", painted(&look.wrapped(&provenance(&hit.record, &reference), 0), look)));
        let quote = hit.record.analysis.quotes.get(number as usize);
        if let Some(names) = quote.filter(|_| names).and_then(|quote| speakers(&hit.record.analysis, quote)) {
            text.push_str(&format!("  {}\n", look.paint(Role::Speaker, &sanitize::line(&names))));
        }
        for passage in &hit.passages {
            text.push_str(&format!("{}\n", look.wrapped(&passage_text(&hit.record, passage, look), 2)));
        }
        text.push_str(&format!("{}\n", painted(&look.wrapped(&evidence(&hit.record, number), 4), look)));
    }
    let shown = side.list.len() as u64;
    if shown < side.quotes {
        text.push_str(&format!("\n{}\n", look.paint(Role::Dim, &format!("and {} more", number(side.quotes - shown)))));
    }
    text.lines().map(str::to_owned).collect()
}

/// Each line dimmed by itself, so that what stands beside it is not.
fn painted(lines: &str, look: Look) -> String {
    lines.lines().map(|line| look.paint(Role::Dim, line)).collect::<Vec<_>>().join("\n")
}

/// Two blocks of lines side by side, the left one `room` columns wide.
fn beside(left: &[String], right: &[String], room: usize) -> String {
    let mut out = String::new();
    for at in 0..left.len().max(right.len()) {
        let text = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
        let (left, right) = (text(left), text(right));
        let blanks = " ".repeat(room.saturating_sub(visible_width(&left)));
        out.push_str(format!("{left}{blanks}{BETWEEN}{right}").trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_different_length_stand_side_by_side() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(beside(&lines("one\ntwo"), &lines("a"), 5), "one   │ a\ntwo   │\n");
    }
}
