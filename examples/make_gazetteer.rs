//! Builds `src/lexicon/gazetteer/gazetteer.fst` and `gazetteer.bin` from the list that `src/lexicon/gazetteer/make.py`
//! writes. Run by hand when the list or the token rule changes:
//! `cargo run --release --example make_gazetteer -- target/places.tsv`. The layout is told in `lexicon/gazetteer.rs`.

use std::collections::BTreeMap;
use std::error::Error;
use std::{env, fs};

use onrecord::lexicon::gazetteer::{FILTER_BYTES, filter_bits};
use onrecord::text::token::folded_words;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lexicon/gazetteer");

fn main() -> Result<(), Box<dyn Error>> {
    let list = env::args().nth(1).ok_or("usage: make_gazetteer LIST")?;
    let list = fs::read_to_string(list)?;
    let mut rows: Vec<Vec<&str>> = list.lines().map(|line| line.split('\t').collect()).collect();
    rows.sort_by_key(|row| row[1]);

    let mut names: BTreeMap<String, Vec<(bool, u32, u32)>> = BTreeMap::new();
    let (mut records, mut text) = (Vec::new(), String::new());
    for (number, row) in rows.iter().enumerate() {
        let [kind, key, people, main, more] = row[..] else { return Err(format!("not five columns: {row:?}").into()) };
        let people: u32 = people.parse()?;
        let kind = "cdrykt".find(kind).ok_or("no such kind")? as u32;
        if text.len() >= 1 << 24 {
            return Err("the keys take more than 16 MiB".into());
        }
        records.extend((text.len() as u32 | u32::from(u8::try_from(key.len())?) << 24).to_le_bytes());
        records.extend((people & !7 | kind).to_le_bytes());
        text.push_str(key);
        for (list, is_further) in [(main, false), (more, true)] {
            for name in list.split('|').filter(|name| !name.is_empty()) {
                let bearers = names.entry(folded_words(name).join(" ")).or_default();
                if !bearers.iter().any(|bearer| bearer.2 == number as u32) {
                    bearers.push((is_further, people, number as u32));
                }
            }
        }
    }
    names.remove("");

    let mut first_words = vec![0u8; FILTER_BYTES];
    let peoples = fs::read_to_string(format!("{FOLDER}/countries.tsv"))?;
    let peoples = peoples.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').nth(2));
    let peoples = peoples.flat_map(|names| names.split('|')).flat_map(|name| [name.to_lowercase(), format!("{name}s")]);
    for name in names.keys().cloned().chain(peoples) {
        let word = name.split([' ', '\'', '-']).next().unwrap_or("");
        for bit in filter_bits(word.as_bytes()) {
            first_words[bit / 8] |= 1 << (bit % 8);
        }
    }
    let mut fst = fst::MapBuilder::memory();
    let mut lists = Vec::new();
    for (name, mut bearers) in names {
        bearers.sort_by_key(|&(is_further, people, number)| (is_further, std::cmp::Reverse(people), number));
        fst.insert(name, lists.len() as u64 / 4)?;
        let last = bearers.len() - 1;
        for (i, (is_further, _, number)) in bearers.into_iter().enumerate() {
            lists.extend((number | u32::from(i == last) << 31 | u32::from(is_further) << 30).to_le_bytes());
        }
    }
    let mut data = Vec::new();
    for length in [records.len(), lists.len(), text.len()] {
        data.extend((length as u32).to_le_bytes());
    }
    data.extend(records);
    data.extend(lists);
    data.extend(text.bytes());
    data.extend(first_words);
    fs::write(format!("{FOLDER}/gazetteer.fst"), fst.into_inner()?)?;
    fs::write(format!("{FOLDER}/gazetteer.bin"), data)?;
    Ok(())
}
