//! What is found in labelled articles, in the scorer's form: articles and weights in, JSON out.

use onrecord::analysis::analyse_with;
use onrecord::analysis::model::judge::{act_features, trust_features};
use onrecord::analysis::model::link::{shortened, trimmed};
use onrecord::analysis::model::rank::chance;
use onrecord::analysis::model::tagger::{Found, Tagger};
use onrecord::analysis::model::view::View;
use onrecord::annotation::Zone;
use onrecord::article::Article;
use onrecord::lexicon::Lexicon;
use onrecord::text::Span;
use serde_json::json;

use crate::fit::env;
use crate::gold::{Labelled, tag};
use crate::links;

/// What the model alone finds in an article.
pub(crate) fn found(article: &Labelled, tagger: &Tagger<'_>) -> serde_json::Value {
    tagger.with(&article.text, &article.sentences, &article.marked, |view, found| shown(article, tagger, view, found))
}

/// What is found, and for the calibration whether it is right.
fn shown(article: &Labelled, tagger: &Tagger<'_>, view: &View<'_>, found: &Found) -> serde_json::Value {
    let part = |range: &std::ops::Range<usize>| {
        let span = view.span(range.clone());
        json!({"start": span.start, "end": span.end, "text": span.of(&article.text)})
    };
    let tagged = tag(article, &tagger.words);
    let mut features = Vec::new();
    let quotes: Vec<_> = tagger
        .linker
        .link(view, &found.tags, &found.margins)
        .iter()
        .enumerate()
        .filter_map(|(n, group)| {
            let pieces: Vec<_> = group.content.iter().filter_map(|piece| trimmed(view, piece)).collect();
            let all = view.span(pieces.first()?.start..pieces.last()?.end);
            let spans: Vec<_> = pieces.iter().map(|piece| view.span(piece.clone())).collect();
            trust_features(view, &found.margins, group, &mut features);
            let score = chance(tagger.linker.trust.score(&features));
            if score < env("SURE", 0.25) {
                return None;
            }
            act_features(view, group, &mut features);
            let speech = tagger.linker.acts.score(&features) >= 0.0;
            Some(json!({
                "n": n, "group": n, "start": all.start, "end": all.end, "text": all.of(&article.text), "spans": spans,
                "cue": group.cue.as_ref().map(part),
                "mention": group.source.as_ref().map(|source| part(&shortened(view, source))),
                "confidence": score, "act": if speech { "speech" } else { "other" },
                "right": links::is_right(article, &tagged, group),
            }))
        })
        .collect();
    json!({"id": article.id, "quotes": quotes})
}

/// What the whole analysis finds in an article.
pub(crate) fn analysed(article: &Labelled, tagger: &Tagger<'_>) -> serde_json::Value {
    let made = Article { body: article.text.clone(), ..Article::default() };
    let rules = std::env::var_os("RULES").is_some();
    let analysis = analyse_with(&made, Lexicon::builtin(), (!rules).then_some(tagger));
    let part = |span: Span| json!({"start": span.start, "end": span.end, "text": span.of(&article.text)});
    let quotes: Vec<_> = analysis
        .quotes
        .iter()
        .enumerate()
        .filter(|(_, quote)| quote.via.is_none() && quote.zone == Zone::Body)
        .map(|(n, quote)| {
            json!({
                "n": n, "group": n, "start": quote.span().start, "end": quote.span().end, "spans": quote.content,
                "text": quote.span().of(&article.text), "kind": quote.kind.name(), "act": quote.act.name(),
                "cue": quote.cue.map(part), "mention": quote.mention.map(part), "confidence": f64::from(quote.confidence) / 100.0,
                "speaker": quote.speaker.map(|at| json!({"name": analysis.people[at as usize].name})),
            })
        })
        .collect();
    json!({"id": article.id, "quotes": quotes})
}
