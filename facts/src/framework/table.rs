//! What a framework's names mean: one table a framework, in sections by what the names are for.
//!
//! Adding a framework is adding a file with a [`Framework`] to `tables/` and a line to its list. Paths are those of
//! [`crate::graph::External`]: below the package, `::`-separated, as far as code names them (`Client::new`).

use super::broker::BrokerTable;
use super::capability::CapabilityEntry;
use super::client::ClientTable;
use super::cors::CorsTable;
use super::marks::MarkEntry;
use super::server::ServerTable;
use super::store::{DeclaredPool, StoreTable};
use crate::graph::system::CapabilityKind;

/// A framework.
#[derive(Clone, Copy, Debug)]
pub struct Framework {
    /// Its packages, as the registry knows them; the first names it.
    pub packages: &'static [&'static str],
    /// The types that its functions and methods return, `Result`, `Option`, futures and smart pointers taken off: path of
    /// the function, path of the type; a type of another package as `package::path` behind a leading `::`.
    pub returns: &'static [(&'static str, &'static str)],
    /// Serving: routers, routes, listeners, extractors.
    pub server: Option<ServerTable>,
    /// Calling: clients, requests, their options.
    pub client: Option<ClientTable>,
    /// Storing: pools, statements, transactions.
    pub store: Option<StoreTable>,
    /// Pools that structs declare.
    pub pools: Option<DeclaredPool>,
    /// Messaging: producers, consumers, acknowledgement.
    pub broker: Option<BrokerTable>,
    /// Requests from other origins.
    pub cors: Option<CorsTable>,
    /// Names whose use runs work on a schedule, as in [`CapabilityEntry::path`].
    pub schedules: &'static [&'static str],
    /// What using a name gives to a service, route, client or call.
    pub capabilities: &'static [CapabilityEntry],
    /// What a call gives to what stands in its arguments; `.name` is a method that any closure gets from a trait.
    pub around: &'static [(&'static str, CapabilityKind)],
    /// Macros that take in what was generated from a `.proto` file; a text names the package.
    pub includes: &'static [&'static str],
    /// Macros that declare modules, one each, which stand for nothing but what the macro names: a table.
    pub declares: &'static [&'static str],
    /// Macros that say what an item is in the architecture.
    pub marks: &'static [MarkEntry],
}

impl Framework {
    /// The paths of its functions, types and attributes.
    pub(super) fn paths(&self) -> impl Iterator<Item = &'static str> {
        let server = self.server.unwrap_or(ServerTable::NONE);
        let of_server = server.functions.iter().map(|(path, _)| *path);
        let of_server = of_server
            .chain(server.routers.iter().copied())
            .chain(server.attributes.iter().map(|(path, _)| *path));
        let client = self.client.unwrap_or(ClientTable::NONE);
        let of_client = client.makers.iter().chain(client.builders).copied();
        let of_store =
            self.store.unwrap_or(StoreTable::NONE).functions.iter().map(|(path, _)| *path);
        let of_broker = self.broker.unwrap_or(BrokerTable::NONE);
        let of_broker = of_broker.addresses.iter().map(|(path, _)| *path);
        let returns = self.returns.iter().map(|(path, _)| *path);
        let gives = self.capabilities.iter().map(|entry| entry.path);
        of_server.chain(of_client).chain(of_store).chain(of_broker).chain(returns).chain(gives)
    }

    /// A table without entries, to be filled with `..Framework::NONE`.
    pub const NONE: Self = Self {
        packages: &[],
        returns: &[],
        server: None,
        client: None,
        store: None,
        pools: None,
        broker: None,
        cors: None,
        schedules: &[],
        capabilities: &[],
        around: &[],
        includes: &[],
        declares: &[],
        marks: &[],
    };
}
