//! Fills an index: reads, analyses and writes; parallel, resumable, deterministic. Inputs come in by their paths, what goes
//! out is a [`Summary`]; the index is only known as a `Writer`. Nothing here draws or prints.
//!
//! One thread reads (`produce`) and decides all that depends on order, a pool analyses (`work`), and the calling thread
//! writes in the order of the input (`write`). A gate bounds the bytes between reading and writing.

mod complete;
mod extract;
mod gate;
mod options;
mod plan;

mod produce;
mod summary;
mod tally;
mod work;
mod write;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::Instant;

use self::gate::Gate;
use self::plan::{Action, Plan};
use self::produce::{Producer, Stops};
use self::tally::Tally;
use self::work::work;
use self::write::Writing;
use crate::engine::{EngineError, Writer};
use crate::lexicon::Lexicon;

pub use complete::complete;
pub use extract::{Understood, analyse_all, extract};
pub use options::{IngestError, Options, Reporter, Silent};
pub use summary::{Duplicate, Progress, Summary};

/// Brings an index up to date with its inputs: what is new or changed is read, analysed and written, what vanished from an
/// input is removed. Changes are committed from time to time and at the end; when `stop` becomes true, what is whole is
/// committed and the summary says that the run was stopped. The index does not depend on the number of threads, and a run
/// after a change leaves it as a first run would.
///
/// # Errors
/// When there is no input at all, or the index cannot be read or written. Inputs and records that cannot be read are no
/// errors: they are counted, and handed to the reporter.
pub fn run(
    options: &Options,
    writer: &mut dyn Writer,
    lexicon: &Lexicon,
    reporter: &dyn Reporter,
    stop: &AtomicBool,
) -> Result<Summary, IngestError> {
    let start = Instant::now();
    let mut plan = Plan::make(options, &*writer)?;
    if plan.inputs.is_empty() && (!options.prune || plan.gone.is_empty()) {
        return Err(IngestError::Nothing(plan.errors));
    }
    let mut tally = Tally::new(reporter);
    tally.summary.inputs = plan.inputs.len() as u64;
    tally.summary.skipped = std::mem::take(&mut plan.skipped);
    for error in std::mem::take(&mut plan.errors) {
        tally.rejected(error);
    }
    let to_read = plan.inputs.iter().filter(|planned| planned.action == Action::Read);
    let (count, bytes) = to_read.fold((0, 0), |(count, bytes), planned| (count + 1, bytes + planned.input.bytes));
    reporter.planned(count, bytes);

    let mut writing = Writing::new(writer, tally, options);
    let gone = std::mem::take(&mut plan.gone);
    let outcome = writing
        .prune(&gone, options.prune)
        .map_err(IngestError::from)
        .and_then(|()| read_and_write(options, plan, &mut writing, lexicon, stop))
        .and_then(|()| writing.commit().map_err(IngestError::from));
    if let Err(error) = outcome {
        // The writer may be of no use any more; what was committed stays in any case.
        let _ = writing.writer.rollback();
        return Err(error);
    }
    writing.find_renamed(&gone);
    let mut summary = writing.tally.finish();
    summary.stopped = stop.load(Ordering::Relaxed);
    summary.seconds = start.elapsed().as_secs_f64();
    Ok(summary)
}

fn read_and_write(
    options: &Options,
    plan: Plan,
    writing: &mut Writing<'_>,
    lexicon: &Lexicon,
    stop: &AtomicBool,
) -> Result<(), IngestError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .build()
        .map_err(|error| IngestError::Threads(error.to_string()))?;
    let gate = Gate::new(options.work_bytes);
    let broken = AtomicBool::new(false);
    let (sender, receiver) = channel();
    let today = options.settings.today;
    std::thread::scope(|threads| {
        let (gate, broken, pool) = (&gate, &broken, &pool);
        threads.spawn(move || {
            pool.in_place_scope(|jobs| {
                let hand_on = |job: produce::Job| {
                    gate.enter(job.bytes);
                    if !broken.load(Ordering::Relaxed) {
                        let sender = sender.clone();
                        // Nobody receives any more only if the writer has failed: then the job is of no use.
                        jobs.spawn(move |_| drop(sender.send(work(job, lexicon, today))));
                    }
                };
                Producer::new(plan, &options.settings, options.prune, Stops { stop, broken }, hand_on).run();
            });
        });
        let written: Result<(), EngineError> = writing.drain(&receiver, gate);
        if written.is_err() {
            broken.store(true, Ordering::Relaxed);
            gate.open();
        }
        drop(receiver);
        written.map_err(IngestError::from)
    })
}
