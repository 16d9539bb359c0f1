//! No command, help, completions, manual pages, and what is common to all commands.

use insta::assert_snapshot;

use crate::Desk;

#[test]
fn without_arguments_ten_lines_show_the_way() {
    let ended = Desk::new().run(&[]);
    assert_snapshot!(ended.seen());
    assert!(ended.stdout.lines().count() <= 10);
}

#[test]
fn help_is_kept_as_it_is() {
    for verb in [
        "index",
        "search",
        "quotes",
        "speakers",
        "top",
        "speaker",
        "timeline",
        "first",
        "show",
        "explain",
        "cite",
        "kwic",
        "count",
        "match",
        "extract",
        "stats",
        "fields",
        "compare",
        "config",
        "check",
        "demo",
        "completions",
        "man",
    ] {
        let ended = Desk::new().run(&[verb, "--help"]);
        assert_eq!(ended.code, 0, "{verb}");
        assert_snapshot!(format!("help_{verb}"), ended.stdout);
    }
    assert_snapshot!("help", Desk::new().run(&["--help"]).stdout);
}

#[test]
fn an_unknown_flag_is_named_with_the_nearest_one() {
    assert_snapshot!(Desk::new().run(&["index", "--prun", "in"]).seen());
}

#[test]
fn help_is_a_command_too_and_knows_the_language() {
    let desk = Desk::new();
    for (asked, same) in [
        (&["help"][..], &["--help"][..]),
        (&["help", "kwic"], &["kwic", "--help"]),
        (&["help", "query"], &["search", "--syntax"]),
    ] {
        assert_eq!(desk.run(asked).seen(), desk.run(same).seen(), "{asked:?}");
    }
    assert_eq!(desk.run(&["help", "serach"]).code, 2);
}

#[test]
fn a_query_without_a_command_is_shown_the_way() {
    for words in [&["garayev", "trust"][..], &["by:garayev"], &["who", "\"mutual trust\""]] {
        let ended = Desk::new().run(words);
        assert!(ended.code == 2 && ended.stderr.contains("onrecord search 'QUERY'"), "{words:?} {}", ended.seen());
    }
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ended = Desk::new().run(&["completions", shell]);
        assert_eq!(ended.code, 0);
        assert!(ended.stdout.contains("onrecord") && ended.stdout.contains("speaker"), "{shell}");
    }
}

#[test]
fn the_manual_has_a_page_a_command() {
    let desk = Desk::new();
    assert!(desk.run(&["man"]).stdout.contains(".TH onrecord"));
    assert_eq!(desk.run(&["man", "--out", "pages"]).code, 0);
    for page in ["onrecord.1", "onrecord-search.1", "onrecord-index.1"] {
        assert!(desk.path("pages").join(page).is_file(), "{page}");
    }
}
