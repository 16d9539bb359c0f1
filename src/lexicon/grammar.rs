//! Words of grammar: they tell little of what a text is about. A table of its own, since queries ask for nothing else.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Classes of `grammar.tsv` whose words are meant.
const CLASSES: [&str; 10] = [
    "determiner",
    "preposition",
    "conjunction",
    "auxiliary",
    "clause",
    "pronoun.relative",
    "pronoun.male",
    "pronoun.female",
    "pronoun.plural",
    "pronoun.own",
];

/// Determiners that tell something: "two years", "four years".
const TELLING: [&str; 5] = ["two", "three", "four", "five", "six"];

/// Words that analysis needs in no class.
const OTHERS: [&str; 27] = [
    "again",
    "am",
    "doing",
    "down",
    "else",
    "further",
    "having",
    "here",
    "just",
    "more",
    "not",
    "only",
    "ought",
    "ours",
    "own",
    "same",
    "theirs",
    "then",
    "there",
    "too",
    "up",
    "very",
    "yours",
    "myself",
    "ourselves",
    "don't",
    "i'm",
];

/// Whether a folded word is one of grammar: an article, pronoun, preposition, conjunction, auxiliary verb, or an adverb
/// of no more meaning than these.
#[must_use]
pub fn is_grammar(folded: &str) -> bool {
    static WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        let rows = include_str!("grammar.tsv").lines().filter_map(|line| line.split_once('\t'));
        let words = rows.filter(|(word, class)| CLASSES.contains(class) && !TELLING.contains(word));
        words.map(|(word, _)| word).chain(OTHERS).collect()
    });
    WORDS.contains(folded)
}

#[cfg(test)]
mod tests {
    use super::is_grammar;

    #[test]
    fn words_of_grammar_are_told_from_others() {
        assert!(["the", "of", "would", "their", "that", "i", "and", "not"].iter().all(|word| is_grammar(word)));
        assert!(["treaty", "said", "president", "four", ""].iter().all(|word| !is_grammar(word)));
    }
}
