//! Formats, dates and identities, from bytes to articles.

use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::moment::{self, Reading};
use super::*;
use crate::article::{Article, DateFrom};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn settings() -> Settings {
    Settings::new(day("2025-11-22"))
}

fn input(name: &str) -> Input {
    let path = PathBuf::from(name);
    let format = Format::of_path(&path);
    Input { source: name.to_owned(), path, format, bytes: 0, modified_ns: 0, regular: false }
}

fn read_with(name: &str, bytes: impl Into<Vec<u8>>, settings: &Settings) -> Vec<Result<Found, ReadError>> {
    open_bytes(Box::new(Cursor::new(bytes.into())), &input(name), settings).collect()
}

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Result<Found, ReadError>> {
    read_with(name, bytes, &settings())
}

/// The articles, where nothing is wrong and nothing doubtful.
fn articles(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Article> {
    read(name, bytes)
        .into_iter()
        .map(|found| {
            let found = found.unwrap();
            assert_eq!(found.warnings, [], "{name}");
            found.article
        })
        .collect()
}

fn one(name: &str, bytes: impl Into<Vec<u8>>) -> Article {
    let mut all = articles(name, bytes);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn messages(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<String> {
    read(name, bytes)
        .into_iter()
        .flat_map(|found| match found {
            Ok(found) => found.warnings.iter().map(ToString::to_string).collect(),
            Err(error) => vec![error.to_string()],
        })
        .collect()
}

#[test]
fn a_header_on_the_line_of_the_text_gives_the_date() {
    let text = " date 2025-10-10 BAKU, Azerbaijan, October 10. The mayor spoke.\n\nSecond paragraph.\n";
    let article = one("a.txt", text);
    assert_eq!((article.date, article.date_from), (Some(day("2025-10-10")), DateFrom::Header));
    assert_eq!(article.body, "BAKU, Azerbaijan, October 10. The mayor spoke.\n\nSecond paragraph.");
    assert_eq!((article.title.as_str(), article.origin.body_offset), ("", Some(17)));
    assert_eq!(article.origin.format, "text");
}

#[test]
fn headers_may_be_indented_alone_in_capitals_or_with_a_colon() {
    for text in
        ["date 2025-10-10\nText here.", "\t DATE: 2025-10-10\r\n\r\nText here.", "\n\n  Date 2025-10-10   Text here.\n"]
    {
        let article = one("a.txt", text);
        assert_eq!((article.date, article.body.as_str()), (Some(day("2025-10-10")), "Text here."), "{text:?}");
        let offset = article.origin.body_offset.unwrap() as usize;
        assert_eq!(text.get(offset..offset + article.body.len()), Some("Text here."), "{text:?}");
    }
    assert_eq!(one("a.txt", "date 2025-10-101 is no header.").date, None);
    assert_eq!(one("a.txt", "update 2025-10-10 is no header.").date, None);
}

#[test]
fn headers_part_a_file_into_articles() {
    let text = " date 2025-10-10 First text.\n\nMore of it.\n date 2025-10-11\nA title\n\nSecond text.\n date 2025-10-12 Third.\n";
    let all = articles("a.txt", text);
    let bodies: Vec<&str> = all.iter().map(|article| article.body.as_str()).collect();
    assert_eq!(bodies, ["First text.\n\nMore of it.", "Second text.", "Third."]);
    assert_eq!(all[1].title, "A title");
    assert_eq!(all.iter().map(|article| article.origin.record).collect::<Vec<_>>(), [1, 2, 3]);
    for article in &all {
        let offset = article.origin.body_offset.unwrap() as usize;
        assert_eq!(&text[offset..offset + article.body.len()], article.body);
    }
}

#[test]
fn a_short_first_line_before_a_blank_one_is_the_title() {
    for (text, title) in [
        ("Mayor opens bridge\n\nThe bridge was opened.", "Mayor opens bridge"),
        ("Will the bridge hold?\n\nIt will.", "Will the bridge hold?"),
        ("Mayor: \"We will build\"\n\nThe bridge was opened.", "Mayor: \"We will build\""),
        ("Mayor opens bridge\n\n date 2025-10-10 The bridge was opened.", "Mayor opens bridge"),
        ("The bridge was opened.\n\nIt holds.", ""),
        ("He said: \"We will build.\"\n\nIt holds.", ""),
        ("Mayor opens bridge\nThe bridge was opened.", ""),
        ("Baku, Azerbaijan, July 23\n\nThe bridge was opened.", ""),
        ("Mayor opens bridge\n\n", ""),
    ] {
        assert_eq!(one("a.txt", text).title, title, "{text:?}");
    }
    assert_eq!(one("a.txt", "Mayor opens bridge\r\n\r\nThe text.\r\nMore.\r\n").body, "The text.\r\nMore.");
}

#[test]
fn a_file_name_gives_the_date_only_if_nothing_else_does_and_it_is_one() {
    for (name, date, from) in [
        ("2025-10-10-foo.txt", Some("2025-10-10"), DateFrom::File),
        ("foo_20251010.txt", Some("2025-10-10"), DateFrom::File),
        ("2025-10-10-to-2025-10-11.txt", None, DateFrom::None),
        ("120251010.txt", None, DateFrom::None),
        ("20251310.txt", None, DateFrom::None),
        ("2026-10-10.txt", None, DateFrom::None),
    ] {
        let article = one(name, "The text.");
        assert_eq!((article.date, article.date_from), (date.map(day), from), "{name}");
    }
    assert_eq!(one("2025-10-10.txt", "date 2025-10-09 The text.").date, Some(day("2025-10-09")));
    assert_eq!(one("2025-10-10.jsonl", r#"{"body":"The text."}"#).date, None);
}

#[test]
fn fields_are_guessed_from_their_names() {
    let record = r#"{"ID": 7, "Headline": " Mayor opens\nbridge ", "article_body": "The text.", "publishedAt":
        "2025-10-10T23:30:00-05:00", "source": {"id": null, "name": "Harbour Wire"}, "authors": ["A. Lind", {"name": "B. Moe"}],
        "link": "https://example.org/a", "category": ["politics", "local"], "lang": "en-GB", "views": 3}"#;
    let article = one("a.json", record);
    assert_eq!(article.source_id.as_deref(), Some("7"));
    assert_eq!(article.title, "Mayor opens bridge");
    assert_eq!(article.body, "The text.");
    assert_eq!((article.date, article.date_from), (Some(day("2025-10-10")), DateFrom::Metadata));
    assert_eq!(article.timestamp.unwrap().to_rfc3339(), "2025-10-11T04:30:00+00:00");
    assert_eq!(article.outlet.as_deref(), Some("Harbour Wire"));
    assert_eq!(article.byline.as_deref(), Some("A. Lind, B. Moe"));
    assert_eq!(article.url.as_deref(), Some("https://example.org/a"));
    assert_eq!(article.section.as_deref(), Some("politics, local"));
    assert_eq!(article.language.as_deref(), Some("en"));
}

#[test]
fn a_map_names_fields_and_is_not_guessed_around() {
    let mut settings = settings();
    settings.map = FieldMap::parse("body=meta.full, title=kicker,date=seen").unwrap();
    let record =
        r#"{"meta":{"full":"The text."},"kicker":"Bridge","title":"Other","date":"2025-10-10","seen":"2025-10-11"}"#;
    let found = read_with("a.jsonl", record, &settings).remove(0).unwrap();
    assert_eq!((found.article.title.as_str(), found.article.body.as_str()), ("Bridge", "The text."));
    assert_eq!(found.article.date, Some(day("2025-10-11")));
    let error = read_with("a.jsonl", r#"{"body":"x","k":1}"#, &settings).remove(0).unwrap_err();
    assert_eq!(error.to_string(), "a.jsonl, record 1: no body; the fields are body, k");
}

#[test]
fn a_wrong_map_is_told_with_the_nearest_name() {
    for (text, message) in [
        (
            "titel=x",
            "articles have no field `titel`, did you mean `title`?; the fields are title, body, date, outlet, byline, dateline, url, id, section, language",
        ),
        (
            "headline=x",
            "articles have no field `headline`, did you mean `title`?; the fields are title, body, date, outlet, byline, dateline, url, id, section, language",
        ),
        (
            "zzzzzz=x",
            "articles have no field `zzzzzz`; the fields are title, body, date, outlet, byline, dateline, url, id, section, language",
        ),
        ("title", "`title` is not of the form field=name"),
        ("title=", "`title=` is not of the form field=name"),
        ("title=a,title=b", "`title` is named twice"),
    ] {
        assert_eq!(FieldMap::parse(text).unwrap_err().to_string(), message);
    }
}

#[test]
fn json_comes_as_object_list_answer_or_lines() {
    let a = r#"{"title":"A","body":"Text a."}"#;
    let b = r#"{"title":"B","body":"Text b."}"#;
    for (name, text, format) in [
        ("a.json", format!("[{a},\n {b}]"), "json"),
        ("a.json", format!("{{\"status\":\"ok\",\"articles\":[{a},{b}]}}"), "json"),
        ("a.json", format!("{{\"response\":{{\"n\":2,\"docs\":[{a},{b}]}}}}"), "json"),
        ("a.json", format!("{a}\n{b}\n"), "jsonl"),
        ("a.jsonl", format!("{a}\n\n{b}"), "jsonl"),
        ("a.jsonl", format!("[\n{a},\n{b}\n]"), "json"),
        (
            "a.json",
            format!("{{\"hits\":{{\"hits\":[{{\"_id\":\"1\",\"_source\":{a}}},{{\"_source\":{b}}}]}}}}"),
            "json",
        ),
        ("-", format!("  {a}\n{b}"), "jsonl"),
        ("-", format!("[{a},{b}]"), "json"),
    ] {
        let all = articles(name, text.clone());
        let titles: Vec<&str> = all.iter().map(|article| article.title.as_str()).collect();
        assert_eq!(titles, ["A", "B"], "{text}");
        assert!(all.iter().all(|article| article.origin.format == format), "{text}");
    }
}

#[test]
fn a_document_longer_than_a_record_is_read_member_by_member() {
    let body = "word ".repeat(200_000);
    let members: Vec<String> = (0..20).map(|n| format!(r#"{{"id":{n},"body":"{n} {body}"}}"#)).collect();
    let text =
        format!(r#"{{"note":{{"a":["]"]}},"data":{{"more":1,"items":[{}]}},"after":[1,2]}}"#, members.join(" , "));
    assert!(text.len() > MAX_RECORD_BYTES);
    let all = articles("a.json", text);
    assert_eq!(all.len(), 20);
    assert!(all[19].body.starts_with("19 word"));
}

#[test]
fn tables_have_any_common_separator_and_quoted_line_breaks() {
    for (name, text) in [
        ("a.csv", "title,content,date\nA,\"One, two.\n\nThree \"\"x\"\".\",2025-10-10\n"),
        ("a.csv", "title;content;date\r\nA;\"One, two.\n\nThree \"\"x\"\".\";2025-10-10\r\n"),
        ("a.tsv", "\u{feff}title\tcontent\tdate\nA\t\"One, two.\n\nThree \"\"x\"\".\"\t2025-10-10"),
        ("-", "title,content,date\nA,\"One, two.\n\nThree \"\"x\"\".\",2025-10-10\n"),
    ] {
        let article = one(name, text);
        assert_eq!(article.body, "One, two.\n\nThree \"x\".", "{text}");
        assert_eq!((article.title.as_str(), article.date), ("A", Some(day("2025-10-10"))));
    }
}

#[test]
fn packed_input_is_read_as_if_it_were_not() {
    let text = "{\"body\":\"The text.\"}\n";
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(text.as_bytes()).unwrap();
    let gz = gz.finish().unwrap();
    let zst = zstd::encode_all(text.as_bytes(), 3).unwrap();
    for (name, bytes) in [("a.jsonl.gz", gz.clone()), ("a.jsonl.zst", zst.clone()), ("a.jsonl", zst), ("-", gz.clone())]
    {
        assert_eq!(one(name, bytes).body, "The text.", "{name}");
    }
    assert_eq!(articles("a.jsonl.gz", [gz.clone(), gz].concat()).len(), 2, "two members");
}

#[test]
fn packed_data_that_is_cut_off_gives_what_came_before() {
    let lines: String =
        (0..20_000).map(|n| format!("{{\"id\":{n},\"body\":\"Text {} of it.\"}}\n", n * 7919)).collect();
    let zst = zstd::encode_all(lines.as_bytes(), 3).unwrap();
    let found = read("a.jsonl.zst", &zst[..zst.len() / 2]);
    let (last, before) = found.split_last().unwrap();
    assert!(before.len() > 100 && before.iter().all(Result::is_ok));
    assert_eq!(last.as_ref().unwrap_err().problem.what(), "damaged");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(lines.as_bytes()).unwrap();
    let gz = gz.finish().unwrap();
    let found = read("a.jsonl.gz", &gz[..gz.len() / 2]);
    assert_eq!(
        found.last().unwrap().as_ref().unwrap_err().to_string(),
        "a.jsonl.gz: gzip data cut off or damaged: it ends too early"
    );
}

#[test]
fn data_that_unpacks_without_end_is_refused() {
    let zst = zstd::encode_all(std::io::repeat(b'a').take(300 << 20), 1).unwrap();
    let found = read("a.txt.zst", zst);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].as_ref().unwrap_err().to_string(), "a.txt.zst: unpacks to more than 250 times its size");
}

#[test]
fn encodings_are_told_and_damage_is_counted() {
    let text =
        "Мэр города заявил в понедельник, что мост будет закрыт на ремонт до конца месяца, а жителям помогут автобусы.";
    let (cp1251, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    let found = read("a.txt", cp1251.into_owned()).remove(0).unwrap();
    assert_eq!(found.article.body, text);
    assert_eq!(found.warnings[0].to_string(), "a.txt, record 1: read as windows-1251, because it is not valid UTF-8");
    assert_eq!(found.article.language.as_deref(), Some("ru"));
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(one("a.txt", utf16).body, text);
    let mut broken = text.as_bytes().to_vec();
    broken[30] = 0xff;
    assert_eq!(
        messages("a.txt", broken),
        ["a.txt, record 1: 2 characters could not be decoded and were replaced by U+FFFD"]
    );
    assert_eq!(one("a.txt", "\u{feff}date 2025-10-10 Text.").origin.body_offset, Some(16));
}

#[test]
fn each_bad_input_has_its_message() {
    let long = format!("{{\"body\":\"{}\"}}\n{{\"body\":\"Short.\"}}\n", "x".repeat(MAX_RECORD_BYTES));
    for (name, bytes, expected) in [
        ("a.txt", b" \n\t\n".to_vec(), vec!["a.txt: empty"]),
        ("a.jsonl", Vec::new(), vec!["a.jsonl: empty"]),
        ("a.txt", b"%PDF-1.7 ...".to_vec(), vec!["a.txt: not text: a PDF file"]),
        ("a.html", b"\n<!DOCTYPE HTML><p>\"Yes,\" she said.".to_vec(), vec!["a.html: not text: an HTML page"]),
        ("a.txt", b"<html lang=en>".to_vec(), vec!["a.txt: not text: an HTML page"]),
        (
            "a.html",
            b"<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\"><html>".to_vec(),
            vec!["a.html: not text: an HTML page"],
        ),
        ("a.txt", b"<?xml version=\"1.0\"?><rss><item>".to_vec(), vec!["a.txt: not text: an XML document"]),
        ("a.txt", b"<nitf><body>".to_vec(), vec!["a.txt: not text: an XML document"]),
        ("a.txt", b"abc\0def".to_vec(), vec!["a.txt: not text: it holds NUL bytes"]),
        ("a.txt", b"BZh91AY&SY".to_vec(), vec!["a.txt: packed with bzip2, which is not read"]),
        (
            "a.jsonl",
            b"{\"body\":\"a\\u0000b\"}".to_vec(),
            vec!["a.jsonl, record 1: the body holds NUL characters: it is no text"],
        ),
        (
            "a.jsonl",
            b"{\"body\":\"Good.\"}\n{\"body\": oops}\n{\"body\":\"Good.\"}\n".to_vec(),
            vec!["a.jsonl, record 2: not valid JSON: expected value at line 2 column 10"],
        ),
        (
            "a.jsonl",
            b"{\"body\":\"x\"}\n[1]\n".to_vec(),
            vec!["a.jsonl, record 2: a list, where an object with the fields of an article is needed"],
        ),
        (
            "a.jsonl",
            b"{\"body\":\" \"}\n{\"title\":\"T\"}\n".to_vec(),
            vec!["a.jsonl, record 1: empty body", "a.jsonl, record 2: no body; the fields are title"],
        ),
        (
            "a.json",
            b"[{\"body\":\"Good.\"},{\"body\":\"cut".to_vec(),
            vec!["a.json: not valid JSON: a value is not closed: the file is cut off"],
        ),
        (
            "a.json",
            b"[\n{\"body\":\n\"Good.\"},\n\n{\"body\":\n  oops}, {\"body\":\"Good.\"}]".to_vec(),
            vec!["a.json, record 2: not valid JSON: expected value at line 6 column 3"],
        ),
        ("a.json", b"No JSON at all".to_vec(), vec!["a.json: not valid JSON: expected value at line 1 column 1"]),
        (
            "a.csv",
            b"title,body\nA,Text.\nB\nC,Text,more\nD,Text.\n".to_vec(),
            vec!["a.csv, record 2: 1 field, the header has 2", "a.csv, record 3: 3 fields, the header has 2"],
        ),
        ("a.csv", b"name,price\nA,1\n".to_vec(), vec!["a.csv: no column for the body; the columns are name, price"]),
        ("a.jsonl", long.into_bytes(), vec!["a.jsonl, record 1: longer than 16 MB"]),
        ("a.txt", vec![b'x'; MAX_RECORD_BYTES + 1], vec!["a.txt, record 1: longer than 16 MB"]),
    ] {
        assert_eq!(messages(name, bytes), expected);
    }
    let open_quote = format!("title,body\nA,\"{}", "x".repeat(MAX_RECORD_BYTES * 2));
    assert_eq!(messages("a.csv", open_quote), ["a.csv, record 1: longer than 16 MB"]);
}

#[test]
fn a_text_that_begins_with_a_mark_like_a_tag_is_read() {
    for text in ["<FEEDBACK> The harbour opens.", "<html5> is a mark.", "<NITF2 The harbour opens."] {
        assert_eq!(articles("a.txt", text).len(), 1, "{text}");
    }
}

#[test]
fn bad_dates_are_warnings_and_the_article_is_undated() {
    for (date, message) in [
        ("03/04/2025", "a.jsonl, record 1: date `03/04/2025` can be 2025-04-03 or 2025-03-04; the article is undated"),
        ("1503-01-01", "a.jsonl, record 1: date `1503-01-01` is before 1600 or in the future; it was dropped"),
        ("2025-11-25", "a.jsonl, record 1: date `2025-11-25` is before 1600 or in the future; it was dropped"),
        ("yesterday", "a.jsonl, record 1: date `yesterday` is not understood; the article is undated"),
        ("2025-02-30", "a.jsonl, record 1: date `2025-02-30` is not understood; the article is undated"),
    ] {
        let record = format!(r#"{{"body":"The text.","date":"{date}"}}"#);
        let found = read("a.jsonl", record.clone()).remove(0).unwrap();
        assert_eq!((found.article.date, found.article.date_from), (None, DateFrom::None));
        assert_eq!(messages("a.jsonl", record), [message]);
    }
    assert_eq!(one("a.jsonl", r#"{"body":"The text.","date":"2025-11-24"}"#).date, Some(day("2025-11-24")));
    let other = r#"{"body":"The text.","date":"soon","created_at":"2025-10-10"}"#;
    assert_eq!(one("a.jsonl", other).date, Some(day("2025-10-10")), "the next field that has a date");
}

#[test]
fn dates_that_disagree_are_both_told() {
    let record = r#"{"body":" date 2025-10-10 The text.","date":"2025-10-12"}"#;
    let found = read("a.jsonl", record).remove(0).unwrap();
    assert_eq!((found.article.date, found.article.body.as_str()), (Some(day("2025-10-12")), "The text."));
    assert_eq!(
        messages("a.jsonl", record),
        ["a.jsonl, record 1: metadata says 2025-10-12, header says 2025-10-10; the first was taken"]
    );
    let record = r#"{"body":"The text.","date":"2025-10-12","url":"https://example.org/2019/01/02/a"}"#;
    assert_eq!(
        messages("a.jsonl", record),
        ["a.jsonl, record 1: metadata says 2025-10-12, url says 2019-01-02; the first was taken"]
    );
    let record = r#"{"body":"The text.","url":"https://example.org/2019/01/02/a"}"#;
    assert_eq!(one("a.jsonl", record).date_from, DateFrom::Url);
}

#[test]
fn dates_of_all_forms_are_read() {
    for (text, date, moment) in [
        ("2025-10-10", "2025-10-10", None),
        ("2025/10/9", "2025-10-09", None),
        ("20251010", "2025-10-10", None),
        ("2025-10-10 00:00:00", "2025-10-10", None),
        ("2025-10-10T12:30:00Z", "2025-10-10", Some("2025-10-10T12:30:00+00:00")),
        ("2025-10-10T01:30:00.123+04:00", "2025-10-10", Some("2025-10-09T21:30:00+00:00")),
        ("2025-10-10 12:30", "2025-10-10", Some("2025-10-10T12:30:00+00:00")),
        ("10 Oct 2025", "2025-10-10", None),
        ("10th October, 2025", "2025-10-10", None),
        ("October 10, 2025", "2025-10-10", None),
        ("Oct. 10, 2025 3:45 p.m. EDT", "2025-10-10", Some("2025-10-10T19:45:00+00:00")),
        ("Friday, October 10, 2025 at 12:05 AM ET", "2025-10-10", None),
        ("Fri, 10 Oct 2025 12:30:05 +0400", "2025-10-10", Some("2025-10-10T08:30:05+00:00")),
        ("Fri, 10 Oct 2025 12:30:05 -0400", "2025-10-10", Some("2025-10-10T16:30:05+00:00")),
        ("Fri, 10 Oct 2025 12:30:05 GMT", "2025-10-10", Some("2025-10-10T12:30:05+00:00")),
        ("10-Oct-2025", "2025-10-10", None),
        ("25/12/2024", "2024-12-25", None),
        ("12/25/2024", "2024-12-25", None),
        ("04/04/2025", "2025-04-04", None),
        ("03.04.2025", "2025-04-03", None),
        ("1760099400", "2025-10-10", Some("2025-10-10T12:30:00+00:00")),
        ("1760099400000", "2025-10-10", Some("2025-10-10T12:30:00+00:00")),
    ] {
        let Reading::Day(found, at) = moment::read(text) else { panic!("{text}") };
        assert_eq!((found, at.map(|at| at.to_rfc3339())), (day(date), moment.map(str::to_owned)), "{text}");
    }
    for text in
        ["", "2025", "2025-10", "October 2025", "10/10/25", "Oct 10", "2025-10-10 and more", "12345", "32 Oct 2025"]
    {
        assert_eq!(moment::read(text), Reading::Unknown, "{text}");
    }
}

#[test]
fn identity_is_the_address_then_the_own_id_then_the_content() {
    let id = |name: &str, text: &str| one(name, text).id;
    let by_url = id("a.jsonl", r#"{"id":"1","url":"https://example.org/a?utm_source=x","body":"The text."}"#);
    assert_eq!(by_url, id("b.jsonl", r#"{"id":"2","url":"http://EXAMPLE.org/a/","body":"Other text."}"#));
    let by_own = id("a.jsonl", r#"{"id":"1","body":"The text."}"#);
    assert_eq!(by_own, id("a.jsonl", r#"{"id":"1","body":"Other text."}"#));
    assert_ne!(by_own, id("b.jsonl", r#"{"id":"1","body":"The text."}"#));
    let by_content = id("a.jsonl", r#"{"body":"The text."}"#);
    assert_eq!(by_content, id("a.jsonl", r#"{"body":"The text.","date":"2025-10-10"}"#));
    assert_ne!(by_content, id("a.jsonl", r#"{"body":"Other text."}"#));
}

#[test]
fn the_content_hash_sees_every_field_but_not_the_place_in_the_file() {
    let hash = |text: &str| read("a.jsonl", text).pop().unwrap().unwrap().content_hash;
    let plain = hash(r#"{"id":"1","body":"The text."}"#);
    assert_eq!(plain, hash("{\"id\":\"0\",\"body\":\"First.\"}\n{\"id\":\"1\",\"body\":\"The text.\"}"));
    for changed in [
        r#"{"id":"1","body":"The text!"}"#,
        r#"{"id":"1","body":"The text.","title":"T"}"#,
        r#"{"id":"1","body":"The text.","date":"2025-10-10"}"#,
        r#"{"id":"1","body":"The text.","outlet":"O"}"#,
        r#"{"id":"1","body":"The text.","byline":"O"}"#,
    ] {
        assert_ne!(plain, hash(changed), "{changed}");
    }
}

#[test]
fn the_digest_of_a_stream_is_that_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    std::fs::write(&path, "[{\"body\":\"The text.\"}]   \n").unwrap();
    let found = find(std::slice::from_ref(&path), &settings());
    let mut articles = open(&found.inputs[0], &settings());
    assert_eq!(articles.digest(), None);
    assert!(articles.next().unwrap().is_ok());
    assert_eq!(articles.digest(), None, "its end has not been seen");
    assert!(articles.next().is_none());
    assert_eq!(articles.digest(), Some(digest(&path).unwrap()));
    assert_eq!(articles.bytes_read(), found.inputs[0].bytes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_articles_or_errors_but_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), kind in 0..7_usize) {
        let name = ["a.txt", "a.json", "a.jsonl", "a.csv", "a.tsv", "a.txt.gz", "-"][kind];
        prop_assert!(read(name, bytes.clone()).len() <= bytes.len() + 1);
    }

    #[test]
    fn any_text_of_marks_gives_articles_or_errors_but_no_panic(
        text in "([\\[\\]{}\",:\\\\\n ;\ta1]|\"body\":|date 2025-10-10|body|é){0,60}", kind in 0..5_usize
    ) {
        let name = ["a.txt", "a.json", "a.jsonl", "a.csv", "-"][kind];
        let found = read(name, text.clone());
        prop_assert!(found.len() <= text.len() + 1);
        for found in found.into_iter().flatten().filter(|_| name == "a.txt") {
            let offset = found.article.origin.body_offset.unwrap() as usize;
            prop_assert_eq!(text.get(offset..offset + found.article.body.len()), Some(found.article.body.as_str()));
        }
    }

    #[test]
    fn any_text_is_a_date_or_none(text in "\\PC{0,40}") {
        let _ = moment::read(&text);
        let _ = moment::only_day_in(&text);
        let _ = moment::day_in_url(&text);
    }

    #[test]
    fn a_date_read_from_its_parts_is_that_date(days in 0..150_000_i64, form in 0..4_usize) {
        let date = day("1600-01-01") + chrono::Days::new(days as u64);
        let form = ["%Y-%m-%d", "%d %B %Y", "%b %-d, %Y", "%a, %d %b %Y"][form];
        prop_assert_eq!(moment::read(&date.format(form).to_string()), Reading::Day(date, None));
    }
}

#[test]
fn a_dateline_in_a_field_of_its_own_is_kept() {
    let article = read("a.jsonl", r#"{"dateline":"RIGA, March 3 -","body":"The vote was put off."}"#)
        .pop()
        .unwrap()
        .unwrap()
        .article;
    assert_eq!(article.dateline.as_deref(), Some("RIGA, March 3 -"));
}
