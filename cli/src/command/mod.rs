//! The commands: each has its arguments and its `run`, in a file of its own.

mod add;
mod baseline;
mod choice;
mod diff;
mod docs;
mod explain;
mod facts;
mod fix;
mod generate;
mod graph;
mod init;
mod known;
mod lint;
mod lsp;
mod new;
mod report;
mod rules;
mod side;
mod threshold;
mod undo;
mod why;

#[cfg(test)]
pub(crate) use self::rules::default as option_default;

use std::path::Path;

use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use portcullis_facts::{Configuration, Options, System};
use portcullis_rules::settings::Settings;

use crate::arguments::{Arguments, Loudness};
use crate::config;
use crate::report::Verbosity;
use crate::repository::Folder;
use crate::{Exit, status};

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Lint(lint::Lint),
    Explain(explain::Explain),
    Rules(rules::Rules),
    Why(why::Why),
    Facts(facts::Facts),
    Graph(graph::Graph),
    Report(report::Command),
    Init(init::Init),
    Baseline(baseline::Baseline),
    New(new::New),
    Add(add::Add),
    Fix(fix::Fix),
    Undo(undo::Undo),
    Diff(diff::Diff),
    Docs(docs::Docs),
    Lsp(lsp::Lsp),
}

/// The forms of what is no report of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// Runs the command that was asked for.
pub(crate) fn run(arguments: &Arguments) -> Result<Exit> {
    let loudness = arguments.loudness;
    match &arguments.command {
        Command::Lint(lint) => lint.run(loudness),
        Command::Explain(explain) => explain.run(),
        Command::Rules(rules) => rules.run(),
        Command::Why(why) => why.run(loudness),
        Command::Facts(facts) => facts.run(loudness),
        Command::Graph(graph) => graph.run(loudness),
        Command::Report(report) => report.run(loudness),
        Command::Init(init) => init.run(loudness),
        Command::Baseline(baseline) => baseline.run(loudness),
        Command::New(new) => new.run(loudness),
        Command::Add(add) => add.run(loudness),
        Command::Fix(fix) => fix.run(loudness),
        Command::Undo(undo) => undo.run(loudness),
        Command::Diff(diff) => diff.run(loudness),
        Command::Docs(docs) => docs.run(loudness),
        Command::Lsp(lsp) => lsp.run(),
    }
}

/// The settings of the configuration file of `path`.
fn settings(path: &Path, source: &config::Source) -> Result<Settings> {
    Ok(config::load(&Folder::new(path), source)?.settings)
}

/// Reads the system at `path` with its configuration file; only what exists under `configuration`.
fn read(
    path: &Path,
    source: &config::Source,
    configuration: Option<Configuration>,
    loudness: Loudness,
) -> Result<System> {
    let folder = Folder::new(path);
    let options = Options { configuration, ..config::load(&folder, source)?.options };
    let quiet = loudness.verbosity() == Verbosity::Quiet;
    let what = format!("reading {}", path.display());
    Ok(status::while_running(&what, quiet, || portcullis_facts::read(path, &options))?)
}
