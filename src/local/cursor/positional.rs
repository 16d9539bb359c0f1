//! A cursor that looks at positions. Which documents may match it finds from the words alone; whether one does, the one
//! evaluator says.

use std::sync::Arc;

use tantivy::DocSet;
use tantivy::postings::{Postings, SegmentPostings};

use super::leaf::Scoring;
use super::word::{Begins, WordPostings};
use super::{Cursor, DocId, TERMINATED};
use crate::matching::positional::{Bounds, Wanted, count, matches};
use crate::query::ast::{TextQuery, Within};

/// What positions must look like.
#[derive(Clone, Debug)]
pub(in crate::local) enum Judge {
    /// The text query matches.
    Text(Arc<TextQuery>),
    /// The words stand next to each other, in order.
    Phrase,
    /// The text query matches within the first paragraph.
    Lead(Arc<TextQuery>),
    /// All words stand in one paragraph.
    OneParagraph,
}

impl Judge {
    /// Of a text in the whole of a field.
    pub(in crate::local) fn text(text: Arc<TextQuery>) -> Self {
        if matches!(&*text, TextQuery::Phrase { slop: 0, .. }) { Self::Phrase } else { Self::Text(text) }
    }

    /// Whether it must be known where paragraphs begin. Phrases do not cross the gap between two of them anyway.
    pub(in crate::local) fn needs_paragraphs(&self) -> bool {
        match self {
            Self::Text(text) => needs_bounds(text),
            Self::Phrase => false,
            Self::Lead(_) | Self::OneParagraph => true,
        }
    }

    /// Whether it must be known where sentences begin.
    pub(in crate::local) fn needs_sentences(&self) -> bool {
        match self {
            Self::Text(text) | Self::Lead(text) => needs_sentences(text),
            Self::Phrase | Self::OneParagraph => false,
        }
    }
}

fn needs_bounds(text: &TextQuery) -> bool {
    match text {
        TextQuery::Word(_) => false,
        TextQuery::Phrase { slop, .. } => *slop > 0,
        TextQuery::Near { .. } => true,
        TextQuery::Any(branches) => branches.iter().any(needs_bounds),
        TextQuery::AtLeast { text, .. } => needs_bounds(text),
    }
}

fn needs_sentences(text: &TextQuery) -> bool {
    match text {
        TextQuery::Word(_) | TextQuery::Phrase { .. } => false,
        TextQuery::Near { left, right, within, .. } => {
            *within == Within::Sentence || needs_sentences(left) || needs_sentences(right)
        }
        TextQuery::Any(branches) => branches.iter().any(needs_sentences),
        TextQuery::AtLeast { text, .. } => needs_sentences(text),
    }
}

/// Documents whose words stand as they should.
pub(in crate::local) struct Positional {
    words: Vec<WordPostings>,
    /// A document must have a word of each of these groups.
    groups: Arc<[Vec<usize>]>,
    /// Numbers of groups, the rarest first.
    order: Vec<usize>,
    /// Groups, of these, in which documents are looked for; the others are asked when the first of these agree.
    leading: usize,
    begins: Begins,
    judge: Judge,
    paragraphs: Option<SegmentPostings>,
    sentences: Option<SegmentPostings>,
    scoring: Option<Scoring>,
    doc: DocId,
    started: bool,
    /// Matches in the document, 0 before it is confirmed.
    frequency: u32,
    positions: Vec<Vec<u32>>,
    paragraph_starts: Vec<u32>,
    sentence_starts: Vec<u32>,
}

/// What a [`Positional`] is made of.
pub(in crate::local) struct Parts {
    pub(in crate::local) words: Vec<WordPostings>,
    pub(in crate::local) groups: Arc<[Vec<usize>]>,
    pub(in crate::local) judge: Judge,
    pub(in crate::local) paragraphs: Option<SegmentPostings>,
    pub(in crate::local) sentences: Option<SegmentPostings>,
    pub(in crate::local) scoring: Option<Scoring>,
}

impl Positional {
    /// Stands nowhere before the first [`Cursor::seek`] or [`Cursor::seek_roughly`].
    pub(in crate::local) fn new(parts: Parts) -> Self {
        let Parts { words, groups, judge, paragraphs, sentences, scoring } = parts;
        let positions = words.iter().map(|_| Vec::new()).collect();
        let cost = |group: &usize| groups[*group].iter().map(|word| words[*word].cost()).sum::<u64>();
        let mut order: Vec<usize> = (0..groups.len()).collect();
        order.sort_by_key(cost);
        let leading = match &judge {
            Judge::Phrase => leading(order.iter().map(cost)),
            _ => order.len(),
        };
        Self {
            order,
            leading,
            begins: Begins::default(),
            words,
            groups,
            judge,
            paragraphs,
            sentences,
            scoring,
            doc: 0,
            started: false,
            frequency: 0,
            positions,
            paragraph_starts: Vec::new(),
            sentence_starts: Vec::new(),
        }
    }

    /// The first document from `target` on that has a word of each of the leading groups.
    fn align(&mut self, mut target: DocId) -> DocId {
        'again: loop {
            for group in &self.order[..self.leading] {
                let mut doc = TERMINATED;
                for word in &self.groups[*group] {
                    doc = doc.min(self.words[*word].seek(target));
                }
                if doc > target {
                    if doc == TERMINATED {
                        return TERMINATED;
                    }
                    target = doc;
                    continue 'again;
                }
            }
            return target;
        }
    }

    /// How often the words stand next to each other, in order. The rarest is read first, and the others only as long as
    /// there is a place where they could stand.
    fn judge_phrase(&mut self) -> u32 {
        for (nth, word) in self.order.iter().flat_map(|group| &self.groups[*group]).enumerate() {
            let place = *word as u32;
            if nth == 0 {
                let Begins { places, positions, .. } = &mut self.begins;
                self.words[*word].positions(self.doc, positions);
                places.clear();
                places.extend(positions.iter().filter_map(|position| position.checked_sub(place)));
            } else {
                self.words[*word].keep(self.doc, place, &mut self.begins);
            }
            if self.begins.places.is_empty() {
                return 0;
            }
        }
        u32::try_from(self.begins.places.len()).unwrap_or(u32::MAX)
    }

    /// Adds the runs of words, as first and last position, that its matches in a document are made of; none where it has
    /// none. Documents are asked for in their order.
    pub(in crate::local) fn runs(&mut self, doc: DocId, out: &mut Vec<(u32, u32)>) {
        if self.seek_roughly(doc) != doc {
            return;
        }
        let text = match &self.judge {
            Judge::Text(text) | Judge::Lead(text) => Arc::clone(text),
            Judge::Phrase => {
                let last = self.words.len().saturating_sub(1) as u32;
                self.judge_phrase();
                out.extend(self.begins.places.iter().map(|begin| (*begin, begin.saturating_add(last))));
                return;
            }
            Judge::OneParagraph => return,
        };
        self.read_words();
        self.read_starts();
        let found = matches(&text, &self.positions, self.bounds(), Wanted::Words);
        found.list.iter().for_each(|one| found.add_runs(*one, out));
    }

    /// Reads where the words stand in the document at hand.
    fn read_words(&mut self) {
        for (word, positions) in self.words.iter_mut().zip(&mut self.positions) {
            word.positions(self.doc, positions);
        }
    }

    /// Reads where paragraphs and sentences of the document at hand begin.
    fn read_starts(&mut self) {
        let doc = self.doc;
        starts(&mut self.paragraphs, doc, &mut self.paragraph_starts);
        starts(&mut self.sentences, doc, &mut self.sentence_starts);
        if let (Judge::Lead(_), Some(second)) = (&self.judge, self.paragraph_starts.get(1)) {
            self.positions.iter_mut().for_each(|positions| {
                positions.truncate(positions.partition_point(|position| position < second));
            });
        }
    }

    fn bounds(&self) -> Bounds<'_> {
        Bounds { paragraphs: &self.paragraph_starts, sentences: &self.sentence_starts }
    }

    /// How often the document matches.
    fn judge(&mut self) -> u32 {
        if matches!(self.judge, Judge::Phrase) {
            return self.judge_phrase();
        }
        self.read_words();
        if let Judge::Text(text) = &self.judge
            && is_flat(text)
            && count(text, &self.positions, Bounds::default()) == 0
        {
            // Words that are too far apart are so in one paragraph too.
            return 0;
        }
        self.read_starts();
        let count = match &self.judge {
            Judge::Text(text) | Judge::Lead(text) => count(text, &self.positions, self.bounds()),
            // It is judged elsewhere.
            Judge::Phrase => 0,
            Judge::OneParagraph => usize::from(in_one_paragraph(&self.positions, &self.paragraph_starts)),
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// Of groups by their cost, rising, how many are worth looking for in all documents: a word that is much more frequent than
/// the rarest turns few documents down, and the first two together nearly all.
fn leading(mut costs: impl Iterator<Item = u64>) -> usize {
    /// How much more frequent.
    const FREQUENT: u64 = 8;
    let Some(rarest) = costs.next() else { return 0 };
    1 + costs.enumerate().take_while(|(nth, cost)| *nth == 0 || *cost <= rarest.saturating_mul(FREQUENT)).count()
}

/// Whether a text is made of words alone.
fn is_flat(text: &TextQuery) -> bool {
    let is_word = |text: &TextQuery| matches!(text, TextQuery::Word(_));
    match text {
        TextQuery::Phrase { .. } => true,
        TextQuery::Near { left, right, .. } => is_word(left) && is_word(right),
        _ => false,
    }
}

/// The positions of a mark in a document.
fn starts(postings: &mut Option<SegmentPostings>, doc: DocId, out: &mut Vec<u32>) {
    out.clear();
    let Some(postings) = postings else { return };
    if postings.doc() < doc {
        postings.seek(doc);
    }
    if postings.doc() == doc {
        postings.append_positions_with_offset(0, out);
    }
}

fn in_one_paragraph(words: &[Vec<u32>], paragraphs: &[u32]) -> bool {
    let paragraph = |position: u32| paragraphs.partition_point(|start| *start <= position);
    let Some((first, others)) = words.split_first() else { return false };
    first.iter().any(|position| {
        let here = paragraph(*position);
        others.iter().all(|word| word.iter().any(|position| paragraph(*position) == here))
    })
}

impl Cursor for Positional {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.seek(self.doc + 1) }
    }

    fn seek(&mut self, mut target: DocId) -> DocId {
        loop {
            let doc = self.seek_roughly(target);
            if doc == TERMINATED || self.confirm() {
                return doc;
            }
            target = doc + 1;
        }
    }

    fn seek_roughly(&mut self, target: DocId) -> DocId {
        if !self.started || self.doc < target {
            self.started = true;
            self.frequency = 0;
            self.doc = self.align(target);
        }
        self.doc
    }

    fn confirm(&mut self) -> bool {
        if self.frequency == 0 {
            self.frequency = self.judge();
        }
        self.frequency > 0
    }

    fn is_rough(&self) -> bool {
        true
    }

    fn score(&mut self) -> f32 {
        self.scoring.as_ref().map_or(0.0, |scoring| scoring.score(self.doc, self.frequency))
    }

    fn cost(&self) -> u64 {
        let group = |group: &Vec<usize>| group.iter().map(|word| self.words[*word].cost()).sum::<u64>();
        // Positions are dear: another part of the same size had better lead.
        self.groups.iter().map(group).min().unwrap_or(0).saturating_mul(2)
    }
}
