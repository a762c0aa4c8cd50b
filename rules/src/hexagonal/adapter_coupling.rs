//! An adapter uses another adapter concretely instead of through the core.
//!
//! ## Why
//! An HTTP handler that builds the PostgreSQL repository itself cannot be tested without PostgreSQL
//! nor keep running on another store, although core and ports are there. Adapters meet in the core.
//!
//! ## Fails
//! ```text
//! // src/inbound/http.rs
//! let orders = crate::outbound::pg::PgOrders::new(pool);
//! ```
//!
//! ## Passes
//! ```text
//! // src/inbound/http.rs
//! use crate::domain::ports::OrderRepository;
//! async fn list<R: OrderRepository>(State(orders): State<R>) { .. }
//! ```
//!
//! ## How to fix
//! Take the port, a trait of the core, and let the composition root hand in the adapter.
//!
//! Variants: `[manifest]` is a manifest that lists the crate of an adapter of the other side, though
//! nothing in production uses it; `[technology]` a driven adapter that names a web framework; `[no-port]`, which
//! runs only where it is named, a public type in a driven adapter's module that speaks to a technology,
//! which implements no trait of the core.
//!
//! ## Options
//! - `groups`: globs of module paths; modules that match the same one make up one adapter.
//! - `shared_types`: names of types that adapters of one side may share.
//!
//! ## False positives avoided
//! Traits, and what is declared in the core. Containers of a program, which speak to no technology and hold use cases. Modules of errors, logs, metrics and
//! traces, by their names. Types of a module without a technology or a port, which are data. Adapters of one side that share a technology (a pool that
//! all repositories use) or a folder (`http` and `http::state`). The composition root. Tests.

use portcullis_facts::graph::{
    Edge, EdgeKind, ItemId, ItemKind, ModuleId, Role, Target, Technology, Visibility,
};
use rustc_hash::FxHashSet;

use crate::adapters::{Plain, Sides, is_concrete, stands_beside, wiring};
use crate::context::{Context, OutsidePackage, Subject};
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::evidence::{Groups, Uses, layer_step};
use crate::glob::Globs;
use crate::manifest::{Entries, unused_entry};
use crate::names::PathGlobs;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "hexagonal/adapter-coupling",
    summary: "an adapter uses another adapter concretely",
    level: Level::Warning,
    variants: &[
        variant("manifest", "a manifest lists an adapter of the other side", false),
        variant("technology", "a driven adapter names a web framework", false),
        variant("no-port", "a type of a driven adapter implements no port", true),
    ],
    gated: false,
    options: &[
        RuleOption {
            name: "groups",
            default: OptionDefault::List(&[]),
            doc: "globs of module paths, each of which stands for one adapter",
        },
        RuleOption {
            name: "shared_types",
            default: OptionDefault::List(&[
                "*State",
                "*Context",
                "*Ctx",
                "*Config",
                "*Settings",
                "*Pool",
                "*Error",
            ]),
            doc: "names of types that adapters of one side may share",
        },
    ],
    fix: Fix::Scaffolded("portcullis add port NAME"),
    serves: "Hexagonal Architecture",
    source: include_str!("adapter_coupling.rs"),
    check: Check::Code(check),
};

const fn variant(name: &'static str, summary: &'static str, opt_in: bool) -> Variant {
    Variant { name, summary, level: Level::Warning, opt_in }
}

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let groups = PathGlobs::new(&options.list("groups"));
    let sides = Sides::new(context, Globs::new(&options.list("shared_types")));
    let plain = Plain::new(context);
    let wiring = wiring(context);
    let mut coupled: Groups<(Subject, ModuleId)> = Groups::new();
    let mut web: Groups<(Subject, OutsidePackage)> = Groups::new();
    let mut entries = Entries::new(context, |from, to| {
        (from.role, to.role) == (Some(Role::AdapterIn), Some(Role::AdapterOut))
            || (from.role, to.role) == (Some(Role::AdapterOut), Some(Role::AdapterIn))
    });
    for (number, edge) in context.edges() {
        let Some(from) = context.from(edge) else { continue };
        if !matches!(from.role, Some(Role::AdapterIn | Role::AdapterOut)) {
            continue;
        }
        if let Target::External(external) = edge.to {
            if from.role == Some(Role::AdapterOut)
                && context.technology(edge.to) == Some(Technology::HttpServer)
                && !answers_errors(context, edge)
            {
                let package = context.outside_package(external);
                web.add((context.subject(edge), package), number, edge, &[from]);
            }
            continue;
        }
        let Some(to) = context.to(edge.to) else { continue };
        let Some(to_module) = context.graph.target_module(edge.to) else { continue };
        let other_side = match (from.role, to.role) {
            (Some(Role::AdapterIn), Some(Role::AdapterOut))
            | (Some(Role::AdapterOut), Some(Role::AdapterIn)) => true,
            (Some(a), Some(b)) if a == b => false,
            _ => continue,
        };
        if wiring.contains(&edge.module) {
            let package = |module| context.graph.package_of(module);
            entries.use_of((package(edge.module), package(to_module)));
            continue;
        }
        if to_module == edge.module
            || context.encloses(edge.to, edge.module)
            || context.hands_on_own(edge)
            || !is_concrete(context, edge.to)
            || plain.is(context, edge.to, to_module)
            || stands_beside(context, to_module)
            || !(other_side || sides.differ(context, edge, to_module))
            || groups.shared(context.graph, edge.module, to_module)
        {
            continue;
        }
        coupled.add((context.subject(edge), to_module), number, edge, &[from, to]);
    }
    for ((subject, to_module), group) in coupled.sorted() {
        let uses = Uses::new(context, &group);
        let pair = (context.graph.package_of(subject.module), context.graph.package_of(to_module));
        report.add(entries.attach(pair, coupled_draft(context, &uses, subject, to_module)));
    }
    for entry in entries.rest() {
        report.add(unused_entry(context, entry));
    }
    for ((subject, package), group) in web.sorted() {
        let uses = Uses::new(context, &group);
        report.add(web_draft(context, &uses, subject, context.outside_name(package)));
    }
    if report.wants(Some("no-port")) {
        without_port(context, report);
    }
}

/// Whether a use stands in a module of errors, which says how each is answered.
fn answers_errors(context: &Context<'_>, edge: &Edge) -> bool {
    let mut at = Some(edge.module);
    let names = std::iter::from_fn(|| {
        let module = context.graph.module(at?);
        at = module.parent;
        Some(context.graph.names.get(module.name))
    });
    names.take(2).any(|name| matches!(name, "error" | "errors") || name.ends_with("_error"))
}

fn coupled_draft(context: &Context<'_>, uses: &Uses<'_>, at: Subject, to: ModuleId) -> Draft {
    let path = context.subject_path(at);
    let target = context.graph.target_path(uses.first.to);
    let to_path = context.graph.module_path(to);
    let message = format!("adapter `{path}` depends on adapter `{to_path}` by `{target}`");
    let help = format!(
        "take a trait of the core instead of `{target}`, and hand the adapter in where the system \
         is put together"
    );
    let mut draft = uses.draft(context, path.clone(), to_path.clone(), message).help(help);
    for (name, module) in [(&path, at.module), (&to_path, to)] {
        let (text, place) = layer_step(context, name, module);
        draft = draft.step(text, place);
    }
    draft
}

fn web_draft(context: &Context<'_>, uses: &Uses<'_>, at: Subject, package: &str) -> Draft {
    let path = context.subject_path(at);
    let message = format!("driven adapter `{path}` names the web framework `{package}`");
    let help = format!(
        "use plain types in `{path}`, such as `Arc`, and leave `{package}` to the handlers"
    );
    let (text, place) = layer_step(context, &path, at.module);
    uses.draft(context, path, package.to_owned(), message)
        .variant(Some("technology"))
        .help(help)
        .step(text, place)
}

/// `[no-port]`: public structs of driven adapters whose own module speaks to a technology, and which
/// implement no trait of the core although the core has ports.
fn without_port(context: &Context<'_>, report: &mut Report) {
    let graph = context.graph;
    if graph.ports.is_empty() {
        return;
    }
    let in_core = |target: Target| {
        let role = context.to(target).and_then(|standing| standing.role);
        matches!(role, Some(Role::Core | Role::Application))
    };
    let implementing: FxHashSet<Target> = graph
        .implementations
        .iter()
        .filter(|implementation| in_core(implementation.of_trait))
        .filter_map(|implementation| implementation.for_type)
        .collect();
    // A type that derives what a technology needs is a row of it, not an adapter.
    let derives =
        |edge: &Edge| edge.kind == EdgeKind::Derive && context.technology(edge.to).is_some();
    let rows: FxHashSet<ItemId> = context
        .edges()
        .filter(|(_, edge)| derives(edge))
        .filter_map(|(_, edge)| edge.item)
        .collect();
    for (id, item) in graph.items() {
        let standing = context.item(id);
        if item.kind == ItemKind::Struct
            && item.visibility == Visibility::Public
            && item.scope == portcullis_facts::graph::Scope::Production
            && standing.is_some_and(|standing| standing.role == Some(Role::AdapterOut))
            && !context.technologies(item.module).is_empty()
            && !rows.contains(&id)
            && !implementing.contains(&Target::Item(id))
        {
            let path = graph.item_path(id);
            report.add(
                Draft::new(&path, "no-port", graph.item_place(id))
                    .variant(Some("no-port"))
                    .package(graph.package_of(item.module))
                    .message(format!("`{path}` of a driven adapter implements no port"))
                    .help(format!("declare in the core what `{path}` is for, and implement that"))
                    .label("declared here")
                    .confidence(standing.map_or(0, |standing| standing.confidence)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const ADAPTERS: &str = "
        package shop lib
        mod shop::domain core
        mod shop::inbound::http in
        mod shop::inbound::kafka in
        mod shop::outbound::pg out
        mod shop::outbound::mail out
        trait shop::domain::Orders
        struct shop::outbound::pg::PgOrders
        struct shop::outbound::mail::Mailer
        port shop::domain::Orders out
    ";

    #[test]
    fn a_handler_that_knows_the_repository_is_coupled_to_it() {
        insta::assert_snapshot!(fires(&RULE, &format!("{ADAPTERS}
            implement shop::domain::Orders for shop::outbound::pg::PgOrders
            fn shop::inbound::http::list
            use shop::inbound::http -> shop::outbound::pg::PgOrders
            call shop::inbound::http::list -> shop::outbound::pg::PgOrders
        ")), @r"
        warning hexagonal/adapter-coupling shop/src/inbound/http.rs:2 (imported here)
          adapter `shop::inbound::http` depends on adapter `shop::outbound::pg` by `shop::outbound::pg::PgOrders`
          help: take a trait of the core instead of `shop::outbound::pg::PgOrders`, and hand the adapter in where the system is put together
          also shop/src/inbound/http.rs:3: called here
        ");
    }

    #[test]
    fn what_stands_beside_adapters_is_none() {
        let beside = |name: &str| {
            format!(
                "{ADAPTERS}
            mod shop::outbound::{name} out
            fn shop::outbound::{name}::paid
            call shop::inbound::http -> shop::outbound::{name}::paid
            call shop::outbound::{name}::paid -> sqlx::query"
            )
        };
        silent(&RULE, &beside("observe"));
        silent(&RULE, &beside("errors"));
        assert!(fires(&RULE, &beside("orders")).contains("adapter `shop::outbound::orders`"));
    }

    #[test]
    fn data_beside_a_controller_is_no_adapter() {
        let model = "
            mod shop::adapters::model out
            struct shop::adapters::model::Row
            use shop::inbound::http -> shop::adapters::model
            type shop::inbound::http -> shop::adapters::model::Row
        ";
        silent(&RULE, &format!("{ADAPTERS}{model}"));
        // A store in memory speaks to no technology either, but it is bound to a port.
        let bound = "implement shop::domain::Orders for shop::adapters::model::Row";
        let sketch = format!("{ADAPTERS}{model}{bound}");
        assert!(fires(&RULE, &sketch).contains("depends on adapter `shop::adapters::model`"));
    }

    #[test]
    fn manifests_frameworks_and_missing_ports_have_their_variants() {
        insta::assert_snapshot!(fires(&RULE, "
            package web lib
            package store lib
            package domain lib
            mod web in
            mod store out
            mod domain core
            trait domain::Orders
            port domain::Orders out
            struct store::Pool
            type store::Pool -> sqlx::PgPool
            use store -> axum::extract::State
            dep web -> store
        "), @r"
        warning hexagonal/adapter-coupling[no-port] store/src/lib.rs:1 (declared here)
          `store::Pool` of a driven adapter implements no port
          help: declare in the core what `store::Pool` is for, and implement that
        warning hexagonal/adapter-coupling[technology] store/src/lib.rs:3 (imported here)
          driven adapter `store` names the web framework `axum`
          help: use plain types in `store`, such as `Arc`, and leave `axum` to the handlers
        warning hexagonal/adapter-coupling[manifest] web/Cargo.toml:2 (listed here)
          package `web` (adapter-in) lists `store` (adapter-out), though nothing in production uses it
          help: remove `store` from `[dependencies]` of `web`, or move it to `[dev-dependencies]`
        ");
    }

    #[test]
    fn adapters_of_one_side_are_coupled_if_their_technologies_differ() {
        let found = fires(
            &RULE,
            &format!(
                "{ADAPTERS}
            use shop::outbound::pg -> sqlx::PgPool
            use shop::outbound::mail -> reqwest::Client
            use shop::outbound::pg -> shop::outbound::mail::Mailer
        "
            ),
        );
        assert!(found.contains("`shop::outbound::mail::Mailer`"), "{found}");
    }

    #[test]
    fn a_folder_that_hands_on_what_stands_in_it_uses_nothing() {
        let edge = |kind: &str| {
            format!(
                "{ADAPTERS}
                mod shop::outbound out
                mod shop::outbound::docs in
                fn shop::outbound::docs::serve
                use shop::outbound::docs -> axum::Router
                {kind} shop::outbound -> shop::outbound::docs::serve
            "
            )
        };
        silent(&RULE, &edge("reexport"));
        assert!(!fires(&RULE, &edge("call")).is_empty());
    }

    #[test]
    fn a_container_that_hands_adapters_to_use_cases_is_none() {
        let container = |more: &str| {
            format!(
                "
            package note lib bin
            mod note::app app
            struct note::app::Keep
            mod note::module in
            mod note::db out
            struct note::db::Notes
            use note::module -> note::app::Keep
            use note::module -> note::db::Notes
            type note::db::Notes -> sqlx::PgPool
            {more}
        "
            )
        };
        silent(&RULE, &container(""));
        assert!(!fires(&RULE, &container("use note::module -> axum::Json")).is_empty());
    }

    #[test]
    fn ports_traits_and_one_technology_are_silent() {
        silent(
            &RULE,
            &format!(
                "{ADAPTERS}
            trait shop::outbound::pg::Rows
            mod shop::outbound::pg::rows out
            struct shop::outbound::pg::rows::Row
            use shop::inbound::http -> shop::domain::Orders
            use shop::inbound::http -> shop::outbound::pg::Rows
            use shop::outbound::pg -> shop::domain::Orders
            use shop::outbound::pg -> sqlx::PgPool
            derive shop::outbound::pg::rows::Row -> sqlx::FromRow
            use shop::outbound::pg -> shop::outbound::pg::rows::Row
            mod shop::outbound::error out
            enum shop::outbound::error::Failure
            use shop::outbound::error -> axum::response::IntoResponse
            mod shop::inbound::http::routes in
            mod shop::inbound::http::user in
            struct shop::inbound::http::Server
            struct shop::inbound::http::user::AppState
            struct shop::inbound::http::user::User
            type shop::inbound::http::user::AppState -> sqlx::PgPool
            use shop::inbound::http::routes -> axum::extract::State
            use shop::inbound::http::routes -> shop::inbound::http::user::AppState
            use shop::inbound::http::routes -> shop::inbound::http::user::User
            use shop::inbound::http -> shop::outbound::pg::PgOrders scope test
            implement shop::domain::Orders for shop::outbound::pg::PgOrders
        "
            ),
        );
    }
}
