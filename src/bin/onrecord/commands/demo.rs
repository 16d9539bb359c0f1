//! `demo`: the sample articles, which are inside the program, indexed into a temporary folder and asked three questions.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use include_dir::{Dir, include_dir};
use onrecord::ingest::{self, Options, Silent};
use onrecord::lexicon::Lexicon;
use onrecord::query::ast::Unit;
use onrecord::render::style::Role;
use onrecord::render::summary;

use super::search::{Question, answer};
use crate::context::{Context, Form};
use crate::engine;
use crate::failure::{Exit, Failure};

static CORPUS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/corpus");

/// Folders of the corpus that hold articles.
const ARTICLES: [&str; 3] = ["text", "jsonl", "csv"];

/// What is asked: why, the unit, the query.
const QUESTIONS: [(&str, Unit, &str); 3] = [
    (
        "Which articles from Tbilisi report on the treaty, and who speaks there?",
        Unit::Article,
        "corridor treaty in:tbilisi",
    ),
    ("Who said it, word for word, and when?", Unit::Quote, "said:\"not one metre\" kind:direct"),
    (
        "What did one person say of it over the years, in any spelling of the name?",
        Unit::Quote,
        "speaker:muellner said:\"cubic metre\"",
    ),
];

/// Indexes the sample and asks.
pub(crate) fn run(context: &Context) -> Result<Exit, Failure> {
    let folder = tempfile::tempdir().map_err(|source| Failure::io(&std::env::temp_dir(), source))?;
    let (articles, index) = (folder.path().join("corpus"), folder.path().join("index"));
    unpack(&articles)?;
    let options = Options::new(vec![articles], context.today);
    let stop = AtomicBool::new(false);
    let done = engine::fill(&index, |writer| ingest::run(&options, writer, Lexicon::builtin(), &Silent, &stop))?;
    let mut context = context.clone();
    (context.index, context.quiet) = (index, false);
    let mut out = context.answer(Form::People);
    let head = format!("The sample: invented people in real places.\n{}", summary::lines(&done));
    out.write_all(head.as_bytes()).map_err(Failure::output)?;
    for (why, unit, query) in QUESTIONS {
        let verb = if unit == Unit::Quote { "quotes" } else { "search" };
        let line = context.out.paint(Role::Title, &format!("$ onrecord {verb} '{query}'"));
        writeln!(out, "\n{why}\n{line}\n").map_err(Failure::output)?;
        let question = Question::first(3, query, unit);
        answer(&question, &context, &mut out)?;
    }
    writeln!(out, "\nNow your own: onrecord index PATH…").and_then(|()| out.flush()).map_err(Failure::output)?;
    Ok(Exit::Found)
}

/// Writes the articles of the program into a folder.
fn unpack(to: &Path) -> Result<(), Failure> {
    for name in ARTICLES {
        let folder = to.join(name);
        std::fs::create_dir_all(&folder).map_err(|source| Failure::io(&folder, source))?;
        for file in CORPUS.get_dir(name).into_iter().flat_map(Dir::files) {
            let path = to.join(file.path());
            std::fs::write(&path, file.contents()).map_err(|source| Failure::io(&path, source))?;
        }
    }
    Ok(())
}
