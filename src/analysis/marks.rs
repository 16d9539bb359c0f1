//! Quotation marks. What comes in is a text and its paragraphs; what goes out are the regions between marks, each with one
//! span a paragraph. Which regions are quotations is decided elsewhere.

use std::ops::Range;

use crate::text::Span;

/// A stretch between quotation marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Region {
    /// What stands between the marks, one span a paragraph, trimmed, not empty.
    pub spans: Vec<Span>,
    /// From the first mark to the last, marks included, paragraph breaks included.
    pub outer: Span,
    /// Whether the opening mark stands in the text; without it the region begins where its paragraph does.
    pub opened: bool,
    /// Whether the closing mark stands in the text; without it the region ends where its paragraph, or the next region, does.
    pub closed: bool,
    /// Whether it lies inside another region (single marks inside double ones).
    pub nested: bool,
}

impl Region {
    /// From the first byte inside to the last.
    #[must_use]
    pub fn inner(&self) -> Span {
        match (self.spans.first(), self.spans.last()) {
            (Some(first), Some(last)) => first.join(*last),
            _ => self.outer,
        }
    }
}

/// What a mark looks like where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    end: usize,
    side: Side,
    single: bool,
}

/// Paragraphs without any mark that a quotation may run over before its closing mark is looked for no more.
const MAX_UNMARKED_PARAGRAPHS: usize = 12;

/// Finds the regions between quotation marks, outer and nested ones, sorted by their first byte.
///
/// A quotation over several paragraphs is one region in both conventions: the mark repeated at the head of each paragraph, or
/// opened once and closed in a later paragraph, with none between. A mark that was lost ends with its paragraph.
#[must_use]
pub fn find(text: &str, paragraphs: &[Span]) -> Vec<Region> {
    let mut finder = Finder { text, found: Vec::new(), open: None, waiting: Vec::new(), single: None };
    let mut marks = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        marks.clear();
        scan(text, *paragraph, &mut marks);
        let from = finder.found.len();
        let is_open = finder.open.is_some();
        finder.doubles(*paragraph, &marks);
        let reopens = paragraphs.get(number + 1).is_some_and(|next| next.of(text).starts_with(['‘', '\'', '`']));
        finder.singles(*paragraph, &marks, &Singles { from, is_open, reopens });
    }
    finder.give_up();
    finder.found.extend(finder.single.take());
    let mut found = finder.found;
    found.retain(|region| !region.spans.is_empty());
    found.sort_by_key(|region| (region.outer.start, std::cmp::Reverse(region.outer.end)));
    found
}

struct Finder<'a> {
    text: &'a str,
    found: Vec<Region>,
    /// The region that the last paragraph left open.
    open: Option<Region>,
    /// Paragraphs without a mark since then.
    waiting: Vec<Span>,
    /// The region in single marks that the last paragraph left open and the next opens anew.
    single: Option<Region>,
}

/// What the single marks of a paragraph stand among.
struct Singles {
    /// The first region in double marks that ends in the paragraph, by number.
    from: usize,
    /// Whether double marks are open at the paragraph's head.
    is_open: bool,
    /// Whether the next paragraph begins with a single mark.
    reopens: bool,
}

impl Finder<'_> {
    fn doubles(&mut self, paragraph: Span, marks: &[Mark]) {
        let mut doubles = marks.iter().filter(|mark| !mark.single).peekable();
        let mut current: Option<(usize, Region)> = None;
        match doubles.peek() {
            None if self.open.is_some() && self.waiting.len() < MAX_UNMARKED_PARAGRAPHS => self.waiting.push(paragraph),
            None => self.give_up(),
            Some(mark) if self.open.is_some() => {
                let at_head = self.text[paragraph.start as usize..mark.at].trim().is_empty();
                if at_head && mark.side != Side::Closes && self.waiting.is_empty() {
                    let mark_end = mark.end;
                    current = self.open.take().map(|region| (mark_end, region));
                    doubles.next();
                } else if mark.side == Side::Closes && !at_head {
                    if let Some(mut region) = self.open.take() {
                        region.spans.append(&mut self.waiting);
                        current = Some((paragraph.start as usize, region));
                    }
                } else {
                    self.give_up();
                }
            }
            Some(_) => {}
        }
        let mut first = true;
        for mark in doubles {
            current = match current {
                Some((start, region)) => self.within(start, region, *mark),
                None => self.outside(paragraph, *mark, first),
            };
            first = false;
        }
        if let Some((start, mut region)) = current {
            let end = paragraph.end as usize;
            if let Some(words) = told_at(&self.text[start..end]) {
                self.push(&mut region, start, start + words);
                self.found.push(region);
                return;
            }
            self.push(&mut region, start, end);
            self.open = Some(region);
        }
    }

    /// A mark inside a region: the region goes on only if the mark surely opens another.
    fn within(&mut self, start: usize, mut region: Region, mark: Mark) -> Option<(usize, Region)> {
        region.closed = mark.side != Side::Opens;
        let end = if region.closed { mark.at } else { self.sentence_end(start, mark.at) };
        self.push(&mut region, start, end);
        region.outer = region.outer.join(Span::new(end, if region.closed { mark.end } else { end }));
        let opens = (!region.closed).then(|| (mark.end, opened(mark)));
        self.found.push(region);
        opens
    }

    /// A mark outside of all regions.
    fn outside(&mut self, paragraph: Span, mark: Mark, first: bool) -> Option<(usize, Region)> {
        if mark.side != Side::Closes {
            return Some((mark.end, opened(mark)));
        }
        // The opening mark was lost: only a paragraph's first mark, behind a comma or stop, tells where it stood.
        let start = paragraph.start as usize;
        if first && self.text[start..mark.at].ends_with([',', '.', '?', '!']) {
            let mut region = Region { outer: Span::new(start, mark.end), closed: true, ..Region::default() };
            self.push(&mut region, start, mark.at);
            self.found.push(region);
        }
        None
    }

    /// Where a region that lost its closing mark ends: behind its last pause before the next mark, or at that mark.
    fn sentence_end(&self, start: usize, limit: usize) -> usize {
        let inner = &self.text[start..limit];
        if let Some(words) = told_at(inner) {
            return start + words;
        }
        match inner.find([',', '.', '?', '!']) {
            Some(_) => start + inner.rfind([',', '.', '?', '!']).map_or(inner.len(), |at| at + 1),
            None => limit,
        }
    }

    fn push(&self, region: &mut Region, start: usize, end: usize) {
        let span = Span::new(start.min(end), end).trimmed(self.text);
        if !span.is_empty() {
            region.outer = region.outer.join(span);
            region.spans.push(span);
        }
    }

    /// The open region was never closed: it ends with the paragraph that it began in.
    fn give_up(&mut self) {
        self.waiting.clear();
        self.found.extend(self.open.take());
    }

    /// Pairs single marks of one paragraph; a pair counts if it is sure. Double marks stand inside a pair that holds them whole.
    fn singles(&mut self, paragraph: Span, marks: &[Mark], among: &Singles) {
        let doubles = among.from..self.found.len();
        let mut pairs: Vec<(Mark, Mark)> = Vec::new();
        let mut open: Option<Mark> = None;
        let mut end: Option<Mark> = None;
        let mut is_doubled = among.is_open;
        let mut inside = false;
        for mark in marks {
            if !mark.single {
                let opens = mark.side == Side::Opens || mark.side == Side::Either && !is_doubled && !inside;
                let holds =
                    !is_doubled && end.is_none() && opens != inside && open.is_some_and(|open| self.leads(open));
                if holds {
                    inside = opens;
                } else {
                    pairs.extend(open.take().zip(end.take()));
                    (is_doubled, inside) = (opens, false);
                }
            } else if inside {
                continue;
            } else if mark.side == Side::Opens {
                pairs.extend(open.replace(*mark).zip(end.take()));
            } else if open.is_some() && !end.is_some_and(|end| self.is_final(end) || self.is_pause_behind(end)) {
                end = Some(*mark);
            }
        }
        let loose = end.is_none_or(|end| !self.is_final(end) && !self.is_pause_behind(end));
        let goes_on = loose && !inside && !is_doubled && among.reopens && self.is_stop(paragraph.end as usize);
        let left = open.filter(|open| goes_on && self.leads(*open));
        if left.is_none() {
            pairs.extend(open.zip(end));
        }
        let head = |open: Mark| self.text[paragraph.start as usize..open.at].trim().is_empty();
        let mut before = match (pairs.first().map_or(left, |(open, _)| Some(*open)), self.single.take()) {
            (Some(first), Some(region)) if head(first) => Some(region),
            (_, single) => {
                self.found.extend(single);
                None
            }
        };
        for (open, close) in pairs {
            let inner = Span::new(open.end, close.at).trimmed(self.text);
            let outer = Span::new(open.at, close.end);
            if let Some(mut region) = before.take() {
                self.push(&mut region, open.end, close.at);
                region.closed = true;
                region.outer = region.outer.join(outer);
                self.nest(outer, &doubles);
                self.found.push(region);
                continue;
            }
            let sure = self.is_final(close) || inner.of(self.text).contains(' ');
            if inner.len() < 3 || !sure {
                continue;
            }
            let last = self.found[doubles.clone()].partition_point(|other| other.outer.start < outer.start);
            let around = last.checked_sub(1).map(|last| &self.found[doubles.start + last]);
            let nested = self
                .open
                .iter()
                .chain(around)
                .any(|other| other.outer.start < outer.start && outer.end <= other.outer.end);
            self.nest(outer, &doubles);
            self.found.push(Region { spans: vec![inner], outer, opened: true, closed: true, nested });
        }
        if let Some(open) = left {
            let mut region = before.unwrap_or_else(|| opened(open));
            self.push(&mut region, open.end, paragraph.end as usize);
            self.nest(Span::new(open.at, paragraph.end as usize), &doubles);
            self.single = Some(region);
        }
    }

    /// Notes that those of the regions in double marks stand inside single ones.
    fn nest(&mut self, outer: Span, doubles: &Range<usize>) {
        let found = &mut self.found[doubles.clone()];
        let first = found.partition_point(|region| region.outer.start < outer.start);
        for region in found[first..].iter_mut().take_while(|region| region.outer.end <= outer.end) {
            region.nested = true;
        }
    }

    /// Whether punctuation before a single mark shows that it closes, as no apostrophe does.
    fn is_final(&self, mark: Mark) -> bool {
        self.text[..mark.at].ends_with([',', '.', '?', '!', '…', '—', '–'])
    }

    /// Whether punctuation behind a mark shows that it closes.
    fn is_pause_behind(&self, mark: Mark) -> bool {
        self.text[mark.end..].starts_with([',', '.', ';', ':', '?', '!'])
    }

    fn is_stop(&self, end: usize) -> bool {
        self.text[..end].ends_with(['.', '?', '!', '…'])
    }

    /// Whether an opening mark stands where speech begins: at the head of its paragraph or behind a pause.
    fn leads(&self, mark: Mark) -> bool {
        let mut before = self.text[..mark.at].chars().rev().take(MAX_BLANKS);
        let last = before.find(|c| !matches!(c, ' ' | '\t'));
        last.is_none_or(|last| matches!(last, '\n' | ':' | ',' | '.' | '?' | '!' | '…' | ';' | '—' | '–'))
    }
}

/// Blanks before a mark that are looked back over.
const MAX_BLANKS: usize = 16;

/// Bytes that tell at the end of a paragraph who said its words, at most.
const MAX_TELLING: usize = 120;

/// Where words end whose closing mark was lost: behind `We paid,` in `We paid, Per Holt said on Friday.`
fn told_at(words: &str) -> Option<usize> {
    let words = words.trim_end();
    let comma = words.rfind(", ").filter(|comma| comma + MAX_TELLING > words.len())?;
    let telling = words[comma + 2..].strip_suffix('.')?;
    let tellers = |words: &[&str]| {
        let he = matches!(words, ["he" | "she" | "they"]);
        let named = |word: &&str| word.starts_with(char::is_uppercase) && !matches!(*word, "I" | "We" | "You" | "It");
        he || (1..=5).contains(&words.len()) && words.iter().all(named)
    };
    let telling: Vec<&str> = telling.split_whitespace().collect();
    let verb = telling.iter().position(|word| matches!(*word, "said" | "says" | "told" | "added" | "explained"))?;
    let behind = &telling[verb + 1..];
    let adjunct = |words: &[&str]| {
        let time = |word: &str| word.ends_with("day") && word.starts_with(char::is_uppercase);
        let leads =
            |word: &str| matches!(word, "on" | "in" | "at" | "during" | "after" | "before" | "of" | "reporters");
        words.len() <= 6 && words.first().is_none_or(|word| time(word) || leads(word))
    };
    let is_told = match telling[verb] {
        "told" => tellers(&telling[..verb]) && (1..=6).contains(&behind.len()),
        _ if verb == 0 => tellers(behind),
        _ => tellers(&telling[..verb]) && adjunct(behind),
    };
    is_told.then_some(comma + 1)
}

fn opened(mark: Mark) -> Region {
    Region { outer: Span::new(mark.at, mark.end), opened: true, ..Region::default() }
}

/// Finds the marks of a paragraph, in order.
fn scan(text: &str, paragraph: Span, marks: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let limit = paragraph.end as usize;
    let mut at = paragraph.start as usize;
    let (mut low, mut opened) = (false, false);
    while at < limit {
        let (mut length, mut shape) = shape(&bytes[at..limit]);
        // `’’` ends a quotation and the one inside it, where no double mark is open.
        if length == 6 && shape == Some(Shape::Right) && !opened {
            (length, shape) = (3, Some(Shape::SingleRight));
        }
        let Some(shape) = shape else {
            at += length;
            continue;
        };
        let around = Around::of(text, paragraph, at, at + length);
        let single = matches!(shape, Shape::Single | Shape::SingleLeft | Shape::SingleRight);
        // `rock 'n' roll` has two of them.
        let is_elided = single
            && (is_elided(&text[at + length..limit]) || ["'n", "’n", "‘n"].iter().any(|n| text[..at].ends_with(n)));
        if let Some(side) = side(shape, around, low, is_elided) {
            if matches!(shape, Shape::Low) {
                low = true;
            }
            opened |= !single && side != Side::Closes;
            marks.push(Mark { at, end: at + length, side, single });
        }
        at += length;
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// `"` or `''`
    Plain,
    /// `“` or two backticks
    Left,
    /// `”`
    Right,
    /// `„`
    Low,
    /// `«`
    AngleLeft,
    /// `»`
    AngleRight,
    /// `「`
    CornerLeft,
    /// `」`
    CornerRight,
    /// `'`
    Single,
    /// `‘`
    SingleLeft,
    /// `’`
    SingleRight,
}

/// Length of what stands here, and its shape if it can be a mark.
fn shape(bytes: &[u8]) -> (usize, Option<Shape>) {
    match bytes {
        [b'"', ..] => (1, Some(Shape::Plain)),
        // `’’`, as some systems set a double mark.
        [0xe2, 0x80, 0x99, 0xe2, 0x80, 0x99, ..] => (6, Some(Shape::Right)),
        [0xe2, 0x80, 0x98, 0xe2, 0x80, 0x98, ..] => (6, Some(Shape::Left)),
        [b'\'', b'\'', ..] => (2, Some(Shape::Plain)),
        [b'`', b'`', ..] => (2, Some(Shape::Left)),
        [b'\'', ..] => (1, Some(Shape::Single)),
        [b'`', ..] => (1, Some(Shape::SingleLeft)),
        [0xe2, 0x80, third, ..] => match third {
            0x9c => (3, Some(Shape::Left)),
            0x9d => (3, Some(Shape::Right)),
            0x9e | 0x9f => (3, Some(Shape::Low)),
            0x98 => (3, Some(Shape::SingleLeft)),
            0x99 => (3, Some(Shape::SingleRight)),
            _ => (3, None),
        },
        [0xe3, 0x80, 0x8c, ..] => (3, Some(Shape::CornerLeft)),
        [0xe3, 0x80, 0x8d, ..] => (3, Some(Shape::CornerRight)),
        [0xc2, 0xab, ..] => (2, Some(Shape::AngleLeft)),
        [0xc2, 0xbb, ..] => (2, Some(Shape::AngleRight)),
        _ => (1, None),
    }
}

/// What stands beside a mark.
#[derive(Clone, Copy, Debug)]
struct Around {
    before: char,
    after: char,
}

impl Around {
    fn of(text: &str, paragraph: Span, start: usize, end: usize) -> Self {
        let before = text[paragraph.start as usize..start].chars().next_back().unwrap_or(' ');
        let after = text[end..paragraph.end as usize].chars().next().unwrap_or(' ');
        Self { before, after }
    }

    /// Whether a word cannot reach the mark from the left.
    fn free_left(self) -> bool {
        self.before.is_whitespace()
            || matches!(
                self.before,
                '(' | '[' | '{' | '-' | '–' | '—' | '/' | '=' | '>' | '“' | '‘' | '"' | '\'' | '…' | '¿' | '¡'
            )
    }

    /// Whether a word cannot reach the mark from the right.
    fn free_right(self) -> bool {
        !self.after.is_alphanumeric()
            && !matches!(self.after, '$' | '£' | '€' | '#' | '@' | '(' | '[' | '‘' | '“' | '¿' | '¡')
    }

    fn touches_digit_left(self) -> bool {
        self.before.is_ascii_digit()
    }
}

/// How a mark stands; nothing if it is none (apostrophes, inches).
fn side(shape: Shape, around: Around, low: bool, is_elided: bool) -> Option<Side> {
    let by_neighbours = |around: Around| {
        let (left, right) = (around.before.is_whitespace(), around.after.is_whitespace());
        match (around.free_left(), around.free_right()) {
            (true, false) => Side::Opens,
            (false, true) => Side::Closes,
            _ if left && !right => Side::Opens,
            _ if right && !left => Side::Closes,
            _ => Side::Either,
        }
    };
    match shape {
        Shape::Plain if around.touches_digit_left() && (around.after == '-' || around.after == 'x') => None,
        Shape::Plain => Some(by_neighbours(around)),
        Shape::Left if !around.free_left() && (low || around.free_right()) => Some(Side::Closes),
        Shape::Left => Some(Side::Opens),
        Shape::Low => Some(Side::Opens),
        Shape::Right if around.free_left() && !around.free_right() => Some(Side::Opens),
        Shape::Right => Some(Side::Closes),
        Shape::AngleLeft if !around.free_left() && around.free_right() => Some(Side::Closes),
        Shape::AngleLeft => Some(Side::Opens),
        Shape::AngleRight if around.free_left() && !around.free_right() => Some(Side::Opens),
        Shape::AngleRight => Some(Side::Closes),
        Shape::CornerLeft => Some(Side::Opens),
        Shape::CornerRight => Some(Side::Closes),
        Shape::Single | Shape::SingleLeft if around.free_left() && around.opens_words() => {
            (!around.after.is_ascii_digit() && !is_elided).then_some(Side::Opens)
        }
        Shape::Single | Shape::SingleRight if is_elided => None,
        Shape::Single | Shape::SingleRight if !around.free_left_of_single() && around.free_right() => {
            Some(Side::Closes)
        }
        _ => None,
    }
}

/// Whether a word begins here that is written with an apostrophe: `'tis`, `tell 'em`.
fn is_elided(text: &str) -> bool {
    let length = text.bytes().take(6).take_while(u8::is_ascii_alphabetic).count();
    ["tis", "twas", "twere", "twill", "em", "til", "bout", "n", "cos"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(&text[..length]))
}

impl Around {
    /// Whether words begin behind a single mark, or a double mark that opens others.
    fn opens_words(self) -> bool {
        self.after.is_alphanumeric() || matches!(self.after, '“' | '"' | '£' | '$' | '€' | '[')
    }

    fn free_left_of_single(self) -> bool {
        self.before.is_whitespace()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each region as its spans joined by `|`, nested ones in brackets.
    fn regions(text: &str) -> Vec<String> {
        let paragraphs = crate::analysis::sentence::paragraphs(text);
        find(text, &paragraphs)
            .iter()
            .map(|region| {
                let inner = region.spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join("|");
                if region.nested { format!("[{inner}]") } else { inner }
            })
            .collect()
    }

    #[test]
    fn marks_of_all_styles_are_found() {
        for text in [
            "\"Yes, we can,\" he said. \"No.\"",
            "“Yes, we can,” he said. “No.”",
            "«Yes, we can,» he said. «No.»",
            "« Yes, we can, » he said. « No. »",
            "„Yes, we can,“ he said. „No.“",
            "「Yes, we can,」 he said. 「No.」",
            "''Yes, we can,'' he said. ''No.''",
            "``Yes, we can,'' he said. ``No.''",
            "“Yes, we can,’’ he said. ‘‘No.’’",
            "‘Yes, we can,’ he said. ‘No.’",
            "'Yes, we can,' he said. 'No.'",
        ] {
            assert_eq!(regions(text), ["Yes, we can,", "No."], "{text}");
        }
    }

    #[test]
    fn apostrophes_and_inches_are_no_marks() {
        for text in [
            "The dogs' owner isn't O’Brien’s aunt, ’tis said.",
            "A 12\"-wide board of rock 'n' roll",
            "the '90s and the '80s",
            "Tell 'em all that 'twas the dogs' supper.",
        ] {
            assert!(regions(text).is_empty(), "{text}: {:?}", regions(text));
        }
    }

    #[test]
    fn single_marks_inside_double_ones_are_nested() {
        assert_eq!(
            regions("“He said, ‘I don’t know,’ and left,” she said."),
            ["He said, ‘I don’t know,’ and left,", "[I don’t know,]"]
        );
    }

    #[test]
    fn double_marks_inside_single_ones_are_nested() {
        assert_eq!(regions("‘He said, “Never,” and left,’ said Teale."), ["He said, “Never,” and left,", "[Never,]"]);
        assert_eq!(regions("‘One.\n\n‘“Two,” and three.’"), ["One.|“Two,” and three.", "[Two,]"]);
    }

    #[test]
    fn both_conventions_of_long_quotations_give_one_region() {
        assert_eq!(regions("\"One.\n\n\"Two.\n\n\"Three,\" he said."), ["One.|Two.|Three,"]);
        assert_eq!(regions("\"One.\n\nTwo.\n\nThree,\" he said. \"Four.\""), ["One.|Two.|Three,", "Four."]);
    }

    #[test]
    fn a_lost_mark_never_turns_the_rest_inside_out() {
        assert_eq!(
            regions("\"One is lost, he said.\n\nNothing here.\n\nShe said, \"Two,\" and left."),
            ["One is lost,", "Two,"]
        );
        assert_eq!(regions("Lost,\" he said.\n\n\"Found,\" she said."), ["Lost,", "Found,"]);
    }
}
