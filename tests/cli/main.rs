//! The binary as its users meet it: what it prints on both streams and the code it ends with, verb by verb. Snapshots lie
//! beside the tests; `INSTA_UPDATE=always cargo test --test cli` writes them anew.

#![expect(clippy::unwrap_used, reason = "a test or a measurement may panic, and prints for people")]

mod basics;
mod comparing;
mod completing;
mod configuring;
mod copies;
mod counting;
mod evidence;
mod explaining;
mod exporting;
mod filling;
mod finding;
mod language;
mod schema;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder of its own for a test, and the binary run in it.
struct Desk {
    folder: TempDir,
}

/// How a run ended.
struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With an index of articles in JSON Lines.
    fn with_news(news: &str) -> Self {
        let desk = Self::new();
        desk.write("news.jsonl", news);
        let ended = desk.run(&["index", "news.jsonl"]);
        assert_eq!(ended.code, 0, "{}", ended.seen());
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file of the desk.
    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, b"")
    }

    /// Runs the binary with something on its standard input, on a day of its own.
    fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ended {
        self.run_in(&[], arguments, input)
    }

    /// The same in an environment of its own.
    fn run_in(&self, variables: &[(&str, &str)], arguments: &[&str], input: &[u8]) -> Ended {
        let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("ONRECORD_TODAY", "2026-11-20")
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // a program that does not read its input closes it: no failure of the test
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| self.plain(&String::from_utf8(bytes).unwrap());
        Ended { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Text with what differs from run to run made equal.
    fn plain(&self, text: &str) -> String {
        text.replace(&self.folder.path().to_string_lossy().into_owned(), "DESK")
    }
}

impl Ended {
    /// All that a user sees, for a snapshot.
    fn seen(&self) -> String {
        format!("exit {}\n-- stdout --\n{}-- stderr --\n{}", self.code, self.stdout, self.stderr)
    }
}
