//! Where answers go: to standard output, or, on a terminal and when they are longer than a screen, through a pager. What
//! fits on a screen is never paged.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use onrecord::render::style::{in_ascii, visible_width};

/// The size of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Screen {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

/// The one way out for answers; cheap to clone, all clones are one.
#[derive(Clone, Debug)]
pub(crate) struct Output(Arc<Mutex<Way>>);

#[derive(Debug)]
enum Way {
    /// Straight to standard output.
    Plain,
    /// Held back until it is known whether it fits on a screen.
    Waiting { text: Vec<u8>, screen: Screen, command: String },
    /// Through a pager; what it was given is kept, in case it turns out that there is none.
    Paging { pager: Child, text: Vec<u8> },
}

impl Output {
    /// Straight to standard output.
    pub(crate) fn plain() -> Self {
        Self(Arc::new(Mutex::new(Way::Plain)))
    }

    /// Through a pager, if it is more than a screen.
    pub(crate) fn paged(command: &str, screen: Screen) -> Self {
        Self(Arc::new(Mutex::new(Way::Waiting { text: Vec::new(), screen, command: command.to_owned() })))
    }

    fn way(&self) -> MutexGuard<'_, Way> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether something is held back or in a pager, so that what is said now must go the same way to stand behind it.
    pub(crate) fn is_under_way(&self) -> bool {
        match &*self.way() {
            Way::Plain => false,
            Way::Waiting { text, .. } => !text.is_empty(),
            Way::Paging { .. } => true,
        }
    }

    /// Writes what was held back, and waits until the pager ends. Nothing is held back afterwards.
    pub(crate) fn finish(&self) -> io::Result<()> {
        let way = std::mem::replace(&mut *self.way(), Way::Plain);
        match way {
            Way::Plain => io::stdout().flush(),
            Way::Waiting { text, .. } => {
                let mut out = io::stdout().lock();
                out.write_all(&text)?;
                out.flush()
            }
            Way::Paging { mut pager, text } => {
                drop(pager.stdin.take());
                if could_not_run(pager.wait()?) {
                    io::stdout().write_all(&text)?;
                }
                io::stdout().flush()
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.way().send(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut *self.way() {
            Way::Plain => io::stdout().flush(),
            Way::Waiting { .. } => Ok(()),
            Way::Paging { pager, .. } => pager.stdin.as_mut().map_or(Ok(()), Write::flush),
        }
    }
}

impl Way {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain => io::stdout().write_all(bytes),
            Self::Waiting { text, screen, command } => {
                text.extend_from_slice(bytes);
                if rows(text, *screen) < screen.rows {
                    return Ok(());
                }
                let (text, command) = (std::mem::take(text), std::mem::take(command));
                *self = started(&command).map_or(Self::Plain, |pager| Self::Paging { pager, text: Vec::new() });
                self.send(&text)
            }
            Self::Paging { pager, text } => {
                text.extend_from_slice(bytes);
                let sent = pager.stdin.as_mut().map_or(Err(io::ErrorKind::BrokenPipe.into()), |to| to.write_all(bytes));
                match sent {
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe && could_not_run(pager.wait()?) => {
                        let text = std::mem::take(text);
                        *self = Self::Plain;
                        io::stdout().write_all(&text)
                    }
                    sent => sent,
                }
            }
        }
    }
}

/// Whether the shell says that there is no such program, or that it is none.
fn could_not_run(ended: ExitStatus) -> bool {
    matches!(ended.code(), Some(126 | 127))
}

/// Rows that a text takes on a screen, counted no further than the screen.
fn rows(text: &[u8], screen: Screen) -> usize {
    let columns = screen.columns.max(1);
    let lines = text.split_inclusive(|byte| *byte == b'\n').take(screen.rows);
    lines.map(|line| visible_width(&String::from_utf8_lossy(line)).div_ceil(columns).max(1)).sum()
}

/// Starts a pager; nothing if there is no such program.
fn started(command: &str) -> Option<Child> {
    if !is_there(command) {
        return None;
    }
    let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
    shell.arg(if cfg!(windows) { "/C" } else { "-c" }).arg(command).stdin(Stdio::piped());
    let child = shell.spawn().ok()?;
    // Ctrl-C is the pager's: it stops a search there, and must not end this program beneath it. A second handler is no harm.
    let _ = ctrlc::set_handler(|| {});
    Some(child)
}

/// Whether the program of a command is there, as far as it can be told: a shell would say so only when the text is lost.
fn is_there(command: &str) -> bool {
    let Some(program) = command.split_whitespace().next() else { return false };
    if program.contains(['/', '=', '$', '"', '\'', '(']) || cfg!(windows) {
        return !program.contains('/') || program.contains(['=', '$', '"', '\'', '(']) || Path::new(program).exists();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Text for people on its way to the output, in ASCII signs if they are wanted.
pub(crate) struct People {
    output: Output,
    ascii: bool,
    /// The beginning of a character whose end is still to come.
    rest: Vec<u8>,
}

impl People {
    pub(crate) fn new(output: Output, ascii: bool) -> Self {
        Self { output, ascii, rest: Vec::new() }
    }
}

impl Write for People {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.ascii {
            return self.output.write(bytes);
        }
        self.rest.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.rest) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => self.rest.len(),
        };
        let text: Vec<u8> = self.rest.drain(..whole).collect();
        self.output.write_all(in_ascii(&String::from_utf8_lossy(&text)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Screen = Screen { rows: 4, columns: 10 };

    #[test]
    fn rows_count_what_a_screen_breaks() {
        assert_eq!(rows(b"one\ntwo\n", SCREEN), 2);
        assert_eq!(rows("äöüäöüäöüä\n".as_bytes(), SCREEN), 1);
        assert_eq!(rows(b"0123456789a\n\n", SCREEN), 3);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_longer_than_a_screen_goes_through_the_pager_in_order() {
        let desk = tempfile::tempdir().unwrap();
        let file = desk.path().join("paged");
        let mut output = Output::paged(&format!("cat > '{}'", file.display()), SCREEN);
        output.write_all(b"1\n2\n3\n").unwrap();
        assert!(matches!(*output.way(), Way::Waiting { .. }) && output.is_under_way());
        output.write_all(b"4\n").unwrap();
        assert!(matches!(*output.way(), Way::Paging { .. }));
        output.write_all(b"5\n").unwrap();
        output.finish().unwrap();
        assert_eq!(std::fs::read_to_string(file).unwrap(), "1\n2\n3\n4\n5\n");
        assert!(!output.is_under_way());
    }

    #[cfg(unix)]
    #[test]
    fn a_pager_that_quits_early_is_a_closed_pipe_and_one_that_is_not_there_is_none() {
        let mut output = Output::paged("true", Screen { rows: 1, columns: 80 });
        let long = "x\n".repeat(1 << 20);
        let error = output.write_all(long.as_bytes()).and_then(|()| output.write_all(long.as_bytes())).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        output.finish().unwrap();
        assert!(started("no-such-pager-anywhere -x").is_none() && started("/no/such/pager").is_none());
    }

    #[test]
    fn a_character_cut_in_two_is_put_together() {
        let desk = tempfile::tempdir().unwrap();
        let file = desk.path().join("paged");
        let output = Output::paged(&format!("cat > '{}'", file.display()), Screen { rows: 1, columns: 80 });
        let mut people = People::new(output.clone(), true);
        let bytes = "“a” · é\n".as_bytes();
        for byte in bytes {
            people.write_all(&[*byte]).unwrap();
        }
        output.finish().unwrap();
        if cfg!(unix) {
            assert_eq!(std::fs::read_to_string(file).unwrap(), "\"a\" - é\n");
        }
    }
}
