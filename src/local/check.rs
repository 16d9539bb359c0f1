//! Inspection of a whole index: what is written down once is compared with what is written down elsewhere.

use std::path::Path;

use tantivy::columnar::StrColumn;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use super::directory::Access;
use super::failure::{convert, guarded};
use super::manifest::{self, Versions};
use super::plan::Segment;
use super::reader::LocalEngine;
use super::schema::{Kind, column, shape};
use super::store::Store;
use super::writer::id_parts;
use crate::engine::EngineError;

/// Lines of damage that are kept; more are only counted.
const MAX_LINES: usize = 100;

/// What an inspection found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Articles.
    pub articles: u64,
    /// Quotations.
    pub quotes: u64,
    /// Inputs.
    pub inputs: u64,
    /// Files whose checksums were compared.
    pub files: u64,
    /// What does not fit, one line each; empty if the index is whole.
    pub damage: Vec<String>,
}

/// Inspects an index: checksums of all files (but for the few bytes of their footers that tell tantivy's version), every
/// quotation followed by its article, sizes of blocks, stored records. Reads everything; writes nothing.
///
/// # Errors
/// When there is no index, it is of another version, or a file cannot be read at all. Damage is no error here, but is in
/// the report.
pub fn check(path: &Path) -> Result<CheckReport, EngineError> {
    let mut findings = Findings::default();
    match guarded(path, || inspect(path, &mut findings)) {
        Ok(()) => {}
        Err(error) => findings.add(damage_of(error)?),
    }
    Ok(findings.report())
}

/// What an error says of damage: what tantivy cannot read, and has no better name for, is damaged too.
fn damage_of(error: EngineError) -> Result<String, EngineError> {
    match error {
        EngineError::Damaged { why, .. } | EngineError::Other(why) => Ok(why),
        error => Err(error),
    }
}

#[derive(Default)]
struct Findings {
    report: CheckReport,
    more: u64,
}

impl Findings {
    fn add(&mut self, line: String) {
        if self.report.damage.len() < MAX_LINES {
            self.report.damage.push(line);
        } else {
            self.more += 1;
        }
    }

    fn report(mut self) -> CheckReport {
        if self.more > 0 {
            self.report.damage.push(format!("and {} more", self.more));
        }
        self.report
    }
}

fn inspect(path: &Path, findings: &mut Findings) -> Result<(), EngineError> {
    let generation = manifest::current(path, Versions::Agree)?;
    let store = Store::open(path, &generation, Access::Read)?;
    findings.report.files = store.index.directory().list_managed_files().len() as u64;
    let mut broken: Vec<_> =
        store.index.validate_checksum().map_err(|error| convert(path, error))?.into_iter().collect();
    broken.sort();
    for file in &broken {
        findings.add(format!("{}: its checksum is wrong", file.display()));
    }
    let engine = LocalEngine::with(store)?;
    for segment in &engine.segments {
        // A segment that cannot be read through must not hide the others.
        match guarded(path, || inspect_segment(&engine, segment, findings)) {
            Ok(()) => {}
            Err(error) => findings.add(format!("segment {}: {}", name(segment), damage_of(error)?)),
        }
    }
    Ok(())
}

fn name(segment: &Segment) -> String {
    segment.reader.segment_id().short_uuid_string()
}

fn inspect_segment(engine: &LocalEngine, segment: &Segment, findings: &mut Findings) -> Result<(), EngineError> {
    let max_doc = segment.reader.max_doc();
    let sources = segment.reader.fast_fields().str(column::SOURCE).map_err(|error| engine.failure(error))?;
    for doc in 0..max_doc {
        if segment.reader.is_deleted(doc) {
            continue;
        }
        let own = segment.shapes.get_val(doc);
        if own & shape::ARTICLE != 0 {
            findings.report.articles += 1;
            inspect_article(engine, segment, doc, sources.as_ref(), findings)?;
        } else if own & shape::QUOTE != 0 {
            findings.report.quotes += 1;
            let article = doc.saturating_add(shape::distance(own));
            let follows = article < max_doc
                && segment.shapes.get_val(article) & shape::ARTICLE != 0
                && !segment.reader.is_deleted(article);
            if !follows {
                findings.add(format!("segment {}: document {doc} is a quotation without its article", name(segment)));
            }
        } else {
            findings.report.inputs += 1;
        }
    }
    inspect_kinds(engine, segment, findings)
}

fn inspect_article(
    engine: &LocalEngine,
    segment: &Segment,
    doc: u32,
    sources: Option<&StrColumn>,
    findings: &mut Findings,
) -> Result<(), EngineError> {
    let count = shape::distance(segment.shapes.get_val(doc));
    let block = (1..=count).all(|distance| {
        doc.checked_sub(distance).is_some_and(|quote| {
            let own = segment.shapes.get_val(quote);
            own & shape::QUOTE != 0 && shape::distance(own) == distance && !segment.reader.is_deleted(quote)
        })
    });
    if !block {
        findings.add(format!("segment {}: the quotations of document {doc} are not before it", name(segment)));
    }
    if sources.is_none_or(|sources| sources.term_ords(doc).next().is_none()) {
        findings.add(format!("segment {}: the article at {doc} has no source", name(segment)));
    }
    let record = match engine.record(segment.number, doc) {
        Ok(record) => record,
        Err(EngineError::Damaged { why, .. }) => {
            findings.add(format!("segment {}: the article at {doc}: {why}", name(segment)));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let (high, low) = id_parts(record.article.id);
    if (segment.id_high.first(doc), segment.id_low.first(doc)) != (Some(high), Some(low)) {
        findings.add(format!("article {} stands under another id", record.article.id));
    }
    if record.analysis.quotes.len() != count as usize {
        findings.add(format!(
            "article {} has {} quotations, but {count} are indexed",
            record.article.id,
            record.analysis.quotes.len()
        ));
    }
    Ok(())
}

/// Every document has the term of its kind.
fn inspect_kinds(engine: &LocalEngine, segment: &Segment, findings: &mut Findings) -> Result<(), EngineError> {
    let mut seen = 0;
    for (kind, bits) in [(Kind::Article, shape::ARTICLE), (Kind::Quote, shape::QUOTE), (Kind::State, 0)] {
        let term = engine.store.fields.kind_term(kind);
        let postings = segment.postings(&term, IndexRecordOption::Basic).map_err(|error| engine.failure(error))?;
        let Some(mut postings) = postings else { continue };
        while postings.doc() != TERMINATED {
            seen += 1;
            let own = segment.shapes.get_val(postings.doc()) & (shape::ARTICLE | shape::QUOTE);
            if own != bits {
                findings.add(format!("segment {}: document {} is of two kinds", name(segment), postings.doc()));
            }
            postings.advance();
        }
    }
    if seen != segment.reader.max_doc() {
        findings.add(format!(
            "segment {}: {seen} of {} documents have a kind",
            name(segment),
            segment.reader.max_doc()
        ));
    }
    Ok(())
}
