//! Any text as an article, its first line the title: finding sentences, datelines, people, places and quotations never
//! panics, and what is found stands where it should (`tests/sound`).

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::analysis::analyse;
use onrecord::article::Article;
use onrecord::lexicon::Lexicon;

#[path = "../../tests/sound/mod.rs"]
mod sound;

fuzz_target!(|text: &str| {
    let (title, body) = text.split_once('\n').unwrap_or(("", text));
    let article = Article { title: title.to_owned(), body: body.to_owned(), ..Article::default() };
    sound::check(title, body, &analyse(&article, Lexicon::builtin()));
});
