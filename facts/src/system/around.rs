//! What stands around a call to another process: another try, a circuit breaker, a bulkhead.

use super::calls::place_of;
use super::names::{called, outside};
use super::origin::Origins;
use super::parents::Parents;
use crate::extract::rust::bodies::{BlockKind, Node};
use crate::framework::lookup::{entry, gives};
use crate::framework::tables::FRAMEWORKS;
use crate::graph::system::{Capability, CapabilityKind, CapabilityLevel};
use crate::program::{At, Program};

/// So far around a call somebody looks.
const MOST: usize = 48;

/// So many variables one after the other may stand between a call and what is around it.
const BINDINGS: u8 = 2;

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

    /// What stands around a call: around where it begins, around each method on the way to its answer, which may be called
    /// in a later statement, and around closures of which these are parts, also where their variables are used.
    pub(super) fn of(
        &self,
        program: &Program<'_>,
        parents: &Parents,
        at: At,
        methods: &[(At, String)],
    ) -> Vec<Capability> {
        let mut found = Vec::new();
        for at in std::iter::once(at).chain(methods.iter().map(|(method, _)| *method)) {
            self.add(program, parents, at, BINDINGS, &mut found);
        }
        found.sort_by_key(|(kind, around)| (*around, *kind));
        found.dedup();
        let capability = |(kind, around)| {
            let by = called(program, around).map_or_else(
                || program.text(place_of(program, around)).to_owned(),
                |name| name.text(),
            );
            let place = place_of(program, around);
            Capability { kind, level: CapabilityLevel::Code, place, confidence: 90, by }
        };
        found.into_iter().map(capability).collect()
    }

    fn add(
        &self,
        program: &Program<'_>,
        parents: &Parents,
        at: At,
        bindings: u8,
        found: &mut Vec<(CapabilityKind, At)>,
    ) {
        let mut within = at;
        for around in parents.above(at).take(MOST) {
            let inner = std::mem::replace(&mut within, around);
            found.extend(self.given(program, around).map(|kind| (kind, around)));
            let Node::Let { pattern, value: Some(value), .. } = program.node(around) else {
                continue;
            };
            let is_later = matches!(
                program.node(inner),
                Node::Closure { .. } | Node::Block { kind: BlockKind::Async, .. }
            );
            if value != inner.node || !is_later || bindings == 0 {
                continue;
            }
            let mentions =
                parents.body(program, around).and_then(|body| parents.mentions(program, body));
            for used in mentions.into_iter().flat_map(|mentions| mentions.behind(around, pattern)) {
                found.extend(self.called_on(program, parents, used));
                self.add(program, parents, used, bindings - 1, found);
            }
        }
    }

    /// What the method gives that is called on a variable of a closure.
    fn called_on(
        &self,
        program: &Program<'_>,
        parents: &Parents,
        used: At,
    ) -> Option<(CapabilityKind, At)> {
        let around = parents.of(used)?;
        let Node::Method { call, receiver, .. } = program.node(around) else { return None };
        let kind = self.of_method(program.method_name(around.unit, call))?;
        (receiver == used.node).then_some((kind, around))
    }

    fn of_method(&self, name: &str) -> Option<CapabilityKind> {
        self.0.iter().find(|(method, _)| *method == name).map(|(_, kind)| *kind)
    }

    fn given(&self, program: &Program<'_>, at: At) -> Option<CapabilityKind> {
        if let Some(name) = called(program, at) {
            let (table, _) = name.library.around?;
            return entry(table, name.path, |(path, _)| path).map(|(_, kind)| *kind);
        }
        // Nobody knows the type of a closure.
        let Node::Method { call, receiver, .. } = program.node(at) else { return None };
        let kind = self.of_method(program.method_name(at.unit, call))?;
        let mut receiver = receiver;
        while let Node::Reference(inner) = program.node(At { node: receiver, ..at }) {
            receiver = inner;
        }
        matches!(program.node(At { node: receiver, ..at }), Node::Closure { .. }).then_some(kind)
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
    fn what_is_bound_to_a_variable_counts_where_that_is_used() {
        let main = r"
            use backon::Retryable;
            async fn main() {
                let client = reqwest::Client::new();
                let ask = || client.get(A).send();
                ask.retry(policy()).await;
                let ask = async || client.get(B).send().await;
                let again = || ask();
                tokio_retry::Retry::spawn(strategy(), again).await;
                let request = client.get(C).header(D, E);
                let breaker = failsafe::Config::new().build();
                breaker.call(request.send()).await;
                let ask = || client.get(F).send();
                ask().await;
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
