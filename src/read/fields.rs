//! Which field of a record is the title, the body, the date …: guessed from its name, or said with `--map`. Names only;
//! values are read elsewhere.

use thiserror::Error;

/// A field of an article that a record can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Headline.
    Title,
    /// The text.
    Body,
    /// Day or moment of publication.
    Date,
    /// Who published it.
    Outlet,
    /// Its authors.
    Byline,
    /// Where and when it was filed.
    Dateline,
    /// Its address.
    Url,
    /// The record's own id.
    Id,
    /// Section or topic.
    Section,
    /// Language.
    Language,
}

impl Target {
    /// All targets, in the order in which they are listed to people.
    pub const ALL: [Self; 10] = [
        Self::Title,
        Self::Body,
        Self::Date,
        Self::Outlet,
        Self::Byline,
        Self::Dateline,
        Self::Url,
        Self::Id,
        Self::Section,
        Self::Language,
    ];

    /// The name in `--map`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Date => "date",
            Self::Outlet => "outlet",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Url => "url",
            Self::Id => "id",
            Self::Section => "section",
            Self::Language => "language",
        }
    }

    /// Names that are taken for it, best first: lower case, without `_ - . :` and blanks.
    fn guesses(self) -> &'static [&'static str] {
        match self {
            Self::Title => &[
                "title",
                "headline",
                "headlines",
                "articletitle",
                "newstitle",
                "storytitle",
                "maintitle",
                "head",
                "hed",
                "dctitle",
            ],
            Self::Body => &[
                "body",
                "bodytext",
                "articlebody",
                "articletext",
                "articlecontent",
                "fulltext",
                "maintext",
                "text",
                "contenttext",
                "content",
                "plaintext",
                "cleantext",
                "storytext",
                "newstext",
                "newscontent",
                "rawtext",
                "paragraphs",
                "story",
                "article",
                "transcript",
                "bodyhtml",
                "contenthtml",
            ],
            Self::Date => &[
                "date",
                "datepublished",
                "publishedat",
                "published",
                "publisheddate",
                "publishdate",
                "publicationdate",
                "pubdate",
                "datepublish",
                "publishedon",
                "publishedtime",
                "webpublicationdate",
                "firstpublished",
                "firstpublishedat",
                "firstpublicationdate",
                "pubdatetime",
                "datetime",
                "articledate",
                "newsdate",
                "releasedate",
                "displaydate",
                "issued",
                "dcdate",
                "timestamp",
                "time",
                "firstcreated",
                "versioncreated",
                "createdat",
                "created",
                "datecreated",
            ],
            Self::Outlet => &[
                "outlet",
                "publication",
                "newspaper",
                "outletname",
                "sourcename",
                "newssource",
                "source",
                "medianame",
                "media",
                "publisher",
                "dcpublisher",
                "provider",
                "agency",
                "sitename",
                "site",
                "website",
                "sourcedomain",
                "domain",
            ],
            Self::Byline => &[
                "byline",
                "author",
                "authors",
                "authorname",
                "writer",
                "writtenby",
                "creator",
                "dccreator",
                "reporter",
                "journalist",
            ],
            Self::Dateline => &["dateline", "datelines"],
            Self::Url => {
                &["url", "link", "weburl", "articleurl", "canonicalurl", "permalink", "pageurl", "sourceurl", "href"]
            }
            Self::Id => {
                &["id", "guid", "articleid", "docid", "documentid", "storyid", "newsid", "recordid", "uuid", "uid"]
            }
            Self::Section => {
                &["section", "sectionname", "category", "categories", "topic", "topics", "desk", "rubric", "department"]
            }
            Self::Language => &["language", "lang", "languagecode", "inlanguage", "dclanguage", "locale"],
        }
    }
}

/// What `--map` says: which field of a record fills which field of an article. A target that is named here is not guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    chosen: Vec<(Target, String)>,
}

/// What is wrong with a `--map`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MapError {
    /// A part without `=`, or with nothing on one of its sides.
    #[error("`{0}` is not of the form field=name")]
    Form(String),
    /// A target that there is not.
    #[error("articles have no field `{name}`{}; the fields are {}", near(.nearest), target_names())]
    Unknown {
        /// As typed.
        name: String,
        /// The nearest that there is.
        nearest: Option<&'static str>,
    },
    /// A target that is named twice.
    #[error("`{0}` is named twice")]
    Twice(&'static str),
}

fn near(nearest: &Option<&'static str>) -> String {
    nearest.map(|name| format!(", did you mean `{name}`?")).unwrap_or_default()
}

fn target_names() -> String {
    Target::ALL.map(Target::name).join(", ")
}

impl FieldMap {
    /// Reads `title=headline,date=meta.published`: targets on the left, names of the record's fields on the right, the
    /// parts of a nested one joined by dots.
    ///
    /// # Errors
    /// When a part has another form, or its target is unknown or named twice.
    pub fn parse(text: &str) -> Result<Self, MapError> {
        let mut map = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (target, name) = part.split_once('=').ok_or_else(|| MapError::Form(part.to_owned()))?;
            map.add(target.trim(), name.trim())?;
        }
        Ok(map)
    }

    /// Adds one pair.
    ///
    /// # Errors
    /// As [`FieldMap::parse`].
    pub fn add(&mut self, target: &str, name: &str) -> Result<(), MapError> {
        if target.is_empty() || name.is_empty() {
            return Err(MapError::Form(format!("{target}={name}")));
        }
        let lower = target.to_ascii_lowercase();
        let Some(target) = Target::ALL.into_iter().find(|target| target.name() == lower) else {
            return Err(MapError::Unknown { name: target.to_owned(), nearest: nearest_target(&lower) });
        };
        if self.path(target).is_some() {
            return Err(MapError::Twice(target.name()));
        }
        self.chosen.push((target, name.to_owned()));
        Ok(())
    }

    /// The field that was named for a target.
    #[must_use]
    pub fn path(&self, target: Target) -> Option<&str> {
        self.chosen.iter().find(|(chosen, _)| *chosen == target).map(|(_, path)| path.as_str())
    }

    /// All pairs, in the order in which they were given.
    pub fn pairs(&self) -> impl Iterator<Item = (Target, &str)> {
        self.chosen.iter().map(|(target, path)| (*target, path.as_str()))
    }

    /// What the name of a field stands for, if it may be guessed, and how good a guess it is (0 is the best).
    #[must_use]
    pub(super) fn guess(&self, name: &str) -> Option<(Target, usize)> {
        if name.len() > 64 {
            return None;
        }
        let plain: String = name
            .chars()
            .filter(|c| !matches!(c, '_' | '-' | '.' | ':' | ' ' | '\u{feff}'))
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let found = Target::ALL
            .into_iter()
            .find_map(|target| target.guesses().iter().position(|guess| *guess == plain).map(|rank| (target, rank)))?;
        self.path(found.0).is_none().then_some(found)
    }
}

/// Names of targets that other programs use, and typing errors.
fn nearest_target(name: &str) -> Option<&'static str> {
    let as_guess = Target::ALL.into_iter().find(|target| target.guesses().contains(&name));
    as_guess.map(Target::name).or_else(|| {
        let near = Target::ALL.into_iter().map(|target| (strsim::damerau_levenshtein(name, target.name()), target));
        near.filter(|(distance, _)| *distance <= 2)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, target)| target.name())
    })
}
