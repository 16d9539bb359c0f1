//! Stored records, straight from the bytes of a document: tantivy's own way reads and copies them one by one. A document
//! has one stored field, written as: the number of values (1), the field, the type of the value, its length, its bytes.

use std::sync::OnceLock;

use tantivy::SegmentReader;
use tantivy::schema::Field;
use tantivy::store::StoreReader;

use super::cursor::DocId;
use super::store::CACHED_BLOCKS;

/// Tantivy's mark of a value of bytes.
const BYTES: u8 = 4;
/// Ends a number of variable length.
const LAST: u8 = 0x80;

/// The document store of a segment, opened when it is first asked for.
#[derive(Default)]
pub(super) struct Stored {
    reader: OnceLock<StoreReader>,
}

impl Stored {
    /// Shows the bytes stored with a document; nothing if they are not written as they are expected to be.
    pub(super) fn read<T>(
        &self,
        segment: &SegmentReader,
        doc: DocId,
        field: Field,
        show: impl FnOnce(&[u8]) -> T,
    ) -> tantivy::Result<Option<T>> {
        let reader = match self.reader.get() {
            Some(reader) => reader,
            None => {
                let opened = segment.get_store_reader(CACHED_BLOCKS)?;
                self.reader.get_or_init(|| opened)
            }
        };
        Ok(value(reader.get_document_bytes(doc)?.as_slice(), field).map(show))
    }
}

/// The only value of a document.
fn value(document: &[u8], field: Field) -> Option<&[u8]> {
    let rest = document.strip_prefix(&[1 | LAST])?.strip_prefix(&field.field_id().to_le_bytes())?;
    let rest = rest.strip_prefix(&[BYTES])?;
    let digits = 1 + rest.iter().take(9).position(|byte| byte & LAST != 0)?;
    let (length, bytes) = rest.split_at_checked(digits)?;
    let length = length.iter().rev().fold(0usize, |sum, byte| sum << 7 | usize::from(byte & !LAST));
    (bytes.len() == length).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use tantivy::directory::RamDirectory;
    use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument};

    use super::*;
    use crate::local::schema::schema;
    use crate::local::tokens::tokenizers;

    #[test]
    fn what_was_stored_is_read() {
        let (schema, fields) = schema();
        let mut index = Index::create(RamDirectory::create(), schema, IndexSettings::default()).unwrap();
        index.set_tokenizers(tokenizers());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).unwrap();
        let records: Vec<Vec<u8>> = [0, 1, 127, 128, 300, 70_000].map(|size| vec![7; size]).into();
        for record in &records {
            let mut document = TantivyDocument::new();
            document.add_bytes(fields.stored, record);
            document.add_u64(fields.words, 3);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let segment = searcher.segment_reader(0);
        let stored = Stored::default();
        for (doc, record) in (0..).zip(&records) {
            assert_eq!(stored.read(segment, doc, fields.stored, <[u8]>::to_vec).unwrap().as_ref(), Some(record));
        }
        assert_eq!(stored.read(segment, 0, fields.title, <[u8]>::len).unwrap(), None);
    }
}
