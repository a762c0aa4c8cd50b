//! Code of the core or the application names a crate that ties it to a technology: a database
//! driver, a broker, a web framework, an HTTP client.
//!
//! ## Why
//! The core says what the business is about. Once an entity derives `Queryable` or a use case takes
//! `web::Data`, the business cannot be compiled, tested or changed without that technology.
//!
//! ## Fails
//! ```text
//! // src/domain/order.rs
//! #[derive(diesel::Queryable)]
//! pub struct Order { id: i64 }
//! ```
//!
//! ## Passes
//! ```text
//! // src/outbound/pg.rs
//! #[derive(diesel::Queryable)]
//! struct OrderRow { id: i64 }
//! impl From<OrderRow> for Order { .. }
//! ```
//!
//! ## How to fix
//! Give the adapter a type of its own and convert at the border; put a trait between a use case and
//! the technology; return an error of the core instead of the crate's.
//!
//! Variants: `[derive]` is an entity that derives what a technology needs; `[manifest]` a dependency
//! that a manifest lists and nothing in production uses; `[testing]` test doubles among the dependencies of
//! the core; `[indirect]` a type of a client crate, which is the wire format of another service;
//! `[environment]` code that reads the environment, files or sockets by itself, and runs only where it
//! is named.
//!
//! ## Options
//! - `allow`: packages that the core may use although they tie it to a technology.
//! - `deny_derives`: names of derives that tie a type to a technology, whatever crate they are of.
//! - `std`: globs of paths below `std` that reach out of the process.
//!
//! ## False positives avoided
//! serde, uuid, chrono, thiserror, async-trait, tracing and other crates of values and plumbing are
//! no technology. Tests, examples, benches, generated code; dev-dependencies; test doubles that a feature
//! switches on for the tests of others. A crate of mixed contents does not count as a client crate, nor does a module of identifiers in one.

use portcullis_facts::graph::{EdgeKind, ItemId, PackageId, Role, Target, Technology};

use crate::context::{Context, OutsidePackage, Subject};
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::evidence::{Groups, Uses, layer_step, technology_name};
use crate::glob::Globs;
use crate::manifest::TechnicalEntries;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;
use crate::ties::{self, Meaning};

/// The rule.
pub static RULE: Rule = Rule {
    id: "hexagonal/technology-in-core",
    summary: "code of the core or the application is tied to a technology",
    level: Level::Error,
    variants: &[
        variant("derive", "an entity derives what a technology needs", Level::Error),
        variant(
            "manifest",
            "a manifest lists a technology that nothing in production uses",
            Level::Warning,
        ),
        variant(
            "testing",
            "test doubles are a dependency of the core in production",
            Level::Warning,
        ),
        variant("indirect", "a type of a client crate is used", Level::Warning),
        Variant {
            name: "environment",
            summary: "code reads the environment, files or sockets by itself",
            level: Level::Warning,
            opt_in: true,
        },
    ],
    gated: false,
    options: &[
        RuleOption {
            name: "allow",
            default: OptionDefault::List(&[]),
            doc: "packages that the core may use although they tie it to a technology",
        },
        RuleOption {
            name: "deny_derives",
            default: OptionDefault::List(&[
                "FromRow",
                "Queryable",
                "Insertable",
                "DeriveEntityModel",
            ]),
            doc: "names of derives that tie a type to a technology, whatever crate they are of",
        },
        RuleOption {
            name: "std",
            default: OptionDefault::List(&[
                "env::var*",
                "fs::*",
                "net::Tcp*",
                "net::Udp*",
                "process::Command*",
            ]),
            doc: "globs of paths below `std` that reach out of the process",
        },
    ],
    fix: Fix::Manual,
    serves: "Hexagonal Architecture",
    source: include_str!("technology_in_core.rs"),
    check: Check::Code(check),
};

const fn variant(name: &'static str, summary: &'static str, level: Level) -> Variant {
    Variant { name, summary, level, opt_in: false }
}

/// The uses that matter, from one pass over all edges.
struct Found {
    code: Groups<(Subject, OutsidePackage)>,
    derives: Groups<(Subject, ItemId, OutsidePackage)>,
    doubles: Groups<(PackageId, OutsidePackage)>,
    indirect: Groups<(Subject, PackageId)>,
    outside: Groups<Subject>,
}

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let std = Globs::new(&options.list("std"));
    let meanings =
        ties::meanings(context, &options.list("allow"), &options.list("deny_derives"), &std);
    let found = find(context, &meanings);
    let code = found.code.keys().map(|(subject, package)| (subject.module, *package));
    let derives = found.derives.keys().map(|(subject, _, package)| (subject.module, *package));
    let with_code = code
        .chain(derives)
        .map(|(module, package)| (context.graph.package_of(module), context.outside_name(package)));
    let mut listed = TechnicalEntries::new(context, &options.list("allow"), with_code.collect());
    for ((subject, package), group) in found.code.sorted() {
        let uses = Uses::new(context, &group);
        let package = context.outside_name(package);
        let mut draft = code_draft(context, &uses, subject, package);
        if let Some(place) = listed.take(context.graph.package_of(subject.module), package) {
            draft = draft.related(place, "the manifest lists it here");
        }
        report.add(draft);
    }
    for ((subject, item, package), group) in found.derives.sorted() {
        let uses = Uses::new(context, &group);
        let package = context.outside_name(package);
        report.add(derive_draft(context, &uses, subject, item, package));
    }
    for ((subject, package), group) in found.indirect.sorted() {
        report.add(indirect_draft(context, &Uses::new(context, &group), subject, package));
    }
    for (subject, group) in found.outside.sorted() {
        report.add(outside_draft(context, &Uses::new(context, &group), subject));
    }
    let doubles = found.doubles.sorted();
    for entry in listed.rest() {
        let same = |(package, outside): (PackageId, OutsidePackage)| {
            package == entry.package && context.outside_name(outside) == entry.name
        };
        let mut draft = entry.draft(context);
        if let Some((_, group)) = doubles.iter().find(|(key, _)| same(*key)) {
            let uses = Uses::new(context, group);
            draft = draft.related(uses.first.place, "used here, in code for production");
        }
        report.add(draft);
    }
}

fn find(context: &Context<'_>, meanings: &[Meaning]) -> Found {
    let clients: Vec<bool> =
        context.graph.packages().map(|(id, _)| ties::is_client(context, id)).collect();
    let mut found = Found {
        code: Groups::new(),
        derives: Groups::new(),
        doubles: Groups::new(),
        indirect: Groups::new(),
        outside: Groups::new(),
    };
    for (number, edge) in context.edges() {
        let Some(from) = context.from(edge) else { continue };
        if !matches!(from.role, Some(Role::Core | Role::Application)) {
            continue;
        }
        let subject = context.subject(edge);
        let Target::External(external) = edge.to else {
            let Some(module) = context.graph.target_module(edge.to) else { continue };
            let package = context.graph.package_of(module);
            if clients[package.index()]
                && package != context.graph.package_of(edge.module)
                && !context.technologies(module).is_empty()
            {
                found.indirect.add((subject, package), number, edge, &[from]);
            }
            continue;
        };
        match (meanings[external.index()], edge.kind, edge.item) {
            (
                Meaning::Tie(package) | Meaning::DeriveTies(package),
                EdgeKind::Derive,
                Some(item),
            ) if ties::shapes_rows(context, edge.to) => {
                found.derives.add((subject, item, package), number, edge, &[from]);
            }
            (Meaning::Tie(package), ..) => {
                found.code.add((subject, package), number, edge, &[from]);
            }
            (Meaning::Double(package), ..) => {
                let of = context.graph.package_of(edge.module);
                found.doubles.add((of, package), number, edge, &[from]);
            }
            (Meaning::Outside, ..) => found.outside.add(subject, number, edge, &[from]),
            _ => {}
        }
    }
    found
}

fn layer_of<'a>(context: &Context<'a>, uses: &Uses<'_>) -> &'a str {
    context.from(uses.first).map_or("core", |standing| context.layer_name(standing))
}

fn code_draft(context: &Context<'_>, uses: &Uses<'_>, subject: Subject, package: &str) -> Draft {
    let path = context.subject_path(subject);
    let layer = layer_of(context, uses);
    let technology = context.technology(uses.first.to);
    let name = technology.map_or("a technology", technology_name);
    let help = match technology {
        Some(Technology::Database) => format!(
            "move what speaks to `{package}` into an adapter, with row types of its own, and \
             convert at the border"
        ),
        Some(Technology::HttpServer | Technology::Rpc) => format!(
            "take and return plain values in `{path}`, and leave `{package}` to the handlers"
        ),
        _ => {
            format!("put a trait between `{path}` and `{package}`, and implement it in an adapter")
        }
    };
    let message = format!("`{path}` ({layer}) is tied to `{package}` ({name})");
    let (text, place) = layer_step(context, &path, subject.module);
    uses.draft(context, path, package.to_owned(), message).help(help).step(text, place)
}

fn derive_draft(
    context: &Context<'_>,
    uses: &Uses<'_>,
    subject: Subject,
    item: ItemId,
    package: &str,
) -> Draft {
    let path = context.graph.item_path(item);
    let layer = layer_of(context, uses);
    let derive = context.graph.target_path(uses.first.to);
    let derive = derive.rsplit("::").next().unwrap_or(&derive);
    let message = format!("`{path}` ({layer}) derives `{derive}` of `{package}`");
    let help = format!(
        "derive `{derive}` on a row type of the adapter, and convert between that and `{path}`"
    );
    let (text, place) = layer_step(context, &path, subject.module);
    uses.draft(context, path, package.to_owned(), message)
        .variant(Some("derive"))
        .help(help)
        .step(text, place)
}

fn indirect_draft(
    context: &Context<'_>,
    uses: &Uses<'_>,
    subject: Subject,
    package: PackageId,
) -> Draft {
    let path = context.subject_path(subject);
    let layer = layer_of(context, uses);
    let target = context.graph.target_path(uses.first.to);
    let name = &context.graph.package(package).name;
    let message = format!("`{path}` ({layer}) uses `{target}` of the client crate `{name}`");
    let help = format!(
        "use a type of the core in `{path}`, and convert it to `{target}` in the adapter that calls \
         the other service"
    );
    uses.draft(context, path, name.clone(), message).variant(Some("indirect")).help(help)
}

fn outside_draft(context: &Context<'_>, uses: &Uses<'_>, subject: Subject) -> Draft {
    let path = context.subject_path(subject);
    let layer = layer_of(context, uses);
    let target = context.graph.target_path(uses.first.to);
    let message = format!("`{path}` ({layer}) reaches out of the process by `{target}`");
    let help = format!("hand `{path}` the value, or a trait that gives it");
    uses.draft(context, path, "std".to_owned(), message).variant(Some("environment")).help(help)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn code_and_derives_are_findings_apart_and_the_manifest_goes_along() {
        insta::assert_snapshot!(fires(&RULE, "
            package domain lib
            mod domain core:85
            mod domain::order core:85
            struct domain::order::Order
            dep domain -> diesel
            use domain::order -> diesel::prelude
            derive domain::order::Order -> diesel::Queryable
            type domain::order::Order -> diesel::sql_types::Text if feature=postgres
        "), @r"
        error hexagonal/technology-in-core domain/src/order.rs:2 (imported here)
          `domain::order` (core) is tied to `diesel` (database)
          help: move what speaks to `diesel` into an adapter, with row types of its own, and convert at the border
          also domain/src/order.rs:4: named as a type here
          also domain/Cargo.toml:2: the manifest lists it here
        error hexagonal/technology-in-core[derive] domain/src/order.rs:3 (derived here)
          `domain::order::Order` (core) derives `Queryable` of `diesel`
          help: derive `Queryable` on a row type of the adapter, and convert between that and `domain::order::Order`
        ");
    }

    #[test]
    fn descriptions_that_are_derived_are_uses_like_others() {
        insta::assert_snapshot!(fires(&RULE, "
            package shop lib
            mod shop::domain core
            struct shop::domain::Order
            struct shop::domain::Item
            use shop::domain -> utoipa::ToSchema
            derive shop::domain::Order -> utoipa::ToSchema
            derive shop::domain::Item -> utoipa::ToSchema
        "), @r"
        error hexagonal/technology-in-core shop/src/domain.rs:3 (imported here)
          `shop::domain` (core) is tied to `utoipa` (web framework)
          help: take and return plain values in `shop::domain`, and leave `utoipa` to the handlers
          also shop/src/domain.rs:4: derived here
          also shop/src/domain.rs:5: derived here
        ");
    }

    #[test]
    fn manifests_that_no_code_uses_and_test_doubles_are_warnings() {
        insta::assert_snapshot!(fires(&RULE, "
            package domain lib
            mod domain core
            trait domain::Orders
            dep domain -> sqlx
            dep domain -> mockall
            dep domain -> serde
            dep domain -> reqwest dev
            dep domain -> mockito optional
            attr domain::Orders -> mockall::automock
        "), @r"
        warning hexagonal/technology-in-core[manifest] domain/Cargo.toml:2 (listed here)
          package `domain` (core) lists `sqlx` (database), though nothing in production uses it
          help: remove `sqlx` from `[dependencies]` of `domain`, or move it to `[dev-dependencies]`
        warning hexagonal/technology-in-core[testing] domain/Cargo.toml:3 (listed here)
          package `domain` (core) lists `mockall`, which is for tests, as a dependency of production
          help: move `mockall` to `[dev-dependencies]`, and what names it below `cfg(test)`
          also domain/src/lib.rs:2: used here, in code for production
        ");
    }

    #[test]
    fn the_application_is_held_to_it_too_and_client_crates_count() {
        insta::assert_snapshot!(fires(&RULE, "
            package shop lib
            package restinterface lib
            package shared lib
            struct restinterface::OrderDto
            use restinterface -> reqwest::Url
            use shared -> sqlx::Pool
            use shared -> reqwest::Url
            struct shared::Id
            mod shop::app app
            use shop::app -> restinterface::OrderDto
            use shop::app -> shared::Id
            use shop::app -> axum::extract::State
            call shop::app -> std::env::var
        "), @r"
        warning hexagonal/technology-in-core[indirect] shop/src/app.rs:1 (imported here)
          `shop::app` (application) uses `restinterface::OrderDto` of the client crate `restinterface`
          help: use a type of the core in `shop::app`, and convert it to `restinterface::OrderDto` in the adapter that calls the other service
        error hexagonal/technology-in-core shop/src/app.rs:3 (imported here)
          `shop::app` (application) is tied to `axum` (web framework)
          help: take and return plain values in `shop::app`, and leave `axum` to the handlers
        warning hexagonal/technology-in-core[environment] shop/src/app.rs:4 (called here)
          `shop::app` (application) reaches out of the process by `std::env::var`
          help: hand `shop::app` the value, or a trait that gives it
        ");
    }

    #[test]
    fn values_tests_and_adapters_are_silent() {
        silent(
            &RULE,
            "
            package shop lib
            mod shop::domain core
            mod shop::outbound out
            struct shop::domain::Order
            struct shop::outbound::Row
            dep shop -> sqlx
            use shop::domain -> serde::Serialize
            derive shop::domain::Order -> serde::Serialize
            use shop::domain -> mockall::automock
            use shop::domain -> sqlx::Pool scope test
            use shop::domain -> sqlx::Pool scope generated
            derive shop::outbound::Row -> sqlx::FromRow
            use shop::outbound -> axum::extract::State
            type shop::domain::Order -> std::net::IpAddr
        ",
        );
    }
}
