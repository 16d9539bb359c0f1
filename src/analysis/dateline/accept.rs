//! Whether what was read at the head of a line is a dateline. A draft with what ends it comes in; yes or no goes out.

use super::day::{self, read_day};
use super::scan::{Case, Ending, Scan};
use super::{Draft, LABELS, Position, read_agency, resolve};
use crate::lexicon::Lexicon;

/// Whether what was read is a dateline; its end.
pub(super) fn accept<'a>(
    mut draft: Draft<'a>,
    mut scan: Scan<'a>,
    line: &str,
    position: Position,
    lexicon: &Lexicon,
) -> Option<(Draft<'a>, usize)> {
    let mut ending = scan.ending();
    if ending == Ending::Dash && draft.day.is_some() && draft.agency.is_none() {
        ending = read_agency_behind(&mut draft, &mut scan, lexicon);
    }
    let (first, _) = draft.places.first()?;
    let label = first.to_lowercase();
    if LABELS.contains(&label.as_str()) || day::month(first).is_some() || label.starts_with("file ") {
        return None;
    }
    let after = line[scan.at..].trim_start();
    // a caption: "WASHINGTON, DC - MARCH 03: ..."
    let is_caption = read_day(after).is_some_and(|day| after[day.len..].trim_start().starts_with(':'));
    if is_caption {
        return None;
    }
    let is_accepted = match draft.case? {
        Case::Capitals => accepts_capitals(&draft, ending, after, position, lexicon),
        Case::Title => accepts_title(&draft, ending, after, position, lexicon),
    };
    let end = match ending {
        Ending::Open | Ending::Line => line[..scan.at].trim_end().len(),
        Ending::Dash | Ending::Stop | Ending::Colon => scan.at,
    };
    is_accepted.then_some((draft, end))
}

/// `14 avqust — Sputnik.`: takes an agency that stands behind the dash and is closed itself.
fn read_agency_behind<'a>(draft: &mut Draft<'a>, scan: &mut Scan<'a>, lexicon: &Lexicon) -> Ending {
    let (mut further, agency) = (*scan, draft.agency);
    further.blanks();
    if read_agency(draft, &mut further, lexicon) && further.ending() != Ending::Open {
        *scan = further;
    } else {
        draft.agency = agency;
        draft.agency_is_known = false;
    }
    Ending::Dash
}

fn accepts_capitals(draft: &Draft<'_>, ending: Ending, after: &str, position: Position, lexicon: &Lexicon) -> bool {
    let is_known = draft.places.iter().all(|(name, area)| match area {
        Some(_) => true,
        None => resolve::is_well_known(name, resolve::WELL_KNOWN, lexicon),
    });
    let begins_text = after.starts_with(|c: char| !c.is_lowercase());
    match ending {
        Ending::Dash if draft.agency_is_known || draft.day.is_some() => true,
        Ending::Dash if draft.agency.is_some() => {
            is_known || draft.has_area || is_first_word(draft, after, position, lexicon)
        }
        Ending::Dash => begins_text && (is_known || draft.has_area || is_first_word(draft, after, position, lexicon)),
        Ending::Stop => draft.day.is_some() && (draft.has_area || is_known || draft.agency.is_some()),
        Ending::Colon => draft.agency_is_known && !position.after_prose,
        Ending::Line => draft.day.is_some() && (draft.has_area || is_known || draft.agency_is_known),
        Ending::Open => draft.agency_is_known && draft.agency_is_bracketed && (is_known || draft.has_area),
    }
}

/// `BATKEN – Text`: a small town, if it opens the body and a whole paragraph follows.
fn is_first_word(draft: &Draft<'_>, after: &str, position: Position, lexicon: &Lexicon) -> bool {
    let town = |(name, _): &(&str, Option<&str>)| name.len() >= 4 && resolve::is_town(name, lexicon);
    position.first_lines && !position.after_prose && after.len() > 80 && draft.places.iter().all(town)
}

fn accepts_title(draft: &Draft<'_>, ending: Ending, after: &str, position: Position, lexicon: &Lexicon) -> bool {
    let is_open_to_doubt = !(draft.agency_is_known && draft.agency_is_bracketed);
    if position.after_prose && is_open_to_doubt
        || !draft.places.iter().all(|(name, area)| area.is_some() || resolve::is_town(name, lexicon))
    {
        return false;
    }
    let begins_text = after.starts_with(|c: char| !c.is_lowercase());
    match ending {
        Ending::Dash if draft.day.is_some() || draft.agency_is_known => true,
        Ending::Dash if draft.agency.is_some() => begins_text,
        Ending::Dash => {
            // "Istanbul - Text": the name of a large town, then a whole paragraph without a second dash near
            let near: String = after.chars().take(120).collect();
            begins_text
                && position.first_lines
                && after.len() > 120
                && !near.contains(" - ")
                && !near.contains(['–', '—'])
                && draft.places.iter().all(|(name, _)| resolve::is_well_known(name, 1_000_000, lexicon))
        }
        Ending::Stop => draft.day.is_some() && (draft.has_area || draft.agency_is_known),
        Ending::Colon => draft.agency_is_known && (draft.day.is_some() || draft.agency_is_bracketed),
        Ending::Line => draft.day.is_some(),
        Ending::Open => draft.agency_is_known && draft.agency_is_bracketed,
    }
}
