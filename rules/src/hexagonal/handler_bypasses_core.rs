//! An HTTP handler speaks to the database itself.
//!
//! ## Why
//! A handler that holds SQL mixes three reasons to change: the protocol, the business rule, the
//! table. It cannot be tested without a server and a database, and the next consumer of the same
//! rule, a queue or a command line, has to copy it.
//!
//! ## Fails
//! ```text
//! async fn create(State(pool): State<PgPool>, Json(order): Json<NewOrder>) -> StatusCode {
//!     sqlx::query!("INSERT INTO orders ..").execute(&pool).await ..
//! }
//! ```
//!
//! ## Passes
//! ```text
//! async fn create(State(state): State<AppState>, Json(order): Json<NewOrder>) -> StatusCode {
//!     state.create_order.execute(order.into()).await ..
//! }
//! ```
//!
//! ## How to fix
//! Move the queries behind a trait, call them from a use case, and let the handler translate between
//! HTTP and the use case alone.
//!
//! In a system with layers this looks at driving adapters, one finding a module. In a package without
//! core and application it looks at modules that serve HTTP and hold queries, one finding a package
//! with all places, since the one thing to do is to begin with a core.
//!
//! ## Options
//! - `probes`: globs of names of functions and modules that may ask the database directly.
//! - `caches`: packages that hold no business data, so that using them bypasses nothing.
//!
//! ## False positives avoided
//! Health and metrics endpoints. `main`, and functions that put the program together: there only a
//! function that names both the framework and a query counts. Beginning a transaction to hand it on. Values that
//! are put into the fields of a row. Where all routes are known, modules that hold none of their handlers.

use portcullis_facts::graph::system::{Engine, Statement};
use portcullis_facts::graph::{
    Edge, EdgeKind, ItemId, ItemKind, PackageId, Role, Target, Technology,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{Context, Subject};
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::evidence::{Groups, Uses, layer_step};
use crate::glob::Globs;
use crate::mixed::{Mixed, acts, layered_packages};
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption};
use crate::settings::Level;
use crate::statements::{self, Asked};

/// The rule.
pub static RULE: Rule = Rule {
    id: "hexagonal/handler-bypasses-core",
    summary: "an HTTP handler speaks to the database itself",
    level: Level::Warning,
    variants: &[],
    gated: false,
    options: &[
        RuleOption {
            name: "probes",
            default: OptionDefault::List(&[
                "*health*",
                "*ready*",
                "*readiness*",
                "*live*",
                "*metrics*",
            ]),
            doc: "globs of names of functions and modules that may ask the database directly",
        },
        RuleOption {
            name: "caches",
            default: OptionDefault::List(&[
                "redis",
                "fred",
                "bb8-redis",
                "deadpool-redis",
                "mobc-redis",
                "r2d2_redis",
            ]),
            doc: "packages that hold no business data, so that using them bypasses nothing",
        },
    ],
    fix: Fix::Scaffolded("portcullis add use-case NAME"),
    serves: "Hexagonal Architecture",
    source: include_str!("handler_bypasses_core.rs"),
    check: Check::Graph(check),
};

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let probes = Globs::new(&options.list("probes"));
    let caches = options.list("caches");
    let layered = layered_packages(context);
    let mixed = Mixed::new(context);
    let mut in_layers: Groups<Subject> = Groups::new();
    let mut acting: Groups<PackageId> = Groups::new();
    let mut other: Groups<PackageId> = Groups::new();
    for (number, edge) in context.edges() {
        if context.technology(edge.to) != Some(Technology::Database)
            || is_cache(context, edge.to, &caches)
            || is_probe(context, edge, &probes)
        {
            continue;
        }
        let package = context.graph.package_of(edge.module);
        let acts =
            acts(context, edge) && edge.item.is_some_and(|item| is_in_function(context, item));
        if layered.contains(&package) {
            let from = context.from(edge).filter(|from| from.role == Some(Role::AdapterIn));
            // A method is not enough there: beginning a transaction to hand it on bypasses nothing.
            if let (Some(from), true) = (from, acts && edge.kind != EdgeKind::MethodCall) {
                in_layers.add(context.subject(edge), number, edge, &[from]);
            }
        } else if mixed.holds(context, edge.module, edge.item) {
            let group = if acts { &mut acting } else { &mut other };
            group.add(package, number, edge, &[]);
        }
    }
    let (asked_in_layers, mut asked) = asked(context, &layered, &mixed, |edge, statement| {
        let library = statement.library.as_str();
        statement.engine == Engine::Redis
            || caches.contains(&library)
            || is_probe(context, edge, &probes)
    });
    let known: FxHashSet<Subject> = in_layers.keys().copied().collect();
    for (subject, group) in in_layers.sorted() {
        report.add(layered_draft(context, &Uses::new(context, &group), subject));
    }
    for (subject, statements) in asked_in_layers {
        if !known.contains(&subject) {
            report.add(asked_in_layer(context, &statements, subject));
        }
    }
    let other: FxHashMap<_, _> = other.sorted().into_iter().collect();
    for (package, group) in acting.sorted() {
        let uses = Uses::new(context, &group);
        let mut draft = package_draft(context, &uses, package);
        if let Some(more) = other.get(&package) {
            let more = Uses::new(context, more);
            draft = draft.related(more.first.place, crate::evidence::kind_label(more.first.kind));
            draft.related.extend(more.related());
            draft.related.truncate(crate::engine::report::MOST_RELATED);
        }
        asked.remove(&package);
        report.add(draft);
    }
    for (package, statements) in asked {
        report.add(asked_in_package(context, &statements, package));
    }
}

/// The statements of driving adapters, and those of what mixes HTTP and the database in packages without layers.
fn asked<'a>(
    context: &Context<'a>,
    layered: &FxHashSet<PackageId>,
    mixed: &Mixed,
    spared: impl Fn(&Edge, &Statement) -> bool,
) -> (Asked<'a, Subject>, Asked<'a, PackageId>) {
    let mut in_layers: Asked<'_, Subject> = Asked::new();
    let mut in_packages: Asked<'_, PackageId> = Asked::new();
    for (edge, statement) in statements::statements(context) {
        let package = context.graph.package_of(edge.module);
        if spared(&edge, statement) {
            continue;
        }
        if layered.contains(&package) {
            let role = context.from(&edge).and_then(|from| from.role);
            if role == Some(Role::AdapterIn) {
                in_layers.entry(context.subject(&edge)).or_default().push((edge, statement));
            }
        } else if mixed.holds(context, edge.module, edge.item) {
            in_packages.entry(package).or_default().push((edge, statement));
        }
    }
    (in_layers, in_packages)
}

fn is_cache(context: &Context<'_>, target: Target, caches: &[&str]) -> bool {
    match target {
        Target::External(id) => caches.contains(&context.outside_name(context.outside_package(id))),
        _ => false,
    }
}

fn is_in_function(context: &Context<'_>, item: ItemId) -> bool {
    let mut at = Some(item);
    while let Some(id) = at {
        if context.graph.item(id).kind == ItemKind::Function {
            return true;
        }
        at = context.graph.item(id).parent;
    }
    false
}

fn is_probe(context: &Context<'_>, edge: &Edge, probes: &Globs) -> bool {
    let name = |name| context.graph.names.get(name);
    probes.matches(name(context.graph.module(edge.module).name))
        || edge.item.is_some_and(|item| probes.matches(name(context.graph.item(item).name)))
}

fn layered_draft(context: &Context<'_>, uses: &Uses<'_>, at: Subject) -> Draft {
    let path = context.subject_path(at);
    let target = context.graph.target_path(uses.first.to);
    let handler = uses.first.item.map_or_else(|| path.clone(), |i| context.graph.item_path(i));
    let message = format!("`{handler}` reaches `{target}` without a use case");
    let (text, place) = layer_step(context, &path, at.module);
    uses.draft(context, path, "database".to_owned(), message)
        .help("move the query behind a port, and call it from a use case that the handler calls")
        .step(text, place)
}

fn package_draft(context: &Context<'_>, uses: &Uses<'_>, package: PackageId) -> Draft {
    let name = &context.graph.package(package).name;
    let target = context.graph.target_path(uses.first.to);
    let message = speaks_itself(context, uses.first, &target);
    uses.draft(context, name.clone(), MIXED.to_owned(), message).help(BEGIN)
}

fn asked_in_layer(context: &Context<'_>, statements: &[(Edge, &Statement)], at: Subject) -> Draft {
    let path = context.subject_path(at);
    let (first, statement) = &statements[0];
    let handler = first.item.map_or_else(|| path.clone(), |item| context.graph.item_path(item));
    let message = format!("`{handler}` reaches `{}` without a use case", statement.library);
    let (text, place) = layer_step(context, &path, at.module);
    statements::draft(context, statements, path, "database".to_owned(), message)
        .help("move the query behind a port, and call it from a use case that the handler calls")
        .step(text, place)
}

fn asked_in_package(
    context: &Context<'_>,
    statements: &[(Edge, &Statement)],
    package: PackageId,
) -> Draft {
    let name = context.graph.package(package).name.clone();
    let (first, statement) = &statements[0];
    let message = speaks_itself(context, first, &statement.library);
    statements::draft(context, statements, name, MIXED.to_owned(), message).help(BEGIN)
}

fn speaks_itself(context: &Context<'_>, first: &Edge, by: &str) -> String {
    let module = context.graph.module_path(first.module);
    format!("`{module}` serves HTTP and speaks to the database itself, by `{by}`")
}

/// What tells the finding on a package without layers from others.
const MIXED: &str = "http and database";

/// How layers are begun.
const BEGIN: &str = "begin with a use case for one handler: a function of plain values that takes a trait for what it \
                     needs of the database";

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    #[test]
    fn a_package_without_layers_is_one_finding_with_all_places() {
        insta::assert_snapshot!(fires(&RULE, "
            package shop lib bin
            mod shop::routes
            mod shop::store
            struct shop::routes::AppState
            fn shop::routes::create
            fn shop::routes::insert
            type shop::routes::create -> axum::Json
            use shop::routes -> sqlx::PgPool
            type shop::routes::AppState -> sqlx::PgPool
            method-call shop::routes::create -> sqlx::Pool::begin
            macro shop::routes::insert -> sqlx::query
            use shop::store -> sqlx::PgPool
        "), @r"
        warning hexagonal/handler-bypasses-core shop/src/routes.rs:7 (a method of it is called here)
          `shop::routes` serves HTTP and speaks to the database itself, by `sqlx::Pool::begin`
          help: begin with a use case for one handler: a function of plain values that takes a trait for what it needs of the database
          also shop/src/routes.rs:8: called as a macro here
          also shop/src/routes.rs:5: imported here
          also shop/src/routes.rs:6: named as a type here
        ");
    }

    #[test]
    fn a_handler_in_main_counts_and_main_itself_does_not() {
        insta::assert_snapshot!(fires(&RULE, "
            package shop bin
            fn shop_bin::main
            fn shop_bin::create
            type shop_bin::main -> axum::Router
            call shop_bin::main -> sqlx::PgPool::connect
            type shop_bin::create -> axum::Json
            macro shop_bin::create -> sqlx::query
        "), @r"
        warning hexagonal/handler-bypasses-core shop/src/main.rs:6 (called as a macro here)
          `shop_bin` serves HTTP and speaks to the database itself, by `sqlx::query`
          help: begin with a use case for one handler: a function of plain values that takes a trait for what it needs of the database
        ");
    }

    #[test]
    fn a_driving_adapter_with_queries_bypasses_the_core() {
        insta::assert_snapshot!(fires(&RULE, "
            package shop lib
            mod shop::domain core
            mod shop::http in
            fn shop::http::create
            macro shop::http::create -> sqlx::query
        "), @r"
        warning hexagonal/handler-bypasses-core shop/src/http.rs:2 (called as a macro here)
          `shop::http::create` reaches `sqlx::query` without a use case
          help: move the query behind a port, and call it from a use case that the handler calls
        ");
    }

    #[test]
    fn statements_that_name_no_package_count_too() {
        insta::assert_snapshot!(fires(&RULE, "
            package shop lib
            mod shop::routes
            mod shop::store
            fn shop::routes::list
            fn shop::routes::create
            fn shop::store::insert
            type shop::routes::list -> axum::Json
            at shop::routes::list reads orders
            at shop::routes::create writes orders
            at shop::routes::create writes sessions engine redis
            at shop::store::insert writes orders
            package books lib
            mod books::domain core
            mod books::http in
            mod books::db out
            fn books::http::count
            fn books::db::count
            at books::http::count reads books
            at books::db::count reads books
        "), @r"
        warning hexagonal/handler-bypasses-core books/src/http.rs:2 (the database is asked here)
          `books::http::count` reaches `sqlx` without a use case
          help: move the query behind a port, and call it from a use case that the handler calls
        warning hexagonal/handler-bypasses-core shop/src/routes.rs:4 (the database is asked here)
          `shop::routes` serves HTTP and speaks to the database itself, by `sqlx`
          help: begin with a use case for one handler: a function of plain values that takes a trait for what it needs of the database
          also shop/src/routes.rs:5: the database is asked here
        ");
    }

    #[test]
    fn probes_transactions_and_modules_apart_are_silent() {
        silent(
            &RULE,
            "
            package shop lib
            mod shop::domain core
            mod shop::http in
            fn shop::http::ready
            fn shop::http::create
            macro shop::http::ready -> sqlx::query
            method-call shop::http::create -> sqlx::Pool::begin
            type shop::http::create -> sqlx::PgPool
        ",
        );
        silent(
            &RULE,
            "
            package shop lib bin
            mod shop::routes
            mod shop::store
            fn shop::store::insert
            fn shop::routes::create
            type shop::routes::create -> axum::Json
            macro shop::store::insert -> sqlx::query
            fn shop_bin::main
            type shop_bin::main -> axum::Router
            call shop_bin::main -> sqlx::PgPool::connect
            mod shop::connection
            block shop::connection::guard
            method shop::connection::guard::from_request
            type shop::connection::guard::from_request -> axum::extract::Request
            call shop::connection::guard::from_request -> sqlx::PgPool::connect
            mod shop::errors
            fn shop::errors::response
            type shop::errors::response -> axum::Json
            method-call shop::errors::response -> sqlx::Error::to_string
            mod shop::health
            fn shop::health::check
            type shop::health::check -> axum::Json
            macro shop::health::check -> sqlx::query
            mod shop::fields
            fn shop::fields::fill
            type shop::fields::fill -> axum::Json
            call shop::fields::fill -> sea_orm::ActiveValue::set
            call shop::fields::fill -> sea_orm::Set
            method-call shop::fields::fill -> sea_orm::DatabaseConnection::clone
            mod shop::limiter
            fn shop::limiter::limit
            type shop::limiter::limit -> axum::Json
            call shop::limiter::limit -> redis::cmd
            mod shop::ids
            fn shop::ids::parse
            type shop::ids::parse -> axum::Json
            call shop::ids::parse -> mongodb::bson::oid::ObjectId::parse_str
            call shop::ids::parse -> sea_orm::prelude::Uuid::from_str
            call shop::ids::parse -> qdrant_client::qdrant::PointStruct::new
        ",
        );
        silent(
            &RULE,
            "
            service shop http
            mod shop::routes
            mod shop::store
            fn shop::routes::create
            fn shop::store::insert
            type shop::store::insert -> actix_web::web::Data
            macro shop::store::insert -> sqlx::query
            route shop POST /orders shop::routes::create
        ",
        );
    }
}
