//! `index`: brings an index up to date with files and folders, and says what was understood.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use onrecord::engine::Engine;
use onrecord::ingest::{self, Duplicate, IngestError, Options, Progress, Reporter, Summary};
use onrecord::lexicon::Lexicon;
use onrecord::read::{ReadError, Warning};
use onrecord::render::sanitize;
use onrecord::render::style::Role;
use onrecord::render::summary;
use onrecord::render::table::{Ending, json_line};

use crate::args::{IndexArgs, ReadingArgs};
use crate::context::Context;
use crate::engine;
use crate::failure::{Exit, Failure};

/// Warnings and rejects that are printed one by one; the rest is counted.
const SHOWN: u64 = 10;

/// Indexes, or shows what would be.
pub(crate) fn run(args: &IndexArgs, context: &Context) -> Result<Exit, Failure> {
    if args.rebuild {
        return rebuild(context);
    }
    let mut options = Options::new(args.paths.clone(), context.today);
    read_settings(&args.reading, &mut options)?;
    options.settings.source = args.source.clone();
    options.threads = args.threads.unwrap_or(0);
    options.prune = args.prune;
    if args.dry_run {
        return super::extract::preview(&options, context);
    }
    let stop = stop_on_interrupt()?;
    let start = Instant::now();
    let rejects =
        args.rejects.as_deref().map(|path| File::create(path).map(BufWriter::new).map_err(|e| Failure::io(path, e)));
    let teller = Teller::new(context, rejects.transpose()?);
    let result =
        engine::fill(&context.index, |writer| ingest::run(&options, writer, Lexicon::builtin(), &teller, &stop));
    teller.finish()?;
    // The last merges are waited for, too.
    let summary = Summary { seconds: start.elapsed().as_secs_f64(), ..result? };
    report(args, &summary, context)?;
    Ok(if summary.stopped {
        Exit::Interrupted
    } else if args.strict && summary.rejected + summary.rejected_before > 0 {
        Exit::Partial
    } else if summary.articles() > 0 {
        Exit::Found
    } else {
        Exit::Nothing
    })
}

/// Fills in how input is read from the flags.
pub(crate) fn read_settings(args: &ReadingArgs, options: &mut Options) -> Result<(), Failure> {
    if let Some(map) = &args.map {
        options.settings.map = onrecord::read::FieldMap::parse(map)
            .map_err(|error| Failure::hinted(format!("--map {map}: {error}"), "--map title=headline,body=text"))?;
    }
    if let Some(name) = &args.format {
        let format = onrecord::read::Format::named(name).ok_or_else(|| {
            Failure::hinted(format!("--as {name}: no such format"), "text, json, jsonl, csv and tsv are read")
        })?;
        options.settings.format = Some(format);
    }
    Ok(())
}

/// A flag that Ctrl-C sets: what is whole is committed, then the run ends.
fn stop_on_interrupt() -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    ctrlc::set_handler(move || flag.store(true, Ordering::SeqCst))
        .map_err(|error| Failure::other(format!("Ctrl-C cannot be watched: {error}")))?;
    Ok(stop)
}

fn report(args: &IndexArgs, done: &Summary, context: &Context) -> Result<(), Failure> {
    let engine = engine::open(context)?;
    let mut out = io::stdout().lock();
    if args.json {
        return json_line(&summary::SummaryView::new(done), Ending::Line, &mut out).map_err(Failure::output);
    }
    let mut text = summary::lines(done);
    if !done.stopped && done.articles() > 0 {
        let examples = examples(engine.as_ref())?;
        if !examples.is_empty() {
            text.push_str("try:\n");
        }
        for example in examples {
            text.push_str(&format!("  onrecord {}\n", sanitize::line(&example)));
        }
    }
    out.write_all(text.as_bytes()).map_err(Failure::output)
}

/// Two commands that will find something in this index.
fn examples(engine: &dyn Engine) -> Result<Vec<String>, Failure> {
    Ok(onrecord::search::suggest::examples(engine)?)
}

fn rebuild(context: &Context) -> Result<Exit, Failure> {
    let articles = engine::rebuild(context)?;
    context.note(&format!("made anew: {}", onrecord::render::stats::counted(articles, "article")));
    Ok(Exit::Found)
}

/// Tells the user of the course: a bar on a terminal, the first warnings and rejects as they come, all rejects in a file.
struct Teller<'a> {
    context: &'a Context,
    bar: ProgressBar,
    rejects: RefCell<Option<BufWriter<File>>>,
    failed: RefCell<Option<io::Error>>,
    shown: RefCell<(u64, u64)>,
}

impl<'a> Teller<'a> {
    fn new(context: &'a Context, rejects: Option<BufWriter<File>>) -> Self {
        let target = if context.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(5) };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes}  {msg}  {eta}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(500));
        Self { context, bar, rejects: RefCell::new(rejects), failed: RefCell::new(None), shown: RefCell::new((0, 0)) }
    }

    fn say(&self, role: Role, label: &str, text: &str) {
        if !self.context.quiet {
            let line = format!("{} {}", self.context.err.paint(role, label), sanitize::line(text));
            // a closed standard error is no reason to stop
            self.bar.suspend(|| drop(writeln!(io::stderr(), "{line}")));
        }
    }

    fn finish(&self) -> Result<(), Failure> {
        self.bar.finish_and_clear();
        let flushed = self.rejects.borrow_mut().as_mut().map_or(Ok(()), Write::flush);
        let failed = self.failed.borrow_mut().take();
        match flushed.err().or(failed) {
            Some(error) => Err(Failure::Output(error)),
            None => Ok(()),
        }
    }
}

impl Reporter for Teller<'_> {
    fn planned(&self, _inputs: u64, bytes: u64) {
        self.bar.set_length(bytes);
    }

    fn progress(&self, progress: &Progress) {
        self.bar.set_position(progress.bytes);
        self.bar.set_message(format!("{} articles, {} quotations", progress.articles, progress.quotes));
    }

    fn rejected(&self, error: &ReadError) {
        if let Some(file) = self.rejects.borrow_mut().as_mut()
            && let Err(failed) = json_line(error, Ending::Line, file)
        {
            self.failed.borrow_mut().get_or_insert(failed);
        }
        let mut shown = self.shown.borrow_mut();
        shown.0 += 1;
        if shown.0 <= SHOWN {
            self.say(Role::Error, "rejected:", &error.to_string());
            if let Some(hint) = error.problem.hint() {
                self.say(Role::Hint, "    hint:", &hint);
            }
        }
    }

    fn warned(&self, warning: &Warning) {
        let mut shown = self.shown.borrow_mut();
        shown.1 += 1;
        if shown.1 <= SHOWN {
            self.say(Role::Note, "warning:", &warning.to_string());
        }
    }

    fn duplicate(&self, duplicate: &Duplicate) {
        if let Some(file) = self.rejects.borrow_mut().as_mut() {
            let line = serde_json::json!({
                "path": duplicate.source, "record": duplicate.record, "what": "duplicate",
                "why": format!("the same article as {} in {}", duplicate.id, duplicate.kept_source), "hint": null
            });
            if let Err(failed) = json_line(&line, Ending::Line, file) {
                self.failed.borrow_mut().get_or_insert(failed);
            }
        }
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::Engine(error) => Self::Engine(error),
            IngestError::Nothing(errors) => match errors.first() {
                Some(first) => Self::Other { message: first.to_string(), hint: first.problem.hint() },
                None => Self::other("nothing to index"),
            },
            error => Self::other(error.to_string()),
        }
    }
}
