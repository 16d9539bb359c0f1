//! Which segments are merged. Every query opens its terms in each segment, so a few large ones are faster than many small
//! ones; but what is merged is read through memory, so no segment grows without bound.

use std::path::PathBuf;

use tantivy::IndexWriter;
use tantivy::index::{SegmentComponent, SegmentId, SegmentMeta};
use tantivy::indexer::{IndexWriterOptions, MergeCandidate, MergePolicy, NoMergePolicy};

use super::store::Store;

/// Share of deleted documents from which on a segment is written anew.
const DELETED_SHARE: f32 = 0.3;
/// About what a document takes, where there are no files to look at.
const DOCUMENT_BYTES: u64 = 512;

/// Merges neighbours in size, as long as none of them is larger than twice all others together: so a document is written
/// anew only when its segment becomes half as large again.
#[derive(Clone, Debug)]
pub(super) struct BySize {
    /// Where the files lie; none for an index in memory.
    folder: Option<PathBuf>,
    /// Segments that are merged into one at least.
    least_segments: usize,
    /// Bytes of segments that are merged into one at most.
    most_bytes: u64,
}

impl BySize {
    /// While documents come: many small segments become one.
    pub(super) fn meanwhile(store: &Store) -> Self {
        Self { folder: store.generation.clone(), least_segments: 8, most_bytes: 200 << 20 }
    }

    /// When all have come.
    fn at_the_end(store: &Store) -> Self {
        Self { folder: store.generation.clone(), least_segments: 2, most_bytes: 400 << 20 }
    }

    fn bytes(&self, segment: &SegmentMeta) -> u64 {
        let Some(folder) = &self.folder else { return u64::from(segment.max_doc()) * DOCUMENT_BYTES };
        let parts = [
            SegmentComponent::Postings,
            SegmentComponent::Positions,
            SegmentComponent::FastFields,
            SegmentComponent::FieldNorms,
            SegmentComponent::Terms,
            SegmentComponent::Store,
        ];
        let files = parts.into_iter().map(|part| folder.join(segment.relative_path(part)));
        files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum()
    }

    /// Runs of sizes, which are sorted, to be merged: from where to where.
    fn runs(&self, sizes: &[u64]) -> Vec<(usize, usize)> {
        let mut runs = Vec::new();
        let mut start = 0;
        while start < sizes.len() {
            let mut sum = 0;
            let mut end = start;
            for (at, size) in sizes.iter().enumerate().skip(start) {
                sum += size;
                if sum > self.most_bytes {
                    break;
                }
                if size * 3 <= sum * 2 {
                    end = at + 1;
                }
            }
            if end >= start + self.least_segments {
                runs.push((start, end));
            }
            start = end.max(start + 1);
        }
        runs
    }
}

impl MergePolicy for BySize {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let is_thin =
            |segment: &SegmentMeta| segment.num_deleted_docs() as f32 > segment.max_doc() as f32 * DELETED_SHARE;
        let (thin, whole): (Vec<&SegmentMeta>, Vec<&SegmentMeta>) = segments.iter().partition(|one| is_thin(one));
        let mut sized: Vec<(u64, SegmentId)> = whole.iter().map(|one| (self.bytes(one), one.id())).collect();
        sized.sort_unstable();
        let sizes: Vec<u64> = sized.iter().map(|(size, _)| *size).collect();
        let runs =
            self.runs(&sizes).into_iter().map(|(start, end)| sized[start..end].iter().map(|(_, id)| *id).collect());
        thin.iter().map(|one| vec![one.id()]).chain(runs).map(MergeCandidate).collect()
    }
}

/// Merges what is worth it once all has been written. No writer may be open, nor a reader: it would keep the pages of the old
/// segments in memory, and their files.
pub(super) fn merge(store: &Store, options: &IndexWriterOptions) -> tantivy::Result<()> {
    let merges = BySize::at_the_end(store).compute_merge_candidates(&store.index.searchable_segment_metas()?);
    if merges.is_empty() {
        return Ok(());
    }
    let mut writer: IndexWriter = store.index.writer_with_options(options.clone())?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    // One after the other: what is being merged is in memory.
    merges.iter().try_for_each(|MergeCandidate(segments)| writer.merge(segments).wait().map(drop))?;
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::block;
    use crate::engine::{Engine, SearchRequest, Writer};
    use crate::local::tests::record;
    use crate::local::{LocalWriter, WriterOptions};
    use crate::query::ast::{Query, Unit};

    #[test]
    fn neighbours_in_size_are_merged_up_to_a_bound() {
        let runs = |sizes: &[u64]| BySize { folder: None, least_segments: 2, most_bytes: 400 }.runs(sizes);
        assert_eq!(runs(&[80, 81, 110, 112, 180, 181]), [(0, 4), (4, 6)]);
        assert_eq!(runs(&[110, 112]), [(0, 2)]);
        assert_eq!(runs(&[1, 300]), []);
        assert_eq!(runs(&[1, 1, 2, 90]), [(0, 3)]);
        assert_eq!(runs(&[500, 500]), []);
        assert_eq!(runs(&[]), []);
    }

    #[test]
    fn a_new_index_ends_in_one_segment_and_leaves_no_old_files() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = LocalWriter::open_or_create(folder.path(), &WriterOptions::default()).unwrap();
        for number in 0..5 {
            let record = record(&number.to_string(), "Harbour", "Ships wait in Oslo.", None, &[]);
            writer.put(block(&record, "test", 1)).unwrap();
            writer.commit("").unwrap();
        }
        let engine = writer.finish().unwrap();
        assert_eq!(engine.segments.len(), 1);
        assert_eq!(engine.search(&SearchRequest::count(Query::All, Unit::Article)).unwrap().total, 5);
        let generation = engine.store.generation.clone().unwrap();
        let names = std::fs::read_dir(generation).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(names.filter(|name| name.to_string_lossy().ends_with(".store")).count(), 1);
    }
}
