//! What a parser says of the tokens of an article, as features for a teacher: parts of speech, relations, the clause, the word
//! that reports and the subject above a token. A parse (`parse.py`) and a view in; features out.

use std::io::BufRead;
use std::ops::Range;
use std::path::Path;

use onrecord::analysis::model::columns::Columns;
use onrecord::analysis::model::features::{Sink, bucket};
use onrecord::analysis::model::view::View;
use serde_json::Value;

/// A parsed article, by the parser's tokens. A token that is its own head has none.
#[derive(Default)]
pub(crate) struct Parse {
    /// First bytes.
    start: Vec<u32>,
    /// Hashes of the part of speech, the relation to the head, and the lemma.
    tag: Vec<u32>,
    dep: Vec<u32>,
    lemma: Vec<u32>,
    head: Vec<u32>,
    /// Which of [`MASKED`] its children are, a bit each.
    mask: Vec<u32>,
    /// First and last token below it.
    left: Vec<u32>,
    right: Vec<u32>,
}

fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// Relations of which a bit says whether a token has such a child.
const MASKED: [&str; 12] =
    ["ccomp", "xcomp", "nsubj", "dobj", "prep", "mark", "neg", "advcl", "nsubjpass", "acl", "acomp", "agent"];

/// Reads what `parse.py` wrote of each article, and no more than `most`.
pub(crate) fn read(path: &Path, most: usize) -> Vec<Parse> {
    let file = std::io::BufReader::new(std::fs::File::open(path).expect("parses"));
    file.lines().take(most).map(|line| parse(&line.expect("text"))).collect()
}

fn parse(line: &str) -> Parse {
    let value: Value = serde_json::from_str(line).expect("JSON");
    let numbers =
        |key: &str| -> Vec<u32> { value[key].as_array().unwrap().iter().map(|v| v.as_u64().unwrap() as u32).collect() };
    let hashes =
        |key: &str| -> Vec<u32> { value[key].as_array().unwrap().iter().map(|v| hash(v.as_str().unwrap())).collect() };
    let mut made = Parse {
        start: numbers("start"),
        tag: hashes("tag"),
        dep: hashes("dep"),
        head: numbers("head"),
        lemma: hashes("lemma"),
        ..Parse::default()
    };
    let n = made.start.len();
    made.mask = vec![0; n];
    made.left = (0..n as u32).collect();
    made.right = (0..n as u32).collect();
    let masked = MASKED.map(hash);
    for i in 0..n {
        let head = made.head[i] as usize;
        if head == i {
            continue;
        }
        if let Some(bit) = masked.iter().position(|m| *m == made.dep[i]) {
            made.mask[head] |= 1 << bit;
        }
        let mut up = head;
        for _ in 0..60 {
            made.left[up] = made.left[up].min(i as u32);
            made.right[up] = made.right[up].max(i as u32);
            let next = made.head[up] as usize;
            if next == up {
                break;
            }
            up = next;
        }
    }
    made
}

fn two(a: u32, b: u32) -> u32 {
    (a.wrapping_mul(0x9E37_79B1) ^ b).wrapping_mul(0x85EB_CA6B).rotate_left(13)
}

fn three(a: u32, b: u32, c: u32) -> u32 {
    two(two(a, b), c)
}

/// Tokens of the parser by token of the view, and the other way round.
pub(crate) struct Aligned<'a> {
    p: &'a Parse,
    at: Vec<u32>,
    /// The first token of the view that begins in each of the parser's; `u32::MAX` for none.
    ours: Vec<u32>,
    /// Whether a token heads a clause.
    clause: Vec<bool>,
}

impl<'a> Aligned<'a> {
    pub(crate) fn new(view: &View<'_>, p: &'a Parse) -> Self {
        let at: Vec<u32> =
            view.tokens.iter().map(|t| p.start.partition_point(|s| *s <= t.start).saturating_sub(1) as u32).collect();
        let mut ours = vec![u32::MAX; p.start.len()];
        for (i, s) in at.iter().enumerate() {
            if ours[*s as usize] == u32::MAX {
                ours[*s as usize] = i as u32;
            }
        }
        let clauses = [
            "ccomp",
            "xcomp",
            "advcl",
            "relcl",
            "acl",
            "pcomp",
            "csubj",
            "parataxis",
            "conj",
            "ROOT",
            "csubjpass",
            "appos",
        ]
        .map(hash);
        let clause = p.dep.iter().map(|x| clauses.contains(x)).collect();
        Self { p, at, ours, clause }
    }

    /// The cue bucket of a token, with whether it is quoted.
    fn cue(&self, view: &View<'_>, s: usize) -> u32 {
        let i = self.ours[s];
        if i == u32::MAX { 99 } else { u32::from(view.known(i as usize).cue) + 16 * u32::from(view.quoted[i as usize]) }
    }

    /// Whether a token is at or beside an end of what stands below another, as bits.
    fn edge(&self, s: usize, b: usize) -> u32 {
        let (l, r) = (self.p.left[b] as usize, self.p.right[b] as usize);
        u32::from(s == l) + 2 * u32::from(s == r) + 4 * u32::from(s == l + 1) + 8 * u32::from(s + 1 == r)
    }

    /// The nearest ancestor-or-self for which `is` holds of (node, head).
    fn up(&self, s: usize, is: impl Fn(usize, usize) -> bool) -> Option<(usize, usize)> {
        let mut at = s;
        for depth in 0..40 {
            let head = self.p.head[at] as usize;
            if is(at, head) {
                return Some((at, depth));
            }
            if head == at {
                return None;
            }
            at = head;
        }
        None
    }

    /// Puts the features of all tokens of a paragraph.
    pub(crate) fn put(&self, view: &View<'_>, range: Range<usize>, columns: &Columns, sink: &mut impl Sink) {
        if self.p.start.is_empty() {
            return;
        }
        let subjects = ["nsubj", "nsubjpass", "agent", "poss", "csubj"].map(hash);
        let p = self.p;
        let spot = |k: isize| -> Option<usize> {
            let k = k + range.start as isize;
            (k >= range.start as isize && k < range.end as isize).then(|| self.at[k as usize] as usize)
        };
        let report = |s: usize| {
            self.up(s, |at, head| {
                at != head && {
                    let c = self.cue(view, head);
                    (3..=5).contains(&c) || (8..=9).contains(&c)
                }
            })
        };
        let reports: Vec<Option<(usize, usize)>> = range.clone().map(|i| report(self.at[i] as usize)).collect();
        for i in (0..range.len()).filter(|i| !columns.is_still(*i)) {
            sink.token(i);
            let k = i as isize;
            let tag = |o: isize| spot(k + o).map_or(7, |s| p.tag[s]);
            let dep = |o: isize| spot(k + o).map_or(7, |s| p.dep[s]);
            let s = self.at[range.start + i] as usize;
            let mut put = |template: u32, value: u32| sink.word(template, value);
            let (t0, d0) = (p.tag[s], p.dep[s]);
            put(300, t0);
            put(301, tag(-1));
            put(302, tag(1));
            put(303, tag(-2));
            put(304, tag(2));
            put(305, two(tag(-1), t0));
            put(306, two(t0, tag(1)));
            put(307, three(tag(-1), t0, tag(1)));
            put(308, three(tag(-2), tag(-1), t0));
            put(309, three(t0, tag(1), tag(2)));
            put(310, d0);
            put(311, dep(-1));
            put(312, dep(1));
            put(313, two(d0, t0));
            let h = p.head[s] as usize;
            let dir = u32::from(h > s) + 2 * u32::from(h < s);
            put(314, three(d0, p.tag[h], dir));
            put(315, two(dep(-1), d0));
            put(316, two(d0, dep(1)));
            put(317, two(p.lemma[h], dir));
            put(318, two(p.lemma[h], d0));
            put(319, two(self.cue(view, h), d0));
            put(320, three(d0, bucket(h.abs_diff(s)), dir));
            let g = p.head[h] as usize;
            put(321, two(d0, p.dep[h]));
            put(322, three(d0, p.dep[h], p.dep[g]));
            put(323, three(d0, p.dep[h], p.lemma[g]));
            put(324, p.lemma[s]);
            let m = p.mask[s];
            put(325, two(p.lemma[s], m & 3));
            put(326, two(m, t0));
            put(327, three(self.cue(view, s), m & 0xFF, d0));
            put(329, two(p.lemma[s], d0));
            put(330, two(p.mask[h], d0));
            put(331, three(p.mask[h] & 0x7, self.cue(view, h), d0));
            // Clauses.
            if let Some((c, _)) = self.up(s, |at, _| self.clause[at]) {
                let g = p.head[c] as usize;
                let side = u32::from(g > s);
                let edge = self.edge(s, c);
                put(340, p.dep[c]);
                put(341, two(p.dep[c], p.lemma[g]));
                put(342, three(p.dep[c], self.cue(view, g), side));
                put(343, three(p.dep[c], p.tag[c], edge));
                put(344, three(p.dep[c], self.cue(view, g), edge * 2 + side));
                put(345, three(p.dep[c], p.lemma[g], edge));
                put(346, two(p.lemma[c], u32::from(c == s)));
                if g != c
                    && let Some((c2, _)) = self.up(g, |at, _| self.clause[at])
                {
                    let g2 = p.head[c2] as usize;
                    put(347, two(p.dep[c], p.dep[c2]));
                    put(348, three(p.dep[c], p.dep[c2], p.lemma[g2]));
                    put(349, three(p.dep[c2], self.cue(view, g2), self.edge(s, c2)));
                }
            }
            // What reports.
            let of = |o: isize| {
                let at = k + o;
                if at < 0 || at >= range.len() as isize { None } else { reports[at as usize] }
            };
            if let Some((b, depth)) = of(0) {
                let g = p.head[b] as usize;
                let (cue, edge, side) = (self.cue(view, g), self.edge(s, b), u32::from(g > s));
                put(350, three(p.dep[b], p.lemma[g], side));
                put(351, two(p.dep[b], cue));
                put(352, three(p.dep[b], depth.min(6) as u32, side));
                put(353, three(p.dep[b], edge, cue));
                put(354, three(p.dep[b], p.tag[b], p.mask[g]));
                put(355, three(p.dep[b], side, p.mask[g] & 0xF));
                let mut path = 0;
                let mut at = s;
                for _ in 0..depth.min(3) + 1 {
                    path = two(path, p.dep[at]);
                    at = p.head[at] as usize;
                }
                put(356, two(path, depth.min(4) as u32));
                put(357, three(path, p.lemma[g], depth.min(4) as u32));
                put(358, three(p.dep[b], p.lemma[g], edge));
                put(359, three(p.dep[b], p.tag[b], edge));
                // The topmost one.
                let mut top = (b, 0);
                while let Some((next, _)) = report(p.head[top.0] as usize) {
                    top = (next, top.1 + 1);
                    if top.1 > 5 {
                        break;
                    }
                }
                let g = p.head[top.0] as usize;
                put(360, three(p.dep[top.0], p.lemma[g], top.1));
                put(361, three(p.dep[top.0], self.cue(view, g), self.edge(s, top.0) * 8 + top.1));
            } else {
                put(362, d0);
            }
            for (template, o) in [(363, -1), (365, 1)] {
                let branch = |x: Option<(usize, usize)>| x.map_or(5, |(b, _)| p.dep[b]);
                let same = of(0).zip(of(o)).map_or(2, |(a, b)| u32::from(a.0 == b.0));
                put(template, three(branch(of(0)), branch(of(o)), same));
                put(template + 1, three(branch(of(0)), same, t0));
            }
            // Subjects.
            if let Some((n, depth)) = self.up(s, |at, _| subjects.contains(&p.dep[at])) {
                let h = p.head[n] as usize;
                let edge = self.edge(s, n);
                put(370, two(p.dep[n], p.lemma[h]));
                put(371, three(p.dep[n], self.cue(view, h), edge));
                put(372, three(p.dep[n], p.mask[h], depth.min(3) as u32));
                put(373, three(p.tag[n], depth.min(3) as u32, edge));
                put(374, three(p.dep[n], p.mask[h] & 3, self.cue(view, h)));
            }
        }
    }
}
