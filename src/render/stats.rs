//! What an index holds, for people and as JSON.

use serde::Serialize;

use super::extract::SCHEMA;
use crate::engine::Stats;

pub use crate::text::number;

/// The sizes of an index as others read them.
#[derive(Debug, Serialize)]
pub struct StatsView {
    schema: u32,
    articles: u64,
    dated: u64,
    datelined: u64,
    quotes: u64,
    direct: u64,
    indirect: u64,
    mixed: u64,
    attributed: u64,
    other_acts: u64,
    speakers: u64,
    outlets: u64,
    first_date: Option<String>,
    last_date: Option<String>,
    inputs: u64,
    segments: u64,
    bytes: u64,
}

impl StatsView {
    /// The view of sizes.
    #[must_use]
    pub fn new(stats: &Stats) -> Self {
        let [direct, indirect, mixed] = stats.quotes;
        Self {
            schema: SCHEMA,
            articles: stats.articles,
            dated: stats.dated,
            datelined: stats.datelined,
            quotes: stats.quotes.iter().sum(),
            direct,
            indirect,
            mixed,
            attributed: stats.attributed,
            other_acts: stats.other_acts,
            speakers: stats.speakers,
            outlets: stats.outlets,
            first_date: stats.first_date.map(|day| day.to_string()),
            last_date: stats.last_date.map(|day| day.to_string()),
            inputs: stats.inputs,
            segments: stats.segments,
            bytes: stats.bytes,
        }
    }

    /// The sizes as lines for people.
    #[must_use]
    pub fn lines(&self) -> String {
        let period = match (&self.first_date, &self.last_date) {
            (Some(first), Some(last)) => format!(", {first} to {last}"),
            _ => String::new(),
        };
        let rows = [
            ("articles", format!("{} from {}", number(self.articles), counted(self.inputs, "input"))),
            ("dates", format!("{} of {}{period}", number(self.dated), number(self.articles))),
            ("datelines", format!("{} of {}", number(self.datelined), number(self.articles))),
            (
                "quotations",
                format!(
                    "{}: {} direct, {} indirect, {} mixed",
                    number(self.quotes),
                    number(self.direct),
                    number(self.indirect),
                    number(self.mixed)
                ),
            ),
            (
                "speakers",
                format!(
                    "{} but for case and accents, in {} of {} quotations",
                    counted(self.speakers, "name"),
                    number(self.attributed),
                    number(self.quotes)
                ),
            ),
            ("not speech", format!("{} attributed beliefs, wishes and findings", number(self.other_acts))),
            ("outlets", number(self.outlets)),
            ("on disk", format!("{} in {}", bytes(self.bytes), counted(self.segments, "segment"))),
        ];
        rows.iter().map(|(name, value)| format!("{name:<12}{value}\n")).collect()
    }
}

/// "1 article", "2 articles": a count with its unit.
#[must_use]
pub fn counted(count: u64, unit: &str) -> String {
    format!("{} {unit}{}", number(count), if count == 1 { "" } else { "s" })
}

/// A number of bytes in a unit that people read: 1 MB is a million bytes.
#[must_use]
pub fn bytes(value: u64) -> String {
    match value {
        0..1_000 => format!("{value} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", value as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", value as f64 / 1e6),
        _ => format!("{:.2} GB", value as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_units_follow_the_count() {
        assert_eq!(number(1), "1");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(counted(1, "article"), "1 article");
        assert_eq!(counted(1_000, "article"), "1,000 articles");
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(2_530_000), "2.5 MB");
    }
}
