//! Laws of the analysis for any text: spans stand on character boundaries, in order, inside the text; time is linear.

mod sound;

use std::time::{Duration, Instant};

use onrecord::analysis::analyse;
use onrecord::annotation::Analysis;
use onrecord::article::Article;
use onrecord::lexicon::Lexicon;
use onrecord::text::Span;
use proptest::prelude::*;

fn analysed(title: &str, body: &str) -> Analysis {
    let article = Article { title: title.to_owned(), body: body.to_owned(), ..Article::default() };
    let analysis = analyse(&article, Lexicon::builtin());
    sound::check(title, body, &analysis);
    analysis
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
    "’’",
    "‘‘",
    "Q. ",
    "A: ",
    "THE COURT: ",
    "«",
    "»",
    "„",
    "「",
    "」",
    "。",
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

/// Texts that nobody writes, but that come: one unit over and over.
const HOSTILE: &[&str] = &[
    "\"",
    "' ",
    "“",
    "«»",
    "'a b' ",
    "'“",
    "He said '“It was a bad day” for us all,' she said. ",
    "'“\"”’ ''``«»„a. said ",
    "\"a. ",
    "\"a b c d,\" ",
    "Ada Lund said ",
    "Ada Lund said, \"Per Holt said ",
    "Ada Lund said so. The minister told us so. ",
    "in ",
    "Mr. ",
    "A",
    ".",
    "… ",
    "\n\n\"a",
    "Ada Lund, ",
    "Lund (",
    "the analyst said ",
    "'Holt said he ' ",
    "Aa Lund met Ab Lund. ",
    "Said Lund. Ada Lund left. Foo Lund came. ",
    "He said. ",
    "according to ",
    "a\n",
    // One word, no paragraphs, all capitals, other languages and scripts.
    "word",
    "word ",
    "THE MAYOR SAID “WE PAY” IN OSLO. ",
    "ADA LUND ",
    "Мэр сказал: «Мы платим», сообщил Пер Хольт. ",
    "市長は「払う」と述べた。",
    "قال العمدة: «ندفع». ",
    "Der Bürgermeister sagte: „Wir zahlen“, so Per Holt. ",
    "e\u{301}\u{302}\u{303}",
    "\u{feff}\u{200b} ",
    "OSLO, May 3 - ",
    "\r\n\r\n",
];

/// Processor time of a body of so many bytes, the less of two; where the system tells none, time by the clock.
fn cost(unit: &str, bytes: usize) -> Duration {
    let body = unit.repeat(bytes / unit.len());
    let once = || {
        let start = (processor_time(), Instant::now());
        analysed("", &body);
        match (start.0, processor_time()) {
            (Some(start), Some(end)) => end.saturating_sub(start),
            _ => start.1.elapsed(),
        }
    };
    once().min(once())
}

/// What this thread has run so far.
fn processor_time() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split(' ').next()?.parse().ok()?))
}

/// Four times the text may cost eight times the time, not sixteen times as it does where time grows with the square.
#[test]
fn time_grows_with_the_length_of_hostile_texts_and_not_faster() {
    const FLOOR: Duration = Duration::from_millis(5);
    for unit in HOSTILE {
        let small = cost(unit, 20_000).max(FLOOR);
        let large = cost(unit, 80_000);
        assert!(large < small * 8, "{unit:?}: {small:?} and {large:?}");
    }
}

#[test]
fn ten_thousand_marks_and_a_single_word_of_a_megabyte_are_read() {
    let marks: String = (0..10_000).map(|at| ["\"", "“", "”", "«", "' "][at % 5]).collect();
    assert!(analysed("“\"”", &marks).quotes.len() <= 10_000);
    let word = "word".repeat(250_000);
    let analysis = analysed("", &word);
    assert_eq!((analysis.sentences.len(), analysis.quotes.len()), (1, 0));
    let capitals = "MAYOR ADA LUND SAID: “WE WILL PAY.” ".repeat(300);
    assert!(analysed("", &capitals).people.len() <= 300);
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
