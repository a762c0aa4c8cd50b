//! Code of a layer uses a layer that stands further out.
//!
//! ## Why
//! The order is core, application, adapters, composition root; each may know those before it. As
//! long as no arrow points outwards, a database, a framework or a protocol can be replaced without
//! touching what the business is about. One arrow outwards, and the core changes with it.
//!
//! ## Fails
//! ```text
//! // src/domain/order.rs
//! use crate::outbound::pg::PgOrders;
//! ```
//!
//! ## Passes
//! ```text
//! // src/domain/order.rs
//! use crate::domain::ports::OrderRepository;
//! ```
//!
//! ## How to fix
//! Declare a trait in the inner layer for what is needed, implement it in the outer one, and hand
//! the implementation in where the system is put together. What both layers need moves inwards.
//!
//! Variants: `[root]` is an adapter that uses the composition root; `[manifest]` a dependency that a
//! manifest lists and nothing in production uses; `[denied]` a use of what the layer's `deny` selects; `[external]`
//! a use of an outside crate that the layer's `external` does not list.
//!
//! ## Options
//! - `ranks`: roles from the inside out; `adapter` stands for both kinds of adapters.
//! - `same_rank`: `deny` also reports uses between different layers of one rank.
//! - `state_types`: names of types that the composition root may hand to adapters.
//!
//! A `[[layer]]` with `may_use` is judged by that list instead of by ranks.
//!
//! ## False positives avoided
//! Tests, examples, benches and generated code; the composition root itself, which may see
//! everything; re-exports, judged by where the item is defined; the state that a web framework hands
//! to handlers, and what stands in a crate's root module, when an adapter uses it.

use portcullis_facts::graph::{Edge, EdgeKind, ModuleId, Role, Target};

use crate::context::{Context, Standing, Subject};
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::evidence::{Groups, Uses, layer_step};
use crate::glob::Globs;
use crate::layer_limits as limits;
use crate::manifest::{Entries, unused_entry};
use crate::names::role_name;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "hexagonal/layer-dependency",
    summary: "code of a layer uses a layer that stands further out",
    level: Level::Error,
    variants: &[
        Variant {
            name: "root",
            summary: "an adapter uses the composition root",
            level: Level::Warning,
            opt_in: false,
        },
        Variant {
            name: "manifest",
            summary: "a manifest lists a crate of a layer further out, and nothing in production uses it",
            level: Level::Warning,
            opt_in: false,
        },
        Variant {
            name: "denied",
            summary: "a layer uses what its configuration denies",
            level: Level::Error,
            opt_in: false,
        },
        Variant {
            name: "external",
            summary: "a layer uses an outside crate that its configuration does not list",
            level: Level::Error,
            opt_in: false,
        },
    ],
    gated: false,
    options: &[
        RuleOption {
            name: "ranks",
            default: OptionDefault::List(&["core", "application", "adapter", "root"]),
            doc: "roles from the inside out",
        },
        RuleOption {
            name: "same_rank",
            default: OptionDefault::Text("allow"),
            doc: "whether different layers of one rank may use each other: `allow` or `deny`",
        },
        RuleOption {
            name: "state_types",
            default: OptionDefault::List(&[
                "*State",
                "*Context",
                "*Ctx",
                "*Registry",
                "*Container",
            ]),
            doc: "names of types that the composition root may hand to adapters",
        },
    ],
    fix: Fix::Scaffolded("portcullis add port NAME"),
    serves: "Hexagonal Architecture",
    source: include_str!("layer_dependency.rs"),
    check: Check::Code(check),
};

/// What is to be said about uses of one layer by another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Fine,
    Outwards,
    /// An adapter uses the composition root.
    Root,
    /// The configuration does not list it.
    NotListed,
}

/// The verdict for every pair of layers, worked out once.
struct Verdicts {
    layers: usize,
    table: Vec<Verdict>,
}

impl Verdicts {
    fn new(context: &Context<'_>, options: &RuleOptions<'_>) -> Self {
        let ranks = options.list("ranks");
        let rank = |role: Role| {
            let name = role_name(role);
            ranks.iter().position(|r| {
                name == *r
                    || (*r == "adapter" && name.starts_with("adapter"))
                    || (*r == "app" && name == "application")
            })
        };
        let deny_same = options.text("same_rank") == "deny";
        let layers = &context.graph.layers;
        let verdict = |from: usize, to: usize| {
            if from == to || layers[from].role == Some(Role::Root) {
                return Verdict::Fine;
            }
            let setting = context.settings.layers.iter().find(|s| s.name == layers[from].name);
            if let Some(list) = setting.and_then(|setting| setting.may_use.as_ref()) {
                return if list.contains(&layers[to].name) {
                    Verdict::Fine
                } else {
                    Verdict::NotListed
                };
            }
            let (Some(from), Some(to)) = (layers[from].role, layers[to].role) else {
                return Verdict::Fine;
            };
            match (rank(from), rank(to)) {
                (Some(a), Some(b)) if a < b && from >= Role::AdapterIn && to == Role::Root => {
                    Verdict::Root
                }
                (Some(a), Some(b)) if a < b || (a == b && deny_same && from != to) => {
                    Verdict::Outwards
                }
                _ => Verdict::Fine,
            }
        };
        let count = layers.len();
        let table = (0..count * count).map(|at| verdict(at / count, at % count)).collect();
        Self { layers: count, table }
    }

    fn of(&self, from: Standing, to: Standing) -> Verdict {
        self.table[usize::from(from.layer.0) * self.layers + usize::from(to.layer.0)]
    }
}

/// Confidence at most for uses of what stands in a crate's root module: a place where small
/// programs keep what all their parts share.
const CRATE_ROOT: u8 = 75;

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let verdicts = Verdicts::new(context, options);
    let state_types = Globs::new(&options.list("state_types"));
    let mut groups: Groups<(Subject, ModuleId)> = Groups::new();
    for (number, edge) in context.edges() {
        let Some(to) = context.to(edge.to) else { continue };
        let Some(from) = context.from(edge) else { continue };
        if from.layer == to.layer {
            continue;
        }
        let verdict = verdicts.of(from, to);
        if verdict == Verdict::Fine || context.encloses(edge.to, edge.module) {
            continue;
        }
        let Some(to_module) = context.graph.target_module(edge.to) else { continue };
        let in_crate_root = context.graph.module(to_module).parent.is_none();
        if verdict == Verdict::Root && (in_crate_root || is_handed_in(context, edge, &state_types))
        {
            continue;
        }
        let ceiling = if in_crate_root && to.role == Some(Role::Root) { CRATE_ROOT } else { 100 };
        let to = Standing { confidence: to.confidence.min(ceiling), ..to };
        groups.add((context.subject(edge), to_module), number, edge, &[from, to]);
    }
    let outwards =
        |from, to| matches!(verdicts.of(from, to), Verdict::Outwards | Verdict::NotListed);
    let mut entries = Entries::new(context, outwards);
    for ((subject, to_module), group) in groups.sorted() {
        let uses = Uses::new(context, &group);
        let (Some(from), Some(to)) = (context.from(uses.first), context.to(uses.first.to)) else {
            continue;
        };
        let pair = (context.graph.package_of(subject.module), context.graph.package_of(to_module));
        let draft = draft(context, &uses, subject, to_module, (from, to, verdicts.of(from, to)));
        report.add(entries.attach(pair, draft));
    }
    for entry in entries.rest() {
        report.add(unused_entry(context, entry));
    }
    limits::check(context, report);
}

/// Whether an adapter only uses what the composition root handed to it: a type for that, or a
/// method of a value.
pub(crate) fn is_handed_in(context: &Context<'_>, edge: &Edge, state_types: &Globs) -> bool {
    let Target::Item(item) = edge.to else { return false };
    let top = context.graph.item(context.outermost(item));
    edge.kind == EdgeKind::MethodCall || state_types.matches(context.graph.names.get(top.name))
}

fn draft<'a>(
    context: &Context<'a>,
    uses: &Uses<'a>,
    at: Subject,
    to_module: ModuleId,
    (from, to, verdict): (Standing, Standing, Verdict),
) -> Draft {
    let subject = context.subject_path(at);
    let target = context.graph.target_path(uses.first.to);
    let to_path = context.graph.module_path(to_module);
    let (from_layer, to_layer) = (context.layer_name(from), context.layer_name(to));
    let consequence = match (verdict, from.role) {
        (Verdict::NotListed, _) => {
            format!("`{to_layer}` is not among the layers that `{from_layer}` may use")
        }
        (Verdict::Root, _) => "an adapter would know how the system is put together".to_owned(),
        (_, Some(Role::Core)) => "the core would change with it".to_owned(),
        (_, Some(Role::Application)) => "the use cases would change with it".to_owned(),
        _ => "the dependency points outwards".to_owned(),
    };
    let message = format!("`{subject}` ({from_layer}) uses `{target}` ({to_layer}): {consequence}");
    let help = match (verdict, to.role) {
        (Verdict::Root, _) => format!(
            "hand `{subject}` the values that it needs, or move `{target}` to a layer that it may use"
        ),
        (_, Some(Role::AdapterOut)) => format!(
            "declare a trait in `{from_layer}` for what is needed of `{target}`, implement it in \
             `{to_path}`, and hand it in where the system is put together"
        ),
        _ => format!("move what `{subject}` needs of `{target}` inwards, or hand it in as a value"),
    };
    let variant = (verdict == Verdict::Root).then_some("root");
    let mut draft = uses.draft(context, subject.clone(), to_path.clone(), message);
    for (name, module) in [(&subject, at.module), (&to_path, to_module)] {
        let (text, place) = layer_step(context, name, module);
        draft = draft.step(text, place);
    }
    draft.variant(variant).help(help)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{fires, silent};

    const LAYERS: &str = "
        package shop lib
        mod shop::domain::order core
        mod shop::app app
        mod shop::inbound::http in
        mod shop::outbound::pg out
        mod shop::infra root
        struct shop::outbound::pg::PgOrders
        struct shop::domain::order::Order
        struct shop::infra::AppConfig
        struct shop::infra::AppState
    ";

    fn sketch(lines: &str) -> String {
        format!("{LAYERS}\n{lines}")
    }

    #[test]
    fn an_arrow_outwards_is_one_finding_with_all_its_places() {
        insta::assert_snapshot!(fires(&RULE, &sketch("
            fn shop::domain::order::save
            use shop::domain::order -> shop::outbound::pg::PgOrders
            type shop::domain::order::save -> shop::outbound::pg::PgOrders
            call shop::domain::order::save -> shop::outbound::pg
        ")), @r"
        error hexagonal/layer-dependency shop/src/domain/order.rs:3 (imported here)
          `shop::domain::order` (core) uses `shop::outbound::pg::PgOrders` (adapter-out): the core would change with it
          help: declare a trait in `core` for what is needed of `shop::outbound::pg::PgOrders`, implement it in `shop::outbound::pg`, and hand it in where the system is put together
          also shop/src/domain/order.rs:4: named as a type here
          also shop/src/domain/order.rs:5: called here
        ");
    }

    #[test]
    fn the_application_must_not_know_adapters_and_adapters_not_the_root() {
        insta::assert_snapshot!(fires(&RULE, &sketch("
            use shop::app -> shop::inbound::http if feature=web
            use shop::inbound::http -> shop::infra::AppConfig
        ")), @r#"
        error hexagonal/layer-dependency shop/src/app.rs:1 (imported here)
          `shop::app` (application) uses `shop::inbound::http` (adapter-in): the use cases would change with it, under `feature = "web"`
          help: move what `shop::app` needs of `shop::inbound::http` inwards, or hand it in as a value
        warning hexagonal/layer-dependency[root] shop/src/inbound/http.rs:1 (imported here)
          `shop::inbound::http` (adapter-in) uses `shop::infra::AppConfig` (root): an adapter would know how the system is put together
          help: hand `shop::inbound::http` the values that it needs, or move `shop::infra::AppConfig` to a layer that it may use
        "#);
    }

    #[test]
    fn a_weaker_layer_makes_a_warning() {
        insta::assert_snapshot!(fires(&RULE, "
            package shop lib
            mod shop::domain core:75
            mod shop::db out:75
            use shop::domain -> shop::db
        "), @r"
        warning hexagonal/layer-dependency shop/src/domain.rs:1 (imported here)
          `shop::domain` (core) uses `shop::db` (adapter-out): the core would change with it
          help: declare a trait in `core` for what is needed of `shop::db`, implement it in `shop::db`, and hand it in where the system is put together
        ");
    }

    #[test]
    fn a_manifest_alone_is_a_finding_of_its_own() {
        insta::assert_snapshot!(fires(&RULE, "
            package domain lib
            package infra lib
            mod domain core
            mod infra out
            dep domain -> infra
        "), @r"
        warning hexagonal/layer-dependency[manifest] domain/Cargo.toml:2 (listed here)
          package `domain` (core) lists `infra` (adapter-out), though nothing in production uses it
          help: remove `infra` from `[dependencies]` of `domain`, or move it to `[dev-dependencies]`
        ");
    }

    #[test]
    fn arrows_inwards_and_exceptions_are_silent() {
        silent(
            &RULE,
            &sketch(
                "
            use shop::outbound::pg -> shop::domain::order::Order
            use shop::infra -> shop::outbound::pg::PgOrders
            use shop::inbound::http -> shop::outbound::pg
            use shop::inbound::http -> shop::infra::AppState
            use shop::domain::order -> shop::outbound::pg::PgOrders scope test
            use shop::domain::order -> shop::outbound::pg::PgOrders if debug_assertions
            use shop::domain::order -> shop
        ",
            ),
        );
    }
}
