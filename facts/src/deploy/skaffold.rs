//! Images that Skaffold builds from the tree and tags by itself before it deploys: `build.artifacts` of `skaffold.yaml`.

use rustc_hash::FxHashSet;

use super::DeployFile;
use super::entry::Found;
use super::image;
use crate::extract::yaml::{self, Node};

/// Says of the images that are artifacts that they are built.
pub(super) fn mark(files: &[DeployFile<'_>], found: &mut [Found]) {
    let artifacts: FxHashSet<String> = files.iter().flat_map(artifacts).collect();
    for found in found {
        if let Some(image) = &mut found.deployment.image
            && artifacts.contains(image::name_of(&image.text))
        {
            image.built = true;
        }
    }
}

/// The names of the images that a file says to build, in its profiles too.
fn artifacts(file: &DeployFile<'_>) -> Vec<String> {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    if !name.starts_with("skaffold") {
        return Vec::new();
    }
    let tree = yaml::parse(file.text);
    let profiles = |document: &'_ Node| -> Vec<String> {
        let items = document.get("profiles").map(Node::items).unwrap_or_default();
        items.iter().flat_map(built).collect()
    };
    let documents = tree.documents.iter();
    documents.flat_map(|document| built(document).into_iter().chain(profiles(document))).collect()
}

fn built(of: &Node) -> Vec<String> {
    let artifacts = of.get("build").and_then(|build| build.get("artifacts"));
    let items = artifacts.map(Node::items).unwrap_or_default();
    let image = |item: &Node| item.get("image").and_then(Node::as_str).map(str::to_owned);
    items.iter().filter_map(image).collect()
}
