//! One list of attributions from two finders. What comes in is what the model and the rules found; what goes out are
//! candidates whose scores can be compared, so that where two overlap the surer one stands.

use super::attribution::Attribution;

/// From these scores on, a rule's finding is worth the second number against the model's chances. Words in marks with a plain
/// report are the rules' strength: nine in ten are right even on articles that the model was learned from.
const WORTH: [(f32, f32); 3] = [(0.9, 0.95), (0.8, 0.87), (0.0, 0.5)];

/// What a rule's quotation over several paragraphs is worth: the model reads paragraph by paragraph.
const LONG: f32 = 0.97;

/// From this score on a rule's cut is believed.
const LEAST_CUT: f32 = 0.6;

/// Joins both lists, sorted by content. The model's scores are chances already.
#[must_use]
pub(super) fn combine(text: &str, model: Vec<Attribution>, rules: Vec<Attribution>) -> Vec<Attribution> {
    let cuts: Vec<bool> = rules.iter().map(|rule| cuts(rule, &model)).collect();
    let mut found = model;
    let worth = |rule: &Attribution, cuts: bool| if cuts { LONG } else { worth(text, rule) };
    found.extend(rules.into_iter().zip(cuts).map(|(rule, cuts)| Attribution { score: worth(&rule, cuts), ..rule }));
    found.sort_by_key(|one| one.content.first().map(|span| span.start));
    found
}

/// Whether a rule takes a part of what the model found for the same cue: it knows hearers ("told the council that") and
/// second verbs ("said this and added that").
fn cuts(rule: &Attribution, model: &[Attribution]) -> bool {
    let (Some(cue), [content]) = (rule.cue, &rule.content[..]) else { return false };
    let at = model.partition_point(|one| one.content.first().is_some_and(|first| first.end <= content.start));
    rule.score >= LEAST_CUT
        && model.get(at).is_some_and(|one| {
            one.content.len() == 1
                && one.content[0].contains(*content)
                && one.content[0] != *content
                && one.cue.is_some_and(|other| other.overlaps(cue))
        })
}

fn worth(text: &str, rule: &Attribution) -> f32 {
    if is_long(text, rule) && rule.score >= WORTH[1].0 {
        return LONG;
    }
    WORTH.iter().find(|(least, _)| rule.score >= *least).map_or(0.0, |(_, worth)| *worth)
}

/// Whether the content runs over a paragraph's end.
fn is_long(text: &str, one: &Attribution) -> bool {
    match (one.content.first(), one.content.last()) {
        (Some(first), Some(last)) => first.join(*last).get(text).is_some_and(|words| words.contains('\n')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn one(content: &[(u32, u32)], score: f32) -> Attribution {
        Attribution { content: content.iter().map(|pair| Span::from(*pair)).collect(), score, ..Attribution::default() }
    }

    #[test]
    fn scores_of_rules_become_chances() {
        let text = "a".repeat(40);
        let found = combine(&text, vec![one(&[(5, 15)], 0.93)], vec![one(&[(0, 12)], 0.92), one(&[(20, 30)], 0.1)]);
        assert_eq!(found, [one(&[(0, 12)], 0.95), one(&[(5, 15)], 0.93), one(&[(20, 30)], 0.5)]);
    }

    #[test]
    fn a_sure_quotation_over_paragraphs_beats_the_model() {
        let text = format!("{}\n{}", "a".repeat(20), "b".repeat(20));
        let found = combine(&text, Vec::new(), vec![one(&[(0, 20), (21, 35)], 0.9)]);
        assert_eq!(found, [one(&[(0, 20), (21, 35)], LONG)]);
    }
}
