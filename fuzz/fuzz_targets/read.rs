//! Any bytes as a file of each format, and of the format that its bytes tell: reading never panics, ends, and gives
//! articles or errors that say what is wrong. The text of an article stands where it says.

#![no_main]

use std::io::Cursor;
use std::path::PathBuf;

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use onrecord::read::{Format, Input, Settings, open_bytes};

fuzz_target!(|bytes: &[u8]| {
    for format in [None].into_iter().chain(Format::ALL.map(Some)) {
        read(bytes, format);
    }
});

fn read(bytes: &[u8], format: Option<Format>) {
    let today = NaiveDate::from_ymd_opt(2025, 10, 15).expect("a day");
    let settings = Settings::new(today);
    let input = Input {
        source: "fuzz".to_owned(),
        path: PathBuf::from("fuzz"),
        format,
        bytes: bytes.len() as u64,
        modified_ns: 0,
        regular: false,
    };
    let mut records = 0;
    for found in open_bytes(Box::new(Cursor::new(bytes.to_vec())), &input, &settings) {
        records += 1;
        match found {
            Ok(found) => {
                assert!(!found.article.body.trim().is_empty(), "an article without a text");
                let year = found.article.date.map(|day| chrono::Datelike::year(&day));
                assert!(year.is_none_or(|year| (1600..=2025).contains(&year)), "{year:?}");
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    // Every record takes at least a byte, unless the input is packed.
    assert!(records <= bytes.len() + 1 || bytes.starts_with(&[0x1f]) || bytes.starts_with(&[0x28]), "{records} records");
}
