//! `explain`, `cite`, `kwic`, `count`, `match`: what stands behind an answer, checked against one another.

use serde_json::Value;

use crate::schema::faults;
use crate::{Desk, Ended};

const FORUM: &str = " date 2025-10-10 RIGA, Latvia, October 10. The road will open, foreign minister Mara Lind told reporters on Friday, Odlar reports.

“We have waited nine years for the corridor,” Lind said.

“Oskar Falk promised 50% of the corridor's cost,” she concluded.
";

const BUDGET: &str = " date 2025-11-02 RIGA, Latvia, November 2. The budget vote was put off by a week.

“The corridor is not my concern,” lawmaker Ilze Strautina said. “The budget is the budget.”
";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("news/forum.txt", FORUM).write("news/budget.txt", BUDGET);
    let ended = desk.run(&["index", "news"]);
    assert_eq!(ended.code, 0, "{}", ended.seen());
    desk
}

fn json_lines(ended: &Ended) -> Vec<Value> {
    ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The id of the first quotation that a query finds.
fn quotation(desk: &Desk, query: &str) -> String {
    json_lines(&desk.run(&["quotes", query, "--json"]))[0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_pronoun_is_explained_by_the_chain_to_the_full_name() {
    let desk = desk();
    let id = quotation(&desk, "said:promised cue:concluded");
    let ended = desk.run(&["explain", &id]);
    assert_eq!(ended.code, 0, "{}", ended.seen());
    let chain = "she (¶3, cue “concluded”) → Lind (¶2, cue “said”)";
    for part in [chain, "(¶1, full name)", "speaker     Mara Lind", "Oskar Falk: named inside the quotation"] {
        assert!(ended.stdout.replace("\n  ", " ").contains(part), "{part}: {}", ended.seen());
    }
    let view = &json_lines(&desk.run(&["explain", &id, "--json"]))[0];
    assert_eq!(faults("explanation", view), [""; 0]);
    assert_eq!(view["chain"][0]["text"], "she");
    assert_eq!(view["chain"].as_array().unwrap().last().unwrap()["what"], "full_name");
    assert_eq!(view["rejected"][0]["name"], "Oskar Falk");
}

#[test]
fn every_quotation_can_be_explained() {
    let desk = desk();
    for article in json_lines(&desk.run(&["search", "*", "--json"])) {
        let id = article["id"].as_str().unwrap();
        let explained = json_lines(&desk.run(&["explain", id, "--json"]));
        assert!(!explained.is_empty());
        for view in explained {
            let named = view["quote"]["speaker"]["name"].as_str();
            assert_eq!(faults("explanation", &view), [""; 0]);
            let end = view["chain"].as_array().unwrap().last().and_then(|link| link["text"].as_str());
            assert!(named.is_none_or(|name| end.unwrap().contains(name)), "{view}");
        }
    }
}

#[test]
fn a_reference_names_speaker_outlet_date_paragraph_and_identity() {
    let desk = desk();
    let id = quotation(&desk, "said:promised cue:concluded");
    let text = desk.run(&["cite", &id]).stdout;
    for part in
        ["“Oskar Falk promised 50%", "— Mara Lind", "Odlar (Riga)", "10 Oct 2025, para. 3", &id, "No URL known. ["]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    let with_address = Desk::with_news(
        r#"{"id":"1","date":"2025-10-10","url":"https://odlar.example/1","text":"“The road will open,” mayor Mara Lind said."}"#,
    );
    let dated = with_address.run(&["cite", &quotation(&with_address, "road")]).stdout;
    assert!(dated.contains(". https://odlar.example/1 (accessed 20 Nov 2026) [content id "), "{dated}");
    let id_there = quotation(&with_address, "road");
    for (format, day) in
        [("bibtex", "urldate = {2026-11-20}"), ("ris", "Y2  - 2026/11/20/"), ("csl-json", "\"accessed\"")]
    {
        let form = |desk: &Desk, id: &str| desk.run(&["cite", id, "--format", format]).stdout;
        assert!(form(&with_address, &id_there).contains(day), "{format}");
        assert!(!form(&desk, &id).contains(day), "what has no address is not called up: {format}");
    }
    let bibtex = desk.run(&["cite", &id, "--format", "bibtex"]).stdout;
    assert!(bibtex.starts_with("@misc{a") && bibtex.contains("50\\% of"), "{bibtex}");
    assert_eq!(bibtex.matches('{').count(), bibtex.matches('}').count());
    let ris = desk.run(&["cite", &id, "--format", "ris"]).stdout;
    assert!(ris.starts_with("TY  - NEWS\r\n") && ris.ends_with("ER  - \r\n"), "{ris}");
    assert!(ris.contains("DA  - 2025/10/10/\r\n") && ris.contains("; para. 3; content id "), "{ris}");
    assert!(!ris.contains("SP  - "), "a paragraph is no page: {ris}");
    let csl: Value = serde_json::from_str(&desk.run(&["cite", &id, "--format", "csl-json"]).stdout).unwrap();
    assert_eq!(csl[0]["issued"]["date-parts"][0], serde_json::json!([2025, 10, 10]));
    assert_eq!(csl[0]["container-title"], "Odlar");
    assert_eq!(desk.run(&["cite", "00000000"]).code, 2);
}

#[test]
fn people_who_wrote_it_sort_by_their_last_names_and_bodies_stand_whole() {
    let desk = Desk::with_news(
        r#"{"id":"1","date":"2025-10-10","byline":"By Mara Lind, Per Holt Jr. and Associated Press","text":"The road will open."}"#,
    );
    let id = &json_lines(&desk.run(&["search", "road", "--json"]))[0]["id"].as_str().unwrap().to_owned();
    let form = |format: &str| desk.run(&["cite", id, "--format", format]).stdout;
    let bibtex = form("bibtex");
    assert!(bibtex.contains("  author = {Mara Lind and Holt, Jr., Per and {Associated Press}},\n"), "{bibtex}");
    let ris = form("ris");
    assert!(ris.contains("AU  - Lind, Mara\r\nAU  - Holt, Per, Jr.\r\nAU  - Associated Press\r\n"), "{ris}");
    let csl: Value = serde_json::from_str(&form("csl-json")).unwrap();
    let wanted = serde_json::json!([
        { "family": "Lind", "given": "Mara" },
        { "family": "Holt", "given": "Per", "suffix": "Jr." },
        { "literal": "Associated Press" }
    ]);
    assert_eq!(csl[0]["author"], wanted);
}

#[test]
fn matches_counted_lines_of_the_concordance_and_highlights_are_one_number() {
    let desk = desk();
    for query in
        ["corridor", "budget", "\"the corridor\"", "corridor OR budget", "said:corridor", "-said:budget corridor"]
    {
        let lines = desk.run(&["kwic", query, "--csv", "--no-header"]).stdout.lines().count() as u64;
        assert!(lines > 0, "{query}");
        let count = &json_lines(&desk.run(&["count", query, "--json"]))[0];
        assert_eq!(faults("count", count), [""; 0]);
        assert_eq!(count["matches"], lines, "{query}");
        let listed = json_lines(&desk.run(&["kwic", query, "--json"]));
        assert_eq!(listed.len() as u64, lines, "{query}");
        let highlighted: u64 = json_lines(&desk.run(&["search", query, "--json"]))
            .iter()
            .flat_map(|hit| hit["passages"].as_array().unwrap())
            .map(|passage| passage["highlights"].as_array().unwrap().len() as u64)
            .sum();
        assert_eq!(highlighted, lines, "{query}");
        for (verb, unit) in [("search", "articles"), ("quotes", "quotations")] {
            assert_eq!(desk.run(&[verb, query, "-c"]).stdout.trim(), count[unit].to_string(), "{verb} {query}");
        }
    }
}

#[test]
fn a_line_of_the_concordance_has_the_words_on_both_sides_and_who_speaks() {
    let desk = desk();
    let lines = json_lines(&desk.run(&["kwic", "\"nine years\"", "--window", "2", "--json"]));
    assert_eq!(lines.len(), 1);
    assert_eq!(faults("line", &lines[0]), [""; 0]);
    assert_eq!((lines[0]["left"].as_str(), lines[0]["right"].as_str()), (Some("have waited"), Some("for the")));
    assert_eq!(lines[0]["speaker"], "Mara Lind");
    let plain = desk.run(&["kwic", "\"nine years\""]).stdout;
    assert!(plain.starts_with("2025-10-10 ") && plain.contains(" [nine years] "), "{plain}");
    assert_eq!(desk.run(&["kwic", "zeppelin"]).code, 1);
}

#[test]
fn what_is_cut_short_tells_the_whole_count() {
    let desk = desk();
    let whole = desk.run(&["kwic", "corridor"]);
    assert!(whole.stderr.starts_with("3 lines in 2 articles · articles"), "{}", whole.stderr);
    for form in [&[][..], &["--json"], &["--csv", "--no-header"]] {
        let cut = desk.run(&[&["kwic", "corridor", "-n", "1"], form].concat());
        assert_eq!((cut.code, cut.stdout.lines().count()), (0, 1), "{}", cut.seen());
        assert!(cut.stderr.starts_with("3 lines in 2 articles · shown 1 to 1 · articles"), "{}", cut.stderr);
    }
    let exact = desk.run(&["kwic", "corridor", "-n", "3"]);
    assert_eq!((exact.stdout, exact.stderr), (whole.stdout, whole.stderr));
    let all = desk.run(&["match", "the corridor", "--json"]);
    let near = json_lines(&all).len();
    assert!(near > 1 && all.stderr.starts_with(&format!("{near} quotations · nearest")), "{}", all.seen());
    for form in [&["--json"][..], &["--csv"], &[]] {
        let cut = desk.run(&[&["match", "the corridor", "-n", "1"], form].concat());
        let wanted = format!("{near} quotations · shown 1 to 1 · nearest wording first");
        assert!(cut.stderr.starts_with(&wanted), "{}", cut.stderr);
    }
}

/// Of very many quotations that hold a word, only some are compared: that is told, with how many there are.
#[test]
fn a_match_that_compares_only_some_quotations_says_so() {
    let desk = Desk::new();
    let said = (0..401).map(|at| format!("“The harbour opened,” Mara Lind said on day {at}.\n\n")).collect::<String>();
    desk.write("news.txt", format!(" date 2025-10-10 RIGA, Latvia, October 10. Odlar met.\n\n{said}"));
    assert_eq!(desk.run(&["index", "news.txt"]).code, 0);
    assert_eq!(desk.run(&["quotes", "said:harbour", "-c"]).stdout, "401\n");
    let ended = desk.run(&["match", "the harbour opened", "-n", "2"]);
    assert!(ended.stderr.starts_with("400 quotations · shown 1 to 2 · "), "{}", ended.stderr);
    assert!(ended.stderr.contains("among the 400 with the rarest words, of 401 that hold"), "{}", ended.stderr);
}

#[test]
fn a_bad_line_of_a_list_is_reported_and_the_rest_is_counted() {
    let desk = desk();
    desk.write("list.txt", "# two good ones\nCorridor: corridor*\n\nspeeker:lind\nbudget\n");
    let ended = desk.run(&["count", "--queries", "list.txt", "--csv"]);
    assert_eq!(ended.code, 3, "{}", ended.seen());
    assert!(ended.stderr.contains("list.txt, line 4"), "{}", ended.stderr);
    let lines: Vec<&str> = ended.stdout.lines().collect();
    assert_eq!(lines[0], "name,query,articles,quotations,matches");
    assert!(lines[1].starts_with("Corridor,corridor*,2,") && lines[3].starts_with("budget,budget,1,1,"), "{lines:?}");
    assert_eq!(desk.run(&["count", "--queries", "list.txt", "--strict"]).code, 2);
    desk.write("bad.txt", "speeker:lind\n");
    assert_eq!(desk.run(&["count", "--queries", "bad.txt"]).code, 2);
    assert_eq!(desk.run(&["count", "zeppelin"]).code, 1);
}

#[test]
fn what_flags_ask_of_every_query_is_said_beside_the_counts() {
    let desk = desk();
    let ended = desk.run(&["count", "corridor", "--since", "2025-11"]);
    assert!(ended.stderr.contains("every query ANDed with articles: date from 2025-11-01 on"), "{}", ended.stderr);
    assert!(ended.stdout.ends_with("corridor\n") && ended.code == 0, "{}", ended.seen());
    assert_eq!(desk.run(&["count", "corridor"]).stderr, "");
    let month = desk.run(&["count", "corridor", "--by", "month"]);
    assert!(month.stderr.contains("onrecord timeline QUERY --by month"), "{}", month.stderr);
    assert!(!desk.run(&["count", "corridor", "--by", "lind"]).stderr.contains("timeline"));
}

#[test]
fn a_source_without_a_name_is_shown_as_printed() {
    let desk = Desk::with_news(
        r#"{"id":"1","title":"Road","date":"2025-10-10","text":"RIGA, Latvia, October 10. The road was shut.\n\n“The road will open,” officials said."}
"#,
    );
    let id = quotation(&desk, "road");
    for (arguments, shown) in [
        (["search", "road"], "— speaker unknown, “officials” (direct"),
        (["quotes", "road"], "1   unknown (officials)\n"),
        (["match", "the road will open"], "1.00  unknown (officials) · 2025-10-10 · "),
        (["show", &id], "q1   unknown (officials)\n"),
        (["cite", &id], "“The road will open,” — unknown speaker, printed as “officials”, quoted in"),
    ] {
        let ended = desk.run(&arguments);
        assert!(ended.stdout.contains(shown), "{arguments:?} {}", ended.seen());
    }
}

#[test]
fn a_pasted_claim_leads_to_who_said_it() {
    let desk = desk();
    let claim = "We waited nine years for that corridor";
    let found = json_lines(&desk.run_with(&["match", "--json"], claim.as_bytes()));
    assert_eq!(faults("near", &found[0]), [""; 0]);
    assert_eq!(found[0]["quote"]["speaker"]["name"], "Mara Lind");
    assert!(found[0]["similarity"].as_f64().unwrap() > 0.7, "{}", found[0]);
    let exact = json_lines(&desk.run(&["match", "nine years for the corridor", "--json"]));
    assert_eq!(exact[0]["similarity"], 1.0);
    let order: Vec<f64> = exact.iter().map(|near| near["similarity"].as_f64().unwrap()).collect();
    assert!(order.is_sorted_by(|a, b| a >= b), "{order:?}");
    let plain = desk.run(&["match", claim]);
    assert!(plain.stdout.contains("nine years for") && plain.stdout.contains("Mara Lind"), "{}", plain.seen());
    let other = desk.run(&["match", claim, "--by", "strautina", "--least", "0.6"]);
    assert_eq!(other.code, 1, "{}", other.seen());
    assert_eq!(desk.run(&["match", "zeppelin harbour"]).code, 1);
    assert_eq!(desk.run_with(&["match"], b" ").code, 2);
}

#[test]
fn a_similarity_lies_between_0_and_1() {
    let desk = desk();
    for least in ["2", "-0.1", "nan", "much"] {
        let ended = desk.run(&["match", "the road", "--least", least]);
        assert_eq!(ended.code, 2, "{}", ended.seen());
        assert!(ended.stderr.contains("a number from 0 to 1 is wanted, such as 0.4"), "{}", ended.stderr);
    }
    assert_ne!(desk.run(&["match", "the corridor", "--least", "1"]).code, 2);
}

#[test]
fn a_phrase_is_one_match_and_two_words_near_each_other_are_two() {
    let desk = Desk::with_news(r#"{"id":"1","text":"The corridor treaty was signed."}"#);
    let matches = |query: &str| json_lines(&desk.run(&["count", query, "--json"]))[0]["matches"].clone();
    assert_eq!((matches("\"corridor treaty\""), matches("corridor NEAR treaty")), (1.into(), 2.into()));
}
