//! Bytes of one record → characters: UTF-8 as it is, anything else as the best guess of its encoding, with what is
//! doubtful about it. Byte order marks are dealt with before.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::error::Doubt;

/// Valid characters of several bytes for each broken one, from which on a record counts as damaged UTF-8.
const UTF8_CHARS_PER_ERROR: usize = 4;

/// Decodes the records of one input; what it learns of the encoding from one record serves the next.
#[derive(Default)]
pub(super) struct Characters {
    detector: Option<EncodingDetector>,
    told: Option<&'static Encoding>,
}

impl Characters {
    /// The text of a record. Doubts are added to `doubts`: an encoding once an input, replaced characters each time.
    pub(super) fn decode<'a>(&mut self, bytes: &'a [u8], doubts: &mut Vec<Doubt>) -> Cow<'a, str> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(self.decode_other(bytes, doubts)),
        }
    }

    fn decode_other(&mut self, bytes: &[u8], doubts: &mut Vec<Doubt>) -> String {
        let (mut good, mut bad) = (0, 0);
        for chunk in bytes.utf8_chunks() {
            good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            bad += usize::from(!chunk.invalid().is_empty());
        }
        if good >= bad * UTF8_CHARS_PER_ERROR {
            doubts.push(Doubt::Replaced(bad as u64));
            return String::from_utf8_lossy(bytes).into_owned();
        }
        let detector = self.detector.get_or_insert_with(|| EncodingDetector::new(Iso2022JpDetection::Deny));
        detector.feed(bytes, false);
        let encoding = detector.guess(None, Utf8Detection::Deny);
        if self.told != Some(encoding) {
            self.told = Some(encoding);
            doubts.push(Doubt::Encoding(encoding.name()));
        }
        let (text, replaced) = encoding.decode_without_bom_handling(bytes);
        if replaced {
            doubts.push(Doubt::Replaced(text.matches('\u{fffd}').count() as u64));
        }
        text.into_owned()
    }
}
