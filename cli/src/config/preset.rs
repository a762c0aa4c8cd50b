//! `--preset`: presets on the command line.

use anyhow::Result;
use clap::Args;
use portcullis_rules::settings::Settings;

use super::{PRESET_NAMES, preset};
use crate::fault::{Fault, Faults};
use crate::suggest;

/// Which presets to use.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(crate) struct PresetChoice {
    /// Use this preset instead of those that the configuration extends
    ///
    /// minimal, recommended, strict, hexagonal, event-driven or production. May be repeated;
    /// several are separated by commas.
    #[arg(long, value_name = "PRESET", value_delimiter = ',', num_args = 1)]
    preset: Vec<String>,
}

impl PresetChoice {
    /// Uses the presets that are named, if any are.
    ///
    /// # Errors
    /// Where one does not exist.
    pub(crate) fn apply(&self, settings: &mut Settings) -> Result<()> {
        if self.preset.is_empty() {
            return Ok(());
        }
        settings.presets.clear();
        let mut faults = Vec::new();
        for name in &self.preset {
            match preset(name) {
                Some(preset) => settings.presets.push(preset),
                None => faults.push(Fault {
                    message: format!("there is no preset `{name}`"),
                    help: suggest::hint(name, PRESET_NAMES.map(|(name, _)| name)),
                    at: None,
                }),
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Faults(faults).into()) }
    }

    /// Whether none is named.
    pub(crate) fn is_empty(&self) -> bool {
        self.preset.is_empty()
    }
}
