//! Finds the dateline of a report: where, when and by which agency it was filed, as printed before the first sentence. A
//! body comes in, spans into it go out. The lines before the dateline (a headline, a caption, a stamp) are looked over;
//! what the place names of the text itself mean is decided in `place`, never here.

mod accept;
mod day;
mod resolve;
mod scan;

use self::accept::accept;
use self::day::{Day, read_day};
use self::scan::{Case, Ending, Scan};
use crate::annotation::Dateline;
use crate::lexicon::Lexicon;
use crate::lexicon::gazetteer::key_country;
use crate::text::Span;

/// How many lines that hold text are looked at.
const MAX_LINES: usize = 8;

/// How far into the body a dateline may begin, in bytes.
const MAX_START: usize = 2_000;

/// Longest dateline, in bytes.
const MAX_BYTES: usize = 200;

/// A line this long is no headline, but text.
const PROSE_BYTES: usize = 200;

/// Words in capitals before a dash or colon that are no place.
const LABELS: [&str; 40] = [
    "ad",
    "advertisement",
    "analysis",
    "audio",
    "breaking",
    "brief",
    "caption",
    "close",
    "column",
    "commentary",
    "correction",
    "editorial",
    "exclusive",
    "fact check",
    "factbox",
    "file",
    "file photo",
    "first on fox",
    "flash",
    "interview",
    "listen",
    "live",
    "look",
    "news",
    "note",
    "opinion",
    "photo",
    "photos",
    "poll",
    "read",
    "related",
    "report",
    "review",
    "table",
    "transcript",
    "trending",
    "update",
    "video",
    "warning",
    "watch",
];

/// Reads a dateline that the record gives apart from the body. Its span is empty: it stands nowhere in the body.
#[must_use]
pub fn of_record(text: &str, lexicon: &Lexicon) -> Option<Dateline> {
    let line = text.trim().trim_end_matches(|c: char| matches!(c, '-' | '–' | '—' | '.') || c.is_whitespace());
    let found = find_dateline(&format!("{line} - "), lexicon)?;
    Some(Dateline { span: Span::default(), ..found })
}

/// Finds the dateline.
///
/// It is looked for at the beginning of the first eight lines that hold text. Known styles: `BAKU, Azerbaijan, October 10.`,
/// `WASHINGTON (Reuters) -`, `TROY, N.C. (AP) --`, `PARIS, Feb 26 -`, `MOSCOW/KYIV (Reuters) -`, `ASTANA, July 5. /TASS/.`,
/// `Tehran, July 29, IRNA -`, `Baku/22.09.23/Turan:`, `TASHKENT. KAZINFORM –`, `YEREVAN—`, `(Reuters) -`, `(CNN)`. The
/// agency is also taken from the line behind (`By A. B – Trend:`). Nothing is found in `FILE -` and other labels.
#[must_use]
pub fn find_dateline(body: &str, lexicon: &Lexicon) -> Option<Dateline> {
    let mut after_prose = false;
    let mut lines_seen = 0;
    for (start, line) in lines(body) {
        if start > MAX_START || lines_seen == MAX_LINES {
            return None;
        }
        if line.trim().is_empty() {
            continue;
        }
        lines_seen += 1;
        let begin = start + header_len(line);
        let line = &line[begin - start..];
        let place = Position { first_lines: lines_seen <= 3, after_prose };
        if let Some((mut dateline, end)) = read(line, place, lexicon) {
            dateline.span = Span::new(begin + dateline.span.start as usize, begin + end);
            if dateline.agency.is_none() {
                dateline.agency = agency_below(&body[begin + end..], lexicon);
            }
            return Some(dateline);
        }
        after_prose |= line.len() >= PROSE_BYTES;
    }
    None
}

/// The outlet that the agency of a dateline stands for: "AP" for "The Associated Press".
#[must_use]
pub fn outlet(dateline: &Dateline, lexicon: &Lexicon) -> Option<&'static str> {
    lexicon.areas().agency(dateline.agency.as_deref()?)
}

/// Where a line stands in the body.
#[derive(Clone, Copy)]
struct Position {
    first_lines: bool,
    after_prose: bool,
}

/// A dateline while it is being read.
#[derive(Default)]
struct Draft<'a> {
    places: Vec<(&'a str, Option<&'a str>)>,
    case: Option<Case>,
    day: Option<Day>,
    agency: Option<&'a str>,
    agency_is_known: bool,
    agency_is_bracketed: bool,
    has_area: bool,
    /// Whether places are joined by "and", so that the area behind the last is that of all.
    is_joined: bool,
}

/// Lines with the byte at which they begin.
fn lines(body: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    body.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

/// White space, byte order marks and the stored header ` date YYYY-MM-DD ` at the beginning of a line.
fn header_len(line: &str) -> usize {
    let is_skipped = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '*' | '•');
    let text = line.trim_start_matches(is_skipped);
    let is_header = text.strip_prefix("date ").and_then(|rest| rest.get(..11)).is_some_and(|stamp| {
        stamp.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            10 => b == b' ',
            _ => b.is_ascii_digit(),
        })
    });
    let text = if is_header { text[16..].trim_start_matches(is_skipped) } else { text };
    line.len() - text.len()
}

/// Reads a dateline at the beginning of a line, behind a note of what was mended.
fn read(line: &str, position: Position, lexicon: &Lexicon) -> Option<(Dateline, usize)> {
    if !is_correction(line) {
        return read_plain(line, position, lexicon);
    }
    // "(Corrects the name in paragraph 3) PLACE (Agency) -"
    let end = line.bytes().position(|byte| byte == b')').unwrap_or(0) + 1;
    let skipped = end + line[end..].len() - line[end..].trim_start().len();
    let found = read_plain(&line[skipped..], position, lexicon);
    let (dateline, end) = found.filter(|found| found.0.agency.is_some())?;
    let start = dateline.span.start as usize + skipped;
    let end = end + skipped;
    Some((Dateline { span: Span::new(start, end), ..dateline }, end))
}

/// Reads a dateline at the beginning of a line. The span that is given begins at the place; the end is that of the whole.
fn read_plain(line: &str, position: Position, lexicon: &Lexicon) -> Option<(Dateline, usize)> {
    let mut limit = line.len().min(MAX_BYTES);
    while !line.is_char_boundary(limit) {
        limit -= 1;
    }
    let mut scan = Scan { line: &line[..limit], at: 0 };
    let first = scan.next()?;
    if first.is_ascii_digit() {
        return read_day_first(scan, lexicon);
    }
    let mut wrapper = None;
    if first == '(' {
        let inner = scan.bracketed()?;
        let (inner, is_wrapper) = inner.strip_prefix("MENAFN-").map_or((inner, false), |inner| (inner.trim(), true));
        let opens_body = position.first_lines && !position.after_prose;
        if !is_agency(inner, lexicon) && !is_wrapper {
            return bracketed_outlet(inner, scan).filter(|_| opens_body);
        }
        wrapper = Some(inner);
        scan.blanks();
    }
    let start = scan.at;
    if let Some((draft, end)) =
        read_places(scan, lexicon).and_then(|(draft, scan)| accept(draft, scan, line, position, lexicon))
    {
        let mut dateline = finish(&draft, lexicon);
        dateline.agency = dateline.agency.or_else(|| wrapper.map(|name| agency_name(name, lexicon)));
        dateline.span.start = start as u32;
        dateline.span.end = end as u32;
        return Some((dateline, end));
    }
    let agency = wrapper.filter(|name| is_agency(name, lexicon))?;
    let mut ended = scan;
    let has_dash = ended.ending() == Ending::Dash;
    if position.after_prose && !has_dash {
        return None;
    }
    let end = if has_dash { ended.at } else { line[..start].trim_end().len() };
    Some((Dateline { agency: Some(agency_name(agency, lexicon)), ..Dateline::default() }, end))
}

/// `(Corran) - Text`: an outlet in brackets that no table knows, before a dash and a sentence.
fn bracketed_outlet(inner: &str, mut scan: Scan<'_>) -> Option<(Dateline, usize)> {
    let words = inner.split(' ').count();
    let is_name = words <= 3 && inner.split(' ').all(|word| word.starts_with(char::is_uppercase));
    let is_label = LABELS.contains(&inner.to_lowercase().as_str()) || inner.to_lowercase().contains("photo");
    let dashed = scan.ending() == Ending::Dash;
    let begins_text = scan.rest().trim_start().starts_with(char::is_uppercase) && scan.rest().len() > 60;
    (is_name && !is_label && dashed && begins_text)
        .then(|| (Dateline { agency: Some(inner.to_owned()), ..Dateline::default() }, scan.at))
}

/// Whether the line begins with a note in brackets that tells what was mended.
fn is_correction(line: &str) -> bool {
    let Some((note, after)) = line.strip_prefix('(').and_then(|line| line.split_once(')')) else { return false };
    let has_word = ["orrect", "refile", "epeat", "dds ", "pdate", "ewrite"].iter().any(|word| note.contains(word));
    note.len() <= 400 && !note.contains('(') && has_word && !after.trim().is_empty()
}

/// `05.08.2022, Baku.` on a line of its own.
fn read_day_first(mut scan: Scan<'_>, lexicon: &Lexicon) -> Option<(Dateline, usize)> {
    let day = read_day(scan.rest())?;
    scan.at += day.len;
    if !scan.take(',') {
        return None;
    }
    scan.blanks();
    let start = scan.at;
    let (name, case) = scan.name()?;
    scan.take('.');
    if !scan.rest().trim().is_empty() || !resolve::is_town(name, lexicon) {
        return None;
    }
    let draft = Draft { places: vec![(name, None)], case: Some(case), day: Some(day), ..Draft::default() };
    let mut dateline = finish(&draft, lexicon);
    // the day stands before the place here, and the span holds both
    dateline.span = Span::new(0, start);
    Some((dateline, scan.at))
}

/// Reads the places and all that follows them, up to what ends the dateline.
fn read_places<'a>(mut scan: Scan<'a>, lexicon: &Lexicon) -> Option<(Draft<'a>, Scan<'a>)> {
    let mut draft = Draft::default();
    let (name, case) = scan.name()?;
    draft.case = Some(case);
    draft.places.push((name, None));
    for _ in 0..12 {
        let before = scan;
        scan.blanks();
        let is_read = match scan.next() {
            Some(',') => {
                scan.at += 1;
                scan.blanks();
                read_after_comma(&mut draft, &mut scan, lexicon)
            }
            Some('/') => read_after_slash(&mut draft, &mut scan, lexicon),
            Some('(') => read_brackets(&mut draft, &mut scan, lexicon),
            Some('.') => read_after_stop(&mut draft, &mut scan, lexicon),
            Some(c) if c.is_alphanumeric() => read_word(&mut draft, &mut scan, lexicon),
            _ => false,
        };
        if !is_read {
            scan = before;
            break;
        }
    }
    Some((draft, scan))
}

fn read_after_comma<'a>(draft: &mut Draft<'a>, scan: &mut Scan<'a>, lexicon: &Lexicon) -> bool {
    if draft.day.is_none()
        && let Some(day) = read_day(scan.rest())
    {
        draft.day = Some(day);
        scan.at += day.len;
        return true;
    }
    match scan.next() {
        Some('(') => return read_brackets(draft, scan, lexicon),
        // a comma too many: "WILLIAMSBURG, Va., — "
        Some('/' | '-' | '–' | '—') => return draft.has_area,
        _ => {}
    }
    // "N.C.", "Calif", "W. Va."
    let rest = scan.rest();
    let is_part = |c: char| c.is_alphabetic() || c == '.';
    let cut = if rest.starts_with("W. V") { 3 } else { 0 };
    let cut = rest[cut..].find(|c: char| !is_part(c)).map_or(rest.len(), |end| cut + end);
    let mut printed = &rest[..cut];
    let is_cut = lexicon.areas().division_of_abbreviation(printed).is_some() && draft.day.is_none();
    if !is_cut && draft.agency.is_none() && read_agency(draft, scan, lexicon) {
        return true;
    }
    if draft.day.is_none() && read_bare_day(scan) {
        return true;
    }
    if !is_cut {
        scan.at += if rest.starts_with("the ") || rest.starts_with("The ") { 4 } else { 0 };
        let Some((name, _)) = { *scan }.name() else { return false };
        printed = name;
    }
    if WEEKDAYS.contains(&printed.to_lowercase().as_str()) {
        scan.at += printed.len();
        return true;
    }
    if draft.day.is_some() {
        return read_outlet(draft, scan);
    }
    if resolve::area_key(printed, lexicon).is_some() {
        draft.has_area = true;
        if let Some((_, area)) = draft.places.last_mut() {
            *area = area.or(Some(printed));
        }
    } else if draft.case != Some(Case::Capitals) {
        return false;
    }
    scan.at += printed.len();
    true
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// `/KYIV`, `/TASS/`, `/22.09.23/`.
fn read_after_slash<'a>(draft: &mut Draft<'a>, scan: &mut Scan<'a>, lexicon: &Lexicon) -> bool {
    scan.at += 1;
    scan.blanks();
    if draft.day.is_none()
        && let Some(day) = read_day(scan.rest())
    {
        draft.day = Some(day);
        scan.at += day.len;
        return true;
    }
    if draft.agency.is_none() && read_agency(draft, scan, lexicon) {
        draft.agency_is_bracketed = scan.take('/');
        return true;
    }
    if draft.day.is_some() || draft.agency.is_some() {
        return read_outlet(draft, scan);
    }
    match scan.name() {
        Some((name, case)) if draft.case == Some(case) => {
            draft.places.push((name, None));
            true
        }
        _ => false,
    }
}

fn read_brackets<'a>(draft: &mut Draft<'a>, scan: &mut Scan<'a>, lexicon: &Lexicon) -> bool {
    let Some(inner) = scan.bracketed() else { return false };
    if draft.agency.is_some() || inner.chars().any(|c| c.is_ascii_digit()) && lexicon.areas().agency(inner).is_none() {
        return false;
    }
    draft.agency_is_known = is_agency(inner, lexicon);
    draft.agency_is_bracketed = true;
    draft.agency = Some(inner);
    let is_name = inner.len() <= 40 && inner.starts_with(char::is_uppercase) && !inner.to_lowercase().contains("photo");
    draft.agency_is_known || is_name
}

/// `TASHKENT. KAZINFORM –`, `ASTANA, July 5. /TASS/.`, `BAKI, 14 avqust. Trend:`.
fn read_after_stop<'a>(draft: &mut Draft<'a>, scan: &mut Scan<'a>, lexicon: &Lexicon) -> bool {
    scan.at += 1;
    scan.blanks();
    if draft.agency.is_some() {
        return false;
    }
    let has_slash = scan.take('/');
    if read_agency(draft, scan, lexicon) {
        if has_slash {
            draft.agency_is_bracketed = scan.take('/');
            return draft.agency_is_bracketed;
        }
        // prose may go on with the name of an outlet: only what ends a dateline makes it one
        let mut further = *scan;
        return matches!(further.ending(), Ending::Dash | Ending::Colon);
    }
    if draft.day.is_none()
        && let Some(day) = read_day(scan.rest())
    {
        draft.day = Some(day);
        scan.at += day.len;
        return true;
    }
    let place = draft.places.iter().all(|(name, _)| resolve::is_town(name, lexicon));
    let mut further = *scan;
    place && read_outlet(draft, scan) && {
        further.at = scan.at;
        further.ending() == Ending::Dash
    }
}

/// An outlet that no table knows, where nothing else can stand: one word in capitals, behind the day or before the dash, as in
/// `Ankara, May 5, YELKOVAN -`, `Baku/05.06.26/ODLAR:`.
fn read_outlet<'a>(draft: &mut Draft<'a>, scan: &mut Scan<'a>) -> bool {
    let rest = scan.rest();
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let capitals = rest[..end].chars().filter(|c| c.is_uppercase()).count();
    if draft.agency.is_some() || capitals < 3 || rest[..end].contains(char::is_lowercase) {
        return false;
    }
    let mut further = Scan { at: scan.at + end, ..*scan };
    if !matches!(further.ending(), Ending::Dash | Ending::Colon | Ending::Line) {
        return false;
    }
    draft.agency = Some(&rest[..end]);
    draft.agency_is_known = draft.day.is_some();
    scan.at += end;
    true
}

/// `MINSK, 14 –`: a day without a month, before the dash. It is passed over: without a month it is no date.
fn read_bare_day(scan: &mut Scan<'_>) -> bool {
    let rest = scan.rest();
    let end = rest.bytes().take_while(u8::is_ascii_digit).count();
    let day = rest[..end].parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    let mut further = Scan { at: scan.at + end, ..*scan };
    let is_last = day && further.ending() == Ending::Dash;
    scan.at += if is_last { end } else { 0 };
    is_last
}

/// A day without a comma before it, a second place behind "and".
fn read_word<'a>(draft: &mut Draft<'a>, scan: &mut Scan<'a>, lexicon: &Lexicon) -> bool {
    if draft.day.is_none()
        && let Some(day) = read_day(scan.rest())
    {
        draft.day = Some(day);
        scan.at += day.len;
        return true;
    }
    let is_open = draft.day.is_none() && draft.agency.is_none() && draft.case == Some(Case::Capitals);
    let rest = scan.rest().strip_prefix("and ").or_else(|| scan.rest().strip_prefix("AND "));
    let Some(rest) = rest.filter(|_| is_open) else { return false };
    let mut further = Scan { line: rest, at: 0 };
    match further.name() {
        Some((name, Case::Capitals)) if resolve::is_town(name, lexicon) => {
            draft.places.push((name, None));
            scan.at += "and ".len() + name.len();
            draft.is_joined = true;
            true
        }
        _ => false,
    }
}

/// Takes the name of a known agency, as long as it can be.
fn read_agency<'a>(draft: &mut Draft<'a>, scan: &mut Scan<'a>, lexicon: &Lexicon) -> bool {
    let rest = scan.rest();
    let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '-' | '.')).unwrap_or(rest.len()).min(48);
    let mut bounds: Vec<usize> = rest
        .char_indices()
        .map(|(at, _)| at)
        .take_while(|at| *at <= end)
        .filter(|at| !rest[*at..].starts_with(char::is_alphanumeric) && !rest[..*at].ends_with([' ', '-', '.']))
        .collect();
    if end == rest.len() {
        bounds.push(end);
    }
    let Some(end) = bounds.into_iter().rev().find(|end| *end > 0 && is_agency(&rest[..*end], lexicon)) else {
        return false;
    };
    draft.agency = Some(&rest[..end]);
    draft.agency_is_known = true;
    scan.at += end;
    true
}

/// Whether it is the name of an agency as datelines write it: with a capital.
fn is_agency(printed: &str, lexicon: &Lexicon) -> bool {
    lexicon.areas().agency(printed).is_some()
}

/// An agency as printed; where the table writes it with other capitals, as there.
fn agency_name(printed: &str, lexicon: &Lexicon) -> String {
    match lexicon.areas().agency(printed) {
        Some(known) if known.eq_ignore_ascii_case(printed) => known.to_owned(),
        _ => printed.to_owned(),
    }
}

/// Looks up what was read.
fn finish(draft: &Draft<'_>, lexicon: &Lexicon) -> Dateline {
    let mut dateline = Dateline {
        date: draft.day.map(|day| day.day),
        year: draft.day.and_then(|day| day.year),
        agency: draft.agency.map(|name| agency_name(name, lexicon)),
        ..Dateline::default()
    };
    let shared = draft.is_joined.then(|| draft.places.last().and_then(|(_, area)| *area)).flatten();
    for (i, (name, area)) in draft.places.iter().enumerate() {
        let key = match area.or(shared) {
            Some(area) => Some(resolve::place_in_area(name, area, lexicon)).filter(|key| !key.is_empty()),
            None => resolve::place_alone(name, lexicon).map(|place| lexicon.gazetteer.key(place).to_owned()),
        };
        if i > 0 {
            dateline.also.push(key.unwrap_or_else(|| resolve::title_cased(name, lexicon)));
            continue;
        }
        dateline.country = key.as_deref().and_then(key_country).map(str::to_owned);
        dateline.place = Some(resolve::title_cased(name, lexicon));
        dateline.place_id = key;
    }
    dateline
}

/// The agency in the line below a dateline that stands alone: `Trend:`, `By A. B – Trend:`.
fn agency_below(rest: &str, lexicon: &Lexicon) -> Option<String> {
    if !rest.starts_with(['\n', '\r']) {
        return None;
    }
    let line = rest.lines().find(|line| !line.trim().is_empty())?.trim();
    let line = line.strip_suffix(':').filter(|line| line.len() < 120)?;
    let name = match line.strip_prefix("By ") {
        Some(byline) => byline.rsplit_once([' ', '-', '–', '—'])?.1,
        None => line,
    };
    is_agency(name, lexicon).then(|| agency_name(name, lexicon))
}

#[cfg(test)]
mod tests;
