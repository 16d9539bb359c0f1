//! How sure an attribution is, and whether it is speech. A group of tokens in, hashes of features out, for rankers of one
//! question.

use std::ops::Range;

use super::features::{bucket, mix};
use super::link::Group;
use super::token::Class;
use super::view::View;

/// What speaks for an attribution being right: its content, and its source.
pub fn trust_features(view: &View<'_>, margins: &[f32], group: &Group, out: &mut Vec<u32>) {
    out.clear();
    let kind = marked(view, group);
    let mut put = |template: u32, value: u32| {
        out.push(mix(template, value));
        out.push(mix(template + 100, value << 2 | kind));
    };
    let level = |margin: f32| (margin.clamp(-3.0, 9.0) * 2.0 + 6.0) as u32;
    let least = |range: &Range<usize>| range.clone().map(|i| margins[i]).fold(9.0, f32::min);
    put(400, 0);
    put(401, (group.source_chance * 20.0) as u32);
    put(402, (group.piece_chance * 20.0) as u32);
    put(403, group.content.len().min(4) as u32);
    put(404, bucket(group.content.iter().map(Range::len).sum()));
    match &group.cue {
        Some(cue) => {
            put(405, level(least(cue)));
            put(406, cue.clone().map(|i| u32::from(view.known(i).cue)).max().unwrap_or(0));
            put(407, cue.len().min(5) as u32);
        }
        None => put(408, 0),
    }
    match &group.source {
        Some(source) => {
            put(409, level(least(source)));
            put(410, view.class[source.start] as u32);
            put(411, source.len().min(10) as u32);
        }
        None => put(412, 0),
    }
    if let (Some(first), Some(last)) = (group.content.first(), group.content.last()) {
        put(413, level(margins[first.start]));
        put(414, margins.get(last.end).map_or(99, |m| level(*m)));
        put(415, level(margins[last.end - 1]));
        put(416, level(group.content.iter().map(least).fold(9.0, f32::min)));
        let sum: f32 = group.content.iter().flat_map(|piece| piece.clone()).map(|i| margins[i].min(9.0)).sum();
        let count: usize = group.content.iter().map(Range::len).sum();
        put(417, level(sum / count.max(1) as f32));
        put(418, view.class[first.start] as u32);
        put(419, view.class.get(last.end).map_or(0, |class| *class as u32));
    }
}

/// What tells speech from belief, wish and finding.
pub fn act_features(view: &View<'_>, group: &Group, out: &mut Vec<u32>) {
    out.clear();
    out.push(mix(600, 0));
    out.push(mix(601, marked(view, group)));
    let Some(cue) = &group.cue else {
        out.push(mix(602, 0));
        return;
    };
    for i in cue.clone() {
        let (known, word) = (view.known(i), view.word(i));
        if known.word != 0 {
            out.push(mix(603, known.word));
        }
        out.push(mix(604, word.suffixes[1] ^ word.suffixes[0].rotate_left(9)));
        out.push(mix(605, u32::from(known.clusters[2])));
        out.push(mix(606, u32::from(known.clusters[1])));
        out.push(mix(607, u32::from(known.cue)));
    }
    out.push(mix(608, cue.len().min(4) as u32));
    if let Some(first) = group.content.first() {
        out.push(mix(609, view.class[first.start] as u32));
    }
}

/// Words of the content between marks: none 0, one 1, all in all few 2, nearly all 3.
fn marked(view: &View<'_>, group: &Group) -> u32 {
    let words = || group.content.iter().flat_map(|piece| piece.clone()).filter(|i| !view.class[*i].is_sign());
    let quoted = words().filter(|i| view.quoted[*i]).count();
    match quoted {
        0 => 0,
        1 => 1,
        q if q * 10 >= words().count() * 9 => 3,
        _ => 2,
    }
}

/// Whether a token is a mark that opens or closes.
#[must_use]
pub fn is_mark(class: Class) -> bool {
    matches!(class, Class::Mark | Class::Opening | Class::Closing)
}
