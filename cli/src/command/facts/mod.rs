//! `portcullis facts`: what was read of a system, and what was not.

mod collect;
mod module_edges;
mod selector;
mod system;
#[cfg(test)]
mod tests;
mod text;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use portcullis_facts::Configuration;
use portcullis_facts::cfg::CfgOptions;

use self::module_edges::{View, crate_name};
use self::selector::Selector;
use super::TextOrJson;
use crate::arguments::Loudness;
use crate::config;
use crate::report::json;
use crate::report::locate::Locator;
use crate::{Exit, output};

/// Show what was read of a system, and what could not be
///
/// Without SELECTOR: services with what they have, packages with their crates, layers, ports,
/// technologies, counts of edges, and everything that is missing from the picture.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Facts {
    /// A part of the facts, `kind:pattern`, or a selector
    ///
    /// Parts: services, deployments, routes, calls, hosts, databases, connections, tables, brokers,
    /// topics, publishes, consumes, env, capabilities, entries, sites; packages, layers, modules,
    /// ports, externals, edges; problems, blind-spots, orphans, left-out. Patterns: `package:`,
    /// `crate:`, `module:`, `path:`, `layer:`, `port:`, with `*`, `?` and `{a,b}`. Everything else is
    /// a selector as custom rules have it: `route:* & service:orders`.
    selector: Option<String>,
    /// The folder to read
    #[arg(short, long, value_name = "PATH", default_value = ".")]
    path: PathBuf,
    /// The form of the output
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
    #[command(flatten)]
    config: config::Source,
    #[command(flatten)]
    one_crate: OneCrate,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Modules of one crate, as lines for programs")]
struct OneCrate {
    /// List which module of CRATE uses which, tab-separated
    ///
    /// Columns: from_module, to_module, how, first_file, first_line. `how` is `named` (a path names
    /// the other module), `defined` (an item that is defined there is used) or `defined+named`.
    /// Method calls, tests, and what the configuration switches off are left out.
    #[arg(long, value_name = "CRATE", conflicts_with_all = ["selector", "modules_of", "format"])]
    edges_of: Option<String>,
    /// List the modules of CRATE that exist under the configuration
    #[arg(long, value_name = "CRATE", conflicts_with_all = ["selector", "format"])]
    modules_of: Option<String>,
    /// Features of CRATE that are on, with all that they switch on
    #[arg(long, value_name = "FEATURES", value_delimiter = ',', num_args = 1)]
    features: Vec<String>,
    /// Leave out what stands in the arguments of the standard library's macros, and edges into it
    ///
    /// For comparing with a reader that does not have the standard library's sources.
    #[arg(long)]
    without_std: bool,
    /// Leave `default` off
    #[arg(long)]
    no_default_features: bool,
    /// What else is on: `flag` or `key="value"`, as `cfg` knows it
    #[arg(long, value_name = "CFG")]
    cfg: Vec<String>,
    /// The platform
    #[arg(long, value_enum, default_value_t = Platform::Linux)]
    target: Platform,
}

/// Platforms whose `cfg` is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Platform {
    /// 64-bit Linux on x86
    Linux,
}

const EXAMPLES: &str = "\
Examples:
  portcullis facts                          an overview
  portcullis facts 'service:*'              services, and why they are some
  portcullis facts 'route:* & service:orders'
  portcullis facts layer:core               the modules of the core, and why they count to it
  portcullis facts blind-spots --path services/orders
  portcullis facts --edges-of orders --features postgres > edges.tsv

Exit status: 0 shown, 2 could not run";

impl Facts {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let selector = Selector::parse(self.selector.as_deref())?;
        let configuration = self.one_crate.configuration();
        let system = super::read(&self.path, &self.config, configuration, loudness)?;
        if let Some(name) = &self.one_crate.edges_of {
            let view = View::new(&system, name)?;
            let without_std = self.one_crate.without_std;
            output::write(None, |out| view.write_edges(without_std, out))?;
        } else if let Some(name) = &self.one_crate.modules_of {
            let view = View::new(&system, name)?;
            output::write(None, |out| view.write_modules(out))?;
        } else {
            let settings = super::settings(&self.path, &self.config)?;
            let selector = selector.look_up(&system, &settings)?;
            let locator = Locator::new(&system);
            let facts = collect::facts(&system, &locator, &selector);
            match self.format {
                TextOrJson::Json => output::write(None, |out| json::document_to(&facts, out))?,
                TextOrJson::Text => {
                    let styled = output::stdout_is_styled();
                    let overview = matches!(selector, Selector::Overview);
                    output::write(None, |out| text::write(&facts, overview, styled, out))?;
                }
            }
        }
        Ok(Exit::Clean)
    }
}

impl OneCrate {
    /// What exists of the crate that is asked for.
    fn configuration(&self) -> Option<Configuration> {
        let name = self.edges_of.as_ref().or(self.modules_of.as_ref())?;
        let mut options = match self.target {
            Platform::Linux => CfgOptions::linux(),
        };
        let mut add = |key: &str, value: &str| {
            options.values.push((key.trim().to_owned(), value.trim().trim_matches('"').to_owned()));
        };
        if !self.no_default_features {
            add("feature", "default");
        }
        for feature in &self.features {
            add("feature", feature);
        }
        for (key, value) in self.cfg.iter().filter_map(|cfg| cfg.split_once('=')) {
            add(key, value);
        }
        let flags = self.cfg.iter().filter(|cfg| !cfg.contains('='));
        options.flags.extend(flags.map(|flag| flag.trim().to_owned()));
        Some(Configuration { krate: crate_name(name), options, without_std: self.without_std })
    }
}
