//! The language of a text: the code of a name, or a guess from the first letters. Nothing else is read from a text here.

use whatlang::{Lang, detect};

/// Bytes at the beginning of a text that are looked at.
const SAMPLE_BYTES: usize = 1000;

/// Least confidence of a guess that is taken.
const MIN_CONFIDENCE: f64 = 0.8;

/// Letters below which no guess is made.
const MIN_CHARS: usize = 40;

/// Languages that are written at length with the letters of ASCII alone. Any other that is guessed from such a text is
/// mostly no language but a table of prices or a list of names: unknown is said instead, short Italian texts among them.
const PLAIN: &[Lang] =
    &[Lang::Eng, Lang::Nld, Lang::Afr, Lang::Ind, Lang::Jav, Lang::Tgl, Lang::Uzb, Lang::Zul, Lang::Sna, Lang::Aka];

/// ISO 639-3 codes with the two-letter codes of ISO 639-1, sorted; further three-letter codes and English names are found
/// through `whatlang`.
const CODES: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

/// The two-letter code in what a record says of its language: `en`, `en-US`, `eng`, `English`. Nothing for anything else.
pub(super) fn code_of(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    let first = lower.split(['-', '_']).next().unwrap_or_default();
    if first.len() == 2 && first.bytes().all(|b| b.is_ascii_lowercase()) {
        return Some(first.to_owned());
    }
    let named = Lang::all().iter().find(|lang| lang.code() == first || lang.eng_name().eq_ignore_ascii_case(&lower));
    named.and_then(|lang| two_letters(*lang)).map(str::to_owned)
}

fn two_letters(lang: Lang) -> Option<&'static str> {
    CODES.binary_search_by_key(&lang.code(), |(three, _)| three).ok().map(|at| CODES[at].1)
}

/// The two-letter code of the language of a text, if it can be told with confidence from its first letters.
pub(super) fn guess(body: &str) -> Option<String> {
    let mut end = SAMPLE_BYTES.min(body.len());
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &body[..end];
    if is_plain_english(sample) {
        return Some("en".to_owned());
    }
    if sample.chars().filter(|c| c.is_alphabetic()).count() < MIN_CHARS {
        return None;
    }
    let info = detect(sample).filter(|info| info.confidence() >= MIN_CONFIDENCE)?;
    let is_plain = sample.chars().all(|c| c.is_ascii() || !c.is_alphabetic());
    if is_plain && !PLAIN.contains(&info.lang()) {
        return None;
    }
    two_letters(info.lang()).map(str::to_owned)
}

/// Whether at least a ninth of the words are common words of English and of no other language: settles most texts of an
/// English collection at a hundredth of the cost of the full detection.
fn is_plain_english(sample: &str) -> bool {
    const COMMON: &[&str] = &[
        "the", "and", "to", "that", "with", "from", "has", "his", "said", "are", "would", "not", "this", "it", "but",
        "who", "which", "their", "were", "they", "will", "been",
    ];
    let (mut words, mut common) = (0, 0);
    for word in sample.split_ascii_whitespace() {
        words += 1;
        common += usize::from(word.len() <= 5 && COMMON.iter().any(|known| word.eq_ignore_ascii_case(known)));
    }
    common >= 6 && common * 9 >= words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_cover_every_language() {
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for lang in Lang::all() {
            assert!(two_letters(*lang).is_some(), "{}", lang.code());
        }
    }

    #[test]
    fn names_and_codes_of_records_become_two_letters() {
        for (text, code) in
            [("en", "en"), ("en-US", "en"), ("EN_gb", "en"), ("eng", "en"), ("English", "en"), ("aze", "az")]
        {
            assert_eq!(code_of(text).as_deref(), Some(code), "{text}");
        }
        assert_eq!(code_of("Klingon"), None);
        assert_eq!(code_of(""), None);
    }

    #[test]
    fn languages_are_told_by_their_text() {
        for (text, code) in [
            (
                "The mayor of the city said on Monday that the bridge would be closed for repairs, and that it was not \
                 known when the work would end.",
                "en",
            ),
            ("Der Bürgermeister sagte am Montag, dass die Brücke wegen der Arbeiten geschlossen werden müsse.", "de"),
            ("Мэр города заявил в понедельник, что мост будет закрыт на ремонт до конца следующего месяца.", "ru"),
            ("Belediye başkanı pazartesi günü yaptığı açıklamada köprünün onarım için kapatılacağını söyledi.", "tr"),
        ] {
            assert_eq!(guess(text).as_deref(), Some(code), "{text}");
        }
    }

    #[test]
    fn tables_of_earnings_are_not_french() {
        let table = "Shr loss eight cts vs profit six cts Net loss 291,000 vs profit 236,000 Revs 112.4 mln vs 104.2 mln \
                     Nine mths Shr profit 47 cts vs profit 1.78 dlrs Net profit 12.3 mln vs profit 46.2 mln";
        assert_eq!(guess(table), None);
        let dutch = "De minister zei maandag dat de brug tot het einde van de maand gesloten blijft en dat het nog niet \
                     bekend is wanneer het werk klaar zal zijn.";
        assert_eq!(guess(dutch).as_deref(), Some("nl"));
        let uzbek = "Prezident bugun Toshkentda bo‘lib o‘tgan yig‘ilishda mamlakat iqtisodiyoti haqida gapirdi va qo‘shni \
                     davlatlar bilan hamkorlikni kengaytirish zarurligini ta’kidladi.";
        assert_eq!(guess(uzbek).as_deref(), Some("uz"));
    }

    #[test]
    fn a_few_words_tell_no_language() {
        assert_eq!(guess("Baku 12:30"), None);
        assert_eq!(guess(""), None);
    }
}
