//! How kinds of things are called, in output and configuration alike.

use std::fmt::Debug;

use portcullis_facts::discover::LeftOutReason;
use portcullis_facts::graph::system::{DeploymentRole, Engine, ServiceKind, StatementKind};
use portcullis_facts::graph::{
    BlindSpotKind, CrateKind, Direction, EdgeKind, Role, Scope, Technology,
};
use portcullis_rules::finding::Severity;
use portcullis_rules::settings::Level;

/// The name of a variant as all output spells it: `CircuitBreaker` is `circuit-breaker`.
pub(crate) fn spelled(variant: impl Debug) -> String {
    let mut text = String::new();
    for c in format!("{variant:?}").chars().take_while(|c| c.is_alphanumeric()) {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

/// The name of a role.
pub(crate) const fn role(role: Role) -> &'static str {
    match role {
        Role::Core => "core",
        Role::Application => "application",
        Role::AdapterIn => "adapter-in",
        Role::AdapterOut => "adapter-out",
        Role::Root => "root",
    }
}

/// The name of a level.
pub(crate) const fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Note => "note",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

/// The name of a severity.
pub(crate) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The name of a kind of target.
pub(crate) const fn krate(kind: CrateKind) -> &'static str {
    match kind {
        CrateKind::Lib => "library",
        CrateKind::ProcMacro => "procedural macros",
        CrateKind::Bin => "binary",
        CrateKind::Test => "test",
        CrateKind::Example => "example",
        CrateKind::Bench => "bench",
        CrateKind::BuildScript => "build script",
    }
}

/// The direction of a port.
pub(crate) const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "in",
        Direction::Out => "out",
    }
}

/// What code is there for.
pub(crate) const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Production => "production",
        Scope::Generated => "generated",
        Scope::Test => "test",
        Scope::Example => "example",
        Scope::Bench => "bench",
        Scope::Build => "build",
    }
}

/// A technology.
pub(crate) const fn technology(technology: Technology) -> &'static str {
    match technology {
        Technology::Database => "database",
        Technology::Broker => "message broker",
        Technology::HttpServer => "HTTP server",
        Technology::HttpClient => "HTTP client",
        Technology::Rpc => "remote procedure calls",
        Technology::Cloud => "cloud",
        Technology::Mail => "mail",
        Technology::Testing => "testing",
    }
}

/// What a service is.
pub(crate) const fn service(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Http => "HTTP",
        ServiceKind::Grpc => "gRPC",
        ServiceKind::Gateway => "gateway",
        ServiceKind::Consumer => "consumer",
        ServiceKind::Worker => "worker",
    }
}

/// What is deployed.
pub(crate) const fn deployment(role: DeploymentRole) -> &'static str {
    match role {
        DeploymentRole::Service => "service",
        DeploymentRole::Infrastructure => "infrastructure",
        DeploymentRole::Gateway => "gateway",
        DeploymentRole::Job => "job",
        DeploymentRole::Foreign => "foreign",
        DeploymentRole::Tool => "tool",
    }
}

/// The kind of a store.
pub(crate) const fn engine(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "PostgreSQL",
        Engine::Mysql => "MySQL",
        Engine::Sqlite => "SQLite",
        Engine::Mssql => "SQL Server",
        Engine::Mongodb => "MongoDB",
        Engine::Redis => "Redis",
        Engine::Memcached => "Memcached",
        Engine::Cassandra => "Cassandra",
        Engine::Clickhouse => "ClickHouse",
        Engine::Elasticsearch => "Elasticsearch",
        Engine::Dynamodb => "DynamoDB",
        Engine::Other => "store",
    }
}

/// What a statement does to a table.
pub(crate) const fn statement(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Read => "reads",
        StatementKind::Write => "writes",
        StatementKind::Define => "defines",
        StatementKind::Begin
        | StatementKind::Commit
        | StatementKind::Rollback
        | StatementKind::Other => "uses",
    }
}

/// What one end of an edge does to the other: `a` … `b`.
pub(crate) const fn edge(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Use => "imports",
        EdgeKind::Reexport => "re-exports",
        EdgeKind::Call => "calls",
        EdgeKind::MethodCall => "calls the method",
        EdgeKind::Value => "names the value",
        EdgeKind::Pattern => "matches on",
        EdgeKind::Type => "names the type",
        EdgeKind::Bound => "is bound by",
        EdgeKind::Impl => "implements",
        EdgeKind::Derive => "derives",
        EdgeKind::Attribute => "has the attribute",
        EdgeKind::Macro => "calls the macro",
        EdgeKind::MacroBody => "calls a macro that uses",
        EdgeKind::Alias => "uses an alias of",
        EdgeKind::Manifest => "depends on",
    }
}

/// What a count of edges counts.
pub(crate) const fn edges(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Use => "imports",
        EdgeKind::Reexport => "re-exports",
        EdgeKind::Call => "calls",
        EdgeKind::MethodCall => "method calls",
        EdgeKind::Value => "values",
        EdgeKind::Pattern => "patterns",
        EdgeKind::Type => "types",
        EdgeKind::Bound => "bounds",
        EdgeKind::Impl => "implementations",
        EdgeKind::Derive => "derives",
        EdgeKind::Attribute => "attributes",
        EdgeKind::Macro => "macro calls",
        EdgeKind::MacroBody => "uses through macros",
        EdgeKind::Alias => "uses through aliases",
        EdgeKind::Manifest => "manifest entries",
    }
}

/// A kind of blind spot, in the plural.
pub(crate) const fn blind_spots(kind: BlindSpotKind) -> &'static str {
    match kind {
        BlindSpotKind::UnresolvedName => "names that are declared nowhere",
        BlindSpotKind::ExternalGlob => "names that a glob import from outside may bring",
        BlindSpotKind::GeneratedCode => "paths into code that is generated by a build",
        BlindSpotKind::UnknownMacro => "macros that may declare items",
        BlindSpotKind::MissingFile => "files that are included but not there",
        BlindSpotKind::UnknownReceiver => "method calls on receivers of unknown type",
        BlindSpotKind::Unreadable => "regions that could not be read",
    }
}

/// Why a manifest is no part of the system.
pub(crate) const fn left_out(reason: LeftOutReason) -> &'static str {
    match reason {
        LeftOutReason::Stray => "stands in a workspace without being a member or a dependency",
        LeftOutReason::Fixture => "stands in test data, templates or vendored code",
        LeftOutReason::Template => "is a template with placeholders",
        LeftOutReason::Empty => "declares neither a package nor a workspace",
        LeftOutReason::Unreadable => {
            "could not be read as a manifest; `portcullis facts problems` says why"
        }
    }
}
