//! What stands around a call to another process: another try, a circuit breaker, a bulkhead.

use super::calls::place_of;
use super::names::{called, outside};
use super::origin::Origins;
use super::parents::Parents;
use crate::extract::rust::bodies::Node;
use crate::framework::lookup::{entry, gives};
use crate::framework::tables::FRAMEWORKS;
use crate::graph::system::{Capability, CapabilityKind, CapabilityLevel};
use crate::program::{At, Program};

/// So far around a call somebody looks.
const MOST: usize = 48;

/// The methods that traits of the libraries which a program names give to closures.
pub(super) struct Around(Vec<(&'static str, CapabilityKind)>);

impl Around {
    pub(super) fn new(program: &Program<'_>) -> Self {
        let named = |package: &&str| {
            program.graph.externals.iter().any(|external| external.package == **package)
        };
        let tables = FRAMEWORKS.iter().filter(|table| {
            table.around.iter().any(|(path, _)| path.starts_with('.'))
                && table.packages.iter().any(named)
        });
        let methods = tables
            .flat_map(|table| table.around)
            .filter_map(|(path, kind)| Some((path.strip_prefix('.')?, *kind)));
        Self(methods.collect())
    }

    /// What stands around a node.
    pub(super) fn of(&self, program: &Program<'_>, parents: &Parents, at: At) -> Vec<Capability> {
        let given = parents.above(at).take(MOST).filter_map(|around| {
            let kind = self.given(program, around)?;
            let by = called(program, around).map_or_else(
                || program.text(place_of(program, around)).to_owned(),
                |name| name.text(),
            );
            let place = place_of(program, around);
            Some(Capability { kind, level: CapabilityLevel::Code, place, confidence: 90, by })
        });
        given.collect()
    }

    fn given(&self, program: &Program<'_>, at: At) -> Option<CapabilityKind> {
        if let Some(name) = called(program, at) {
            let (table, _) = name.library.around?;
            return entry(table, name.path, |(path, _)| path).map(|(_, kind)| *kind);
        }
        // Nobody knows the type of a closure.
        let Node::Method { call, receiver, .. } = program.node(at) else { return None };
        let name = program.method_name(at.unit, call);
        let (_, kind) = self.0.iter().find(|(method, _)| *method == name)?;
        let mut receiver = receiver;
        while let Node::Reference(inner) = program.node(At { node: receiver, ..at }) {
            receiver = inner;
        }
        matches!(program.node(At { node: receiver, ..at }), Node::Closure { .. }).then_some(*kind)
    }
}

/// What the arguments of a method give that adds a layer to a client: `builder.with(RetryTransientMiddleware::…)`.
pub(super) fn layers(
    program: &Program<'_>,
    origins: &Origins<'_, '_>,
    method: At,
) -> Vec<Capability> {
    let mut found = Vec::new();
    for argument in super::names::arguments(program, method) {
        for origin in origins.of(argument) {
            let name = match program.node(origin) {
                Node::Path(path) | Node::Struct { path, .. } => {
                    program.path(origin.unit, path).and_then(|target| outside(program, target))
                }
                _ => called(program, origin),
            };
            let Some(name) = name else { continue };
            found.extend(gives(name.package, name.path).map(|kind| Capability {
                kind,
                level: CapabilityLevel::Code,
                place: program.place(argument),
                confidence: 90,
                by: name.text(),
            }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::system::trial::with_calls;

    /// What each call has.
    fn has(main: &str) -> Vec<String> {
        let packages =
            ["reqwest", "reqwest-middleware", "reqwest-retry", "backon", "tokio-retry", "failsafe"];
        with_calls(&packages, main, |_, call| {
            let kinds = call.capabilities.iter().map(|has| format!("{:?}", has.kind));
            kinds.collect::<Vec<_>>().join(" ")
        })
    }

    #[test]
    fn what_tries_again_and_breaks_is_seen_around_calls() {
        let main = r"
            use backon::Retryable;
            async fn main() {
                let client = reqwest::Client::new();
                tokio_retry::Retry::spawn(strategy(), || client.get(A).send()).await;
                (|| async { client.get(B).send().await }).retry(policy()).await;
                let breaker = failsafe::Config::new().build();
                breaker.call(|| client.get(C).send()).await;
                client.get(D).send().await;
            }
        ";
        assert_eq!(has(main), ["Retry", "Retry", "CircuitBreaker", ""]);
    }

    #[test]
    fn layers_of_a_client_count_for_its_calls() {
        let main = r"
            use reqwest_retry::{RetryTransientMiddleware, policies::ExponentialBackoff};
            async fn main() {
                let retry = RetryTransientMiddleware::new_with_policy(policy());
                let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
                    .with(retry).build();
                client.get(A).send().await;
            }
        ";
        assert_eq!(has(main), ["Retry"]);
    }
}
