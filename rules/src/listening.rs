//! The ports on which a service listens where it is deployed, and what asks others.

use portcullis_facts::graph::system::{Deployment, Known, Service};
use portcullis_facts::place::Place;

use crate::engine::report::Draft;
use crate::grounds::{listed, text_of};
use crate::host::is_loopback;

/// Ports on which a service listens.
pub(crate) struct Listening(Vec<Port>);

struct Port {
    number: u16,
    /// Only its own machine or container reaches it.
    loopback: bool,
    /// Where it comes from.
    place: Place,
    confidence: u8,
}

impl Listening {
    /// Those of a service as it is deployed; none if one of them is not known.
    pub(crate) fn of(service: &Service, deployment: &Deployment) -> Option<Self> {
        let mut ports = Vec::new();
        for listener in &service.listeners {
            let set = listener.variable.as_deref().and_then(|variable| {
                deployment.env.iter().rev().find(|value| value.name == variable)
            });
            let (port, place, loopback) = match set {
                Some(value) => {
                    if !matches!(value.value, Known::Text(_)) {
                        return None;
                    }
                    let text = text_of(&value.value)?;
                    let loopback = match text.rsplit_once(':') {
                        Some((host, _)) => is_loopback(host),
                        None => listener.loopback,
                    };
                    (text.rsplit(':').next()?.trim().parse().ok()?, value.place, loopback)
                }
                None if listener.variable.is_some() && !deployment.env_complete => return None,
                None => (listener.port?, listener.place, listener.loopback),
            };
            ports.push(Port { number: port, loopback, place, confidence: listener.confidence });
        }
        (!ports.is_empty()).then_some(Self(ports))
    }

    /// Whether one of them is this port.
    pub(crate) fn has(&self, port: u16) -> bool {
        self.0.iter().any(|own| own.number == port)
    }

    /// Whether none of them is reached from outside its machine or container.
    pub(crate) fn is_inside(&self) -> bool {
        self.0.iter().all(|own| own.loopback)
    }

    /// A finding on something of a deployment that asks a port which is none of them.
    pub(crate) fn draft(
        &self,
        service: &Service,
        deployment: &Deployment,
        what: &str,
        port: u16,
        place: Place,
    ) -> Draft {
        let ports = self.0.iter().map(|own| {
            let host = if own.loopback { "127.0.0.1:" } else { "" };
            format!("`{host}{}`", own.number)
        });
        let mut ports: Vec<String> = ports.collect();
        ports.dedup();
        let mut draft =
            Draft::new(&service.name, format!("{what} {} {port}", deployment.name), place)
                .message(format!(
                    "{what} of `{}` asks port `{port}`, but `{}` listens on {}",
                    deployment.name,
                    service.name,
                    listed(&ports)
                ))
                .help(if self.has(port) {
                    format!("let it listen on `0.0.0.0:{port}`")
                } else {
                    format!("let it listen on `{port}`, or ask the port on which it listens")
                })
                .label("this port");
        for Port { number, place, confidence, .. } in &self.0 {
            draft = draft
                .also(*place, format!("port `{number}` comes from here"))
                .step(format!("`{}` listens on `{number}`", service.name), Some(*place))
                .at_most(*confidence);
        }
        draft
    }
}
