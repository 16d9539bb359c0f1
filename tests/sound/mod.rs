//! Whether an analysis fits its text, whatever the text: spans on character boundaries, in order, inside. Used by tests and
//! by the fuzz target.

use onrecord::annotation::{Analysis, Zone};
use onrecord::text::{Span, token};

/// Panics if it does not.
pub(crate) fn check(title: &str, body: &str, analysis: &Analysis) {
    for sentence in &analysis.sentences {
        let words = sentence.span.get(body).expect("a sentence off its text");
        assert!(!words.is_empty() && words.trim() == words, "{words:?}");
    }
    assert!(
        analysis
            .sentences
            .windows(2)
            .all(|pair| pair[0].span.end <= pair[1].span.start && pair[0].paragraph <= pair[1].paragraph)
    );
    let mut sentences = analysis.sentences.iter().peekable();
    for word in token::words(body) {
        while sentences.peek().is_some_and(|sentence| sentence.span.end <= word.start) {
            sentences.next();
        }
        assert!(
            sentences.peek().is_some_and(|sentence| sentence.span.overlaps(word)),
            "{:?} is in no sentence",
            word.of(body)
        );
    }
    for person in &analysis.people {
        assert!(!person.name.is_empty());
        assert!(person.mentions.iter().all(|mention| mention.get(body).is_some_and(|name| !name.is_empty())));
        assert!(person.mentions.is_sorted());
    }
    assert!(analysis.people.is_sorted_by_key(|person| person.mentions.first().map(|span| span.start)));
    let mut last: Option<(Zone, u32)> = None;
    for quote in &analysis.quotes {
        let text = if quote.zone == Zone::Title { title } else { body };
        assert!(!quote.content.is_empty());
        assert!(
            quote.content.iter().all(|span| span.get(text).is_some_and(|words| !words.trim().is_empty())),
            "{quote:?}"
        );
        assert!(quote.content.windows(2).all(|pair| pair[0].end <= pair[1].start), "{quote:?}");
        let inside = |span: Option<Span>| span.is_none_or(|span| span.get(text).is_some_and(|words| !words.is_empty()));
        assert!(inside(quote.cue) && inside(quote.mention), "{quote:?}");
        assert!(quote.speaker.is_none_or(|number| (number as usize) < analysis.people.len()));
        assert!(quote.confidence <= 100);
        if let Some(outer) = quote.via {
            let outer = &analysis.quotes[outer as usize];
            assert!(outer.via.is_none() && outer.span().contains(quote.span()), "{quote:?} in {outer:?}");
        }
        assert!(last.is_none_or(|(zone, start)| zone != quote.zone || start <= quote.span().start));
        last = Some((quote.zone, quote.span().start));
    }
}
