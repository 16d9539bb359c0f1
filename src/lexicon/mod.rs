//! Word tables: loaded once, passed by reference. Data files beside this one hold them; `README.md` says where they come
//! from. Nothing here reads text or decides anything.

pub mod area;
pub mod gazetteer;
pub mod grammar;
pub mod words;

use std::sync::LazyLock;

use self::area::Areas;
use self::gazetteer::{Gazetteer, key_country, key_name};
use self::words::Words;

/// All tables.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Classes of words, made when one is first asked for: most queries ask for none.
    pub words: LazyLock<Words>,
    /// Places and their names, in the same way.
    pub gazetteer: LazyLock<Gazetteer>,
}

impl Lexicon {
    /// The tables that come with the program.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
            words: LazyLock::new(Words::builtin),
            gazetteer: LazyLock::new(Gazetteer::builtin),
        });
        &BUILTIN
    }

    /// Countries, divisions and agencies.
    #[must_use]
    pub fn areas(&self) -> &'static Areas {
        Areas::builtin()
    }

    /// Gazetteer keys of all places and areas that bear the name (folded words joined by a blank), the largest first.
    #[must_use]
    pub fn place_ids(&self, name: &str) -> Vec<String> {
        self.gazetteer.bearers(name).map(|bearer| self.gazetteer.key(bearer.place).to_owned()).collect()
    }

    /// The name to show for a gazetteer key: "Azerbaijan" for `AZ`, "Austin" for `US/Texas/Austin`.
    #[must_use]
    pub fn place_name<'a>(&self, key: &'a str) -> &'a str {
        let country = key_country(key).filter(|country| country.len() == key.len());
        country.and_then(|code| self.areas().country_name(code)).unwrap_or_else(|| key_name(key))
    }

    /// Whether a folded word is a title that is no part of a name: "president", "mr", "sen".
    #[must_use]
    pub fn is_title(&self, word: &str) -> bool {
        self.words.class(word).has(words::Class::TITLE)
    }
}
