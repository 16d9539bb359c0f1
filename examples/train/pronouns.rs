//! Learns the weights of `analysis::speaker::pronoun`: a linear choice among the people whom a pronoun may stand for. Right is
//! whoever's surname stands in the automatic chain (`silver_names`) of a source of the gold that is a pronoun.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use onrecord::analysis::speaker::pronoun::{SET, WEIGHTS};
use onrecord::analysis::weighed_pronouns;
use onrecord::article::Article;
use onrecord::lexicon::Lexicon;
use serde_json::Value;

use crate::fit::FOLDS;

const MANY: usize = WEIGHTS.len();
const ROUNDS: usize = 25;
const RATE: f32 = 0.3;
const DECAY: f32 = 0.002;

type Weights = [f32; MANY];

/// A pronoun: its fold, and for each person whether he is right, and what speaks for him.
struct Question {
    fold: usize,
    people: Vec<(bool, [f32; MANY])>,
}

/// Prints how well the weights do on articles that they were not learned from, and the weights learned from all.
pub(crate) fn learn(gold: &Path) {
    let questions = questions(gold);
    let answered = questions.iter().filter(|question| question.people.iter().any(|(right, _)| *right)).count();
    println!("{} pronouns, the right person seen before {answered}", questions.len());
    let mut sure: BTreeMap<u32, [f32; 3]> = BTreeMap::new();
    let mut right = 0;
    for fold in 0..FOLDS {
        let weights = fit(questions.iter().filter(|question| question.fold != fold));
        for question in questions.iter().filter(|question| question.fold == fold) {
            let chances = chances(&weights, &question.people);
            let best = (0..chances.len()).rev().max_by(|a, b| chances[*a].total_cmp(&chances[*b])).unwrap();
            right += usize::from(question.people[best].0);
            let band = sure.entry((chances[best] * 10.0) as u32).or_default();
            band[0] += 1.0;
            band[1] += chances[best];
            band[2] += f32::from(u8::from(question.people[best].0));
        }
    }
    println!("in five folds the likeliest is right in {:.1} %", 100.0 * right as f32 / questions.len() as f32);
    for (band, [count, stated, right]) in sure {
        println!(
            "from {:.1}: {count} pronouns, stated {:.3}, right {:.3}",
            f64::from(band) / 10.0,
            stated / count,
            right / count
        );
    }
    for ((name, used), weight) in WEIGHTS.iter().zip(fit(questions.iter())) {
        println!("    (\"{name}\", {weight:.2}),    // in use: {used}");
    }
}

fn questions(gold: &Path) -> Vec<Question> {
    let text = std::fs::read_to_string(gold).expect("the labelled articles");
    let mut questions = Vec::new();
    for (number, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let value: Value = serde_json::from_str(line).expect("JSON");
        let body = value["text"].as_str().expect("text").to_owned();
        let bytes: Vec<usize> = body.char_indices().map(|(at, _)| at).collect();
        let mut chains: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for one in value["attributions"].as_array().expect("attributions") {
            let names = one["silver_names"].as_array().cloned().unwrap_or_default();
            if one["source_type"] == "pronoun"
                && !names.is_empty()
                && let Some(start) = one["source"][0][0].as_u64()
            {
                let words = names.iter().filter_map(Value::as_str).flat_map(words);
                chains.insert(bytes[start as usize], words.collect());
            }
        }
        let article = Article { body, ..Article::default() };
        let (analysis, weighed) = weighed_pronouns(&article, Lexicon::builtin());
        let mut done = BTreeSet::new();
        for (source, people) in weighed {
            let Some(chain) = chains.get(&(source.start as usize)).filter(|_| done.insert(source.start)) else {
                continue;
            };
            let is_right =
                |person: u32| words(&analysis.people[person as usize].name).last().is_some_and(|w| chain.contains(w));
            let people = people.iter().map(|one| (is_right(one.person), one.values)).collect();
            questions.push(Question { fold: number % FOLDS, people });
        }
    }
    questions
}

fn words(name: &str) -> Vec<String> {
    let word = |part: &str| part.trim_end_matches("'s").trim_end_matches("’s").to_lowercase();
    let parts = name.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
    parts.filter(|part| !part.is_empty()).map(word).collect()
}

fn chances(weights: &Weights, people: &[(bool, [f32; MANY])]) -> Vec<f32> {
    let score = |values: &[f32; MANY]| values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f32>();
    let scores: Vec<f32> = people.iter().map(|(_, values)| score(values)).collect();
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let all: f32 = scores.iter().map(|score| (score - top).exp()).sum();
    scores.iter().map(|score| (score - top).exp() / all).collect()
}

/// Adagrad on the chance of the right people; the weights of [`SET`] stay.
fn fit<'a>(questions: impl Iterator<Item = &'a Question>) -> Weights {
    let several = |question: &&Question| question.people.len() > 1 && question.people.iter().any(|(right, _)| *right);
    let mut questions: Vec<&Question> = questions.filter(several).collect();
    let mut weights: Weights = [0.0; MANY];
    SET.iter().for_each(|at| weights[*at] = WEIGHTS[*at].1);
    let mut seen = [1e-6f32; MANY];
    let mut seed = 0x1357_9BDF_0246_8ACEu64;
    for _ in 0..ROUNDS {
        for i in (1..questions.len()).rev() {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            questions.swap(i, (seed % (i as u64 + 1)) as usize);
        }
        for question in &questions {
            let chances = chances(&weights, &question.people);
            let good: f32 =
                question.people.iter().zip(&chances).filter(|((right, _), _)| *right).map(|(_, c)| *c).sum();
            let mut slope = [0f32; MANY];
            for ((right, values), chance) in question.people.iter().zip(&chances) {
                let push = if *right { chance / good.max(1e-20) } else { 0.0 } - chance;
                (0..MANY).for_each(|k| slope[k] += push * values[k]);
            }
            for k in (0..MANY).filter(|k| slope[*k] != 0.0 && !SET.contains(k)) {
                let slope = slope[k] - DECAY * weights[k];
                seen[k] += slope * slope;
                weights[k] += RATE * slope / seen[k].sqrt();
            }
        }
    }
    weights
}
