//! Every operator and field of the language, as it is typed: the number that is counted, the list behind it, the lines of
//! a concordance and the words that are marked agree, on every engine.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use onrecord::annotation::Zone;
use onrecord::document::Record;
use onrecord::engine::{Engine, Fetch, Order, SearchRequest, TallyRequest};
use onrecord::lexicon::Lexicon;
use onrecord::matching::{Matcher, Place, Scope, places};
use onrecord::query::ast::{Query, Unit};
use onrecord::query::{Options, parse};
use onrecord::scan::Scan;
use onrecord::search::concordance;
use onrecord::search::passage::PassageOptions;
use onrecord::search::{self};
use onrecord::text::Span;
use onrecord::text::token::{folded_words, words};

use crate::random::{self, Random};
use crate::{for_seeds, number, real, world};

/// What is typed. `W` is a word, `S` two to four words side by side, `P` a pattern, `N` a name, `L` a place, `O` an outlet,
/// `C` a section, `G` a language, `R` a role, `D` a day, `I` the beginning of an id, `K` a small number. The sign before it
/// tells whether all that it finds is marked in the text (`!`), or some may not be (` `).
const TYPED: &[&str] = &[
    "!W",
    "!W W",
    "!W AND W",
    "!W OR W",
    " W -W",
    " -W",
    " NOT W",
    " W -(W OR W)",
    "!(W OR W) W",
    "!\"S\"",
    "!“S”",
    "!\"S\"~3",
    "!\"S W\"~9",
    "!P",
    "!P P",
    "!\"P W\"~9",
    "!W~1",
    "!W~2",
    "!=W",
    "!=\"S\"",
    "!\"=W W\"~9",
    "!W-W",
    "!W{2,}",
    "!(W OR W){2,}",
    "!ATLEAST2(P)",
    "!\"S\"{2,}",
    "!W NEAR/5 W",
    "!W W/9 W",
    "!W near9 W",
    "!W BEFORE/9 W",
    "!W PRE/9 W",
    "!W adj9 W",
    "!W /s W",
    "!W BEFORE/s W",
    "!W /p W",
    "!W BEFORE/p W",
    "!(W OR P) NEAR/9 \"S\"",
    "!W NEAR/9 W NEAR/9 W",
    "!ATLEAST2(P /p P)",
    "!title:W",
    "!title:(W OR W)",
    "!hd:P",
    "!title:(W NEAR/5 W)",
    "!lead:W",
    "!lead:(W OR W)",
    "!lead:\"S\"",
    "!lead:(W /s W)",
    "!HLEAD(W)",
    "!text:W",
    "!HEADLINE(W OR W)",
    " byline:W",
    " speaker:N",
    " by:(N)",
    " speaker:\"N\"",
    " speaker:none",
    " -speaker:N",
    "!said:W",
    "!said:\"S\"",
    "!said:P",
    "!said:=W",
    "!said:W~1",
    "!said:(W NEAR/9 W)",
    "!said:(W /s W)",
    "!said:(W OR W)",
    "!said:W said:W",
    "!said:W{2,}",
    " speaker:N said:W",
    " speaker:N -said:W",
    " speaker:N W",
    "!about:N",
    " about:N said:W",
    " via:(N)",
    "!cue:W",
    "!cue:(said OR W)",
    "!mention:W",
    "!mention:(he OR P)",
    " role:W",
    " role:\"R\"",
    " kind:direct",
    " kind:indirect said:W",
    " kind:mixed",
    " conf:high",
    " conf:medium said:W",
    " conf:low",
    " act:any",
    " act:other",
    "!act:any said:W",
    "!{said:W} {said:W}",
    " {speaker:N} {said:W}",
    "!{said:P} {said:P} {said:W}",
    " speaker:N {kind:direct}",
    "!{said:W} ({said:W} OR {said:P})",
    " -{said:W kind:direct}",
    " -({said:W} {said:W})",
    " {kind:direct} {kind:direct}",
    " {conf:high} ({kind:direct} OR date:D..)",
    " {said:W} {speaker:(N)} W",
    " person:N",
    " person:(N)",
    " in:L",
    " place:L",
    " place:(L OR L)",
    " outlet:\"O\"",
    " section:\"C\"",
    " lang:G",
    " id:I",
    " date:D",
    " date:D..",
    " since:D until:D",
    " date:..D W",
    " before:D",
    " after:D",
    " date:D..D",
    " has:quote",
    " has:speaker W",
    " -has:date",
    " -is:copy W",
    " has:place",
    " has:dateline",
    " words:>K0",
    " words:K..K00",
    " words:<=K00 W",
    " quotes:K",
    " quotes:>=K",
    " quotes:K.. said:W",
    " *",
    "!* W",
    " speaker:N (said:W OR W)",
    " W (said:W OR outlet:\"O\")",
    " (W OR speaker:N) -lang:G",
];

/// Where the values of a row come from: mostly one article and its quotations, so that they can be found together.
struct Source<'a> {
    record: &'a Record,
    /// The quotation whose words and speaker are typed.
    quote: usize,
    /// Words of the article that were typed already.
    typed: usize,
    start: usize,
}

impl<'a> Source<'a> {
    fn of(random: &mut Random, scan: &'a Scan, row: &str) -> Option<Self> {
        let is_nested = |record: &Record, quote: usize| {
            record.analysis.quotes.get(quote).is_some_and(|quote| record.analysis.via_speakers(quote).next().is_some())
        };
        let nested = |record: &&Record| (0..record.analysis.quotes.len()).find(|quote| is_nested(record, *quote));
        if row.contains("via:")
            && let Some(record) = scan.records().iter().find(|record| nested(record).is_some())
        {
            return Some(Self { record, quote: nested(&record)?, typed: 0, start: 0 });
        }
        let full: Vec<&Record> = scan.records().iter().filter(|record| !record.analysis.quotes.is_empty()).collect();
        let record = if full.is_empty() { None } else { Some(full[random.below(full.len())]) }?;
        let quote = random.below(record.analysis.quotes.len());
        Some(Self { record, quote, typed: 0, start: random.below(1000) })
    }

    /// The text in which a field looks.
    fn text(&self, field: &str) -> String {
        let Record { article, analysis } = self.record;
        let quote = &analysis.quotes[self.quote % analysis.quotes.len()];
        let own = if quote.zone == Zone::Title { &article.title } else { &article.body };
        let part = |span: Option<Span>| span.map_or("", |span| span.of(own)).to_owned();
        match field {
            "title" | "hd" | "HEADLINE" => article.title.clone(),
            "lead" | "HLEAD" => article.body.split("\n\n").next().unwrap_or("").to_owned(),
            "byline" => article.byline.clone().unwrap_or_default(),
            "said" => quote.text(own),
            "cue" => part(quote.cue),
            "mention" => part(quote.mention),
            "role" => analysis.speakers(quote).filter_map(|person| person.role.clone()).last().unwrap_or_default(),
            _ => article.body.clone(),
        }
    }

    /// So many words, behind those that were typed.
    fn words(&mut self, field: &str, count: usize) -> Option<String> {
        let text = self.text(field);
        let all: Vec<&str> = words(&text).map(|span| span.of(&text)).collect();
        if all.len() < count {
            return None;
        }
        let at = (self.start + self.typed) % (all.len() + 1 - count);
        self.typed += count;
        Some(all[at..at + count].join(" "))
    }

    fn name(&self, field: &str) -> Option<String> {
        let analysis = &self.record.analysis;
        let quote = &analysis.quotes[self.quote % analysis.quotes.len()];
        let via = analysis.via_speakers(quote).last().filter(|_| field == "via");
        let person = via.or_else(|| analysis.speakers(quote).last()).or_else(|| analysis.people.first())?;
        Some(folded_words(&person.name).join(" "))
    }
}

/// The field, or function, whose value is being typed at the end of a text.
fn field_at_end(text: &str) -> &str {
    let begun = match text.rfind('(') {
        Some(open) if !text[open..].contains(')') => &text[..open],
        _ => text,
    };
    let last = begun[begun.rfind([' ', '{']).map_or(0, |at| at + 1)..].trim_start_matches(['-', '(']);
    match last.split_once(':') {
        Some((name, _)) => name,
        None => last,
    }
}

/// So often each row is filled with values, for one set of articles.
const FILLS: usize = 3;

/// The typed text of a row with values in the places of its capitals.
fn filled(random: &mut Random, row: &str, scan: &Scan) -> String {
    let vocabulary = random.vocabulary;
    let mut source = if random.chance(85) { Source::of(random, scan, row) } else { None };
    let mut text = String::new();
    let mut letters = row.chars().peekable();
    let mut last = ' ';
    while let Some(letter) = letters.next() {
        // A capital of an operator stands beside another one.
        let alone = !last.is_ascii_uppercase() && !letters.peek().is_some_and(|next| next.is_ascii_uppercase());
        last = letter;
        let record = source.as_ref().map(|source| source.record);
        let value = |value: &Option<String>| value.as_deref().map(|value| folded_words(value).join(" "));
        match letter {
            'W' if alone && letters.peek() != Some(&'/') => {
                let found = source.as_mut().and_then(|source| source.words(field_at_end(&text), 1));
                text.push_str(&found.unwrap_or_else(|| random.printed_word()));
            }
            'S' if alone => {
                let count = 2 + random.below(3);
                let found = source
                    .as_mut()
                    .and_then(|source| source.words(field_at_end(text.trim_end_matches(['"', '“'])), count));
                text.push_str(&found.unwrap_or_else(|| random.printed_words()));
            }
            'P' if alone => text.push_str(pattern(random)),
            'N' if alone => {
                let name = source.as_ref().and_then(|source| source.name(field_at_end(&text)));
                text.push_str(&name.unwrap_or_else(|| random.of(&vocabulary.names).to_owned()));
            }
            'L' if alone => text.push_str(&format!("\"{}\"", random.of(&vocabulary.places))),
            'O' if alone => {
                let own = record.and_then(|record| value(&record.article.outlet));
                text.push_str(&own.unwrap_or_else(|| random.of(&vocabulary.outlets).to_owned()));
            }
            'C' if alone => text.push_str(random.of(&vocabulary.sections)),
            'G' if alone => text.push_str(random.of(&vocabulary.languages)),
            'R' if alone => text.push_str(random.of(&vocabulary.roles)),
            'D' if alone => {
                let own = record.and_then(|record| record.article.date);
                text.push_str(&own.unwrap_or_else(|| random.of(&vocabulary.days)).to_string());
            }
            'I' if alone => text.push_str(random.of(&vocabulary.ids)),
            'K' if alone => text.push_str(&(1 + random.below(5)).to_string()),
            '}' => {
                // The next braces are about another quotation.
                if let Some(source) = &mut source {
                    source.quote += 1;
                }
                text.push('}');
            }
            letter => text.push(letter),
        }
    }
    text
}

/// A pattern that is no `*`, which alone asks for everything.
fn pattern(random: &mut Random) -> &'static str {
    loop {
        let pattern = random.of(&random.vocabulary.patterns);
        if pattern != "*" {
            return pattern;
        }
    }
}

/// How often a row found anything, by row.
type Told = RefCell<BTreeMap<&'static str, u64>>;

fn put_operators_to(rows: &[&'static str], random: &mut Random, local: &dyn Engine, scan: &Scan, told: &Told) {
    let today = NaiveDate::from_ymd_opt(2025, 10, 15).unwrap();
    for row in rows.iter().flat_map(|row| [row; FILLS]) {
        let text = filled(random, &row[1..], scan);
        for unit in [Unit::Article, Unit::Quote] {
            let options = Options { today, unit, lexicon: Lexicon::builtin(), strict: false };
            let Ok(parsed) = parse(&text, &options) else { continue };
            let again = parse(&parsed.query.display(unit).to_string(), &options).map(|again| again.query);
            assert_eq!(again.as_ref(), Ok(&parsed.query), "{text}");
            let found = numbers_agree(local, scan, &parsed.query, unit, row.starts_with('!'), &text);
            *told.borrow_mut().entry(row).or_default() += u64::from(found > 0);
        }
    }
}

/// How many are found. `marked`: whether all that satisfies the query is marked.
fn numbers_agree(local: &dyn Engine, scan: &Scan, query: &Query, unit: Unit, marked: bool, text: &str) -> u64 {
    let why = || format!("{text} in {unit:?}: {query:#?}");
    let count = local.search(&SearchRequest::count(query.clone(), unit)).unwrap();
    let request = SearchRequest {
        limit: 10_000,
        fetch: Fetch::Ids,
        order: Order::Oldest,
        ..SearchRequest::new(query.clone(), unit)
    };
    let list = local.search(&request).unwrap();
    let keys: Vec<_> = list.hits.iter().map(|hit| (hit.id, hit.quote)).collect();
    let by_scan: Vec<_> = scan.search(&request).unwrap().hits.iter().map(|hit| (hit.id, hit.quote)).collect();
    assert_eq!(keys, by_scan, "{}", why());
    assert_eq!((count.total, count.articles), (list.total, list.articles), "{}", why());
    assert_eq!(count.total, keys.len() as u64, "{}", why());
    let mut articles: Vec<_> = keys.iter().map(|(id, _)| *id).collect();
    articles.dedup();
    assert_eq!(count.articles, articles.len() as u64, "{}", why());
    let tally: u64 = local.tally(&TallyRequest::new(query.clone(), unit)).unwrap().iter().map(|sum| sum.count).sum();
    assert_eq!(count.total, tally, "{}", why());

    let shown = search::search(local, &SearchRequest { fetch: Fetch::Records, ..request }, &whole()).unwrap();
    assert_eq!(shown.total, count.total, "{}", why());
    let matcher = search::marking::matcher(local, query).unwrap();
    for hit in &shown.hits {
        let found =
            matcher.find(&hit.record.article, &hit.record.analysis, hit.quote.map_or(Scope::Article, Scope::Quote));
        let places = places(&found);
        match unit {
            Unit::Article => {
                let highlights = highlights(&hit.record, hit.title_marks.clone(), &hit.passages, &places);
                assert_eq!(highlights, places, "{} {:#?}", why(), hit.record);
            }
            Unit::Quote => {
                let inside =
                    |zone, mark: &Span| places.iter().any(|place| place.zone == zone && place.span.contains(*mark));
                let mut marks =
                    hit.passages.iter().flat_map(|passage| passage.marks.iter().map(|mark| (passage.zone, mark)));
                assert!(marks.all(|(zone, mark)| inside(zone, mark)), "{} {:#?}", why(), hit.record);
            }
        }
        assert!(!marked || !places.is_empty(), "{} {:#?}", why(), hit.record);
    }
    if unit == Unit::Article {
        let (mut lines, mut walked) = (0, Vec::new());
        concordance::walk(local, query, Order::Oldest, &mut |record, places| {
            walked.push(record.article.id);
            lines += places.len() as u64;
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(walked, articles, "{}", why());
        assert_eq!(local.matches(query).unwrap().matches, lines, "{}", why());
        let of = |hit: &search::answer::AnswerHit| {
            places(&matcher.find(&hit.record.article, &hit.record.analysis, Scope::Article)).len() as u64
        };
        assert_eq!(shown.hits.iter().map(of).sum::<u64>(), lines, "{}", why());
        nothing_is_marked_elsewhere(scan, &matcher, &articles, &why);
    }
    count.total
}

/// Passages that leave nothing out.
fn whole() -> PassageOptions {
    PassageOptions { max_bytes: usize::MAX, max_passages: usize::MAX }
}

/// Articles that are not in the list have no marks.
fn nothing_is_marked_elsewhere(
    scan: &Scan,
    matcher: &Matcher,
    listed: &[onrecord::article::ArticleId],
    why: &dyn Fn() -> String,
) {
    for record in scan.records().iter().filter(|record| !listed.contains(&record.article.id)) {
        let found = matcher.find(&record.article, &record.analysis, Scope::Article);
        assert!(found.is_empty(), "{} {found:?}", why());
    }
}

/// The places marked in the title and in passages; those in datelines, which open no passage, are taken as seen.
fn highlights(record: &Record, title: Vec<Span>, passages: &[search::answer::Passage], all: &[Place]) -> Vec<Place> {
    let dateline = record.analysis.dateline.as_ref().map(|dateline| dateline.span);
    let place = |zone: Zone| move |span: Span| Place { zone, span };
    let mut seen: Vec<Place> = title.into_iter().map(place(Zone::Title)).collect();
    let body = passages.iter().filter(|passage| passage.zone == Zone::Body);
    let mut spans: Vec<Span> = body.flat_map(|passage| passage.marks.iter().copied()).collect();
    let hidden = |span: &Span| dateline.is_some_and(|dateline| dateline.overlaps(*span));
    let in_dateline = all.iter().filter(|place| place.zone == Zone::Body && hidden(&place.span));
    spans.extend(in_dateline.map(|place| place.span));
    spans.sort_unstable();
    spans.dedup();
    seen.extend(spans.into_iter().map(place(Zone::Body)));
    seen
}

#[test]
fn every_operator_counts_what_it_lists_and_marks() {
    every_row_tells(|seed, rows, told| {
        let random = &mut Random::new(seed);
        let (local, scan) = world(random, &|random| {
            let number = random.below(40) as u64;
            random::record(random, number)
        });
        put_operators_to(rows, random, &*local, &scan, told);
    });
}

#[test]
fn every_operator_counts_what_it_lists_and_marks_in_real_articles() {
    let Some(pool) = real::pool() else { return };
    every_row_tells(|seed, rows, told| {
        let random = &mut Random::over(seed, real::vocabulary(pool, seed));
        let (local, scan) = world(random, &|random| real::record(pool, seed, random));
        put_operators_to(rows, random, &*local, &scan, told);
    });
}

/// Puts all rows to many worlds. A row that never finds anything proves nothing: such rows are put to more of them.
fn every_row_tells(law: impl Fn(u64, &[&'static str], &Told)) {
    let told = Told::default();
    let cases = number("ONRECORD_CASES", 2_000).div_ceil((2 * FILLS * TYPED.len()) as u64).max(10);
    for_seeds(cases, |seed| law(seed, TYPED, &told));
    let silent = || -> Vec<&'static str> {
        let told = told.borrow();
        TYPED.iter().filter(|row| told.get(**row).is_none_or(|times| *times == 0)).copied().collect()
    };
    for seed in (1 << 32..).take(100) {
        let rows = silent();
        if rows.is_empty() {
            return;
        }
        law(seed, &rows, &told);
    }
    assert!(silent().is_empty(), "these find nothing in any case: {:#?}", silent());
}
