//! Articles with their quotations marked by hand, a case a block, in `tests/extract/*.txt`.
//!
//! A block begins with `== ` and the name of what it shows. Then comes the body, after a line `title: ` if there is a title.
//! A line `--` ends it; behind that stands what must be found, and nothing else may be:
//!
//! - `kind | speaker | cue | content`, in the order of the text; `-` for no speaker or cue, ` & ` between several speakers;
//!   pieces of content are joined by ` / `, paragraphs by ` ¶ `. A statement inside the n-th quotation begins with `>n `, one in the title with `T `, an
//!   attributed belief with `? `.
//! - `person: name | role | gender`, only where a case is about people; then all people are listed, or `person: none`.
//! - `outlet: name`.
//!
//! Blocks of `tests/extract/wrong.txt` say what should be found and is not yet, as the README's section "What it gets wrong"
//! tells: they must fail, so that whoever mends one moves it to its place.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files fails")]

use std::fs;
use std::path::Path;

use onrecord::analysis::analyse;
use onrecord::annotation::{Act, Analysis, Gender, Quote, Zone};
use onrecord::article::Article;
use onrecord::lexicon::Lexicon;

struct Case {
    name: String,
    is_known_failure: bool,
    article: Article,
    wanted: Vec<String>,
}

#[test]
fn every_marked_article_gives_its_quotations() {
    let cases = cases();
    assert!(cases.len() >= 200, "only {} cases: is the folder right?", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let found = found(case);
        if (found != case.wanted) != case.is_known_failure {
            wrong.push(format!(
                "== {}\nwanted:\n  {}\nfound:\n  {}\n",
                case.name,
                case.wanted.join("\n  "),
                found.join("\n  ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases\n\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn found(case: &Case) -> Vec<String> {
    let analysis = analyse(&case.article, Lexicon::builtin());
    let mut lines: Vec<String> = analysis.quotes.iter().map(|quote| quote_line(case, &analysis, quote)).collect();
    if case.wanted.iter().any(|line| line.starts_with("person: ")) {
        lines.extend(analysis.people.iter().map(|person| {
            let gender = match person.gender {
                Gender::Unknown => "-",
                Gender::Female => "f",
                Gender::Male => "m",
            };
            format!("person: {} | {} | {gender}", person.name, person.role.as_deref().unwrap_or("-"))
        }));
    }
    if analysis.people.is_empty() && case.wanted.iter().any(|line| line == "person: none") {
        lines.push("person: none".to_owned());
    }
    lines.extend(analysis.outlet.map(|outlet| format!("outlet: {outlet}")));
    lines
}

fn quote_line(case: &Case, analysis: &Analysis, quote: &Quote) -> String {
    let text = if quote.zone == Zone::Title { &case.article.title } else { &case.article.body };
    let mut line = String::new();
    if quote.zone == Zone::Title {
        line.push_str("T ");
    }
    if let Some(outer) = quote.via {
        line += &format!(">{} ", outer + 1);
    }
    if quote.act == Act::Other {
        line.push_str("? ");
    }
    let names: Vec<&str> = analysis.speakers(quote).map(|person| person.name.as_str()).collect();
    let speaker = if names.is_empty() { "-".to_owned() } else { names.join(" & ") };
    let mut content = String::new();
    for (number, span) in quote.content.iter().enumerate() {
        if number > 0 {
            let gap = &text[quote.content[number - 1].end as usize..span.start as usize];
            content.push_str(if gap.contains('\n') { " ¶ " } else { " / " });
        }
        content.push_str(&span.of(text).replace('\n', " "));
    }
    let cue = quote.cue.map_or("-", |cue| cue.of(text));
    line + &format!("{} | {speaker} | {cue} | {content}", quote.kind.name())
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extract");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths.iter().flat_map(|path| blocks(&fs::read_to_string(path).unwrap(), path.ends_with("wrong.txt"))).collect()
}

fn blocks(text: &str, is_known_failure: bool) -> Vec<Case> {
    let mut found = Vec::new();
    for block in text.split("\n== ").skip(1) {
        let (name, rest) = block.split_once('\n').unwrap();
        let (body, wanted) = rest.split_once("\n--").unwrap_or_else(|| panic!("no `--` in `{name}`"));
        let (title, body) = match body.strip_prefix("title: ") {
            Some(rest) => rest.split_once('\n').unwrap(),
            None => ("", body),
        };
        let article = Article { title: title.to_owned(), body: body.trim().to_owned(), ..Article::default() };
        let wanted = wanted.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        found.push(Case { name: name.to_owned(), is_known_failure, article, wanted });
    }
    found
}
