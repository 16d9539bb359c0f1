//! Quotations that no report takes: whole sentences or paragraphs in marks. What comes in are regions left over; what goes out
//! is whose they are: of the report before, of who is named or announced before them, or of nobody.

use std::ops::Range;

use super::Finder;
use crate::analysis::attribution::Attribution;
use crate::analysis::token::Kind;
use crate::analysis::{report, script};
use crate::lexicon::words::Class;

/// Sentences before a quotation that may announce it.
const MAX_ANNOUNCED: usize = 3;

/// Tokens of a heading.
const MAX_HEADING: usize = 20;

/// Tokens of a short question.
const MAX_RETORT: usize = 14;

impl Finder<'_> {
    /// Regions behind a quotation that go on with it: `"A," Lund said. "B."`, whole paragraphs in marks.
    pub(super) fn take_following_regions(&mut self) {
        let mut owner: Option<usize> = None;
        let mut next_report = 0;
        for region in 0..self.extents.len() {
            let extent = self.extents[region].clone();
            if extent.is_empty() || self.view.regions[region].nested {
                continue;
            }
            while next_report < self.reports.len() && self.reports[next_report].verb < extent.start {
                let draft = &self.drafts[next_report];
                if !self.inner[next_report] && (!draft.regions.is_empty() || !draft.clauses.is_empty()) {
                    owner = Some(next_report);
                }
                next_report += 1;
            }
            if self.taken[region] {
                continue;
            }
            self.taken[region] = self.place_region(region, &extent, owner);
        }
    }

    fn place_region(&mut self, region: usize, extent: &Range<usize>, owner: Option<usize>) -> bool {
        let first = &self.view.tokens[extent.start];
        let sentence = self.sentence_start(extent.start);
        let opens = (sentence..extent.start).all(|at| self.view.tokens[at].kind == Kind::Mark);
        let words = extent.clone().filter(|at| self.view.tokens[*at].is_word()).count();
        let stops = self.view.kind(self.last_inside(region), Kind::Stop)
            || self.view.kind(extent.end, Kind::Stop)
            || self.view.kind(extent.end + 1, Kind::Stop);
        if let Some(attribution) = script::signed(self.view, region, extent) {
            self.loose.push(attribution);
            return true;
        }
        let hearer = owner.filter(|_| opens).and_then(|owner| self.answers(owner, first.paragraph));
        if let Some(hearer) = hearer.filter(|_| !self.is_subhead(region, extent)) {
            self.apart.push(self.view.regions[region].outer);
            self.push_loose(region, Some(hearer), 0.7);
            return true;
        }
        if !opens || words < 3 || !stops && words < 6 {
            return false;
        }
        let before = sentence.checked_sub(1).map(|at| &self.view.tokens[at]);
        if let Some(source) = self.introduced(sentence, owner) {
            self.push_loose(region, Some(source), 0.75);
            return true;
        }
        let near = owner.filter(|owner| {
            let paragraph = self.view.tokens[self.reports[*owner].verb].paragraph;
            paragraph == first.paragraph || paragraph + 1 == first.paragraph && !self.drafts[*owner].regions.is_empty()
        });
        if let Some(owner) = near
            && before.is_none_or(|token| token.kind != Kind::Colon)
        {
            let same = self.view.tokens[self.reports[owner].verb].paragraph == first.paragraph;
            if !same && self.is_subhead(region, extent) {
                self.apart.push(self.view.regions[region].outer);
                return false;
            }
            if !same && let Some(asker) = self.retort(owner, extent) {
                self.apart.push(self.view.regions[region].outer);
                self.push_loose(region, Some(asker), 0.5);
                return true;
            }
            let direct = !self.drafts[owner].regions.is_empty();
            if direct && self.is_next(owner, extent) {
                self.drafts[owner].regions.push(region);
            } else {
                self.push_loose(region, self.reports[owner].source.clone(), if same { 0.7 } else { 0.6 });
            }
            return true;
        }
        let source = before.filter(|token| token.kind == Kind::Colon).and_then(|_| {
            let previous = self.view.sentence(sentence - 1);
            report::first_subject(self.view, &previous, previous.end)
        });
        let announced = self.announced(sentence);
        self.push_loose(region, announced.clone().or(source), if announced.is_some() { 0.85 } else { 0.4 });
        true
    }

    /// Whether the words stand alone on their line without a stop, as a heading between paragraphs does.
    fn is_subhead(&self, region: usize, extent: &Range<usize>) -> bool {
        let stops = extent.clone().any(|at| self.view.kind(at, Kind::Stop));
        extent.len() <= MAX_HEADING && !stops && self.view.regions[region].closed && self.is_alone(extent)
    }

    /// Whether the tokens are all of their paragraph, but for marks and stops.
    fn is_alone(&self, extent: &Range<usize>) -> bool {
        let ends = |mut rest: Range<usize>| rest.all(|at| matches!(self.view.tokens[at].kind, Kind::Mark | Kind::Stop));
        let paragraph = self.view.tokens[extent.start].paragraph;
        let tokens = &self.view.tokens;
        let before =
            tokens[..extent.start].iter().rev().take(4).take_while(|token| token.paragraph == paragraph).count();
        let behind = tokens[extent.end..].iter().take(4).take_while(|token| token.paragraph == paragraph).count();
        ends(extent.start - before..extent.start) && ends(extent.end..extent.end + behind)
    }

    /// Whether the words of a report are a question put to somebody, whose marks are closed: an answer is another's.
    fn is_asked(&self, owner: usize) -> bool {
        matches!(self.view.word(self.reports[owner].verb), "asked" | "asks") && self.is_question(owner)
    }

    /// Whether the last words in marks of a report end with a question mark and are closed.
    fn is_question(&self, owner: usize) -> bool {
        let Some(last) = self.drafts[owner].regions.iter().max_by_key(|region| self.extents[**region].start) else {
            return false;
        };
        self.view.regions[*last].closed && self.view.word(self.last_inside(*last)).contains('?')
    }

    /// Whom a question is put to by name: `asked Mayor Lund.`
    fn hearer(&self, owner: usize) -> Option<Range<usize>> {
        let report = &self.reports[owner];
        let limit = self.view.sentence(report.verb).end;
        let first = report.right.max(report.source.as_ref().map_or(0, |source| source.end)).max(report.verb + 1);
        let hearer = self.view.phrase_after(first, limit)?;
        self.view.tokens[hearer.end - 1].is_capital().then_some(hearer)
    }

    /// Who answers with the words that open the paragraph behind a question: its hearer, if he is named.
    fn answers(&self, owner: usize, paragraph: u32) -> Option<Range<usize>> {
        let near = self.view.tokens[self.reports[owner].verb].paragraph + 1 == paragraph;
        (near && self.is_asked(owner)).then(|| self.hearer(owner)).flatten()
    }

    /// Who asks, if a paragraph is nothing but a short question behind the answer to his own.
    fn retort(&self, owner: usize, extent: &Range<usize>) -> Option<Range<usize>> {
        let stops = extent.clone().filter(|at| self.view.kind(*at, Kind::Stop)).count();
        let short = self.is_alone(extent) && stops == 1 && extent.len() <= MAX_RETORT;
        if !short || !self.view.word(extent.end - 1).contains('?') {
            return None;
        }
        let paragraph = self.view.tokens[self.reports[owner].verb].paragraph;
        let asked = owner.checked_sub(1).filter(|before| {
            self.view.tokens[self.reports[*before].verb].paragraph + 1 == paragraph && self.is_asked(*before)
        });
        asked.and_then(|before| self.reports[before].source.clone())
    }

    /// Whose statement, letter or remarks are announced in one of the sentences before: `Lund released the following statement
    /// on the vote.`, `Lund sent this letter to the council:`.
    fn announced(&self, sentence: usize) -> Option<Range<usize>> {
        let mut end = sentence;
        for _ in 0..MAX_ANNOUNCED {
            let last = self.view.sentence(end.checked_sub(1)?);
            if last.clone().any(|at| self.view.tokens[at].region > 0) {
                return None;
            }
            let announces = |at: usize| {
                matches!(self.view.word(at), "following" | "this")
                    && (at + 1..last.end.min(at + 4)).any(|at| {
                        matches!(
                            self.view.word(at),
                            "statement"
                                | "statements"
                                | "letter"
                                | "remarks"
                                | "comment"
                                | "comments"
                                | "message"
                                | "address"
                        )
                    })
            };
            if last.clone().any(announces) {
                return report::first_subject(self.view, &last, last.end);
            }
            end = last.start;
        }
        None
    }

    /// The subject of the sentence right before a quotation, where it answers or is named there: `Roe responded at once. "..."`,
    /// `Per Holt doubts it. "..."`. A report in that sentence with content of its own goes on itself.
    fn introduced(&self, sentence: usize, owner: Option<usize>) -> Option<Range<usize>> {
        let before = sentence.checked_sub(1)?;
        let last = self.view.sentence(before);
        let same = self.view.tokens[before].paragraph == self.view.tokens[sentence].paragraph;
        let plain = self.view.kind(before, Kind::Stop) && last.clone().all(|at| self.view.tokens[at].region == 0);
        if !same || !plain || owner.is_some_and(|owner| self.reports[owner].verb >= last.start) {
            return None;
        }
        let from = self.reports.partition_point(|report| report.verb < last.start);
        let report = self.reports[from..].iter().take_while(|report| report.verb < last.end).next();
        if let Some(report) = report {
            return report.source.clone();
        }
        let source = report::first_subject(self.view, &last, last.end)?;
        let named = source.clone().filter(|at| self.view.tokens[*at].is_capital()).count() >= 2
            && source.clone().any(|at| self.view.is(at, Class::GIVEN));
        named.then_some(source)
    }

    /// Whether the region stands in the sentence behind the report, or behind its last piece.
    fn is_next(&self, owner: usize, extent: &Range<usize>) -> bool {
        let report = &self.reports[owner];
        let last =
            self.drafts[owner].regions.iter().map(|region| self.extents[*region].end).fold(report.right, usize::max);
        let sentence = self.view.tokens[last - 1].sentence;
        last <= extent.start && self.view.tokens[extent.start].sentence <= sentence + 1
    }

    fn push_loose(&mut self, region: usize, source: Option<Range<usize>>, score: f32) {
        self.loose.push(Attribution {
            content: self.view.regions[region].spans.clone(),
            cue: None,
            source: source.map(|source| self.view.span(&source)),
            score,
            act: None,
        });
    }
}
