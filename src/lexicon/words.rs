//! Classes of English words that analysis asks for: abbreviations, grammar, speech verbs, titles, roles, sources, given
//! names. What comes in are the tables beside this file; what goes out is one lookup a word. Nothing here reads an article.

use std::ops::BitOr;

use rustc_hash::FxHashMap;

/// Classes of a word, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Class(pub u64);

impl BitOr for Class {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Class {
    /// Whether the two sets share a class.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets in one; the constant form of `|`.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

macro_rules! classes {
    ($($bit:literal $name:ident $key:literal $doc:literal;)*) => {
        impl Class {
            $(#[doc = $doc] pub const $name: Self = Self(1 << $bit);)*

            /// The class that a table names.
            fn named(key: &str) -> Option<Self> {
                match key {
                    $($key => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

classes! {
    0 ABBREVIATION_TITLE "abbreviation.title" "An abbreviated title; a name follows its dot: `Mr`.";
    1 ABBREVIATION_OPEN "abbreviation.open" "An abbreviation that ends no sentence: `vs`, `No`.";
    2 ABBREVIATION_END "abbreviation.end" "An abbreviation that may end a sentence: `Inc`, `U.S`.";
    3 STARTER "starter" "A common word that, capitalised, begins a sentence.";
    4 MALE_PRONOUN "pronoun.male" "`he` and its forms.";
    5 FEMALE_PRONOUN "pronoun.female" "`she` and its forms.";
    6 PLURAL_PRONOUN "pronoun.plural" "`they` and its forms.";
    7 OTHER_PRONOUN "pronoun.own" "Pronouns of the first and second person, and `it`.";
    8 SUBJECT_PRONOUN "pronoun.subject" "A pronoun that can be a subject.";
    9 RELATIVE "pronoun.relative" "`who`, `which`, `that`.";
    10 DETERMINER "determiner" "Articles, demonstratives, possessives, small numbers.";
    11 PREPOSITION "preposition" "A preposition.";
    12 CONJUNCTION "conjunction" "A conjunction.";
    13 CLAUSE "clause" "A word that opens a content clause: `that`, `whether`.";
    14 AUXILIARY "auxiliary" "An auxiliary verb.";
    15 ADVERB "adverb" "An adverb that stands between subject and verb.";
    16 CALENDAR "calendar" "A day or month.";
    17 HONOUR "honour" "A word behind a name: `Jr`.";
    18 PARTICLE "particle" "A small word inside names: `van`, `al`.";
    19 CUE "speech" "A form of a verb that reports speech or writing.";
    20 BELIEF "other" "A form of a verb that reports a belief, wish or finding.";
    21 PAST "past" "A past form of a verb of the table of cues.";
    22 PARTICIPLE "participle" "A past participle of such a verb.";
    23 ING "ing" "Its form in -ing.";
    24 PRESENT "s" "Its form of the third person.";
    25 BASE "base" "Its base form.";
    26 FRAME_CLAUSE "d" "Takes a clause, with or without `that`.";
    27 FRAME_THAT "t" "Takes a clause with `that`, and words in marks.";
    28 FRAME_MARKS "q" "Takes words in marks only.";
    29 FRAME_HEARER "o" "Takes a hearer before what is said: `told them`.";
    30 FRAME_TO "i" "Takes an infinitive: `promised to`.";
    31 FRAME_NAMES "c" "Takes a phrase, in marks: `called it \"...\"`.";
    32 FRAME_OUT "p" "Takes `out`: `pointed out that`.";
    33 FRAME_NOUN "n" "Takes a noun phrase: `voiced support`.";
    34 FRAME_ON "g" "Takes `on`: `went on`.";
    35 FRAME_WHETHER "w" "Takes `whether` or `why`.";
    36 ROLE "role" "A noun for one person: `analyst`.";
    37 ROLES "roles" "A noun for several: `analysts`.";
    38 TITLE "title" "A title that may stand before a name and is no part of it.";
    39 MALE "m" "A title, role or given name of men.";
    40 FEMALE "f" "A title, role or given name of women.";
    41 GIVEN "given" "A given name.";
    42 WEAK "weak" "A given name that is as often something else.";
    43 SOURCE_PEOPLE "people" "People who are quoted as a group: `officials`.";
    44 SOURCE_BODY "organisation" "A body that speaks: `ministry`.";
    45 SOURCE_DOCUMENT "document" "A text that says something: `report`.";
    46 BODY_NAME "name.org" "A word that makes a capitalised name that of no person.";
    47 NOT_NAME "name.not" "A capitalised word that is no name of a person: `Russian`.";
    48 MODIFIER "modifier" "A word between an article and a role: `political analyst`.";
    49 SURNAME "surname" "A word that the tables know as something else and that is a surname too: `Page`.";
    50 FIRM "name.firm" "A word that ends the name of a firm: `Inc`.";
}

/// The table of words: keys are folded words (`text::token::fold`).
#[derive(Debug, Default)]
pub struct Words {
    /// Keys of up to 16 bytes, packed: most words, found without following a pointer.
    short: FxHashMap<u128, Class>,
    long: FxHashMap<Box<str>, Class>,
    written_out: FxHashMap<Box<str>, Box<str>>,
    /// Short forms of given names and the names they are short for, parted by `|`.
    short_names: FxHashMap<&'static str, &'static str>,
}

impl Words {
    /// The tables that come with the program.
    #[must_use]
    pub fn builtin() -> Self {
        let mut words = Self::default();
        for (word, class) in rows(include_str!("grammar.tsv")) {
            if let Some(class) = Class::named(class) {
                words.add(word, class);
            }
        }
        for row in rows(include_str!("cues.tsv")) {
            words.add_cue(row);
        }
        for row in rows(include_str!("sources.tsv")) {
            words.add_keyed(row.0, &[row.1]);
        }
        for (word, rest) in rows(include_str!("roles.tsv")) {
            let columns: Vec<&str> = rest.split('\t').collect();
            words.add_role(word, &columns);
        }
        for (word, rest) in rows(include_str!("given_names.tsv")) {
            let (gender, strength) = rest.split_once('\t').unwrap_or((rest, ""));
            words.add_keyed(word, &["given", gender, strength]);
        }
        words.short_names = rows(include_str!("short_names.tsv")).collect();
        words
    }

    fn add_keyed(&mut self, word: &str, keys: &[&str]) {
        let class = keys.iter().filter_map(|key| Class::named(key)).fold(Class::default(), BitOr::bitor);
        self.add(word, class);
    }

    /// Columns: gender, number, `t` for a title, the title written out.
    fn add_role(&mut self, word: &str, columns: &[&str]) {
        let column = |at: usize| columns.get(at).copied().unwrap_or("");
        let number = if column(1) == "p" { "roles" } else { "role" };
        let title = if column(2) == "t" { "title" } else { "" };
        self.add_keyed(word, &[number, title, column(0)]);
        if !column(3).is_empty() {
            self.written_out.insert(word.into(), column(3).into());
        }
    }

    /// A title written out: `sen` is `Senator`.
    #[must_use]
    pub fn written_out(&self, folded: &str) -> Option<&str> {
        self.written_out.get(folded).map(AsRef::as_ref)
    }

    /// Whether two folded given names may be one person's: they are the same, or one is short for the other.
    #[must_use]
    pub fn is_same_given(&self, a: &str, b: &str) -> bool {
        let names = |name: &str| self.short_names.get(name).into_iter().flat_map(|names| names.split('|'));
        a == b || names(a).any(|name| name == b) || names(b).any(|name| name == a)
    }

    /// Adds all forms of a verb. Columns: lemma, act, frames (a letter each), past, participle.
    fn add_cue(&mut self, (lemma, rest): (&str, &str)) {
        let mut columns = rest.split('\t');
        let mut next = || columns.next().unwrap_or("");
        let (act, frames, past, participle) = (next(), next(), next(), next());
        let mut class = Class::named(act).unwrap_or_default();
        for at in 0..frames.len() {
            class = class | frames.get(at..=at).and_then(Class::named).unwrap_or_default();
        }
        let regular = inflected(lemma, "ed");
        let past = if past.is_empty() { &regular } else { past };
        let participle = if participle.is_empty() { past } else { participle };
        self.add(lemma, class | Class::BASE);
        self.add(&inflected(lemma, "s"), class | Class::PRESENT);
        self.add(&inflected(lemma, "ing"), class | Class::ING);
        self.add(past, class | Class::PAST);
        self.add(participle, class | Class::PARTICIPLE);
    }

    fn add(&mut self, word: &str, class: Class) {
        let known = match packed(word.as_bytes()) {
            Some(key) => self.short.entry(key).or_default(),
            None => self.long.entry(word.into()).or_default(),
        };
        *known = *known | class;
    }

    /// The classes of a folded word; none if it is not known.
    #[must_use]
    pub fn class(&self, folded: &str) -> Class {
        match packed(folded.as_bytes()) {
            Some(key) => self.short.get(&key).copied().unwrap_or_default(),
            None => self.long.get(folded).copied().unwrap_or_default(),
        }
    }

    /// The classes of a word as written: ASCII letters are folded, anything else is looked up as it stands.
    #[must_use]
    pub fn class_of(&self, word: &str) -> Class {
        if let Some(key) = packed(word.as_bytes()) {
            return self.short.get(&lower(key)).copied().unwrap_or_default();
        }
        self.long.get(word.to_ascii_lowercase().as_str()).copied().unwrap_or_default()
    }
}

/// A word of up to 16 bytes as one number; bytes that are not there are zero.
fn packed(word: &[u8]) -> Option<u128> {
    let mut bytes = [0u8; 16];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    Some(u128::from_le_bytes(bytes))
}

/// The packed word with its ASCII capitals made small.
fn lower(key: u128) -> u128 {
    let mut bytes = key.to_le_bytes();
    bytes.make_ascii_lowercase();
    u128::from_le_bytes(bytes)
}

/// Two columns of a table; lines that begin with `#` are comments.
fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// A regular form of an English verb with the ending `s`, `ed` or `ing`.
fn inflected(lemma: &str, ending: &str) -> String {
    let bytes = lemma.as_bytes();
    let vowel = |at: usize| bytes.get(bytes.len().wrapping_sub(at)).is_some_and(|b| b"aeiou".contains(b));
    let last = bytes.last().copied().unwrap_or_default();
    if ending == "s" {
        return match last {
            b'y' if !vowel(2) => format!("{}ies", &lemma[..lemma.len() - 1]),
            b's' | b'x' | b'z' => format!("{lemma}es"),
            b'h' if !lemma.ends_with("gh") => format!("{lemma}es"),
            b'o' => format!("{lemma}es"),
            _ => format!("{lemma}s"),
        };
    }
    match last {
        b'e' if ending == "ing" && (lemma.ends_with("ee") || bytes.len() < 4 && !vowel(3)) => format!("{lemma}ing"),
        b'e' => format!("{}{ending}", &lemma[..lemma.len() - 1]),
        b'y' if ending == "ed" && !vowel(2) => format!("{}ied", &lemma[..lemma.len() - 1]),
        _ if DOUBLED.contains(&lemma) => format!("{lemma}{}{ending}", char::from(last)),
        _ => format!("{lemma}{ending}"),
    }
}

/// Verbs of the table that double their last letter.
const DOUBLED: [&str; 15] = [
    "admit", "brag", "chat", "dub", "plan", "quip", "rebut", "refer", "slam", "snap", "sob", "spit", "submit", "begin",
    "quit",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_have_all_their_forms() {
        let words = Words::builtin();
        for (word, form) in [
            ("said", Class::PAST),
            ("told", Class::PARTICIPLE),
            ("replies", Class::PRESENT),
            ("admitted", Class::PAST),
            ("adding", Class::ING),
            ("agreeing", Class::ING),
            ("stressed", Class::PAST),
            ("stresses", Class::PRESENT),
            ("quipped", Class::PAST),
            ("urging", Class::ING),
        ] {
            assert!(words.class(word).has(form) && words.class(word).has(Class::CUE), "{word}");
        }
        assert!(words.class("believed").has(Class::BELIEF) && !words.class("believed").has(Class::CUE));
    }

    #[test]
    fn words_are_found_whatever_their_length_and_case() {
        let words = Words::builtin();
        assert!(words.class_of("SENATOR").has(Class::TITLE));
        assert!(words.class_of("Superintendents").has(Class::ROLES));
        assert!(words.class_of("lieutenant-governor").has(Class::ROLE));
        assert_eq!(words.class_of("lieutenant-governorate"), Class::default());
        assert_eq!(words.written_out("sen"), Some("Senator"));
    }

    #[test]
    fn short_forms_of_given_names_are_known() {
        let words = Words::builtin();
        for (a, b) in [("tim", "timothy"), ("robert", "bob"), ("ada", "ada")] {
            assert!(words.is_same_given(a, b), "{a} {b}");
        }
        for (a, b) in [("rand", "ron"), ("tim", "tom"), ("kate", "kathy"), ("ada", ""), ("", "bob")] {
            assert!(!words.is_same_given(a, b), "{a} {b}");
        }
        for (short, names) in rows(include_str!("short_names.tsv")) {
            let given = |name: &str| words.class(name).has(Class::GIVEN);
            assert!(given(short) && names.split('|').all(given), "{short}: {names}");
        }
    }

    #[test]
    fn every_class_of_a_table_is_known() {
        for table in [include_str!("grammar.tsv"), include_str!("sources.tsv")] {
            for (word, class) in rows(table) {
                assert!(Class::named(class).is_some(), "{word}: {class}");
            }
        }
        for (lemma, rest) in rows(include_str!("cues.tsv")) {
            let columns: Vec<&str> = rest.split('\t').collect();
            assert!(matches!(columns[0], "speech" | "other"), "{lemma}");
            assert!(columns[1].chars().all(|frame| Class::named(&frame.to_string()).is_some()), "{lemma}");
        }
    }
}
