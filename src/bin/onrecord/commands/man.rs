//! `man`: the manual pages, made from the flags and their help.

use std::io::{self, Write};

use clap::CommandFactory;

use crate::args::{Cli, ManArgs};
use crate::failure::{Exit, Failure};

/// Prints the page of the program, or writes a page a command into a folder.
pub(crate) fn run(args: &ManArgs) -> Result<Exit, Failure> {
    let mut command = Cli::command();
    command.build();
    match &args.out {
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|source| Failure::io(folder, source))?;
            clap_mangen::generate_to(command, folder).map_err(|source| Failure::io(folder, source))?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page).map_err(Failure::output)?;
            io::stdout().write_all(&page).map_err(Failure::output)?;
        }
    }
    Ok(Exit::Found)
}
