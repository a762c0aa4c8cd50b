//! Joins the facts of many files: the module tree of every crate, what every name means, and layers.
//!
//! The order is that of the compiler: modules and items are collected (`collect`),
//! imports are followed until nothing changes (`imports`), then every path is looked
//! up (`lookup`, `written`, `edges`), in parallel and file by file. What a receiver's type is
//! (`receivers`) and what a layer is (`layers`, `ports`) comes after.

mod answers;
mod bind;
mod builder;
mod collect;
mod conditions;
mod edges;
mod expansion;
mod external;
mod finish;
mod generated;
mod globs;
mod imports;
mod lookup;
mod macro_bodies;
mod marks;
mod missing;
mod parts;
mod path_kinds;
mod prelude;
mod program;
mod receivers;
mod returns;
mod space;
mod type_parts;
mod unit;
mod written;

pub(crate) use finish::Unordered;

use rustc_hash::FxHashMap;

use crate::cfg::CfgOptions;
use crate::deploy::Deployed;
use crate::depth::Depth;
use crate::discover::{Package, Workspace};
use crate::extract::rust::facts::RustFacts;
use crate::graph::{Names, Spelling};
use crate::place::FileId;
use crate::problem::Problem;
use crate::{Options, SourceFile};

/// What resolution starts from.
pub(crate) struct Input<'a> {
    /// All files, by [`FileId`].
    pub(crate) files: &'a [SourceFile],
    /// The facts of those that are Rust, by [`FileId`].
    pub(crate) facts: &'a [Option<RustFacts>],
    /// The spellings of their symbols, by [`FileId`].
    pub(crate) spellings: &'a [Vec<Spelling>],
    /// Files by path.
    pub(crate) by_path: &'a FxHashMap<String, FileId>,
    /// Packages, sorted by folder.
    pub(crate) packages: &'a [Package],
    /// Workspaces.
    pub(crate) workspaces: &'a [Workspace],
}

/// Which conditional code exists, if one configuration is asked for.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// The crate whose features are given; others keep all conditional code.
    pub krate: String,
    /// Platform, flags and features.
    pub options: CfgOptions,
    /// Leave out what stands in the arguments of the standard library's macros, as a reader does that
    /// does not have its sources; for comparisons with one.
    pub without_std: bool,
}

/// Shows the program of a tree to a test.
#[cfg(test)]
pub(crate) fn look_at(
    input: &Input<'_>,
    names: Names,
    look: impl FnOnce(&crate::program::Program<'_>),
) {
    let mut builder = builder::Builder::new(input, names, None);
    builder.collect();
    builder.resolve_imports();
    let _ = builder.finish_with(|program| {
        look(program);
        crate::graph::system::Landscape::default()
    });
}

/// Joins everything into a graph, but for what [`Unordered::complete`] does without the facts.
///
/// `names` has the spellings of all files, and no name yet. What is deployed is read by `deploy` meanwhile, because following imports keeps one thread busy.
pub(crate) fn resolve(
    input: &Input<'_>,
    names: Names,
    options: &Options,
    depth: Depth,
    deploy: impl FnOnce() -> Deployed + Send,
) -> (Unordered, Vec<Problem>) {
    let (builder, mut deployed) = rayon::join(
        || {
            let mut builder = builder::Builder::new(input, names, options.configuration.as_ref());
            builder.collect();
            builder.resolve_imports();
            builder
        },
        deploy,
    );
    let problems = std::mem::take(&mut deployed.problems);
    (builder.finish_with(|program| crate::system::read(program, deployed, depth)), problems)
}
