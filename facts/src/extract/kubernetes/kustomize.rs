//! Reads a kustomization: what it takes in, and what it changes.

use super::{Body, Object, object};
use crate::extract::yaml::{self, Node, Text, Yaml};

/// A kustomization.
#[derive(Debug, Default)]
pub struct Kustomization {
    /// Files and folders that it takes in.
    pub resources: Vec<Text>,
    /// Images that it changes.
    pub images: Vec<ImageChange>,
    /// Replicas that it sets: name of the workload, count.
    pub replicas: Vec<(String, Text)>,
    /// ConfigMaps and Secrets that it makes.
    pub generators: Vec<Generator>,
    /// Changes.
    pub patches: Vec<Patch>,
    /// What is put before and behind names.
    pub affixes: (String, String),
    /// The namespace of all.
    pub namespace: Option<String>,
}

/// A changed image.
#[derive(Clone, Debug)]
pub struct ImageChange {
    /// The image as the base names it.
    pub name: String,
    /// Its new name.
    pub new_name: Option<String>,
    /// Its new tag.
    pub new_tag: Option<String>,
    /// Its digest.
    pub digest: Option<String>,
}

/// A ConfigMap or Secret that is made.
#[derive(Debug)]
pub struct Generator {
    /// Whether it is a Secret.
    pub secret: bool,
    /// Its name.
    pub name: Text,
    /// `literals`: `NAME=value`.
    pub literals: Vec<Text>,
    /// `envs`: env files.
    pub env_files: Vec<Text>,
}

/// A change.
#[derive(Debug)]
pub enum Patch {
    /// The file that has it.
    File(String),
    /// A count of replicas, of the workload of that kind and name, where they are said.
    Replicas(Option<String>, Option<String>, Text),
}

/// The kustomization in a tree.
pub(super) fn kustomization(tree: &Yaml) -> Kustomization {
    let mut found = Kustomization::default();
    for document in &tree.documents {
        let texts = |key: &str| document.get(key).map(Node::texts).unwrap_or_default();
        let items = |key: &str| document.get(key).map(Node::items).unwrap_or_default();
        for key in ["resources", "bases", "components"] {
            found.resources.extend(texts(key));
        }
        for item in items("images") {
            let text = |key| item.get(key).and_then(Node::as_str).map(str::to_owned);
            found.images.extend(text("name").map(|name| ImageChange {
                name,
                new_name: text("newName"),
                new_tag: text("newTag"),
                digest: text("digest"),
            }));
        }
        for item in items("replicas") {
            if let (Some(name), Some(count)) = (item.text_at("name"), item.text_at("count")) {
                found.replicas.push((name.text, count));
            }
        }
        for (key, secret) in [("configMapGenerator", false), ("secretGenerator", true)] {
            for item in items(key) {
                let list = |key: &str| item.get(key).map(Node::texts).unwrap_or_default();
                let mut env_files = list("envs");
                env_files.extend(list("env"));
                found.generators.extend(item.text_at("name").map(|name| Generator {
                    secret,
                    name,
                    literals: list("literals"),
                    env_files,
                }));
            }
        }
        for text in texts("patchesStrategicMerge") {
            found.patches.extend(patch(&text, None));
        }
        for key in ["patches", "patchesJson6902"] {
            for item in items(key) {
                let target = item.get("target");
                if let Some(path) = item.text_at("path") {
                    found.patches.push(Patch::File(path.text));
                } else if let Some(inline) = item.text_at("patch") {
                    found.patches.extend(patch(&inline, target));
                }
            }
        }
        let affix = |key: &str| document.text_at(key).map(|text| text.text).unwrap_or_default();
        found.affixes = (affix("namePrefix"), affix("nameSuffix"));
        found.namespace = document.text_at("namespace").map(|text| text.text);
    }
    found
}

/// The changes in a text: a path, a manifest, or a JSON patch. Places within a text in a text are not
/// those of the file, so that of the whole stands for them.
fn patch(text: &Text, target: Option<&Node>) -> Vec<Patch> {
    if !text.text.trim().contains('\n') && !text.text.contains(':') {
        return vec![Patch::File(text.text.trim().to_owned())];
    }
    let at = |count: &Text| Text { text: count.text.clone(), span: text.span };
    let mut patches = Vec::new();
    for document in &yaml::parse(&text.text).documents {
        if let Some(Object { kind, name, body: Body::Workload(workload), .. }) = object(document)
            && let Some(count) = &workload.replicas
        {
            patches.push(Patch::Replicas(Some(kind), Some(name.text), at(count)));
        }
        for change in document.items() {
            let path = change.get("path").and_then(Node::as_str);
            if path == Some("/spec/replicas")
                && let Some(count) = change.text_at("value")
            {
                let of =
                    |key: &str| target.and_then(|node| node.text_at(key)).map(|text| text.text);
                patches.push(Patch::Replicas(of("kind"), of("name"), at(&count)));
            }
        }
    }
    patches
}
