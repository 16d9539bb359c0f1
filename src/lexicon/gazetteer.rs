//! The gazetteer: names of countries, areas and towns, each with its key, its kind and its inhabitants. What comes in are
//! folded words and keys; which of several bearers of a name a text means is decided in `analysis`, never here.
//!
//! The data are two files that `examples/make_gazetteer.rs` builds and that are searched where they lie, so that loading
//! costs nothing. `gazetteer.fst` maps a folded name to the number of its first entry in the list of bearers.
//! `gazetteer.bin` holds, all numbers little-endian `u32`: the lengths in bytes of records, bearers and keys; the records,
//! in the order of their keys (offset of the key with its length in the top byte; inhabitants with the kind in the lowest
//! three bits); the bearers (number of a record; bit 31 marks the last of a name, bit 30 a further name); the keys; and a
//! Bloom filter of the first words of all names and of the names of peoples.

use std::cmp::Ordering;
use std::fmt;

use fst::raw::{Fst, Output};

static NAMES: &[u8] = include_bytes!("gazetteer/gazetteer.fst");
static DATA: &[u8] = include_bytes!("gazetteer/gazetteer.bin");

const RECORD: usize = 8;
const HEADER: usize = 12;
const LAST: u32 = 1 << 31;
const FURTHER: u32 = 1 << 30;

/// A place of the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceNumber(u32);

/// A place that bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The place.
    pub place: PlaceNumber,
    /// Whether the name is one that only other languages or times use, as a list made by machine tells it.
    pub is_further_name: bool,
}

/// What sort of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A country, or a territory with an ISO 3166-1 code of its own.
    Country,
    /// A first division of a country: a state, a province, England.
    Division,
    /// Another area: a part of a country, or a part of the world.
    Region,
    /// A county of the United States.
    County,
    /// The seat of a country's government.
    Capital,
    /// Any other town.
    Town,
}

impl Kind {
    /// Whether it is a town or a capital.
    #[must_use]
    pub fn is_town(self) -> bool {
        matches!(self, Self::Capital | Self::Town)
    }
}

/// All places and their names.
pub struct Gazetteer {
    names: Fst<&'static [u8]>,
    records: &'static [u8],
    bearers: &'static [u8],
    keys: &'static str,
    first_words: &'static [u8],
}

impl Gazetteer {
    /// Opens the data that come with the program.
    ///
    /// # Panics
    /// If those data are damaged, which `tests/lexicon.rs` rules out.
    #[must_use]
    pub fn builtin() -> Self {
        let names = Fst::new(NAMES).expect("gazetteer.fst is sound");
        let length = |i: usize| number(DATA, i) as usize;
        let (records, rest) = DATA[HEADER..].split_at(length(0));
        let (bearers, rest) = rest.split_at(length(1));
        let (keys, first_words) = rest.split_at(length(2));
        let keys = std::str::from_utf8(keys).expect("gazetteer.bin is sound");
        Self { names, records, bearers, keys, first_words }
    }

    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len() / RECORD
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// All places, in the order of their keys.
    pub fn places(&self) -> impl Iterator<Item = PlaceNumber> + use<> {
        (0..self.len() as u32).map(PlaceNumber)
    }

    /// All places with the name (folded words joined by a blank): those whose own name it is first, then by size.
    pub fn bearers(&self, name: &str) -> impl Iterator<Item = Bearer> + '_ {
        let mut walk = self.walk();
        let found = walk.step(name);
        walk.bearers().filter(move |_| found)
    }

    /// Begins to read a name word by word.
    #[must_use]
    pub fn walk(&self) -> Walk<'_> {
        Walk { gazetteer: self, address: self.names.root().addr(), output: Output::zero(), is_begun: false }
    }

    /// Whether a name of a place or people may begin with this word of ASCII letters, in any case. "No" is sure, "yes" is
    /// not: it is there to pass over most words quickly.
    #[must_use]
    pub fn may_begin_name(&self, word: &[u8]) -> bool {
        let is_set = |bit: usize| self.first_words.get(bit / 8).is_some_and(|byte| byte & 1 << (bit % 8) != 0);
        filter_bits(word).into_iter().all(is_set)
    }

    /// The place with the key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<PlaceNumber> {
        let (mut low, mut high) = (0, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.key(PlaceNumber(middle)).cmp(key) {
                Ordering::Equal => return Some(PlaceNumber(middle)),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The key: `AZ`, `AZ/Baku`, `US/Texas/Austin`; the smaller of two towns of one name in one area ends in `#` and what
    /// tells it apart.
    #[must_use]
    pub fn key(&self, place: PlaceNumber) -> &'static str {
        let at = number(self.records, place.0 as usize * 2);
        let start = (at & 0x00ff_ffff) as usize;
        &self.keys[start..start + (at >> 24) as usize]
    }

    /// Inhabitants, rounded to eight; 0 where they are not known.
    #[must_use]
    pub fn population(&self, place: PlaceNumber) -> u32 {
        number(self.records, place.0 as usize * 2 + 1) & !7
    }

    /// What sort of place it is.
    #[must_use]
    pub fn kind(&self, place: PlaceNumber) -> Kind {
        match number(self.records, place.0 as usize * 2 + 1) & 7 {
            0 => Kind::Country,
            1 => Kind::Division,
            2 => Kind::Region,
            3 => Kind::County,
            4 => Kind::Capital,
            _ => Kind::Town,
        }
    }
}

impl Default for Gazetteer {
    fn default() -> Self {
        Self::builtin()
    }
}

impl fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gazetteer").field("places", &self.len()).finish_non_exhaustive()
    }
}

/// A name being read word by word.
#[derive(Clone, Copy)]
pub struct Walk<'a> {
    gazetteer: &'a Gazetteer,
    address: fst::raw::CompiledAddr,
    output: Output,
    is_begun: bool,
}

impl<'a> Walk<'a> {
    /// Reads one more word (or several joined by a blank). Says whether any name begins with all the words read so far;
    /// after "no" the walk is of no more use.
    pub fn step(&mut self, word: &str) -> bool {
        if self.is_begun && !self.byte(b' ') {
            return false;
        }
        self.is_begun = true;
        word.bytes().all(|byte| self.byte(byte))
    }

    fn byte(&mut self, byte: u8) -> bool {
        let node = self.gazetteer.names.node(self.address);
        let Some(i) = node.find_input(byte) else { return false };
        let transition = node.transition(i);
        self.output = self.output.cat(transition.out);
        self.address = transition.addr;
        true
    }

    /// A number that is the same for two walks over the same words, and for no others that are a name.
    #[must_use]
    pub fn id(&self) -> usize {
        let node = self.gazetteer.names.node(self.address);
        self.output.cat(node.final_output()).value() as usize
    }

    /// Whether the words read so far are a name.
    #[must_use]
    pub fn is_name(&self) -> bool {
        self.gazetteer.names.node(self.address).is_final()
    }

    /// Who bears the name that was read: those whose own name it is first, then by size. Empty where it is no name.
    pub fn bearers(&self) -> impl Iterator<Item = Bearer> + use<'a> {
        let node = self.gazetteer.names.node(self.address);
        let list = self.gazetteer.bearers;
        let mut next = node.is_final().then(|| self.output.cat(node.final_output()).value() as usize);
        std::iter::from_fn(move || {
            let entry = number(list, next?);
            next = (entry & LAST == 0).then_some(next? + 1);
            Some(Bearer { place: PlaceNumber(entry & !(LAST | FURTHER)), is_further_name: entry & FURTHER != 0 })
        })
    }
}

/// Bytes of the filter of first words.
pub const FILTER_BYTES: usize = 1 << 16;

/// The bits that a word of ASCII letters sets in the filter of first words; case does not matter.
#[must_use]
pub fn filter_bits(word: &[u8]) -> [usize; 2] {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in word {
        hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^= hash >> 29;
    let bits = FILTER_BYTES as u64 * 8;
    [(hash % bits) as usize, (hash >> 32) as usize % bits as usize]
}

/// The name to show for a key: its last part, without what tells namesakes apart. The country of `AZ` is not spelled out.
#[must_use]
pub fn key_name(key: &str) -> &str {
    let last = key.rsplit_once('/').map_or(key, |(_, last)| last);
    last.split_once('#').map_or(last, |(name, _)| name)
}

/// The ISO 3166-1 alpha-2 code of the country that a key lies in; nothing for parts of the world such as `Europe`.
#[must_use]
pub fn key_country(key: &str) -> Option<&str> {
    let first = key.split_once('/').map_or(key, |(first, _)| first);
    (first.len() == 2 && first.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(first)
}

/// The `i`-th number of a row.
fn number(row: &[u8], i: usize) -> u32 {
    row.get(i * 4..i * 4 + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}
