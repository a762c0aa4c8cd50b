//! Pipelines: what their jobs do in which folder of the tree.

use super::tree::problem;
use super::{DeployFile, Out, names};
use crate::extract::ci;
use crate::graph::system::{PipelineJob, PipelineRun};
use crate::place::Place;

/// The jobs of all pipelines, by file and place.
pub(super) fn read(files: &[DeployFile<'_>], out: &mut Out) -> Vec<PipelineJob> {
    let pipelines = files.iter().filter(|file| names::is_pipeline(file.path));
    pipelines.flat_map(|file| jobs(file, out)).collect()
}

fn jobs(file: &DeployFile<'_>, out: &mut Out) -> Vec<PipelineJob> {
    let pipeline = ci::extract(file.text);
    for fault in &pipeline.faults {
        problem(file, fault, out);
    }
    let is_whole = pipeline.faults.is_empty();
    let jobs = pipeline.jobs.into_iter().map(|job| {
        let mut opaque = job.opaque || !is_whole;
        let runs = job.runs.into_iter().filter_map(|run| {
            // What runs outside the tree is not of the tree.
            let folder = folder(&run.folder);
            opaque |= folder.is_none();
            let (tests, packages, workspace) = (run.tests, run.packages, run.workspace);
            Some(PipelineRun { tests, packages, workspace, folder: folder? })
        });
        PipelineJob {
            runs: runs.collect(),
            images: job.images.iter().filter_map(|image| folder(image)).collect(),
            name: job.name,
            place: Place { file: file.file, span: job.span },
            opaque,
        }
    });
    jobs.collect()
}

/// A folder as a job names it, from the root of the tree.
fn folder(written: &str) -> Option<String> {
    names::join("", written.trim_matches('/'))
}
