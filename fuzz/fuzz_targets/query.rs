//! Any text as a query, in both units, strict and not: reading it never panics, every span lies inside the text, and what
//! was understood prints to text that means the same. `-timeout` of the fuzzer bounds the time.

#![no_main]

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use onrecord::field::FIELDS;
use onrecord::lexicon::Lexicon;
use onrecord::query::ast::{Query, Unit};
use onrecord::query::{Options, Parsed, QueryError, parse, parse_with_flags};

fuzz_target!(|text: &str| {
    for unit in [Unit::Article, Unit::Quote] {
        for strict in [false, true] {
            let today = NaiveDate::from_ymd_opt(2025, 10, 15).expect("a day");
            let options = Options { today, unit, lexicon: Lexicon::builtin(), strict };
            check(text, parse(text, &options), &options);
        }
    }
    flag(text);
});

/// Panics if a law is broken.
fn check(text: &str, read: Result<Parsed, QueryError>, options: &Options<'_>) {
    match read {
        Ok(parsed) => {
            for note in &parsed.notes {
                assert!(note.span.get(text).is_some(), "{note:?}");
            }
            assert!(!parsed.echo.contains('\n') && !parsed.clauses.is_empty());
            prints_back(&parsed.query, options);
            for clause in &parsed.clauses {
                prints_back(&clause.query, options);
            }
        }
        Err(error) => {
            assert!(error.span.get(text).is_some(), "{error:?}");
            assert!(!error.render().contains('\u{1b}'));
        }
    }
}

fn prints_back(query: &Query, options: &Options<'_>) {
    let printed = query.display(options.unit).to_string();
    // A strict reader refuses an "or" that is a word, however it came to be one.
    match parse(&printed, &Options { strict: false, ..*options }) {
        Ok(again) => assert_eq!(*query, again.query, "{:?} printed as {printed:?}", options.unit),
        // Printed at length a query may be over a limit that the text kept to.
        Err(error) => assert!(error.message.contains("at most"), "{printed:?}: {}", error.render()),
    }
}

/// The text as the value of a flag, which its first byte chooses.
fn flag(text: &str) {
    let Some(first) = text.bytes().next() else { return };
    let field = FIELDS[usize::from(first) % FIELDS.len()].field;
    let today = NaiveDate::from_ymd_opt(2025, 10, 15).expect("a day");
    let options = Options { today, unit: Unit::Article, lexicon: Lexicon::builtin(), strict: false };
    let value = &text[text.chars().next().map_or(0, char::len_utf8)..];
    match parse_with_flags("trust OR speaker:lind", &[(field, value.to_owned())], &options) {
        Ok(parsed) => prints_back(&parsed.query, &options),
        Err(error) => {
            assert_eq!(error.flag, Some(field));
            assert!(error.span.get(value).is_some(), "{error:?}");
        }
    }
}
