//! What pipelines do with packages.

use super::super::{Graph, PackageId};
use crate::place::Place;

/// A job of a pipeline of GitHub or GitLab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipelineJob {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What it has cargo do.
    pub runs: Vec<PipelineRun>,
    /// Folders of images that it builds, from the root of the tree.
    pub images: Vec<String>,
    /// Whether it does more than is seen: by another workflow, a script, a recipe, a variable.
    pub opaque: bool,
}

/// A run of cargo in a pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipelineRun {
    /// Whether it runs tests; else it compiles.
    pub tests: bool,
    /// The packages that it names; none for those of its folder.
    pub packages: Vec<String>,
    /// Whether it is for all members of a workspace.
    pub workspace: bool,
    /// The folder in which it runs, from the root of the tree.
    pub folder: String,
}

impl PipelineRun {
    /// Whether it takes in a package.
    pub fn covers(&self, graph: &Graph, id: PackageId) -> bool {
        let package = graph.package(id);
        if !self.packages.is_empty() {
            return self.packages.contains(&package.name);
        }
        if self.folder == package.dir {
            return true;
        }
        let below = self.folder.is_empty()
            || package.dir.strip_prefix(&self.folder).is_some_and(|rest| rest.starts_with('/'));
        // In a folder with a package, cargo means that one alone unless it is told otherwise.
        let alone = graph.packages.iter().any(|other| other.dir == self.folder);
        below && (self.workspace || !alone)
    }
}
