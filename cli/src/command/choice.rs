//! Which rules are run.

use anyhow::Result;
use clap::Args;
use portcullis_rules::settings::Settings;

use crate::{config, today};

#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct Choice {
    /// Run only these rules, those that are off by default too
    ///
    /// `all`, a category (`hexagonal`), a rule (`hexagonal/layer-dependency`), one of its variants
    /// (`hexagonal/technology-in-core[manifest]`) or a glob (`*/unbound-*`). May be repeated;
    /// several are separated by commas.
    #[arg(long, value_name = "RULES", value_delimiter = ',', num_args = 1)]
    select: Vec<String>,
    /// Do not run these rules; stronger than --select
    #[arg(long, value_name = "RULES", value_delimiter = ',', num_args = 1)]
    ignore: Vec<String>,
    #[command(flatten)]
    preset: config::PresetChoice,
}

impl Choice {
    /// Makes this the choice of a run of today.
    ///
    /// # Errors
    /// Where there is no preset of a name.
    pub(super) fn apply(&self, settings: &mut Settings) -> Result<()> {
        settings.select.clone_from(&self.select);
        settings.ignore.clone_from(&self.ignore);
        settings.today = today::today();
        self.preset.apply(settings)
    }

    /// Whether the configuration alone decides.
    pub(super) fn is_open(&self) -> bool {
        self.select.is_empty() && self.ignore.is_empty() && self.preset.is_empty()
    }
}
