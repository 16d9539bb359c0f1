//! A word in any script → its romanisations. Capital letters stand for sounds that Latin writes with several letters: `S`
//! sh, `C` ch, `Z` zh, `J` as in Jafar, `Y` the ending of Kerry. What comes out is letters of ASCII only, still as a person would spell them.

use unicode_normalization::UnicodeNormalization;

use super::Alternatives;

/// How a word is compared.
pub(super) enum Reading {
    /// By these romanisations.
    Latin {
        /// Each once, in a fixed order.
        readings: Vec<String>,
        /// Whether it has letters of the Latin alphabets of Turkic languages, where `c` is as in Jafar.
        turkic: bool,
    },
    /// By itself, in a script that is not romanised.
    Own(String),
    /// Not at all: it has digits, or letters of no known script.
    None,
}

/// What letters are taken for, in the whole word.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Taste {
    /// Vowels with signs are written out, `ü` as `ue`, rather than without the sign.
    vowels: bool,
    /// Consonants with signs have their sound, `š` is `sh`, rather than that of the letter without.
    consonants: bool,
    /// The Cyrillic г is `h` rather than `g`.
    ge_is_h: bool,
}

/// Romanises a word in lower case.
pub(super) fn readings(word: &str) -> Reading {
    if word.is_ascii() {
        return if word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'' || b == b'.') {
            Reading::Latin { readings: vec![word.replace('.', "")], turkic: false }
        } else {
            Reading::None
        };
    }
    let letters: Vec<char> = word.nfc().collect();
    if letters.iter().all(|c| is_arabic(*c)) {
        return Reading::Own(letters.iter().filter_map(|c| plain_arabic(*c)).collect());
    }
    let mut readings = Vec::new();
    for taste in tastes(&letters) {
        let Some(found) = romanise(&letters, taste) else { return Reading::None };
        readings.extend(found.0);
    }
    if matches!(letters.last(), Some('и' | 'і' | 'ι' | 'ი' | 'ի')) {
        // Керри, Керрі and Кери are Kerry and Kerri.
        let stems = readings.iter().filter_map(|reading| reading.strip_suffix('i'));
        let consonantal = stems.filter(|stem| !stem.is_empty() && !stem.ends_with(['a', 'e', 'i', 'o', 'u', 'y']));
        let english: Vec<String> = consonantal.map(|stem| format!("{stem}Y")).collect();
        readings.extend(english);
    }
    readings.dedup();
    let turkic = letters.iter().any(|c| matches!(c, 'ə' | 'ğ' | 'ı' | 'ş' | 'ç'));
    Reading::Latin { readings, turkic }
}

/// The ways to take the letters of a word that make a difference.
fn tastes(letters: &[char]) -> impl Iterator<Item = Taste> {
    let either = |differs: bool| if differs { &[false, true][..] } else { &[false] };
    let vowels = either(letters.iter().any(|c| vowel(*c).is_some()));
    let consonants = either(letters.iter().any(|c| consonant(*c).is_some()));
    let ge = either(letters.contains(&'г'));
    vowels.iter().flat_map(move |vowels| {
        consonants.iter().flat_map(move |consonants| {
            ge.iter().map(move |ge| Taste { vowels: *vowels, consonants: *consonants, ge_is_h: *ge })
        })
    })
}

fn romanise(letters: &[char], taste: Taste) -> Option<Alternatives> {
    let mut out = Alternatives::new();
    let mut at = 0;
    while let Some(c) = letters.get(at) {
        let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied();
        let after = letters.get(at + 1).copied();
        at += 1;
        match c {
            '.' => {}
            'a'..='z' | '\'' => out.push(&[c.encode_utf8(&mut [0; 4])]),
            'ə' | 'ә' => out.push(&["a", "e"]),
            'г' => out.push(if taste.ge_is_h { &["h"] } else { &["g"] }),
            '\u{400}'..='\u{52f}' => out.push(cyrillic(*c, before, after)?),
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => {
                let (letter, accented) = greek_base(*c);
                let (choices, two) = greek(letter, at == 1, after, accented)?;
                at += usize::from(two);
                out.push(choices);
            }
            '\u{10d0}'..='\u{10ff}' => out.push(&[georgian(*c)?]),
            '\u{531}'..='\u{587}' => {
                let two = *c == 'ո' && after == Some('ւ');
                at += usize::from(two);
                out.push(&[if two { "u" } else { armenian(*c, at == 1)? }]);
            }
            _ => match (vowel(*c).filter(|_| taste.vowels), consonant(*c).filter(|_| taste.consonants)) {
                (Some(sound), _) | (_, Some(sound)) => out.push(&[sound]),
                _ => out.push(&[&bare(*c)?]),
            },
        }
    }
    Some(out)
}

/// A Latin vowel with a sign, as it is written out.
fn vowel(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' | 'æ' => "ae",
        'ö' | 'ø' => "oe",
        'ü' => "ue",
        'å' => "aa",
        'ě' => "ye",
        _ => return None,
    })
}

/// The sound of a Latin consonant with a sign, where it differs from that of the letter.
fn consonant(c: char) -> Option<&'static str> {
    Some(match c {
        'š' | 'ś' | 'ş' | 'ș' | 'ŝ' => "S",
        'č' | 'ć' | 'ç' | 'ĉ' => "C",
        'ž' | 'ż' => "Z",
        'đ' => "J",
        'ţ' | 'ț' => "ts",
        'þ' => "t",
        'ŭ' => "v",
        _ => return None,
    })
}

/// A Latin letter without its sign.
fn bare(c: char) -> Option<String> {
    let mut out = String::new();
    crate::text::token::fold_char(c, &mut out);
    out.bytes().all(|b| b.is_ascii_lowercase()).then_some(out)
}

fn is_soft_vowel(c: Option<char>) -> bool {
    matches!(c, Some('е' | 'ё' | 'и' | 'о' | 'ю' | 'я' | 'є' | 'і' | 'ї'))
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'э' | 'ю' | 'я' | 'є' | 'і' | 'ї' | 'ә' | 'ө' | 'ү' | 'ұ')
}

/// Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian; Azerbaijani, Kazakh, Kyrgyz, Uzbek, Tajik, Mongolian.
fn cyrillic(c: char, before: Option<char>, after: Option<char>) -> Option<&'static [&'static str]> {
    Some(match c {
        'а' => &["a"],
        'б' => &["b"],
        'в' => &["v"],
        'ґ' | 'ғ' | 'ҝ' => &["g"],
        'д' => &["d"],
        'е' if matches!(before, None | Some('ь' | 'ъ')) => &["ye"],
        'е' | 'э' => &["e"],
        'є' => &["ye"],
        'ё' => &["yo"],
        // French, and the languages where it is the sound of Jafar, write `j`; дж is always that.
        'ж' if before == Some('д') => &["Z"],
        'ж' => &["Z", "J"],
        'з' | 'ѕ' => &["z"],
        'и' | 'і' | 'ї' | 'ӣ' => &["i"],
        'й' | 'ј' => &["y"],
        'к' | 'қ' => &["k"],
        'л' => &["l"],
        'м' => &["m"],
        'н' | 'ң' => &["n"],
        'о' | 'ө' => &["o"],
        'п' => &["p"],
        'р' => &["r"],
        'с' => &["s"],
        'т' => &["t"],
        'у' | 'ү' | 'ұ' | 'ӯ' => &["u"],
        'ў' => &["u", "o", "v"],
        'ф' => &["f"],
        'х' => &["kh"],
        'һ' | 'ҳ' => &["h"],
        // German and Austrian names: Шольц is Scholz.
        'ц' if after.is_none() && matches!(before, Some('л' | 'н' | 'р' | 'ь')) => &["ts", "z"],
        'ц' => &["ts"],
        'ч' => &["C"],
        'ш' => &["S"],
        'щ' => &["SC"],
        'ъ' | 'ь' if matches!(after, Some('е' | 'ё' | 'ю' | 'я' | 'є')) => &[""],
        'ь' if is_soft_vowel(after) => &["i"],
        'ъ' if after.is_some() && before.is_some() => &["a", "u"],
        'ъ' | 'ь' => &[""],
        'ы' => &["y"],
        // German names: Мюллер is Müller.
        'ю' if before.is_some_and(|c| !matches!(c, 'ь' | 'ъ') && !is_vowel(c)) => &["yu", "u"],
        'ю' => &["yu"],
        'я' => &["ya"],
        'ђ' | 'џ' | 'ҷ' | 'ҹ' => &["J"],
        'ћ' => &["C"],
        'ѓ' => &["gj"],
        'ќ' => &["kj"],
        'љ' => &["lj"],
        'њ' => &["nj"],
        _ => return None,
    })
}

/// A Greek letter without its signs, and whether it had one.
fn greek_base(c: char) -> (char, bool) {
    let base = std::iter::once(c).nfd().next().unwrap_or(c);
    (base, base != c)
}

/// The choices for a letter, and whether the next one is taken with it.
fn greek(c: char, first: bool, after: Option<char>, accented: bool) -> Option<(&'static [&'static str], bool)> {
    let next = after.map(|next| if matches!(next, 'ϊ' | 'ϋ' | 'ΐ' | 'ΰ') { next } else { greek_base(next).0 });
    // An accent on the first of two vowels parts them.
    let pair: &'static [&'static str] = match (c, next, accented) {
        ('ο', Some('υ'), false) => &["ou"],
        ('α', Some('υ'), false) => &["av", "af"],
        ('ε', Some('υ'), false) => &["ev", "ef"],
        ('γ', Some('γ'), _) => &["ng"],
        ('γ', Some('κ'), _) if first => &["g"],
        ('γ', Some('κ'), _) => &["gk", "g", "ng"],
        ('μ', Some('π'), _) if first => &["b"],
        ('μ', Some('π'), _) => &["mp", "b"],
        ('ν', Some('τ'), _) if first => &["d"],
        ('ν', Some('τ'), _) => &["nt", "nd", "d"],
        _ => return greek_letter(c, next).map(|choices| (choices, false)),
    };
    Some((pair, true))
}

fn greek_letter(c: char, next: Option<char>) -> Option<&'static [&'static str]> {
    Some(match c {
        'α' => &["a"],
        'β' => &["v"],
        'γ' if matches!(next, Some('ι' | 'ε' | 'η')) => &["g", "y"],
        'γ' => &["g"],
        'δ' => &["d"],
        'ε' => &["e"],
        'ζ' => &["z"],
        'η' | 'ι' => &["i"],
        'θ' => &["th"],
        'κ' => &["k"],
        'λ' => &["l"],
        'μ' => &["m"],
        'ν' => &["n"],
        'ξ' => &["ks"],
        'ο' | 'ω' => &["o"],
        'π' => &["p"],
        'ρ' => &["r"],
        'σ' | 'ς' => &["s"],
        'τ' => &["t"],
        'υ' => &["y"],
        'φ' => &["f"],
        'χ' if next == Some('ρ') => &["k"],
        'χ' => &["C", "kh"],
        'ψ' => &["ps"],
        _ => return None,
    })
}

fn georgian(c: char) -> Option<&'static str> {
    const LETTERS: [&str; 33] = [
        "a", "b", "g", "d", "e", "v", "z", "t", "i", "k", "l", "m", "n", "o", "p", "Z", "r", "s", "t", "u", "p", "k",
        "gh", "q", "S", "C", "ts", "dz", "ts", "C", "kh", "J", "h",
    ];
    LETTERS.get((c as usize).checked_sub(0x10d0)?).copied()
}

fn armenian(c: char, first: bool) -> Option<&'static str> {
    const LETTERS: [&str; 39] = [
        "a", "b", "g", "d", "e", "z", "e", "y", "t", "Z", "i", "l", "kh", "ts", "k", "h", "dz", "gh", "C", "m", "y",
        "n", "S", "o", "C", "p", "J", "r", "s", "v", "t", "r", "ts", "v", "p", "k", "o", "f", "ev",
    ];
    match (c, first) {
        ('ե', true) => Some("ye"),
        ('ո', true) => Some("vo"),
        _ => LETTERS.get((c as usize).checked_sub(0x561)?).copied(),
    }
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{65f}' | '\u{670}'..='\u{6d3}')
}

/// One letter for those that Arabic and Persian writers use for each other; vowel signs and the stroke vanish.
fn plain_arabic(c: char) -> Option<char> {
    Some(match c {
        'أ' | 'إ' | 'آ' | '\u{671}' => 'ا',
        'ى' | 'ی' | 'ئ' => 'ي',
        'ة' | 'ە' | 'ہ' => 'ه',
        'ک' => 'ك',
        'ؤ' => 'و',
        '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' => return None,
        _ => c,
    })
}
