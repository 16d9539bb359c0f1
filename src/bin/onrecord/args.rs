//! Every flag and its help, but for the flag twins of fields (`twins`) and those of commands that have their own.

use std::path::PathBuf;
use std::str::FromStr;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use onrecord::render::table::Ending;

use crate::commands::cite::CiteArgs;
use crate::commands::compare::CompareArgs;
use crate::commands::complete::CompleteArgs;
use crate::commands::count::CountArgs;
use crate::commands::explain::ExplainArgs;
use crate::commands::export::ExportArgs;
use crate::commands::kwic::KwicArgs;
use crate::commands::nearest::MatchArgs;
use crate::twins::{FieldFlags, FieldFlagsButBy};

/// Search political news: who said what, where and when.
#[derive(Debug, Parser)]
#[command(name = "onrecord", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "One command: onrecord help COMMAND. The query language: onrecord help query.
Exit codes: 0 found, 1 nothing found, 2 error, 3 partial, 130 interrupted.")]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Option<Verb>,
    /// Flags of every command.
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Flags of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Common {
    /// Folder of the index [default: index, or as `onrecord config` shows]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) index: Option<PathBuf>,
    /// When to use colour [default: auto]
    #[arg(long, global = true, value_name = "WHEN", value_enum)]
    pub(crate) color: Option<When>,
    /// Print no notes and no progress, only answers and errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Do not page answers that are longer than the screen
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) no_pager: bool,
    /// Draw and mark with ASCII signs only [default: on a terminal whose locale is not UTF-8]
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) ascii: bool,
    /// Columns of a line [default: those of the terminal]
    #[arg(long, global = true, value_name = "COLUMNS", hide_short_help = true,
        value_parser = clap::value_parser!(u16).range(40..=400))]
    pub(crate) width: Option<u16>,
    /// The day that "today" and "last-week" are counted from [default: the day of the clock]
    #[arg(long, global = true, value_name = "YYYY-MM-DD", hide_short_help = true)]
    pub(crate) today: Option<NaiveDate>,
}

/// When something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// Where the terminal takes it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Read articles and index them: text, JSON, JSONL, CSV; files, folders, .gz, .zst, or - for standard input
    Index(IndexArgs),
    /// Find articles, best first, with the passages that match
    Search(SearchArgs),
    /// Find quotations: bare words are words of the quotation
    Quotes(SearchArgs),
    /// Print an article with its quotations and speakers, or one quotation (ID#q3) or paragraph (ID#p2)
    Show(ShowArgs),
    /// Tell how the speaker of a quotation was found: cue, source, chain to the full name, who was turned down
    Explain(ExplainArgs),
    /// Print a reference to a quotation or article: text, BibTeX, RIS, CSL-JSON
    Cite(CiteArgs),
    /// Print every match with the words around it, a line each
    Kwic(KwicArgs),
    /// Count articles, quotations and matches of many queries
    Count(CountArgs),
    /// Find who said a pasted claim, or something near to it
    Match(MatchArgs),
    /// Print what is found in files as JSON, one object an article, without an index
    Extract(ExtractArgs),
    /// Count who speaks in what is found: quotations, articles and quoted words
    Speakers(SpeakersArgs),
    /// Print the profile of a speaker: spellings, roles, outlets, places, whom they talk about, since when
    Speaker(SpeakerArgs),
    /// Rank people, places, outlets or telling words of what is found
    Top(TopArgs),
    /// Count what is found over time, as bars, lines, a table or a picture
    Timeline(TimelineArgs),
    /// Find the earliest dated quotation or article
    First(FirstArgs),
    /// Set what a speaker said in two periods side by side, with the words that changed
    Compare(CompareArgs),
    /// Print what the index holds
    Stats(JsonArgs),
    /// List the fields of the query language, with counts and examples of this index
    Fields(JsonArgs),
    /// Show the settings, the named queries, and where each comes from
    Config(JsonArgs),
    /// Verify the index: files, blocks, stored articles
    Check(JsonArgs),
    /// Try it on the articles that come with the program: nothing is kept
    Demo,
    /// Print a completion script for a shell, which completes values of the index too
    Completions(CompletionsArgs),
    /// Print continuations of an unfinished line, for the scripts of completions
    #[command(hide = true)]
    Complete(CompleteArgs),
    /// Print the manual page, or write one page a command into a folder
    Man(ManArgs),
}

/// Flags of `index`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord index articles/
  onrecord index --map title=headline,date=published_at dump.jsonl.zst
  zcat feed.jsonl.gz | onrecord index --source feed -")]
pub(crate) struct IndexArgs {
    /// Files and folders; - is standard input
    #[arg(required_unless_present = "rebuild", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// Name the input, in place of its path: it becomes part of the identity of articles that have no address
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Show the fields of the first articles as they were understood, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Remove articles whose files are gone, or hold no article any more
    #[arg(long)]
    pub(crate) prune: bool,
    /// Write every rejected record and its reason to a file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// End with exit code 3 if a record was rejected
    #[arg(long)]
    pub(crate) strict: bool,
    /// Threads that analyse [default: all cores]
    #[arg(long, value_name = "N", value_parser = whole::<usize>, allow_negative_numbers = true)]
    pub(crate) threads: Option<usize>,
    /// Make the index anew from the articles stored in it, with this version of the program
    #[arg(long, conflicts_with_all = ["paths", "dry_run", "prune"])]
    pub(crate) rebuild: bool,
    /// Print the summary as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// How input is read.
#[derive(Clone, Debug, Args)]
pub(crate) struct ReadingArgs {
    /// Names of the input's fields, where they are not guessed right: title=headline,body=text
    #[arg(long, value_name = "FIELD=NAME,…")]
    pub(crate) map: Option<String>,
    /// Format of the input: text, json, jsonl, csv, tsv [default: told from name and content]
    #[arg(long = "as", value_name = "FORMAT")]
    pub(crate) format: Option<String>,
}

/// Flags of `search` and `quotes`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord search 'gas transit -speaker:none since:2025-09'
  onrecord search '\"mutual trust\"' --speaker lind --in baku
  onrecord quotes 'speaker:lind said:\"political will\"'
  onrecord search --any 'She told the commission that the tariff would be gone by spring.'
The language: onrecord search --syntax. Fields: onrecord fields.")]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    pub(crate) ask: AskArgs,
    /// Hits to print [default: 10]
    #[arg(short = 'n', long, value_name = "N", value_parser = whole::<usize>, allow_negative_numbers = true)]
    pub(crate) limit: Option<usize>,
    /// Hits to leave out before the first
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole::<usize>, allow_negative_numbers = true)]
    pub(crate) offset: usize,
    /// Order of the hits: date is oldest first, -date newest first [default: relevance]
    #[arg(long, value_name = "ORDER", value_enum, allow_hyphen_values = true)]
    pub(crate) sort: Option<Sort>,
    /// List copies of one report each for itself, not only the first of them
    #[arg(long)]
    pub(crate) no_fold: bool,
    /// Print the number of hits, and nothing else; with --json and --csv with the query, as `count` does
    #[arg(short, long)]
    pub(crate) count: bool,
    /// Take the query for plain text, such as a sentence: any of its words will do, what has most of them comes first
    #[arg(long, conflicts_with = "strict")]
    pub(crate) any: bool,
    /// Count an article half for every so many days that it is older than the newest of the index
    #[arg(long, value_name = "DAYS", value_parser = days, allow_negative_numbers = true)]
    pub(crate) recency: Option<f32>,
    /// Print the query as written, as meant and as compiled, with counts for each part, and what the scores of the first
    /// hits are made of; with --json as an object of its own before the hits
    #[arg(long)]
    pub(crate) explain: bool,
    /// Print the query language
    #[arg(long)]
    pub(crate) syntax: bool,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// A number from 0 on.
pub(crate) fn whole<T: FromStr>(text: &str) -> Result<T, String> {
    text.trim().parse().map_err(|_| "a whole number from 0 on is wanted".to_owned())
}

/// A similarity, from 0 to 1.
pub(crate) fn similarity(text: &str) -> Result<f64, String> {
    let value: Option<f64> = text.trim().parse().ok();
    value
        .filter(|value| (0.0..=1.0).contains(value))
        .ok_or_else(|| "a number from 0 to 1 is wanted, such as 0.4".to_owned())
}

/// A number of days for `--recency`.
fn days(text: &str) -> Result<f32, String> {
    let days: f32 = text.trim().parse().map_err(|_| "a number of days is wanted, such as 365".to_owned())?;
    if !days.is_finite() {
        return Err("that is no number of days: 365 is a year".to_owned());
    }
    if days > 0.0 { Ok(days) } else { Err("more than 0 days are wanted".to_owned()) }
}

/// A query and its flag twins.
#[derive(Clone, Debug, Args)]
pub(crate) struct AskArgs {
    /// The query; words are ANDed, - reads it from standard input
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// Take what the query language forgives for an error
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) fields: FieldFlags,
}

/// Flags of `speakers`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord speakers 'treaty since:2025-09'
  onrecord speakers --said '\"political will\"' --csv
Bare words are words of the quotation, as in quotes.")]
pub(crate) struct SpeakersArgs {
    #[command(flatten)]
    pub(crate) ask: AskArgs,
    /// Speakers to print
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    #[arg(value_parser = whole::<usize>, allow_negative_numbers = true)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) output: TableArgs,
}

/// Flags of `speaker`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord speaker mara lind
  onrecord speaker lind --since 2025-09 --outlet 'odlar'
Each bearer of the name has a profile of its own, the most quoted first.")]
pub(crate) struct SpeakerArgs {
    /// The name, or a part of it
    #[arg(required = true, value_name = "NAME")]
    pub(crate) name: Vec<String>,
    /// Bearers of the name to print
    #[arg(short = 'n', long, value_name = "N", default_value_t = 3)]
    #[arg(value_parser = whole::<usize>, allow_negative_numbers = true)]
    pub(crate) limit: usize,
    /// Print JSON, one object a speaker
    #[arg(long)]
    pub(crate) json: bool,
    /// Take what the query language forgives for an error
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) fields: FieldFlags,
}

/// Flags of `top`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord top people 'gas transit'
  onrecord top words speaker:lind --unit quote
  onrecord top words tariffs --vs 'sanctions'
Words are ranked by log-likelihood (Dunning 1993) against the rest of the index, or against --vs.")]
pub(crate) struct TopArgs {
    /// What to rank
    #[arg(value_enum, value_name = "WHAT")]
    pub(crate) what: What,
    #[command(flatten)]
    pub(crate) ask: AskArgs,
    /// Compare the words with those of another query, in place of the rest of the index
    #[arg(long, value_name = "QUERY")]
    pub(crate) vs: Option<String>,
    /// Count the words of articles, or of quotations: then bare words are words of the quotation
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Counted::Article)]
    pub(crate) unit: Counted,
    /// Rows to print
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    #[arg(value_parser = whole::<usize>, allow_negative_numbers = true)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) output: TableArgs,
}

/// What `top` ranks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    /// People named or speaking, by articles
    People,
    /// Places named, by articles; a country has its towns' articles too
    Places,
    /// Outlets, by articles
    Outlets,
    /// Words that are commoner here than elsewhere
    Words,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Counted {
    /// Articles
    Article,
    /// Quotations
    Quote,
}

/// Flags of `timeline`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord timeline '\"political will\"' --by month --share
  onrecord timeline tariffs --unit quote --split speaker --since 2025
  onrecord timeline tariffs --by week --lines --svg tariffs.svg
Periods without a match are there with 0; those of which the index has no articles are named as gaps, and break a line.
Series have one scale.")]
pub(crate) struct TimelineArgs {
    /// The query; words are ANDed, - reads it from standard input
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// Length of a period
    #[arg(long, value_enum, value_name = "PERIOD", default_value_t = By::Month)]
    pub(crate) by: By,
    /// Count articles, or quotations: then bare words are words of the quotation
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Counted::Article)]
    pub(crate) unit: Counted,
    /// Show the share of all that the index holds of each period
    #[arg(long)]
    pub(crate) share: bool,
    /// A series for each of the commonest outlets or speakers, and one for the others
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) split: Option<SplitBy>,
    /// Series of their own, with --split
    #[arg(short = 'n', long, value_name = "N", default_value_t = 5)]
    #[arg(value_parser = whole::<usize>, allow_negative_numbers = true)]
    pub(crate) limit: usize,
    /// Draw lines in place of bars, on the terminal and in the picture
    #[arg(long)]
    pub(crate) lines: bool,
    /// Write a picture too: a file that needs nothing else and opens in a browser
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
    /// Take what the query language forgives for an error
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) output: TableArgs,
    #[command(flatten)]
    pub(crate) fields: FieldFlagsButBy,
}

/// Lengths of periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// A day
    Day,
    /// Monday to Sunday
    Week,
    /// A month
    Month,
    /// Three months
    Quarter,
    /// A year
    Year,
}

/// What a timeline is split by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SplitBy {
    /// The outlet of the article
    Outlet,
    /// The speaker of the quotation
    Speaker,
}

/// Flags of `first`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  onrecord first '\"not one metre\"'
  onrecord first 'corridor treaty' --unit article")]
pub(crate) struct FirstArgs {
    #[command(flatten)]
    pub(crate) ask: AskArgs,
    /// The earliest quotation, or the earliest article
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = Counted::Quote)]
    pub(crate) unit: Counted,
    /// Hits of the first day to print
    #[arg(short = 'n', long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = whole::<usize>, allow_negative_numbers = true)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) output: TableArgs,
}

/// Forms of output of a table.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct TableArgs {
    /// Print JSON, one object a line
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print a table of comma-separated values
    #[arg(long)]
    pub(crate) csv: bool,
    #[command(flatten)]
    pub(crate) export: ExportArgs,
}

/// Orders of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// Best first
    Relevance,
    /// Oldest first
    Date,
    /// Newest first
    #[value(name = "-date", alias = "newest")]
    Newest,
}

/// Forms of output.
#[derive(Clone, Debug, Args)]
pub(crate) struct OutputArgs {
    /// Print JSON, one object a line
    #[arg(long, conflicts_with_all = ["csv", "format"])]
    pub(crate) json: bool,
    /// Print a table of comma-separated values
    #[arg(long, conflicts_with = "format")]
    pub(crate) csv: bool,
    /// Print each hit by a template: {rank} {id} {date} {title} {outlet} {place} {speaker} {text} {kind} {path} …
    #[arg(long, value_name = "TEMPLATE")]
    pub(crate) format: Option<String>,
    /// End each hit with a zero byte in place of a line break
    #[arg(short = '0', long = "null")]
    pub(crate) null: bool,
    #[command(flatten)]
    pub(crate) export: ExportArgs,
}

impl OutputArgs {
    /// How each hit ends.
    pub(crate) fn end(&self) -> Ending {
        if self.null { Ending::Null } else { Ending::Line }
    }
}

/// The form of output of commands that print one table.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct JsonArgs {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Flags of `show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// Ids or unique beginnings of ids, with #qN for a quotation or #pN for a paragraph
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// List the quotations in place of the whole text
    #[arg(long)]
    pub(crate) quotes: bool,
    /// Print JSON, one object a line, as extract does
    #[arg(long)]
    pub(crate) json: bool,
    /// Repeat the body in JSON
    #[arg(long)]
    pub(crate) body: bool,
}

/// Flags of `extract`.
#[derive(Debug, Args)]
pub(crate) struct ExtractArgs {
    /// Files and folders; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// Repeat the body in each object
    #[arg(long)]
    pub(crate) body: bool,
    /// End with exit code 3 if a record was rejected
    #[arg(long)]
    pub(crate) strict: bool,
    /// Threads that analyse [default: all cores]
    #[arg(long, value_name = "N", value_parser = whole::<usize>, allow_negative_numbers = true)]
    pub(crate) threads: Option<usize>,
}

/// Flags of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  source <(onrecord completions bash)       in ~/.bashrc; the same with zsh in ~/.zshrc, after compinit
  onrecord completions fish > ~/.config/fish/completions/onrecord.fish")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// Flags of `man`.
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Write one page a command into this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}
