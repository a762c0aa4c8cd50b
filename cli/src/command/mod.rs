//! The commands: each has its arguments and its `run`, in a file of its own.

mod lint;

use anyhow::Result;
use clap::Subcommand;

use crate::Exit;
use crate::arguments::Arguments;

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Lint(lint::Lint),
}

/// Runs the command that was asked for.
pub(crate) fn run(arguments: &Arguments) -> Result<Exit> {
    let loudness = arguments.loudness;
    match &arguments.command {
        Command::Lint(lint) => lint.run(loudness),
    }
}
