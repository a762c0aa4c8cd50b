//! Words of sketches for routes and for calls to other processes.
//!
//! ```text
//! at orders::pay requests POST stock /items   a call to a service, or to a host if it is none; behind it
//!                                   `timeout`, `hidden`, `streaming`, `client FN`, `rpc`
//! route orders POST /orders orders::create    a route; behind it `health`, `readiness`, `metrics`,
//!                                   `docs`, `fallback`, `guard authentication`, `guards-hidden`, `partial`
//! ```

use portcullis_facts::graph::system::{
    Call, CallTarget, Entry, EntryKind, FnId, Guard, Method, Provenance, Route, RouteId, RouteRole,
    ServiceId,
};
use portcullis_facts::place::Place;

use super::landscape::{Words, capability};
use super::sketch::Sketch;

impl Sketch {
    pub(super) fn call(
        &mut self,
        function: FnId,
        services: Vec<ServiceId>,
        rest: &[&str],
        place: Place,
    ) -> Call {
        let words = Words(rest);
        let landscape = &self.system.graph.landscape;
        let known = landscape.services().find(|(_, service)| service.name == rest[1]);
        let target = match known {
            Some((id, _)) => CallTarget::Service(id),
            None if rest[1] == "?" => CallTarget::Unknown,
            None => CallTarget::Host(rest[1].to_owned()),
        };
        let client = words.after("client").map(|path| {
            let maker = self.items[path];
            let at = self.system.graph.item(maker);
            Place { file: at.file, span: at.name_span }
        });
        let kinds = ["timeout", "retry", "circuit-breaker"].into_iter();
        let has =
            kinds.filter(|kind| words.flag(kind)).map(|kind| capability(kind, Words(&[]), place));
        Call {
            services,
            function,
            method: method(rest[0]),
            target,
            path: rest.get(2).filter(|path| path.starts_with('/')).map(|path| (*path).to_owned()),
            capabilities: has.collect(),
            hidden: words.flag("hidden").then(|| "its client comes from elsewhere".to_owned()),
            client,
            streaming: words.flag("streaming"),
            library: "reqwest".to_owned(),
            place,
            sent: None,
            why: Provenance::sure(words.sure()),
        }
    }

    pub(super) fn route(
        &mut self,
        service: &str,
        method_name: &str,
        path: &str,
        handler: &str,
        words: Words<'_>,
        line: &str,
    ) {
        let function = self.function(handler);
        let place = self.note(service, line);
        let service = self.service_id(service);
        let guards = words.all("guard").map(|kind| Guard {
            capability: capability(kind, Words(&[]), place),
            what: "a layer".to_owned(),
        });
        let role = [
            ("health", RouteRole::Health),
            ("readiness", RouteRole::Readiness),
            ("metrics", RouteRole::Metrics),
            ("docs", RouteRole::Docs),
            ("static", RouteRole::Static),
            ("fallback", RouteRole::Fallback),
        ];
        let role = role.into_iter().find(|(word, _)| words.flag(word));
        let id = RouteId(self.system.graph.landscape.routes.len() as u32);
        self.system.graph.landscape.routes.push(Route {
            service,
            method: method(method_name).expect("a method"),
            path: path.to_owned(),
            partial: words.flag("partial"),
            role: role.map_or(RouteRole::Business, |(_, role)| role),
            handler: Some(function),
            handler_name: handler.rsplit("::").next().unwrap_or(handler).to_owned(),
            guards: guards.collect(),
            guards_hidden: words.flag("guards-hidden"),
            place,
            why: Provenance::sure(words.sure()),
        });
        let kind = EntryKind::Route(id);
        self.entry(Entry { service, kind, function: Some(function), place });
    }
}

fn method(text: &str) -> Option<Method> {
    Some(match text {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        "ANY" => Method::Any,
        "RPC" => Method::Rpc,
        "?" => return None,
        other => panic!("method {other}"),
    })
}
