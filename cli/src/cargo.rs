//! The `cargo portcullis` subcommand: starts the `portcullis` that was installed with it.
//!
//! It names nothing of the library, so that it is linked in no time and takes no room: a second program with all
//! of Portcullis in it would double what an installation costs.

use std::convert::Infallible;
use std::env::{self, consts::EXE_SUFFIX};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The program that does the work.
const PROGRAM: &str = "portcullis";

fn main() -> ExitCode {
    // Cargo calls `cargo-portcullis portcullis lint`; a person may leave the repetition out.
    let mut args: Vec<OsString> = env::args_os().skip(1).collect();
    if args.first().is_some_and(|first| first == PROGRAM) {
        args.remove(0);
    }
    let program = beside().unwrap_or_else(|| PROGRAM.into());
    let Err(error) = become_program(command(&program).args(args));
    eprintln!("error: cannot start `{}`: {error}", program.display());
    eprintln!(
        "help: `cargo install portcullis` installs it beside `cargo-portcullis`, where it is looked \
         for first; then in the folders of `PATH`"
    );
    ExitCode::from(2)
}

/// The program in the folder of this one: both were installed together, so they are of one version.
fn beside() -> Option<PathBuf> {
    let program = env::current_exe().ok()?.with_file_name(format!("{PROGRAM}{EXE_SUFFIX}"));
    program.is_file().then_some(program)
}

#[expect(clippy::disallowed_methods, reason = "the program that is started is Portcullis itself")]
fn command(program: &Path) -> Command {
    Command::new(program)
}

/// Lets the program take the place of this one, so that signals and its exit status are its own.
#[cfg(unix)]
fn become_program(command: &mut Command) -> io::Result<Infallible> {
    use std::os::unix::process::CommandExt;

    Err(command.exec())
}

/// Runs the program and ends as it does.
#[cfg(not(unix))]
fn become_program(command: &mut Command) -> io::Result<Infallible> {
    let status = command.status()?;
    std::process::exit(status.code().unwrap_or(2))
}
