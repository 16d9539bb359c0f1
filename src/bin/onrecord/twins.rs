//! The flag twins of the fields: every field of the query language as a flag. What comes in is the table of fields; what goes
//! out are flags for the parser of the command line, and what was given, in order.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use onrecord::field::{FIELDS, Field};

/// The flag twins of the fields: `--speaker X` is `speaker:X`, ANDed with the query.
#[derive(Clone, Debug, Default)]
pub(crate) struct FieldFlags(pub(crate) Vec<(Field, String)>);

impl Args for FieldFlags {
    fn augment_args(command: Command) -> Command {
        with_twins(command, |_| true)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for FieldFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut found: Vec<(usize, Field, String)> = Vec::new();
        for spec in FIELDS {
            let values = matches.get_many::<String>(spec.name).into_iter().flatten();
            let places = matches.indices_of(spec.name).into_iter().flatten();
            found.extend(places.zip(values).map(|(at, value)| (at, spec.field, value.clone())));
        }
        found.sort_unstable_by_key(|(at, ..)| *at);
        Ok(Self(found.into_iter().map(|(_, field, value)| (field, value)).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Adds the flag twins of the fields, with those of their aliases that are wanted.
fn with_twins(command: Command, is_wanted: impl Fn(&str) -> bool) -> Command {
    FIELDS.iter().fold(command, |command, spec| {
        command.arg(
            Arg::new(spec.name)
                .long(spec.name)
                .visible_aliases(spec.aliases.iter().copied().filter(|alias| is_wanted(alias)))
                .value_name("VALUE")
                .action(ArgAction::Append)
                .allow_hyphen_values(true)
                .hide_short_help(true)
                .help_heading("Fields, ANDed with the query")
                .help(format!("{}, as in {}", spec.help, spec.example)),
        )
    })
}

/// The flag twins without `--by`, which is the length of a period there.
#[derive(Clone, Debug, Default)]
pub(crate) struct FieldFlagsButBy(pub(crate) FieldFlags);

impl Args for FieldFlagsButBy {
    fn augment_args(command: Command) -> Command {
        with_twins(command, |alias| alias != "by")
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for FieldFlagsButBy {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        FieldFlags::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}
