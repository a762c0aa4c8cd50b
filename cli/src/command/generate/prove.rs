//! The proof of a plan: in a copy of the tree it is compiled and linted before anything is written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use portcullis_rules::finding::Severity;
use portcullis_templates::plan::{Change, Plan};
use portcullis_templates::{Tree, apply, read};

use super::overlay::Overlay;
use super::tools;
use crate::arguments::Loudness;
use crate::command::lint;
use crate::config;
use crate::report;
use crate::report::Verbosity;
use crate::repository::Folder;
use crate::{escape, status};

/// What was tried, and what came of it.
#[derive(Debug)]
pub(super) struct Proof {
    overlay: Overlay,
    /// What the linter says that it did not say before, none of it an error.
    pub(super) findings: Vec<String>,
}

const LOCK: &str = "Cargo.lock";
/// What is said where the tree is to blame.
const BROKEN: &str = "the workspace does not compile as it is, so what is added cannot be tried and nothing was written; \
                      `--no-verify` writes without trying";

/// Tries a plan for the tree at `root`. `Cargo.lock` becomes a part of it.
///
/// # Errors
/// Where it does not compile, or the linter finds an error that was not there before.
pub(super) fn prove(root: &Path, plan: &mut Plan, loudness: Loudness) -> Result<Proof> {
    let is_quiet = loudness.verbosity() == Verbosity::Quiet;
    let overlay = Overlay::new(root)?;
    apply::apply(&overlay.root, plan)?;
    let target = target_folder(root, &overlay.root);
    let compile =
        |what: &str| status::while_running(what, is_quiet, || tools::check(&overlay.root, &target));
    if let Err(reason) = compile("compiling what is generated")? {
        if !is_new(root) {
            apply::apply(&overlay.root, &reversed(plan))?;
            if let Err(reason) = compile("compiling what is there")? {
                bail!("{BROKEN}:\n{reason}");
            }
        }
        bail!("what would be generated does not compile, so nothing was written:\n{reason}");
    }
    take_lock(root, &overlay.root, plan);
    let before = if is_new(root) { Vec::new() } else { findings(root, loudness)? };
    let known: BTreeSet<&str> = before.iter().map(|found| found.fingerprint.as_str()).collect();
    let after = findings(&overlay.root, loudness)?;
    let new = after.iter().filter(|found| !known.contains(found.fingerprint.as_str()));
    let (errors, others): (Vec<&Found>, Vec<&Found>) =
        new.partition(|found| found.severity == Severity::Error);
    if !errors.is_empty() {
        let errors = errors.iter().map(|found| found.text.as_str()).collect::<Vec<_>>();
        bail!("the linter objects, so nothing was written:\n{}", errors.join("\n"));
    }
    let findings = others
        .into_iter()
        .filter(|found| found.severity == Severity::Warning)
        .map(|found| found.text.clone())
        .collect();
    Ok(Proof { overlay, findings })
}

/// What takes a plan back.
fn reversed(plan: &Plan) -> Plan {
    let changes = plan.changes.iter().cloned().map(|change| Change {
        before: change.after,
        after: change.before,
        ..change
    });
    Plan { changes: changes.collect(), ..Plan::default() }
}

/// Whether there is no workspace yet.
pub(super) fn is_new(root: &Path) -> bool {
    !root.join("Cargo.toml").exists()
}

impl Proof {
    /// Leaves a new workspace what was built for the proof, so that it need not be built again.
    pub(super) fn hand_over(&self, root: &Path, is_new: bool) {
        let target = self.overlay.root.join("target");
        if is_new && target.is_dir() {
            // It is only a matter of time.
            let _ = std::fs::rename(target, root.join("target"));
        }
    }
}

/// Where cargo builds: where it would for the tree itself, so that what is built already is used.
fn target_folder(root: &Path, overlay: &Path) -> PathBuf {
    let said = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let own = std::path::absolute(root).unwrap_or_else(|_| root.to_owned()).join("target");
    match said {
        Some(said) => std::path::absolute(&said).unwrap_or(said),
        None if is_new(root) => overlay.join("target"),
        None => own,
    }
}

/// What cargo made of its lock file belongs to the plan.
fn take_lock(root: &Path, overlay: &Path, plan: &mut Plan) {
    let folder = |path: &Path| read::Folder(path.to_owned()).bytes(LOCK);
    let (before, after) = (folder(root), folder(overlay));
    if after != before && (is_new(root) || before.is_some()) {
        plan.changes.retain(|change| change.path != LOCK);
        let path = LOCK.to_owned();
        plan.changes.push(Change { path, before, after, executable: false, whole: false });
        plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

/// What the linter says of a tree.
struct Found {
    fingerprint: String,
    severity: Severity,
    text: String,
}

fn findings(root: &Path, loudness: Loudness) -> Result<Vec<Found>> {
    let folder = Folder::new(root);
    let config = config::load(&folder, &config::Source::nearest())?;
    let (system, outcome) = lint::check(&folder, &config, loudness)?;
    let found = outcome.findings.iter().map(|finding| Found {
        fingerprint: finding.fingerprint.clone(),
        severity: finding.severity,
        text: format!(
            "  {}:{}: {} [{}]",
            escape::line(&system.file(finding.place.file).path),
            system.line_column(finding.place).line,
            escape::line(&finding.message),
            report::id(finding)
        ),
    });
    Ok(found.collect())
}
