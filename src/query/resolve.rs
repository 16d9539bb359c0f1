//! A [`Tree`] into what its parts mean: fields, names, places and dates get their values, words their terms. How the parts
//! are put together (which quotation clauses are about one quotation) stands in `group`.

use super::ast::{Acts, Counted, Has, Query, QuoteClause, TextQuery, TextZone, Unit};
use super::group::{self, Mean};
use super::notes::{Notes, Problem};
use super::tree::{Node, Tree};
use super::value::{self, Value};
use super::{Options, words};
use crate::field::{Field, Matching, Owner};
use crate::text::Span;

/// Resolves the trees of one text.
pub(super) struct Resolver<'a> {
    pub(super) options: &'a Options<'a>,
    pub(super) notes: &'a mut Notes,
    /// Inside `{ }`, where everything is about one quotation.
    in_braces: bool,
}

/// Where a part stands, and so what its words are compared with.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// In no field.
    Bare,
    /// In the value of a field.
    Field(Field),
    /// In `HLEAD( )`.
    HeadLead,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(options: &'a Options<'a>, notes: &'a mut Notes) -> Self {
        Self { options, notes, in_braces: false }
    }

    /// What a tree means; nothing if there is no word in it.
    pub(super) fn resolve(&mut self, tree: &Tree) -> Result<Option<Mean>, Problem> {
        self.mean(tree, Place::Bare)
    }

    fn mean(&mut self, tree: &Tree, place: Place) -> Result<Option<Mean>, Problem> {
        match &tree.node {
            Node::And(members) => {
                if place == Place::Bare && !self.in_braces {
                    self.advise_said(members);
                }
                Ok(join(self.all(members, place)?, Mean::And))
            }
            Node::Or(branches) => Ok(join(self.all(branches, place)?, Mean::Or)),
            Node::Not(inner) => Ok(self.mean(inner, place)?.map(|inner| Mean::Not(Box::new(inner)))),
            Node::Group(inner) => self.mean(inner, place),
            Node::Named { inner: Some(inner), .. } => {
                let mean = self.inside(tree, |own| own.mean(inner, place))?;
                Ok(mean.map(|mean| mean.at(tree.span)))
            }
            Node::Braces(inner) => self.braces(tree, inner, place).map(Some),
            Node::Field { field, value } => self.field(tree, *field, value, place),
            Node::HeadLead(inner) if place == Place::Bare && !self.in_braces => self.mean(inner, Place::HeadLead),
            Node::HeadLead(_) => Err(Problem::new(tree.span, "HLEAD( ) stands in no field and no braces")),
            Node::Everything => self.everything(tree, place).map(Some),
            _ => self.leaf(tree, place),
        }
    }

    /// Reads what a name stands for: what is said about its text is said about the name.
    fn inside<T>(
        &mut self,
        tree: &Tree,
        read: impl FnOnce(&mut Resolver<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let Node::Named { name, text, .. } = &tree.node else {
            return Err(Problem::new(tree.span, "this is no named query"));
        };
        let mut notes = Notes::new(None);
        let mut own = Resolver { options: self.options, notes: &mut notes, in_braces: self.in_braces };
        let found = read(&mut own).map_err(|problem| problem.inside(name, text));
        self.notes.take_from(notes, name, tree.span);
        found
    }

    fn all(&mut self, trees: &[Tree], place: Place) -> Result<Vec<Mean>, Problem> {
        let mut means = Vec::with_capacity(trees.len());
        for tree in trees {
            means.extend(self.mean(tree, place)?);
        }
        Ok(means)
    }

    /// `{…}`: one quotation of the article.
    fn braces(&mut self, tree: &Tree, inner: &Tree, place: Place) -> Result<Mean, Problem> {
        if place != Place::Bare || self.in_braces {
            return Err(Problem::new(tree.span, "braces stand in no field and no other braces"));
        }
        self.in_braces = true;
        let mean = self.mean(inner, Place::Bare);
        self.in_braces = false;
        let Some(mean) = mean? else {
            return Err(Problem::new(tree.span, "there is no word in these braces"));
        };
        Ok(Mean::Article(Query::Quote(group::one_quote(mean)?)))
    }

    fn field(&mut self, tree: &Tree, field: Field, value: &Tree, place: Place) -> Result<Option<Mean>, Problem> {
        let name = field.name();
        if place != Place::Bare {
            return Err(Problem::new(tree.span, format!("{name}: cannot stand inside another field")));
        }
        let spec = field.spec();
        if self.in_braces && spec.owner == Owner::Article {
            return Err(Problem::new(
                tree.span,
                format!("{name}: is about the article, braces are about one quotation"),
            )
            .hint("put it outside the braces"));
        }
        match self.mean(value, Place::Field(field))? {
            None => Err(Problem::new(value.span, format!("there is no word for {name}: here"))),
            mean => Ok(mean),
        }
    }

    /// `*`, alone or as a value.
    fn everything(&mut self, tree: &Tree, place: Place) -> Result<Mean, Problem> {
        use super::ast::Has;
        let has = |has| Ok(Mean::Article(Query::Has(has)));
        match place {
            Place::Bare if self.in_braces => Ok(Mean::Clause(QuoteClause::All)),
            Place::Bare => Ok(Mean::Article(Query::All)),
            Place::Field(Field::Said) => Ok(Mean::Clause(QuoteClause::All)),
            Place::Field(Field::Speaker) => Err(Problem::new(tree.span, "speaker:* cannot be asked for").hint(
                "has:speaker is about the article; -speaker:none beside other quotation fields is about the quotation",
            )),
            Place::Field(Field::Date) => Ok(Mean::Article(Query::Date(crate::date::DateRange::default()))),
            Place::Field(Field::Text) => Ok(Mean::Article(Query::All)),
            Place::Field(Field::Title) => has(Has::Title),
            Place::Field(Field::Outlet) => has(Has::Outlet),
            Place::Field(Field::Byline) => has(Has::Byline),
            Place::Field(Field::In) => has(Has::Dateline),
            Place::Field(Field::Place) => has(Has::Place),
            Place::Field(field) => Err(Problem::new(tree.span, format!("{}:* cannot be asked for", field.name()))
                .hint(format!("for example {}", field.spec().example))),
            Place::HeadLead => Err(Problem::new(tree.span, "a word is wanted here")),
        }
    }

    /// A word, a phrase, a count, a pair of near things, a value.
    fn leaf(&mut self, tree: &Tree, place: Place) -> Result<Option<Mean>, Problem> {
        if let Place::Field(field) = place
            && field.spec().matching != Matching::Text
        {
            return self.value(tree, field).map(Some);
        }
        match &tree.node {
            Node::Near { .. } => self.near(tree, place).map(Some),
            Node::Range { .. } | Node::Compare { .. } => Err(Problem::new(tree.span, "this field has no ranges")
                .hint("dates and numbers have ranges: date:, words:, quotes:")),
            _ => Ok(self.text(tree)?.map(|text| self.in_zone(text, place))),
        }
    }

    /// Words in their zone.
    fn in_zone(&mut self, text: TextQuery, place: Place) -> Mean {
        let zone = |zone, text| Mean::Article(Query::Text { zone, text });
        match place {
            Place::Bare if self.in_braces || self.options.unit == Unit::Quote => Mean::Clause(QuoteClause::Said(text)),
            Place::Field(Field::Said) => Mean::Clause(QuoteClause::Said(text)),
            Place::Field(Field::Cue) => Mean::Clause(QuoteClause::Cue(text)),
            Place::Field(Field::Mention) => Mean::Clause(QuoteClause::Mention(text)),
            Place::Field(Field::Role) => Mean::Clause(QuoteClause::Role(text)),
            Place::Field(Field::Title) => zone(TextZone::Title, text),
            Place::Field(Field::Lead) => zone(TextZone::Lead, text),
            Place::Field(Field::Byline) => zone(TextZone::Byline, text),
            Place::HeadLead => Mean::Or(vec![zone(TextZone::Title, text.clone()), zone(TextZone::Lead, text)]),
            Place::Bare | Place::Field(_) => zone(TextZone::Article, text),
        }
    }

    /// `a NEAR/5 b`, also where both stand in the same field.
    fn near(&mut self, tree: &Tree, place: Place) -> Result<Mean, Problem> {
        let (mut fields, mut bare) = (Vec::new(), false);
        operands(tree, &mut |operand| match &operand.inside_groups().node {
            Node::Field { field, .. } => fields.push((*field, operand.span)),
            _ => bare = true,
        });
        let place = match (place, fields.first()) {
            (place, None) => place,
            (Place::Bare, Some((first, span))) => {
                let name = first.name();
                if first.spec().matching != Matching::Text {
                    return Err(Problem::new(*span, format!("nearness is for words, {name}: has none")));
                }
                if bare || fields.iter().any(|(field, _)| field != first) {
                    return Err(Problem::new(tree.span, "both sides must stand in one field")
                        .hint(format!("{name}:(a NEAR/5 b)")));
                }
                if self.in_braces && first.spec().owner == Owner::Article {
                    return Err(Problem::new(
                        *span,
                        format!("{name}: is about the article, braces are about one quotation"),
                    ));
                }
                Place::Field(*first)
            }
            (_, Some((field, span))) => {
                return Err(Problem::new(*span, format!("{}: cannot stand inside another field", field.name())));
            }
        };
        match self.text(tree)? {
            Some(text) => Ok(self.in_zone(text, place)),
            None => Err(Problem::new(tree.span, "there is no word here")),
        }
    }

    /// The words of a tree that is one condition on a text.
    fn text(&mut self, tree: &Tree) -> Result<Option<TextQuery>, Problem> {
        match &tree.node {
            Node::Word { text, exact } => {
                let found = words::of_chunk(text, *exact, tree.span, self.notes)?;
                if found.is_none() && text.chars().any(|c| !c.is_whitespace()) {
                    if text.chars().all(|c| c == '+') {
                        words::note_signs(text, tree.span, self.notes);
                    } else {
                        self.notes.mended(tree.span, format!("there is no word in `{text}`: it is left out"));
                    }
                }
                Ok(found)
            }
            Node::Phrase { text, exact, slop } => {
                let found = words::of_phrase(text, *exact, *slop, tree.span, self.notes)?;
                if found.is_none() {
                    self.notes.mended(tree.span, "there is no word in these marks: they are left out");
                }
                Ok(found)
            }
            Node::Group(inner) => self.text(inner),
            Node::Named { inner: Some(inner), .. } => self.inside(tree, |own| own.text(inner)),
            // Whether all sides stand in the same field was seen before.
            Node::Field { value, .. } => self.text(value),
            Node::Or(branches) => {
                let mut any = Vec::new();
                for branch in branches {
                    match self.text(branch)? {
                        Some(TextQuery::Any(inner)) => any.extend(inner),
                        Some(text) => any.push(text),
                        None => {}
                    }
                }
                Ok(if any.len() > 1 { Some(TextQuery::Any(any)) } else { any.pop() })
            }
            Node::Near { proximity, left, right } => {
                let missing = |tree: &Tree| Problem::new(tree.span, "nearness needs a word on either side");
                let first = self.text(counted_not(left)?)?.ok_or_else(|| missing(left))?;
                let second = self.text(counted_not(right)?)?.ok_or_else(|| missing(right))?;
                Ok(Some(TextQuery::Near {
                    left: Box::new(first),
                    right: Box::new(second),
                    within: proximity.within,
                    ordered: proximity.ordered,
                }))
            }
            Node::AtLeast { count, text } => {
                let inner = self.text(counted_not(text)?)?;
                Ok(inner.map(|text| TextQuery::AtLeast { text: Box::new(text), count: *count }))
            }
            Node::Not(inner) => Err(Problem::new(tree.span, "NOT cannot stand beside nearness or inside a count")
                .hint(format!("leave it out, or put the whole in parentheses: -(a NEAR/5 b){}", hint_of(inner)))),
            Node::And(_) => Err(Problem::new(tree.span, "AND cannot stand beside nearness or inside a count")
                .hint("these take words, phrases and (a OR b)")),
            _ => Err(Problem::new(tree.span, "a word, a phrase or (a OR b) is wanted here")),
        }
    }

    /// The value of a field that is not text.
    fn value(&mut self, tree: &Tree, field: Field) -> Result<Mean, Problem> {
        match field.spec().matching {
            Matching::Date => return Ok(Mean::Article(Query::Date(self.date(field, tree)?))),
            Matching::Number => {
                let what = if field == Field::Words { Counted::Words } else { Counted::Quotes };
                return Ok(Mean::Article(Query::Count { what, range: value::count(tree)? }));
            }
            _ => {}
        }
        let value = match &tree.node {
            Node::Word { text, exact } => Value { text, span: tree.span, exact: *exact, quoted: false },
            Node::Phrase { text, exact, slop: 0 } => Value { text, span: tree.span, exact: *exact, quoted: true },
            _ => {
                let name = field.name();
                return Err(Problem::new(tree.span, format!("{name}: takes a plain value"))
                    .hint(format!("for example {}", field.spec().example)));
            }
        };
        self.plain_value(field, &value)
    }

    fn date(&mut self, field: Field, tree: &Tree) -> Result<crate::date::DateRange, Problem> {
        value::date(field, tree, self.options)
    }

    fn plain_value(&mut self, field: Field, value: &Value<'_>) -> Result<Mean, Problem> {
        let (options, notes) = (self.options, &mut *self.notes);
        let article = Mean::Article;
        Ok(match field {
            Field::Speaker if !value.quoted && !value.exact && value.text.eq_ignore_ascii_case("none") => {
                Mean::Clause(QuoteClause::SpeakerUnknown)
            }
            Field::Speaker => Mean::Clause(QuoteClause::Speaker(value::name(field, value, options, notes)?)),
            Field::About => Mean::Clause(QuoteClause::About(value::name(field, value, options, notes)?)),
            Field::Via => Mean::Clause(QuoteClause::Via(value::name(field, value, options, notes)?)),
            Field::Person => article(Query::Person(value::name(field, value, options, notes)?)),
            Field::In => article(Query::In(value::place(field, value, options, notes)?)),
            Field::Place => article(Query::Place(value::place(field, value, options, notes)?)),
            Field::Outlet => article(Query::Outlet(value::whole(field, value)?)),
            Field::Section => article(Query::Section(value::whole(field, value)?)),
            Field::Lang => article(Query::Language(value::language(value)?)),
            Field::Id => article(Query::Id(value::id(value)?)),
            Field::Kind => Mean::Clause(QuoteClause::Kind(value::kind(value::choice(field, value)?))),
            Field::Conf => Mean::Clause(QuoteClause::Confidence(value::level(value::choice(field, value)?))),
            Field::Act => Mean::Act(
                match value::choice(field, value)? {
                    "any" => Acts::Any,
                    "other" => Acts::Other,
                    _ => Acts::Speech,
                },
                value.span,
            ),
            Field::Is => {
                // there is but one choice
                value::choice(field, value)?;
                article(Query::Copy)
            }
            _ => {
                let choice = value::choice(field, value)?;
                match Has::ALL.iter().find(|(_, name)| *name == choice) {
                    Some((has, _)) => article(Query::Has(*has)),
                    None => return Err(Problem::new(value.span, format!("{}: takes no such value", field.name()))),
                }
            }
        })
    }

    /// A phrase without a field beside quotation fields is looked for in the article: perhaps `said:` is meant.
    fn advise_said(&mut self, members: &[Tree]) {
        let is_quote_field = |tree: &Tree| matches!(&tree.inside_groups().node, Node::Field { field, .. } if field.spec().owner == Owner::Quote);
        if self.options.unit == Unit::Quote || !members.iter().any(is_quote_field) {
            return;
        }
        for member in members {
            if let Node::Phrase { text, .. } = &member.node {
                self.notes.assumed(
                    member.span,
                    format!("this phrase may stand anywhere in the article: said:\"{text}\" looks in the quotation"),
                );
            }
        }
    }
}

/// The operands of a chain of nearness.
fn operands(tree: &Tree, see: &mut impl FnMut(&Tree)) {
    match &tree.node {
        Node::Near { left, right, .. } => {
            operands(left, see);
            operands(right, see);
        }
        _ => see(tree),
    }
}

/// A tree that is no count: a count is about a whole text and stands near nothing.
fn counted_not(tree: &Tree) -> Result<&Tree, Problem> {
    match &tree.inside_groups().node {
        Node::AtLeast { .. } => Err(Problem::new(tree.span, "a count cannot stand beside nearness or inside a count")),
        _ => Ok(tree),
    }
}

fn hint_of(inner: &Tree) -> &'static str {
    if matches!(inner.node, Node::Group(_)) { "" } else { " · words with a hyphen need no marks: fox-it" }
}

/// The span of everything that was written.
pub(super) fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

fn join(mut means: Vec<Mean>, node: fn(Vec<Mean>) -> Mean) -> Option<Mean> {
    if means.len() > 1 { Some(node(means)) } else { means.pop() }
}
