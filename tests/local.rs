//! The engine on disk: locks, versions, damage, death while writing; and the join of quotations and articles against
//! brute force, with deletes and merges.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use onrecord::annotation::{Act, Analysis, Person, Quote, QuoteKind, Resolved, Sentence, Zone};
use onrecord::article::{Article, ArticleId};
use onrecord::document::{Record, block};
use onrecord::engine::{Engine, EngineError, Fetch, InputState, SearchRequest, Writer};
use onrecord::local::{LocalEngine, LocalWriter, WriterOptions, check, rebuild};
use onrecord::query::ast::{Acts, NameQuery, Query, QuoteClause, QuoteQuery, TextQuery, TextZone, Unit, WordQuery};
use onrecord::text::Span;

const OPTIONS: WriterOptions = WriterOptions { threads: 2, memory_bytes: 40 << 20 };

/// Words of a body, and quotations: who says which words.
type Written = (Vec<u64>, Vec<(u64, Vec<u64>)>);

/// An article whose body is words such as `w3`, and whose quotations are sentences of such words.
fn record(number: u64, body: &[u64], quotes: &[(u64, Vec<u64>)]) -> Record {
    let join = |words: &[u64]| words.iter().map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ");
    let mut text = join(body);
    let mut analysis = Analysis::default();
    analysis.sentences.push(Sentence { span: Span::new(0, text.len()), paragraph: 0 });
    for (speaker, words) in quotes {
        text.push('\n');
        let start = text.len();
        text.push_str(&join(words));
        let span = Span::new(start, text.len());
        analysis.sentences.push(Sentence { span, paragraph: analysis.sentences.len() as u32 });
        analysis.people.push(Person { name: format!("s{speaker}"), ..Person::default() });
        analysis.quotes.push(Quote {
            kind: QuoteKind::Direct,
            act: Act::Speech,
            zone: Zone::Body,
            content: vec![span].into(),
            cue: None,
            mention: None,
            speaker: Some(analysis.quotes.len() as u32),
            others: Default::default(),
            resolved: Resolved::Named,
            via: None,
            confidence: 90,
        });
    }
    Record { article: Article { id: id(number), body: text, ..Article::default() }, analysis }
}

fn id(number: u64) -> ArticleId {
    ArticleId::of(&[&number.to_le_bytes()])
}

fn phrase(words: &[u64], slop: u32) -> TextQuery {
    let word = |word: &u64| WordQuery::Stem { folded: format!("w{word}"), stem: format!("w{word}") };
    TextQuery::Phrase { words: words.iter().map(word).collect(), slop }
}

fn word(word: u64) -> TextQuery {
    TextQuery::Word(WordQuery::Stem { folded: format!("w{word}"), stem: format!("w{word}") })
}

fn speaker(number: u64) -> QuoteClause {
    QuoteClause::Speaker(NameQuery { tokens: vec![format!("s{number}")], adjacent: false, exact: false })
}

fn quote(clause: QuoteClause) -> Query {
    Query::Quote(QuoteQuery { clause, acts: Acts::Speech })
}

fn write(path: &Path, numbers: std::ops::Range<u64>) {
    let mut writer = LocalWriter::open_or_create(path, &OPTIONS).unwrap();
    for number in numbers {
        writer.put(block(&record(number, &[number, 1], &[(number, vec![2, 3])]), "source", number)).unwrap();
    }
    writer.commit("done").unwrap();
    writer.finish().unwrap();
}

fn total(engine: &LocalEngine) -> u64 {
    engine.search(&SearchRequest::count(Query::All, Unit::Article)).unwrap().total
}

/// Numbers that look random and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

#[test]
fn quotations_and_articles_are_joined_as_by_brute_force() {
    let folder = tempfile::tempdir().unwrap();
    let mut numbers = Numbers(88_172_645_463_325_252);
    let mut truth: BTreeMap<u64, Written> = BTreeMap::new();
    let mut writer = LocalWriter::open_or_create(folder.path(), &OPTIONS).unwrap();
    for round in 0..12 {
        for _ in 0..60 {
            let number = numbers.below(300);
            if numbers.below(8) == 0 {
                writer.delete(id(number)).unwrap();
                truth.remove(&number);
                continue;
            }
            let body: Vec<u64> = (0..12).map(|_| numbers.below(25)).collect();
            let quotes: Vec<(u64, Vec<u64>)> = (0..numbers.below(5))
                .map(|_| (numbers.below(8), (0..2 + numbers.below(7)).map(|_| numbers.below(20)).collect()))
                .collect();
            writer.put(block(&record(number, &body, &quotes), "source", 0)).unwrap();
            truth.insert(number, (body, quotes));
        }
        writer.commit(&round.to_string()).unwrap();
        if round % 4 == 3 {
            writer.finish().unwrap();
            writer = LocalWriter::open_or_create(folder.path(), &OPTIONS).unwrap();
        }
    }
    let engine = writer.engine().unwrap();
    let mut hits = 0;
    for _ in 0..400 {
        let (who, x, y, z) = (numbers.below(8), numbers.below(20), numbers.below(20), numbers.below(25));
        let slop = numbers.below(4) as u32;
        let near = |words: &[u64]| {
            (0..words.len()).any(|a| {
                (0..words.len()).any(|b| {
                    a != b && words[a] == x && words[b] == y && (b as i64 - a as i64 - 1).unsigned_abs() as u32 <= slop
                })
            })
        };
        let says = |quotes: &[(u64, Vec<u64>)]| -> Vec<u32> {
            (0..).zip(quotes).filter(|(_, (by, said))| *by == who && near(said)).map(|(at, _)| at).collect()
        };
        let clause = QuoteClause::And(vec![speaker(who), QuoteClause::Said(phrase(&[x, y], slop))]);
        let has = Query::Text { zone: TextZone::Lead, text: word(z) };
        let query = Query::And(vec![quote(clause.clone()), has.clone()]);
        let without = Query::And(vec![has, Query::Not(Box::new(quote(clause)))]);
        let matching =
            |(body, quotes): &(Vec<u64>, Vec<(u64, Vec<u64>)>)| body.contains(&z) && !says(quotes).is_empty();
        let expected: BTreeSet<ArticleId> =
            truth.iter().filter(|(_, it)| matching(it)).map(|(at, _)| id(*at)).collect();
        let expected_quotes: BTreeSet<(ArticleId, u32)> = truth
            .iter()
            .filter(|(_, it)| matching(it))
            .flat_map(|(at, (_, quotes))| says(quotes).into_iter().map(|number| (id(*at), number)))
            .collect();
        let rest: BTreeSet<ArticleId> = truth
            .iter()
            .filter(|(_, (body, quotes))| body.contains(&z) && says(quotes).is_empty())
            .map(|(at, _)| id(*at))
            .collect();
        let ask = |query: &Query, unit| {
            let request = SearchRequest { limit: 1000, fetch: Fetch::Ids, ..SearchRequest::new(query.clone(), unit) };
            engine.search(&request).unwrap()
        };
        let articles = ask(&query, Unit::Article);
        assert_eq!(articles.hits.iter().map(|hit| hit.id).collect::<BTreeSet<_>>(), expected);
        assert_eq!(articles.total, expected.len() as u64);
        let quotes = ask(&query, Unit::Quote);
        let got: BTreeSet<(ArticleId, u32)> = quotes.hits.iter().map(|hit| (hit.id, hit.quote.unwrap())).collect();
        assert_eq!(got, expected_quotes);
        assert_eq!((quotes.total, quotes.articles), (expected_quotes.len() as u64, expected.len() as u64));
        assert_eq!(ask(&without, Unit::Article).hits.iter().map(|hit| hit.id).collect::<BTreeSet<_>>(), rest);
        hits += expected.len();
    }
    assert!(hits > 100, "too few hits to tell anything: {hits}");
    drop((engine, writer));
    assert_eq!(check(folder.path()).unwrap().damage, [""; 0]);
}

#[test]
fn the_order_is_the_same_however_the_index_is_cut() {
    let mut numbers = Numbers(77);
    let records: Vec<Record> = (0..120)
        .map(|number| {
            let body: Vec<u64> = (0..10).map(|_| numbers.below(6)).collect();
            record(number, &body, &[(1, body.clone())])
        })
        .collect();
    let order = |chunk: usize, options: &WriterOptions| {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = LocalWriter::open_or_create(folder.path(), options).unwrap();
        for part in records.chunks(chunk) {
            part.iter().for_each(|record| writer.put(block(record, "source", 0)).unwrap());
            writer.commit("").unwrap();
        }
        let engine = writer.engine().unwrap();
        let ask = |unit, limit, offset| {
            let text = Query::Or(vec![
                Query::Text { zone: TextZone::Article, text: word(1) },
                Query::Text { zone: TextZone::Article, text: word(2) },
                quote(QuoteClause::Said(phrase(&[3, 4], 0))),
            ]);
            let request = SearchRequest { limit, offset, fetch: Fetch::Ids, ..SearchRequest::new(text, unit) };
            let hits = engine.search(&request).unwrap();
            hits.hits.iter().map(|hit| (hit.id, hit.quote, hit.score.to_bits())).collect::<Vec<_>>()
        };
        let whole = ask(Unit::Article, 200, 0);
        let pages: Vec<_> = (0..20).flat_map(|page| ask(Unit::Article, 10, page * 10)).collect();
        assert_eq!(whole, pages);
        (whole, ask(Unit::Quote, 500, 0))
    };
    let one = order(1000, &WriterOptions { threads: 1, ..OPTIONS });
    assert!(one.0.len() > 50);
    assert_eq!(one, order(1000, &WriterOptions { threads: 3, ..OPTIONS }));
    assert_eq!(one, order(7, &OPTIONS));
}

#[test]
fn there_is_one_writer_and_readers_do_not_wait_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = LocalWriter::open_or_create(folder.path(), &OPTIONS).unwrap();
    assert!(matches!(LocalWriter::open_or_create(folder.path(), &OPTIONS), Err(EngineError::Locked(_))));
    writer.put(block(&record(1, &[1], &[]), "source", 1)).unwrap();
    let before = LocalEngine::open(folder.path()).unwrap();
    writer.commit("").unwrap();
    assert_eq!(total(&before), 0);
    assert_eq!(total(&LocalEngine::open(folder.path()).unwrap()), 1);
    drop(writer);
    assert!(LocalWriter::open_or_create(folder.path(), &OPTIONS).is_ok());
}

#[test]
fn what_was_not_committed_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 0..5);
    let mut writer = LocalWriter::open_or_create(folder.path(), &OPTIONS).unwrap();
    writer.put(block(&record(9, &[9], &[]), "source", 9)).unwrap();
    writer.delete(id(0)).unwrap();
    writer.rollback().unwrap();
    writer.rollback().unwrap();
    writer.put(block(&record(10, &[10], &[]), "source", 10)).unwrap();
    writer.commit("next").unwrap();
    assert_eq!(writer.position().unwrap().as_deref(), Some("next"));
    let engine = writer.engine().unwrap();
    assert_eq!(total(&engine), 6);
    assert!(engine.get(id(9)).unwrap().is_none() && engine.get(id(0)).unwrap().is_some());
    assert_eq!(writer.known("source").unwrap().len(), 6);
}

#[test]
fn a_killed_writer_loses_nothing_that_was_committed() {
    if let Ok(folder) = std::env::var("ONRECORD_TEST_KILLED") {
        // Written aside and renamed: a kill between opening and writing would leave an empty file.
        let acknowledge = |number: u64| {
            let aside = Path::new(&folder).join(".acknowledging");
            fs::write(&aside, number.to_string()).unwrap();
            fs::rename(&aside, Path::new(&folder).join(".acknowledged")).unwrap();
        };
        let mut writer = LocalWriter::open_or_create(Path::new(&folder), &OPTIONS).unwrap();
        for number in 100.. {
            writer.put(block(&record(number, &[1, 2, 3], &[(1, vec![4, 5])]), "source", 0)).unwrap();
            if number % 50 == 0 {
                writer.commit(&number.to_string()).unwrap();
                acknowledge(number);
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let mut least = 0;
    for wait in [150, 400] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["a_killed_writer_loses_nothing_that_was_committed", "--exact"])
            .env("ONRECORD_TEST_KILLED", folder.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let acknowledged = folder.path().join(".acknowledged");
        while fs::metadata(&acknowledged).is_err() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        let last: u64 = fs::read_to_string(&acknowledged).unwrap().parse().unwrap();
        let report = check(folder.path()).unwrap();
        assert_eq!(report.damage, [""; 0]);
        assert!(report.articles >= (last - 99).max(least), "{} of {last}", report.articles);
        least = report.articles;
        fs::remove_file(&acknowledged).unwrap();
    }
    write(folder.path(), 0..1);
    let left = walk(folder.path()).into_iter().filter(|path| path.to_string_lossy().contains(".tmp-")).count();
    assert_eq!(left, 0);
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn an_index_of_another_version_says_so_and_can_be_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 0..20);
    let mut writer = LocalWriter::open_or_create(folder.path(), &OPTIONS).unwrap();
    let state = InputState { source: "source".to_owned(), articles: 20, ..InputState::default() };
    writer.put_input(&state).unwrap();
    writer.delete(id(3)).unwrap();
    writer.commit("here").unwrap();
    drop(writer);
    let manifest = folder.path().join("gen-0001/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("\"analysis\": ", "\"analysis\": 9")).unwrap();
    let refused = |error: Option<EngineError>| matches!(error, Some(EngineError::Version { what: "analysis", .. }));
    assert!(refused(LocalEngine::open(folder.path()).err()));
    assert!(refused(LocalWriter::open_or_create(folder.path(), &OPTIONS).err()));
    let reader_of_old = folder.path().join("gen-0001");
    let mut seen = 0;
    let count = rebuild(folder.path(), &OPTIONS, &mut |articles| {
        seen += articles.len();
        articles.iter().map(|_| Analysis::default()).collect()
    });
    assert_eq!((count.unwrap(), seen), (19, 19));
    assert!(!reader_of_old.exists());
    let engine = LocalEngine::open(folder.path()).unwrap();
    let stats = engine.stats().unwrap();
    assert_eq!((stats.articles, stats.quotes[0], stats.inputs), (19, 0, 1));
    let writer = LocalWriter::open_or_create(folder.path(), &OPTIONS).unwrap();
    assert_eq!(writer.inputs().unwrap(), [state]);
    assert_eq!(writer.position().unwrap().as_deref(), Some("here"));
    assert!(writer.known("source").unwrap().contains(&(id(7), 7)));
    assert_eq!(check(folder.path()).unwrap().damage, [""; 0]);
}

#[test]
fn nothing_is_written_beside_other_files() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("README.md"), "what this is").unwrap();
    assert!(matches!(LocalEngine::open(folder.path()), Err(EngineError::Missing(_))));
    assert!(matches!(check(folder.path()), Err(EngineError::Missing(_))));
    fs::write(folder.path().join("letter.txt"), "mine").unwrap();
    let refused = LocalWriter::open_or_create(folder.path(), &OPTIONS);
    assert!(matches!(refused, Err(EngineError::NotAnIndex { .. })));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    fs::remove_file(folder.path().join("letter.txt")).unwrap();
    write(folder.path(), 0..1);
    fs::remove_file(folder.path().join("CURRENT")).unwrap();
    let refused = LocalWriter::open_or_create(folder.path(), &OPTIONS);
    assert!(matches!(refused, Err(EngineError::NotAnIndex { .. })));
    assert!(folder.path().join("gen-0001/manifest.json").exists());
}

#[cfg(unix)]
#[test]
fn a_read_only_index_can_be_searched_and_nothing_is_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 0..5);
    let generation = folder.path().join("gen-0001");
    for file in walk(&generation) {
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o044, 0o044 & mode, "{}", file.display());
        assert_ne!(mode & 0o600, 0);
    }
    let _ = fs::remove_file(generation.join(".tantivy-meta.lock"));
    let before = walk(folder.path()).len();
    let lock = |mode| {
        for path in [folder.path(), generation.as_path()] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    lock(0o555);
    let engine = LocalEngine::open(folder.path()).unwrap();
    assert_eq!(total(&engine), 5);
    assert_eq!(check(folder.path()).unwrap().damage, [""; 0]);
    assert_eq!(walk(folder.path()).len(), before);
    lock(0o755);
}

/// Bytes of a file that its checksum covers: all but tantivy's footer, which ends with its own length and a magic number.
fn covered(file: &Path, whole: &[u8]) -> usize {
    if file.ends_with("meta.json") {
        return whole.len();
    }
    let end = whole.len() - 8;
    end - u32::from_le_bytes(whole[end..end + 4].try_into().unwrap()) as usize
}

#[test]
fn flipped_bytes_are_found_and_never_bring_the_program_down() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 0..60);
    let generation = folder.path().join("gen-0001");
    let mut files: Vec<PathBuf> = walk(&generation)
        .into_iter()
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name == "meta.json" || !name.starts_with('.') && name != "manifest.json"
        })
        .filter(|path| fs::metadata(path).unwrap().len() > 0)
        .collect();
    files.sort();
    let mut numbers = Numbers(4242);
    for file in &files {
        let whole = fs::read(file).unwrap();
        for _ in 0..4 {
            let mut broken = whole.clone();
            let at = numbers.below(covered(file, &whole) as u64) as usize;
            broken[at] ^= 1 << numbers.below(8);
            // A mapped file must not be changed in place under a reader: another takes its name.
            fs::remove_file(file).unwrap();
            fs::write(file, &broken).unwrap();
            let found = match check(folder.path()) {
                Ok(report) => !report.damage.is_empty(),
                Err(error) => panic!("{error}"),
            };
            assert!(found, "byte {at} of {}", file.display());
            if let Ok(engine) = LocalEngine::open(folder.path()) {
                for unit in [Unit::Article, Unit::Quote] {
                    let text = Query::Text { zone: TextZone::Article, text: phrase(&[2, 3], 2) };
                    let query = Query::Or(vec![text, quote(speaker(3)), Query::All]);
                    let _ = engine.search(&SearchRequest::new(query, unit));
                }
                let _ = engine.stats();
            }
        }
        fs::remove_file(file).unwrap();
        fs::write(file, &whole).unwrap();
    }
    assert_eq!(check(folder.path()).unwrap().damage, [""; 0]);
}
