//! Writes: all of a plan or nothing, and takes it back. No other module of this crate writes.
//!
//! Everything that an operation needs is recorded below `.portcullis/` before the first file of the tree is
//! touched: how each file was, and how it will be. A run that is killed half-way is taken back by the next
//! one ([`recover`]), a complete one by [`undo`].
//!
//! Invariant: whenever the process ends, the tree is as it was, as it should be, or `recover` makes it as it
//! was. `a_run_that_is_killed_at_any_step_leaves_the_tree_as_it_was` kills it at each step.

mod disk;
mod journal;
#[cfg(test)]
mod tests;

use std::path::Path;

use crate::plan::{Change, Plan};
use crate::{Error, read};
use disk::Disk;
use journal::{Entry, Journal};

/// The folder of the journal, below the root of what is generated.
pub const FOLDER: &str = ".portcullis";

/// So many operations can be undone, one after the other.
const KEPT: usize = 20;

/// Cargo writes this file by itself and mends it by itself.
const LOCK: &str = "Cargo.lock";

/// Writes a plan below `root`, which is made if it is missing.
///
/// # Errors
/// Where the tree is not as the plan saw it, or the system refuses; the tree is then as it was.
pub fn apply(root: &Path, plan: &Plan) -> Result<(), Error> {
    write(&Disk::default(), root, plan, None)
}

/// Takes back what a killed run left behind; gives the operation and the files that were edited since, which
/// are left alone. None if there was nothing.
///
/// # Errors
/// Where the system refuses, or the journal is not one of ours.
pub fn recover(root: &Path) -> Result<Option<Recovered>, Error> {
    take_back(&Disk::default(), root)
}

/// What a killed run had begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The operation; none if it had written nothing yet.
    pub operation: Option<String>,
    /// Files that were edited since, and stay as they are.
    pub kept: Vec<String>,
}

/// What [`undo`] will do: the last operation the other way round.
///
/// # Errors
/// Where nothing is recorded, or a file was edited since.
pub fn last(root: &Path) -> Result<Plan, Error> {
    let (_, entry, journal) = last_entry(root)?;
    let mut plan = Plan { operation: format!("undo {}", journal.operation), ..Plan::default() };
    let mut edited = Vec::new();
    for (index, file) in journal.file.iter().enumerate() {
        let (old, new) = (entry.before(index)?, entry.after(index)?);
        let now = now(root, &file.path);
        if now == new {
            plan.changes.push(Change {
                path: file.path.clone(),
                before: new,
                after: old,
                executable: false,
                whole: false,
            });
        } else if now != old && file.path != LOCK {
            edited.push(file.path.clone());
        }
    }
    if edited.is_empty() {
        Ok(plan)
    } else {
        Err(Error::Edited { operation: journal.operation, paths: edited })
    }
}

/// Takes the last operation back.
///
/// # Errors
/// As [`last`], and where the system refuses; the tree is then as it was.
pub fn undo(root: &Path) -> Result<Plan, Error> {
    undo_on(&Disk::default(), root)
}

fn undo_on(disk: &Disk, root: &Path) -> Result<Plan, Error> {
    let plan = last(root)?;
    let (number, _, journal) = last_entry(root)?;
    write(disk, root, &plan, Some(number))?;
    // Folders that the operation made, if nothing else was put into them.
    disk.remove_empty(root, &journal.created);
    tidy(disk, root, journal.created.iter().any(String::is_empty));
    Ok(plan)
}

fn last_entry(root: &Path) -> Result<(u32, Entry, Journal), Error> {
    journal::is_own(root)?;
    let number = journal::numbers(root).pop();
    let number = number.ok_or_else(|| Error::NothingToUndo(root.to_owned()))?;
    let entry = Entry(journal::done(root, number));
    let journal = entry.journal()?;
    entry.is_inside(root, &journal)?;
    Ok((number, entry, journal))
}

/// Writes a plan; `undoes` is the number of the operation that it takes back.
fn write(disk: &Disk, root: &Path, plan: &Plan, undoes: Option<u32>) -> Result<(), Error> {
    for change in &plan.changes {
        if now(root, &change.path) != change.before {
            return Err(Error::Moved(change.path.clone()));
        }
        disk::is_inside(root, &change.path)?;
        // What cannot be read was taken for missing, and would be lost.
        let path = root.join(&change.path);
        if change.before.is_none() && path.exists() {
            let reason = std::io::Error::other("it is there, and cannot be read");
            return Err(Error::system("replace", &path)(reason));
        }
    }
    journal::is_own(root)?;
    let journal = Journal::of(root, plan, undoes);
    let pending = Entry(journal::pending(root));
    let result = record(disk, root, &pending, &journal, plan)
        .and_then(|()| put(disk, root, &pending, plan))
        .and_then(|()| finish(disk, root, undoes));
    if result.is_err() {
        // The reason for the failure is told; that taking back failed too is seen by the next run.
        let _ = take_back(disk, root);
    }
    result
}

/// Records what will be done. From its last step on, the operation can be taken back.
fn record(
    disk: &Disk,
    root: &Path,
    pending: &Entry,
    journal: &Journal,
    plan: &Plan,
) -> Result<(), Error> {
    for part in ["old", "new", "stage"] {
        disk.create_dirs(&pending.0.join(part))?;
    }
    disk.write(&root.join(FOLDER).join(".gitignore"), b"*\n", false)?;
    for (index, change) in plan.changes.iter().enumerate() {
        if let Some(old) = &change.before {
            disk.write(&pending.path("old", index), old, false)?;
        }
        if let Some(new) = &change.after {
            disk.write(&pending.path("new", index), new, false)?;
        }
    }
    disk.write(&pending.0.join("journal.part"), journal.text().as_bytes(), false)?;
    disk.rename(&pending.0.join("journal.part"), &pending.journal_path())
}

/// Puts every file in its place, each in one step.
fn put(disk: &Disk, root: &Path, pending: &Entry, plan: &Plan) -> Result<(), Error> {
    for (index, change) in plan.changes.iter().enumerate() {
        let path = root.join(&change.path);
        let Some(after) = &change.after else {
            disk.remove_file(&path)?;
            continue;
        };
        if let Some(parent) = path.parent() {
            disk.create_dirs(parent)?;
        }
        let stage = pending.path("stage", index);
        disk.write(&stage, after, change.executable || disk::is_executable(&path))?;
        disk.rename(&stage, &path)?;
    }
    Ok(())
}

/// Makes what is pending a part of the journal; its first step is the moment at which an operation is done.
fn finish(disk: &Disk, root: &Path, undoes: Option<u32>) -> Result<(), Error> {
    let pending = journal::pending(root);
    if let Some(number) = undoes {
        let undone = journal::undone(root);
        disk.rename(&pending, &undone)?;
        // What is still there after this is cleared away by the next run.
        let _ = clear_undone(disk, root, number);
        return Ok(());
    }
    let numbers = journal::numbers(root);
    let next = numbers.last().map_or(1, |last| last + 1);
    disk.create_dirs(&root.join(FOLDER).join("done"))?;
    disk.rename(&pending, &journal::done(root, next))?;
    for old in numbers.iter().rev().skip(KEPT - 1) {
        let _ = disk.remove_all(&journal::done(root, *old));
    }
    let _ = disk.remove_all(&journal::done(root, next).join("stage"));
    Ok(())
}

fn clear_undone(disk: &Disk, root: &Path, number: u32) -> Result<(), Error> {
    disk.remove_all(&journal::done(root, number))?;
    disk.remove_all(&journal::undone(root))
}

fn take_back(disk: &Disk, root: &Path) -> Result<Option<Recovered>, Error> {
    journal::is_own(root)?;
    let undone = Entry(journal::undone(root));
    if undone.0.exists() {
        let number = undone.journal().ok().and_then(|journal| journal.undoes);
        match number {
            Some(number) => clear_undone(disk, root, number)?,
            None => disk.remove_all(&undone.0)?,
        }
    }
    let pending = Entry(journal::pending(root));
    if !pending.0.exists() {
        return Ok(None);
    }
    let mut recovered = Recovered { operation: None, kept: Vec::new() };
    let mut made_root = false;
    if pending.journal_path().exists() {
        let journal = pending.journal()?;
        pending.is_inside(root, &journal)?;
        for (index, file) in journal.file.iter().enumerate().rev() {
            let (old, new) = (pending.before(index)?, pending.after(index)?);
            let now = now(root, &file.path);
            let path = root.join(&file.path);
            match old {
                _ if now == old => {}
                _ if now != new => recovered.kept.push(file.path.clone()),
                Some(old) => {
                    let stage = pending.path("stage", index);
                    disk.write(&stage, &old, file.executable || disk::is_executable(&path))?;
                    disk.rename(&stage, &path)?;
                }
                None => disk.remove_file(&path)?,
            }
        }
        disk.remove_empty(root, &journal.created);
        made_root = journal.created.iter().any(String::is_empty);
        recovered.operation = Some(journal.operation);
        // Without it the rest is only a folder to be cleared away.
        disk.remove_file(&pending.journal_path())?;
    }
    disk.remove_all(&pending.0)?;
    tidy(disk, root, made_root);
    Ok(Some(recovered))
}

/// Clears the folder of the journal away if nothing is recorded, and the root if we made it.
fn tidy(disk: &Disk, root: &Path, made_root: bool) {
    if journal::numbers(root).is_empty() {
        // That the folder stays is no harm.
        let _ = disk.remove_all(&root.join(FOLDER));
        if made_root {
            disk.remove_empty(root, &[String::new()]);
        }
    }
}

/// What stands in a file now.
fn now(root: &Path, path: &str) -> Option<Vec<u8>> {
    read::read(&root.join(path)).ok()
}
