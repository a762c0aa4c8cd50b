//! One of two states of a folder that are compared: what was read, and what is found in it.

use anyhow::Result;
use portcullis_facts::System;
use portcullis_rules::Outcome;
use portcullis_rules::settings::Settings;

use super::lint::check;
use crate::arguments::Loudness;
use crate::change::State;
use crate::config::{self, Config};
use crate::output;
use crate::report::Verbosity;
use crate::repository::Folder;
use crate::revision::Revision;

/// A state that was read and checked, with the configuration that it has itself.
#[derive(Debug)]
pub(super) struct Side {
    /// None for the work tree.
    pub(super) revision: Option<Revision>,
    pub(super) config: Config,
    pub(super) system: System,
    pub(super) outcome: Outcome,
}

impl Side {
    /// The folder as it is.
    pub(super) fn of_work_tree(
        folder: &Folder,
        source: &config::Source,
        choose: impl Fn(&mut Settings) -> Result<()>,
        loudness: Loudness,
    ) -> Result<Self> {
        let mut config = config::load(folder, source)?;
        choose(&mut config.settings)?;
        let (system, outcome) = check(folder, &config, loudness)?;
        Ok(Self { revision: None, config, system, outcome })
    }

    /// The folder as it was in a revision.
    pub(super) fn of(
        revision: Revision,
        source: &config::Source,
        choose: impl Fn(&mut Settings) -> Result<()>,
        loudness: Loudness,
    ) -> Result<Self> {
        if loudness.verbosity() != Verbosity::Quiet {
            for what in &revision.left_out {
                output::complain(&format!("in `{}`, {what}", revision.name));
            }
        }
        let read = Self::of_work_tree(&revision.folder, source, choose, loudness);
        let side = read.map_err(|error| revision.named(error))?;
        Ok(Self { revision: Some(revision), ..side })
    }

    /// As a comparison takes it.
    pub(super) fn state(&self) -> State<'_> {
        let revision = self.revision.as_ref();
        State {
            revision: revision.map(|revision| revision.name.as_str()),
            commit: revision.map(|revision| revision.commit.as_str()),
            system: &self.system,
        }
    }
}
