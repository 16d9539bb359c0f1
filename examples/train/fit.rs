//! From labelled articles to a weights file: words, first pass, rankers on what others' first passes said.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use onrecord::analysis::model::columns::Columns;
use onrecord::analysis::model::features::{PLACES, Sink, TAGS, mix, paragraph, place};
use onrecord::analysis::model::link::Linker;
use onrecord::analysis::model::rank::Ranker;
use onrecord::analysis::model::table::{LANES, MOST, Weights, Words};
use onrecord::analysis::model::tagger::{Found, Tagger, join};

use crate::clusters::Clusters;
use crate::gold::{self, Labelled, Tagged};
use crate::learn::{self, Example, Learned};
use crate::links;
use crate::lore::{Counts, Lore, unseen};
use crate::measure;
use crate::syntax::{Aligned, Parse};
use crate::teach::{School, Teacher};

pub(crate) const FOLDS: usize = 5;

pub(crate) struct Settings {
    pub(crate) learn: learn::Settings,
    /// Templates that are left out.
    pub(crate) without: Vec<u32>,
    /// Where what was learned is kept between runs of the same settings: to be emptied when they change.
    pub(crate) keep: Option<std::path::PathBuf>,
    pub(crate) least: u32,
    /// Logarithm of the number of buckets of the table of features with few values, and of the other.
    pub(crate) bits: [u32; 2],
    /// How many unlabelled articles are learned from with a teacher's tags (none: no teacher), and how much each counts.
    pub(crate) silver: usize,
    pub(crate) silver_weight: f32,
    /// Whether to measure the whole analysis, and not the model alone.
    pub(crate) whole: bool,
}

/// A setting: a number in an environment variable, or what is usual.
pub(crate) fn env(name: &str, usual: f32) -> f32 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(usual)
}

/// Templates to leave out: numbers and ranges, `60-68,84`.
fn without() -> Vec<u32> {
    let list = std::env::var("WITHOUT").unwrap_or_default();
    list.split(',')
        .filter(|part| !part.is_empty())
        .flat_map(|part| {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            from.parse::<u32>().expect("a template")..=to.parse().expect("a template")
        })
        .collect()
}

impl Settings {
    pub(crate) fn from_env() -> Self {
        let learn = learn::Settings {
            epochs: env("EPOCHS", 12.0) as usize,
            rate: env("RATE", 0.01),
            l1: env("L1", 0.2),
            l2: env("L2", 0.05),
            calm: env("CALM", 1.0),
            skip: env("SKIP", 1e-3),
            cost: [env("MISS", 0.2), 0.0],
        };
        Self {
            learn,
            without: without(),
            keep: std::env::var_os("KEEP").map(Into::into),
            least: env("LEAST", 5.0) as u32,
            whole: env("WHOLE", 0.0) > 0.0,
            silver: env("SILVER", 3000.0) as usize,
            silver_weight: env("SILVER_WEIGHT", 0.5),
            bits: [env("FEW_BITS", 14.0) as u32, env("WORD_BITS", 14.0) as u32],
        }
    }
}

/// Which fold an article belongs to.
pub(crate) fn fold_of(number: usize) -> usize {
    // Articles of one publisher stand together: neighbours go to different folds.
    number % FOLDS
}

/// Numbers features as they come.
struct Numbering {
    numbers: HashMap<u32, u32, std::hash::BuildHasherDefault<rustc_hash::FxHasher>>,
    hashes: Vec<u32>,
    /// Whether each has few values.
    few: Vec<bool>,
    counts: Vec<u32>,
    last: Vec<u32>,
    articles: Vec<u32>,
}

struct Keeper<'a> {
    numbering: &'a mut Numbering,
    per_token: &'a mut [Vec<u32>],
    at: usize,
    article: u32,
    without: &'a [u32],
}

impl Sink for Keeper<'_> {
    fn token(&mut self, i: usize) {
        self.at = i;
    }

    fn put(&mut self, template: u32, value: u32) {
        self.keep(template, value, true);
    }

    fn word(&mut self, template: u32, value: u32) {
        self.keep(template, value, false);
    }
}

impl Keeper<'_> {
    /// Numbers a feature and notes it for the token; `few` says whether it has few values.
    fn keep(&mut self, template: u32, value: u32, few: bool) {
        if self.without.contains(&template) {
            return;
        }
        let hash = mix(template, value);
        let n = &mut *self.numbering;
        let number = *n.numbers.entry(hash).or_insert_with(|| {
            n.hashes.push(hash);
            n.few.push(few);
            n.counts.push(0);
            n.last.push(0);
            n.articles.push(0);
            (n.hashes.len() - 1) as u32
        });
        n.counts[number as usize] += 1;
        if n.last[number as usize] != self.article {
            n.last[number as usize] = self.article;
            n.articles[number as usize] += 1;
        }
        self.per_token[self.at].push(number);
    }
}

/// An article to learn from.
pub(crate) struct Lesson<'a> {
    pub(crate) tagged: &'a Tagged,
    /// What a parser says of it, for a teacher.
    pub(crate) parse: Option<&'a Parse>,
    /// How much it counts.
    pub(crate) weight: f32,
}

/// Learns the weights of features and steps; the features by number: hash, and whether it has few values.
fn fit(lessons: &[Lesson<'_>], settings: &Settings) -> (Learned, Vec<(u32, bool)>) {
    let mut numbering = Numbering {
        numbers: HashMap::default(),
        hashes: Vec::new(),
        few: Vec::new(),
        counts: Vec::new(),
        last: Vec::new(),
        articles: Vec::new(),
    };
    let mut examples: Vec<Example> = Vec::new();
    let mut columns = Columns::default();
    let mut per_token: Vec<Vec<u32>> = Vec::new();
    for (number, lesson) in lessons.iter().enumerate() {
        let one = lesson.tagged;
        let aligned = lesson.parse.map(|parse| Aligned::new(&one.view, parse));
        for range in &one.view.paragraphs {
            columns.fill(&one.view, range.clone());
            if columns.is_quiet() {
                continue;
            }
            per_token.iter_mut().for_each(Vec::clear);
            per_token.resize_with(per_token.len().max(range.len()), Vec::new);
            let mut keeper = Keeper {
                numbering: &mut numbering,
                per_token: &mut per_token,
                at: 0,
                article: number as u32 + 1,
                without: &settings.without,
            };
            paragraph(&one.view, range.clone(), &columns, &mut keeper);
            if let Some(aligned) = &aligned {
                aligned.put(&one.view, range.clone(), &columns, &mut keeper);
            }
            let tags = one.tags[range.clone()].to_vec();
            let mut example = Example { tags, weight: lesson.weight, ..Example::default() };
            for i in (0..range.len()).filter(|i| columns.is_still(*i)) {
                example.tags[i] = 0;
            }
            example.places.extend((0..range.len()).map(|i| place(&columns, i) as u8));
            for features in &per_token[..range.len()] {
                example.starts.push(example.features.len() as u32);
                example.features.extend(features);
            }
            example.starts.push(example.features.len() as u32);
            examples.push(example);
        }
    }
    let kept = renumber(&mut examples, &numbering, settings.least);
    let learned = learn::learn(&examples, kept.len(), &settings.learn);
    (learned, kept)
}

/// Drops rare features; the hashes of those that stay, by new number, and whether each has few values.
fn renumber(examples: &mut [Example], numbering: &Numbering, least: u32) -> Vec<(u32, bool)> {
    let mut kept = Vec::new();
    let new: Vec<u32> = (0..numbering.hashes.len())
        .map(|i| {
            if numbering.counts[i] < least || numbering.articles[i] < 2 {
                return u32::MAX;
            }
            kept.push((numbering.hashes[i], numbering.few[i]));
            (kept.len() - 1) as u32
        })
        .collect();
    for example in examples.iter_mut() {
        let mut features = Vec::with_capacity(example.features.len());
        let mut starts = Vec::with_capacity(example.starts.len());
        for two in example.starts.windows(2) {
            starts.push(features.len() as u32);
            let own = &example.features[two[0] as usize..two[1] as usize];
            features.extend(own.iter().map(|f| new[*f as usize]).filter(|f| *f != u32::MAX));
        }
        starts.push(features.len() as u32);
        example.features = features;
        example.starts = starts;
    }
    kept
}

/// Rounds weights to 8 bits; head and tables: of features with few values, and of those that hang on a word.
fn pack(learned: &Learned, features: &[(u32, bool)], bits: [u32; 2]) -> [Vec<u8>; 3] {
    // Only differences count: the weight of the first tag is made 0.
    let differences: Vec<[f32; TAGS - 1]> =
        learned.rows.iter().map(|row| std::array::from_fn(|k| row[k + 1] - row[0])).collect();
    let top = differences.iter().flatten().map(|w| w.abs()).fold(1e-3, f32::max);
    let unit = top / f32::from(MOST);
    let mut rows: Vec<(f32, (u32, bool), [i16; 6])> = differences
        .iter()
        .zip(features)
        .map(|(row, feature)| {
            let size = row.iter().map(|w| w.abs()).fold(0.0, f32::max);
            (size, *feature, row.map(|w| (w / unit).round() as i16))
        })
        .filter(|(_, _, weights)| weights.iter().any(|w| *w != 0))
        .collect();
    rows.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let [few, words] = [true, false].map(|few| {
        let table: Vec<(u32, [i16; 6])> = rows
            .iter()
            .filter(|(_, feature, _)| feature.1 == few)
            .map(|(_, (hash, _), weights)| (*hash, *weights))
            .collect();
        let (bytes, lost) = Weights::build(&table, bits[usize::from(!few)]);
        eprintln!("unit {unit:.4}, few values {few}: {lost} of {} found no room", table.len());
        bytes
    });
    let mut head = unit.to_le_bytes().to_vec();
    for place in 0..PLACES {
        for before in 0..TAGS {
            for tag in 0..LANES {
                let weight = if tag < TAGS { learned.steps[place][before][tag] } else { 0.0 };
                head.extend(((weight / unit).round().clamp(-15000.0, 15000.0) as i16).to_le_bytes());
            }
        }
    }
    [head, few, words]
}

/// What was kept of an earlier run of the same settings, or is made now and kept.
fn kept(settings: &Settings, name: &str, make: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
    let Some(path) = settings.keep.as_ref().map(|folder| folder.join(name)) else { return make() };
    std::fs::read(&path).unwrap_or_else(|_| {
        let bytes = make();
        std::fs::write(&path, &bytes).expect("keeping what was learned");
        bytes
    })
}

/// Everything that is learned from, and what was learned on the way.
pub(crate) struct Course<'a> {
    articles: &'a [Labelled],
    clusters: &'a Clusters,
    settings: &'a Settings,
    /// Unlabelled articles.
    plain: Vec<Labelled>,
    /// Counts over the unlabelled articles by the folds that their model had not seen, sorted.
    counts: HashMap<Vec<usize>, Rc<Counts>>,
    /// First passes by the folds left out, sorted.
    firsts: HashMap<Vec<usize>, Rc<Vec<u8>>>,
    /// The folder of texts and parses, and what was read of it for teachers.
    data: PathBuf,
    school: Option<School>,
}

/// Of so many unlabelled articles one is read.
const EVERY: usize = 8;

impl<'a> Course<'a> {
    /// `data` is the folder with unlabelled articles and parses.
    pub(crate) fn new(articles: &'a [Labelled], clusters: &'a Clusters, settings: &'a Settings, data: &Path) -> Self {
        let plain = gold::plain(&data.join("allsides.jsonl"), EVERY);
        let (counts, firsts) = (HashMap::new(), HashMap::new());
        Self { articles, clusters, settings, plain, counts, firsts, data: data.to_owned(), school: None }
    }

    /// Views and tags of the articles outside the folds `left`, and the table of words. What unlabelled articles say of a
    /// word, if asked, comes from models that had not seen the article it stands in.
    fn learners(&mut self, left: &[usize], plain: bool) -> (Vec<Tagged>, Vec<u8>) {
        let articles = self.articles;
        let kept = || articles.iter().enumerate().filter(|(n, _)| !left.contains(&fold_of(*n)));
        let lore = Lore::new(kept().map(|(_, article)| article), self.clusters);
        let mut counts = |fold: Option<usize>| {
            let left: Vec<usize> = left.iter().copied().chain(fold).collect();
            if plain { self.counts(&left) } else { Rc::default() }
        };
        let all = counts(None);
        let by_fold: Vec<Rc<Counts>> =
            (0..FOLDS).map(|fold| if left.contains(&fold) { all.clone() } else { counts(Some(fold)) }).collect();
        let table = lore.table(self.clusters, &all);
        let words = Words::new(&table);
        let tagged = kept().map(|(n, article)| unseen(article, &lore, self.clusters, &words, &by_fold[fold_of(n)]));
        (tagged.collect(), table)
    }

    /// A first pass learned from the articles outside the folds `left`: its file. If it may see what is `plain`, it learns from
    /// unlabelled articles, too, as a teacher tags them.
    fn first(&mut self, left: &[usize], plain: bool) -> Vec<u8> {
        let (tagged, table) = self.learners(left, plain);
        let settings = self.settings;
        let silver = if plain { self.silver(left, &tagged, &table) } else { Vec::new() };
        let mut all = lessons(&tagged);
        all.extend(silver.iter().map(|tagged| Lesson { tagged, parse: None, weight: settings.silver_weight }));
        let (learned, features) = fit(&all, settings);
        let [head, few, words] = pack(&learned, &features, settings.bits);
        join(&[table, Vec::new(), Vec::new(), Vec::new(), Vec::new(), head, few, words])
    }

    /// Unlabelled articles with the tags of a teacher that learned from the articles outside the folds `left` and their parses.
    fn silver(&mut self, left: &[usize], tagged: &[Tagged], table: &[u8]) -> Vec<Tagged> {
        let settings = self.settings;
        if settings.silver == 0 {
            return Vec::new();
        }
        let school = self.school.get_or_insert_with(|| School::read(&self.data, settings.silver));
        let tags = kept(settings, &format!("silver{left:?}"), || {
            let mut own = lessons(tagged);
            let parses = school.gold.iter().enumerate().filter(|(n, _)| !left.contains(&fold_of(*n)));
            own.iter_mut().zip(parses).for_each(|(lesson, (_, parse))| lesson.parse = Some(parse));
            let (learned, features) = fit(&own, settings);
            school.tags(&Teacher::new(&learned, &features), &Words::new(table))
        });
        school.tagged(&tags, &Words::new(table))
    }

    /// How often words of the unlabelled articles are cues and sources, by a model that knows the folds outside `left`.
    fn counts(&mut self, left: &[usize]) -> Rc<Counts> {
        let left = sorted(left);
        if let Some(counts) = self.counts.get(&left) {
            return counts.clone();
        }
        let settings = self.settings;
        let bytes = kept(settings, &format!("plain{left:?}"), || self.first(&left, false));
        let tagger = Tagger::read(&bytes).unwrap();
        let mut counts = Counts::new();
        for article in &self.plain {
            tagger.with(&article.text, &article.sentences, &article.marked, |view, found| {
                gold::count(&article.text, view, &found.tags, &mut counts);
            });
        }
        let counts = Rc::new(counts);
        self.counts.insert(left, counts.clone());
        counts
    }

    fn kept_first(&mut self, left: &[usize]) -> Rc<Vec<u8>> {
        let left = sorted(left);
        if let Some(bytes) = self.firsts.get(&left) {
            return bytes.clone();
        }
        let settings = self.settings;
        let bytes = Rc::new(kept(settings, &format!("first{left:?}"), || self.first(&left, true)));
        self.firsts.insert(left, bytes.clone());
        bytes
    }

    /// All passes, learned from the articles outside `held` (all of them, where it is none).
    fn whole(&mut self, held: Option<usize>) -> Vec<u8> {
        let articles = self.articles;
        let out: Vec<usize> = held.into_iter().collect();
        let main = self.kept_first(&out);
        let (tagged, table) = self.learners(&out, true);
        let numbers: Vec<usize> = (0..articles.len()).filter(|n| !out.contains(&fold_of(*n))).collect();
        let mut before: Vec<Found> = Vec::new();
        before.resize_with(numbers.len(), Found::default);
        for fold in (0..FOLDS).filter(|fold| Some(*fold) != held) {
            let left: Vec<usize> = out.iter().copied().chain([fold]).collect();
            let bytes = self.kept_first(&left);
            let tagger = Tagger::read(&bytes).unwrap();
            for (at, number) in numbers.iter().enumerate().filter(|(_, n)| fold_of(**n) == fold) {
                let article = &articles[*number];
                before[at] = tagger.with(&article.text, &article.sentences, &article.marked, |_, found| found.clone());
            }
        }
        let (mut sources, mut pieces) = (Vec::new(), Vec::new());
        for ((number, one), found) in numbers.iter().zip(&tagged).zip(&before) {
            links::questions(&articles[*number], one, &found.tags, &found.margins, &mut sources, &mut pieces);
        }
        let sources = links::learn(&sources, 12, 0.1, 1e-4);
        let pieces = links::learn(&pieces, 12, 0.1, 1e-4);
        let linker = Linker { sources: Ranker::new(&sources), pieces: Ranker::new(&pieces), ..Linker::default() };
        let (mut trust, mut acts) = (Vec::new(), Vec::new());
        for ((number, one), found) in numbers.iter().zip(&tagged).zip(&before) {
            links::trust(&articles[*number], one, found, &linker, &mut trust);
            links::acts(&articles[*number], one, &mut acts);
        }
        let trust = links::learn(&trust, 8, 0.03, 1e-3);
        let acts = links::learn(&acts, 8, 0.1, 1e-4);
        let parts = onrecord::analysis::model::tagger::sections(&main).unwrap();
        let [head, few, words] = [5, 6, 7].map(|k| parts[k].to_vec());
        join(&[table, sources, pieces, trust, acts, head, few, words])
    }
}

/// Lessons in which all articles count alike.
fn lessons(tagged: &[Tagged]) -> Vec<Lesson<'_>> {
    tagged.iter().map(|tagged| Lesson { tagged, parse: None, weight: 1.0 }).collect()
}

fn sorted(left: &[usize]) -> Vec<usize> {
    let mut left = left.to_vec();
    left.sort_unstable();
    left
}

/// Learns on all folds but one, and writes what is found in that one.
pub(crate) fn folds(course: &mut Course<'_>, folds: &[usize], out: &Path) {
    let (articles, settings) = (course.articles, course.settings);
    let mut file = std::io::BufWriter::new(std::fs::File::create(out).expect("the output"));
    for fold in folds {
        let bytes = kept(settings, &format!("whole{fold}"), || course.whole(Some(*fold)));
        let tagger = Tagger::read(&bytes).unwrap();
        for article in articles.iter().enumerate().filter(|(n, _)| fold_of(*n) == *fold).map(|(_, a)| a) {
            let line =
                if settings.whole { measure::analysed(article, &tagger) } else { measure::found(article, &tagger) };
            writeln!(file, "{line}").unwrap();
        }
    }
}

pub(crate) fn ship(course: &mut Course<'_>) -> Vec<u8> {
    course.whole(None)
}
