//! Laws of the analysis for any text: spans stand on character boundaries, in order, inside the text; time is linear.

use std::time::{Duration, Instant};

use onrecord::analysis::analyse;
use onrecord::annotation::{Analysis, Zone};
use onrecord::article::Article;
use onrecord::lexicon::Lexicon;
use onrecord::text::{Span, token};
use proptest::prelude::*;

fn analysed(title: &str, body: &str) -> Analysis {
    let article = Article { title: title.to_owned(), body: body.to_owned(), ..Article::default() };
    let analysis = analyse(&article, Lexicon::builtin());
    check(title, body, &analysis);
    analysis
}

fn check(title: &str, body: &str, analysis: &Analysis) {
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
        assert!((0.0..=1.0).contains(&quote.confidence));
        if let Some(outer) = quote.via {
            let outer = &analysis.quotes[outer as usize];
            assert!(outer.via.is_none() && outer.span().contains(quote.span()), "{quote:?} in {outer:?}");
        }
        assert!(last.is_none_or(|(zone, start)| zone != quote.zone || start <= quote.span().start));
        last = Some((quote.zone, quote.span().start));
    }
}

/// Scraps of which texts are made: all that the analysis looks at.
const SCRAPS: &[&str] = &[
    "\"",
    "“",
    "”",
    "‘",
    "’",
    "'",
    "''",
    "``",
    "«",
    "»",
    "„",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    ". ",
    ", ",
    ": ",
    "; ",
    "? ",
    " - ",
    "— ",
    "(",
    ")",
    "Ada Lund",
    "Lund",
    "Per J. Holt",
    "Holt's",
    "he",
    "She",
    "the mayor",
    "The analyst",
    "a spokesman for",
    "officials",
    "who",
    "said",
    "says",
    "told reporters",
    "adding",
    "according to",
    "According to",
    "called",
    "that",
    "the city would pay",
    "in a statement",
    "on Friday",
    "U.S.",
    "Sen.",
    "Mr.",
    "BERGEN, Norway, May 3.",
    "President of",
    "Эльман Мамедов",
    "Əli",
    "é",
    "e\u{301}",
    "日本",
    "\u{feff}",
    "\r\n",
    "\t",
    "12\"",
    "3,000",
    "reports",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_gives_sound_spans(title in any::<String>(), body in any::<String>()) {
        analysed(&title, &body);
    }

    #[test]
    fn any_mixture_of_scraps_gives_sound_spans(
        title in prop::collection::vec(prop::sample::select(SCRAPS), 0..12),
        body in prop::collection::vec(prop::sample::select(SCRAPS), 0..120),
        gap in prop::sample::select(&["", " "][..]),
    ) {
        analysed(&title.join(gap), &body.join(gap));
    }
}

#[test]
fn time_is_linear_in_the_length_of_hostile_texts() {
    for unit in [
        "\"",
        "' ",
        "“",
        "«»",
        "'a b' ",
        "\"a. ",
        "\"a b c d,\" ",
        "Ada Lund said ",
        "Ada Lund said, \"Per Holt said ",
        "in ",
        "Mr. ",
        "A",
        ".",
        "\n\n\"a",
        "Ada Lund, ",
        "Lund (",
        "the analyst said ",
        "'Holt said he ' ",
        "Aa Lund met Ab Lund. ",
        "He said. ",
        "according to ",
        "a\n",
    ] {
        let body = unit.repeat(100_000 / unit.len());
        let start = Instant::now();
        analysed("", &body);
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(4), "{unit:?}: {taken:?}");
    }
}

#[test]
fn a_dateline_that_the_record_gives_apart_is_read_where_the_body_has_none() {
    let article = Article {
        body: "The vote was put off.".to_owned(),
        dateline: Some("RIGA, March 3 -".to_owned()),
        ..Article::default()
    };
    let dateline = analyse(&article, Lexicon::builtin()).dateline.unwrap();
    assert_eq!((dateline.place_id.as_deref(), dateline.span), (Some("LV/Riga"), Span::default()));
    let date = dateline.date.unwrap();
    assert_eq!((date.month, date.day), (3, 3));
}
