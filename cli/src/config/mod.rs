//! Configuration: what is read from `portcullis.toml`, and what it means.

mod convert;
mod find;
mod keys;
mod parts;
mod paths;
mod preset;
mod read;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod tests;

pub(crate) use self::find::{NAME, Unsaved};
pub(crate) use self::preset::PresetChoice;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;
use portcullis_facts::place::Span;
use portcullis_facts::{Options, SourceFile, System};
use portcullis_rules::settings::{Preset, Settings, Written};
use portcullis_rules::{Checks, SettingError};

use self::parts::Parts;
use crate::fault::{Fault, Faults, Text};
use crate::repository::Folder;
use crate::{escape, input};

/// The presets by name.
pub(crate) const PRESET_NAMES: [(&str, Preset); 6] = [
    ("minimal", Preset::Minimal),
    ("recommended", Preset::Recommended),
    ("strict", Preset::Strict),
    ("hexagonal", Preset::Hexagonal),
    ("event-driven", Preset::EventDriven),
    ("production", Preset::Production),
];

/// Which configuration to use.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct Source {
    /// Use this file instead of the nearest `portcullis.toml`
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Use no configuration: detected layers, preset `recommended`
    #[arg(long)]
    pub(crate) no_config: bool,
}

impl Source {
    /// The nearest file.
    pub(crate) fn nearest() -> Self {
        Self { config: None, no_config: false }
    }
}

/// A configuration that was read and makes sense.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// For reading the system.
    pub(crate) options: Options,
    /// For checking it.
    pub(crate) settings: Settings,
    /// Whether no more is read than the rules ask for that the settings leave on.
    pub(crate) reads_only_what_is_asked: bool,
    /// The files it comes from: itself first, then what it extends.
    texts: Vec<Arc<Text>>,
}

/// A preset by name.
pub(crate) fn preset(name: &str) -> Option<Preset> {
    PRESET_NAMES.iter().find(|(known, _)| *known == name).map(|(_, preset)| *preset)
}

/// Finds and reads the configuration of `folder`.
///
/// # Errors
/// [`Faults`], all that were found; or a file that cannot be read.
pub(crate) fn load(folder: &Folder, source: &Source) -> Result<Config> {
    load_with(folder, source, &Unsaved::default())
}

/// The same with texts that stand in place of files.
///
/// # Errors
/// As [`load`].
pub(crate) fn load_with(folder: &Folder, source: &Source, unsaved: &Unsaved) -> Result<Config> {
    if source.no_config {
        return Ok(Config::default());
    }
    let path = match &source.config {
        Some(path) => path.clone(),
        None => match find::nearest(folder) {
            Some(path) if !folder.holds(&path) => {
                bail!("`{}` is a link that leads out of the repository", input::shown(&path))
            }
            Some(path) => path,
            None => return Ok(Config::default()),
        },
    };
    let mut files = find::Files::new(unsaved, folder.holds(&path).then_some(folder));
    let parts = files.read(&path)?;
    if files.faults.is_empty() {
        files.faults = parts.dangling();
    }
    if !files.faults.is_empty() {
        return Err(Faults(files.faults).into());
    }
    let dir = path.canonicalize().ok().and_then(|path| path.parent().map(Path::to_owned));
    let prefix = dir.and_then(|dir| folder.below(&dir)).unwrap_or_default();
    Ok(Config::new(parts, files.texts, &prefix))
}

/// A configuration from its text alone.
///
/// # Errors
/// [`Faults`], all that were found.
#[cfg(test)]
pub(crate) fn parse(text: &str) -> Result<Config, Faults> {
    let text = Text { path: NAME.to_owned(), text: text.to_owned() };
    let unsaved = Unsaved::default();
    let mut files = find::Files::new(&unsaved, None);
    let parts = files.parse(Path::new(NAME), text);
    files.faults.extend(parts.dangling());
    if files.faults.is_empty() {
        Ok(Config::new(parts, files.texts, ""))
    } else {
        Err(Faults(files.faults))
    }
}

impl Config {
    /// `prefix` is where the analysed folder stands below the configuration's.
    fn new(parts: Parts, texts: Vec<Arc<Text>>, prefix: &str) -> Self {
        let rebase = |globs: &mut Vec<Written>| {
            let seen = globs.iter().filter_map(|glob| {
                let text = paths::rebase(glob, prefix)?;
                Some(Written { text, ..*glob })
            });
            *globs = seen.collect();
        };
        let Parts { mut definitions, mut layers, mut overrides, .. } = parts;
        for layer in &mut definitions {
            layer.paths =
                layer.paths.iter().filter_map(|glob| paths::rebase(glob, prefix)).collect();
        }
        for layer in &mut layers {
            rebase(&mut layer.paths);
        }
        for part in &mut overrides {
            rebase(&mut part.paths);
        }
        let settings = Settings {
            presets: parts.presets,
            rules: parts.rules,
            overrides,
            layers,
            contexts: parts.contexts,
            custom: parts.custom,
            features: parts.features,
            ..Settings::default()
        };
        let options = Options { layers: definitions, ..Options::default() };
        Self { options, settings, texts, reads_only_what_is_asked: false }
    }

    /// Which files are used, for people.
    pub(crate) fn describe(&self) -> String {
        match self.texts.as_slice() {
            [] => "configuration: none".to_owned(),
            texts => {
                let paths: Vec<_> = texts.iter().map(|text| escape::line(&text.path)).collect();
                format!("configuration: {}", paths.join(", which extends "))
            }
        }
    }

    /// The path of the file itself from the analysed folder, and its text; none without one.
    pub(crate) fn file(&self, folder: &Folder) -> Option<(String, String)> {
        let own = self.texts.first()?;
        Some((folder.way_to(Path::new(&own.path)), own.text.clone()))
    }

    /// What the settings ask for.
    ///
    /// # Errors
    /// Where settings cannot be meant.
    pub(crate) fn checks(&self) -> Result<Checks<'_>, Faults> {
        Checks::new(&self.settings).map_err(|errors| self.faults(errors))
    }

    /// Adds the files to a system, so that findings about settings have a place.
    ///
    /// They are called there as the settings' origins call them; [`Config::rename`] ends that.
    pub(crate) fn add_to(&self, system: &mut System) {
        let files = self.texts.iter();
        let files = files.map(|t| SourceFile { path: t.path.clone(), text: t.text.clone().into() });
        system.files.extend(files);
    }

    /// Calls the files that were added last by their path from the analysed folder.
    pub(crate) fn rename(&self, system: &mut System, folder: &Folder) {
        let first = system.files.len() - self.texts.len();
        for file in &mut system.files[first..] {
            file.path = folder.way_to(Path::new(&file.path));
        }
    }

    /// What the rules say against the settings, with the places in the files.
    fn faults(&self, errors: Vec<SettingError>) -> Faults {
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
