//! One list of attributions from two finders. What comes in is what the model and the rules found; what goes out are
//! candidates whose scores can be compared, so that where two overlap the surer one stands.

use super::attribution::Attribution;
use super::marks::Region;
use crate::annotation::Sentence;
use crate::text::Span;

/// From these scores on, a rule's finding is worth the second number against the model's chances. Words in marks with a plain
/// report are the rules' strength: nine in ten are right even on articles that the model was learned from.
const WORTH: [(f32, f32); 3] = [(0.9, 0.95), (0.8, 0.87), (0.0, 0.5)];

/// What a rule's quotation over several paragraphs is worth: the model reads paragraph by paragraph.
const LONG: f32 = 0.97;

/// Below this chance the model's reading of a report does not stand against a rule that is as sure as this.
const UNSURE: f32 = 0.5;
const LEAST_SURE: f32 = 0.8;

/// From this score on a rule is believed where it leaves out an end of the content.
const LEAST_CUT: f32 = 0.6;

/// Words of a head that a rule may leave out: hearers are few words.
const LONGEST_HEAD: usize = 5;

/// Ends the model's quotations before words that do not go on with them, where those stand behind the report. `apart` is sorted.
pub(super) fn part(model: &mut [Attribution], apart: &[Span]) {
    for one in model.iter_mut().filter(|one| one.content.len() > 1) {
        let Some(cue) = one.cue else { continue };
        let behind = apart[apart.partition_point(|span| span.start < cue.end)..].first();
        let Some(end) = behind.map(|span| span.start) else { continue };
        let kept = one.content.iter().take_while(|span| span.start < end).count();
        if kept > 0 {
            one.content.truncate(kept);
        }
    }
}

/// Ends the model's quotations where a sentence ends with the mark that closes their words, and no words in marks follow: `he
/// "will not go." It was late`. `sentences` and `regions` are sorted by their starts.
pub(super) fn end(model: &mut [Attribution], sentences: &[Sentence], regions: &[Region]) {
    let ends = |region: &Region| {
        let sentence = sentences.partition_point(|sentence| sentence.span.end < region.outer.end);
        let next = regions.partition_point(|other| other.outer.start < region.outer.end);
        let goes_on = match (sentences.get(sentence + 1), regions.get(next)) {
            (Some(sentence), Some(region)) => region.outer.start == sentence.span.start,
            _ => false,
        };
        let ends = sentences.get(sentence).is_some_and(|sentence| sentence.span.end == region.outer.end);
        region.closed && ends && !goes_on
    };
    let outer: Vec<&Region> = regions.iter().filter(|region| !region.nested).collect();
    for span in model.iter_mut().flat_map(|one| &mut one.content) {
        let from = outer.partition_point(|region| region.outer.end <= span.start);
        let mut inside = outer[from..].iter().take_while(|region| region.outer.end < span.end);
        let last = inside.find(|region| ends(region));
        if let Some(last) = last {
            span.end = if span.start < last.outer.start { last.outer.end } else { last.inner().end };
        }
    }
}

/// Joins both lists, sorted by content. The model's scores are chances already. Where both read the same report, the model's
/// reading stands, but where it is unsure and the rule is not, and for words in marks that run over paragraphs, for hearers,
/// second verbs ("told the council this and added that") and for sources that are several, which rules know better.
#[must_use]
pub(super) fn combine(text: &str, mut model: Vec<Attribution>, rules: Vec<Attribution>) -> Vec<Attribution> {
    let mut cues: Vec<(Span, usize)> = model.iter().enumerate().filter_map(|(at, one)| Some((one.cue?, at))).collect();
    cues.sort_unstable();
    let of_model = |rule: &Attribution| {
        let cue = rule.cue?;
        let (other, at) = cues[..cues.partition_point(|(other, _)| other.start < cue.end)].last()?;
        (other.overlaps(cue) && overlap(&model[*at], rule)).then_some(*at)
    };
    let same: Vec<Option<usize>> = rules.iter().map(of_model).collect();
    for (rule, at) in rules.iter().zip(&same) {
        if let Some(one) = at.map(|at| &mut model[at])
            && names_more(text, rule.source, one.source)
        {
            one.source = rule.source;
        }
    }
    let mut stands = vec![true; model.len()];
    for (_, at) in rules.iter().zip(&same).filter(|(rule, _)| is_sure_and_long(text, rule)) {
        if let Some(at) = at {
            stands[*at] = false;
        }
    }
    let ours = |(rule, at): (Attribution, Option<usize>)| {
        let score = match at.map(|at| &model[at]) {
            Some(one) if cuts(text, &rule, one) => LONG,
            Some(one) if one.score < UNSURE && rule.score >= LEAST_SURE => worth(text, &rule),
            Some(_) if !is_long(text, &rule) => return None,
            _ => worth(text, &rule),
        };
        Some(Attribution { score, ..rule })
    };
    let rules: Vec<Attribution> = rules.into_iter().zip(same).filter_map(ours).collect();
    let mut found: Vec<Attribution> =
        model.into_iter().zip(stands).filter_map(|(one, stands)| stands.then_some(one)).collect();
    found.extend(rules);
    found.sort_by_key(|one| one.content.first().map(|span| span.start));
    found
}

/// Whether two attributions have words of their contents in common.
fn overlap(a: &Attribution, b: &Attribution) -> bool {
    a.content.iter().any(|span| b.content.iter().any(|other| other.overlaps(*span)))
}

/// Whether a rule's source names others beside the model's: "Lund and Holt" and not "Holt".
fn names_more(text: &str, rule: Option<Span>, model: Option<Span>) -> bool {
    let (Some(rule), Some(model)) = (rule, model) else { return false };
    let before = Span { start: rule.start, end: model.start.max(rule.start) }.get(text);
    rule.contains(model) && before.is_some_and(|words| words.contains(" and "))
}

/// Whether a rule's content is that of the model without a short head or outer marks, or, where there are no marks, without
/// its end.
fn cuts(text: &str, rule: &Attribution, model: &Attribution) -> bool {
    let ([own], [other]) = (&rule.content[..], &model.content[..]) else { return false };
    let words = |from: u32, to: u32| {
        Span { start: from, end: to.max(from) }.get(text).map_or(usize::MAX, |cut| {
            cut.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
        })
    };
    rule.score >= LEAST_CUT
        && own != other
        && other.contains(*own)
        && match (words(other.start, own.start), words(own.end, other.end)) {
            (head, 0) => head <= LONGEST_HEAD,
            (0, _) => !other.get(text).is_some_and(|words| words.contains(['"', '“', '”', '«', '»'])),
            _ => false,
        }
}

fn worth(text: &str, rule: &Attribution) -> f32 {
    if is_sure_and_long(text, rule) {
        return LONG;
    }
    WORTH.iter().find(|(least, _)| rule.score >= *least).map_or(0.0, |(_, worth)| *worth)
}

/// Whether a rule is sure of a quotation over several paragraphs.
fn is_sure_and_long(text: &str, rule: &Attribution) -> bool {
    rule.score >= LEAST_SURE && is_long(text, rule)
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
    fn a_sure_rule_reads_a_report_that_the_model_is_unsure_of() {
        let text = "a".repeat(40);
        let read = |one: Attribution| Attribution { cue: Some(Span::from((20, 24))), ..one };
        let rule = one(&[(0, 12)], 0.92);
        let found = |chance| combine(&text, vec![read(one(&[(5, 18)], chance))], vec![read(rule.clone())]);
        assert_eq!(found(0.4), [read(one(&[(0, 12)], 0.95)), read(one(&[(5, 18)], 0.4))]);
        assert_eq!(found(0.6), [read(one(&[(5, 18)], 0.6))]);
    }

    #[test]
    fn a_sure_quotation_over_paragraphs_beats_the_model() {
        let text = format!("{}\n{}", "a".repeat(20), "b".repeat(20));
        let found = combine(&text, Vec::new(), vec![one(&[(0, 20), (21, 35)], 0.9)]);
        assert_eq!(found, [one(&[(0, 20), (21, 35)], LONG)]);
    }
}
