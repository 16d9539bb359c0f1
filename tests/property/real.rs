//! Real articles, where there are some: `ONRECORD_ARTICLES` names files or folders of them, parted by `:`. They are no
//! part of the project, so without them the laws are put to invented articles alone.

use std::env;
use std::path::PathBuf;
use std::sync::OnceLock;

use chrono::NaiveDate;
use onrecord::analysis::analyse;
use onrecord::document::Record;
use onrecord::lexicon::Lexicon;
use onrecord::read::{self, Settings};

use crate::random::{Random, Vocabulary};

/// Articles taken of each input, and how many are passed over after each.
const OF_EACH: usize = 30;
const PASSED_OVER: usize = 6;

/// Articles from which one world is made.
const OF_WORLD: usize = 30;

/// Longer bodies cost time and prove no more.
const MAX_BYTES: usize = 12_000;

static POOL: OnceLock<Option<Vec<Record>>> = OnceLock::new();

/// The articles, read and analysed once; nothing if none are named.
pub(crate) fn pool() -> Option<&'static [Record]> {
    POOL.get_or_init(|| {
        let named = env::var_os("ONRECORD_ARTICLES")?;
        let roots: Vec<PathBuf> = env::split_paths(&named).collect();
        let settings = Settings::new(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
        let mut pool = Vec::new();
        for input in read::find(&roots, &settings).inputs {
            let found = read::open(&input, &settings).filter_map(Result::ok).map(|found| found.article);
            let found = found.filter(|article| article.body.len() <= MAX_BYTES).step_by(1 + PASSED_OVER).take(OF_EACH);
            pool.extend(found.map(|article| Record { analysis: analyse(&article, Lexicon::builtin()), article }));
        }
        assert!(pool.len() >= OF_WORLD, "ONRECORD_ARTICLES names only {} articles", pool.len());
        Some(pool)
    })
    .as_deref()
}

/// The articles of a world.
fn chosen(pool: &[Record], seed: u64) -> impl Iterator<Item = &Record> {
    (0..OF_WORLD).map(move |at| &pool[(seed as usize).wrapping_mul(OF_WORLD).wrapping_add(at * 7) % pool.len()])
}

pub(crate) fn vocabulary(pool: &[Record], seed: u64) -> &'static Vocabulary {
    let records: Vec<Record> = chosen(pool, seed).cloned().collect();
    Vocabulary::of(&records)
}

/// One of the articles of a world, now and then with the text of another: the next version of it.
pub(crate) fn record(pool: &[Record], seed: u64, random: &mut Random) -> Record {
    let all: Vec<&Record> = chosen(pool, seed).collect();
    let mut record = all[random.below(all.len())].clone();
    if random.chance(10) {
        let id = record.article.id;
        record = all[random.below(all.len())].clone();
        record.article.id = id;
    }
    record
}
