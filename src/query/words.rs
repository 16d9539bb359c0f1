//! Runs of characters and phrases into words as they are compared: the token rule, wildcards, edit distance, `=`.
//!
//! Every word that comes out is *stable*: written as it is and read again, it gives itself. That is what lets a query
//! print back.

use super::ast::{TextQuery, WordQuery};
use super::lexer;
use super::limits::{MAX_DISTANCE, MAX_SLOPPY_WORDS};
use super::notes::{Notes, Problem};
use crate::text::{Span, name, token};

/// Stand for `*` and `?` while words are cut: letters (of the Lisu script) that fold to themselves.
const STAR: char = '\u{a4d0}';
const ANY: char = '\u{a4d1}';

/// The meaning of a run of characters without a blank; nothing if there is no word in it.
pub(super) fn of_chunk(text: &str, exact: bool, span: Span, notes: &mut Notes) -> Result<Option<TextQuery>, Problem> {
    let words = pieces(text, exact, false, span, notes)?;
    if !words.is_empty() {
        note_signs(text, span, notes);
    }
    if let Some(joined) = joined(text, &words) {
        let phrase = TextQuery::Phrase { words, slop: 0 };
        return Ok(Some(TextQuery::Any(vec![phrase, TextQuery::Word(joined)])));
    }
    Ok(phrase_of(words, 0))
}

/// The meaning of what stands in quotation marks; nothing if there is no word in it.
pub(super) fn of_phrase(
    text: &str,
    exact: bool,
    slop: u32,
    span: Span,
    notes: &mut Notes,
) -> Result<Option<TextQuery>, Problem> {
    if slop > MAX_DISTANCE {
        return Err(Problem::new(span, format!("the number behind ~ is at most {MAX_DISTANCE}")));
    }
    let mut words = Vec::new();
    let pieces_of_text = || text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|piece| !piece.is_empty());
    if !exact && let Some(instead) = without_gaps(pieces_of_text()) {
        notes.mended(span, instead);
    }
    for piece in pieces_of_text().filter(|piece| exact || !is_gap(piece)) {
        let bare = piece.strip_prefix('=').filter(|rest| token::words(rest).next().is_some());
        words.extend(pieces(bare.unwrap_or(piece), exact || bare.is_some(), true, span, notes)?);
    }
    if slop > 0 && words.len() > MAX_SLOPPY_WORDS {
        return Err(Problem::new(span, format!("a phrase with ~ has at most {MAX_SLOPPY_WORDS} words")));
    }
    if slop > 0 && words.len() == 1 {
        notes.mended(span, "`~` joins at least two words: it is left out (within an edit: word~1, without marks)");
    }
    Ok(phrase_of(words, slop))
}

/// Whether a piece of a phrase stands for any word.
fn is_gap(piece: &str) -> bool {
    piece.chars().all(|c| matches!(c, '*' | '?'))
}

/// What is said of a phrase in which a lone `*` or `?` stands for a word, and how it is written; nothing for others.
fn without_gaps<'a>(pieces: impl Iterator<Item = &'a str>) -> Option<String> {
    let (mut out, mut part, mut gap) = (String::new(), Vec::new(), Vec::new());
    let mut left_out = None;
    for piece in pieces {
        if is_gap(piece) {
            gap.push(piece);
            continue;
        }
        if !part.is_empty() && !gap.is_empty() {
            left_out = left_out.or(gap[0].chars().next());
            out.push_str(&format!("{} BEFORE/{} ", in_marks(&part), gap.len() + 1));
            part.clear();
        } else if gap.iter().any(|piece| piece.contains('*')) {
            left_out = Some('*');
        }
        gap.clear();
        part.push(piece);
    }
    // A question mark behind a blank ends a question.
    let sign = left_out.or_else(|| gap.iter().any(|piece| piece.contains('*')).then_some('*'))?;
    let hint = if out.is_empty() { String::new() } else { format!(": {out}{} leaves a gap", in_marks(&part)) };
    Some(format!("a lone {sign} in a phrase is left out{hint}"))
}

/// Words as they are written beside an operator.
fn in_marks(words: &[&str]) -> String {
    if words.len() == 1 { words[0].to_owned() } else { format!("\"{}\"", words.join(" ")) }
}

/// The folded words of a text that is a name, a place or a whole value.
pub(super) fn folded(text: &str) -> Vec<String> {
    stable(text, token::fold)
}

/// The words of a name, with their accents.
pub(super) fn spelled(text: &str) -> Vec<String> {
    stable(text, |word, out| *out = name::spelled(word))
}

/// The exact words of a text.
pub(super) fn exact(text: &str) -> Vec<String> {
    stable(text, token::exact)
}

/// Whether the text asks for patterns, which names and whole values do not have.
pub(super) fn has_pattern(text: &str) -> bool {
    text.contains('*')
        || (text.contains('?') && mapped(text).contains(ANY) && !text.contains(ANY))
        || split_edits(text).1.is_some()
}

fn phrase_of(mut words: Vec<WordQuery>, slop: u32) -> Option<TextQuery> {
    match words.len() {
        0 => None,
        1 => words.pop().map(TextQuery::Word),
        _ => Some(TextQuery::Phrase { words, slop }),
    }
}

/// The words of a run of characters.
fn pieces(
    text: &str,
    exact_terms: bool,
    quoted: bool,
    span: Span,
    notes: &mut Notes,
) -> Result<Vec<WordQuery>, Problem> {
    let is_address = text.contains("://");
    let (base, edits) = if is_address { (text, None) } else { split_edits(text) };
    if let Some(edits) = edits {
        return fuzzy(base, edits, exact_terms, span).map(|word| vec![word]);
    }
    let base = if quoted { base } else { without_weight(base, span, notes) };
    let has_wildcards = !is_address && !base.contains([STAR, ANY]) && has_pattern(base);
    if has_wildcards && exact_terms {
        return Err(Problem::new(span, "`=` compares the spelling as written: it goes with no wildcard")
            .hint("leave `=` or the wildcard out"));
    }
    if has_wildcards {
        return wildcards(base, quoted, span, notes);
    }
    Ok(if exact_terms {
        exact(base).into_iter().map(WordQuery::Exact).collect()
    } else {
        folded(base).into_iter().map(stem).collect()
    })
}

pub(super) fn stem(folded: String) -> WordQuery {
    WordQuery::Stem { stem: token::stemmed(&folded), folded }
}

/// `garaev~1`: what stands before `~`, and the number; nothing where there is no number.
fn split_edits(text: &str) -> (&str, Option<&str>) {
    match text.trim_end_matches(['.', ',', ';', '!', '?']).rsplit_once('~') {
        Some((base, edits)) if edits.starts_with(|c: char| c.is_ascii_digit()) && !base.is_empty() => {
            (base, Some(edits))
        }
        _ => (text, None),
    }
}

fn fuzzy(base: &str, edits: &str, exact_terms: bool, span: Span) -> Result<WordQuery, Problem> {
    let hint = "garaev~1: at most one letter more, less, changed or swapped";
    if exact_terms {
        return Err(Problem::new(span, "`=` compares the spelling as written: it goes with no `~`").hint(hint));
    }
    let distance = match edits {
        "1" => 1,
        "2" => 2,
        _ => return Err(Problem::new(span, "the number behind ~ is 1 or 2").hint(hint)),
    };
    match <[String; 1]>::try_from(folded(base)) {
        Ok([folded]) if !has_pattern(base) => Ok(WordQuery::Fuzzy { folded, distance }),
        _ => Err(Problem::new(span, format!("~{edits} stands behind one word")).hint(hint)),
    }
}

/// Cuts off `^2`, the weight of a word in Lucene.
fn without_weight<'a>(text: &'a str, span: Span, notes: &mut Notes) -> &'a str {
    match text.rsplit_once('^') {
        Some((base, weight)) if weight.starts_with(|c: char| c.is_ascii_digit()) && !base.is_empty() => {
            notes.mended(span, format!("words have no weights here: `^{weight}` is left out"));
            base
        }
        _ => text,
    }
}

/// Words with `*` and `?`; the words beside them in the same run are plain.
fn wildcards(base: &str, quoted: bool, span: Span, notes: &mut Notes) -> Result<Vec<WordQuery>, Problem> {
    let mut words = Vec::new();
    for word in stable(&mapped(base), fold_pattern) {
        if !word.contains([STAR, ANY]) {
            words.push(stem(word));
        } else if mapped(&unmapped(&word)) != word {
            // What was folded away left a ? that is none.
            words.extend(folded(&unmapped(&word)).into_iter().map(stem));
        } else if word.chars().any(|c| c != STAR && c != ANY) {
            words.push(WordQuery::Wildcard(unmapped(&word)));
        } else if quoted {
            notes.mended(span, "a lone * in a phrase is left out");
        } else {
            return Err(Problem::new(span, "a pattern needs a letter or digit").hint("econom* · wom?n · *ism"));
        }
    }
    Ok(words)
}

/// Folds a word with mapped wildcards; runs of `*` become one, `?` at the end is a question mark.
fn fold_pattern(word: &str, out: &mut String) {
    let mut folded = String::with_capacity(word.len());
    token::fold(word, &mut folded);
    out.clear();
    for c in folded.trim_end_matches(ANY).chars() {
        if !(c == STAR && out.ends_with(STAR)) {
            out.push(c);
        }
    }
}

/// The text with `*` and `?` as letters; a `?` before anything but a letter, a digit or a wildcard is a question mark.
fn mapped(text: &str) -> String {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    let mut stands_for_one = false;
    for c in text.chars().rev() {
        stands_for_one = c.is_alphanumeric() || c == '*' || (c == '?' && stands_for_one);
        out.push(match c {
            '*' => STAR,
            '?' if stands_for_one => ANY,
            c => c,
        });
    }
    out.into_iter().rev().collect()
}

fn unmapped(word: &str) -> String {
    word.chars()
        .map(|c| {
            if c == STAR {
                '*'
            } else if c == ANY {
                '?'
            } else {
                c
            }
        })
        .collect()
}

/// The terms of a text's words, each cut again until it gives itself.
fn stable(text: &str, term: fn(&str, &mut String)) -> Vec<String> {
    let mut out = Vec::new();
    settle(text, term, 0, &mut out);
    out
}

fn settle(text: &str, term: fn(&str, &mut String), round: usize, out: &mut Vec<String>) {
    /// Words settle in two rounds; what does not in these is no word.
    const MAX_ROUNDS: usize = 6;
    /// Bytes of a letter, at most.
    const LONGEST_LETTER: usize = 4;
    let mut folded = String::new();
    for span in token::words(text) {
        let word = span.of(text);
        term(word, &mut folded);
        // A sign with a letter's mark above it counts as a word; it would be read as an operator.
        if folded.contains(is_operator) {
            folded = folded
                .char_indices()
                .filter(|(at, c)| !is_operator(*c) || lexer::is_gershayim(&folded, *at))
                .map(|(_, c)| c)
                .collect();
        }
        // A word that was cut for its length may end with a sign that none ends with.
        let is_whole = word.len() + LONGEST_LETTER <= token::MAX_WORD_BYTES
            || token::words(word).any(|span| span.of(word) == word);
        if folded == word && is_whole {
            if !folded.is_empty() {
                out.push(folded.clone());
            }
        } else if round < MAX_ROUNDS {
            settle(&folded, term, round + 1, out);
        }
    }
}

fn is_operator(c: char) -> bool {
    matches!(c, '=' | '~' | '*' | '?' | '^') || lexer::is_mark(c) || lexer::is_blank(c)
}

/// `fox-it` is also `foxit`: the joined word, if there is nothing but single hyphens between plain words.
fn joined(text: &str, words: &[WordQuery]) -> Option<WordQuery> {
    let parts: Vec<&str> = words
        .iter()
        .map(|word| match word {
            WordQuery::Stem { folded, .. } => Some(folded.as_str()),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let spans: Vec<Span> = token::words(text).collect();
    let gaps = spans.windows(2).all(|pair| {
        let gap = &text[pair[0].end as usize..pair[1].start as usize];
        matches!(gap, "-" | "\u{2010}" | "\u{2011}")
    });
    if spans.len() != parts.len() || !gaps {
        return None;
    }
    join_parts(&parts)
}

/// The joined word of hyphenated parts, where they can have one.
pub(super) fn join_parts(parts: &[&str]) -> Option<WordQuery> {
    /// Longer chains are no words.
    const MAX_PARTS: usize = 4;
    let is_plain = |part: &&str| part.chars().all(|c| c.is_alphanumeric() || c == '\'');
    let has_letters = parts.iter().any(|part| part.chars().any(char::is_alphabetic));
    if !(2..=MAX_PARTS).contains(&parts.len()) || !parts.iter().all(is_plain) || !has_letters {
        return None;
    }
    match <[String; 1]>::try_from(folded(&parts.concat())) {
        Ok([joined]) if joined == parts.concat() => Some(stem(joined)),
        _ => None,
    }
}

/// Says which signs around a word are no operators.
pub(super) fn note_signs(text: &str, span: Span, notes: &mut Notes) {
    if text.contains("://") {
        return;
    }
    let is_sign = |c: char| (c.is_ascii_punctuation() && c != '*') || matches!(c, '‘' | '’');
    let tail = &text[text.trim_end_matches(is_sign).len()..];
    let head = &text[..text.len() - text.trim_start_matches(is_sign).len()];
    for (signs, sign, hint) in [
        (tail, '!', "words that begin so are written econom*"),
        (tail, '?', "one letter is ? inside a word, as in wom?n"),
        (tail, '~', "within an edit is written garaev~1"),
        (tail, '^', "words have no weights"),
        (tail, '/', "within five words is written a NEAR/5 b"),
        (head, '+', "every word is wanted anyway"),
        (head, '!', "a minus or NOT leaves a word out"),
        (head, '~', "within an edit is written garaev~1"),
        (head, '^', "words have no weights"),
        (head, '/', "within five words is written a NEAR/5 b"),
        (head, '-', "one minus leaves a word out, before it and without a blank"),
        (head, '\'', "phrases stand in double marks"),
        (head, '‘', "phrases stand in double marks"),
        (head, '=', "the exact spelling is =Word"),
    ] {
        if signs.contains(sign) {
            notes.mended(span, format!("`{sign}` is read as punctuation here: {hint}"));
        }
    }
    if text.to_ascii_lowercase().starts_with("hd=") {
        notes.advise(span, "the headline is asked for with hd:word");
    }
}
