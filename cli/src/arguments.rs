//! What can be typed: the program's own arguments, those of all commands, and the help around them.

use clap::{ArgAction, Args, Parser, ValueEnum};

use crate::command::Command;
use crate::report::Verbosity;

/// An architecture linter for services in Rust
///
/// Portcullis reads a whole system (crates, modules, every use of a name) and says, with evidence,
/// where its architecture is broken: a domain that knows its database, adapters that know each
/// other, services that are tied together. It runs nothing of what it reads, and changes nothing
/// of it but its own files. `new` and `add` write code that it has nothing to say against, and `fix` mends
/// what it has to say where one edit does.
#[derive(Debug, Parser)]
#[command(
    name = "portcullis",
    bin_name = "portcullis",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = EXIT_STATUS,
    after_long_help = LONG
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to colour the text
    ///
    /// `auto` colours what goes to a terminal, and respects NO_COLOR and CLICOLOR_FORCE.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(crate) color: Color,
    #[command(flatten)]
    pub(crate) loudness: Loudness,
}

const EXIT_STATUS: &str = "\
Exit status: 0 clean, 1 findings, 2 could not run, 3 incomplete inputs (--strict-inputs)";

const LONG: &str = "\
Examples:
  portcullis lint                          check the system in this folder
  portcullis lint --format sarif --output portcullis.sarif
  portcullis explain layer-dependency      what a rule wants, and how to do it right
  portcullis why layer:core crate:sqlx     how the core gets to the database driver
  portcullis facts                         what was read, and what could not be
  portcullis report --open                 a page with maps, findings, patterns and metrics
  portcullis graph --output system.svg     a picture of the services, violations drawn in
  portcullis init                          start a portcullis.toml from what is detected
  portcullis baseline                      record what is found today; `lint` fails for the rest
  portcullis diff main                     what has changed since the branch `main`
  portcullis new shop                      make a workspace with a hexagonal service
  portcullis add adapter Orders --tech s3  add a piece to a workspace
  portcullis fix --dry-run                 what one edit can mend

Exit status:
  0  clean: no errors (and no warnings, where --deny-warnings asks)
  1  findings; for `why`, no path
  2  could not run: wrong usage, wrong configuration, no such folder
  3  clean, but not everything could be read, and --strict-inputs asks for that

Configuration is read from the nearest `portcullis.toml` between PATH and the root of its
repository. Without one, the layers are detected and the preset `recommended` applies.";

/// When text is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// Where it goes to a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Makes this the choice for everything that is printed.
    pub(crate) fn write_global(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// How much is said.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Loudness {
    /// Say less: one line a finding, no summary
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: every problem, the configuration that is used
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    verbose: bool,
}

impl Loudness {
    /// How much text says.
    pub(crate) fn verbosity(self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => Verbosity::Normal,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
