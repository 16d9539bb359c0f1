//! Countries and their first divisions by name, by what their people are called, and by the abbreviations that follow
//! towns; agencies by the forms in which datelines print them. Read once, when first asked for. Nothing here reads an
//! article.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::token::folded_words;

static COUNTRIES: &str = include_str!("gazetteer/countries.tsv");
static DIVISIONS: &str = include_str!("gazetteer/divisions.tsv");
static AGENCIES: &str = include_str!("agencies.tsv");

/// The tables of countries, divisions and agencies.
#[derive(Debug)]
pub struct Areas {
    countries: FxHashMap<&'static str, &'static str>,
    demonyms: FxHashMap<String, &'static str>,
    abbreviations: FxHashMap<&'static str, String>,
    agencies: FxHashMap<String, &'static str>,
}

impl Areas {
    /// The tables that come with the program, read at the first call.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Areas> = LazyLock::new(Areas::read);
        &BUILTIN
    }

    fn read() -> Self {
        let mut areas = Self {
            countries: FxHashMap::default(),
            demonyms: FxHashMap::default(),
            abbreviations: FxHashMap::default(),
            agencies: FxHashMap::default(),
        };
        for [code, name, demonyms, _] in rows(COUNTRIES) {
            areas.countries.insert(code, name);
            for demonym in list(demonyms) {
                areas.demonyms.entry(folded_words(demonym).join(" ")).or_insert(code);
            }
        }
        for [code, name, _, abbreviations] in rows(DIVISIONS) {
            let key = format!("{}/{name}", &code[..2]);
            for abbreviation in list(abbreviations) {
                areas.abbreviations.insert(abbreviation, key.clone());
            }
        }
        for [name, others] in rows(AGENCIES) {
            for form in std::iter::once(name).chain(list(others)) {
                areas.agencies.insert(folded_words(form).join(" "), name);
            }
        }
        areas
    }

    /// The English name of a country, by its ISO 3166-1 alpha-2 code.
    #[must_use]
    pub fn country_name(&self, code: &str) -> Option<&'static str> {
        self.countries.get(code).copied()
    }

    /// The code of the country whose people or language are called so (folded words joined by a blank): "azeri", "south
    /// korean".
    #[must_use]
    pub fn country_of_demonym(&self, demonym: &str) -> Option<&'static str> {
        self.demonyms.get(demonym).copied()
    }

    /// The key of the division that an abbreviation behind a town's name stands for, in the case in which it is printed:
    /// `Calif.`, `N.C.`, `TX`. In capitals it is found as well; the last full stop may be missing.
    #[must_use]
    pub fn division_of_abbreviation(&self, printed: &str) -> Option<&str> {
        let known = |form: &str| self.abbreviations.get(form).map(String::as_str);
        if printed.len() > 8 || !printed.is_ascii() {
            return None;
        }
        known(printed)
            .or_else(|| known(&format!("{printed}.")))
            .or_else(|| {
                let (first, rest) = printed.split_at_checked(1)?;
                let lower = format!("{first}{}", rest.to_ascii_lowercase());
                known(&lower).or_else(|| known(&format!("{lower}.")))
            })
            .or_else(|| known(&printed.strip_suffix('.').filter(|code| code.len() == 2)?.to_ascii_uppercase()))
    }

    /// The name of the agency or outlet that a dateline prints so, in any case: "Associated Press" is "AP".
    #[must_use]
    pub fn agency(&self, printed: &str) -> Option<&'static str> {
        if printed.len() > 64 {
            return None;
        }
        self.agencies.get(&folded_words(printed).join(" ")).copied()
    }
}

/// The rows of a table: as many columns as asked for, comments left out.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut columns = line.split('\t');
        let mut row = [""; N];
        for column in &mut row {
            *column = columns.next()?;
        }
        Some(row)
    })
}

fn list(column: &'static str) -> impl Iterator<Item = &'static str> {
    column.split('|').filter(|part| !part.is_empty())
}
