//! Columns of one paragraph: what the tagger asks of each token, made once for all of them. A view in; numbers out. Nothing
//! here knows weights or features.

use std::ops::Range;

use super::token::{Class, Known, Word};
use super::view::View;

/// Classes of tokens, and the two ends of the paragraph.
pub const CLASSES: u32 = Class::Sign as u32 + 3;
/// Buckets of cues, and the two ends of the paragraph.
pub const CUES: u32 = 12;
/// Coarse word classes, none, and the two ends of the paragraph.
pub const COARSE: u32 = 51;
/// Word classes of the middle size, and none.
pub const MIDDLE: u32 = 201;

/// What a column of words holds beyond the ends of the paragraph.
pub const EDGE: u32 = 0xED6E;

/// Cue buckets from here on are called strong: the word reports in two of five places or more.
const STRONG: u32 = 4;

/// Cue buckets without any of which a paragraph without marks is passed over.
const LIKELY: [u32; 5] = [3, 4, 5, 8, 9];

/// Places before the first and behind the last token for which a column of letters holds what stands for the end.
const PAD: usize = 2;

/// Columns of one paragraph, by token.
#[derive(Debug, Default)]
pub struct Columns {
    /// Words, classes, cue buckets, coarse word classes; padded.
    word: Vec<u32>,
    class: Vec<u32>,
    cue: Vec<u32>,
    coarse: Vec<u32>,
    middle: Vec<u32>,
    quoted: Vec<u32>,
    /// Whether it begins its sentence, marks left aside.
    pub first: Vec<bool>,
    /// The nearest strong cue, comma and quoted token before it in its sentence.
    pub left: Nearest,
    /// The same behind it.
    pub right: Nearest,
    /// Commas, and words "that", before each token in the paragraph.
    commas: Vec<u32>,
    thats: Vec<u32>,
    /// Its sentence.
    of: Vec<u32>,
    /// The sentences of the paragraph.
    pub sentences: Vec<SentenceFacts>,
    /// Whether anything is quoted.
    pub marks: bool,
    /// Whether a strong cue stands outside of marks.
    pub cues: bool,
}

/// For each token the nearest of its sentence on one side.
#[derive(Debug, Default)]
pub struct Nearest {
    /// A word that reports in two of five places or more, outside of marks.
    pub cue: Vec<Option<u32>>,
    /// A comma.
    pub comma: Vec<Option<u32>>,
    /// An end of a marked stretch.
    pub mark: Vec<Option<u32>>,
}

impl Nearest {
    fn reset(&mut self, n: usize) {
        for column in [&mut self.cue, &mut self.comma, &mut self.mark] {
            column.clear();
            column.resize(n, None);
        }
    }

    fn set(&mut self, i: usize, [cue, comma, mark]: [Option<u32>; 3]) {
        (self.cue[i], self.comma[i], self.mark[i]) = (cue, comma, mark);
    }
}

/// A sentence of the paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub struct SentenceFacts {
    /// Its first token.
    pub start: usize,
    /// One past its last token.
    pub end: usize,
    /// Its tokens between marks.
    pub quoted: usize,
    /// Its words that report in two of five places or more, outside of marks.
    pub strong: usize,
    likely: bool,
}

impl SentenceFacts {
    /// 0 nothing quoted, 1 some, 2 nearly all.
    #[must_use]
    pub fn fullness(&self) -> u32 {
        match self.quoted {
            0 => 0,
            q if 10 * q >= 8 * (self.end - self.start) => 2,
            _ => 1,
        }
    }

    /// Whether it holds neither marks nor a word that often reports, so that it is passed over.
    #[must_use]
    pub fn is_still(&self) -> bool {
        self.quoted == 0 && !self.likely
    }
}

impl Columns {
    /// Reads the tokens of a paragraph.
    pub fn fill(&mut self, view: &View<'_>, range: Range<usize>) {
        let columns = [&mut self.word, &mut self.class, &mut self.cue, &mut self.coarse, &mut self.middle];
        columns.into_iter().for_each(Vec::clear);
        for column in [&mut self.quoted, &mut self.commas, &mut self.thats, &mut self.of] {
            column.clear();
        }
        self.sentences.clear();
        self.pad(0);
        self.first.clear();
        self.first.extend_from_slice(&view.first[range.clone()]);
        let (mut commas, mut thats) = (0, 0);
        for i in range.clone() {
            let (word, class, quoted) = (view.word(i), view.class[i], view.quoted[i]);
            let known = view.known(i);
            self.word.push(name(word, known));
            self.class.push(class as u32);
            self.cue.push(u32::from(known.cue));
            self.coarse.push(u32::from(known.clusters[0]));
            self.middle.push(u32::from(known.clusters[1]));
            self.quoted.push(u32::from(quoted));
            self.commas.push(commas);
            self.thats.push(thats);
            commas += u32::from(class == Class::Comma);
            thats += u32::from(class == Class::That);
            let at = i - range.start;
            if at == 0 || view.sentence[i] != view.sentence[i - 1] {
                self.sentences.push(SentenceFacts { start: at, end: at, ..SentenceFacts::default() });
            }
            self.of.push(self.sentences.len() as u32 - 1);
            let strong = self.is_strong(at);
            if let Some(facts) = self.sentences.last_mut() {
                facts.end = at + 1;
                facts.quoted += usize::from(quoted);
                facts.strong += usize::from(strong);
                facts.likely |= LIKELY.contains(&u32::from(known.cue));
            }
        }
        self.pad(1);
        self.commas.push(commas);
        self.thats.push(thats);
        self.marks = self.sentences.iter().any(|facts| facts.quoted > 0);
        self.cues = self.sentences.iter().any(|facts| facts.strong > 0);
        self.nearest();
    }

    /// Puts what stands before the first token (side 0) or behind the last (1).
    fn pad(&mut self, side: u32) {
        for _ in 0..PAD {
            self.word.push(EDGE + side);
            self.class.push(CLASSES - 2 + side);
            self.cue.push(CUES - 2 + side);
            self.coarse.push(COARSE - 2 + side);
        }
    }

    fn nearest(&mut self) {
        let n = self.len();
        self.left.reset(n);
        self.right.reset(n);
        for number in 0..self.sentences.len() {
            let SentenceFacts { start, end, .. } = self.sentences[number];
            if self.sentences[number].is_still() {
                continue;
            }
            let mut near = [None; 3];
            for i in start..end {
                self.left.set(i, near);
                self.pass(i, i + 1, &mut near);
            }
            near = [None; 3];
            for i in (start..end).rev() {
                self.right.set(i, near);
                self.pass(i, i.wrapping_sub(1), &mut near);
            }
        }
    }

    /// Notes what token `i` is for those behind it, seen from the side away from `next`.
    #[inline]
    fn pass(&self, i: usize, next: usize, near: &mut [Option<u32>; 3]) {
        if self.is_strong(i) {
            near[0] = Some(i as u32);
        }
        if self.class[i + PAD] == Class::Comma as u32 {
            near[1] = Some(i as u32);
        }
        if self.quoted[i] == 1 && self.quoted.get(next) != Some(&1) {
            near[2] = Some(i as u32);
        }
    }

    /// Tokens of the paragraph.
    #[must_use]
    pub fn len(&self) -> usize {
        self.quoted.len()
    }

    /// Whether the paragraph has no tokens.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.quoted.is_empty()
    }

    /// Whether the paragraph holds neither a marked stretch nor a word that often reports.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.sentences.iter().all(SentenceFacts::is_still)
    }

    /// Whether the sentence of a token is passed over.
    #[must_use]
    pub fn is_still(&self, i: usize) -> bool {
        self.sentences[self.of[i] as usize].is_still()
    }

    /// The number by which a word is known. This and the next three reach two tokens beyond each end.
    #[inline]
    #[must_use]
    pub fn word(&self, i: isize) -> u32 {
        self.word[(i + PAD as isize) as usize]
    }

    /// The class of a token, below [`CLASSES`].
    #[inline]
    #[must_use]
    pub fn class(&self, i: isize) -> u32 {
        self.class[(i + PAD as isize) as usize]
    }

    /// The cue bucket of a token, below [`CUES`].
    #[inline]
    #[must_use]
    pub fn cue(&self, i: isize) -> u32 {
        self.cue[(i + PAD as isize) as usize]
    }

    /// The coarse word class of a token, below [`COARSE`].
    #[inline]
    #[must_use]
    pub fn coarse(&self, i: isize) -> u32 {
        self.coarse[(i + PAD as isize) as usize]
    }

    /// The middle word class of a token of the paragraph, below [`MIDDLE`].
    #[inline]
    #[must_use]
    pub fn middle(&self, i: u32) -> u32 {
        self.middle[i as usize]
    }

    /// 1 where a token stands between marks.
    #[inline]
    #[must_use]
    pub fn quoted(&self, i: usize) -> u32 {
        self.quoted[i]
    }

    /// The number of a token's sentence in the paragraph.
    #[inline]
    #[must_use]
    pub fn sentence_of(&self, i: usize) -> usize {
        self.of[i] as usize
    }

    /// Commas among the tokens `from..to`; none if there are no such tokens.
    #[inline]
    #[must_use]
    pub fn commas(&self, from: usize, to: usize) -> u32 {
        self.commas[to.max(from)] - self.commas[from]
    }

    /// Words "that" among the tokens `from..to`.
    #[inline]
    #[must_use]
    pub fn thats(&self, from: usize, to: usize) -> u32 {
        self.thats[to.max(from)] - self.thats[from]
    }

    fn is_strong(&self, i: usize) -> bool {
        (STRONG..=STRONG + 1).contains(&self.cue[i + PAD]) && self.quoted[i] == 0
    }
}

/// The number by which a word is known; one too rare to be known is seen by its ending and its case.
#[must_use]
pub fn name(word: &Word, known: &Known) -> u32 {
    if known.word != 0 { known.word } else { word.suffixes[1] ^ (u32::from(word.capital) << 1) ^ 0x5A5A_0000 }
}
