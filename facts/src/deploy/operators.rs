//! What is run by others and named by objects of a cluster: what operators make of theirs (databases, brokers and topics),
//! and what stands outside.

use super::Out;
use super::entry::empty;
use super::kubernetes::Placed;
use crate::extract::kubernetes::Custom;
use crate::framework::operators::{Makes, made};
use crate::graph::system::{Deployment, DeploymentRole, Orchestrator};
use crate::place::Place;

/// A topic that is declared where a system is deployed.
#[derive(Clone, Debug)]
pub struct DeclaredTopic {
    /// The kind of broker.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Where.
    pub place: Place,
}

/// Adds what an operator makes of an object.
pub(super) fn read(placed: &Placed<'_>, custom: &Custom, out: &mut Out) {
    let object = &placed.object;
    let Some(makes) = made(&custom.api_version, &object.kind) else { return };
    let value = |key: &str| custom.spec.iter().find(|(name, _)| name == key).map(|(_, text)| text);
    let place = |span| Place { file: placed.file.file, span };
    match makes {
        Makes::Infrastructure { technology, hosts, copies } => {
            let name = &object.name.text;
            let mut found = run_by_others(placed, technology);
            found.hosts = hosts.iter().map(|host| host.replace('*', name)).collect();
            found.replicas = copies
                .iter()
                .find_map(|key| value(key))
                .and_then(|count| Some((count.text.parse().ok()?, place(count.span))));
            out.operated.push(found);
        }
        Makes::Topic { kind, name } => {
            let name = value(name).unwrap_or(&object.name);
            if !name.text.contains("{{") {
                out.topics.push(DeclaredTopic {
                    kind,
                    name: name.text.clone(),
                    place: place(name.span),
                });
            }
        }
    }
}

/// Adds what a Service of the type `ExternalName` gives a name in the cluster.
pub(super) fn stands_outside(placed: &Placed<'_>, out: &mut Out) {
    let mut found = run_by_others(placed, "external");
    found.hosts = vec![placed.object.name.text.clone()];
    out.operated.push(found);
}

/// Infrastructure that an object of a cluster stands for, whose own workload is in no file.
fn run_by_others(placed: &Placed<'_>, technology: &str) -> Deployment {
    let name = &placed.object.name;
    let place = Place { file: placed.file.file, span: name.span };
    let mut found = empty(&name.text, Orchestrator::Kubernetes, place);
    found.role = DeploymentRole::Infrastructure;
    found.operated = true;
    technology.clone_into(&mut found.technology);
    found.development = placed.development;
    found.template = placed.template;
    found.networks.push("kubernetes".to_owned());
    found
}
