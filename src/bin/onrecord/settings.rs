//! The settings of a run, and where each comes from: the default, the user's config file, that of the project, the
//! environment, a flag; the later one wins. What a setting may be stands here; terminals and their variables are `context`.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::ValueEnum;
use onrecord::query::named::Names;

use crate::args::{Common, Sort, When};
use crate::config::{self, ConfigFile, Owner};
use crate::failure::Failure;

/// Longest config file, in bytes.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// The file of a project.
const PROJECT_FILE: &str = ".onrecord.toml";

/// The pager where none is named: quits if all fits on a screen, keeps colours, leaves the text on the screen.
const DEFAULT_PAGER: &str = "less -FRX";

/// A setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Index,
    Limit,
    Sort,
    Color,
    Pager,
    Width,
    Ascii,
    Today,
}

impl Key {
    /// All settings, in the order in which they are shown.
    pub(crate) const ALL: [Self; 8] =
        [Self::Index, Self::Limit, Self::Sort, Self::Color, Self::Pager, Self::Width, Self::Ascii, Self::Today];

    /// Its name in a config file.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Limit => "limit",
            Self::Sort => "sort",
            Self::Color => "color",
            Self::Pager => "pager",
            Self::Width => "width",
            Self::Ascii => "ascii",
            Self::Today => "today",
        }
    }

    /// Its name in the environment.
    pub(crate) fn variable(self) -> String {
        format!("ONRECORD_{}", self.name().to_ascii_uppercase())
    }

    /// The setting of a name in a config file.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }

    /// What it takes.
    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::Index => "a folder; in a config file counted from where the file lies",
            Self::Limit => "how many hits `search` and `quotes` print, 0 or more",
            Self::Sort => "order of hits: relevance, date or -date",
            Self::Color => "auto, always or never",
            Self::Pager => "a command such as `less -FRX`; `never` or `false` for none",
            Self::Width => "columns of a line, 40 to 400; auto: those of the terminal",
            Self::Ascii => "auto, always or never",
            Self::Today => "a day, YYYY-MM-DD; auto: the day of the clock",
        }
    }
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nowhere: it is built in.
    Default,
    /// A line of a file.
    File(PathBuf, usize),
    /// A variable of the environment.
    Variable(String),
    /// A flag.
    Flag(&'static str),
}

/// A setting as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) key: Key,
    pub(crate) value: String,
    pub(crate) origin: Origin,
}

/// A named query as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryRow {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) origin: Origin,
}

/// A config file that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Looked {
    /// Where; of a project that has none, its name only.
    pub(crate) path: PathBuf,
    /// Whether it is there.
    pub(crate) found: bool,
}

/// All settings.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) index: PathBuf,
    pub(crate) limit: usize,
    pub(crate) sort: Sort,
    pub(crate) color: When,
    pub(crate) pager: Option<String>,
    pub(crate) width: Option<usize>,
    pub(crate) ascii: When,
    pub(crate) today: Option<NaiveDate>,
    pub(crate) names: Names,
    /// The same for people.
    pub(crate) rows: Vec<Row>,
    pub(crate) queries: Vec<QueryRow>,
    pub(crate) files: Vec<Looked>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            index: PathBuf::from("index"),
            limit: 10,
            sort: Sort::Relevance,
            color: When::Auto,
            pager: Some(DEFAULT_PAGER.to_owned()),
            width: None,
            ascii: When::Auto,
            today: None,
            names: Names::default(),
            rows: Vec::new(),
            queries: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// The environment of a run.
pub(crate) struct Environment<'a> {
    /// The value of a variable.
    pub(crate) variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// The folder it runs in.
    pub(crate) folder: Option<PathBuf>,
}

impl Environment<'_> {
    fn text(&self, name: &str) -> Option<String> {
        (self.variable)(name).and_then(|value| value.into_string().ok())
    }

    /// The user's config file: `ONRECORD_CONFIG`, else below `XDG_CONFIG_HOME`, else below `~/.config`.
    fn user_file(&self) -> Option<PathBuf> {
        if let Some(path) = (self.variable)("ONRECORD_CONFIG") {
            return (!path.is_empty()).then(|| PathBuf::from(path));
        }
        let absolute = |name: &str| (self.variable)(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let config = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")))?;
        Some(config.join("onrecord").join("config.toml"))
    }

    /// The nearest file of a project, from the folder of the run upwards.
    fn project_file(&self) -> Option<PathBuf> {
        let folder = self.folder.as_deref()?;
        folder.ancestors().map(|folder| folder.join(PROJECT_FILE)).find(|path| path.is_file())
    }
}

impl Settings {
    /// Puts all layers together.
    ///
    /// # Errors
    /// When a file cannot be read or understood, or a value of any layer is none; the message tells where it stands.
    pub(crate) fn load(common: &Common, environment: &Environment<'_>) -> Result<Self, Failure> {
        let mut settings = Self::default();
        settings.rows = Key::ALL.map(|key| Row { key, value: settings.shown(key), origin: Origin::Default }).to_vec();
        if let Some(pager) = environment.text("PAGER").filter(|pager| !pager.trim().is_empty()) {
            settings.set(Key::Pager, &pager, Origin::Variable("PAGER".into()))?;
        }
        if let Some(path) = environment.user_file() {
            settings.file(&path, Owner::User)?;
        }
        match environment.project_file() {
            Some(path) => settings.file(&path, Owner::Project)?,
            None => settings.files.push(Looked { path: PathBuf::from(PROJECT_FILE), found: false }),
        }
        for key in Key::ALL {
            let name = key.variable();
            if let Some(value) = environment.text(&name).filter(|value| !value.is_empty() || key == Key::Pager) {
                settings.set(key, &value, Origin::Variable(name))?;
            }
        }
        settings.flags(common)?;
        Ok(settings)
    }

    fn file(&mut self, path: &Path, owner: Owner) -> Result<(), Failure> {
        let text = match read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.files.push(Looked { path: path.to_owned(), found: false });
                return Ok(());
            }
            Err(error) => return Err(Failure::io(path, error)),
        };
        self.files.push(Looked { path: path.to_owned(), found: true });
        let ConfigFile { path, values, queries } = config::parse(path, &text, owner)?;
        for (key, value, line) in values {
            self.set(key, &value, Origin::File(path.clone(), line))?;
        }
        for (name, text, line) in queries {
            let place = Origin::File(path.clone(), line);
            self.names.define(&name, &text).map_err(|why| Failure::other(format!("{}: {why}", place.told())))?;
            let name = name.to_lowercase();
            self.queries.retain(|query| query.name != name);
            self.queries.push(QueryRow { name, text, origin: place });
        }
        self.queries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(())
    }

    fn flags(&mut self, common: &Common) -> Result<(), Failure> {
        if let Some(index) = &common.index {
            self.index.clone_from(index);
            self.row(Key::Index, Origin::Flag("--index"));
        }
        if let Some(when) = common.color {
            self.color = when;
            self.row(Key::Color, Origin::Flag("--color"));
        }
        if common.no_pager {
            self.set(Key::Pager, "never", Origin::Flag("--no-pager"))?;
        }
        if let Some(width) = common.width {
            self.set(Key::Width, &width.to_string(), Origin::Flag("--width"))?;
        }
        if common.ascii {
            self.set(Key::Ascii, "always", Origin::Flag("--ascii"))?;
        }
        if let Some(today) = common.today {
            self.set(Key::Today, &today.to_string(), Origin::Flag("--today"))?;
        }
        Ok(())
    }

    /// Takes in a value.
    fn set(&mut self, key: Key, value: &str, origin: Origin) -> Result<(), Failure> {
        let value = value.trim();
        let fault = || {
            let message = format!("{}: `{value}` is no value of `{}`", origin.told(), key.name());
            Failure::hinted(message, format!("{}: {}", key.name(), key.help()))
        };
        match key {
            Key::Index => self.index = folder(value, &origin),
            Key::Limit => self.limit = value.parse().map_err(|_| fault())?,
            Key::Sort => self.sort = Sort::from_str(value, true).map_err(|_| fault())?,
            Key::Color => self.color = when(value).ok_or_else(fault)?,
            Key::Ascii => self.ascii = when(value).ok_or_else(fault)?,
            Key::Pager => {
                let none = matches!(value, "" | "never" | "false" | "cat");
                self.pager = (!none).then(|| value.to_owned());
            }
            Key::Width => {
                let columns = value.parse().ok().filter(|columns| (40..=400).contains(columns));
                self.width = if value == "auto" { None } else { Some(columns.ok_or_else(fault)?) };
            }
            Key::Today => {
                let day = value.parse().ok();
                self.today = if value == "auto" { None } else { Some(day.ok_or_else(fault)?) };
            }
        }
        self.row(key, origin);
        Ok(())
    }

    fn row(&mut self, key: Key, origin: Origin) {
        let value = self.shown(key);
        if let Some(row) = self.rows.iter_mut().find(|row| row.key == key) {
            (row.value, row.origin) = (value, origin);
        }
    }

    /// The value of a setting as it would be written.
    fn shown(&self, key: Key) -> String {
        let auto = || "auto".to_owned();
        match key {
            Key::Index => self.index.display().to_string(),
            Key::Limit => self.limit.to_string(),
            Key::Sort => name_of(self.sort),
            Key::Color => name_of(self.color),
            Key::Pager => self.pager.clone().unwrap_or_else(|| "never".into()),
            Key::Width => self.width.map_or_else(auto, |columns| columns.to_string()),
            Key::Ascii => name_of(self.ascii),
            Key::Today => self.today.map_or_else(auto, |day| day.to_string()),
        }
    }
}

impl Origin {
    /// For people.
    pub(crate) fn told(&self) -> String {
        match self {
            Self::Default => "default".into(),
            Self::File(path, line) => format!("{}, line {line}", path.display()),
            Self::Variable(name) => name.clone(),
            Self::Flag(name) => (*name).to_owned(),
        }
    }
}

fn read(path: &Path) -> std::io::Result<String> {
    use std::io::Read;
    let mut text = String::new();
    std::fs::File::open(path)?.take(MAX_FILE_BYTES).read_to_string(&mut text)?;
    Ok(text)
}

/// A folder; in a config file counted from where the file lies, `~` is the home.
fn folder(value: &str, origin: &Origin) -> PathBuf {
    let Origin::File(file, _) = origin else { return PathBuf::from(value) };
    if let (Some(below), Some(home)) = (value.strip_prefix("~/"), std::env::var_os("HOME")) {
        return PathBuf::from(home).join(below);
    }
    file.parent().unwrap_or(Path::new("")).join(value)
}

fn when(value: &str) -> Option<When> {
    match value {
        "true" => Some(When::Always),
        "false" => Some(When::Never),
        value => When::from_str(value, true).ok(),
    }
}

fn name_of<T: ValueEnum>(value: T) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// Variables that begin as the settings do, but are none, with the setting that may be meant.
pub(crate) fn unknown_variables() -> Vec<(String, Option<String>)> {
    let known: Vec<String> = Key::ALL.iter().map(|key| key.variable()).chain(["ONRECORD_CONFIG".to_owned()]).collect();
    let lower: Vec<String> = known.iter().map(|name| name.to_lowercase()).collect();
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let unknown = names.filter(|name| name.starts_with("ONRECORD_") && !known.contains(name));
    let near =
        |name: &str| onrecord::query::suggest::nearest(name, lower.iter().map(String::as_str)).map(str::to_uppercase);
    let mut list: Vec<(String, Option<String>)> = unknown.map(|name| (name.clone(), near(&name))).collect();
    list.sort();
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Common =
        Common { index: None, color: None, quiet: false, no_pager: false, ascii: false, width: None, today: None };

    fn load(folder: &Path, variables: &[(&str, &str)], common: &Common) -> Result<Settings, Failure> {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value));
        Settings::load(common, &Environment { variable: &variable, folder: Some(folder.to_owned()) })
    }

    fn origin(settings: &Settings, key: Key) -> String {
        settings.rows.iter().find(|row| row.key == key).unwrap().origin.told()
    }

    #[test]
    fn the_later_layer_wins() {
        let desk = tempfile::tempdir().unwrap();
        let path = |name: &str| desk.path().join(name);
        let inner = path("project/deep/deeper");
        std::fs::create_dir_all(&inner).unwrap();
        std::fs::write(path("config.toml"), "limit = 1\nsort = \"date\"\nindex = \"ix\"\nascii = true\n").unwrap();
        std::fs::write(path("project/.onrecord.toml"), "\nlimit = 2\nindex = \"ix\"\n").unwrap();
        let config = path("config.toml");
        let config = config.to_str().unwrap();
        let settings = load(&inner, &[("ONRECORD_CONFIG", config)], &NOTHING).unwrap();
        assert_eq!((settings.limit, settings.sort, settings.ascii), (2, Sort::Date, When::Always));
        assert_eq!(settings.index, path("project/ix"));
        assert!(origin(&settings, Key::Limit).ends_with(".onrecord.toml, line 2"));
        assert!(origin(&settings, Key::Sort).ends_with("config.toml, line 2"));
        let variables = [("ONRECORD_CONFIG", config), ("ONRECORD_LIMIT", "3"), ("ONRECORD_INDEX", "other")];
        let settings = load(&inner, &variables, &NOTHING).unwrap();
        assert_eq!((settings.limit, settings.index.as_path()), (3, Path::new("other")));
        assert_eq!(origin(&settings, Key::Limit), "ONRECORD_LIMIT");
        let common = Common { index: Some("flag".into()), width: Some(60), ..NOTHING };
        let settings = load(&inner, &variables, &common).unwrap();
        assert_eq!((settings.index.as_path(), settings.width), (Path::new("flag"), Some(60)));
        assert_eq!(origin(&settings, Key::Index), "--index");
        assert_eq!(origin(&settings, Key::Pager), "default");
    }

    #[test]
    fn the_nearest_word_on_a_pager_counts() {
        let desk = tempfile::tempdir().unwrap();
        let pager = |variables: &[(&str, &str)], common: &Common| {
            let variables = [&[("ONRECORD_CONFIG", "")], variables].concat();
            load(desk.path(), &variables, common).unwrap().pager
        };
        assert_eq!(pager(&[], &NOTHING).as_deref(), Some("less -FRX"));
        assert_eq!(pager(&[("PAGER", "more")], &NOTHING).as_deref(), Some("more"));
        assert_eq!(pager(&[("PAGER", "more"), ("ONRECORD_PAGER", "most -s")], &NOTHING).as_deref(), Some("most -s"));
        assert_eq!(pager(&[("PAGER", "more"), ("ONRECORD_PAGER", "")], &NOTHING), None);
        assert_eq!(pager(&[("PAGER", "more")], &Common { no_pager: true, ..NOTHING }), None);
        assert_eq!(pager(&[("PAGER", "cat")], &NOTHING), None);
    }
}
