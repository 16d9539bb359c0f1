//! The completions of zsh and fish, run by these shells where they are installed; elsewhere the form of the scripts is checked.

use std::process::{Command, Stdio};

use crate::Desk;

const NEWS: &str = r#"{"id":"1","title":"Tariffs fall","date":"2025-04-11","outlet":"Daily Vitols","text":"RIGA, Latvia, April 11. Tariffs fell on Friday.\n\n“Tariffs are wrong,” Foreign Minister Mara Lind said.\n\n“The corridor is loud,” lawmaker Ilze Strautina said."}
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("news.jsonl", NEWS);
    assert_eq!(desk.run(&["index", "news.jsonl"]).code, 0);
    desk
}

/// What a shell prints that runs a script in the folder of the desk; nothing if there is no such shell.
fn run(desk: &Desk, shell: &str, arguments: &[&str]) -> Option<String> {
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_onrecord")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let output = Command::new(shell)
        .args(arguments)
        .current_dir(desk.path(""))
        .env_clear()
        .env("PATH", path)
        .env("HOME", desk.path(""))
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && errors.is_empty(), "{shell} {arguments:?}: {errors}");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The script of a shell, written to a file of that name.
fn script(desk: &Desk, shell: &str) -> String {
    let ended = desk.run(&["completions", shell]);
    assert_eq!(ended.code, 0, "{}", ended.seen());
    desk.write(shell, &ended.stdout);
    ended.stdout
}

/// Whether brackets of a kind that stand outside quotation marks close one another.
fn closes(script: &str, open: char, close: char) -> bool {
    let code = script.lines().filter(|line| !line.trim_start().starts_with('#'));
    let mut depth = 0i64;
    for line in code {
        let (mut mark, mut escaped) = (None, false);
        for c in line.chars() {
            match mark {
                _ if escaped => escaped = false,
                _ if c == '\\' => escaped = true,
                Some(own) if c == own => mark = None,
                Some(_) => {}
                None if matches!(c, '\'' | '"') => mark = Some(c),
                None if c == open => depth += 1,
                None if c == close => depth -= 1,
                None => {}
            }
        }
    }
    depth == 0
}

#[test]
fn zsh_completes_from_the_index() {
    let desk = desk();
    let script = script(&desk, "zsh");
    assert!(script.starts_with("#compdef onrecord") && script.trim_end().ends_with("compdef _onrecord_index onrecord"));
    if run(&desk, "zsh", &["-f", "-n", "zsh"]).is_none() {
        assert!(closes(&script, '{', '}'), "{script}");
        return;
    }
    // the functions of zsh's own completion, which tell what they are given
    let complete = |words: &str, prefix: &str| {
        let script = format!(
            "compdef() {{ : }}; typeset -A compstate; source ./zsh; \
             _onrecord() {{ print own }}; \
             compadd() {{ while [[ $1 != -- ]]; do shift; done; shift; print -rl -- \"$@\" }}; \
             words=({words}); CURRENT=${{#words}}; {prefix}; _onrecord_index"
        );
        run(&desk, "zsh", &["-f", "-c", &script]).unwrap()
    };
    assert_eq!(complete("onrecord quotes speaker:mar", "PREFIX=speaker:mar"), "speaker:\"Mara Lind\"\n");
    assert_eq!(
        complete("onrecord search \"'treaty speaker:mar\"", "QIPREFIX=\"'\" PREFIX='treaty speaker:mar'"),
        "treaty speaker:\"Mara Lind\"\n"
    );
    assert_eq!(complete("onrecord search --speaker st", "PREFIX=st"), "Ilze Strautina\n");
    assert_eq!(complete("onrecord sea", "PREFIX=sea"), "own\n", "commands are known to the generated function");
}

#[test]
fn fish_completes_from_the_index() {
    let desk = desk();
    let script = script(&desk, "fish");
    if run(&desk, "fish", &["--no-execute", "fish"]).is_none() {
        assert!(closes(&script, '(', ')'), "{script}");
        return;
    }
    let complete = |line: &str| {
        let script = format!("source ./fish; complete -C \"{line}\"");
        let told = run(&desk, "fish", &["--no-config", "-c", &script]).unwrap();
        // behind a tab stands what the word is
        told.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(complete("onrecord sea").contains(&"search".to_owned()));
    assert!(complete("onrecord search --sor").contains(&"--sort".to_owned()));
    assert_eq!(complete("onrecord quotes speaker:mar"), ["speaker:Mara-Lind"]);
    assert_eq!(complete("onrecord search --speaker st"), ["Ilze Strautina"]);
}

#[test]
fn brackets_that_do_not_close_are_seen() {
    assert!(closes("a() {\n  echo '{' \"}\" \\{\n}\n# {", '{', '}'));
    assert!(!closes("a() {\n  echo '}'\n", '{', '}'));
}
