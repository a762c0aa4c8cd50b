//! `portcullis init`: starts a configuration from what is detected.

mod layers;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use portcullis_facts::graph::{CrateKind, Graph};
use portcullis_facts::{Options, System};

use crate::arguments::Loudness;
use crate::report::Verbosity;
use crate::repository::Folder;
use crate::{Exit, config, escape, output, status};

/// Start a `portcullis.toml` from the layers and services that are detected
///
/// The file says why each layer was detected; what is only guessed is commented out. An existing
/// file is never overwritten.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Init {
    /// The folder to read, in which the file is written
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Print the file instead of writing it
    #[arg(short = 'n', long)]
    dry_run: bool,
}

const EXAMPLES: &str = "\
Examples:
  portcullis init --dry-run     what is detected, as a configuration
  portcullis init

Exit status: 0 written, 2 could not run, or there is a `portcullis.toml`";

impl Init {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let folder = Folder::new(&self.path);
        let file = self.path.join(config::NAME);
        if !self.dry_run && file.symlink_metadata().is_ok() {
            bail!(
                "`{}` exists; `portcullis init --dry-run` prints what is detected",
                file.display()
            );
        }
        let quiet = loudness.verbosity() == Verbosity::Quiet;
        let what = format!("reading {}", self.path.display());
        let system = status::while_running(&what, quiet, || {
            portcullis_facts::read(&folder.given, &Options::default())
        })?;
        let text = text(&system);
        if self.dry_run {
            output::print(&text)?;
            return Ok(Exit::Clean);
        }
        let write = || output::create(&file)?.write_all(text.as_bytes());
        write().with_context(|| format!("cannot write `{}`", file.display()))?;
        if loudness.verbosity() != Verbosity::Quiet {
            let shown = escape::line(&file.to_string_lossy()).into_owned();
            output::print(&format!(
                "wrote {shown}; read it, correct it, then `portcullis lint`\n"
            ))?;
        }
        Ok(Exit::Clean)
    }
}

const HEAD: &str = "\
# Portcullis: what the architecture of this system is meant to be.
# Written by `portcullis init` from what is detected. Correct it: what stands here counts as
# certain. `portcullis facts layers` and `portcullis facts modules` show the result.

extends = [\"recommended\"]
";

const TAIL: &str = "
# Levels and options of rules; `portcullis rules` lists them, `portcullis explain RULE` explains.
# [rules]
# \"hexagonal/layer-dependency\" = \"error\"

# Other levels below some paths, with the reason and the last day.
# [[override]]
# paths = [\"legacy/**\"]
# rules = { \"hexagonal/*\" = \"off\" }
# because = \"it is being replaced\"
# until = \"2030-12-31\"
";

/// The whole file.
fn text(system: &System) -> String {
    let mut text = String::from(HEAD);
    layers::write(system, &mut text);
    services(&system.graph, &mut text);
    text.push_str(TAIL);
    text
}

/// Packages with a binary; commented out, because only a correction needs to be written.
fn services(graph: &Graph, text: &mut String) {
    let has_binary = |package: &&portcullis_facts::graph::Package| {
        package.crates.iter().any(|id| graph.krate(*id).kind == CrateKind::Bin)
    };
    let mut services = graph.packages.iter().filter(has_binary).peekable();
    if services.peek().is_some() {
        text.push_str(
            "\n# Services: packages with a binary. Only corrections need to stand here.\n",
        );
    }
    for package in services {
        let dir = if package.dir.is_empty() { "." } else { &package.dir };
        let (name, dir) = (escape::toml(&package.name), escape::toml(dir));
        let _ = writeln!(text, "# [[service]]\n# name = {name}\n# crate = {dir}");
    }
}
