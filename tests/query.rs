//! Laws of the query language: parsing never panics, what is printed parses to the same query, size costs time in
//! proportion, and every example of the language page is understood.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::fmt::Write;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use onrecord::annotation::{Level, QuoteKind};
use onrecord::date::DateRange;
use onrecord::field::{FIELDS, Field};
use onrecord::lexicon::Lexicon;
use onrecord::query::ast::{
    Acts, CountRange, Counted, Has, NameQuery, PlaceQuery, Query, QuoteClause, QuoteQuery, TextQuery, TextZone, Unit,
    Within, WordQuery,
};
use onrecord::query::{NoteKind, Options, parse, parse_with_flags};
use onrecord::text::token;
use proptest::prelude::*;

const UNITS: [Unit; 2] = [Unit::Article, Unit::Quote];

fn options(unit: Unit) -> Options<'static> {
    let today = NaiveDate::from_ymd_opt(2025, 10, 15).unwrap();
    Options { today, unit, lexicon: Lexicon::builtin(), strict: false }
}

/// Parses in both units; what is understood prints to text that means the same.
fn prints_back(text: &str) -> Result<(), TestCaseError> {
    for unit in UNITS {
        match parse(text, &options(unit)) {
            Ok(parsed) => {
                let printed = parsed.query.display(unit).to_string();
                let again = parse(&printed, &options(unit));
                let again = again.map_err(|error| TestCaseError::fail(format!("{printed:?}: {}", error.render())))?;
                prop_assert_eq!(&parsed.query, &again.query, "{:?} printed as {:?}", unit, printed);
                prop_assert!(!parsed.clauses.is_empty());
                prop_assert!(!parsed.echo.contains('\n'));
                for note in parsed.notes {
                    prop_assert!(note.span.get(text).is_some(), "{note:?}");
                }
            }
            Err(error) => {
                prop_assert!(error.span.get(text).is_some(), "{error:?}");
                let has_escape = error.render().contains('\u{1b}');
                prop_assert!(!has_escape);
            }
        }
    }
    Ok(())
}

/// Pieces of queries, thrown together.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,6}",
        2 => proptest::sample::select(vec![
            "AND", "OR", "NOT", "and", "or", "NEAR/3", "w/5", "near5", "/s", "/p", "BEFORE/2", "PRE/s", "-", "(", ")", "{",
            "}", "\"", "“", "»", "=", "*", "?", "~1", "~5", "~", "^2", "{3,}", "..", ",", ".", "'", "’s", ":", "/", "!",
            "&", "&&", "||", "[", "]", "TO", ">=", "<", "ATLEAST3", "HLEAD", "HEADLINE", "U.S.", "fox-it", "1,600",
            "10:30", "https://a.b/c?d=e", "Əliyev", "Путин", "\u{301}", "\u{200b}", "\u{1b}", "⑴", "½", "a's's",
        ]).prop_map(str::to_owned),
        3 => (0..FIELDS.len()).prop_map(|i| format!("{}:", FIELDS[i].name)),
        2 => (0..FIELDS.len()).prop_map(|i| FIELDS[i].example.to_owned()),
        1 => proptest::sample::select(vec![
            "2025-10", "last-week", "7d..", "03/04/2025", "10 Oct 2025", "oct", "US/Texas", "az", "paris", "none", "any",
            "direct", "high", "president", "al-sisi", "j",
        ]).prop_map(str::to_owned),
    ];
    proptest::collection::vec((piece, proptest::sample::select(vec!["", " ", " "])), 0..14)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, blank)| [piece, blank.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_prints_back(text in any::<String>()) {
        prints_back(&text)?;
    }

    #[test]
    fn any_soup_of_signs_is_read_and_prints_back(text in soup()) {
        prints_back(&text)?;
    }

    #[test]
    fn any_query_prints_to_text_that_means_the_same(query in query()) {
        for unit in UNITS {
            let printed = query.display(unit).to_string();
            let again = parse(&printed, &options(unit)).map_err(|error| TestCaseError::fail(error.render()))?;
            prop_assert_eq!(&query, &again.query, "{:?} printed as {:?}", unit, printed);
        }
    }

    #[test]
    fn any_value_of_any_flag_is_read(value in prop_oneof![any::<String>(), soup()], at in 0..FIELDS.len()) {
        for unit in UNITS {
            match parse_with_flags("trust OR speaker:lind", &[(FIELDS[at].field, value.clone())], &options(unit)) {
                Ok(parsed) => {
                    let printed = parsed.query.display(unit).to_string();
                    let again = parse(&printed, &options(unit)).map_err(|error| TestCaseError::fail(error.render()))?;
                    prop_assert_eq!(&parsed.query, &again.query, "{}", printed);
                }
                Err(error) => {
                    prop_assert_eq!(error.flag, Some(FIELDS[at].field));
                    prop_assert!(error.span.get(&value).is_some(), "{error:?}");
                }
            }
        }
    }
}

fn folded() -> impl Strategy<Value = String> {
    proptest::sample::select(vec![
        "trust",
        "war",
        "growth",
        "us",
        "1600",
        "don't",
        "путин",
        "near5",
        "or",
        "economic",
        "x",
    ])
    .prop_map(str::to_owned)
}

fn stem(folded: String) -> WordQuery {
    WordQuery::Stem { stem: token::stemmed(&folded), folded }
}

fn word() -> impl Strategy<Value = WordQuery> {
    prop_oneof![
        5 => folded().prop_map(stem),
        1 => proptest::sample::select(vec!["Putin", "Əliyev", "AND", "U.S", "none"]).prop_map(|word| WordQuery::Exact(word.into())),
        1 => proptest::sample::select(vec!["econom*", "wom?n", "*ism", "a?b*c"]).prop_map(|word| WordQuery::Wildcard(word.into())),
        1 => (folded(), 1..=2u8).prop_map(|(folded, distance)| WordQuery::Fuzzy { folded: folded.replace('\'', ""), distance }),
    ]
}

fn phrase() -> impl Strategy<Value = TextQuery> {
    (proptest::collection::vec(word(), 2..5), 0..4u32).prop_map(|(words, slop)| TextQuery::Phrase { words, slop })
}

/// What may stand beside nearness.
fn operand() -> impl Strategy<Value = TextQuery> {
    let hyphenated = Just(TextQuery::Any(vec![
        TextQuery::Phrase { words: vec![stem("fox".into()), stem("it".into())], slop: 0 },
        TextQuery::Word(stem("foxit".into())),
    ]));
    let leaf = prop_oneof![4 => word().prop_map(TextQuery::Word), 2 => phrase(), 1 => hyphenated];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let near =
            (inner.clone(), inner.clone(), within(), any::<bool>()).prop_map(|(left, right, within, ordered)| {
                TextQuery::Near { left: left.into(), right: right.into(), within, ordered }
            });
        let any = proptest::collection::vec(inner, 2..4).prop_map(|members| {
            TextQuery::Any(
                members
                    .into_iter()
                    .flat_map(|member| match member {
                        TextQuery::Any(inner) => inner,
                        member => vec![member],
                    })
                    .collect(),
            )
        });
        prop_oneof![2 => near, 1 => any]
    })
}

fn within() -> impl Strategy<Value = Within> {
    prop_oneof![(1..=50u32).prop_map(Within::Words), Just(Within::Sentence), Just(Within::Paragraph)]
}

fn text() -> impl Strategy<Value = TextQuery> {
    prop_oneof![
        // Alone, an OR of words is an OR of conditions: only the hyphenated word stays.
        4 => operand().prop_filter("an OR of words", |text| !matches!(text, TextQuery::Any(any) if any.len() != 2 || !matches!(any[1], TextQuery::Word(WordQuery::Stem { ref folded, .. }) if folded == "foxit"))),
        1 => (operand(), 1..9u32).prop_map(|(text, count)| TextQuery::AtLeast { text: text.into(), count }),
    ]
}

fn name() -> impl Strategy<Value = NameQuery> {
    let token = proptest::sample::select(vec!["lind", "mara", "j", "none", "o'brien", "путин", "müller", "əliyev"]);
    (proptest::collection::vec(token, 1..4), any::<bool>(), any::<bool>()).prop_map(|(tokens, adjacent, exact)| {
        NameQuery {
            adjacent: adjacent && tokens.len() > 1,
            tokens: tokens.into_iter().map(str::to_owned).collect(),
            exact,
        }
    })
}

fn place() -> impl Strategy<Value = PlaceQuery> {
    let key = |key: &str| PlaceQuery { typed: String::new(), ids: vec![key.into()] };
    let named = |name: &str| PlaceQuery { typed: name.into(), ids: Lexicon::builtin().place_ids(name) };
    proptest::sample::select(vec![
        key("US/Texas"),
        key("US/New York"),
        named("xyzzy"),
        named("baku"),
        named("new york"),
    ])
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (1900..2030i32, 1..366u32).prop_filter_map("no such day", |(year, day)| NaiveDate::from_yo_opt(year, day))
}

fn range() -> impl Strategy<Value = DateRange> {
    (proptest::option::of(day()), proptest::option::of(day())).prop_map(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => DateRange { from: Some(a.min(b)), to: Some(a.max(b)) },
        (from, to) => DateRange { from, to },
    })
}

fn quote() -> impl Strategy<Value = QuoteQuery> {
    let leaf = prop_oneof![
        4 => text().prop_map(QuoteClause::Said),
        1 => text().prop_map(QuoteClause::Cue),
        1 => text().prop_map(QuoteClause::Mention),
        1 => text().prop_map(QuoteClause::Role),
        3 => name().prop_map(QuoteClause::Speaker),
        1 => Just(QuoteClause::SpeakerUnknown),
        1 => name().prop_map(QuoteClause::About),
        1 => name().prop_map(QuoteClause::Via),
        1 => proptest::sample::select(QuoteKind::ALL.to_vec()).prop_map(QuoteClause::Kind),
        1 => proptest::sample::select(Level::ALL.to_vec()).prop_map(QuoteClause::Confidence),
    ];
    let clause = leaf.prop_recursive(3, 12, 3, |inner| {
        let members = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            members.clone().prop_map(|members| {
                QuoteClause::And(
                    members
                        .into_iter()
                        .flat_map(|member| match member {
                            QuoteClause::And(inner) => inner,
                            member => vec![member],
                        })
                        .collect(),
                )
            }),
            members.prop_map(|members| {
                QuoteClause::Or(
                    members
                        .into_iter()
                        .flat_map(|member| match member {
                            QuoteClause::Or(inner) => inner,
                            member => vec![member],
                        })
                        .collect(),
                )
            }),
            inner.prop_map(|inner| match inner {
                QuoteClause::Not(inner) => *inner,
                inner => QuoteClause::Not(inner.into()),
            }),
        ]
    });
    let acts = proptest::sample::select(vec![Acts::Speech, Acts::Speech, Acts::Other, Acts::Any]);
    (prop_oneof![9 => clause, 1 => Just(QuoteClause::All)], acts).prop_map(|(clause, acts)| QuoteQuery { clause, acts })
}

fn query() -> impl Strategy<Value = Query> {
    let zone = proptest::sample::select(vec![
        TextZone::Article,
        TextZone::Article,
        TextZone::Title,
        TextZone::Lead,
        TextZone::Byline,
    ]);
    let has =
        proptest::sample::select(vec![Has::Quote, Has::Date, Has::Dateline, Has::Byline, Has::Place, Has::Speaker]);
    let what = proptest::sample::select(vec![Counted::Words, Counted::Quotes]);
    let leaf = prop_oneof![
        5 => (zone, text()).prop_map(|(zone, text)| Query::Text { zone, text }),
        5 => quote().prop_map(Query::Quote),
        1 => name().prop_map(Query::Person),
        1 => place().prop_map(Query::In),
        1 => place().prop_map(Query::Place),
        1 => proptest::sample::select(vec!["reuters", "daily news"]).prop_map(|name| Query::Outlet(name.into())),
        1 => Just(Query::Section("politics".into())),
        1 => Just(Query::Language("en".into())),
        1 => "[0-9a-f]{1,32}".prop_map(Query::Id),
        1 => range().prop_map(Query::Date),
        1 => has.prop_map(Query::Has),
        1 => Just(Query::Copy),
        1 => (what, 0..9u32, 0..9u32).prop_map(|(what, from, more)| {
            Query::Count { what, range: CountRange { from: Some(from), to: (more > 3).then_some(from + more) } }
        }),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let members = proptest::collection::vec(inner.clone(), 2..5);
        prop_oneof![
            members.clone().prop_map(|members| {
                Query::And(
                    members
                        .into_iter()
                        .flat_map(|member| match member {
                            Query::And(inner) => inner,
                            member => vec![member],
                        })
                        .collect(),
                )
            }),
            members.prop_map(|members| {
                Query::Or(
                    members
                        .into_iter()
                        .flat_map(|member| match member {
                            Query::Or(inner) => inner,
                            member => vec![member],
                        })
                        .collect(),
                )
            }),
            inner.prop_map(|inner| match inner {
                Query::Not(inner) => *inner,
                inner => Query::Not(inner.into()),
            }),
        ]
    })
}

/// Processor time of this thread so far; where the system tells none, time by the clock.
fn time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|told| told.split(' ').next()?.parse().ok());
    told.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// What it costs to read so many characters made of a piece, the less of three.
fn cost(piece: &str, chars: usize) -> Duration {
    let text: String = piece.repeat(chars / piece.len());
    let once = |unit: Unit| {
        let start = time();
        let _ = parse(&text, &options(unit));
        time().saturating_sub(start)
    };
    let both = || UNITS.into_iter().map(once).sum::<Duration>();
    both().min(both()).min(both())
}

/// Four times the text may cost ten times the time, not sixteen times as it does where time grows with the square.
#[test]
fn long_queries_cost_time_in_proportion() {
    const FLOOR: Duration = Duration::from_millis(5);
    for piece in [
        "trust ",
        "\"a b\"~5 ",
        "a NEAR/3 ",
        "(",
        "(a ",
        "-",
        "{",
        "\"",
        "said:",
        "speaker:x ",
        "a* ",
        "a~1 ",
        "in:paris ",
        "date:oct ",
        "NOT ",
        "OR ",
        "a OR ",
        "ATLEAST3 ",
        "HLEAD(",
        "x-",
        "'s",
        "[a TO ",
        "date:[",
        "a{3,}",
        "speaker:(a ",
        "=",
        "~",
        "?",
        "*a",
        "{a} ",
        "({a} OR {b} in:oslo) ",
        "speaker:(\"a:b\" ",
    ] {
        let (small, large) = (cost(piece, 2_500).max(FLOOR), cost(piece, 10_000));
        assert!(large < small * 10, "{piece:?}: {small:?} and {large:?}");
    }
}

#[test]
fn limits_are_named() {
    for (text, named) in [
        ("x".repeat(10_001), "10000 characters"),
        (format!("{}a{}", "(".repeat(500), ")".repeat(500)), "64 deep"),
        ("(".repeat(500), "64 deep"),
        ("{".repeat(500), "64 deep"),
        ("a ".repeat(1_100), "1024 words"),
        (format!("a{}", " NEAR/3 a".repeat(100)), "64 operators"),
        ("ATLEAST3 ".repeat(500) + "a", "deep"),
        ("a NEAR/5000 b".into(), "1000 words"),
        ("\"a b\"~5000".into(), "at most 1000"),
        ("ATLEAST5000(a)".into(), "1000"),
        ("a{0,}".into(), "between 1 and 1000"),
        ("{a} ".repeat(9), "at most 8 different quotations"),
        ("({a} OR {a} {b}) ".repeat(9), "at most 256 ways"),
    ] {
        let mut said = String::new();
        match parse(&text, &options(Unit::Article)) {
            Ok(parsed) => write!(said, "understood: {}", parsed.query).unwrap(),
            Err(error) => said = error.message,
        }
        assert!(said.contains(named), "{named}: {said}");
    }
    // As many as are allowed, and ORs of braces that ask for one quotation whichever is taken.
    for text in ["{a} ".repeat(8), "({a} OR {b} OR {c} OR in:oslo {d}) ".repeat(8)] {
        assert!(parse(&text, &options(Unit::Article)).is_ok(), "{text}");
    }
}

/// Every code block of the language page holds one query a line, what it means behind two blanks and `#`.
#[test]
fn every_example_of_the_language_page_is_understood() {
    let page = include_str!("../src/query/language.md");
    let mut examples = 0;
    for block in page.split("```query\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for line in block.lines().filter(|line| !line.trim().is_empty()) {
            let text = line.split("  #").next().unwrap().trim();
            for unit in UNITS {
                let parsed = parse(text, &options(unit)).map_err(|error| error.render()).unwrap();
                assert_ne!(parsed.query, Query::All, "{text}");
                assert!(parsed.notes.iter().all(|note| note.kind != NoteKind::Mended), "{text}: {:?}", parsed.notes);
            }
            examples += 1;
        }
    }
    assert!(examples >= 60, "only {examples} examples: is the page cut?");
}

#[test]
fn every_field_stands_on_the_language_page() {
    let page = include_str!("../src/query/language.md");
    for spec in FIELDS {
        for name in std::iter::once(&spec.name).chain(spec.aliases) {
            assert!(page.contains(&format!("`{name}:`")), "{name}:");
        }
    }
}

#[test]
fn every_example_of_a_field_is_understood() {
    for spec in FIELDS {
        for unit in UNITS {
            let parsed = parse(spec.example, &options(unit)).unwrap();
            assert_ne!(parsed.query, Query::All, "{}", spec.example);
        }
        assert_eq!(Field::named(spec.name), Some(spec.field));
    }
}
