//! The chain from the words that name a source to a person's full name, for one quotation. What comes in are an analysis
//! and the steps that the resolver wrote down; nothing is decided here.

use super::speaker::Step;
use crate::annotation::{Analysis, Quote, Resolved, Zone};
use crate::article::Article;
use crate::text::Span;

pub use super::speaker::{Reason, Rejected};

/// Links of a chain at most.
const MAX_LINKS: usize = 12;

/// How the speaker of a quotation was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// The quotation, as it was found.
    pub quote: Quote,
    /// From the source to the full name; empty where no source is named and none goes on.
    pub links: Vec<Link>,
    /// Who was thought of and turned down, each person once.
    pub rejected: Vec<Rejected>,
}

/// A place in the text that leads on to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub span: Span,
    /// In the body or the title.
    pub zone: Zone,
    /// Number of the paragraph, from 0; none in the title.
    pub paragraph: Option<u32>,
    /// What stands there.
    pub what: What,
    /// The cue of the quotation whose source it is.
    pub cue: Option<Span>,
}

/// What a link of a chain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The source of this quotation.
    Source,
    /// The source of an earlier quotation.
    EarlierSource,
    /// A short form of the name.
    Name,
    /// The longest form of the name in the article.
    FullName,
}

/// The chain of a quotation, by its number from 0.
pub(super) fn of(article: &Article, analysis: &Analysis, steps: &[Step], number: usize) -> Option<Chain> {
    let quote = analysis.quotes.get(number)?;
    let walk = Walk { article, analysis, steps };
    let mut links = Vec::new();
    let mut rejected = Vec::new();
    let own = quote.zone == Zone::Body && quote.via.is_none();
    let step = own.then(|| walk.step_of(quote)).flatten();
    match (quote.mention, step) {
        (Some(mention), _) => links.push(walk.link(mention, quote.zone, What::Source, quote.cue)),
        (None, Some(step)) if step.answer.resolved == Resolved::Continued => links.extend(walk.speaker_before(step)),
        _ => {}
    }
    if let Some(step) = step {
        rejected.extend(&step.rejected);
        walk.follow(step, &mut links);
    }
    if let Some(person) = quote.speaker {
        walk.close(person, &mut links);
    }
    if own {
        rejected.extend(walk.named_inside(quote));
    }
    let mut seen: Vec<u32> = quote.speaker.into_iter().collect();
    rejected.retain(|candidate: &Rejected| {
        let new = !seen.contains(&candidate.person);
        seen.push(candidate.person);
        new
    });
    Some(Chain { quote: quote.clone(), links, rejected })
}

struct Walk<'a> {
    article: &'a Article,
    analysis: &'a Analysis,
    steps: &'a [Step],
}

impl<'a> Walk<'a> {
    fn step_of(&self, quote: &Quote) -> Option<&'a Step> {
        let start = quote.content.first()?.start;
        self.steps.iter().find(|step| step.content == start && step.source == quote.mention)
    }

    fn link(&self, span: Span, zone: Zone, what: What, cue: Option<Span>) -> Link {
        let sentences = &self.analysis.sentences;
        let sentence = sentences.partition_point(|sentence| sentence.span.end <= span.start);
        let paragraph = sentences.get(sentence).filter(|_| zone == Zone::Body).map(|sentence| sentence.paragraph);
        Link { span, zone, paragraph, what, cue }
    }

    /// The source whose speaker goes on.
    fn speaker_before(&self, step: &Step) -> Option<Link> {
        let at = self.steps.iter().position(|other| std::ptr::eq(other, step))?;
        let before = self.steps[..at].iter().rev();
        let before = before.filter(|other| other.source.is_some() && other.answer.person.is_some());
        before.take(1).find_map(|other| Some(self.source_link(other, other.source?)))
    }

    fn source_link(&self, step: &Step, source: Span) -> Link {
        let quotes = &self.analysis.quotes;
        let quote = quotes.iter().find(|quote| quote.span().start == step.content && quote.mention == step.source);
        self.link(source, Zone::Body, What::EarlierSource, quote.and_then(|quote| quote.cue))
    }

    /// Goes from a source to what it stands for, as long as that is another source.
    fn follow(&self, step: &Step, links: &mut Vec<Link>) {
        let mut step = step;
        if step.source.is_none() {
            let before = links.last().map(|link| link.span);
            let Some(before) = self.steps.iter().find(|other| before.is_some() && other.source == before) else {
                return;
            };
            step = before;
        }
        while links.len() < MAX_LINKS {
            let Some(from) = step.from else { return };
            let inside = links.last().is_some_and(|link| link.span.contains(from));
            let earlier = |other: &&Step| {
                other
                    .source
                    .is_some_and(|source| source.start == from.start && step.source.is_none_or(|own| source < own))
            };
            if let Some((source, other)) =
                self.steps.iter().find(earlier).filter(|_| !inside).and_then(|other| Some((other.source?, other)))
            {
                links.push(self.source_link(other, source));
                step = other;
                continue;
            }
            let person = step.answer.person.and_then(|person| self.analysis.people.get(person as usize));
            let mention = person.and_then(|person| person.mentions.iter().find(|mention| mention.start == from.start));
            if let Some(mention) = mention.filter(|_| !inside) {
                links.push(self.link(*mention, Zone::Body, What::Name, None));
            }
            return;
        }
    }

    /// Ends the chain at the full name.
    fn close(&self, person: u32, links: &mut Vec<Link>) {
        let Some(person) = self.analysis.people.get(person as usize) else { return };
        let is_full = |span: &&Span| {
            span.get(&self.article.body).is_some_and(|text| text.split_whitespace().eq(person.name.split_whitespace()))
        };
        let full: Vec<&Span> = person.mentions.iter().filter(is_full).collect();
        if let Some(last) = links.last_mut().filter(|link| link.zone == Zone::Body)
            && full.iter().any(|span| last.span.contains(**span))
        {
            if last.what == What::Name {
                last.what = What::FullName;
            }
            return;
        }
        if let Some(span) = full.first() {
            links.push(self.link(**span, Zone::Body, What::FullName, None));
        }
    }

    /// The people named only between the marks of the quotation: they were never asked.
    fn named_inside(&self, quote: &'a Quote) -> impl Iterator<Item = Rejected> + 'a {
        let analysis = self.analysis;
        let inside = analysis.people.iter().enumerate().filter(|(_, person)| {
            person.mentions.iter().any(|mention| quote.content.iter().any(|span| span.contains(*mention)))
        });
        inside.map(|(number, _)| Rejected { person: number as u32, reason: Reason::Quoted })
    }
}

#[cfg(test)]
mod tests {
    use super::super::explain;
    use super::*;
    use crate::lexicon::Lexicon;

    const BODY: &str = "The corridor will open, foreign minister Mara Lind told reporters in Riga on Friday.

“We have waited nine years for the corridor,” Lind said.

“Oskar Falk will pay for it,” she concluded.

Officials declined to comment.
";

    fn chain_of(part: &str) -> (Article, Chain, Analysis) {
        let article = Article { body: BODY.to_owned(), ..Article::default() };
        let analysis = super::super::analyse(&article, Lexicon::builtin());
        let number = analysis.quotes.iter().position(|quote| quote.text(BODY).contains(part)).unwrap();
        let chain = explain(&article, Lexicon::builtin(), number).unwrap();
        (article, chain, analysis)
    }

    #[test]
    fn a_pronoun_leads_by_the_earlier_source_to_the_full_name() {
        let (article, chain, _) = chain_of("will pay");
        let words: Vec<(&str, What)> =
            chain.links.iter().map(|link| (link.span.of(&article.body), link.what)).collect();
        assert_eq!(words, [("she", What::Source), ("Lind", What::EarlierSource), ("Mara Lind", What::FullName)]);
        let paragraphs: Vec<Option<u32>> = chain.links.iter().map(|link| link.paragraph).collect();
        assert_eq!(paragraphs, [Some(2), Some(1), Some(0)]);
        assert_eq!(chain.links[0].cue.map(|cue| cue.of(BODY)), Some("concluded"));
    }

    #[test]
    fn who_is_named_inside_the_marks_is_turned_down() {
        let (_, chain, analysis) = chain_of("will pay");
        let named: Vec<(&str, Reason)> = chain
            .rejected
            .iter()
            .map(|rejected| (analysis.people[rejected.person as usize].name.as_str(), rejected.reason))
            .collect();
        assert_eq!(named, [("Oskar Falk", Reason::Quoted)]);
    }

    #[test]
    fn the_traced_analysis_finds_what_the_plain_one_finds() {
        let article = Article { body: BODY.to_owned(), ..Article::default() };
        let analysis = super::super::analyse(&article, Lexicon::builtin());
        assert!(analysis.quotes.len() >= 2);
        for (number, quote) in analysis.quotes.iter().enumerate() {
            assert_eq!(&explain(&article, Lexicon::builtin(), number).unwrap().quote, quote);
        }
        assert!(explain(&article, Lexicon::builtin(), analysis.quotes.len()).is_none());
    }
}
