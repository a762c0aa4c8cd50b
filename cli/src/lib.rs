//! The command line of Portcullis: commands, configuration and reports.
//!
//! [`run`] is the whole program; the binary `portcullis` calls it, and `cargo-portcullis` starts `portcullis`.
//! A command parses its arguments, lets `portcullis-facts` read the system and
//! `portcullis-rules` check it, and hands the result to a reporter. Nothing but
//! the files of reports, baselines, and what `init` says that it writes, is ever written, but for
//! temporary files, in which revisions of git are read; `new`, `add`, `fix` and `undo` plan with
//! `portcullis-templates` and let that write.

mod arguments;
mod baseline;
mod browser;
mod change;
mod command;
mod config;
mod destination;
mod documentation;
mod drawing;
mod editor;
mod escape;
mod fault;
mod glob;
mod input;
mod layout;
mod mend;
mod names;
mod output;
mod own;
mod picture;
mod report;
mod repository;
mod revision;
mod runs;
#[cfg(test)]
mod shell;
mod status;
mod suggest;
#[cfg(test)]
mod testing;
mod today;
mod uri;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Nothing was found that fails a run.
    Clean = 0,
    /// Something was found.
    Findings = 1,
    /// The run could not be done: usage, configuration.
    CouldNotRun = 2,
    /// The run was clean, but not everything could be seen, and `--strict-inputs` asks for that.
    Incomplete = 3,
}

/// Runs Portcullis with `args`, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(args) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come this way too; a closed pipe is no reason to fail.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    arguments.color.write_global();
    let exit = command::run(&arguments).unwrap_or_else(|error| {
        output::complain(&fault::render(&error, output::stderr_is_styled()));
        Exit::CouldNotRun
    });
    ExitCode::from(exit as u8)
}
