//! How the speaker of a quotation was found, for people and as JSON: the quotation, the chain from its source to the full
//! name, who was turned down and why.

use serde::Serialize;

use super::extract::{QuoteView, SCHEMA, chance, text_of, via};
use super::hits::speaker_with_role;
use super::sanitize;
use super::style::{Look, Role};
use crate::analysis::chain::{Chain, Link, Reason, What};
use crate::annotation::Zone;
use crate::document::Record;
use crate::text::Span;

/// The object of an explanation.
#[derive(Debug, Serialize)]
pub struct ExplainView<'a> {
    schema: u32,
    id: String,
    quote: QuoteView<'a>,
    reported_by: Option<String>,
    chain: Vec<LinkView<'a>>,
    rejected: Vec<RejectedView<'a>>,
}

#[derive(Debug, Serialize)]
struct LinkView<'a> {
    what: &'static str,
    text: &'a str,
    r#in: Zone,
    start: u32,
    end: u32,
    paragraph: Option<u32>,
    cue: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct RejectedView<'a> {
    name: &'a str,
    reason: &'static str,
}

impl<'a> ExplainView<'a> {
    /// The view of a quotation, by its number from 0, and its chain; nothing if there is no such quotation.
    #[must_use]
    pub fn new(record: &'a Record, number: usize, chain: &Chain) -> Option<Self> {
        let quote = record.analysis.quotes.get(number)?;
        let people = &record.analysis.people;
        Some(Self {
            schema: SCHEMA,
            id: format!("{}#q{}", record.article.id, number + 1),
            quote: QuoteView::new(&record.article, &record.analysis, number),
            reported_by: via(&record.analysis, quote),
            chain: chain.links.iter().map(|link| LinkView::new(record, link)).collect(),
            rejected: chain
                .rejected
                .iter()
                .filter_map(|rejected| {
                    let person = people.get(rejected.person as usize)?;
                    Some(RejectedView { name: &person.name, reason: name_of(rejected.reason) })
                })
                .collect(),
        })
    }
}

impl<'a> LinkView<'a> {
    fn new(record: &'a Record, link: &Link) -> Self {
        let text = text_in(record, link.zone);
        Self {
            what: match link.what {
                What::Source => "source",
                What::EarlierSource => "earlier_source",
                What::Name => "name",
                What::FullName => "full_name",
            },
            text: link.span.get(text).unwrap_or(""),
            r#in: link.zone,
            start: link.span.start,
            end: link.span.end,
            paragraph: link.paragraph.map(|paragraph| paragraph + 1),
            cue: link.cue.and_then(|cue| cue.get(text)),
        }
    }
}

fn text_in(record: &Record, zone: Zone) -> &str {
    match zone {
        Zone::Body => &record.article.body,
        Zone::Title => &record.article.title,
    }
}

fn name_of(reason: Reason) -> &'static str {
    match reason {
        Reason::Gender => "gender",
        Reason::Weaker => "weaker",
        Reason::Far => "far",
        Reason::Role => "role",
        Reason::Several => "several",
        Reason::Unnamed => "unnamed",
        Reason::Inside => "not_head",
        Reason::Quoted => "quoted",
    }
}

fn words_of(reason: Reason) -> &'static str {
    match reason {
        Reason::Gender => "the pronoun is of the other gender",
        Reason::Weaker => "fits the pronoun less well: further back, or not the one who spoke",
        Reason::Far => "named too far back",
        Reason::Role => "the article gives no such role",
        Reason::Several => "fits the description too, but another spoke or was named last",
        Reason::Unnamed => "the description means somebody without a name who was brought in since",
        Reason::Inside => "stands in the source, but is not who speaks",
        Reason::Quoted => "named inside the quotation",
    }
}

/// The explanation for people; nothing if there is no such quotation.
#[must_use]
pub fn explanation(record: &Record, number: usize, chain: &Chain, look: Look) -> Option<String> {
    let quote = record.analysis.quotes.get(number)?;
    let text = text_of(&record.article, quote);
    let span = quote.span();
    let place = match quote.zone {
        Zone::Title => "headline".to_owned(),
        Zone::Body => paragraphs(record, span),
    };
    let mut out = format!("q{} · {place} bytes {}–{} · {}\n", number + 1, span.start, span.end, quote.kind.name());
    push(&mut out, look, &sanitize::line(&quote.text(text)), 2);
    let who = speaker_with_role(record, quote, look).unwrap_or_else(|| look.paint(Role::Speaker, "unknown"));
    out.push_str(&format!("speaker     {who}\n"));
    out.push_str(&format!("confidence  {} ({:.2})\n", quote.level().name(), chance(quote.confidence)));
    if let Some(cue) = quote.cue.and_then(|cue| cue.get(text)) {
        out.push_str(&format!("cue         “{}”\n", sanitize::line(cue)));
    }
    if let Some(outer) = quote.via {
        let by = via(&record.analysis, quote).unwrap_or_else(|| "an unknown speaker".to_owned());
        out.push_str(&format!("reported by {} in q{}\n", sanitize::line(&by), outer + 1));
    }
    out.push_str("chain\n");
    push(&mut out, look, &chain_line(record, number, chain), 2);
    if !chain.rejected.is_empty() {
        out.push_str("turned down\n");
    }
    for rejected in &chain.rejected {
        let Some(person) = record.analysis.people.get(rejected.person as usize) else { continue };
        push(&mut out, look, &format!("{}: {}", sanitize::line(&person.name), words_of(rejected.reason)), 2);
    }
    Some(out)
}

fn push(out: &mut String, look: Look, text: &str, indent: usize) {
    out.push_str(&look.wrapped(text, indent));
    out.push('\n');
}

/// `he (¶18, cue “concluded”) → Garayev (¶17, cue “noted”) → Azer Garayev (¶2, full name)`.
fn chain_line(record: &Record, number: usize, chain: &Chain) -> String {
    let links: Vec<String> = chain.links.iter().map(|link| link_text(record, link)).collect();
    let known = record.analysis.quotes.get(number).is_some_and(|quote| quote.speaker.is_some());
    match (known, links.is_empty()) {
        (true, true) => "the speaker of the quotation before goes on".to_owned(),
        (true, false) => links.join(" → "),
        (false, true) => "no source is named, and nobody spoke just before".to_owned(),
        (false, false) => {
            format!("{} → nobody: it names no person of the article, and stands for none", links.join(" → "))
        }
    }
}

fn link_text(record: &Record, link: &Link) -> String {
    let text = text_in(record, link.zone);
    let piece = |span: Span| sanitize::line(span.get(text).unwrap_or(""));
    let mut facts = vec![match link.paragraph {
        Some(paragraph) => format!("¶{}", paragraph + 1),
        None => "headline".to_owned(),
    }];
    facts.extend(link.cue.map(|cue| format!("cue “{}”", piece(cue))));
    facts.extend((link.what == What::FullName).then(|| "full name".to_owned()));
    format!("{} ({})", piece(link.span), facts.join(", "))
}

/// The paragraphs of the body that a span touches, from 1: `¶4` or `¶4–5`.
#[must_use]
pub fn paragraphs(record: &Record, span: Span) -> String {
    match paragraph_range(record, span) {
        Some((first, last)) if first == last => format!("¶{first}"),
        Some((first, last)) => format!("¶{first}–{last}"),
        None => String::new(),
    }
}

/// First and last paragraph of the body that a span touches, from 1.
#[must_use]
pub fn paragraph_range(record: &Record, span: Span) -> Option<(u32, u32)> {
    let mut inside = record.analysis.sentences.iter().filter(|sentence| sentence.span.overlaps(span));
    let first = inside.next()?.paragraph + 1;
    Some((first, inside.next_back().map_or(first, |sentence| sentence.paragraph + 1)))
}
