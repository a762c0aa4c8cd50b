//! `portcullis lsp`: a server that editors speak to over standard input and output.

use std::io::{self, BufReader};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::editor::{self, Setup};
use crate::{Exit, config};

/// Serve an editor: findings while you type, their reasons, and what mends them
///
/// The editor starts it and speaks the Language Server Protocol with it over standard input and
/// output; docs/editors.md says how to set that up. It writes no file: what mends a finding is an
/// edit that the editor makes.
#[derive(Debug, Args)]
#[command(after_long_help = STATUS)]
pub(crate) struct Lsp {
    /// The folder to check, instead of the one that the editor has opened
    path: Option<PathBuf>,
    /// Show weak findings too, as hints
    ///
    /// A finding is weak if a step behind it is a guess, so that its confidence is below 0.65.
    #[arg(long)]
    show_weak: bool,
    /// What many editors say to every server; nothing else is possible
    #[arg(long, hide = true)]
    stdio: bool,
    #[command(flatten)]
    config: config::Source,
}

const STATUS: &str = "\
Exit status: 0 the editor ended it, 1 the editor went away without a word, 2 could not run";

impl Lsp {
    /// Runs the command.
    pub(crate) fn run(&self) -> Result<Exit> {
        let setup =
            Setup { folder: self.path.clone(), source: self.config.clone(), weak: self.show_weak };
        let politely = editor::serve(setup, BufReader::new(io::stdin()), &mut io::stdout())?;
        // The protocol wants 1 where the client left without `shutdown`.
        Ok(if politely { Exit::Clean } else { Exit::Findings })
    }
}
