//! The ports on which services listen.

use super::super::environment::Environment;
use super::super::values::{Piece, value_of};
use super::{Join, Owners};
use crate::extract::rust::bodies::Node;
use crate::graph::system::{AddressPurpose, Landscape, Listener, ServiceId};
use crate::place::Place;
use crate::program::At;

/// Adds a listener for each address at which code listens.
pub(super) fn listeners(
    join: &Join<'_, '_>,
    addresses: &[(At, AddressPurpose)],
    owners: &Owners,
    environment: &Environment<'_>,
) -> Vec<(ServiceId, Listener)> {
    let mut found: Vec<(ServiceId, Listener)> = Vec::new();
    for &(at, purpose) in addresses {
        if purpose != AddressPurpose::Listen {
            continue;
        }
        let Some(body) = join.parents.body(join.program, at) else { continue };
        for service in owners.of(join.program, body.item).0 {
            let mut own = listeners_at(join, environment, service, at);
            // A function that is asked for one variable by its name is asked for others too.
            if own.iter().any(|listener| listener.variable != own[0].variable) {
                let asked = listeners_by(join, environment, service, None, at);
                own = if asked.is_empty() { own } else { asked };
            }
            for listener in own {
                let known = (service, listener);
                if !found.contains(&known) {
                    found.push(known);
                }
            }
        }
    }
    found
}

/// What an address to listen at means: `"0.0.0.0:80"`, `("0.0.0.0", 80)`, `([0, 0, 0, 0], 80)`, a variable.
fn listeners_at(
    join: &Join<'_, '_>,
    environment: &Environment<'_>,
    service: ServiceId,
    at: At,
) -> Vec<Listener> {
    let mut found = Vec::new();
    for origin in join.origins.of(at) {
        let (host, port) = match join.program.node(origin) {
            Node::Tuple(parts) => {
                let parts: Vec<At> = join.program.list(origin.unit, parts).collect();
                match parts[..] {
                    [host, port] => (Some(host), port),
                    _ => continue,
                }
            }
            // `SocketAddr::from(([0, 0, 0, 0], 80))`, `SocketAddr::new(ip, 80)`.
            Node::Call { arguments, .. } => {
                let arguments: Vec<At> = join.program.list(origin.unit, arguments).collect();
                match arguments[..] {
                    [only] if matches!(join.program.node(only), Node::Tuple(_)) => {
                        found.extend(listeners_at(join, environment, service, only));
                        continue;
                    }
                    [host, port] => (Some(host), port),
                    _ => (None, origin),
                }
            }
            _ => (None, origin),
        };
        let host = host.map(|host| {
            let text =
                value_of(&join.values, host).first().and_then(super::super::values::Value::text);
            text.unwrap_or_else(|| join.program.text(join.program.place(host)).to_owned())
        });
        found.extend(listeners_by(join, environment, service, host.as_deref(), port));
    }
    found
}

/// What the values of an expression mean that is a port, or an address with one.
fn listeners_by(
    join: &Join<'_, '_>,
    environment: &Environment<'_>,
    service: ServiceId,
    host: Option<&str>,
    port: At,
) -> Vec<Listener> {
    let mut found = Vec::new();
    for value in value_of(&join.values, port) {
        for filled in environment.fill(service, &value) {
            // Of an address that is put together the port comes last.
            let variable = value.pieces.iter().rev().find_map(|piece| match piece {
                Piece::Env { name, .. } | Piece::Key(name) => Some(name.clone()),
                _ => None,
            });
            let (place, confidence) = (filled.place, filled.why.confidence);
            found.push(listener(&filled.partial, host, variable, place, confidence));
        }
    }
    found
}

fn listener(
    text: &str,
    host: Option<&str>,
    variable: Option<String>,
    place: Place,
    confidence: u8,
) -> Listener {
    let (before, port) = text.rsplit_once(':').unwrap_or(("", text));
    let host = host.unwrap_or(before).trim();
    let loopback = host.starts_with("127.")
        || matches!(host, "localhost" | "::1" | "[::1]")
        || host.replace(' ', "").starts_with("[127,0,0,1]");
    // Who listens on port 0 is given any port that is free.
    let port = port.trim().parse().ok().filter(|port| *port != 0);
    Listener { port, variable, loopback, place, confidence }
}

/// Gives services their listeners.
pub(super) fn add(found: Vec<(ServiceId, Listener)>, landscape: &mut Landscape) {
    for (service, listener) in found {
        landscape.services[service.index()].listeners.push(listener);
    }
}

#[cfg(test)]
mod tests {
    use super::listener;
    use crate::place::{FileId, Place, Span};

    #[test]
    fn a_free_port_is_none() {
        let place = Place { file: FileId(0), span: Span { start: 0, end: 0 } };
        let port = |text| listener(text, None, None, place, 95).port;
        assert_eq!(port("127.0.0.1:8080"), Some(8080));
        assert_eq!(port("127.0.0.1:0"), None);
        let loopback = |text| listener(text, None, None, place, 95).loopback;
        assert!(loopback("[::1]:50051") && !loopback("[::]:50051"));
    }
}
