//! The naive engine: it keeps records in memory and reads every one for every question. It searches without an index, and
//! is the oracle of the tests: what it finds is by definition right. Questions come in, hits and counts go out.

mod tally;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::annotation::{Act, QuoteKind, Zone};
use crate::article::{Article, ArticleId};
use crate::document::{self, Record};
use crate::engine::{
    Compiled, Engine, EngineError, Explanation, Facet, FacetCount, FacetRequest, Facets, Fetch, Hit, Hits, MatchCount,
    Order, Ranking, SearchRequest, Stats, Tally, TallyRequest, Words, WordsRequest,
};
use crate::matching::{ClauseMatch, Matcher, Scope, places};
use crate::query::ast::{Query, Unit};

/// Records in memory, each id once.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    records: Vec<Record>,
    /// Those that are copies, looked for when they are first asked for.
    copies: OnceLock<Arc<FxHashSet<ArticleId>>>,
}

impl Scan {
    /// Takes records; of several with one id the last stays.
    #[must_use]
    pub fn new(records: Vec<Record>) -> Self {
        let mut places: FxHashMap<ArticleId, usize> = FxHashMap::default();
        let mut kept: Vec<Record> = Vec::with_capacity(records.len());
        for record in records {
            match places.get(&record.article.id) {
                Some(at) => kept[*at] = record,
                None => {
                    places.insert(record.article.id, kept.len());
                    kept.push(record);
                }
            }
        }
        Self { records: kept, copies: OnceLock::new() }
    }

    /// The records, in the order in which they came.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    fn copies(&self) -> &Arc<FxHashSet<ArticleId>> {
        self.copies.get_or_init(|| {
            let mut alike: FxHashMap<u64, Vec<&Article>> = FxHashMap::default();
            for record in &self.records {
                if let Some(key) = document::copy_key(record) {
                    alike.entry(key).or_default().push(&record.article);
                }
            }
            let mut copies = FxHashSet::default();
            for mut articles in alike.into_values() {
                articles.sort_by_key(|article| (article.date.is_none(), article.date, article.id));
                copies.extend(articles.iter().skip(1).map(|article| article.id));
            }
            Arc::new(copies)
        })
    }

    fn matcher(&self, query: &Query) -> Matcher {
        let Ok(matcher) = Matcher::with_copies(query, || Ok::<_, Infallible>(Arc::clone(self.copies())));
        matcher
    }

    /// All hits in the order wanted, and the number of articles they stand in.
    fn all(&self, request: &SearchRequest) -> (Vec<(Hit, usize)>, u64) {
        let matcher = self.matcher(&request.query);
        let newest = self.records.iter().filter_map(|record| record.article.date).max();
        let found: Vec<Vec<(Hit, usize)>> = self
            .records
            .par_iter()
            .enumerate()
            .map(|(at, record)| {
                let numbers: Vec<Option<u32>> = match request.unit {
                    Unit::Article if matcher.matches(&record.article, &record.analysis) => vec![None],
                    Unit::Article => Vec::new(),
                    Unit::Quote => matcher.quotes(&record.article, &record.analysis).into_iter().map(Some).collect(),
                };
                let age = record.article.date.zip(newest).map(|(day, newest)| (newest - day).num_days());
                let hit = |quote| {
                    let score = score(&matcher, record, quote, &request.ranking, age).value;
                    let date = record.article.date;
                    (Hit { id: record.article.id, quote, score, date, copies: 0, record: None }, at)
                };
                numbers.into_iter().map(hit).collect()
            })
            .collect();
        let articles = found.iter().filter(|hits| !hits.is_empty()).count() as u64;
        let mut hits: Vec<(Hit, usize)> = found.into_iter().flatten().collect();
        hits.sort_by(|(a, _), (b, _)| compare(a, b, request.order));
        (hits, articles)
    }

    /// Of hits that are copies of each other the first, with the number of the others.
    fn folded(&self, hits: Vec<(Hit, usize)>) -> Vec<(Hit, usize)> {
        let mut places = FxHashMap::default();
        let mut kept: Vec<(Hit, usize)> = Vec::with_capacity(hits.len());
        for (hit, at) in hits {
            let place = likeness(&self.records[at], hit.quote).map(|own| *places.entry(own).or_insert(kept.len()));
            match place.and_then(|place| kept.get_mut(place)) {
                Some((first, _)) => first.copies += 1,
                None => kept.push((hit, at)),
            }
        }
        kept
    }
}

/// What a hit has in common with its copies.
fn likeness(record: &Record, quote: Option<u32>) -> Option<(u64, Option<(u32, u32)>)> {
    let key = document::copy_key(record)?;
    match quote {
        None => Some((key, None)),
        Some(number) => Some((key, Some(document::copied_quote(record, number)?))),
    }
}

/// The order that [`Order`] promises.
fn compare(a: &Hit, b: &Hit, order: Order) -> Ordering {
    let newest = || b.date.cmp(&a.date);
    let oldest = || (a.date.is_none(), a.date).cmp(&(b.date.is_none(), b.date));
    let first = match order {
        Order::Relevance => b.score.total_cmp(&a.score).then_with(newest),
        Order::Newest => newest(),
        Order::Oldest => oldest(),
    };
    first.then_with(|| a.id.cmp(&b.id)).then_with(|| a.quote.cmp(&b.quote))
}

/// The score: for each clause that is marked, (1 + the logarithm of how often it matched) times the boost of where it
/// matched, added up; then the decay, counted from the newest article. Undated articles do not decay.
fn score(
    matcher: &Matcher,
    record: &Record,
    quote: Option<u32>,
    ranking: &Ranking,
    age_days: Option<i64>,
) -> Explanation {
    let scope = quote.map_or(Scope::Article, Scope::Quote);
    let mut counts: BTreeMap<(u32, u8), u32> = BTreeMap::new();
    for found in matcher.find(&record.article, &record.analysis, scope) {
        *counts.entry((found.clause, place_of(&found))).or_default() += 1;
    }
    let part = |((clause, place), count): (&(u32, u8), &u32)| {
        let (name, boost) = match place {
            0 => ("title", ranking.title_boost),
            1 => ("body", ranking.body_boost),
            _ => ("quotations", ranking.quote_boost),
        };
        let label = format!("clause {}, {count} in {name}", clause + 1);
        Explanation { label, value: boost * (1.0 + (*count as f32).ln()), parts: Vec::new() }
    };
    let mut parts: Vec<Explanation> = counts.iter().map(part).collect();
    let mut value: f32 = parts.iter().map(|part| part.value).sum();
    if let (Some(half_life), Some(age)) = (ranking.half_life_days.filter(|days| *days > 0.0), age_days) {
        let decay = 0.5f32.powf(age as f32 / half_life);
        parts.push(Explanation { label: format!("decay after {age} days"), value: decay, parts: Vec::new() });
        value *= decay;
    }
    Explanation { label: "score".to_owned(), value, parts }
}

fn place_of(found: &ClauseMatch) -> u8 {
    match (found.quote, found.zone) {
        (Some(_), _) => 2,
        (None, Zone::Title) => 0,
        (None, Zone::Body) => 1,
    }
}

impl Engine for Scan {
    fn search(&self, request: &SearchRequest) -> Result<Hits, EngineError> {
        let (mut all, articles) = self.all(request);
        let total = all.len() as u64;
        if request.fold {
            all = self.folded(all);
        }
        let wanted = all.into_iter().skip(request.offset).take(request.limit);
        let hits = wanted.map(|(hit, at)| match request.fetch {
            Fetch::Ids => hit,
            Fetch::Records => Hit { record: Some(self.records[at].clone()), ..hit },
        });
        Ok(Hits { total, articles, hits: hits.collect() })
    }

    fn facet(&self, request: &FacetRequest) -> Result<Facets, EngineError> {
        let matcher = self.matcher(&request.query);
        let values = |record: &Record| values(record, &matcher, request.facet);
        let found: Vec<BTreeMap<String, u64>> = self.records.par_iter().map(values).collect();
        let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for (value, count) in found.into_iter().flatten() {
            let sums = counts.entry(value).or_default();
            sums.0 += count;
            sums.1 += 1;
        }
        let distinct = counts.len() as u64;
        let mut counts: Vec<FacetCount> =
            counts.into_iter().map(|(value, (count, articles))| FacetCount { value, count, articles }).collect();
        counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        counts.truncate(request.limit);
        Ok(Facets { counts, distinct })
    }

    fn get(&self, id: ArticleId) -> Result<Option<Record>, EngineError> {
        Ok(self.records.iter().find(|record| record.article.id == id).cloned())
    }

    fn visit(&self, query: &Query, show: &mut (dyn FnMut(&Record) + Send)) -> Result<(), EngineError> {
        let matcher = self.matcher(query);
        self.records.iter().filter(|record| matcher.matches(&record.article, &record.analysis)).for_each(show);
        Ok(())
    }

    fn explain(&self, request: &SearchRequest, id: ArticleId) -> Result<Explanation, EngineError> {
        let matcher = self.matcher(&request.query);
        let newest = self.records.iter().filter_map(|record| record.article.date).max();
        let Some(record) = self.records.iter().find(|record| record.article.id == id) else {
            return Ok(Explanation { label: "no such article".to_owned(), ..Explanation::default() });
        };
        if !matcher.matches(&record.article, &record.analysis) {
            return Ok(Explanation { label: "no match".to_owned(), ..Explanation::default() });
        }
        let age = record.article.date.zip(newest).map(|(day, newest)| (newest - day).num_days());
        Ok(score(&matcher, record, None, &request.ranking, age))
    }

    fn compiled(&self, query: &Query, unit: Unit) -> Result<Compiled, EngineError> {
        let count = self.search(&SearchRequest::count(query.clone(), unit))?.total;
        let label = format!("every article is read for {}", query.display(unit));
        Ok(Compiled { label, unit, count, words: None, parts: Vec::new() })
    }

    fn tally(&self, request: &TallyRequest) -> Result<Vec<Tally>, EngineError> {
        Ok(tally::tally(&self.records, request, &self.matcher(&request.query)))
    }

    fn matches(&self, query: &Query) -> Result<MatchCount, EngineError> {
        let matcher = self.matcher(query);
        let count = |Record { article, analysis }: &Record| {
            let mut count = MatchCount::default();
            if matcher.matches(article, analysis) {
                count.add(places(&matcher.find(article, analysis, Scope::Article)).len() as u64);
            }
            count
        };
        Ok(self.records.par_iter().map(count).sum())
    }

    fn words(&self, request: &WordsRequest) -> Result<Words, EngineError> {
        let other = self.matcher(request.other.as_ref().unwrap_or(&Query::All));
        Ok(tally::words(&self.records, request, &self.matcher(&request.query), &other))
    }

    fn copies(&self) -> Result<Arc<FxHashSet<ArticleId>>, EngineError> {
        Ok(Arc::clone(self.copies()))
    }

    fn stats(&self) -> Result<Stats, EngineError> {
        let mut stats = Stats { articles: self.records.len() as u64, ..Stats::default() };
        let (mut speakers, mut outlets, mut inputs) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for Record { article, analysis } in &self.records {
            stats.dated += u64::from(article.date.is_some());
            stats.datelined += u64::from(analysis.dateline.is_some());
            stats.first_date = stats.first_date.into_iter().chain(article.date).min();
            stats.last_date = stats.last_date.max(article.date);
            outlets.extend(article.outlet.as_deref().and_then(document::folded_value));
            inputs.insert(article.origin.path.as_str());
            for quote in &analysis.quotes {
                if quote.act == Act::Other {
                    stats.other_acts += 1;
                    continue;
                }
                let kind = QuoteKind::ALL.iter().position(|kind| *kind == quote.kind).unwrap_or(0);
                stats.quotes[kind] += 1;
                stats.attributed += u64::from(quote.speaker.is_some());
                speakers.extend(analysis.speakers(quote).filter_map(|person| document::folded_value(&person.name)));
            }
        }
        stats.speakers = speakers.len() as u64;
        stats.outlets = outlets.len() as u64;
        stats.inputs = inputs.len() as u64;
        Ok(stats)
    }
}

/// Values of a facet in one article and how often each is counted; nothing if the article does not answer.
fn values(record: &Record, matcher: &Matcher, facet: Facet) -> BTreeMap<String, u64> {
    let Record { article, analysis } = record;
    let mut counts = BTreeMap::new();
    if facet == Facet::Speaker {
        for number in matcher.quotes(article, analysis) {
            let quote = analysis.quotes.get(number as usize);
            let names: BTreeSet<&str> = quote
                .into_iter()
                .flat_map(|quote| analysis.speakers(quote))
                .map(|person| person.name.as_str())
                .collect();
            names.into_iter().for_each(|name| *counts.entry(name.to_owned()).or_default() += 1);
        }
        return counts;
    }
    if !matcher.matches(article, analysis) {
        return counts;
    }
    counts.extend(all_values(record, facet).into_iter().map(|value| (value, 1)));
    counts
}

/// The values of a facet that an article has; none for speakers, who are those of its quotations.
fn all_values(record: &Record, facet: Facet) -> Vec<String> {
    let Record { article, analysis } = record;
    let block = || document::block(record, "", 0).article;
    match facet {
        Facet::Outlet => article.outlet.as_deref().and_then(document::folded_value).into_iter().collect(),
        Facet::Section => article.section.as_deref().and_then(document::folded_value).into_iter().collect(),
        Facet::Language => article.language.as_deref().map(str::to_lowercase).into_iter().collect(),
        Facet::In => block().dateline_places,
        Facet::Place => block().places,
        Facet::Person => analysis.people.iter().map(|person| person.name.clone()).collect(),
        Facet::Speaker => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn record(id: u8, date: Option<u32>, outlet: &str) -> Record {
        let article = Article {
            id: ArticleId([id; 16]),
            date: date.and_then(|day| NaiveDate::from_ymd_opt(2025, 5, day)),
            outlet: Some(outlet.to_owned()),
            body: "Text.".to_owned(),
            ..Article::default()
        };
        Record { article, ..Record::default() }
    }

    fn ids(scan: &Scan, order: Order, offset: usize, limit: usize) -> Vec<u8> {
        let request = SearchRequest { order, offset, limit, ..SearchRequest::new(Query::All, Unit::Article) };
        scan.search(&request).unwrap().hits.iter().map(|hit| hit.id.0[0]).collect()
    }

    #[test]
    fn undated_articles_come_last_in_every_order() {
        let scan = Scan::new(vec![record(3, None, "A"), record(2, Some(1), "A"), record(1, Some(9), "A")]);
        assert_eq!(ids(&scan, Order::Relevance, 0, 9), [1, 2, 3]);
        assert_eq!(ids(&scan, Order::Newest, 0, 9), [1, 2, 3]);
        assert_eq!(ids(&scan, Order::Oldest, 0, 9), [2, 1, 3]);
        assert_eq!(ids(&scan, Order::Oldest, 1, 1), [1]);
    }

    #[test]
    fn the_last_record_of_an_id_stays() {
        let scan = Scan::new(vec![record(1, None, "Old Paper"), record(1, Some(2), "New Paper")]);
        assert_eq!(scan.stats().unwrap().articles, 1);
        let request = FacetRequest { query: Query::All, facet: Facet::Outlet, limit: 5 };
        let facets = scan.facet(&request).unwrap();
        assert_eq!(facets.counts, [FacetCount { value: "new paper".into(), count: 1, articles: 1 }]);
        assert_eq!(facets.distinct, 1);
    }
}
