//! A romanised word → its plain spellings: what languages write differently for one sound becomes one sign. Capital
//! letters are those of [`super::script`]; `c` comes out as in Potsdam, `X` as in Khan.

use super::Alternatives;

/// Adds the plain spellings of a word to `out`.
pub(super) fn plain(word: &str, turkic: bool, out: &mut Vec<String>) {
    let letters = without_off(word);
    let reader = Reader::new(&letters, turkic);
    for spelling in reader.read().0 {
        endings(spelling, &letters, out);
    }
}

/// `-off` and `-eff` of older romanisations as `-ov` and `-ev`.
fn without_off(word: &str) -> String {
    match word.strip_suffix("ff").filter(|stem| word.len() >= 6 && (stem.ends_with('o') || stem.ends_with('e'))) {
        Some(stem) => format!("{stem}v"),
        None => word.to_owned(),
    }
}

const SLAVIC: &[&str] = &[
    "ov", "ev", "ow", "ew", "ova", "eva", "owa", "ewa", "sky", "ski", "skyy", "skyj", "skij", "skii", "skiy", "skyi",
    "enko", "vich", "vych", "witsch", "witch", "vitch", "wicz",
];

struct Reader<'a> {
    word: &'a str,
    bytes: &'a [u8],
    slavic: bool,
    turkic: bool,
}

/// Letters taken from the word, and what may stand for them.
type Step = (usize, &'static [&'static str]);

impl<'a> Reader<'a> {
    fn new(word: &'a str, turkic: bool) -> Self {
        let slavic = SLAVIC.iter().any(|ending| word.len() > ending.len() + 1 && word.ends_with(ending));
        Self { word, bytes: word.as_bytes(), slavic, turkic }
    }

    fn read(&self) -> Alternatives {
        let mut out = Alternatives::new();
        let mut at = 0;
        while at < self.bytes.len() {
            let step = self.cluster(at).or_else(|| self.consonant(at)).or_else(|| self.glide(at));
            let (len, choices) = step.unwrap_or((0, &[]));
            if len == 0 {
                out.push(&[&self.word[at..=at]]);
                at += 1;
            } else {
                out.push(choices);
                at += len;
            }
        }
        out
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn before(&self, at: usize) -> u8 {
        at.checked_sub(1).map_or(0, |at| self.byte(at))
    }

    fn is_long(&self) -> bool {
        self.bytes.len() >= 5
    }

    /// Several letters for one sound.
    fn cluster(&self, at: usize) -> Option<Step> {
        const CLUSTERS: &[(&str, &str)] = &[
            ("schtsch", "SC"),
            ("shch", "SC"),
            ("chtch", "SC"),
            ("szcz", "SC"),
            ("dsch", "J"),
            ("tsch", "C"),
            ("dzh", "J"),
            ("tch", "C"),
            ("sch", "S"),
            ("sh", "S"),
            ("sz", "S"),
            ("zh", "Z"),
            ("dj", "J"),
            ("dZ", "J"),
            ("cz", "C"),
            ("gh", "g"),
            ("tz", "c"),
            ("ts", "c"),
        ];
        let rest = &self.word[at..];
        if let Some((cluster, plain)) = CLUSTERS.iter().find(|(cluster, _)| rest.starts_with(cluster)) {
            return Some((cluster.len(), std::slice::from_ref(plain)));
        }
        let next = self.byte(at + 2);
        let long = self.is_long();
        match rest.get(..2)? {
            "ch" if next == b'r' && self.slavic => Some((2, &["k", "h"])),
            "ch" if next == b'r' => Some((2, &["k"])),
            "ch" if self.slavic && self.bytes.len() >= 7 => Some((2, &["C", "h"])),
            "ch" => Some((2, &["C"])),
            "kh" if long => Some((2, &["h"])),
            "kh" => Some((2, &["X"])),
            "ph" if long => Some((2, &["f"])),
            "th" if at == 0 || self.before(at) == b'r' && is_vowel(next) => Some((2, &["t"])),
            "dh" if is_vowel(next) => Some((2, &["d"])),
            "ck" if matches!(&rest[2..], "i" | "y" | "ij" | "ii" | "iy") => Some((2, &["k", "ck"])),
            "ck" => Some((2, &["k"])),
            "ou" if next != 0 && !is_vowel(next) => Some((2, &["u"])),
            "ah" if long && next == 0 => Some((2, &["a"])),
            "eh" if long && next == 0 => Some((2, &["e"])),
            _ => None,
        }
    }

    /// Letters that languages use for different sounds, and doubled ones.
    fn consonant(&self, at: usize) -> Option<Step> {
        let (c, next) = (self.byte(at), self.byte(at + 1));
        let long = self.is_long();
        let doubled = c == next && c.is_ascii_lowercase() && !is_vowel(c) && c != b'y';
        if doubled && long && c != b'c' {
            // The second stands for both, whatever it is read as.
            return Some((1, &[""]));
        }
        Some(match c {
            b'c' => (1, self.c(at)),
            b'q' => (1, &["k", "g"]),
            b'x' if at == 0 || self.turkic || self.slavic => (1, if long { &["ks", "h"] } else { &["ks", "X"] }),
            b'x' => (1, &["ks"]),
            b'w' if at > 0 || self.bytes.len() > 4 => (1, &["v"]),
            b'\'' if self.slavic && at > 0 && is_vowel(next) && !is_vowel(self.before(at)) => (1, &["i"]),
            b'\'' => (1, &[""]),
            _ => return None,
        })
    }

    fn c(&self, at: usize) -> &'static [&'static str] {
        let ends = self.bytes.len() == at + 1;
        match self.byte(at + 1) {
            b'e' | b'i' | b'y' if at == 0 || self.turkic => &["c", "J"],
            b'e' | b'i' | b'y' => &["c"],
            _ if ends && self.before(at) == b'i' => &["C", "k"],
            _ if ends && self.before(at) == b'e' => &["c", "k"],
            b'c' => &[""],
            _ if self.turkic
                || at == 0 && self.word.len() > 4 && (self.word.ends_with("ov") || self.word.ends_with("ev")) =>
            {
                &["k", "J"]
            }
            _ => &["k"],
        }
    }

    /// `y` and `j`, which are vowels, glides or the sound of Jafar.
    fn glide(&self, at: usize) -> Option<Step> {
        match self.byte(at) {
            b'j' => Some(self.j(at)),
            b'y' => Some(self.y(at)),
            b'Y' => Some((1, &["y"])),
            _ => None,
        }
    }

    fn j(&self, at: usize) -> Step {
        let (before, next) = (self.before(at), self.byte(at + 1));
        let may_be_dzh = (at == 0 || is_vowel(before)) && is_vowel(next);
        (1, if may_be_dzh { &["J", "i"] } else { &["i"] })
    }

    fn y(&self, at: usize) -> Step {
        let (before, next, len) = (self.before(at), self.byte(at + 1), self.bytes.len());
        let after_consonant = at > 0 && !is_vowel(before);
        if next == b'o'
            && after_consonant
            && len >= 4
            && let Some(step) = self.yo(at)
        {
            return step;
        }
        let only_vowel = !self
            .bytes
            .iter()
            .enumerate()
            .any(|(other, c)| other != at && (is_vowel(*c) || *c == b'y') && !(other + 1 == len && *c == b'e'));
        // Smyth is not Smith, Meyer not Meier, Kerry not Kerri, and in short words every letter counts.
        let kept = len <= 3
            || only_vowel && !is_vowel(before) && !is_vowel(next) && next != 0
            || self.is_meyer(at)
            || self.is_kerry(at);
        (1, if kept { &["y"] } else { &["i"] })
    }

    /// An English ending.
    fn is_kerry(&self, at: usize) -> bool {
        let ends = at + 1 == self.bytes.len();
        ends && at >= 2 && !is_vowel(self.before(at)) && self.before(at) == self.byte(at - 2)
    }

    fn is_meyer(&self, at: usize) -> bool {
        is_vowel(self.before(at)) && &self.word[at + 1..] == "er"
    }

    /// The Russian ё behind a consonant, which is often written `e`.
    fn yo(&self, at: usize) -> Option<Step> {
        let rest = &self.word[at + 2..];
        if matches!(self.before(at), b'S' | b'C' | b'Z')
            || self.word[..at].ends_with("ch")
            || self.word[..at].ends_with("sh")
        {
            return Some((2, &["e", "o"]));
        }
        match rest {
            "v" | "w" | "va" | "wa" => Some((2, &["ie", "e"])),
            "n" | "m" | "l" | "r" => Some((2, &["io", "e"])),
            _ if rest.starts_with(['d', 'r', 'l', 'm']) || rest.starts_with("tr") => Some((2, &["io", "e"])),
            _ => None,
        }
    }
}

/// Adds a spelling with its endings made plain, and the forms that its ending may stand for.
fn endings(spelling: String, word: &str, out: &mut Vec<String>) {
    let mut plain = String::with_capacity(spelling.len());
    for c in spelling.chars() {
        if c != 'i' || !plain.ends_with('i') {
            plain.push(c);
        }
    }
    let mut plain = without_glide(&plain);
    if plain.ends_with("Cov") || plain.ends_with("Cova") {
        let at = plain.rfind('o').unwrap_or(0);
        plain.replace_range(at..=at, "e");
    }
    let mut others: Vec<String> = Vec::new();
    if is_open_ye(word) {
        others.extend(plain.strip_prefix('i').map(str::to_owned));
    }
    if word.len() >= 7 {
        others.extend(plain.strip_suffix("enka").map(|stem| format!("{stem}enko")));
        others.extend(plain.strip_suffix("skaia").map(|stem| format!("{stem}ska")));
    }
    if word.len() >= 6 && ["ou", "tch", "ts"].iter().any(|sign| word.contains(sign)) {
        others.extend(plain.strip_suffix("ine").map(|stem| format!("{stem}in")));
    }
    if is_german_z(word) {
        others.push(format!("z{}", &plain[1..]));
    }
    out.push(plain);
    out.append(&mut others);
}

/// Garayev as Garaev: a glide between a vowel and `-ev-` or `-enko`.
fn without_glide(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let bytes = word.as_bytes();
    for (at, c) in word.char_indices() {
        let glides = c == 'i'
            && at > 0
            && is_vowel(bytes[at - 1])
            && (word[at + 1..].starts_with("ev") || word[at + 1..].starts_with("enk"));
        if !glides {
            out.push(c);
        }
    }
    out
}

/// Yeltsin, which is also written without its first letter; not Yeats, not Yellen.
fn is_open_ye(word: &str) -> bool {
    let letters = word.as_bytes();
    matches!(letters, [b'y', b'e', third, fourth, ..] if !is_vowel(*third) && *third != b'y' && third != fourth)
}

/// A Slavic name as German papers spell it, where `s` before a vowel may stand for `z`.
fn is_german_z(word: &str) -> bool {
    let german = word.ends_with("skyj") || word.ends_with("skij") || word.contains('w') || word.contains("sch");
    let slavic = SLAVIC.iter().any(|ending| word.ends_with(ending));
    german && slavic && matches!(word.as_bytes(), [b's', second, ..] if is_vowel(*second))
}

fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u')
}
