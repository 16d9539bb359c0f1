//! Tests of the whole way from text to query: one line a pair.

use chrono::NaiveDate;

use super::ast::Unit;
use super::*;

fn options(unit: Unit) -> Options<'static> {
    let today = NaiveDate::from_ymd_opt(2025, 10, 15).unwrap();
    Options { today, unit, lexicon: Lexicon::builtin(), strict: false }
}

/// The query as meant, printed for the unit; or the error's message.
fn shown(text: &str, unit: Unit) -> String {
    match parse(text, &options(unit)) {
        Ok(parsed) => parsed.query.display(unit).to_string(),
        Err(error) => format!("error: {}", error.message),
    }
}

#[test]
fn clauses_of_one_and_are_about_one_quotation() {
    assert_eq!(shown("speaker:lind trust -said:war", Unit::Quote), "speaker:lind said:trust -said:war");
    assert_eq!(shown("speaker:lind trust -said:war", Unit::Article), "speaker:lind -said:war trust");
}
