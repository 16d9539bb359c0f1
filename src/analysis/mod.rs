//! What an article says of itself: sentences, dateline, people, places, quotations and who speaks them. Text in, spans
//! out; nothing is read or written, and nothing is known of queries or indexes.

pub mod attribution;
pub mod chain;
mod combine;
mod content;
pub mod dateline;
mod foreign;
mod headline;
pub mod marks;
pub mod model;
mod outlet;
pub mod person;
mod phrase;
pub mod place;
mod quote;
mod report;
mod role;
mod rules;
mod script;
pub mod sentence;
pub mod speaker;
pub mod token;

use self::chain::Chain;
use self::model::tagger::{Memory, Tagger};
use self::phrase::View;
use self::speaker::pronoun::Weighed;
use self::speaker::{Step, Traced};
use self::token::Lookup;
use crate::annotation::Analysis;
use crate::article::Article;
use crate::lexicon::Lexicon;
use crate::text::Span;

/// Version of the analysis, written into the manifest of an index: any change of what is found changes it.
pub const ANALYSIS_VERSION: u32 = 8;

/// Analyses an article.
#[must_use]
pub fn analyse(article: &Article, lexicon: &Lexicon) -> Analysis {
    analyse_traced(article, lexicon, Traced::No).0
}

/// Tells how the speaker of a quotation was found: analyses the article anew and writes the way down. `number` counts
/// from 0; nothing if there is no such quotation.
#[must_use]
pub fn explain(article: &Article, lexicon: &Lexicon, number: usize) -> Option<Chain> {
    let (analysis, steps) = analyse_traced(article, lexicon, Traced::Yes);
    chain::of(article, &analysis, &steps, number)
}

/// The pronouns that are sources in an article, with the people whom each may stand for: what the weights of
/// [`speaker::pronoun`] are learned from.
#[must_use]
pub fn weighed_pronouns(article: &Article, lexicon: &Lexicon) -> (Analysis, Vec<(Span, Vec<Weighed>)>) {
    let (analysis, steps) = analyse_traced(article, lexicon, Traced::Yes);
    let weighed = steps.into_iter().filter(|step| !step.weighed.is_empty());
    let weighed = weighed.filter_map(|step| Some((step.source?, step.weighed))).collect();
    (analysis, weighed)
}

fn analyse_traced(article: &Article, lexicon: &Lexicon, traced: Traced) -> (Analysis, Vec<Step>) {
    steps_with(article, lexicon, model::tagger::BUILTIN.as_ref(), traced)
}

/// Analyses an article with a tagger of the caller's, or by rules alone.
#[must_use]
pub fn analyse_with(article: &Article, lexicon: &Lexicon, tagger: Option<&Tagger<'_>>) -> Analysis {
    steps_with(article, lexicon, tagger, Traced::No).0
}

fn steps_with(
    article: &Article,
    lexicon: &Lexicon,
    tagger: Option<&Tagger<'_>>,
    traced: Traced,
) -> (Analysis, Vec<Step>) {
    let body = article.body.as_str();
    let dateline =
        dateline::find_dateline(body, lexicon).or_else(|| dateline::of_record(article.dateline.as_deref()?, lexicon));
    let paragraphs = sentence::paragraphs(body);
    let sentences = sentence::find(
        body,
        &paragraphs,
        dateline.as_ref().map(|dateline| dateline.span).filter(|span| !span.is_empty()),
        lexicon,
    );
    let regions = marks::find(body, &paragraphs);
    // Of a text in another language the model knows nothing.
    let (tokens, by_model) = match tagger {
        None => {
            let tokens = token::find(body, &sentences, &regions, Lookup::new(lexicon));
            let by_model = (!foreign::is_foreign(body, &tokens)).then(Vec::new);
            (tokens, by_model)
        }
        Some(tagger) => tagger.remembering(|Memory { types, classes, said }| {
            let fine = model::view::View::new(body, &sentences, &model::marked(&regions), &tagger.words, types);
            let tokens = token::find(body, &sentences, &regions, Lookup::beside(lexicon, &fine.tokens, classes));
            let by_model = (!foreign::is_foreign(body, &tokens)).then(|| model::find(tagger, &fine, said));
            (tokens, by_model)
        }),
    };
    let view = View { text: body, tokens: &tokens, regions: &regions, foreign: by_model.is_none() };
    let people = person::find(body, &tokens, lexicon);
    let places = place::find_places(body, dateline.as_ref(), &people.people, lexicon);
    let attributions = match by_model {
        Some(mut by_model) => {
            let (by_rules, apart) = rules::find(view);
            combine::part(&mut by_model, &apart);
            combine::end(&mut by_model, &sentences, &regions);
            combine::combine(body, by_model, by_rules)
        }
        None => foreign::find(view),
    };
    let own = outlet::find(view);
    let (mut quotes, steps) = quote::assemble(view, attributions, &people, own, traced);
    quotes.extend(headline::find(&article.title, &people.people, lexicon));
    let outlet = own.map(|own| own.name.of(body).to_owned());
    let outlet = outlet.or_else(|| dateline::outlet(dateline.as_ref()?, lexicon).map(str::to_owned));
    (Analysis { sentences, dateline, people: people.people, places, quotes, outlet }, steps)
}
