//! What `new`, `add` and `fix` share: answers, the proof of what was planned, and writing it.

mod ask;
mod format;
mod overlay;
mod prove;
mod show;
mod tools;

pub(super) use ask::Answering;
pub(super) use show::differences;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use portcullis_templates::macros::Macros;
use portcullis_templates::pack::Shelf;
use portcullis_templates::{Plan, apply, read};

use crate::arguments::Loudness;
use crate::report::Verbosity;
use crate::{Exit, escape, output};

/// How something is written, whatever it is.
#[derive(Debug, Args)]
pub(super) struct Writing {
    /// Print what would be written, and its differences, and write nothing
    #[arg(short = 'n', long, help_heading = "Writing")]
    dry_run: bool,
    /// Write without having compiled and linted it first
    #[arg(long, help_heading = "Writing")]
    no_verify: bool,
}

/// How something is generated, whatever it is.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    pub(super) writing: Writing,
    /// Replace files that are there; what they lose is shown
    #[arg(long, help_heading = "Writing")]
    pub(super) force: bool,
    /// Ask nothing: what was not said has its default
    #[arg(short, long, help_heading = "Questions")]
    yes: bool,
    /// The answer to a question of the pack that has no option here; may be repeated
    #[arg(long, value_name = "QUESTION=VALUE", help_heading = "Questions")]
    answer: Vec<String>,
    /// Lay the packs in FOLDER over those of the program: single files of them, or new ones
    #[arg(long, value_name = "FOLDER", help_heading = "Questions")]
    templates: Option<PathBuf>,
    /// Where generated code gets the macros from: `embedded`, `registry` or `path:FOLDER`
    ///
    /// `embedded` writes their source into the workspace, so that it builds with nothing else of ours.
    #[arg(
        long,
        value_name = "FROM",
        default_value = "embedded",
        value_parser = macros,
        help_heading = "Questions"
    )]
    macros: Macros,
}

fn macros(text: &str) -> Result<Macros, String> {
    match (text, text.strip_prefix("path:")) {
        ("embedded", _) => Ok(Macros::Embedded),
        ("registry", _) => Ok(Macros::Registry),
        (_, Some(path)) if !path.is_empty() => Ok(Macros::Path(path.to_owned())),
        _ => Err("it is `embedded`, `registry` or `path:FOLDER`".to_owned()),
    }
}

impl Options {
    /// All packs.
    pub(super) fn packs(&self) -> Result<Shelf> {
        let carried = Shelf::carried();
        Ok(match &self.templates {
            Some(folder) => carried.overlaid(&folder.to_string_lossy(), read::overlay(folder)?),
            None => carried,
        })
    }

    /// What was said, and who may be asked for the rest.
    pub(super) fn answering(&self) -> Answering<'_> {
        Answering { said: &self.answer, macros: &self.macros, asks_nobody: self.yes }
    }
}

/// Takes back what a killed run left in `root`, and says so.
pub(super) fn recover(root: &Path) -> Result<()> {
    let Some(recovered) = apply::recover(root)? else { return Ok(()) };
    if let Some(operation) = &recovered.operation {
        let operation = escape::line(operation);
        output::complain(&format!("note: `{operation}` had been interrupted; it was taken back"));
    }
    for path in &recovered.kept {
        let path = escape::line(path);
        output::complain(&format!("note: `{path}` was edited since, and stays as it is"));
    }
    Ok(())
}

/// Proves a plan and writes it; or shows it, where that is asked for.
pub(super) fn perform(
    root: &Path,
    mut plan: Plan,
    writing: &Writing,
    force: bool,
    loudness: Loudness,
) -> Result<Exit> {
    let is_quiet = loudness.verbosity() == Verbosity::Quiet;
    let nothing = |plan: &Plan| {
        if !is_quiet {
            output::print(&show::nothing(plan))?;
        }
        Ok(Exit::Clean)
    };
    if plan.is_empty() {
        return nothing(&plan);
    }
    let is_new = prove::is_new(root);
    let formatting = format::format(root, &mut plan);
    if let Some(complaint) = formatting.complaint() {
        output::complain(&complaint);
    }
    // What was rendered may be what stands there once it is formatted; then there is nothing to prove.
    plan.settle();
    if plan.is_empty() {
        return nothing(&plan);
    }
    let proof =
        if writing.no_verify { None } else { Some(prove::prove(root, &mut plan, loudness)?) };
    let replaced: Vec<_> = plan.changes.iter().filter(|change| change.replaces()).collect();
    if !replaced.is_empty() && !writing.dry_run {
        let shown = replaced.iter().map(|change| show::colourless(change)).collect::<String>();
        output::complain(&shown);
        if !force {
            let paths = replaced.iter().map(|c| format!("`{}`", c.path)).collect::<Vec<_>>();
            bail!(
                "{} would be replaced, as shown above; `--force` does it, and nothing was written",
                paths.join(", ")
            );
        }
    }
    if writing.dry_run {
        output::print(&show::dry(&plan))?;
        return Ok(Exit::Clean);
    }
    if tools::is_dirty(root) {
        let what = "the git tree has changes that are not committed; `portcullis undo` takes back only this";
        output::complain(&format!("warning: {what}"));
    }
    apply::apply(root, &plan)?;
    if let Some(proof) = &proof {
        proof.hand_over(root, is_new);
    }
    if !is_quiet {
        output::print(&show::summary(root, &plan, formatting.any, proof.as_ref()))?;
    }
    Ok(Exit::Clean)
}
