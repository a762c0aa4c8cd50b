//! What is said: what would be written, what was, and what to do next.

use std::fmt::Write as _;
use std::path::Path;

use portcullis_templates::plan::{Change, Plan};
use portcullis_templates::{diff, macros};

use super::prove::Proof;
use crate::{escape, input, report};

/// There is nothing to do.
pub(super) fn nothing(plan: &Plan) -> String {
    let mut text = format!("{}: everything is there already\n", escape::line(&plan.operation));
    for already in &plan.already {
        let _ = writeln!(text, "  {}", escape::line(already));
    }
    text
}

/// A plan that is not carried out: its tree and its differences.
pub(super) fn dry(plan: &Plan) -> String {
    format!(
        "{}, which was not done:\n\n{}\n{}",
        escape::line(&plan.operation),
        escape::lines(&diff::tree(&without_macros(plan))),
        differences(plan)
    )
}

/// What changes in all files; the source of the macros and the lock file are named alone.
pub(in crate::command) fn differences(plan: &Plan) -> String {
    let mut text: String = without_macros(plan).changes.iter().map(colourless).collect();
    let carried = plan.changes.len() - without_macros(plan).changes.len();
    if carried > 0 {
        let _ = writeln!(text, "({carried} more files: {} and Cargo.lock)", macros::FOLDER);
    }
    text
}

/// What changes in a file.
pub(super) fn colourless(change: &Change) -> String {
    escape::lines(&diff::unified(change))
}

fn without_macros(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    plan.changes
        .retain(|change| !change.path.starts_with(macros::FOLDER) && change.path != "Cargo.lock");
    plan
}

/// A plan that was carried out.
pub(super) fn summary(root: &Path, plan: &Plan, formatted: bool, proof: Option<&Proof>) -> String {
    let mut text = format!("{}\n", listed(root, plan));
    match proof {
        Some(proof) => {
            let formatted = if formatted { "formatted, " } else { "" };
            let found = match proof.findings.len() {
                0 => "the linter has nothing to say".to_owned(),
                1 => "the linter has a warning:".to_owned(),
                count => format!("the linter has {count} warnings:"),
            };
            let _ = writeln!(text, "it was {formatted}compiled and linted before: {found}");
            for finding in &proof.findings {
                let _ = writeln!(text, "{finding}");
            }
        }
        None if formatted => {
            text.push_str("it was formatted, and neither compiled nor linted (--no-verify)\n");
        }
        None => text.push_str("it was neither compiled nor linted (--no-verify)\n"),
    }
    if !plan.already.is_empty() {
        let _ = writeln!(text, "there already: {}", escape::line(&plan.already.join(", ")));
    }
    if !plan.next.is_empty() {
        text.push_str("\nnext:\n");
        for next in &plan.next {
            let _ = writeln!(text, "  {}", escape::line(next));
        }
    }
    text.push_str("\n`portcullis undo` takes it back\n");
    text
}

/// What a plan wrote, in a few words.
fn listed(root: &Path, plan: &Plan) -> String {
    let own = without_macros(plan);
    let lines = |bytes: &Option<Vec<u8>>| {
        bytes.as_ref().map_or(0, |bytes| String::from_utf8_lossy(bytes).lines().count())
    };
    let new: Vec<&Change> = own.changes.iter().filter(|change| change.before.is_none()).collect();
    let edited = own.changes.len() - new.len();
    let count: usize = new.iter().map(|change| lines(&change.after)).sum();
    let shown = escape::line(&input::shown(root)).into_owned();
    let mut parts = Vec::new();
    if !new.is_empty() {
        let files = report::count(new.len(), "new file", "new files");
        parts.push(format!("{files} with {}", report::count(count, "line", "lines")));
    }
    if edited > 0 {
        parts.push(report::count(edited, "file edited", "files edited"));
    }
    let place = if shown.is_empty() { ".".to_owned() } else { shown };
    format!("{} in {place}: {}", escape::line(&plan.operation), parts.join(", "))
}
