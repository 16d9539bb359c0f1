//! One list of attributions from two finders. What comes in is what the model and the rules found; what goes out are
//! candidates whose scores can be compared, so that where two overlap the surer one stands.

use super::attribution::Attribution;
use crate::text::Span;

/// From these scores on, a rule's finding is worth the second number against the model's chances. Words in marks with a plain
/// report are the rules' strength: nine in ten are right even on articles that the model was learned from.
const WORTH: [(f32, f32); 3] = [(0.9, 0.95), (0.8, 0.87), (0.0, 0.5)];

/// What a rule's quotation over several paragraphs is worth: the model reads paragraph by paragraph.
const LONG: f32 = 0.97;

/// From this score on a rule is believed where it leaves out one end of the content.
const LEAST_CUT: f32 = 0.6;

/// Joins both lists, sorted by content. The model's scores are chances already. Where both read the same report, the model's
/// reading stands, but for words in marks that run over paragraphs, and for hearers and second verbs, which rules know
/// ("told the council that", "said this and added that").
#[must_use]
pub(super) fn combine(text: &str, model: Vec<Attribution>, rules: Vec<Attribution>) -> Vec<Attribution> {
    let mut cues: Vec<(Span, usize)> =
        model.iter().enumerate().filter_map(|(at, one)| Some((one.cue?, at))).collect();
    cues.sort_unstable();
    let of_model = |rule: &Attribution| {
        let cue = rule.cue?;
        let (other, at) = cues[..cues.partition_point(|(other, _)| other.start < cue.end)].last()?;
        let one = &model[*at];
        (other.overlaps(cue) && overlap(one, rule)).then_some(one)
    };
    let ours = |rule: Attribution| {
        let score = match of_model(&rule) {
            Some(one) if cuts(&rule, one) => LONG,
            Some(_) if !is_long(text, &rule) => return None,
            _ => worth(text, &rule),
        };
        Some(Attribution { score, ..rule })
    };
    let rules: Vec<Attribution> = rules.into_iter().filter_map(ours).collect();
    let mut found = model;
    found.extend(rules);
    found.sort_by_key(|one| one.content.first().map(|span| span.start));
    found
}

/// Whether two attributions have words of their contents in common.
fn overlap(a: &Attribution, b: &Attribution) -> bool {
    a.content.iter().any(|span| b.content.iter().any(|other| other.overlaps(*span)))
}

/// Whether a rule's content is that of the model without its head or its end.
fn cuts(rule: &Attribution, model: &Attribution) -> bool {
    let ([own], [other]) = (&rule.content[..], &model.content[..]) else { return false };
    let one_end = (own.start == other.start) != (own.end == other.end);
    rule.score >= LEAST_CUT && one_end && other.contains(*own)
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
