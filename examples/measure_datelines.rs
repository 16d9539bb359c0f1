//! Measures datelines on collections of articles as JSON Lines, given on standard input:
//! `zstdcat reuters21578.jsonl.zst | cargo run --release --example measure_datelines -- reuters21578`.
//!
//! - `reuters21578`: the field `dateline` is put before the body; place and day are compared with it;
//! - `reuters`: the field `dateline` is part of the body; its place is compared;
//! - `list`: prints one JSON object an article: id, dateline, what stands around it; for counting by hand;
//! - `speed`: megabytes a second, over the bodies read into memory.

use std::io::{BufRead, Write, stdin, stdout};
use std::time::Instant;

use onrecord::analysis::dateline::find_dateline;
use onrecord::annotation::Dateline;
use onrecord::lexicon::Lexicon;
use serde_json::Value;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mode = std::env::args().nth(1).ok_or("usage: measure_datelines reuters21578|reuters|list|speed")?;
    let lexicon = Lexicon::builtin();
    let articles = stdin().lock().lines().map(|line| Ok(serde_json::from_str::<Value>(&line?)?));
    let articles: Vec<Value> = articles.collect::<Result<_, Failure>>()?;
    match mode.as_str() {
        "reuters21578" => compare(&articles, lexicon, true),
        "reuters" => compare(&articles, lexicon, false),
        "list" => list(&articles, lexicon),
        "speed" => speed(&articles, lexicon),
        _ => Err("no such mode".into()),
    }
}

fn text<'a>(article: &'a Value, field: &str) -> &'a str {
    article.get(field).and_then(Value::as_str).unwrap_or("")
}

/// Counts datelines whose place (and day, where the field holds one) is that of the field.
fn compare(articles: &[Value], lexicon: &Lexicon, is_apart: bool) -> Result<(), Failure> {
    let (mut all, mut right, mut with_id, mut shown) = (0, 0, 0, 0);
    let mut out = stdout().lock();
    for article in articles {
        let printed = text(article, "dateline").trim();
        let Some((place, day)) = expected(printed, is_apart) else { continue };
        all += 1;
        let body =
            if is_apart { format!("{printed} {}", text(article, "body")) } else { text(article, "body").to_owned() };
        let found = find_dateline(&body, lexicon);
        let is_right = found.as_ref().is_some_and(|found| is_the_same(found, &place, day.as_deref()));
        right += usize::from(is_right);
        with_id += usize::from(found.as_ref().is_some_and(|found| found.place_id.is_some()));
        if !is_right && shown < 60 {
            shown += 1;
            writeln!(out, "wrong: {printed:?} {found:?}")?;
        }
    }
    writeln!(out, "{right} of {all} right ({:.2}%), {with_id} with a key", 100.0 * right as f64 / all as f64)?;
    Ok(())
}

/// Place and day that the field holds: "PLACE, Month day -", or "PLACE, Area (Reuters) -".
fn expected(printed: &str, has_day: bool) -> Option<(String, Option<String>)> {
    if !has_day {
        let place = printed.split_once("(Reuters)").map_or(printed, |(place, _)| place);
        let first = place.split([',', '/']).next()?.trim();
        return Some((first.to_lowercase(), None));
    }
    let rest = printed.strip_suffix('-')?.trim_end();
    let (place, day) = rest.rsplit_once(',')?;
    let (month, number) = day.trim().split_once(' ')?;
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = months.iter().position(|name| month.to_lowercase().starts_with(name))? + 1;
    let number: u32 = number.trim().parse().ok()?;
    (1..=31).contains(&number).then_some(())?;
    let first = place.split([',', '/']).next()?.trim();
    Some((first.to_lowercase(), Some(format!("{month}-{number}"))))
}

fn is_the_same(found: &Dateline, place: &str, day: Option<&str>) -> bool {
    let found_day = found.date.map(|date| format!("{}-{}", date.month, date.day));
    found.place.as_deref().unwrap_or("").to_lowercase() == place
        && day.is_none_or(|day| found_day.as_deref() == Some(day))
}

fn list(articles: &[Value], lexicon: &Lexicon) -> Result<(), Failure> {
    let mut out = stdout().lock();
    for article in articles {
        let body = if article.get("body").is_some() { text(article, "body") } else { text(article, "text") };
        let found = find_dateline(body, lexicon);
        let (before, after) = match &found {
            Some(found) => (&body[..found.span.start as usize], &body[found.span.start as usize..]),
            None => ("", body),
        };
        let after: String = after.chars().take(160).collect();
        let line = serde_json::json!({"id": article.get("id"), "dateline": found, "before": before, "text": after});
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn speed(articles: &[Value], lexicon: &Lexicon) -> Result<(), Failure> {
    let bodies: Vec<&str> = articles.iter().map(|article| text(article, "body")).collect();
    let bytes: usize = bodies.iter().map(|body| body.len()).sum();
    let begun = Instant::now();
    let found = bodies.iter().filter(|body| find_dateline(body, lexicon).is_some()).count();
    let seconds = begun.elapsed().as_secs_f64();
    writeln!(stdout(), "{found} of {} found, {:.0} MB/s", bodies.len(), bytes as f64 / 1e6 / seconds)?;
    Ok(())
}
