//! How a command ends: its exit code, and for errors what is said. This file alone turns errors into messages for people:
//! what happened, its causes, and what to do.

use std::any::Any;
use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use onrecord::engine::EngineError;
use onrecord::render::sanitize;
use onrecord::render::style::Role;

use crate::context::Context;

/// How a command ends that did what it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Something was found, or done.
    Found,
    /// Nothing was found.
    Nothing,
    /// The index is damaged, as `check` reports.
    Damaged,
    /// Some records were rejected, under `--strict`, or some queries of many are not understood.
    Partial,
    /// Interrupted with Ctrl-C.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Found => 0,
            Exit::Nothing => 1,
            Exit::Damaged => 2,
            Exit::Partial => 3,
            Exit::Interrupted => 130,
        })
    }
}

/// Why a command could not do what it was asked to.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The answer could not be written; a closed pipe is no failure.
    Output(io::Error),
    /// A file could not be read or written.
    Io(PathBuf, io::Error),
    /// The query cannot be understood: the whole message, made of the query.
    Query(String),
    /// The index could not answer.
    Engine(EngineError),
    /// Anything else: what happened and what to do.
    Other {
        /// What happened.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
}

impl Failure {
    pub(crate) fn output(error: io::Error) -> Self {
        Self::Output(error)
    }

    pub(crate) fn io(path: &Path, error: io::Error) -> Self {
        Self::Io(path.to_owned(), error)
    }

    pub(crate) fn other(message: impl Into<String>) -> Self {
        Self::Other { message: message.into(), hint: None }
    }

    pub(crate) fn hinted(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Other { message: message.into(), hint: Some(hint.into()) }
    }

    /// A panic that nobody caught: a fault of the program.
    pub(crate) fn fault(cause: &(dyn Any + Send)) -> Self {
        let text = cause.downcast_ref::<&str>().map(ToString::to_string);
        let text = text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_default();
        Self::hinted(
            format!("a fault of the program: {text}"),
            "please report it with the command that you gave; what was committed is kept",
        )
    }

    /// Says what happened on standard error, and gives the exit code.
    pub(crate) fn report(&self, context: &Context) -> ExitCode {
        if matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe) {
            // a pager that was left early is waited for
            let _ = context.finish();
            return ExitCode::SUCCESS;
        }
        // what was answered before stands before it; a closed pipe is no second failure
        let _ = context.finish();
        let mut text = format!("{} {}\n", context.err.paint(Role::Error, "error:"), self.message());
        for cause in self.causes() {
            text.push_str(&format!("{} {cause}\n", context.err.paint(Role::Error, "cause:")));
        }
        if let Some(hint) = self.hint() {
            text.push_str(&format!("{} {hint}\n", context.err.paint(Role::Hint, "hint:")));
        }
        // nothing can be said if standard error is closed
        let _ = io::stderr().write_all(text.as_bytes());
        ExitCode::from(2)
    }

    fn message(&self) -> String {
        let message = match self {
            Self::Output(_) => "the answer cannot be written".to_owned(),
            Self::Io(path, _) => format!("{} cannot be read or written", path.display()),
            Self::Query(message) => return message.trim_end().to_owned(),
            Self::Engine(error) => error.to_string(),
            Self::Other { message, .. } => message.clone(),
        };
        sanitize::terminal(&message).into_owned()
    }

    fn causes(&self) -> Vec<String> {
        let mut causes = Vec::new();
        let mut next: Option<&dyn Error> = match self {
            Self::Output(error) | Self::Io(_, error) => Some(error),
            Self::Engine(EngineError::Io { .. }) | Self::Query(_) | Self::Other { .. } => None,
            Self::Engine(error) => error.source(),
        };
        while let Some(cause) = next {
            causes.push(sanitize::line(&cause.to_string()));
            next = cause.source();
        }
        causes
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Other { hint, .. } => hint.clone(),
            Self::Engine(error) => hint_of_engine(error),
            _ => None,
        }
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

fn hint_of_engine(error: &EngineError) -> Option<String> {
    Some(match error {
        EngineError::Missing(_) => {
            "make one with `onrecord index PATH…`, or name another folder with --index; `onrecord demo` needs none"
                .into()
        }
        EngineError::NotAnIndex { .. } => "name an empty folder, or one that onrecord made, with --index".into(),
        EngineError::Version { what: "record format", .. } => {
            "the articles stored in it cannot be read: remove the folder, or name another with --index, and index them again"
                .into()
        }
        EngineError::Version { .. } => "make it anew from the articles stored in it: `onrecord index --rebuild`".into(),
        EngineError::Locked(_) => "wait until the other `onrecord index` has ended; searching goes on meanwhile".into(),
        EngineError::Damaged { .. } => {
            "`onrecord check` says what is damaged; `onrecord index --rebuild` makes it anew if the articles stored in it can be \
             read, otherwise remove the folder and index them again"
                .into()
        }
        EngineError::TooManyWords { .. } => "write more letters before the wildcard".into(),
        EngineError::Io { .. } | EngineError::Other(_) => return None,
    })
}

/// Says what is wrong with the arguments, or prints the help that was asked for.
pub(crate) fn of_arguments(error: &clap::Error) -> ExitCode {
    // nothing can be said if the stream is closed
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}
