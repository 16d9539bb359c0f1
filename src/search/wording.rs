//! Who said it: the quotations whose words are nearest to a claim. What comes in are a claim and a way to ask for words;
//! what goes out are quotations with a similarity between 0 and 1 and the words that agree. Nothing is judged true.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::show;
use crate::analysis::{marks, sentence};
use crate::annotation::{Quote, QuoteKind, Zone};
use crate::article::ArticleId;
use crate::document::Record;
use crate::engine::{Engine, EngineError, Order, SearchRequest};
use crate::lexicon::Lexicon;
use crate::lexicon::words::Class;
use crate::query::ast::{Query, Unit};
use crate::text::Span;
use crate::text::token::{folded, stemmed, words};

/// Words of a claim that are compared; those after are left out.
pub const MAX_CLAIM_WORDS: usize = 400;

/// Different words of a claim whose rarity is looked up.
const MAX_LOOKED_UP: usize = 40;

/// Rare words of a claim of which a quotation must hold one.
const MAX_ASKED: usize = 16;

/// Quotations that are compared with a claim, those with the rarest words first.
const MAX_COMPARED: usize = 400;

/// Sentences, or stretches in marks, of a text that are looked for.
pub const MAX_PARTS: usize = 12;

/// A text of more words is looked for sentence by sentence.
const LONG_CLAIM: usize = 30;

/// Words that a sentence, or a stretch in marks, needs to be looked for by itself.
const LEAST_QUOTED: usize = 4;

/// What a word of grammar counts, where any other counts one.
const GRAMMAR_WEIGHT: f64 = 0.25;

/// Words of grammar: they tell little of what was said.
const GRAMMAR: Class = Class::DETERMINER
    .or(Class::PREPOSITION)
    .or(Class::CONJUNCTION)
    .or(Class::AUXILIARY)
    .or(Class::CLAUSE)
    .or(Class::RELATIVE)
    .or(Class::MALE_PRONOUN)
    .or(Class::FEMALE_PRONOUN)
    .or(Class::PLURAL_PRONOUN)
    .or(Class::OTHER_PRONOUN);

/// A quotation near to a claim.
#[derive(Clone, Debug)]
pub struct Near {
    /// The article.
    pub record: Record,
    /// Shortest beginning of its id that is its own.
    pub short_id: String,
    /// Number of the quotation, from 0.
    pub number: u32,
    /// How much of the words and their order agrees, 0 to 1.
    pub similarity: f64,
    /// The words that agree in the order of the claim: bytes into body or title, sorted, apart.
    pub marks: Vec<Span>,
}

/// The quotations nearest to a claim, and of how many they are those.
#[derive(Clone, Debug, Default)]
pub struct Nearest {
    /// As many as were wanted at most, nearest first.
    pub list: Vec<Near>,
    /// Quotations that are near enough, listed or not, among those compared.
    pub near: u64,
    /// Quotations that were compared, those of each claim.
    pub compared: u64,
    /// Quotations that hold one of the words by which they are looked for, those of each claim.
    pub found: u64,
}

/// Whether a folded word is one of grammar.
#[must_use]
pub fn is_grammar(folded: &str, lexicon: &Lexicon) -> bool {
    lexicon.words.class(folded).has(GRAMMAR)
}

/// A word as it is compared.
#[derive(Clone, Debug, PartialEq)]
struct Term {
    stem: String,
    weight: f64,
    span: Span,
}

fn terms(text: &str, offset: usize, lexicon: &Lexicon) -> Vec<Term> {
    let term = |span: Span| {
        let folded = folded(span.of(text));
        let weight = if is_grammar(&folded, lexicon) { GRAMMAR_WEIGHT } else { 1.0 };
        Term { stem: stemmed(&folded), weight, span: span.shifted(offset) }
    };
    words(text).map(term).collect()
}

/// The words of a claim by which quotations are looked for, rarest first, as `count` tells how many quotations hold one.
/// Empty if no quotation holds any.
///
/// # Errors
/// As `count`.
pub fn telling<E>(
    claim: &str,
    lexicon: &Lexicon,
    count: &mut dyn FnMut(&str) -> Result<u64, E>,
) -> Result<Vec<String>, E> {
    let mut distinct: Vec<String> = Vec::new();
    let mut grammar: Vec<String> = Vec::new();
    for word in words(claim).take(MAX_CLAIM_WORDS) {
        let word = folded(word.of(claim));
        let list = if is_grammar(&word, lexicon) { &mut grammar } else { &mut distinct };
        if !word.is_empty() && !list.contains(&word) {
            list.push(word);
        }
    }
    if distinct.is_empty() {
        distinct = grammar;
    }
    let mut counted = Vec::new();
    for word in distinct.into_iter().take(MAX_LOOKED_UP) {
        let found = count(&word)?;
        if found > 0 {
            counted.push((found, word));
        }
    }
    counted.sort();
    Ok(counted.into_iter().take(MAX_ASKED).map(|(_, word)| word).collect())
}

/// What a text says, to be looked for by itself: of a longer text what stands in marks, or else each sentence; a short one is
/// one claim. At most [`MAX_PARTS`].
#[must_use]
pub fn parts(text: &str, lexicon: &Lexicon) -> Vec<String> {
    let paragraphs = sentence::paragraphs(text);
    let has = |span: Span, least: usize| words(span.of(text)).nth(least - 1).is_some();
    let mut found: Vec<Span> = marks::find(text, &paragraphs)
        .into_iter()
        .filter(|region| !region.nested)
        .map(|region| region.inner())
        .filter(|inner| has(*inner, LEAST_QUOTED))
        .collect();
    if found.is_empty() && words(text).nth(LONG_CLAIM).is_some() {
        found = sentence::find(text, &paragraphs, None, lexicon).into_iter().map(|sentence| sentence.span).collect();
        found.retain(|span| has(*span, LEAST_QUOTED));
    }
    found.truncate(MAX_PARTS);
    match found[..] {
        [] => vec![text.to_owned()],
        _ => found.into_iter().map(|span| span.of(text).to_owned()).collect(),
    }
}

/// The quotations that are nearest to one of the claims, each among what its query finds, from `least` similarity on: nearest
/// first, then direct before mixed before indirect, first-hand before reported, the oldest first.
///
/// # Errors
/// As [`Engine::search`].
pub fn nearest(
    engine: &dyn Engine,
    claims: &[(String, Query)],
    least: f64,
    limit: usize,
    lexicon: &Lexicon,
) -> Result<Nearest, EngineError> {
    let mut best: BTreeMap<(ArticleId, u32), Near> = BTreeMap::new();
    let (mut total, mut compared) = (0, 0);
    for (claim, query) in claims {
        let mut wanted = terms(claim, 0, lexicon);
        wanted.truncate(MAX_CLAIM_WORDS);
        let whole = SearchRequest::new(query.clone(), Unit::Quote);
        let found = engine.search(&SearchRequest { order: Order::Relevance, limit: MAX_COMPARED, ..whole })?;
        total += found.total;
        compared += found.hits.len() as u64;
        for hit in found.hits {
            let (Some(record), Some(number)) = (hit.record, hit.quote) else { continue };
            let Some(quote) = record.analysis.quotes.get(number as usize) else { continue };
            let (similarity, marks) = likeness(&wanted, &terms_of(&record, quote, lexicon));
            let key = (record.article.id, number);
            if similarity >= least && best.get(&key).is_none_or(|known| known.similarity < similarity) {
                best.insert(key, Near { record, short_id: String::new(), number, similarity, marks });
            }
        }
    }
    let mut near: Vec<Near> = best.into_values().collect();
    near.sort_by_cached_key(|near| {
        let quote = near.record.analysis.quotes.get(near.number as usize);
        let kind = match quote.map(|quote| quote.kind) {
            Some(QuoteKind::Direct) => 0,
            Some(QuoteKind::Mixed) => 1,
            _ => 2,
        };
        let shown = Reverse((near.similarity * 100.0).round() as u64);
        let date = near.record.article.date;
        let reported = quote.is_some_and(|quote| quote.via.is_some());
        (shown, kind, reported, date.is_none(), date, near.record.article.id, near.number)
    });
    let near_enough = near.len() as u64;
    near.truncate(limit);
    for near in &mut near {
        near.short_id = show::short_id(engine, near.record.article.id)?;
    }
    Ok(Nearest { list: near, near: near_enough, compared, found: total })
}

fn terms_of(record: &Record, quote: &Quote, lexicon: &Lexicon) -> Vec<Term> {
    let text = match quote.zone {
        Zone::Body => &record.article.body,
        Zone::Title => &record.article.title,
    };
    let pieces = quote.content.iter().filter_map(|span| Some((span.get(text)?, span.start as usize)));
    pieces.flat_map(|(piece, offset)| terms(piece, offset, lexicon)).collect()
}

/// How near the words of a claim are to those of a quotation, and which words agree. Half of it is the share of the claim's
/// words in the best stretch of its length, half the agreement in order (Dice) around that stretch.
fn likeness(claim: &[Term], quote: &[Term]) -> (f64, Vec<Span>) {
    let whole = weight(claim);
    if whole == 0.0 || quote.is_empty() {
        return (0.0, Vec::new());
    }
    let (start, shared) = best_stretch(claim, quote);
    let reach = claim.len() / 2 + 1;
    let from = start.saturating_sub(reach);
    let to = (start + claim.len() + reach).min(quote.len());
    let agreeing = in_order(claim, &quote[from..to]);
    let (Some(first), Some(last)) = (agreeing.first(), agreeing.last()) else { return (0.0, Vec::new()) };
    let stretch = weight(&quote[from + first..=from + last]);
    let ordered: f64 = agreeing.iter().map(|at| quote[from + at].weight).sum();
    let similarity = (2.0 * ordered / (whole + stretch) + shared / whole) / 2.0;
    (similarity.clamp(0.0, 1.0), agreeing.into_iter().map(|at| quote[from + at].span).collect())
}

fn weight(terms: &[Term]) -> f64 {
    terms.iter().map(|term| term.weight).sum()
}

/// Where the stretch of the claim's length begins that shares most words with it, and the weight of these.
fn best_stretch(claim: &[Term], quote: &[Term]) -> (usize, f64) {
    let mut open: FxHashMap<&str, i64> = FxHashMap::default();
    claim.iter().for_each(|term| *open.entry(&term.stem).or_default() += 1);
    let (mut shared, mut best) = (0.0, (0, 0.0));
    for (at, term) in quote.iter().enumerate() {
        if let Some(left) = open.get_mut(term.stem.as_str()) {
            *left -= 1;
            shared += if *left >= 0 { term.weight } else { 0.0 };
        }
        if let Some(gone) = at.checked_sub(claim.len())
            && let Some(left) = open.get_mut(quote[gone].stem.as_str())
        {
            *left += 1;
            shared -= if *left > 0 { quote[gone].weight } else { 0.0 };
        }
        if shared > best.1 + 1e-9 {
            best = ((at + 1).saturating_sub(claim.len()), shared);
        }
    }
    best
}

/// The heaviest words that stand in both in the same order, by their places in the second.
fn in_order(claim: &[Term], stretch: &[Term]) -> Vec<usize> {
    let columns = stretch.len() + 1;
    let mut table = vec![0.0f64; (claim.len() + 1) * columns];
    for (row, term) in claim.iter().enumerate().rev() {
        for (column, other) in stretch.iter().enumerate().rev() {
            let skip = table[(row + 1) * columns + column].max(table[row * columns + column + 1]);
            let both = table[(row + 1) * columns + column + 1] + term.weight;
            table[row * columns + column] = if term.stem == other.stem { skip.max(both) } else { skip };
        }
    }
    let (mut row, mut column, mut found) = (0, 0, Vec::new());
    while row < claim.len() && column < stretch.len() {
        let here = table[row * columns + column];
        if claim[row].stem == stretch[column].stem && here > table[(row + 1) * columns + column] {
            if here > table[row * columns + column + 1] {
                found.push(column);
                row += 1;
            }
            column += 1;
        } else if here > table[row * columns + column + 1] || table[(row + 1) * columns + column] >= here {
            row += 1;
        } else {
            column += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(claim: &str, quote: &str) -> (f64, Vec<String>) {
        let lexicon = Lexicon::builtin();
        let (similarity, marks) = likeness(&terms(claim, 0, lexicon), &terms(quote, 0, lexicon));
        (similarity, marks.iter().map(|span| span.of(quote).to_owned()).collect())
    }

    #[test]
    fn the_same_words_are_one_and_other_words_nought() {
        let quote = "Nobody asked us, and the perpetrators will be punished by the end of the year.";
        assert!((like("the perpetrators will be punished", quote).0 - 1.0).abs() < 1e-9);
        assert_eq!(like("zeppelin harbour", quote).0, 0.0);
        assert_eq!(like("", quote).0, 0.0);
    }

    #[test]
    fn the_nearer_the_wording_the_higher() {
        let quote = "The perpetrators of the attack will certainly be punished this year.";
        let exact = like("perpetrators of the attack", quote).0;
        let near = like("the perpetrators will be punished", quote).0;
        let turned = like("punished will be the perpetrators", quote).0;
        let far = like("the year of the harbour", quote).0;
        assert!(exact > near && near > turned && turned > far, "{exact} {near} {turned} {far}");
        assert!(far < 0.5);
    }

    #[test]
    fn the_words_that_agree_are_marked_in_order() {
        let (_, marks) = like("perpetrators will be punished", "The perpetrators will surely be punished.");
        assert_eq!(marks, ["perpetrators", "will", "be", "punished"]);
    }

    #[test]
    fn a_pasted_text_is_looked_for_by_what_it_quotes_or_says() {
        let parts = |text: &str| parts(text, Lexicon::builtin());
        assert_eq!(parts("The bridge stays open."), ["The bridge stays open."]);
        let report = "The mayor spoke for an hour. \"The bridge stays open to all,\" Lund said to applause. It rained.";
        assert_eq!(parts(report), ["The bridge stays open to all,"]);
        let long = "The mayor of Vik spoke for an hour in the old hall by the harbour on Tuesday evening. The bridge is to stay \
                    open to all who want to cross it by day or by night. Enough.";
        assert_eq!(parts(long).len(), 2);
    }

    #[test]
    fn rare_words_come_first_and_unknown_ones_not_at_all() {
        let mut count = |word: &str| {
            Ok::<u64, ()>(match word {
                "corridor" => 9,
                "zangezur" => 2,
                _ => 0,
            })
        };
        let words = telling("The corridor of Zangezur and a zeppelin", Lexicon::builtin(), &mut count).unwrap();
        assert_eq!(words, ["zangezur", "corridor"]);
    }
}
