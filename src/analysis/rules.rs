//! Attributions by rules: which words belong to which report. What comes in are tokens, regions and reports; what goes out
//! are candidates. Who the source is, and what is a quotation in the end, is decided elsewhere.

mod following;

use std::ops::Range;

use super::attribution::Attribution;
use super::content::{self, Start};
use super::phrase::{View, is_nobody};
use super::report::{self, Form, Report};
use super::token::Kind;
use crate::lexicon::words::Class;
use crate::text::Span;

/// What a report is found to report.
#[derive(Clone, Debug, Default)]
struct Draft {
    /// Regions taken whole, by number.
    regions: Vec<usize>,
    /// Tokens outside of those regions.
    clauses: Vec<Range<usize>>,
    score: f32,
}

/// Finds the attributions of a text, sorted by content, and the regions that surely do not go on with what was quoted before
/// them: answers, questions of another, headings.
#[must_use]
pub(super) fn find(view: View<'_>) -> (Vec<Attribution>, Vec<Span>) {
    let reports = report::find(view, &|region| region == 0);
    let mut finder = Finder::new(view, reports);
    finder.take_left_regions();
    finder.take_right();
    finder.take_left_clauses();
    finder.take_following_regions();
    let apart = std::mem::take(&mut finder.apart);
    let mut found = finder.finish();
    found.extend(super::script::find(view));
    found.sort_by_key(|attribution| attribution.content.first().map(|span| span.start));
    (found, apart)
}

/// Finds the attributions among the words of one quotation. Its tokens are outside of regions, but for nested ones.
#[must_use]
pub(super) fn find_inner(view: View<'_>) -> Vec<Attribution> {
    let reports = report::find(view, &|region| region == 0);
    let mut finder = Finder::new(view, reports);
    finder.take_left_regions();
    finder.take_right();
    finder.finish()
}

struct Finder<'a> {
    view: View<'a>,
    reports: Vec<Report>,
    drafts: Vec<Draft>,
    /// Reports that stand inside the content of others.
    inner: Vec<bool>,
    /// For each region its tokens, marks not included, and the report that took it.
    extents: Vec<Range<usize>>,
    taken: Vec<bool>,
    /// Attributions of regions without a report.
    loose: Vec<Attribution>,
    /// Regions that do not go on with the quotation before them.
    apart: Vec<Span>,
}

impl<'a> Finder<'a> {
    fn new(view: View<'a>, reports: Vec<Report>) -> Self {
        let mut extents = vec![0..0; view.regions.len()];
        for (at, token) in view.tokens.iter().enumerate() {
            if let Some(extent) = (token.region as usize).checked_sub(1).and_then(|number| extents.get_mut(number)) {
                *extent = if extent.start == extent.end { at..at + 1 } else { extent.start..at + 1 };
            }
        }
        let taken = extents.iter().map(Range::is_empty).collect();
        let drafts = vec![Draft::default(); reports.len()];
        let inner = vec![false; reports.len()];
        Self { view, reports, drafts, inner, extents, taken, loose: Vec::new(), apart: Vec::new() }
    }

    /// The region that ends right before token `at`, only marks, commas and dashes between.
    fn region_before(&self, at: usize) -> Option<usize> {
        let mut at = at;
        for _ in 0..4 {
            at = at.checked_sub(1)?;
            let token = &self.view.tokens[at];
            if token.region > 0 {
                let number = token.region as usize - 1;
                return (self.extents[number].end == at + 1).then_some(number);
            }
            if !matches!(token.kind, Kind::Mark | Kind::Comma | Kind::Dash) {
                return None;
            }
        }
        None
    }

    /// The region that begins right at token `at`, its mark between.
    fn region_at(&self, at: usize) -> Option<usize> {
        (at..at + 2).find_map(|at| {
            let token = self.view.tokens.get(at)?;
            let number = (token.region as usize).checked_sub(1)?;
            (self.extents[number].start == at
                && (at == 0 || self.view.kind(at - 1, Kind::Mark) || !self.view.regions[number].opened))
                .then_some(number)
        })
    }

    fn sentence_start(&self, at: usize) -> usize {
        self.view.sentence(at).start
    }

    /// `"...," Lund said`: regions that stand before their report.
    fn take_left_regions(&mut self) {
        for number in 0..self.reports.len() {
            let report = &self.reports[number];
            if report.form == Form::Added {
                continue;
            }
            let left = self.skip_filler(report.left);
            let Some(region) = self.region_before(left).filter(|region| !self.taken[*region]) else { continue };
            if self.view.tokens[self.extents[region].end - 1].paragraph != self.view.tokens[report.verb].paragraph {
                continue;
            }
            let ends_speech = self.ends_speech(region, number);
            if !ends_speech && report.form != Form::According {
                continue;
            }
            self.taken[region] = true;
            let begin = self.clause_start(region, number);
            let draft = &mut self.drafts[number];
            draft.regions.push(region);
            draft.score = 0.93;
            if let Some(begin) = begin {
                draft.clauses.push(begin..self.extents[region].start);
                draft.score = 0.8;
            }
            let mut first = self.extents[region].start;
            // `"A." "B," Lund said`: regions that touch belong together.
            while let Some(before) = first
                .checked_sub(1)
                .and_then(|mark| self.region_before(mark))
                .filter(|before| !self.taken[*before] && begin.is_none())
            {
                if self.view.tokens[self.extents[before].start].paragraph != self.view.tokens[first].paragraph {
                    break;
                }
                self.taken[before] = true;
                self.drafts[number].regions.push(before);
                first = self.extents[before].start;
            }
        }
    }

    /// Skips words such as `and` or `as` between a quotation and its report.
    fn skip_filler(&self, left: usize) -> usize {
        match left.checked_sub(1) {
            Some(at) if matches!(self.view.word(at), "as" | "then" | "Then" | "But" | "but") => at,
            _ => left,
        }
    }

    /// Whether the words in the region come to a pause at its end, or behind its mark, and the report goes on from there.
    fn ends_speech(&self, region: usize, number: usize) -> bool {
        let report = &self.reports[number];
        let last = self.last_inside(region);
        let token = &self.view.tokens[last];
        if token.kind == Kind::Stop && self.view.word(last).starts_with('.') && token.span.len() == 1 {
            // A full stop closes the sentence; only a report with nothing else in its sentence may still belong to it.
            let sentence = self.view.sentence(report.verb);
            let alone = report.left <= sentence.start + 1 && self.is_final(report, sentence.end);
            return token.sentence == self.view.tokens[report.verb].sentence || alone;
        }
        matches!(token.kind, Kind::Comma | Kind::Stop | Kind::Dash)
            || (self.extents[region].end..report.left)
                .any(|at| matches!(self.view.tokens[at].kind, Kind::Comma | Kind::Dash))
    }

    /// The last token inside a region that is no mark.
    fn last_inside(&self, region: usize) -> usize {
        let extent = &self.extents[region];
        (extent.start + 1..extent.end).rev().find(|at| self.view.tokens[*at].kind != Kind::Mark).unwrap_or(extent.start)
    }

    /// Where a clause begins that runs into the region, if words stand before it.
    fn clause_start(&self, region: usize, number: usize) -> Option<usize> {
        let first = self.extents[region].start;
        let mut start = self.sentence_start(first);
        for report in self.reports[..number].iter().rev().take(4) {
            start = start.max(if report.right <= first { report.right } else { start });
        }
        for at in (start..first).rev() {
            if self.view.tokens[at].region > 0 {
                start = at + 1;
                break;
            }
        }
        while start < first
            && (!matches!(self.view.tokens[start].kind, Kind::Word | Kind::Number)
                || self.view.is(start, Class::CONJUNCTION))
        {
            start += 1;
        }
        let words = (start..first).filter(|at| self.view.tokens[*at].is_word()).count();
        let colon = (start..first).any(|at| self.view.tokens[at].kind == Kind::Colon);
        (words >= 2 && !colon).then_some(start)
    }

    /// `Lund said that ...`, `Lund said: "..."`: what stands behind its report.
    fn take_right(&mut self) {
        let mut covered = 0;
        for number in 0..self.reports.len() {
            let report = self.reports[number].clone();
            if report.verb < covered {
                self.inner[number] = true;
                continue;
            }
            let sentence = self.view.sentence(report.verb);
            let Some(start) = content::start(self.view, &report, sentence.end) else { continue };
            match start {
                // `what they call "the ring"`: a name that stands in marks.
                Start::Marks(at) if at == report.right && self.is_name_in_marks(&report, at) => {}
                Start::Marks(at) => self.take_region_at(number, at, &sentence),
                Start::Clause { at, score } if self.drafts[number].regions.is_empty() => {
                    let mut end = self.clause_end(number, at, sentence.end);
                    let mut words = (at..end).filter(|at| self.view.tokens[*at].is_word()).count();
                    if report.class.has(Class::FRAME_NAMES) {
                        let Some(last) = (at..end).rev().find(|at| self.view.tokens[*at].region > 0) else { continue };
                        end = last + 1;
                        words = words.max(2);
                    }
                    if words < 2 || self.is_refusal(at, end) {
                        continue;
                    }
                    covered = self.take_clause(number, at..end, score);
                }
                Start::Clause { .. } => {}
            }
        }
    }

    /// `declined to comment`: no words are reported.
    fn is_refusal(&self, at: usize, end: usize) -> bool {
        let verb = self.view.tokens.get(at + 1).map(|_| self.view.word(at + 1));
        let silent = verb.is_some_and(|verb| matches!(verb, "comment" | "answer" | "respond" | "elaborate" | "speak"));
        self.view.word(at) == "to" && silent && end <= at + 3
    }

    fn is_name_in_marks(&self, report: &Report, at: usize) -> bool {
        let named =
            report.class.has(Class::FRAME_NAMES) && !report.class.has(Class::FRAME_CLAUSE.or(Class::FRAME_THAT));
        named && report.form == Form::Plain && self.region_at(at).is_some_and(|region| self.extents[region].len() <= 5)
    }

    fn take_region_at(&mut self, number: usize, at: usize, sentence: &Range<usize>) {
        let Some(region) = self.region_at(at).filter(|region| !self.taken[*region]) else { return };
        let end = self.extents[region].end;
        let verb_of_marks = self.drafts[number].regions.is_empty();
        self.taken[region] = true;
        let draft = &mut self.drafts[number];
        draft.regions.push(region);
        draft.score = draft.score.max(0.92);
        // Words behind the mark that go on with the clause.
        let pause = matches!(self.view.tokens[self.last_inside(region)].kind, Kind::Comma | Kind::Stop);
        let goes_on =
            end + 1 < sentence.end && !pause && self.view.tokens[end + 1].is_word() && self.view.kind(end, Kind::Mark);
        if goes_on
            && verb_of_marks
            && !self.view.is(end + 1, Class::PREPOSITION.or(Class::CONJUNCTION).or(Class::ADVERB))
        {
            let limit = self.clause_end(number, end + 1, sentence.end);
            if limit > end + 2 {
                self.take_clause(number, end + 1..limit, 0.75);
            }
        }
    }

    /// Takes tokens as content, with all regions that begin among them. Gives the end.
    fn take_clause(&mut self, number: usize, clause: Range<usize>, score: f32) -> usize {
        let mut end = clause.end;
        let mut at = clause.start;
        while at < end {
            if let Some(region) = (self.view.tokens[at].region as usize).checked_sub(1) {
                if self.taken[region] {
                    // Another report has it: the clause ends before.
                    end = at;
                    break;
                }
                self.taken[region] = true;
                let extent = self.extents[region].clone();
                if extent.end > end {
                    self.drafts[number].regions.push(region);
                }
                at = extent.end;
                continue;
            }
            at += 1;
        }
        let closes = |at: usize| {
            let token = &self.view.tokens[at];
            let pause = matches!(token.kind, Kind::Comma | Kind::Stop | Kind::Dash | Kind::Semicolon | Kind::Open);
            let opening = token.kind == Kind::Mark && self.view.tokens.get(at + 1).is_some_and(|next| next.region > 0);
            token.region == 0 && (pause || opening)
        };
        while end > clause.start && closes(end - 1) {
            end -= 1;
        }
        if end > clause.start {
            let draft = &mut self.drafts[number];
            draft.clauses.push(clause.start..end);
            draft.score = if draft.score > 0.0 { draft.score.min(score) } else { score };
        }
        end
    }

    /// Where the clause that begins at `start` ends: before a report that is not part of it, or with its sentence.
    fn clause_end(&self, number: usize, start: usize, limit: usize) -> usize {
        let own = &self.reports[number];
        let limit = self.relative_end(own, start, limit);
        for other in &self.reports[number + 1..] {
            if other.left >= limit {
                break;
            }
            if other.left < start {
                continue;
            }
            if matches!(other.form, Form::According | Form::Added) || other.source == own.source {
                return other.left;
            }
            let before = other.left.saturating_sub(1);
            let joined = matches!(self.view.word(before), "and" | "but" | "while" | "although" | "though" | "whereas");
            if joined && before > start && self.view.kind(before - 1, Kind::Comma) {
                return before - 1;
            }
            if self.view.kind(before, Kind::Comma) && self.is_final(other, limit)
                || self.view.kind(before, Kind::Semicolon)
            {
                return before;
            }
        }
        let noun = own.class.has(Class::FRAME_NOUN) && !matches!(self.view.word(start - 1), "that");
        if noun
            && let Some(and) = (start..limit).find(|at| {
                self.view.word(*at) == "and"
                    && self
                        .view
                        .tokens
                        .get(at + 1)
                        .is_some_and(|token| token.is_word() && self.view.word(at + 1).ends_with("ed"))
            })
        {
            return and;
        }
        limit
    }

    /// `Lund, who said it was late, left`: a relative clause ends with the next comma.
    fn relative_end(&self, report: &Report, start: usize, limit: usize) -> usize {
        let relative = report.source.as_ref().is_some_and(|source| {
            source.start > 0
                && matches!(self.view.word(source.start), "who" | "which")
                && self.view.kind(source.start - 1, Kind::Comma)
        });
        let comma = (start..limit).find(|at| self.view.kind(*at, Kind::Comma) && self.view.tokens[*at].region == 0);
        comma.filter(|_| relative).unwrap_or(limit)
    }

    /// Whether nothing but time and place stands between a report and the end of its sentence.
    fn is_final(&self, report: &Report, limit: usize) -> bool {
        let rest = report.right..limit;
        rest.len() <= 1 || content::is_adjunct(self.view, rest)
    }

    /// `The tax will rise, Lund said.`
    fn take_left_clauses(&mut self) {
        for number in 0..self.reports.len() {
            let report = &self.reports[number];
            let draft = &self.drafts[number];
            let goes_on = draft.regions.first().is_some_and(|region| self.goes_on(*region, report));
            if self.inner[number]
                || !draft.regions.is_empty() && !goes_on
                || !draft.clauses.is_empty()
                || report.form == Form::Added
                || !report.class.has(Class::FRAME_CLAUSE)
            {
                continue;
            }
            let sentence = self.view.sentence(report.verb);
            let Some(comma) = report.left.checked_sub(1).filter(|at| *at > sentence.start) else { continue };
            let according = report.form == Form::According;
            if !(self.view.kind(comma, Kind::Comma) || according)
                || !(according || goes_on || self.is_final(report, sentence.end))
            {
                continue;
            }
            let mut start = sentence.start;
            for other in self.reports[..number].iter().rev().take(3).filter(|other| sentence.contains(&other.verb)) {
                start = start.max(other.right);
            }
            for draft in self.drafts[..number].iter().rev().take(3) {
                start = draft
                    .clauses
                    .iter()
                    .filter(|clause| clause.end <= comma)
                    .map(|clause| clause.end)
                    .fold(start, usize::max);
            }
            while start < comma
                && (!matches!(self.view.tokens[start].kind, Kind::Word | Kind::Number | Kind::Mark)
                    || self.view.is(start, Class::CONJUNCTION) && start == sentence.start)
            {
                start += 1;
            }
            let words = (start..comma).filter(|at| self.view.tokens[*at].is_word()).count();
            if words >= 3 {
                let end = if self.view.kind(comma, Kind::Comma) { comma } else { comma + 1 };
                self.take_clause(number, start..end, if according { 0.8 } else { 0.75 });
            }
        }
    }

    /// Whether the region stands behind the report and goes on with a sentence begun before it.
    fn goes_on(&self, region: usize, report: &Report) -> bool {
        let first = &self.view.tokens[self.extents[region].start];
        // `replied that "a door is locked"`: the marks hold the whole clause.
        let start = self.extents[region].start;
        let that = (start.saturating_sub(2)..start).any(|at| self.view.word(at) == "that");
        start >= report.right && first.is_word() && !first.capital && !that
    }

    /// Whether nothing is reported.
    fn is_nobody(&self, source: &Range<usize>) -> bool {
        is_nobody(source, |at, words| words.contains(&self.view.word(at)))
    }

    fn finish(mut self) -> Vec<Attribution> {
        let mut found = std::mem::take(&mut self.loose);
        for (report, draft) in self.reports.iter().zip(&self.drafts) {
            let content = spans(self.view, draft);
            let nobody =
                report.source.as_ref().is_some_and(|source| self.is_nobody(source)) && draft.regions.is_empty();
            if content.is_empty() || nobody {
                continue;
            }
            let belief = if report.class.has(Class::CUE) { 1.0 } else { 0.8 };
            found.push(Attribution {
                content,
                cue: Some(self.view.span(&report.cue)),
                source: report.source.as_ref().map(|source| self.view.span(source)),
                score: draft.score * belief,
                act: None,
            });
        }
        found
    }
}

/// The spans of a draft: sorted, joined where only marks and blanks lie between a clause and a region. A span that runs
/// over the edge of a region holds both marks of it.
fn spans(view: View<'_>, draft: &Draft) -> Vec<Span> {
    let mut found: Vec<Span> =
        draft.regions.iter().flat_map(|region| view.regions[*region].spans.iter().copied()).collect();
    found.extend(draft.clauses.iter().map(|clause| view.span(clause)));
    found.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(found.len());
    for span in found {
        match joined.last_mut() {
            Some(last) if last.end >= span.start || is_gap(&view.text[last.end as usize..span.start as usize]) => {
                *last = last.join(span);
            }
            _ => joined.push(span),
        }
    }
    for span in &mut joined {
        *span = with_marks(view, *span);
    }
    joined
}

/// The span with the outer marks of regions that begin or end with it, if it holds words outside of them.
fn with_marks(view: View<'_>, span: Span) -> Span {
    let mut wider = span;
    let from = view.regions.partition_point(|region| region.outer.end < span.start);
    for region in view
        .regions
        .iter()
        .skip(from)
        .take_while(|region| region.outer.start < span.end)
        .filter(|region| !region.nested)
    {
        let inner = region.inner();
        let single = region.spans.len() == 1;
        if single && inner.start == span.start && inner.end < span.end
            || single && inner.end == span.end && inner.start > span.start
        {
            wider = wider.join(region.outer);
        }
    }
    wider
}

/// Whether a gap holds a mark and blanks only, so that a clause runs on into its region.
fn is_gap(gap: &str) -> bool {
    gap.len() <= 6
        && !gap.contains('\n')
        && gap.chars().all(|c| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '«' | '»' | '\'' | '‘' | '’' | '`'))
        && gap.chars().filter(|c| !c.is_whitespace()).count() <= 2
}
