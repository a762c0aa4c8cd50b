//! The system around the code: services, what they own, how they reach each other, how they are deployed.
//!
//! Like the rest of the graph it is plain data in flat lists with a stable order. Rules ask it; nothing in
//! it knows a framework. Every fact says why it holds ([`Provenance`]), and what hides
//! further facts is a [`Hidden`] on the service, so that 'missing' is never said of what could not be seen.

mod code;
mod data;
mod deployment;
mod http;
mod messaging;
mod pipeline;
mod reach;
mod service;

pub use code::{
    Entry, EntryKind, FnCall, FnFlags, FnId, Function, Site, SiteFlags, SiteId, SiteKind,
};
pub(crate) use data::UNREACHED;
pub use data::{
    Connection, Database, DatabaseId, Engine, Executor, Statement, StatementId, StatementKind,
    Table, TableCreation, TableId, TableUse,
};
pub use deployment::{
    ChartImage, Deployment, DeploymentId, DeploymentRole, EnvSource, EnvValue, Image, Known,
    Orchestrator, PortMapping, Probe, ProbeKind, Recipients, Setting, SettingKind,
};
pub use http::{
    Address, AddressPurpose, Call, CallId, CallTarget, Guard, Method, Route, RouteId, RouteRole,
};
pub use messaging::{
    Acknowledgement, Broker, BrokerId, Confirmation, Consume, Publish, Topic, TopicId,
};
pub use pipeline::{PipelineJob, PipelineRun};
pub use reach::{ReachOptions, Reached, ReachedFunction};
pub use service::{
    Capability, CapabilityKind, CapabilityLevel, EnvRead, Hidden, HiddenKind, Listener, Service,
    ServiceId, ServiceKind,
};

use crate::place::Place;

/// Why a fact holds: the steps from what stands in the files to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The least confidence of the steps, in hundredths.
    pub confidence: u8,
    /// The steps, from the first evidence to the fact.
    pub steps: Vec<Reason>,
}

/// One step of a derivation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// In words, lower case, no full stop, names in backticks; never the value of a secret.
    pub text: String,
    /// Where it stands.
    pub place: Option<Place>,
}

impl Provenance {
    /// A derivation without steps yet.
    pub const fn sure(confidence: u8) -> Self {
        Self { confidence, steps: Vec::new() }
    }

    /// Adds a step, which may be less sure than those before it.
    #[must_use]
    pub fn then(mut self, text: impl Into<String>, place: Option<Place>, confidence: u8) -> Self {
        self.confidence = self.confidence.min(confidence);
        self.steps.push(Reason { text: text.into(), place });
        self
    }
}

/// All facts about the system beyond its code's modules and items.
#[derive(Debug, Default)]
pub struct Landscape {
    /// Services, by name.
    pub services: Vec<Service>,
    /// What is deployed: entries of compose files, containers of Kubernetes workloads; infrastructure too.
    pub deployments: Vec<Deployment>,
    /// Functions, closures and spawned blocks of production code that some service may run.
    pub functions: Vec<Function>,
    /// Calls between them, sorted by caller and place.
    pub calls_between: Vec<FnCall>,
    /// Places where a function does something that matters to rules, sorted by function and place.
    pub sites: Vec<Site>,
    /// Where work enters a service: routes, consumers, schedules, its start.
    pub entries: Vec<Entry>,
    /// Routes and procedures that services serve.
    pub routes: Vec<Route>,
    /// Outgoing calls over HTTP and gRPC.
    pub calls: Vec<Call>,
    /// Addresses that are written in code.
    pub addresses: Vec<Address>,
    /// Databases, caches among them.
    pub databases: Vec<Database>,
    /// Which service is connected to which database.
    pub connections: Vec<Connection>,
    /// Tables and collections.
    pub tables: Vec<Table>,
    /// SQL statements and their like in other stores.
    pub statements: Vec<Statement>,
    /// Message brokers.
    pub brokers: Vec<Broker>,
    /// Topics, queues, subjects.
    pub topics: Vec<Topic>,
    /// What is published.
    pub publishes: Vec<Publish>,
    /// What is consumed.
    pub consumes: Vec<Consume>,
    /// Environment variables and configuration keys that code reads.
    pub env_reads: Vec<EnvRead>,
    /// Further settings found in code: CORS layers, literal secrets, secrets that are logged.
    pub settings: Vec<Setting>,
    /// What may be there, but could not be seen, and belongs to no service that is known.
    pub hidden: Vec<Hidden>,
    /// Images that values of charts name, which templates use for whatever they are rendered.
    pub chart_images: Vec<ChartImage>,
    /// Jobs of pipelines, by file and place.
    pub pipelines: Vec<PipelineJob>,
    /// Values that are secrets, in any file, sorted; reports mask them in excerpts.
    pub secrets: Vec<Place>,
}

impl Landscape {
    /// A service.
    pub fn service(&self, id: ServiceId) -> &Service {
        &self.services[id.index()]
    }

    /// All services with their numbers.
    pub fn services(&self) -> impl Iterator<Item = (ServiceId, &Service)> {
        self.services.iter().enumerate().map(|(at, service)| (ServiceId(at as u32), service))
    }

    /// A deployment.
    pub fn deployment(&self, id: DeploymentId) -> &Deployment {
        &self.deployments[id.index()]
    }

    /// The deployments of a service.
    pub fn deployments_of(
        &self,
        id: ServiceId,
    ) -> impl Iterator<Item = (DeploymentId, &Deployment)> {
        self.deployments
            .iter()
            .enumerate()
            .filter(move |(_, deployment)| deployment.service == Some(id))
            .map(|(at, deployment)| (DeploymentId(at as u32), deployment))
    }

    /// The routes of a service.
    pub fn routes_of(&self, id: ServiceId) -> impl Iterator<Item = (RouteId, &Route)> {
        self.routes
            .iter()
            .enumerate()
            .filter(move |(_, route)| route.service == id)
            .map(|(at, route)| (RouteId(at as u32), route))
    }

    /// A function.
    pub fn function(&self, id: FnId) -> &Function {
        &self.functions[id.index()]
    }

    /// A site.
    pub fn site(&self, id: SiteId) -> &Site {
        &self.sites[id.index()]
    }

    /// A database.
    pub fn database(&self, id: DatabaseId) -> &Database {
        &self.databases[id.index()]
    }

    /// A table.
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.index()]
    }

    /// A topic.
    pub fn topic(&self, id: TopicId) -> &Topic {
        &self.topics[id.index()]
    }

    /// A route.
    pub fn route(&self, id: RouteId) -> &Route {
        &self.routes[id.index()]
    }

    /// A statement.
    pub fn statement(&self, id: StatementId) -> &Statement {
        &self.statements[id.index()]
    }
}
