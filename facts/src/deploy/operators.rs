//! What operators make of their own objects in a cluster: databases, brokers and topics.

use super::Out;
use super::entry::empty;
use super::kubernetes::Placed;
use crate::extract::kubernetes::Custom;
use crate::framework::operators::{Makes, made};
use crate::graph::system::{DeploymentRole, Orchestrator};
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
            let mut found = empty(name, Orchestrator::Kubernetes, place(object.name.span));
            found.role = DeploymentRole::Infrastructure;
            found.operated = true;
            (*technology).clone_into(&mut found.technology);
            found.development = placed.development;
            found.template = placed.template;
            found.hosts = hosts.iter().map(|host| host.replace('*', name)).collect();
            found.networks.push("kubernetes".to_owned());
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
