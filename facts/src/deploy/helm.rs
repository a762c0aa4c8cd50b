//! Helm charts: their templates, with what their values say put in.

use rustc_hash::FxHashMap;

use super::image::image;
use super::kubernetes::Placed;
use super::names::{self, is_development, is_example};
use super::secrets::Context;
use super::tree::{Tree, broken};
use super::{DeployFile, Out};
use crate::extract::kubernetes::{self, Body, template};
use crate::extract::profile::{self, ProfileKind};
use crate::extract::yaml::{self, Node};
use crate::graph::system::{ChartImage, Hidden, HiddenKind};
use crate::place::Place;

/// So many installations of charts through others are read.
const MOST_INSTANCES: usize = 200;

/// A chart.
struct Chart<'a> {
    dir: &'a str,
    name: String,
    version: String,
    library: bool,
    /// Charts that it takes in: folder, and the key of their values.
    dependencies: Vec<(String, String)>,
    /// Folders of those that come from a repository of charts: others wrote them.
    fetched: Vec<String>,
}

/// A chart as it is installed: by itself, or through another one.
struct Instance<'c, 'a> {
    chart: &'c Chart<'a>,
    /// What it is called.
    name: String,
    values: FxHashMap<String, String>,
    /// There are values for several environments, so counts are not known.
    varied: bool,
}

/// The objects of all charts, as far as their names can be read.
pub(super) fn read<'a>(tree: &'a Tree<'a>, out: &mut Out) -> Vec<Placed<'a>> {
    let charts: Vec<Chart<'a>> = tree.files.iter().filter_map(chart).collect();
    note_values(tree, &charts, out);
    let mut objects = Vec::new();
    for instance in instances(tree, &charts) {
        let folder = format!("{}/templates/", instance.chart.dir);
        let folder = folder.trim_start_matches('/');
        for file in tree.files.iter().filter(|file| file.path.starts_with(folder)) {
            if !kubernetes::looks_like(file.text) {
                continue;
            }
            let read = template::extract(file.text, &|expression| instance.resolve(expression));
            for fault in &read.faults {
                broken(file, fault, out);
            }
            for mut object in read.objects {
                if instance.varied
                    && let Body::Workload(workload) = &mut object.body
                {
                    workload.replicas = None;
                }
                if object.name.text.contains("{{") {
                    if matches!(object.body, Body::Workload(_)) {
                        out.hidden.push(Hidden {
                            kind: HiddenKind::Deployment,
                            place: Some(Place { file: file.file, span: object.name.span }),
                            reason: "the name of the workload is known only when the template is rendered".to_owned(),
                        });
                    }
                    continue;
                }
                objects.push(Placed {
                    object,
                    file,
                    template: true,
                    development: is_development(file.path),
                    patches: Vec::new(),
                    images: Vec::new(),
                    replicas: None,
                });
            }
        }
    }
    objects
}

fn chart<'a>(file: &DeployFile<'a>) -> Option<Chart<'a>> {
    let dir = if file.path == "Chart.yaml" { "" } else { file.path.strip_suffix("/Chart.yaml")? };
    let tree = yaml::parse(file.text);
    let root = tree.documents.first()?;
    let text = |node: &Node, key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
    let (mut dependencies, mut fetched) = (Vec::new(), Vec::new());
    for item in root.get("dependencies").map(Node::items).unwrap_or_default() {
        let Some(name) = text(item, "name") else { continue };
        let repository = text(item, "repository").unwrap_or_default();
        let folder = match repository.strip_prefix("file://") {
            Some(path) => names::join(dir, path),
            None => names::join(dir, &format!("charts/{name}")),
        };
        if repository.contains("://") && !repository.starts_with("file://") {
            fetched.extend(folder.clone());
        }
        let key = text(item, "alias").unwrap_or(name);
        dependencies.extend(folder.map(|folder| (folder, key)));
    }
    Some(Chart {
        dir,
        name: text(root, "name").unwrap_or_default(),
        version: text(root, "appVersion").unwrap_or_default(),
        library: text(root, "type").as_deref() == Some("library"),
        dependencies,
        fetched,
    })
}

/// Values of charts may have secrets, whether templates use them or not. Those of charts that were fetched are for
/// others to set.
fn note_values(tree: &Tree<'_>, charts: &[Chart<'_>], out: &mut Out) {
    let fetched = |dir: &str| charts.iter().any(|chart| chart.fetched.iter().any(|of| of == dir));
    for file in tree.files {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let dir = names::parent(file.path);
        let of_chart = name.starts_with("values") && charts.iter().any(|chart| chart.dir == dir);
        if !of_chart || fetched(dir) {
            continue;
        }
        let context = Context {
            file: file.file,
            development: is_development(file.path),
            example: is_example(file.path),
        };
        let entries = profile::extract(file.text, ProfileKind::Yaml);
        for entry in &entries {
            let open = entry.value.text.contains("${");
            out.secrets.value(&entry.key, &entry.value.text, &entry.value, open, context);
            // Without a tag a chart takes the version of what it installs.
            if let Some(above) = entry.key.strip_suffix("image.tag")
                && !entry.value.text.trim().is_empty()
            {
                let repository = format!("{above}image.repository");
                let repository = entries.iter().find(|entry| entry.key == repository);
                let repository = repository.map_or("", |entry| entry.value.text.as_str());
                let place = Place { file: file.file, span: entry.value.span };
                let text = format!("{repository}:{}", entry.value.text);
                let image = image(&text, &text, open, place);
                out.chart_images.push(ChartImage { image, development: context.development });
            }
        }
    }
}

fn values_of(tree: &Tree<'_>, dir: &str) -> Vec<(String, String)> {
    let path = names::join(dir, "values.yaml");
    let file = path.and_then(|path| tree.file(&path));
    let entries = file.map(|file| profile::extract(file.text, ProfileKind::Yaml));
    entries.unwrap_or_default().into_iter().map(|entry| (entry.key, entry.value.text)).collect()
}

fn instances<'c, 'a>(tree: &Tree<'_>, charts: &'c [Chart<'a>]) -> Vec<Instance<'c, 'a>> {
    let mut instances = Vec::new();
    let varied = |dir: &str| {
        let files = tree.files.iter().filter(|file| names::parent(file.path) == dir);
        files
            .filter(|file| file.path[dir.len()..].trim_start_matches('/').starts_with("values"))
            .count()
            > 1
    };
    for chart in charts {
        let mut taken = false;
        for parent in charts {
            let through = parent.dependencies.iter().filter(|(dir, _)| dir == chart.dir);
            for (_, key) in through.take(MOST_INSTANCES.saturating_sub(instances.len())) {
                taken = true;
                let mut values: FxHashMap<String, String> =
                    values_of(tree, chart.dir).into_iter().collect();
                for (name, value) in values_of(tree, parent.dir) {
                    let own =
                        name.strip_prefix(key.as_str()).and_then(|rest| rest.strip_prefix('.'));
                    if let Some(own) = own {
                        values.insert(own.to_owned(), value);
                    } else if name.starts_with("global.") {
                        values.insert(name, value);
                    }
                }
                // A chart that only takes in one other stands for it.
                let alone = parent.dependencies.len() == 1;
                let name = if alone { &parent.name } else { key };
                instances.push(Instance {
                    chart,
                    name: name.clone(),
                    values,
                    varied: varied(parent.dir),
                });
            }
        }
        if !taken && !chart.library {
            let values = values_of(tree, chart.dir).into_iter().collect();
            let varied = varied(chart.dir);
            instances.push(Instance { chart, name: chart.name.clone(), values, varied });
        }
    }
    instances
}

impl Instance<'_, '_> {
    /// What an expression stands for.
    fn resolve(&self, expression: &str) -> Option<String> {
        let mut parts = expression.split('|').map(str::trim);
        let mut found = self.term(parts.next()?);
        for part in parts {
            if let Some(default) = part.strip_prefix("default ") {
                found =
                    found.filter(|value| !value.is_empty()).or_else(|| self.term(default.trim()));
            } else if !matches!(
                part,
                "quote" | "squote" | "toString" | "int" | "trim" | "lower" | "trimSuffix \"-\""
            ) && !part.starts_with("trunc ")
            {
                return None;
            }
        }
        found
    }

    fn term(&self, term: &str) -> Option<String> {
        let term = term.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(term);
        let term = term.strip_prefix('$').unwrap_or(term);
        if let Some(path) = term.strip_prefix(".Values.") {
            return self.values.get(path).cloned();
        }
        if let Some(text) = term.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            return Some(text.to_owned());
        }
        if let Some(rest) = term.strip_prefix("default ") {
            // `default "x" .Values.y`
            let (default, value) = rest.rsplit_once(' ')?;
            let found = self.term(value).filter(|value| !value.is_empty());
            return found.or_else(|| self.term(default.trim()));
        }
        if let Some(rest) = term.strip_prefix("include ").or_else(|| term.strip_prefix("template "))
        {
            let named = rest.split('"').nth(1).unwrap_or_default();
            let named = named.to_lowercase();
            return (named.ends_with("name") && !named.contains("serviceaccount"))
                .then(|| self.name.clone());
        }
        match term {
            ".Chart.Name" | ".Release.Name" => Some(self.name.clone()),
            ".Chart.AppVersion" => Some(self.chart.version.clone()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }
}
