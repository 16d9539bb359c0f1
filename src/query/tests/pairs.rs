//! From text to query and back: what is typed, and the query as meant, printed for its unit.

use super::shown;
use crate::query::ast::Unit;

/// What is typed, and what it means in the unit of articles.
pub(super) type Pairs = &'static [(&'static str, &'static str)];

const WORDS: Pairs = &[
    ("trust", "trust"),
    ("Trust", "trust"),
    ("TRUST growth", "trust growth"),
    ("trust AND growth", "trust growth"),
    ("trust && growth", "trust growth"),
    ("trust OR growth", "trust OR growth"),
    ("trust || growth", "trust OR growth"),
    ("trust OR growth OR war", "trust OR growth OR war"),
    ("trust growth OR war", "(trust growth) OR war"),
    ("trust (growth OR war)", "trust (growth OR war)"),
    ("(trust growth) war", "trust growth war"),
    ("((trust))", "trust"),
    ("-trust", "-trust"),
    ("NOT trust", "-trust"),
    ("growth -trust", "growth -trust"),
    ("growth NOT trust", "growth -trust"),
    ("growth AND NOT trust", "growth -trust"),
    ("-(trust growth)", "-(trust growth)"),
    ("-(trust OR growth)", "-(trust OR growth)"),
    ("--trust", "trust"),
    ("- trust", "trust"),
    ("-\"political will\"", "-\"political will\""),
    ("NOT NOT trust", "trust"),
    ("NOT -trust", "trust"),
    ("trust or growth", "trust or growth"),
    ("trust and growth", "trust and growth"),
    ("not trust", "not trust"),
    ("trust OR", "trust or"),
    ("OR trust", "or trust"),
    ("AND", "and"),
    ("trust OR OR growth", "(trust or) OR growth"),
    ("\"political will\"", "\"political will\""),
    ("“political will”", "\"political will\""),
    ("„political will“", "\"political will\""),
    ("«political will»", "\"political will\""),
    ("\"political will”", "\"political will\""),
    ("\"trust\"", "trust"),
    ("\"\"", "error: there is no word in this query"),
    ("\"political will\" now", "\"political will\" now"),
    ("\"the open phrase", "\"the open phrase\""),
    ("\"political-will now\"", "\"political will now\""),
    ("\"political will\"~3", "\"political will\"~3"),
    ("\"political will\"~0", "\"political will\""),
    ("\"political will\"~", "\"political will\""),
    ("\"trust\"~2", "trust"),
];

const NEARNESS: Pairs = &[
    ("trust NEAR/3 growth", "trust NEAR/3 growth"),
    ("trust near/3 growth", "trust NEAR/3 growth"),
    ("trust W/3 growth", "trust NEAR/3 growth"),
    ("trust w/3 growth", "trust NEAR/3 growth"),
    ("trust /3 growth", "trust NEAR/3 growth"),
    ("trust NEAR growth", "trust NEAR/10 growth"),
    ("trust near growth", "trust near growth"),
    ("trust near3 growth", "trust NEAR/3 growth"),
    ("trust NEAR3 growth", "trust NEAR/3 growth"),
    ("trust adj3 growth", "trust BEFORE/3 growth"),
    ("trust ADJ/3 growth", "trust BEFORE/3 growth"),
    ("trust ADJ growth", "trust BEFORE/10 growth"),
    ("trust BEFORE growth", "trust BEFORE/10 growth"),
    ("trust NOT W/5 growth", "error: NOT cannot stand before an operator of nearness"),
    ("trust AND NOT NEAR growth", "error: NOT cannot stand before an operator of nearness"),
    ("speaker:(lind not near5 berg)", "speaker:(lind not near5 berg)"),
    ("trust PRE/3 growth", "trust BEFORE/3 growth"),
    ("trust BEFORE/3 growth", "trust BEFORE/3 growth"),
    ("trust ONEAR/3 growth", "trust BEFORE/3 growth"),
    ("trust /s growth", "trust /s growth"),
    ("trust /p growth", "trust /p growth"),
    ("trust W/S growth", "trust /s growth"),
    ("trust W/SENT growth", "trust /s growth"),
    ("trust w/para growth", "trust /p growth"),
    ("trust w/p growth", "trust /p growth"),
    ("trust PRE/S growth", "trust BEFORE/s growth"),
    ("trust BEFORE/p growth", "trust BEFORE/p growth"),
    ("trust NEAR/3 growth NEAR/5 war", "trust NEAR/3 growth NEAR/5 war"),
    ("trust NEAR/3 (growth NEAR/5 war)", "trust NEAR/3 (growth NEAR/5 war)"),
    ("trust NEAR/3 growth war", "trust NEAR/3 growth war"),
    ("trust NEAR/3 growth OR war", "trust NEAR/3 growth OR war"),
    ("(trust OR growth) NEAR/3 war", "(trust OR growth) NEAR/3 war"),
    ("trust NEAR/3 \"political will\"", "trust NEAR/3 \"political will\""),
    ("trust NEAR/3 fox-it", "trust NEAR/3 fox-it"),
    ("trust NEAR/3 (fox-it OR war)", "trust NEAR/3 (\"fox it\" OR foxit OR war)"),
    ("(trust growth) NEAR/3 war", "error: AND cannot stand beside nearness or inside a count"),
    ("-trust NEAR/3 growth", "error: NOT cannot stand beside nearness or inside a count"),
    ("-(trust NEAR/3 growth)", "-(trust NEAR/3 growth)"),
    ("trust NEAR/0 growth", "error: a distance lies between 1 and 1000 words"),
    ("trust near5000 growth", "error: a distance lies between 1 and 1000 words"),
    ("trust NEAR/3", "error: `NEAR/3` needs something on either side"),
    ("near5", "\"near5\""),
    ("trust near5", "trust \"near5\""),
    ("/s trust", "error: `/s` needs something on either side"),
    ("trust /q growth", "error: there is no /q"),
];

const PATTERNS: Pairs = &[
    ("econom*", "econom*"),
    ("Econom*", "econom*"),
    ("*ism", "*ism"),
    ("wom?n", "wom?n"),
    ("wom?n?", "wom?n"),
    ("econom**", "econom*"),
    ("a*b?c", "a*b?c"),
    ("won?", "won"),
    ("*", "*"),
    ("* trust", "trust"),
    ("-*", "-*"),
    ("trust OR *", "trust OR *"),
    ("?", "error: there is no word in this query"),
    ("econom* NEAR/3 growth", "econom* NEAR/3 growth"),
    ("\"econom* growth\"", "\"econom* growth\""),
    ("\"a * b\"", "\"a b\""),
    ("garaev~1", "garaev~1"),
    ("garaev~2", "garaev~2"),
    ("garaev~3", "error: the number behind ~ is 1 or 2"),
    ("garaev~", "garaev"),
    ("\"garaev~1 said\"", "\"garaev~1 said\""),
    ("fox-it~1", "error: ~1 stands behind one word"),
    ("=Putin", "=Putin"),
    ("=\"Mara Lind\"", "=\"Mara Lind\""),
    ("=U.S.", "=U.S"),
    ("=fox-it", "=\"fox it\""),
    ("= Putin", "putin"),
    ("\"=Putin said\"", "\"=Putin said\""),
    ("=Put*", "error: `=` compares the spelling as written: it goes with no wildcard"),
];

const TOKENS: Pairs = &[
    ("fox-it", "fox-it"),
    ("covid-19", "covid-19"),
    ("2024-10", "\"2024 10\""),
    ("U.S.-China", "\"us china\""),
    ("a-b-c-d-e", "\"a b c d e\""),
    ("fox--it", "\"fox it\""),
    ("fox-", "fox"),
    ("10:30", "\"10 30\""),
    ("1,600", "1600"),
    ("1.5", "1.5"),
    ("C-17: A bill", "c-17 a bill"),
    ("https://example.org/a?b=c", "\"https example.org a b c\""),
    ("someone@example.org", "\"someone example.org\""),
    ("and/or", "\"and or\""),
    ("Putin's", "putin"),
    ("Putin’s", "putin"),
    ("don't", "don't"),
    ("don’t", "don't"),
    ("U.S.", "us"),
    ("U.S.A.", "usa"),
    ("Əliyev", "eliyev"),
    ("Müller", "muller"),
    ("ALİYEV", "aliyev"),
    ("Алиев", "алиев"),
    ("e\u{301}lan", "elan"),
];

const COUNTS: Pairs = &[
    ("tax{3,}", "ATLEAST3(tax)"),
    ("\"value added\"{2,}", "ATLEAST2(\"value added\")"),
    ("(tax OR levy){2,}", "ATLEAST2(tax OR levy)"),
    ("said:tax{2,}", "said:ATLEAST2(tax)"),
    ("tax{3}", "error: a number of times is written {3,}"),
    ("tax{,5}", "error: a number of times is written {3,}"),
    ("ATLEAST3(tax)", "ATLEAST3(tax)"),
    ("atleast3(tax)", "ATLEAST3(tax)"),
    ("ATLEAST3 tax", "ATLEAST3(tax)"),
    ("atleast3 tax", "\"atleast3\" tax"),
    ("ATLEAST2(tax NEAR/3 levy)", "ATLEAST2(tax NEAR/3 levy)"),
    ("ATLEAST2(tax levy)", "error: AND cannot stand beside nearness or inside a count"),
    ("ATLEAST2(ATLEAST3(tax))", "error: a count cannot stand beside nearness or inside a count"),
    ("HLEAD(treaty)", "title:treaty OR lead:treaty"),
    ("hlead(treaty)", "title:treaty OR lead:treaty"),
    ("HLEAD (treaty)", "title:treaty OR lead:treaty"),
    ("headline(treaty)", "title:treaty"),
    ("headline (treaty)", "headline treaty"),
    ("w\u{200b}ill", "will"),
    ("HLEAD(treaty pact)", "(title:treaty OR lead:treaty) (title:pact OR lead:pact)"),
    ("HEADLINE(treaty)", "title:treaty"),
    ("HEADLINE(treaty OR pact)", "title:treaty OR title:pact"),
    ("LEAD(treaty)", "lead:treaty"),
    ("NATO(treaty)", "nato treaty"),
];

const ARTICLE_FIELDS: Pairs = &[
    ("title:treaty", "title:treaty"),
    ("Title:treaty", "title:treaty"),
    ("title: treaty", "title:treaty"),
    ("hd:treaty", "title:treaty"),
    ("title:\"peace treaty\"", "title:\"peace treaty\""),
    ("title:(peace treaty)", "title:peace title:treaty"),
    ("title:(peace OR treaty)", "title:peace OR title:treaty"),
    ("title:(peace NEAR/3 treaty)", "title:(peace NEAR/3 treaty)"),
    ("title:peace NEAR/3 title:treaty", "title:(peace NEAR/3 treaty)"),
    ("title:peace NEAR/3 treaty", "error: both sides must stand in one field"),
    ("title:peace NEAR/3 lead:treaty", "error: both sides must stand in one field"),
    ("title:=Peace", "title:=Peace"),
    ("title:peac*", "title:peac*"),
    ("title:*", "has:title"),
    ("-title:peace", "-title:peace"),
    ("title:-peace", "error: a minus stands before the field, not before its value"),
    ("title:(-peace treaty)", "-title:peace title:treaty"),
    ("title:said:peace", "error: said: cannot stand inside another field"),
    ("title:(said:peace)", "error: said: cannot stand inside another field"),
    ("title:", "error: title: needs a value"),
    ("title:()", "error: there is nothing in these parentheses"),
    ("lead:treaty byline:lind", "lead:treaty byline:lind"),
    ("outlet:reuters", "outlet:reuters"),
    ("outlet:\"Daily Courier\"", "outlet:\"daily courier\""),
    ("outlet:(Daily Courier)", "outlet:\"daily courier\""),
    ("outlet:(courier OR herald)", "outlet:courier OR outlet:herald"),
    ("outlet:cour*", "error: outlet: takes whole words, no wildcards and no `~`"),
    ("outlet:*", "has:outlet"),
    ("section:Politics", "section:politics"),
    ("lang:EN", "lang:en"),
    ("lang:english", "error: `english` is no language code"),
    ("id:9F3a", "id:9f3a"),
    ("id:xyz", "error: `xyz` is no id"),
    ("in:baku", "in:baku"),
    ("in:Baku", "in:baku"),
    ("dateline:baku", "in:baku"),
    ("in:az", "in:az"),
    ("in:AZ", "in:az"),
    ("in:us/texas", "in:\"US/Texas\""),
    ("in:\"us/new york\"", "in:\"US/New York\""),
    ("in:xyzzy", "in:xyzzy"),
    ("in:\"new york\"", "in:\"new york\""),
    ("in:(new york)", "in:\"new york\""),
    ("place:(baku OR dushanbe)", "place:baku OR place:dushanbe"),
    ("place:(baku AND dushanbe)", "place:baku place:dushanbe"),
    ("in:bak*", "error: in: takes whole words, no wildcards and no `~`"),
    ("person:lind", "person:lind"),
    ("person:\"mara lind\"", "person:\"mara lind\""),
    ("who:(mara lind)", "person:(mara lind)"),
    ("has:quote", "has:quote"),
    ("-has:date", "-has:date"),
    ("has:quotes", "error: has: does not know `quotes`"),
    ("words:>500", "words:501.."),
    ("words:>=500", "words:500.."),
    ("words:<500", "words:..499"),
    ("words:<=500", "words:..500"),
    ("words:500", "words:500"),
    ("words:1,000..2,000", "words:1000..2000"),
    ("words:..500", "words:..500"),
    ("words:[100 TO 200]", "words:100..200"),
    ("words:{100 TO 200}", "words:101..199"),
    ("words:many", "error: `many` is no number"),
    ("quotes:3..", "quotes:3.."),
    ("quotes:5..3", "error: this range ends before it begins"),
    ("text:trust", "trust"),
    ("text:\"political will\"", "\"political will\""),
];

const DATES: Pairs = &[
    ("date:2025-10-10", "date:2025-10-10"),
    ("on:2025-10", "date:2025-10-01..2025-10-31"),
    ("date:2025-09..2025-10", "date:2025-09-01..2025-10-31"),
    ("date:..2025-09", "date:..2025-09-30"),
    ("date:2025-09..", "date:2025-09-01.."),
    ("date:[2025-09 TO 2025-10]", "date:2025-09-01..2025-10-31"),
    ("date:{2025-09 TO 2025-10}", "error: this range ends before it begins"),
    ("date:[* TO 2025-10]", "date:..2025-10-31"),
    ("date:>2025-09", "date:2025-10-01.."),
    ("date:>=2025-09", "date:2025-09-01.."),
    ("date:<2025-09", "date:..2025-08-31"),
    ("date:<=2025-09", "date:..2025-09-30"),
    ("date:>=\"10 Oct 2025\"", "date:2025-10-10.."),
    ("date:*", "date:*"),
    ("since:2025-09", "date:2025-09-01.."),
    ("until:2025-09", "date:..2025-09-30"),
    ("before:2025-09", "date:..2025-08-31"),
    ("after:2025-09", "date:2025-10-01.."),
    ("since:2025-09..2025-10", "error: since: takes one day or period, no range"),
    ("date:10 Oct 2025 trust", "date:2025-10-10 trust"),
    ("date:oct 10 trust", "date:2025-10-10 trust"),
    ("since:last week trust", "date:2025-10-06.. trust"),
    ("date:(10 Oct 2025)", "date:2025-10-10"),
    ("date:(2025-09 OR 2025-07)", "date:2025-09-01..2025-09-30 OR date:2025-07-01..2025-07-31"),
    ("date:soon", "error: `soon` is no date or period"),
    ("date:03/04/2025", "error: `03/04/2025` can be 2025-04-03 or 2025-03-04"),
];

const QUOTATION_FIELDS: Pairs = &[
    ("speaker:lind", "speaker:lind"),
    ("by:lind", "speaker:lind"),
    ("speaker:Lind", "speaker:lind"),
    ("speaker:lind's", "speaker:lind"),
    ("speaker:\"mara lind\"", "speaker:\"mara lind\""),
    ("speaker:(mara lind)", "speaker:(mara lind)"),
    ("speaker:(lind OR moreau)", "speaker:lind OR speaker:moreau"),
    ("speaker:(mara lind OR moreau)", "speaker:(mara lind) OR speaker:moreau"),
    ("speaker:=Lind", "speaker:=Lind"),
    ("speaker:=\"Mara Lind\"", "speaker:=\"Mara Lind\""),
    ("speaker:none", "speaker:none"),
    ("speaker:\"none\"", "speaker:\"none\""),
    ("speaker:(tsu near5 berg)", "speaker:(tsu near5 berg)"),
    ("speaker:(tsu x/near0)", "speaker:(tsu x near0)"),
    ("speaker:(tsu NEAR/5 berg)", "error: speaker: takes a plain value"),
    ("who:(;said:x berg)", "person:(\"said:x\" berg)"),
    ("person:(\"said:x\" berg)", "person:(\"said:x\" berg)"),
    ("place:(\"paris\" \"oslo\")", "place:paris place:oslo"),
    ("place:(near5 OR baku)", "place:near5 OR place:baku"),
    ("speaker:al-sisi", "speaker:\"al sisi\""),
    ("speaker:o'brien", "speaker:o'brien"),
    ("speaker:\"president lind\"", "speaker:lind"),
    ("speaker:president", "speaker:president"),
    ("speaker:m", "speaker:m"),
    ("speaker:lin*", "error: speaker: takes whole words, no wildcards and no `~`"),
    ("speaker:lind~1", "error: speaker: takes whole words, no wildcards and no `~`"),
    ("speaker:lind NEAR/3 war", "error: nearness is for words, speaker: has none"),
    ("speaker:*", "error: speaker:* cannot be asked for"),
    ("said:trust", "said:trust"),
    ("quote:trust", "said:trust"),
    ("said:\"political will\"", "said:\"political will\""),
    ("said:(tax growth)", "said:tax said:growth"),
    ("said:(tax NEAR/3 growth)", "said:(tax NEAR/3 growth)"),
    ("said:*", "said:*"),
    (
        "cue:denied mention:officials role:\"foreign minister\"",
        "cue:denied mention:officials role:\"foreign minister\"",
    ),
    ("kind:direct", "kind:direct"),
    ("kind:dirct", "error: kind: does not know `dirct`"),
    ("conf:medium", "conf:medium"),
    ("act:any speaker:lind", "act:any speaker:lind"),
    ("act:other", "act:other said:*"),
    ("act:any act:other", "error: act: is asked for twice about one quotation"),
    ("-act:any", "error: act: is a setting of all that is asked of one quotation: it stands in no OR and no NOT"),
    (
        "speaker:lind OR act:any",
        "error: act: is a setting of all that is asked of one quotation: it stands in no OR and no NOT",
    ),
];

const GROUPS: Pairs = &[
    ("speaker:lind said:tax", "speaker:lind said:tax"),
    ("speaker:lind tax said:levy", "speaker:lind said:levy tax"),
    ("speaker:lind -said:tax", "speaker:lind -said:tax"),
    ("-speaker:lind", "-{speaker:lind}"),
    ("-speaker:lind -said:tax", "-{speaker:lind} -{said:tax}"),
    ("-(speaker:lind said:tax)", "-{speaker:lind said:tax}"),
    ("-(speaker:lind OR said:tax)", "-{speaker:lind OR said:tax}"),
    ("speaker:lind OR said:tax", "speaker:lind OR said:tax"),
    ("speaker:lind OR -said:tax", "{speaker:lind} OR -{said:tax}"),
    ("speaker:lind (said:tax OR said:levy)", "speaker:lind (said:tax OR said:levy)"),
    ("speaker:lind (said:tax OR in:baku)", "speaker:lind ({said:tax} OR in:baku)"),
    ("speaker:lind (said:tax in:baku)", "{speaker:lind} {said:tax} in:baku"),
    ("({speaker:lind} {said:tax}) {said:levy}", "{speaker:lind} {said:tax} {said:levy}"),
    ("{speaker:lind} ({said:tax} OR {said:levy} in:baku)", "speaker:lind ({said:tax} OR (said:levy in:baku))"),
    ("-({speaker:lind} {said:tax})", "-({speaker:lind} {said:tax})"),
    ("speaker:lind (in:baku)", "speaker:lind in:baku"),
    ("{speaker:lind said:tax}", "speaker:lind said:tax"),
    ("{speaker:lind} {said:tax}", "{speaker:lind} {said:tax}"),
    ("{speaker:lind} said:tax", "{speaker:lind} {said:tax}"),
    ("-{speaker:lind said:tax}", "-{speaker:lind said:tax}"),
    ("{-speaker:lind}", "{-speaker:lind}"),
    ("{tax levy}", "said:tax said:levy"),
    ("{in:baku}", "error: in: is about the article, braces are about one quotation"),
    ("{{said:tax}}", "error: braces stand in no field and no other braces"),
    (
        "{speaker:lind OR act:any}",
        "error: act: is a setting of all that is asked of one quotation: it stands in no OR and no NOT",
    ),
    ("{speaker:lind", "speaker:lind"),
    ("speaker:lind} tax", "speaker:lind tax"),
    ("speaker:lind OR in:baku", "{speaker:lind} OR in:baku"),
    ("(speaker:lind said:tax) OR in:baku", "{speaker:lind said:tax} OR in:baku"),
    ("speaker:lind ({said:tax})", "{speaker:lind} {said:tax}"),
];

const SIGNS: Pairs = &[
    ("speeker:lind", "error: no field is called `speeker`"),
    ("siad:tax", "error: no field is called `siad`"),
    ("speeker: lind", "speeker lind"),
    ("note:this", "\"note:this\""),
    ("Re: talks", "re talks"),
    ("foo! bar?", "foo bar"),
    ("+trust", "trust"),
    ("!trust", "trust"),
    ("^trust trust^2", "trust trust"),
    ("trust &", "trust"),
    ("(trust", "trust"),
    ("trust)", "trust"),
    ("()", "error: there is no word in this query"),
    ("( )", "error: there is no word in this query"),
    ("(", "error: there is no word in this query"),
    (")", "error: there is no word in this query"),
    ("trust :)", "trust"),
    ("[trust]", "trust"),
    ("'trust'", "trust"),
    ("\\tax/", "tax"),
];

/// What is typed, and what it means in the unit of quotations, where that is another text.
pub(super) fn check(pairs: Pairs, unit: Unit) {
    let wrong: Vec<String> = pairs
        .iter()
        .filter(|(typed, meant)| shown(typed, unit) != *meant)
        .map(|(typed, meant)| format!("{typed}\n   is {}\n  not {meant}", shown(typed, unit)))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn words_mean_what_they_say() {
    check(WORDS, Unit::Article);
}

#[test]
fn nearness_means_what_it_says() {
    check(NEARNESS, Unit::Article);
}

#[test]
fn patterns_mean_what_they_say() {
    check(PATTERNS, Unit::Article);
}

#[test]
fn tokens_mean_what_they_say() {
    check(TOKENS, Unit::Article);
}

#[test]
fn counts_mean_what_they_say() {
    check(COUNTS, Unit::Article);
}

#[test]
fn article_fields_mean_what_they_say() {
    check(ARTICLE_FIELDS, Unit::Article);
}

#[test]
fn dates_mean_what_they_say() {
    check(DATES, Unit::Article);
}

#[test]
fn quotation_fields_mean_what_they_say() {
    check(QUOTATION_FIELDS, Unit::Article);
}

#[test]
fn groups_mean_what_they_say() {
    check(GROUPS, Unit::Article);
}

#[test]
fn signs_mean_what_they_say() {
    check(SIGNS, Unit::Article);
}
