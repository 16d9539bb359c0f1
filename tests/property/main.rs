//! Laws that hold of any article and any query: every engine finds what reading everything finds, and what is marked did
//! match. Set `ONRECORD_CASES` for more cases, `ONRECORD_SEED` for others, and `ONRECORD_ARTICLES` to folders of articles to
//! put the laws to them too.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test may panic, and names the seed that broke it")]

mod braces;
mod operators;
mod random;
mod real;

use std::cell::Cell;
use std::env;

use onrecord::annotation::{Analysis, Sentence, Zone};
use onrecord::article::Article;
use onrecord::document::{self, Record};
use onrecord::engine::{
    Engine, Facet, FacetRequest, Fetch, Hits, Order, Ranking, SearchRequest, TallyRequest, Words, WordsRequest, Writer,
};
use onrecord::local::LocalWriter;
use onrecord::matching::{ClauseMatch, Matcher, Scope};
use onrecord::query::ast::{Query, QuoteClause, QuoteQuery, TextQuery, TextZone, Unit};
use onrecord::scan::Scan;
use onrecord::search::passage::{self, PassageOptions};
use onrecord::text::Span;

use random::Random;

/// Queries put to one set of articles.
const QUERIES_PER_WORLD: u64 = 50;

fn number(name: &str, default: u64) -> u64 {
    env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Runs a law for many seeds, and says which one breaks it.
fn for_seeds(cases: u64, law: impl Fn(u64)) {
    let start = number("ONRECORD_SEED", 0);
    for seed in start..start + cases {
        if let Err(broken) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| law(seed))) {
            eprintln!("ONRECORD_SEED={seed} breaks the law");
            std::panic::resume_unwind(broken);
        }
    }
}

/// A text clause of an article.
fn text_query(text: &TextQuery) -> Query {
    Query::Text { zone: TextZone::Article, text: text.clone() }
}

/// A law that is never put to the test proves nothing: so many of a hundred cases must have something to judge.
fn assert_telling(telling: u64, cases: u64, percent: u64) {
    assert!(telling * 100 >= cases * percent, "only {telling} of {cases} cases find anything");
}

#[test]
fn local_finds_what_scan_finds() {
    let telling = local_is_scan(number("ONRECORD_CASES", 2_000), &|seed| {
        let random = Random::new(seed);
        let invented = |random: &mut Random| {
            let number = random.below(40) as u64;
            random::record(random, number)
        };
        (random, Box::new(invented))
    });
    assert!(telling >= 30, "only {telling} of a hundred cases find anything");
}

#[test]
fn local_finds_what_scan_finds_in_real_articles() {
    let Some(pool) = real::pool() else { return };
    // They are longer: so fewer cases.
    let telling = local_is_scan(number("ONRECORD_CASES", 2_000).div_ceil(4), &|seed| {
        let random = Random::over(seed, real::vocabulary(pool, seed));
        (random, Box::new(move |random: &mut Random| real::record(pool, seed, random)))
    });
    assert!(telling >= 20, "only {telling} of a hundred cases find anything");
}

/// Makes a record, of which those with one id are versions of each other.
type Maker<'a> = Box<dyn Fn(&mut Random) -> Record + 'a>;

/// Puts random queries to both engines over random worlds; in how many of a hundred cases some documents are found, and
/// not all.
fn local_is_scan(wanted: u64, start: &dyn Fn(u64) -> (Random, Maker<'static>)) -> u64 {
    let (cases, telling, folding) = (Cell::new(0), Cell::new(0), Cell::new(0));
    for_seeds(wanted.div_ceil(QUERIES_PER_WORLD), |seed| {
        let (mut random, make) = start(seed);
        let random = &mut random;
        let (local, scan) = world(random, &make);
        for _ in 0..QUERIES_PER_WORLD {
            let query = if random.chance(20) { random::groups(random) } else { random::query(random, 3) };
            for unit in [Unit::Article, Unit::Quote] {
                let (total, copies) = compare(&*local, &scan, &query, unit, random.of(&[Order::Newest, Order::Oldest]));
                cases.set(cases.get() + 1);
                telling.set(telling.get() + u64::from(total > 0 && total < scan.records().len() as u64));
                folding.set(folding.get() + u64::from(copies > 0));
            }
            let facet = random.of(&[
                Facet::Outlet,
                Facet::Section,
                Facet::Language,
                Facet::In,
                Facet::Place,
                Facet::Person,
                Facet::Speaker,
            ]);
            let request = FacetRequest { query: query.clone(), facet, limit: 1 + random.below(9) };
            assert_eq!(local.facet(&request).unwrap(), scan.facet(&request).unwrap(), "{facet:?} {query:#?}");
            compare_counts(&*local, &scan, &query, facet, random);
            assert_eq!(local.matches(&query).unwrap(), scan.matches(&query).unwrap(), "{query:#?}");
        }
        compare_stats(&*local, &scan);
    });
    assert_telling(folding.get(), cases.get(), 5);
    telling.get() * 100 / cases.get()
}

/// An index that was written in several commits with deletes and replacements, in one case of five so many that its
/// segments are merged, and the records that are left.
fn world(random: &mut Random, make: &dyn Fn(&mut Random) -> Record) -> (Box<dyn Engine>, Scan) {
    let mut writer = LocalWriter::create_in_ram().unwrap();
    let mut left: Vec<Record> = Vec::new();
    let merged = random.chance(20);
    let (commits, most) = if merged { (9 + random.below(4), 5) } else { (1 + random.below(4), 15) };
    for commit in 0..commits {
        for _ in 0..1 + random.below(most) {
            let made = make(random);
            let record = copied(random, made, &left);
            let id = record.article.id;
            left.retain(|other| other.article.id != id);
            if random.chance(10) {
                writer.delete(id).unwrap();
            } else {
                writer.put(document::block(&record, "articles.txt", commit as u64)).unwrap();
                left.push(record);
            }
        }
        writer.commit(&commit.to_string()).unwrap();
    }
    let engine = if merged { writer.finish() } else { writer.engine() };
    (Box::new(engine.unwrap()), Scan::new(left))
}

/// The article, in four cases of ten with the words of another: under a title of its own, and now and then with fewer
/// quotations found.
fn copied(random: &mut Random, record: Record, left: &[Record]) -> Record {
    let others: Vec<&Record> = left.iter().filter(|other| document::copy_key(other).is_some()).collect();
    if others.is_empty() || !random.chance(40) {
        return record;
    }
    let Record { article, mut analysis } = others[random.below(others.len())].clone();
    let in_title = analysis.quotes.iter().any(|quote| quote.zone == Zone::Title);
    let title = if in_title { article.title } else { record.article.title };
    if random.chance(30) {
        analysis.quotes.retain(|_| random.chance(70));
        analysis.quotes.iter_mut().for_each(|quote| quote.via = None);
    }
    Record { article: Article { title, body: article.body, ..record.article }, analysis }
}

/// How many are found, and how many of them are folded.
fn compare(local: &dyn Engine, scan: &Scan, query: &Query, unit: Unit, order: Order) -> (u64, u64) {
    let request = SearchRequest { limit: 1000, fetch: Fetch::Ids, order, ..SearchRequest::new(query.clone(), unit) };
    let keys = |hits: &Hits| hits.hits.iter().map(|hit| (hit.id.to_string(), hit.quote)).collect::<Vec<_>>();
    let wanted = scan.search(&request).unwrap();
    let found = local.search(&request).unwrap();
    if keys(&found) != keys(&wanted) {
        let differ = |record: &&Record| {
            let of = |hits: &Hits| {
                hits.hits.iter().filter(|hit| hit.id == record.article.id).map(|hit| hit.quote).collect::<Vec<_>>()
            };
            of(&found) != of(&wanted)
        };
        let example = scan.records().iter().find(differ);
        panic!("{unit:?} {order:?}: local {:?}, scan {:?}\n{query:#?}\n{example:#?}", keys(&found), keys(&wanted));
    }
    assert_eq!((found.total, found.articles), (wanted.total, wanted.articles), "{query:#?}");
    let ranking = Ranking { looked_at: 0, ..Ranking::default() };
    let ranked = SearchRequest { order: Order::Relevance, ranking, ..request.clone() };
    let by_score = local.search(&ranked).unwrap();
    // Hits by date are scored one by one, those by relevance list after list.
    let scores = |hits: &Hits| {
        let mut scores: Vec<_> =
            hits.hits.iter().map(|hit| (hit.id.to_string(), hit.quote, hit.score.to_bits())).collect();
        scores.sort();
        scores
    };
    assert_eq!(scores(&by_score), scores(&found), "by relevance: {query:#?}");
    let best = local.search(&SearchRequest { offset: 1, limit: 3, ..ranked.clone() }).unwrap();
    let page: Vec<_> = keys(&by_score).into_iter().skip(1).take(3).collect();
    assert_eq!((keys(&best), best.total), (page, wanted.total), "the best: {query:#?}");
    let folded = [(&wanted, &request), (&by_score, &ranked)].map(|(all, request)| {
        let folded = local.search(&SearchRequest { fold: true, ..request.clone() }).unwrap();
        assert_eq!(folds(&folded), fold(all, scan.records()), "folded: {query:#?}");
        assert_eq!((folded.total, folded.articles), (wanted.total, wanted.articles), "{query:#?}");
        let page = SearchRequest { fold: true, offset: 1, limit: 2, ..request.clone() };
        let part: Vec<_> = folds(&folded).into_iter().skip(1).take(2).collect();
        assert_eq!(folds(&local.search(&page).unwrap()), part, "a page, folded: {query:#?}");
        folded
    });
    let by_scan = scan.search(&SearchRequest { fold: true, ..request.clone() }).unwrap();
    assert_eq!(folds(&by_scan), folds(&folded[0]), "folded: {query:#?}");
    let page = SearchRequest { offset: 2, limit: 3, ..request.clone() };
    assert_eq!(keys(&local.search(&page).unwrap()), keys(&scan.search(&page).unwrap()), "{query:#?}");
    let count = local.search(&SearchRequest { limit: 0, ..request }).unwrap();
    assert_eq!((count.total, count.articles), (wanted.total, wanted.articles), "{query:#?}");
    (wanted.total, by_scan.hits.iter().map(|hit| hit.copies).sum())
}

/// A hit and how many copies it stands for.
type Fold = (String, Option<u32>, u64);

/// What it has in common with its copies.
type Likeness = (u64, Option<(u32, u32)>);

fn folds(hits: &Hits) -> Vec<Fold> {
    hits.hits.iter().map(|hit| (hit.id.to_string(), hit.quote, hit.copies)).collect()
}

/// The hits of which none is a copy of one before, each with its copies.
fn fold(all: &Hits, records: &[Record]) -> Vec<Fold> {
    let mut kept: Vec<(Fold, Option<Likeness>)> = Vec::new();
    for hit in &all.hits {
        let record = records.iter().find(|record| record.article.id == hit.id).unwrap();
        let quote = hit.quote.map(|number| document::copied_quote(record, number));
        let own = document::copy_key(record).filter(|_| quote != Some(None)).map(|key| (key, quote.flatten()));
        match kept.iter_mut().find(|(_, other)| own.is_some() && *other == own) {
            Some((first, _)) => first.2 += 1,
            None => kept.push(((hit.id.to_string(), hit.quote, 0), own)),
        }
    }
    kept.into_iter().map(|(hit, _)| hit).collect()
}

/// Sums by day and value, with and without names that are counted as one, and counts of all words.
fn compare_counts(local: &dyn Engine, scan: &Scan, query: &Query, facet: Facet, random: &mut Random) {
    for unit in [Unit::Article, Unit::Quote] {
        let request = TallyRequest::new(query.clone(), unit);
        let mut asked =
            [request.clone(), request.clone().by_day(), request.clone().by(facet), request.by_day().by(facet)];
        for request in &mut asked {
            let found = local.tally(request).unwrap();
            assert_eq!(found, scan.tally(request).unwrap(), "{unit:?} {facet:?} {query:#?}");
            let total = local.search(&SearchRequest::count(query.clone(), unit)).unwrap().total;
            let once = request.facet.is_none_or(|facet| facet == Facet::Outlet);
            // Of several values of one each counts, and what has none is told as such.
            let sum: u64 = found.iter().map(|sum| sum.count).sum();
            assert!(if once { sum == total } else { sum >= total }, "{sum} of {total}: {request:#?}");
            let names: Vec<&String> = found.iter().filter_map(|sum| sum.value.as_ref()).collect();
            if names.len() > 1 {
                let (one, other) = (random.below(names.len()), random.below(names.len()));
                request.aliases = [(names[one].clone(), names[other].clone())].into();
                assert_eq!(local.tally(request).unwrap(), scan.tally(request).unwrap(), "{request:#?}");
            }
        }
        for other in [None, Some(random::query(random, 2))] {
            let request = WordsRequest { query: query.clone(), other, unit, limit: None };
            let words = scan.words(&request).unwrap();
            assert_eq!(local.words(&request).unwrap(), words, "{request:#?}");
            let limit = random.below(6);
            let few = local.words(&WordsRequest { limit: Some(limit), ..request.clone() }).unwrap();
            assert_eq!((few.words, few.other_words), (words.words, words.other_words), "{request:#?}");
            assert!(few.list.iter().all(|word| words.list.contains(word)), "{request:#?}");
            assert_eq!(most_telling(&few, limit), most_telling(&words, limit), "{limit} {request:#?}");
        }
    }
}

/// How telling the words are that stand out most.
fn most_telling(words: &Words, limit: usize) -> Vec<f64> {
    let mut found: Vec<f64> = words.list.iter().map(|word| word.telling(words.words, words.other_words)).collect();
    found.retain(|telling| *telling > 0.0);
    found.sort_by(|a, b| b.total_cmp(a));
    found.truncate(limit);
    found
}

fn compare_stats(local: &dyn Engine, scan: &Scan) {
    let (found, wanted) = (local.stats().unwrap(), scan.stats().unwrap());
    assert_eq!(
        (found.articles, found.dated, found.datelined, found.quotes, found.other_acts, found.attributed),
        (wanted.articles, wanted.dated, wanted.datelined, wanted.quotes, wanted.other_acts, wanted.attributed)
    );
    assert_eq!(
        (found.speakers, found.outlets, found.first_date, found.last_date),
        (wanted.speakers, wanted.outlets, wanted.first_date, wanted.last_date)
    );
}

/// The stretch of a text as an article of its own.
fn stretch(record: &Record, zone: Zone, span: Span) -> (Article, Analysis) {
    let text = if zone == Zone::Title { &record.article.title } else { &record.article.body };
    let inside = |sentence: &Sentence| {
        let start = sentence.span.start.max(span.start);
        let end = sentence.span.end.min(span.end);
        (start < end).then(|| Sentence { span: Span { start: start - span.start, end: end - span.start }, ..*sentence })
    };
    let sentences = match zone {
        Zone::Title => vec![Sentence { span: Span::new(0, span.len()), paragraph: 0 }],
        Zone::Body => record.analysis.sentences.iter().filter_map(inside).collect(),
    };
    let article = Article { body: span.of(text).to_owned(), ..Article::default() };
    (article, Analysis { sentences, ..Analysis::default() })
}

/// The query with all counts taken out: one match satisfies what is left.
fn once(text: &TextQuery) -> TextQuery {
    match text {
        TextQuery::AtLeast { text, .. } => once(text),
        TextQuery::Any(any) => TextQuery::Any(any.iter().map(once).collect()),
        TextQuery::Near { left, right, within, ordered } => TextQuery::Near {
            left: Box::new(once(left)),
            right: Box::new(once(right)),
            within: *within,
            ordered: *ordered,
        },
        other => other.clone(),
    }
}

#[test]
fn what_is_marked_satisfies_its_clause() {
    let telling = Cell::new(0);
    let cases = number("ONRECORD_CASES", 2_000);
    for_seeds(cases, |seed| {
        let random = &mut Random::new(seed);
        let record = random::record(random, seed);
        let text = random::text(random, 2);
        let query = text_query(&text);
        let matcher = Matcher::new(&query);
        let found = matcher.find(&record.article, &record.analysis, Scope::Article);
        assert_eq!(!found.is_empty(), matcher.matches(&record.article, &record.analysis), "{text:#?}\n{record:#?}");
        telling.set(telling.get() + u64::from(!found.is_empty()));
        let alone = Matcher::new(&text_query(&once(&text)));
        for found in &found {
            let (article, analysis) = stretch(&record, found.zone, found.extent);
            assert!(alone.matches(&article, &analysis), "{found:?}\n{text:#?}\n{record:#?}");
            assert_eq!(found.marks.iter().copied().reduce(Span::join), Some(found.extent));
            assert!(found.marks.windows(2).all(|pair| pair[0].end <= pair[1].start), "{found:?}");
            if let TextQuery::Word(_) | TextQuery::Phrase { slop: 0, .. } = text {
                assert_eq!(found.marks.len(), 1, "{found:?}");
            }
        }
        check_passages(&record, &found, random);
    });
    assert_telling(telling.get(), cases, 15);
}

fn check_passages(record: &Record, found: &[ClauseMatch], random: &mut Random) {
    let options = PassageOptions { max_bytes: 5 + random.below(120), max_passages: 1 + random.below(3) };
    let mut passages = passage::of_article(record, found, &options);
    for number in 0..record.analysis.quotes.len() as u32 {
        passages.extend(passage::of_quote(record, number, found, &options));
    }
    let all: Vec<Span> = found.iter().flat_map(|found| &found.marks).copied().collect();
    for passage in passages {
        let text = if passage.zone == Zone::Title { &record.article.title } else { &record.article.body };
        assert!(passage.span.get(text).is_some(), "{passage:?} {record:#?}");
        for mark in &passage.marks {
            assert!(passage.span.contains(*mark) && mark.get(text).is_some(), "{passage:?}");
            assert!(all.iter().any(|known| known.start == mark.start), "{passage:?}");
        }
        assert!(passage.marks.windows(2).all(|pair| pair[0].end <= pair[1].start), "{passage:?}");
    }
}

#[test]
fn a_quotation_answers_by_itself() {
    let telling = Cell::new(0);
    let cases = number("ONRECORD_CASES", 2_000);
    for_seeds(cases, |seed| {
        let random = &mut Random::new(seed);
        let record = random::record(random, seed);
        let clause = QuoteClause::Said(random::text(random, 1));
        let query = Query::Quote(QuoteQuery { clause, acts: onrecord::query::ast::Acts::Any });
        let matcher = Matcher::new(&query);
        let together = matcher.quotes(&record.article, &record.analysis);
        telling.set(telling.get() + u64::from(!together.is_empty()));
        for number in 0..record.analysis.quotes.len() {
            let mut alone = record.clone();
            alone.analysis.quotes = vec![record.analysis.quotes[number].clone()];
            let answers = !matcher.quotes(&alone.article, &alone.analysis).is_empty();
            assert_eq!(answers, together.contains(&(number as u32)), "{query:#?}\n{record:#?}");
        }
    });
    assert_telling(telling.get(), cases, 8);
}
