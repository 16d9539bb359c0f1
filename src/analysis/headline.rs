//! Quotations in a title: `Lund: Tax will rise`, `Tax will rise, Lund says`. What comes in are the title and the people of
//! the body; what goes out are quotations of the title's zone. Titles name people by surname, so the body tells who they are.

use std::ops::Range;

use super::attribution::Attribution;
use super::phrase::View;
use super::quote;
use super::rules;
use super::speaker::Answer;
use super::token::{self, Kind, Token};
use super::{marks, sentence};
use crate::annotation::{Act, Person, Quote, Resolved, Zone};
use crate::lexicon::Lexicon;
use crate::lexicon::words::Class;
use crate::text::token::folded;

/// Longest title looked at, in bytes.
const MAX_TITLE: usize = 1000;

/// Longest name beside a colon, in tokens.
const MAX_NAME: usize = 6;

/// Finds the quotations of a title.
#[must_use]
pub(super) fn find(title: &str, people: &[Person], lexicon: &Lexicon) -> Vec<Quote> {
    if title.len() > MAX_TITLE {
        return Vec::new();
    }
    let paragraphs = sentence::paragraphs(title);
    let sentences = sentence::find(title, &paragraphs, None, lexicon);
    let regions = marks::find(title, &paragraphs);
    let mut tokens = token::find(title, &sentences, &regions, token::Lookup::new(lexicon));
    lower_title_case(&mut tokens);
    let view = View { text: title, tokens: &tokens, regions: &regions, foreign: false };
    let (mut found, _) = rules::find(view);
    found.retain(|attribution| attribution.source.is_some());
    if found.is_empty() {
        found.extend(beside_colon(view, people));
    }
    let mut quotes = Vec::new();
    for attribution in quote::without_overlaps(found) {
        let words = tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| attribution.source.is_some_and(|source| source.overlaps(token.span)));
        let speaker = words.map(|(at, _)| at).collect::<Vec<_>>();
        let person = range(&speaker).and_then(|range| bearer(view, range, people));
        let answer = Answer { person, resolved: Resolved::Named, sure: if person.is_some() { 0.9 } else { 0.7 } };
        let mut quote = quote::quote(view, &attribution, answer);
        quote.zone = Zone::Title;
        if quote.act == Act::Speech {
            quotes.push(quote);
        }
    }
    quotes
}

fn range(at: &[usize]) -> Option<Range<usize>> {
    Some(*at.first()?..at.last()? + 1)
}

/// In a title whose words all begin with capitals, a capital tells nothing of verbs and small words.
fn lower_title_case(tokens: &mut [Token]) {
    let long = tokens.iter().filter(|token| token.is_word() && token.span.len() > 3);
    let (all, capital) = long.fold((0, 0), |(all, capital), token| (all + 1, capital + u32::from(token.capital)));
    if all >= 3 && capital * 10 >= all * 8 {
        for token in tokens.iter_mut().filter(|token| token.is(Class::CUE.or(Class::AUXILIARY).or(Class::PREPOSITION)))
        {
            token.capital &= token.is(Class::GIVEN);
        }
    }
}

/// `Lund: Tax will rise` and `Tax will rise: Lund`, where the body knows the name, or words in marks stand behind it, or it is
/// a body or group: `Police: Man shot`.
fn beside_colon(view: View<'_>, people: &[Person]) -> Option<Attribution> {
    let colon = (0..view.tokens.len()).find(|at| view.kind(*at, Kind::Colon))?;
    let end = view.tokens.len();
    let is_short = |range: &Range<usize>| {
        !range.is_empty()
            && range.len() <= MAX_NAME
            && range.clone().all(|at| view.tokens[at].is_capital() || view.kind(at, Kind::Stop))
    };
    let named =
        |range: Range<usize>| is_short(&range).then(|| bearer(view, range.clone(), people).map(|_| range)).flatten();
    let in_marks = view.regions.first().is_some_and(|region| {
        let behind = view.tokens[colon].span.end as usize;
        region.closed
            && view.text[behind..region.outer.start.max(behind as u32) as usize].trim().is_empty()
            && region.outer.end as usize == view.text.trim_end().len()
    });
    // `Lund on Holt: "..."`
    let on = (0..colon).find(|at| view.word(*at) == "on").unwrap_or(colon);
    let is_body = colon == 1 && view.is(0, Class::SOURCE_PEOPLE.or(Class::SOURCE_BODY));
    let (source, content) = match (named(0..colon), named(colon + 1..end)) {
        (Some(source), _) => (source, colon + 1..end),
        (None, Some(source)) => (source, 0..colon),
        (None, None) if in_marks && is_short(&(0..on)) => (0..on, colon + 1..end),
        (None, None) if is_body => (0..colon, colon + 1..end),
        (None, None) => return None,
    };
    let content: Vec<usize> =
        content.filter(|at| view.tokens[*at].kind != Kind::Mark || view.tokens[*at].region > 0).collect();
    let content = range(&content).filter(|range| range.len() >= 3)?;
    Some(Attribution {
        content: vec![view.span(&content)],
        cue: Some(view.tokens[colon].span),
        source: Some(view.span(&source)),
        score: 0.85,
        act: None,
    })
}

/// The one person of the body who bears a surname, or the whole name, among the tokens.
fn bearer(view: View<'_>, range: Range<usize>, people: &[Person]) -> Option<u32> {
    let words: Vec<String> = range.filter(|at| view.tokens[*at].is_capital()).map(|at| folded(view.word(at))).collect();
    let fits =
        |person: &Person| person.name.split_whitespace().next_back().is_some_and(|last| words.contains(&folded(last)));
    let mut bearers = people.iter().enumerate().filter(|(_, person)| fits(person));
    match (bearers.next(), bearers.next()) {
        (Some((one, _)), None) => Some(one as u32),
        _ => None,
    }
}
