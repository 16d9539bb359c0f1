//! Config files, the environment and named queries; the pager and the completions, where a terminal or a shell is there to try
//! them.

use std::process::Command;

use insta::assert_snapshot;
use serde_json::Value;

use crate::Desk;
use crate::schema::faults;

const NEWS: &str = r#"{"id":"1","title":"Treaty signed","date":"2025-01-30","outlet":"Odlar Post","text":"BAKU, Azerbaijan, January 30. The corridor treaty was signed on Thursday.\n\n“We have waited nine years for the corridor,” Foreign Minister Mara Lind said.\n\n“Nobody will close it again,” Lind said."}
{"id":"2","title":"Treaty debated","date":"2025-02-03","outlet":"Odlar Post","text":"RIGA, Latvia, February 3. Parliament debated the corridor treaty on Monday.\n\n“The corridor costs too much,” lawmaker Ilze Strautina said.\n\n“It is a bargain,” Foreign Minister Mara Lind told lawmakers."}
{"id":"3","title":"Tariffs","date":"2025-04-11","outlet":"Daily Vitols","text":"RIGA, Latvia, April 11. Tariffs fell on Friday.\n\n“Tariffs on wheat will fall again,” trade envoy Rashad Aliyev said."}
"#;

const CONFIG: &str = "limit = 1\nsort = \"-date\"\n\n[queries]\ntrade = 'tariff* OR query:road'\nroad = 'corridor'\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("news.jsonl", NEWS).write("user.toml", CONFIG);
    let ended = desk.run(&["index", "news.jsonl"]);
    assert_eq!(ended.code, 0, "{}", ended.seen());
    desk
}

const USER: (&str, &str) = ("ONRECORD_CONFIG", "user.toml");

#[test]
fn flags_win_over_variables_over_the_project_over_the_user() {
    let desk = desk();
    let dates = |variables: &[(&str, &str)], more: &[&str]| {
        let ended = desk.run_in(variables, &[&["search", "has:quote", "--json"], more].concat(), b"");
        assert_eq!(ended.code, 0, "{}", ended.seen());
        let hits = ended.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        hits.map(|hit| hit["date"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(dates(&[], &["--sort", "date"]), ["2025-01-30", "2025-02-03", "2025-04-11"]);
    assert_eq!(dates(&[USER], &[]), ["2025-04-11"]);
    assert_eq!(dates(&[USER], &["-n", "2"]), ["2025-04-11", "2025-02-03"]);
    desk.write(".onrecord.toml", "limit = 2\n");
    assert_eq!(dates(&[USER], &[]), ["2025-04-11", "2025-02-03"]);
    assert_eq!(dates(&[USER, ("ONRECORD_LIMIT", "3")], &[]), ["2025-04-11", "2025-02-03", "2025-01-30"]);
    assert_eq!(dates(&[USER, ("ONRECORD_SORT", "date")], &["-n", "1"]), ["2025-01-30"]);
}

#[test]
fn the_users_file_is_found_where_it_belongs() {
    let desk = desk();
    desk.write("home/.config/onrecord/config.toml", "limit = 1\n").write("xdg/onrecord/config.toml", "limit = 2\n");
    let (home, xdg) = (desk.path("home"), desk.path("xdg"));
    let (home, xdg) = (("HOME", home.to_str().unwrap()), ("XDG_CONFIG_HOME", xdg.to_str().unwrap()));
    let shown = |variables: &[(&str, &str)]| {
        let ended = desk.run_in(variables, &["search", "has:quote", "--json"], b"");
        ended.stdout.lines().count()
    };
    assert_eq!((shown(&[]), shown(&[home]), shown(&[home, xdg])), (3, 1, 2));
    assert_eq!(shown(&[home, ("ONRECORD_CONFIG", "")]), 3);
}

#[test]
fn what_a_file_gets_wrong_is_told_with_its_line() {
    let desk = desk();
    let mut seen = String::new();
    for text in [
        "lmit = 3\n",
        "\n\nzebra = 3\n",
        "limit = \"many\"\n",
        "limit = 1.5\n",
        "limit = \n",
        "queries = 3\n",
        "[queries]\nx = 3\n",
        "[queries]\n\"a b\" = 'x'\n",
        "pager = \"rm -rf x\"\n",
    ] {
        desk.write(".onrecord.toml", text);
        let ended = desk.run(&["search", "treaty"]);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{text}: {}", ended.seen());
        seen.push_str(&format!("{text}{}\n", ended.stderr));
    }
    assert_snapshot!("bad_files", seen);
    desk.write(".onrecord.toml", "lmit = 3\n");
    assert_eq!(desk.run(&["completions", "bash"]).code, 0, "what is built in needs no settings");
    desk.write(".onrecord.toml", "");
    let ended = desk.run_in(&[("ONRECORD_LIMIT", "x")], &["search", "treaty"], b"");
    assert!(ended.code == 2 && ended.stderr.contains("ONRECORD_LIMIT"), "{}", ended.seen());
}

#[test]
fn config_shows_every_setting_and_where_it_comes_from() {
    let desk = desk();
    desk.write(".onrecord.toml", "ascii = true\n[queries]\nroad = 'corridor -treaty'\n");
    let variables = [USER, ("ONRECORD_WIDTH", "72"), ("ONRECORD_LIMTI", "3")];
    assert_snapshot!("config", desk.run_in(&variables, &["config", "--color", "never"], b"").seen());
    let ended = desk.run_in(&variables, &["config", "--json"], b"");
    let value: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(faults("config", &value), [""; 0], "{value}");
    desk.write(".onrecord.toml", "[queries]\nbad = 'speeker:lind'\n");
    let bad = desk.run(&["config"]);
    assert_eq!(bad.code, 2);
    assert!(bad.stdout.contains("did you mean speaker:") && bad.stdout.contains("^^^^"), "{}", bad.seen());
}

#[test]
fn a_named_query_finds_what_it_stands_for() {
    let desk = desk();
    desk.write(".onrecord.toml", "[queries]\nloop = 'query:pool'\npool = 'query:loop'\n");
    for verb in ["search", "quotes"] {
        let one = desk.run_in(&[USER], &[verb, "query:trade speaker:lind", "-c"], b"");
        let two = desk.run(&[verb, "(tariff* OR (corridor)) speaker:lind", "-c"]);
        assert_eq!(one.stdout, two.stdout);
        assert_ne!(one.stdout, "0\n");
    }
    assert_snapshot!("named", desk.run_in(&[USER], &["quotes", "query:trade", "--explain", "-n", "1"], b"").seen());
    let mut seen = String::new();
    for query in ["query:loop", "query:traed", "query:tradex", "query:roads", "query:", "said:query:trade query: wheat"]
    {
        let ended = desk.run_in(&[USER], &["search", query], b"");
        seen.push_str(&format!("{query}: exit {}\n{}\n", ended.code, ended.stderr));
    }
    assert_snapshot!("named_errors", seen);
}

#[test]
fn a_list_of_queries_may_use_names_and_bad_lines_are_reported() {
    let desk = desk();
    desk.write(
        "list.txt",
        "# parties\nroads: query:road\nquery:trade\nBad one: speeker:x\n\n\"lone\ntwice: query:nobody\nafter: wheat\n",
    );
    assert_snapshot!(
        "count_list",
        desk.run_in(&[USER], &["count", "--queries", "list.txt", "--csv", "--no-matches"], b"").seen()
    );
    let strict = desk.run_in(&[USER], &["count", "--queries", "list.txt", "--strict"], b"");
    assert_eq!(strict.code, 2, "{}", strict.seen());
}

#[test]
fn completions_know_the_index_the_names_and_the_fields() {
    let desk = desk();
    let complete = |line: &str| desk.run_in(&[USER], &["complete", line], b"").stdout;
    assert_eq!(complete("onrecord search 'treaty speaker:mar"), "treaty speaker:\"Mara Lind\"\n");
    assert_eq!(complete("onrecord quotes speaker:lin"), "speaker:\"Mara Lind\"\n");
    assert_eq!(complete("onrecord search --speaker st"), "Ilze Strautina\n");
    assert_eq!(complete("onrecord search --speaker=st"), "--speaker=Ilze Strautina\n");
    assert_eq!(complete("onrecord search -outlet:"), "-outlet:\"odlar post\"\n-outlet:\"daily vitols\"\n");
    assert_eq!(complete("onrecord top people in:ri"), "in:Riga\n");
    assert_eq!(complete("onrecord speaker ali"), "Rashad Aliyev\n");
    assert_eq!(complete("onrecord search query:"), "query:road\nquery:trade\n");
    assert_eq!(complete("onrecord search treaty kin"), "kind:\n");
    let fish = |line: &str| desk.run_in(&[USER], &["complete", "--shell", "fish", line], b"").stdout;
    assert_eq!(fish("onrecord search 'treaty speaker:mar"), "treaty speaker:Mara-Lind\n");
    assert_eq!(fish("onrecord search 'speaker:\"mar"), "speaker:\"Mara Lind\"\n");
    let count = |query: &str| desk.run(&["quotes", query, "-c"]).stdout;
    assert_eq!(count("speaker:Mara-Lind"), count("speaker:\"Mara Lind\""));
    assert_eq!(complete("onrecord timeline x --by mo"), "", "--by is a period there");
    assert_eq!(complete("onrecord sea"), "", "commands are known to the shell's own script");
    assert_eq!(complete("onrecord search --index nowhere speaker:li"), "");
}

/// The script as bash runs it, with the words that bash would hand in.
#[cfg(target_os = "linux")]
#[test]
fn bash_completes_commands_flags_and_values() {
    let desk = desk();
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_onrecord")).parent().unwrap();
    let complete = |line: &str, words: &str| {
        let script = format!(
            "PATH={}:$PATH; source <(onrecord completions bash); COMP_LINE={line}; COMP_POINT=${{#COMP_LINE}}; \
             COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _onrecord_index onrecord \"${{COMP_WORDS[$COMP_CWORD]}}\" \"${{COMP_WORDS[$COMP_CWORD - 1]}}\" 2>/dev/null; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            folder.display()
        );
        let output = Command::new("bash")
            .args(["--norc", "--noprofile", "-c", &script])
            .current_dir(desk.path(""))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .output()
            .expect("bash is there on Linux");
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(complete("'onrecord sea'", "onrecord sea"), "search\n");
    assert!(complete("'onrecord search --sor'", "onrecord search --sor").contains("--sort"));
    // bash parts words at colons
    assert_eq!(complete("'onrecord search speaker:mar'", "onrecord search speaker : mar"), "\\\"Mara\\ Lind\\\"\n");
    assert_eq!(
        complete("\"onrecord search 'treaty speaker:mar\"", "onrecord search \"'treaty speaker:mar\""),
        "treaty speaker:\"Mara Lind\"\n"
    );
    // several that have nothing in common with what was typed are listed, and the typed text stays
    assert_eq!(complete("'onrecord search outlet:'", "onrecord search outlet :").lines().count(), 2);
    assert!(complete("'onrecord search speaker:a'", "onrecord search speaker : a").contains("Rashad"));
}

/// What a terminal shows: `script` runs the binary on one.
#[cfg(target_os = "linux")]
fn on_a_terminal(desk: &Desk, rows: u16, variables: &str, arguments: &str) -> String {
    let binary = env!("CARGO_BIN_EXE_onrecord");
    let command = format!("stty rows {rows} cols 80; {variables} {binary} {arguments}; echo code $?");
    let output = Command::new("script")
        .args(["-q", "-e", "-c", &command, "/dev/null"])
        .current_dir(desk.path(""))
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("TERM", "xterm")
        .stdin(std::process::Stdio::null())
        .output()
        .expect("script (util-linux) is there on Linux");
    String::from_utf8_lossy(&output.stdout).replace('\r', "")
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_longer_than_the_screen_goes_through_the_pager() {
    let desk = desk();
    let all = "search has:quote --color never";
    let pager = "ONRECORD_PAGER='sed s/^/paged:/'";
    let long = on_a_terminal(&desk, 10, pager, all);
    assert!(long.contains("paged:1 ") && long.contains("code 0"), "{long}");
    assert!(long.contains("paged:3 articles"), "notes stand behind the answer: {long}");
    for (rows, variables, arguments) in [
        (50, pager, all.to_owned()),
        (10, pager, format!("{all} --no-pager")),
        (10, "ONRECORD_PAGER=", all.to_owned()),
        (10, "ONRECORD_PAGER=no-such-pager-anywhere", all.to_owned()),
        (10, "ONRECORD_PAGER=./no-such-pager", all.to_owned()),
        (10, "ONRECORD_PAGER='A=1 no-such-pager-anywhere'", all.to_owned()),
        (10, &format!("TERM=dumb {pager}"), all.to_owned()),
    ] {
        let plain = on_a_terminal(&desk, rows, variables, &arguments);
        assert!(plain.contains("Treaty signed") && !plain.contains("paged:"), "{variables} {arguments}: {plain}");
    }
    let early = on_a_terminal(&desk, 10, "ONRECORD_PAGER='head -n 1'", all);
    assert!(early.contains("code 0") && !early.contains("error"), "{early}");
    let none = on_a_terminal(&desk, 10, pager, "search zeppelin");
    assert!(none.contains("nothing found") && none.contains("code 1"), "{none}");
    let piped = desk.run_in(&[("ONRECORD_PAGER", "sed s/^/paged:/")], &["search", "has:quote"], b"");
    assert!(!piped.stdout.contains("paged:"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_is_not_utf8_gets_ascii_signs() {
    let desk = desk();
    let quotes = "--no-pager --color never quotes speaker:lind";
    let plain = on_a_terminal(&desk, 50, "LC_ALL=C", quotes);
    assert!(plain.is_ascii() && plain.contains("2025-01-30 - Baku - Odlar Post"), "{plain}");
    assert!(on_a_terminal(&desk, 50, "LC_ALL=C.UTF-8", quotes).contains("2025-01-30 · Baku"));
}

#[test]
fn what_goes_into_a_pipe_is_the_same_in_every_locale() {
    let desk = desk();
    for arguments in [&["quotes", "speaker:lind"][..], &["timeline", "corridor"]] {
        let ended = desk.run(arguments).seen();
        assert!(ended.contains(['·', '█']), "{ended}");
        assert_eq!(desk.run_in(&[("LC_ALL", "C")], arguments, b"").seen(), ended);
        assert!(desk.run(&[arguments, &["--ascii"]].concat()).seen().is_ascii());
    }
}
