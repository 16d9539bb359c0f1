//! Filling an index, seen from outside: temporary folders go in, a plain writer in memory keeps what is written. What is
//! in it after any change of the inputs must be what a first run would have written.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::NaiveDate;
use onrecord::article::{ArticleId, DateFrom};
use onrecord::document::{Block, Record};
use onrecord::engine::{EngineError, InputState, Writer};
use onrecord::ingest::{Duplicate, IngestError, Options, Progress, Reporter, Silent, Summary, extract, run};
use onrecord::lexicon::Lexicon;
use onrecord::read::{FieldMap, ReadError, Warning};

/// An index in memory, with the promises of a real one: changes are seen after the commit, or not at all.
#[derive(Clone, Default)]
struct Memory {
    committed: State,
    now: State,
    commits: usize,
    /// Writing fails after this many articles.
    full_after: Option<usize>,
    puts: Vec<ArticleId>,
}

#[derive(Clone, Default, PartialEq, Debug)]
struct State {
    blocks: BTreeMap<ArticleId, Block>,
    inputs: BTreeMap<String, InputState>,
}

impl Writer for Memory {
    fn inputs(&self) -> Result<Vec<InputState>, EngineError> {
        Ok(self.committed.inputs.values().cloned().collect())
    }

    fn known(&self, source: &str) -> Result<Vec<(ArticleId, u64)>, EngineError> {
        let blocks = self.committed.blocks.values().filter(|block| block.article.source == source);
        Ok(blocks.map(|block| (block.article.id, block.article.content_hash)).collect())
    }

    fn put(&mut self, block: Block) -> Result<(), EngineError> {
        if self.full_after.is_some_and(|limit| self.puts.len() >= limit) {
            return Err(EngineError::Other("no space left".to_owned()));
        }
        self.puts.push(block.article.id);
        self.now.blocks.insert(block.article.id, block);
        Ok(())
    }

    fn put_input(&mut self, state: &InputState) -> Result<(), EngineError> {
        self.now.inputs.insert(state.source.clone(), state.clone());
        Ok(())
    }

    fn delete(&mut self, id: ArticleId) -> Result<(), EngineError> {
        assert!(self.now.blocks.remove(&id).is_some(), "only what is there is deleted");
        Ok(())
    }

    fn delete_input(&mut self, source: &str) -> Result<(), EngineError> {
        self.now.inputs.remove(source);
        Ok(())
    }

    fn commit(&mut self, _position: &str) -> Result<(), EngineError> {
        self.committed = self.now.clone();
        self.commits += 1;
        Ok(())
    }

    fn rollback(&mut self) -> Result<(), EngineError> {
        self.now = self.committed.clone();
        Ok(())
    }
}

impl Memory {
    fn ids(&self) -> Vec<ArticleId> {
        self.committed.blocks.keys().copied().collect()
    }

    fn bodies(&self) -> Vec<String> {
        let mut bodies: Vec<String> = self.committed.blocks.values().map(|block| record(block).article.body).collect();
        bodies.sort();
        bodies
    }
}

fn record(block: &Block) -> Record {
    postcard::from_bytes(&block.article.stored).unwrap()
}

/// Keeps all that it is told.
#[derive(Default)]
struct Ears {
    told: Mutex<Vec<String>>,
    last: Mutex<Progress>,
}

impl Reporter for Ears {
    fn progress(&self, progress: &Progress) {
        *self.last.lock().unwrap() = *progress;
    }
    fn rejected(&self, error: &ReadError) {
        self.told.lock().unwrap().push(format!("rejected {error}"));
    }
    fn warned(&self, warning: &Warning) {
        self.told.lock().unwrap().push(format!("warned {warning}"));
    }
    fn duplicate(&self, duplicate: &Duplicate) {
        let Duplicate { source, record, kept_source, .. } = duplicate;
        self.told.lock().unwrap().push(format!("duplicate {source} {record} of {kept_source}"));
    }
}

fn today() -> NaiveDate {
    "2025-11-22".parse().unwrap()
}

fn options(root: &Path) -> Options {
    Options { threads: 2, ..Options::new(vec![root.to_owned()], today()) }
}

fn fill_with(options: &Options, memory: &mut Memory) -> Summary {
    run(options, memory, Lexicon::builtin(), &Silent, &AtomicBool::new(false)).unwrap()
}

fn fill(root: &Path, memory: &mut Memory) -> Summary {
    fill_with(&options(root), memory)
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// What a first run over the folder writes.
fn afresh(root: &Path) -> Memory {
    let mut memory = Memory::default();
    fill(root, &mut memory);
    memory
}

/// The index is as a first run would leave it.
#[track_caller]
fn assert_as_new(root: &Path, memory: &Memory) {
    let new = afresh(root);
    assert_eq!(memory.ids(), new.ids());
    for (id, block) in &memory.committed.blocks {
        let expected = &new.committed.blocks[id];
        assert_eq!(
            (&block.article.source, block.article.content_hash),
            (&expected.article.source, expected.article.content_hash)
        );
    }
}

fn lines(numbers: std::ops::Range<usize>) -> String {
    numbers
        .map(|n| format!("{{\"id\":\"{n}\",\"title\":\"Bridge {n}\",\"body\":\"Text {n} of the harbour.\"}}\n"))
        .collect()
}

#[test]
fn a_folder_is_read_in_order_and_summed_up() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "b/2.txt", " date 2025-10-10 OSLO, October 10. \"We will build the bridge,\" Mara Lind said.\n");
    write(root, "a.jsonl", &lines(0..3));
    write(root, "c.csv", "title,body,date\nA,Text of the table.,2025-10-11\n");
    write(root, "picture.png", "x");
    write(root, "notes.pdf", "x");
    write(root, ".hidden.txt", "Hidden text.");
    write(root, "left.txt", "Left out.");
    write(root, ".onrecordignore", "left.txt\n");
    let mut memory = Memory::default();
    let summary = fill(root, &mut memory);
    assert_eq!((summary.inputs, summary.added, summary.put(), summary.articles()), (3, 5, 5, 5));
    assert_eq!(summary.skipped, [(".pdf".to_owned(), 1), (".png".to_owned(), 1)]);
    let dates: Vec<(DateFrom, u64)> = summary.dates.clone().into_iter().collect();
    assert_eq!(dates, [(DateFrom::Header, 1), (DateFrom::Metadata, 1), (DateFrom::None, 3)]);
    assert_eq!((summary.rejected, summary.duplicates, summary.stopped), (0, 0, false));
    let sources: Vec<&str> = memory.puts.iter().map(|id| memory.committed.blocks[id].article.source.as_str()).collect();
    assert_eq!(sources, ["a.jsonl", "a.jsonl", "a.jsonl", "b/2.txt", "c.csv"]);
    let state = &memory.committed.inputs["a.jsonl"];
    assert!(state.complete && state.articles == 3 && state.bytes > 0 && state.modified_ns > 0, "{state:?}");
}

#[test]
fn a_second_run_that_finds_nothing_new_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.jsonl", &format!("{}oops\n", lines(0..50)));
    write(folder.path(), "b.txt", "The text.");
    let mut memory = afresh(folder.path());
    let before = memory.clone();
    let summary = fill(folder.path(), &mut memory);
    assert_eq!((summary.inputs_unchanged, summary.unchanged, summary.put()), (2, 51, 0));
    assert_eq!((summary.rejected, summary.rejected_before), (0, 1));
    assert_eq!((memory.commits, memory.puts.len()), (before.commits, before.puts.len()));
    assert_eq!(memory.committed, before.committed);
}

#[test]
fn a_touched_file_is_known_by_its_bytes() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.jsonl", &lines(0..5));
    let mut memory = afresh(folder.path());
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
    fs::File::options().append(true).open(folder.path().join("a.jsonl")).unwrap().set_modified(later).unwrap();
    let summary = fill(folder.path(), &mut memory);
    assert_eq!((summary.inputs_unchanged, summary.put(), summary.bytes), (1, 0, 0));
    assert_eq!(memory.commits, 2, "its new time is kept");
    assert_eq!(fill(folder.path(), &mut memory).inputs_unchanged, 1);
    assert_eq!(memory.commits, 2);
}

#[test]
fn of_a_changed_file_only_changed_records_are_written() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.jsonl", &lines(0..500));
    let mut memory = afresh(folder.path());
    let puts = memory.puts.len();
    let changed = lines(0..500).replace("Text 7 of", "Text seven of").replace("Text 311 of", "Text 311 beyond");
    let changed: String =
        changed.lines().filter(|line| !line.contains("\"id\":\"20\"")).map(|line| format!("{line}\n")).collect();
    write(folder.path(), "a.jsonl", &(lines(900..901) + &changed));
    let summary = fill(folder.path(), &mut memory);
    assert_eq!((summary.added, summary.replaced, summary.deleted, summary.unchanged), (1, 2, 1, 497));
    assert_eq!(memory.puts.len() - puts, 3);
    assert_as_new(folder.path(), &memory);
}

#[test]
fn the_index_does_not_depend_on_the_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..40 {
        write(folder.path(), &format!("{n:02}.jsonl"), &lines(n * 30..n * 30 + 60));
        write(folder.path(), &format!("{n:02}.txt"), &format!("Text number {n}. {}", "More of it. ".repeat(3000)));
    }
    write(
        folder.path(),
        "x.jsonl",
        "{\"url\":\"https://example.org/a\",\"body\":\"One.\"}\n{\"url\":\"https://example.org/a\",\"body\":\"Two.\"}\n",
    );
    let mut runs = Vec::new();
    for threads in [1, 2, 7] {
        let mut memory = Memory::default();
        let ears = Ears::default();
        let options = Options { threads, work_bytes: 1 << 20, commit_bytes: 300_000, ..options(folder.path()) };
        run(&options, &mut memory, Lexicon::builtin(), &ears, &AtomicBool::new(false)).unwrap();
        runs.push((memory.puts, memory.committed, memory.commits, ears.told.into_inner().unwrap()));
    }
    assert!(runs[0].2 > 3, "several commits");
    assert_eq!(runs[0].0.len(), 40 * 60 + 40 + 1);
    assert_eq!(runs[0], runs[1]);
    assert_eq!(runs[0], runs[2]);
}

#[test]
fn equal_ids_the_first_in_input_order_wins() {
    let folder = tempfile::tempdir().unwrap();
    let record = |text: &str| format!("{{\"url\":\"https://example.org/a\",\"body\":\"{text}\"}}\n");
    write(folder.path(), "1.jsonl", &(record("One.") + &record("Two.")));
    write(folder.path(), "2.jsonl", &record("Three."));
    let mut memory = Memory::default();
    let ears = Ears::default();
    let summary =
        run(&options(folder.path()), &mut memory, Lexicon::builtin(), &ears, &AtomicBool::new(false)).unwrap();
    assert_eq!((summary.added, summary.duplicates), (1, 2));
    assert_eq!(ears.told.into_inner().unwrap(), ["duplicate 1.jsonl 2 of 1.jsonl", "duplicate 2.jsonl 1 of 1.jsonl"]);
    assert_eq!(memory.bodies(), ["One."]);
}

#[test]
fn an_article_held_by_two_inputs_goes_over_when_the_first_lets_go_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let record = |text: &str| format!("{{\"url\":\"https://example.org/a\",\"body\":\"{text}\"}}\n");
    write(folder.path(), "2.jsonl", &(record("Two.") + &lines(0..1)));
    let mut memory = afresh(folder.path());
    // An earlier input comes that holds it too.
    write(folder.path(), "1.jsonl", &record("One."));
    let summary = fill(folder.path(), &mut memory);
    assert_eq!((summary.replaced, summary.duplicates), (1, 1));
    assert_eq!(memory.bodies(), ["One.", "Text 0 of the harbour."]);
    assert_as_new(folder.path(), &memory);
    // It lets go of it: the later one, though unchanged, gives it again.
    write(folder.path(), "1.jsonl", "{\"url\":\"https://example.org/b\",\"body\":\"Other.\"}\n");
    fill(folder.path(), &mut memory);
    assert_eq!(memory.bodies(), ["Other.", "Text 0 of the harbour.", "Two."]);
    assert_as_new(folder.path(), &memory);
    // A later input comes that holds what an unchanged one holds.
    write(folder.path(), "3.jsonl", &record("Three."));
    let summary = fill(folder.path(), &mut memory);
    assert_eq!((summary.put(), summary.duplicates), (0, 1));
    assert_as_new(folder.path(), &memory);
}

#[test]
fn what_is_gone_stays_until_it_is_pruned() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.jsonl", &lines(0..3));
    write(folder.path(), "b.jsonl", &lines(10..12));
    let mut memory = afresh(folder.path());
    fs::remove_file(folder.path().join("b.jsonl")).unwrap();
    let summary = fill(folder.path(), &mut memory);
    assert_eq!((summary.gone, summary.deleted, memory.ids().len()), (vec!["b.jsonl".to_owned()], 0, 5));
    let summary = fill_with(&Options { prune: true, ..options(folder.path()) }, &mut memory);
    assert_eq!((summary.inputs_pruned, summary.deleted, memory.ids().len()), (1, 2, 3));
    assert_as_new(folder.path(), &memory);
}

#[test]
fn pruning_leaves_other_folders_alone() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(one.path(), "a.jsonl", &lines(0..3));
    write(other.path(), "b.jsonl", &lines(10..12));
    let mut memory = afresh(one.path());
    let summary = fill_with(&Options { prune: true, ..options(other.path()) }, &mut memory);
    assert_eq!((summary.inputs_pruned, memory.ids().len()), (0, 5));
}

#[test]
fn a_renamed_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.jsonl", &lines(0..3));
    let mut memory = afresh(folder.path());
    fs::rename(folder.path().join("a.jsonl"), folder.path().join("b.jsonl")).unwrap();
    let summary = fill_with(&Options { prune: true, ..options(folder.path()) }, &mut memory);
    assert_eq!(summary.renamed, [("a.jsonl".to_owned(), "b.jsonl".to_owned())]);
    assert_as_new(folder.path(), &memory);
}

#[test]
fn a_moved_root_keeps_its_articles() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "old/a.jsonl", &lines(0..3));
    let mut memory = afresh(&folder.path().join("old"));
    fs::rename(folder.path().join("old"), folder.path().join("new")).unwrap();
    let summary = fill_with(&Options { prune: true, ..options(&folder.path().join("new")) }, &mut memory);
    assert_eq!((summary.inputs_unchanged, summary.put(), summary.deleted), (1, 0, 0));
    assert_as_new(&folder.path().join("new"), &memory);
}

#[test]
fn another_file_of_the_same_name_does_not_replace_the_first() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "one/a.jsonl", &lines(0..3));
    write(folder.path(), "two/a.jsonl", &lines(10..12));
    let mut memory = afresh(&folder.path().join("one"));
    let error =
        run(&options(&folder.path().join("two")), &mut memory, Lexicon::builtin(), &Silent, &AtomicBool::new(false));
    let Err(IngestError::Nothing(errors)) = error else { panic!() };
    let location = folder.path().join("one/a.jsonl");
    assert!(
        errors[0]
            .to_string()
            .ends_with(&format!("two/a.jsonl: {} would be known as the same input", location.display()))
    );
    assert_eq!(memory.ids().len(), 3);
    let mut named = options(&folder.path().join("two"));
    named.settings.source = Some("two".to_owned());
    assert_eq!(fill_with(&named, &mut memory).added, 2);
    assert!(memory.committed.inputs.contains_key("two/a.jsonl"));
    let both = Options { roots: vec![folder.path().join("one"), folder.path().join("two")], ..options(folder.path()) };
    assert_eq!(fill_with(&both, &mut Memory::default()).rejected, 1);
}

#[test]
fn a_run_that_was_broken_off_is_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.jsonl", &lines(0..3000));
    write(folder.path(), "b.jsonl", &lines(5000..5100));
    let mut memory = Memory { full_after: Some(1700), ..Memory::default() };
    let small = Options { commit_bytes: 10_000, work_bytes: 1 << 20, ..options(folder.path()) };
    let failed = run(&small, &mut memory, Lexicon::builtin(), &Silent, &AtomicBool::new(false));
    assert_eq!(failed.unwrap_err().to_string(), "no space left");
    let kept = memory.committed.blocks.len();
    assert!(kept > 1000 && kept < 1700, "{kept}");
    assert!(!memory.committed.inputs["a.jsonl"].complete);
    assert_eq!(memory.now, memory.committed, "rolled back");
    memory.full_after = None;
    memory.puts.clear();
    let summary = fill(folder.path(), &mut memory);
    assert_eq!((summary.unchanged, summary.added), (kept as u64, 3100 - kept as u64));
    assert_as_new(folder.path(), &memory);
}

#[test]
fn a_stopped_run_keeps_what_is_whole() {
    struct StopsAfter<'a>(&'a AtomicBool);
    impl Reporter for StopsAfter<'_> {
        fn progress(&self, _: &Progress) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.jsonl", &lines(0..6_000));
    let mut memory = Memory::default();
    let stop = AtomicBool::new(false);
    let small = Options { work_bytes: 1, ..options(folder.path()) };
    let summary = run(&small, &mut memory, Lexicon::builtin(), &StopsAfter(&stop), &stop).unwrap();
    assert!(summary.stopped);
    let kept = memory.ids().len();
    assert!(kept > 0 && kept < 6_000, "{kept}");
    assert!(!memory.committed.inputs["a.jsonl"].complete);
    let summary = fill(folder.path(), &mut memory);
    assert_eq!((summary.unchanged, summary.articles(), summary.stopped), (kept as u64, 6_000, false));
}

#[test]
fn bad_inputs_are_told_in_order_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(
        root,
        "1.jsonl",
        "{\"body\":\"Good text one.\"}\nbroken\n{\"title\":\"x\"}\n{\"body\":\"Good text two.\",\"date\":\"03/04/2025\"}\n",
    );
    write(root, "2.txt", "  \n");
    write(root, "3.txt", "%PDF-1.4");
    write(root, "4.csv", "title,body\nA,Good text three.\nB\n");
    let packed = zstd::encode_all(lines(0..2000).as_bytes(), 1).unwrap();
    fs::write(root.join("5.jsonl.zst"), &packed[..packed.len() - 20]).unwrap();
    let ears = Ears::default();
    let mut memory = Memory::default();
    let summary = run(&options(root), &mut memory, Lexicon::builtin(), &ears, &AtomicBool::new(false)).unwrap();
    let told = ears.told.into_inner().unwrap();
    assert_eq!(
        told[..6],
        [
            "rejected 1.jsonl, record 2: not valid JSON: expected value at line 2 column 1",
            "rejected 1.jsonl, record 3: no body; the fields are title",
            "warned 1.jsonl, record 4: date `03/04/2025` can be 2025-04-03 or 2025-03-04; the article is undated",
            "rejected 2.txt: empty",
            "rejected 3.txt: not text: a PDF file",
            "rejected 4.csv, record 2: 1 field, the header has 2",
        ]
    );
    assert!(told[6].starts_with("rejected 5.jsonl.zst: zstd data cut off or damaged: "), "{}", told[6]);
    assert_eq!((summary.rejected, summary.rejects.len(), summary.inputs_failed), (6, 6, 3));
    assert_eq!(summary.warned["ambiguous date"], 1);
    // What could not be read to its end is tried, and told, again.
    let again = fill(root, &mut memory);
    assert_eq!((again.rejected, again.rejected_before, again.put()), (3, 3, 0));
}

#[test]
fn a_file_that_breaks_loses_no_article() {
    let folder = tempfile::tempdir().unwrap();
    let packed = zstd::encode_all(lines(0..2000).as_bytes(), 1).unwrap();
    fs::write(folder.path().join("a.jsonl.zst"), &packed).unwrap();
    let mut memory = afresh(folder.path());
    fs::write(folder.path().join("a.jsonl.zst"), &packed[..packed.len() / 2]).unwrap();
    let summary = fill(folder.path(), &mut memory);
    assert_eq!((summary.deleted, memory.ids().len(), summary.inputs_failed), (0, 2000, 1));
    fs::write(folder.path().join("a.jsonl.zst"), "").unwrap();
    assert_eq!((fill(folder.path(), &mut memory).deleted, memory.ids().len()), (0, 2000));
}

#[test]
fn a_folder_without_articles_is_an_error_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.png", "x");
    write(folder.path(), "README", "x");
    let nothing = |roots: Vec<PathBuf>| {
        let options = Options { roots, ..options(folder.path()) };
        match run(&options, &mut Memory::default(), Lexicon::builtin(), &Silent, &AtomicBool::new(false)) {
            Err(IngestError::Nothing(errors)) => errors,
            other => panic!("{other:?}"),
        }
    };
    let errors = nothing(vec![folder.path().to_owned()]);
    let message =
        format!("{}: no articles; left out by their kind: 1 .png, 1 without extension", folder.path().display());
    assert_eq!(errors[0].to_string(), message);
    assert_eq!(nothing(vec![folder.path().join("missing")])[0].problem.to_string(), "no such file or folder");
}

#[test]
fn other_settings_are_another_reading() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.jsonl", "{\"id\":\"1\",\"body\":\"The text.\",\"kicker\":\"Bridge\"}\n");
    let mut memory = afresh(folder.path());
    let mut mapped = options(folder.path());
    mapped.settings.map = FieldMap::parse("title=kicker").unwrap();
    let summary = fill_with(&mapped, &mut memory);
    assert_eq!((summary.replaced, summary.inputs_unchanged), (1, 0));
    assert_eq!(record(memory.committed.blocks.values().next().unwrap()).article.title, "Bridge");
}

#[test]
fn one_very_long_record_is_no_hindrance() {
    let folder = tempfile::tempdir().unwrap();
    let long = "Word after word. ".repeat(120_000);
    write(folder.path(), "a.jsonl", &format!("{{\"body\":\"{long}\"}}\n{}", lines(0..10)));
    let mut memory = Memory::default();
    fill_with(&Options { work_bytes: 1000, ..options(folder.path()) }, &mut memory);
    assert_eq!(memory.ids().len(), 11);
}

#[test]
fn articles_are_extracted_in_order_until_told_to_stop() {
    let folder = tempfile::tempdir().unwrap();
    let lines: String = (1..=600).map(|n| format!("{{\"title\":\"T{n}\",\"text\":\"The road is open.\"}}\n")).collect();
    fs::write(folder.path().join("a.jsonl"), format!("{lines}no json\n")).unwrap();
    let mut titles = Vec::new();
    let mut rejects = 0;
    extract(&options(folder.path()), Lexicon::builtin(), |item| {
        match item {
            Ok(found) => titles.push(found.record.article.title),
            Err(_) => rejects += 1,
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(titles, (1..=600).map(|n| format!("T{n}")).collect::<Vec<_>>());
    assert_eq!(rejects, 1);
    let mut seen = 0;
    extract(&options(folder.path()), Lexicon::builtin(), |_| {
        seen += 1;
        if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert_eq!(seen, 3);
}
