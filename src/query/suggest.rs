//! "Did you mean": the nearest known word.

use crate::field::FIELDS;

/// The known word nearest to `typed`, if it is near enough to be meant: one edit in words of three and four letters, two
/// in longer ones; none in shorter ones.
#[must_use]
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let allowed = match typed.chars().count() {
        0..=2 => return None,
        3..=4 => 1,
        _ => 2,
    };
    known
        .into_iter()
        .map(|word| (strsim::osa_distance(&typed, word), word))
        .filter(|(distance, word)| *distance <= allowed && *distance < word.chars().count().saturating_sub(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// The name or alias of a field that is nearest to `typed`, if it is near enough to be meant.
#[must_use]
pub fn field_name(typed: &str) -> Option<&'static str> {
    let fields = FIELDS.iter().flat_map(|spec| std::iter::once(spec.name).chain(spec.aliases.iter().copied()));
    nearest(typed, fields.chain([super::named::FIELD]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_near_and_another_word_is_not() {
        for (typed, name) in [
            ("speeker", Some("speaker")),
            ("spaeker", Some("speaker")),
            ("SPEKER", Some("speaker")),
            ("siad", Some("said")),
            ("abuot", Some("about")),
            ("datline", Some("dateline")),
            ("untill", Some("until")),
            ("outlett", Some("outlet")),
            ("querry", Some("query")),
            ("https", None),
            ("note", None),
            ("re", None),
            ("ceasefire", None),
        ] {
            assert_eq!(field_name(typed), name, "{typed}");
        }
    }
}
