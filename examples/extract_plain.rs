//! Reads articles as JSON lines (`id`, `text` or `body`, `title`) from standard input and prints one JSON object an article:
//! the quotations in the shape of `onrecord extract`, for measuring. `--time` prints bytes a second instead.

use std::io::{self, BufRead, Write};
use std::time::Instant;

use onrecord::analysis::analyse;
use onrecord::annotation::{Analysis, Zone};
use onrecord::article::Article;
use onrecord::lexicon::Lexicon;
use onrecord::text::Span;
use serde_json::{Value, json};

/// The allocator of the program, so that times are its times.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> io::Result<()> {
    let time = std::env::args().any(|arg| arg == "--time");
    let lexicon = Lexicon::builtin();
    let mut records = Vec::new();
    for line in io::stdin().lock().lines() {
        let Ok(record) = serde_json::from_str::<Value>(&line?) else { continue };
        let field = |name: &str| record[name].as_str().map(str::to_owned);
        let body = field("text").or_else(|| field("body")).unwrap_or_default();
        let id = field("id").unwrap_or_else(|| record["id"].to_string());
        records.push((id, Article { body, title: field("title").unwrap_or_default(), ..Article::default() }));
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    let start = Instant::now();
    let (mut bytes, mut quotes) = (0, 0);
    for (id, article) in &records {
        let analysis = analyse(article, lexicon);
        bytes += article.body.len();
        quotes += analysis.quotes.len();
        if !time {
            writeln!(out, "{}", object(id, article, &analysis))?;
        }
    }
    if time {
        let seconds = start.elapsed().as_secs_f64();
        writeln!(
            out,
            "{} bytes, {quotes} quotations, {seconds:.2} s, {:.1} MB/s",
            bytes,
            bytes as f64 / 1e6 / seconds
        )?;
    }
    Ok(())
}

fn object(id: &str, article: &Article, analysis: &Analysis) -> Value {
    let quotes: Vec<Value> = analysis.quotes.iter().enumerate().filter(|(_, quote)| quote.zone == Zone::Body).map(|(number, quote)| {
        let body = article.body.as_str();
        let words = |span: Option<Span>| span.map(|span| json!({"text": span.of(body), "start": span.start, "end": span.end}));
        let speaker = quote.speaker.and_then(|person| analysis.people.get(person as usize));
        json!({
            "n": number + 1, "kind": quote.kind.name(), "text": quote.text(body), "start": quote.span().start, "end": quote.span().end,
            "spans": quote.content, "cue": words(quote.cue), "mention": words(quote.mention),
            "speaker": speaker.map(|person| json!({"name": person.name, "role": person.role})),
            "resolved": quote.resolved.name(), "via": quote.via.map(|outer| outer + 1), "act": quote.act.name(),
            "in": "body", "confidence": f64::from(quote.confidence) / 100.0,
        })
    }).collect();
    let people: Vec<Value> = analysis.people.iter().map(|person| json!({"name": person.name, "role": person.role, "gender": format!("{:?}", person.gender), "mentions": person.mentions})).collect();
    json!({"id": id, "outlet": analysis.outlet, "people": people, "quotes": quotes})
}
