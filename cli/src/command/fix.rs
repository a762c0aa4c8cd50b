//! `portcullis fix`: mends what an edit can mend.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::Args;
use portcullis_facts::System;
use portcullis_facts::place::FileId;
use portcullis_rules::finding::{Finding, Remedy};
use portcullis_templates::Plan;
use portcullis_templates::mend::{self, Edit};
use portcullis_templates::plan::Change;

use super::generate::{self, Writing};
use super::{add, lint};
use crate::arguments::Loudness;
use crate::mend::Mender;
use crate::report::{Verbosity, count};
use crate::repository::Folder;
use crate::{Exit, config, escape, output, today};

/// The reason where two fixes meet.
const IN_THE_WAY: &str = "another fix changes the same place; fix again";

/// Mend findings whose fix is one sure edit: timeouts that are missing, suppressions of nothing
///
/// Clients of reqwest and endpoints of tonic without a timeout get one; suppressions that suppress nothing
/// go. What is edited is compiled and linted in a copy first, and `portcullis undo` takes it back. What has
/// to be mended by hand is listed, with the reason.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Fix {
    /// The rules whose findings are mended, as for `lint --select`; all that are on, if none is named
    #[arg(value_name = "RULE")]
    rules: Vec<String>,
    /// Only what belongs to this service, with the crates of the workspace that it uses
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// The workspace
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    writing: Writing,
}

const EXAMPLES: &str = "\
Examples:
  portcullis fix --dry-run
  portcullis fix resilience/no-timeout --service orders

Exit status: 0 mended, or nothing could be; 2 could not run, or it would not compile or be clean";

/// What is mended.
pub(super) struct Wanted<'a> {
    /// What the journal calls it.
    pub(super) operation: String,
    /// The rules; none for all that are on.
    pub(super) rules: &'a [String],
    /// The service.
    pub(super) service: Option<&'a str>,
    /// The time of a limit, instead of what the rule proposes.
    pub(super) seconds: Option<u64>,
}

impl Fix {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let root = add::root(&self.path)?;
        let mut operation = vec!["fix".to_owned()];
        operation.extend(self.rules.iter().cloned());
        let wanted = Wanted {
            operation: operation.join(" "),
            rules: &self.rules,
            service: self.service.as_deref(),
            seconds: None,
        };
        run(&root, &wanted, &self.writing, loudness)
    }
}

/// Mends what is wanted in the workspace at `root`.
pub(super) fn run(
    root: &Path,
    wanted: &Wanted<'_>,
    writing: &Writing,
    loudness: Loudness,
) -> Result<Exit> {
    generate::recover(root)?;
    let folder = Folder::new(root);
    let mut config = config::load(&folder, &config::Source::nearest())?;
    config.settings.select.extend_from_slice(wanted.rules);
    config.settings.today = today::today();
    let (system, outcome) = lint::check(&folder, &config, loudness)?;
    let reach = wanted.service.map(|name| add::reach(&system, name)).transpose()?;
    let is_reached = |finding: &&Finding| {
        let package = package_of(&system, finding.place.file);
        reach.as_ref().is_none_or(|reach| package.is_some_and(|dir| reach.contains(&dir)))
    };
    let found: Vec<&Finding> = outcome.findings.iter().filter(is_reached).collect();
    let mut mending = Mending { system: &system, files: BTreeMap::new(), by_hand: Vec::new() };
    let mender = Mender::new(&system, &outcome);
    for finding in &found {
        mending.mend(finding, &mender, wanted.seconds);
    }
    let plan = mending.plan(&wanted.operation)?;
    if plan.is_empty() {
        let found =
            if found.is_empty() { "nothing was found" } else { "no edit mends what was found" };
        let by_hand = plan.next.iter().map(|line| format!("  {}\n", escape::line(line)));
        let text = format!("{}: {found}\n{}", wanted.operation, by_hand.collect::<String>());
        if loudness.verbosity() != Verbosity::Quiet {
            output::print(&text)?;
        }
        return Ok(Exit::Clean);
    }
    generate::perform(root, plan, writing, false, loudness)
}

/// The folder of the package that a file belongs to.
fn package_of(system: &System, file: FileId) -> Option<String> {
    let path = &system.file(file).path;
    let holds = |dir: &&String| {
        let rest = path.strip_prefix(dir.as_str());
        dir.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
    };
    let dirs = system.graph.packages.iter().map(|package| &package.dir);
    dirs.filter(holds).max_by_key(|dir| dir.len()).cloned()
}

struct Mending<'s> {
    system: &'s System,
    files: BTreeMap<FileId, Vec<Edit>>,
    /// What has to be mended by hand, and why.
    by_hand: Vec<String>,
}

impl Mending<'_> {
    fn mend(&mut self, finding: &Finding, mender: &Mender, seconds: Option<u64>) {
        let mut finding = finding.clone();
        if let (Some(Remedy::Limit(limit)), Some(seconds)) = (&mut finding.remedy, seconds) {
            *limit = seconds;
        }
        let reason = match mender.finding(self.system, &finding) {
            None => return,
            Some(Err(reason)) => reason,
            Some(Ok(fix)) => {
                let there = self.files.entry(finding.place.file).or_default();
                let new: Vec<Edit> =
                    fix.edits.into_iter().filter(|edit| !there.contains(edit)).collect();
                if !new.iter().any(|edit| there.iter().any(|other| meet(edit, other))) {
                    there.extend(new);
                    return;
                }
                IN_THE_WAY.to_owned()
            }
        };
        let path = &self.system.file(finding.place.file).path;
        let line = self.system.line_column(finding.place).line;
        self.by_hand.push(format!("by hand: {path}:{line}: {reason}"));
    }

    fn plan(self, operation: &str) -> Result<Plan> {
        let mut plan = Plan { operation: operation.to_owned(), ..Plan::default() };
        let mut mended = 0;
        for (file, mut edits) in self.files {
            let file = self.system.file(file);
            edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
            mended += edits.len();
            let after = mend::apply(&file.text, &edits)
                .map_err(|reason| anyhow!("cannot edit `{}`: {reason}", file.path))?;
            plan.changes.push(Change {
                path: file.path.clone(),
                before: Some(file.text.as_bytes().to_vec()),
                after: Some(after.into_bytes()),
                executable: false,
                whole: false,
            });
        }
        plan.settle();
        if mended > 0 && !self.by_hand.is_empty() {
            let left = count(self.by_hand.len(), "finding is", "findings are");
            plan.next.push(format!("{left} left, which no edit mends:"));
        }
        plan.next.extend(self.by_hand);
        Ok(plan)
    }
}

/// Whether two edits are in each other's way.
fn meet(one: &Edit, other: &Edit) -> bool {
    let overlap = one.range.start < other.range.end && other.range.start < one.range.end;
    overlap || one.range.start == other.range.start
}
