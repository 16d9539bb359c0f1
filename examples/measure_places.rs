//! Prints the places of articles, for comparison with marked ones by `tests/measure/places.py`, or how fast they are found.
//! `zstdcat geo-news.jsonl.zst | cargo run --release --example measure_places > target/places.jsonl`; `-- speed` for speed.
//! In: JSON Lines with `text` or `body`. Out: a JSON object an article, spans counted in characters.

use std::io::{BufRead, Write, stdin, stdout};
use std::time::Instant;

use onrecord::analysis::dateline::find_dateline;
use onrecord::analysis::place::find_places;
use onrecord::lexicon::Lexicon;
use onrecord::lexicon::gazetteer::key_country;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let lexicon = Lexicon::builtin();
    let mut out = stdout().lock();
    let is_speed = std::env::args().nth(1).as_deref() == Some("speed");
    let (mut bytes, mut seconds, mut count) = (0, 0.0, 0);
    for line in stdin().lock().lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let text = article.get("text").or_else(|| article.get("body")).and_then(Value::as_str).unwrap_or("");
        let dateline = find_dateline(text, lexicon);
        let begun = Instant::now();
        let places = find_places(text, dateline.as_ref(), &[], lexicon);
        seconds += begun.elapsed().as_secs_f64();
        bytes += text.len();
        count += places.iter().map(|place| place.mentions.len()).sum::<usize>();
        if is_speed {
            continue;
        }
        let characters = |byte: u32| text[..byte as usize].chars().count();
        let places: Vec<Value> = places
            .iter()
            .flat_map(|place| place.mentions.iter().map(move |span| (place, span)))
            .map(|(place, span)| {
                json!([
                    characters(span.start),
                    characters(span.end),
                    place.id,
                    span.of(text),
                    lexicon.place_name(key_country(&place.id).unwrap_or(""))
                ])
            })
            .collect();
        let dateline = dateline.map(|found| json!([characters(found.span.start), characters(found.span.end), found]));
        writeln!(out, "{}", json!({"id": article.get("id"), "dateline": dateline, "places": places}))?;
    }
    if is_speed {
        writeln!(out, "{count} mentions, {:.0} MB/s", bytes as f64 / 1e6 / seconds)?;
    }
    Ok(())
}
