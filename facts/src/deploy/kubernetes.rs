//! Kubernetes manifests of the whole tree: which objects are applied, and what they say together.

use std::cell::Cell;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::entry::Found;
use super::names::{self, is_development};
use super::secret_words::{decoded, is_secret_key};
use super::secrets::Context;
use super::tree::{Tree, broken};
use super::{DeployFile, Out, helm, kustomize, operators, workload};
use crate::extract::kubernetes::{self, Body, ImageChange, Object};
use crate::extract::yaml::Text;
use crate::place::Place;

/// An object with the file that it stands in, and what is laid over it.
#[derive(Clone, Debug)]
pub(super) struct Placed<'a> {
    /// The object.
    pub(super) object: Object,
    /// Its file.
    pub(super) file: &'a DeployFile<'a>,
    /// Taken from a template.
    pub(super) template: bool,
    /// It is for development.
    pub(super) development: bool,
    /// Objects whose fields are laid over it, the later over the earlier.
    pub(super) patches: Vec<(Object, &'a DeployFile<'a>)>,
    /// Changes of images.
    pub(super) images: Vec<ImageChange>,
    /// A count of replicas that is set elsewhere.
    pub(super) replicas: Option<(Text, &'a DeployFile<'a>)>,
}

/// All objects, and ways to find them.
pub(super) struct Cluster<'a> {
    /// All objects.
    pub(super) objects: Vec<Placed<'a>>,
    by_name: FxHashMap<(bool, String), Vec<usize>>,
    /// Services by one label that they select, and those of templates, whose labels are not known.
    services: FxHashMap<(String, String), Vec<usize>>,
    /// How many variables may still be copied from what containers share.
    pub(super) budget: Cell<usize>,
    autoscaled: FxHashSet<(String, String)>,
    exposed: FxHashSet<String>,
}

/// So many objects of the same name or label are looked at.
const MOST_ALIKE: usize = 100;

/// So many variables are copied from ConfigMaps and Secrets; written files share few.
const MOST_COPIED: usize = 200_000;

/// The deployments of all manifests.
pub(super) fn read<'a>(tree: &'a Tree<'a>, out: &mut Out) -> Vec<Found> {
    let mut objects = Vec::new();
    let files = tree.files.par_iter().filter(|file| is_manifest(file));
    let files: Vec<(&DeployFile<'_>, kubernetes::ManifestFile)> =
        files.map(|file| (file, kubernetes::extract(file.text))).collect();
    for (file, read) in files {
        for fault in &read.faults {
            broken(file, fault, out);
        }
        objects.extend(read.objects.into_iter().map(|object| Placed {
            object,
            file,
            template: false,
            development: is_development(file.path),
            patches: Vec::new(),
            images: Vec::new(),
            replicas: None,
        }));
    }
    let mut objects = kustomize::apply(tree, objects);
    objects.extend(helm::read(tree, out));
    let cluster = Cluster::new(objects);
    cluster.secrets(out);
    let mut found = Vec::new();
    for placed in &cluster.objects {
        match &placed.object.body {
            Body::Workload(read) => workload::read(&cluster, placed, read, &mut found, out),
            Body::Custom(custom) => operators::read(placed, custom, out),
            Body::Service(service) if service.external => operators::stands_outside(placed, out),
            _ => {}
        }
    }
    found
}

fn is_manifest(file: &DeployFile<'_>) -> bool {
    names::may_be_deployed(file.path)
        && !file.text.contains("{{")
        && kubernetes::looks_like(file.text)
}

impl<'a> Cluster<'a> {
    fn new(objects: Vec<Placed<'a>>) -> Self {
        let mut cluster = Self {
            objects: Vec::new(),
            by_name: FxHashMap::default(),
            services: FxHashMap::default(),
            budget: Cell::new(MOST_COPIED),
            autoscaled: FxHashSet::default(),
            exposed: FxHashSet::default(),
        };
        for (at, placed) in objects.iter().enumerate() {
            let name = placed.object.name.text.clone();
            match &placed.object.body {
                Body::ConfigMap(_) => {
                    cluster.by_name.entry((false, name)).or_default().push(at);
                }
                Body::Secret(_) => cluster.by_name.entry((true, name)).or_default().push(at),
                Body::Service(service) => {
                    let template = || (String::new(), name.clone());
                    let key = service
                        .selector
                        .first()
                        .cloned()
                        .or_else(|| placed.template.then(template));
                    if let Some(key) = key {
                        cluster.services.entry(key).or_default().push(at);
                    }
                }
                Body::Autoscaler(kind, name) => {
                    cluster.autoscaled.insert((kind.clone(), name.clone()));
                }
                Body::Ingress(backends) => {
                    let first = |name: &Text| name.text.split('.').next().map(str::to_owned);
                    cluster.exposed.extend(backends.iter().filter_map(first));
                }
                _ => {}
            }
        }
        cluster.objects = objects;
        cluster
    }

    /// The ConfigMap or Secret of a name: the one that stands nearest to the file that asks.
    pub(super) fn config(&self, secret: bool, name: &str, near: &str) -> Option<&Placed<'a>> {
        let shared =
            |path: &str| path.split('/').zip(near.split('/')).take_while(|(a, b)| a == b).count();
        let found = self.by_name.get(&(secret, name.to_owned()))?.iter();
        let found = found.take(MOST_ALIKE).map(|at| &self.objects[*at]);
        found.max_by(|a, b| {
            shared(a.file.path).cmp(&shared(b.file.path)).then(b.file.path.cmp(a.file.path))
        })
    }

    /// The services that may lead to pods with the labels, and those of a template's name.
    pub(super) fn services(&self, labels: &[(String, String)], name: &str) -> Vec<&Placed<'a>> {
        let own = (String::new(), name.to_owned());
        let keys = labels.iter().chain([&own]);
        let found = keys.filter_map(|key| self.services.get(key)).flatten();
        let mut found: Vec<usize> = found.copied().take(MOST_ALIKE).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|at| &self.objects[at]).collect()
    }

    /// Whether copies of the object are scaled automatically.
    pub(super) fn autoscales(&self, object: &Object) -> bool {
        self.autoscaled.contains(&(object.kind.clone(), object.name.text.clone()))
    }

    /// Whether requests from outside are led to a service.
    pub(super) fn exposes(&self, service: &str) -> bool {
        self.exposed.contains(service)
    }

    /// Notes the data of Secrets, whoever uses them.
    fn secrets(&self, out: &mut Out) {
        for placed in &self.objects {
            let Body::Secret(data) = &placed.object.body else { continue };
            let context = Context {
                file: placed.file.file,
                development: placed.development,
                example: names::is_example(placed.file.path),
            };
            for (key, value, encoded) in data {
                if value.text.is_empty() || value.text.contains("{{") {
                    continue;
                }
                let plain = if *encoded { decoded(&value.text) } else { None };
                let plain = plain.unwrap_or_else(|| value.text.clone());
                if plain.contains("://") && !is_secret_key(&key.text) {
                    let hidden = super::credentials::without_credentials(&plain).1;
                    out.secrets.places.push(Place { file: placed.file.file, span: value.span });
                    for hidden in hidden {
                        out.secrets.secret(&key.text, &hidden.secret, value, context);
                    }
                } else if !is_secret_key(&key.text) {
                    // Names of users and databases are hidden, but no secrets.
                    out.secrets.places.push(Place { file: placed.file.file, span: value.span });
                } else {
                    out.secrets.secret(&key.text, &plain, value, context);
                }
            }
        }
    }
}
