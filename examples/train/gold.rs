//! Labelled articles: JSON Lines in, views with gold tags out.

use std::io::BufRead;
use std::path::Path;

use onrecord::analysis::model::features::{CONTENT, CUE, SOURCE};
use onrecord::analysis::model::table::Words;
use onrecord::analysis::model::token::{Types, word_hash};
use onrecord::analysis::model::view::View;
use onrecord::analysis::{marks, sentence};
use onrecord::annotation::Sentence;
use onrecord::lexicon::Lexicon;
use onrecord::text::Span;
use serde_json::Value;

use crate::lore::Counts;

/// An attribution of the gold, in bytes.
#[derive(Clone, Default)]
pub(crate) struct Gold {
    pub(crate) source: Vec<Span>,
    pub(crate) head: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) content: Vec<Span>,
    pub(crate) speech: bool,
}

/// An article with its gold.
pub(crate) struct Labelled {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) gold: Vec<Gold>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) marked: Vec<Span>,
    /// Its lower-case words.
    pub(crate) counts: Counts,
}

/// The view of an article, with the gold tag and the attribution (from 1) of each token.
pub(crate) struct Tagged {
    pub(crate) view: View<'static>,
    pub(crate) tags: Vec<u8>,
    pub(crate) owner: Vec<u32>,
}

pub(crate) fn read(path: &Path) -> Vec<Labelled> {
    let text = std::fs::read_to_string(path).expect("the labelled articles");
    text.lines().filter(|line| !line.trim().is_empty()).map(article).collect()
}

/// One in `every` of the unlabelled articles of a file.
pub(crate) fn plain(path: &Path, every: usize) -> Vec<Labelled> {
    let file = std::io::BufReader::new(std::fs::File::open(path).expect("unlabelled articles"));
    let read = |line: std::io::Result<String>| {
        let value: Value = serde_json::from_str(&line.expect("text")).expect("JSON");
        let text = value["body"].as_str().unwrap_or("").to_owned();
        let (sentences, marked) = prepare(&text);
        Labelled { id: String::new(), text, gold: Vec::new(), sentences, marked, counts: Counts::new() }
    };
    file.lines().step_by(every).map(read).collect()
}

fn article(line: &str) -> Labelled {
    let value: Value = serde_json::from_str(line).expect("JSON");
    let text = value["text"].as_str().expect("text").to_owned();
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let spans = |value: &Value| -> Vec<Span> {
        let pairs = value.as_array().cloned().unwrap_or_default();
        let byte = |value: &Value| bytes[value.as_u64().expect("offset") as usize];
        pairs.iter().map(|pair| Span::new(byte(&pair[0]), byte(&pair[1]))).collect()
    };
    let gold = value["attributions"]
        .as_array()
        .expect("attributions")
        .iter()
        .map(|x| Gold {
            source: spans(&x["source"]),
            head: spans(&x["source_head"]),
            cue: spans(&x["cue"]),
            content: spans(&x["content"]),
            speech: x["speech"].as_bool().unwrap_or(false),
        })
        .collect();
    let (sentences, marked) = prepare(&text);
    let mut made = Labelled {
        id: value["id"].as_str().expect("id").to_owned(),
        text,
        gold,
        sentences,
        marked,
        counts: Counts::new(),
    };
    made.counts = counts(&made);
    made
}

/// Sentences and marked stretches of a text, as analysis finds them.
pub(crate) fn prepare(text: &str) -> (Vec<Sentence>, Vec<Span>) {
    let paragraphs = sentence::paragraphs(text);
    let sentences = sentence::find(text, &paragraphs, None, Lexicon::builtin());
    let regions = marks::find(text, &paragraphs);
    (sentences, regions.iter().map(|region| region.outer).collect())
}

/// Tags the tokens of an article by its gold.
pub(crate) fn tag(article: &Labelled, table: &Words<'_>) -> Tagged {
    // Kept until the run ends: the view borrows its words.
    let types = Box::leak(Box::new(Types::default()));
    let view = View::new(&article.text, &article.sentences, &article.marked, table, types);
    let mut tags = vec![0u8; view.tokens.len()];
    let mut owner = vec![0u32; view.tokens.len()];
    let mut spans: Vec<(Span, u8, u32)> = Vec::new();
    for (number, gold) in article.gold.iter().enumerate() {
        for (role, list) in [(SOURCE, &gold.source), (CUE, &gold.cue), (CONTENT, &gold.content)] {
            spans.extend(list.iter().map(|span| (*span, role, number as u32 + 1)));
        }
    }
    spans.sort();
    for (span, role, number) in spans {
        let from = view.tokens.partition_point(|token| token.end <= span.start);
        let mut paragraph = usize::MAX;
        for i in from..view.tokens.len() {
            if view.tokens[i].start >= span.end {
                break;
            }
            if tags[i] != 0 {
                continue;
            }
            let here = view.paragraphs.partition_point(|range| range.end <= i);
            tags[i] = if here == paragraph { role + 1 } else { role };
            paragraph = here;
            owner[i] = number;
        }
    }
    Tagged { view, tags, owner }
}

fn counts(article: &Labelled) -> Counts {
    let tagged = tag(article, &Words::default());
    let mut counts = Counts::new();
    count(&article.text, &tagged.view, &tagged.tags, &mut counts);
    counts
}

/// Counts the words of an article by their tags.
pub(crate) fn count(text: &str, view: &View<'_>, tags: &[u8], counts: &mut Counts) {
    for (token, tag) in view.tokens.iter().zip(tags) {
        let word = &text[token.start as usize..token.end as usize];
        let count = counts.entry(word_hash(&word.to_lowercase())).or_default();
        count[0] += 1;
        count[1] += u32::from(*tag == 3 || *tag == 4);
        count[2] += u32::from(*tag == 1 || *tag == 2);
    }
}
