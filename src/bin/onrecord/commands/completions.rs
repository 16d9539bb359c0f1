//! `completions`: a script that teaches a shell the commands and flags; in bash, zsh and fish it asks the index for fields,
//! speakers, outlets and places while a query is typed.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;
use onrecord::field::FIELDS;

use crate::args::{Cli, CompletionsArgs};
use crate::failure::{Exit, Failure};

/// Asks `onrecord complete` first; where it knows nothing, the generated function answers.
const BASH: &str = r#"
_onrecord_index() {
    local word found
    COMPREPLY=()
    found=$("$1" complete --shell bash --breaks="$COMP_WORDBREAKS" -- "${COMP_LINE:0:$COMP_POINT}" 2>/dev/null)
    if [[ -n $found ]]; then
        while IFS= read -r word; do
            COMPREPLY+=("$word")
        done <<<"$found"
        if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]]; then
            compopt -o nospace 2>/dev/null
        fi
        return 0
    fi
    _onrecord "$@"
}
complete -F _onrecord_index -o bashdefault -o default onrecord
"#;

const ZSH: &str = r#"
_onrecord_index() {
    local -a found
    # LBUFFER has lost the mark that is open
    local line="${(j: :)words[1,CURRENT-1]} ${QIPREFIX}${IPREFIX}${PREFIX}"
    found=("${(@f)$("${words[1]}" complete -- "$line" 2>/dev/null)}")
    if [[ -n ${found[1]} ]]; then
        # names may match in their middle: what they have in common would take the place of what was typed
        (( ${#found} > 1 )) && compstate[insert]=menu
        compadd -U -S '' -- "${found[@]}"
        return
    fi
    _onrecord "$@"
}
compdef _onrecord_index onrecord
"#;

const FISH: &str = r#"
complete -c onrecord -k -a '(onrecord complete --shell fish -- (commandline -cp) 2>/dev/null)'
"#;

/// Prints the script of a shell.
pub(crate) fn run(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "onrecord", &mut script);
    let more = match args.shell {
        Shell::Bash => BASH,
        Shell::Zsh => ZSH,
        Shell::Fish => FISH,
        _ => "",
    };
    script.extend_from_slice(more.as_bytes());
    if args.shell == Shell::Fish {
        // what stands behind a flag is asked for by flag
        for name in FIELDS.iter().flat_map(|spec| std::iter::once(&spec.name).chain(spec.aliases)) {
            let asked = "onrecord complete --shell fish -- (commandline -cp) 2>/dev/null";
            script.extend_from_slice(format!("complete -c onrecord -l {name} -x -k -a '({asked})'\n").as_bytes());
        }
    }
    io::stdout().write_all(&script).map_err(Failure::output)?;
    Ok(Exit::Found)
}
