//! Parts of a system depend on each other in a circle.
//!
//! ## Why
//! Parts in a circle are one part: none can be understood, tested, released or replaced without the
//! others. A circle of layers means that the architecture which the folders show is not there.
//!
//! ## Fails
//! ```text
//! // src/infra/mod.rs
//! use crate::adapters::persistence::Postgres;
//! // src/adapters/http/app_state.rs
//! use crate::infra::config::AppConfig;
//! ```
//!
//! ## Passes
//! ```text
//! // src/infra/mod.rs
//! use crate::adapters::{http::HttpConfig, persistence::Postgres};
//! // src/adapters/http/app_state.rs
//! pub struct AppState { pub config: HttpConfig }
//! ```
//!
//! ## How to fix
//! Cut the arrow that the finding points at, the one with the fewest uses: move what is used to the
//! part that uses it, put a trait on the side of the user, or turn the call into an event.
//!
//! Looks at packages, at declared contexts, and at the layers of each package. Variants: `[module]`,
//! which runs only where it is named, looks at the modules of each crate.
//!
//! ## Options
//! - `state_types`: names of types that the composition root may hand to adapters.
//!
//! ## False positives avoided
//! Dev-dependencies, which Cargo allows in circles; tests; a module and the modules in it, what it re-exports of them
//! among others; the state
//! that a web framework hands to handlers; what stands in a crate's root module.

use std::collections::BTreeMap;

use portcullis_facts::graph::{ModuleId, PackageId, Role};
use portcullis_facts::place::Place;

use crate::context::{Context, Standing};
use crate::cycle::{Cycle, cycles};
use crate::engine::options::RuleOptions;
use crate::engine::report::{Draft, Report};
use crate::glob::Globs;
use crate::hexagonal::layer_dependency::is_handed_in;
use crate::rule::{Check, Fix, OptionDefault, Rule, RuleOption, Variant};
use crate::settings::Level;

/// The rule.
pub static RULE: Rule = Rule {
    id: "decomposition/dependency-cycle",
    summary: "packages, contexts or layers depend on each other in a circle",
    level: Level::Error,
    variants: &[Variant {
        name: "module",
        summary: "modules of one crate depend on each other in a circle",
        level: Level::Warning,
        opt_in: true,
    }],
    gated: false,
    options: &[RuleOption {
        name: "state_types",
        default: OptionDefault::List(&["*State", "*Context", "*Ctx", "*Registry", "*Container"]),
        doc: "names of types that the composition root may hand to adapters",
    }],
    fix: Fix::Manual,
    serves: "Loose Coupling",
    source: include_str!("dependency_cycle.rs"),
    check: Check::Code(check),
};

/// Uses of one thing by another: how many, the surest one, and where it stands.
#[derive(Clone, Copy)]
struct Arrow {
    count: u32,
    outwards: bool,
    confidence: u8,
    place: Place,
    module: Option<ModuleId>,
}

type Arrows = BTreeMap<(u32, u32), Arrow>;

fn add(arrows: &mut Arrows, key: (u32, u32), new: Arrow) {
    let arrow = arrows.entry(key).or_insert(Arrow { count: 0, ..new });
    arrow.count += 1;
    if (new.confidence, std::cmp::Reverse(new.place))
        > (arrow.confidence, std::cmp::Reverse(arrow.place))
    {
        *arrow = Arrow { count: arrow.count, ..new };
    }
}

/// One kind of things that can be entangled, and how they are called.
struct Kind<'a> {
    noun: &'static str,
    variant: Option<&'static str>,
    name: &'a dyn Fn(u32) -> String,
}

fn check(context: &Context<'_>, options: &RuleOptions<'_>, report: &mut Report) {
    let graph = context.graph;
    let package_name = |id: u32| graph.package(PackageId(id)).name.clone();
    let packages = Kind { noun: "packages", variant: None, name: &package_name };
    find(context, &packages, &packages_arrows(context), None, report);

    let state_types = Globs::new(&options.list("state_types"));
    let (contexts, layers, modules) =
        code_arrows(context, &state_types, report.wants(Some("module")));
    let context_name = |id: u32| context.settings.contexts[id as usize].name.clone();
    let kind = Kind { noun: "contexts", variant: None, name: &context_name };
    find(context, &kind, &contexts, None, report);
    for (package, arrows) in &layers {
        let layer_name = |id: u32| graph.layers[id as usize].name.clone();
        let kind = Kind { noun: "layers", variant: None, name: &layer_name };
        find(context, &kind, arrows, Some(*package), report);
    }
    let module_name = |id: u32| graph.module_path(ModuleId(id));
    let kind = Kind { noun: "modules", variant: Some("module"), name: &module_name };
    find(context, &kind, &modules, None, report);
}

fn packages_arrows(context: &Context<'_>) -> Arrows {
    let mut arrows = Arrows::new();
    for (id, _) in context.graph.packages() {
        for (entry, place) in context.manifest(id) {
            if let Some(local) = entry.local {
                let arrow =
                    Arrow { count: 0, outwards: false, confidence: 100, place, module: None };
                add(&mut arrows, (id.0, local.0), arrow);
            }
        }
    }
    arrows
}

/// Arrows among contexts, among the layers of each package, and among modules, from one pass.
fn code_arrows(
    context: &Context<'_>,
    state_types: &Globs,
    with_modules: bool,
) -> (Arrows, BTreeMap<PackageId, Arrows>, Arrows) {
    let graph = context.graph;
    let (mut contexts, mut modules) = (Arrows::new(), Arrows::new());
    let mut layers: BTreeMap<PackageId, Arrows> = BTreeMap::new();
    let context_of = contexts_of_packages(context);
    for (_, edge) in context.edges() {
        let Some(to_module) = graph.target_module(edge.to) else { continue };
        if to_module == edge.module {
            continue;
        }
        let new = |confidence: u8, outwards| Arrow {
            count: 0,
            outwards,
            confidence: confidence.min(edge.confidence),
            place: edge.place,
            module: Some(edge.module),
        };
        let same_crate = graph.module(edge.module).krate == graph.module(to_module).krate;
        if with_modules && same_crate && !related(context, edge.module, to_module) {
            add(&mut modules, (edge.module.0, to_module.0), new(100, false));
        }
        let (from_package, to_package) =
            (graph.package_of(edge.module), graph.package_of(to_module));
        if from_package != to_package {
            let pair = (context_of[from_package.index()], context_of[to_package.index()]);
            if let (Some(a), Some(b)) = pair
                && a != b
            {
                add(&mut contexts, (a, b), new(100, false));
            }
            continue;
        }
        let (Some(from), Some(to)) = (context.from(edge), context.to(edge.to)) else { continue };
        // Ports are a part of the core.
        let declared = |at: Standing| graph.layers[usize::from(at.layer.0)].declared;
        let one_core = from.role == Some(Role::Core) && to.role == from.role;
        if from.layer == to.layer
            || (one_core && !declared(from) && !declared(to))
            || context.encloses(edge.to, edge.module)
            || context.hands_on_own(edge)
        {
            continue;
        }
        let to_root = to.role == Some(Role::Root);
        if to_root
            && (graph.module(to_module).parent.is_none()
                || is_handed_in(context, edge, state_types))
        {
            continue;
        }
        let key = (u32::from(from.layer.0), u32::from(to.layer.0));
        let arrow = new(from.confidence.min(to.confidence), from.role < to.role);
        add(layers.entry(from_package).or_default(), key, arrow);
    }
    (contexts, layers, modules)
}

/// The number of each package's context.
fn contexts_of_packages(context: &Context<'_>) -> Vec<Option<u32>> {
    let contexts = &context.settings.contexts;
    let of = |name: &str| contexts.iter().position(|context| context.holds(name));
    context.graph.packages.iter().map(|p| of(&p.name).map(|at| at as u32)).collect()
}

/// Whether one of two modules holds the other.
fn related(context: &Context<'_>, a: ModuleId, b: ModuleId) -> bool {
    use portcullis_facts::graph::Target::Module;
    context.encloses(Module(a), b) || context.encloses(Module(b), a)
}

fn find(
    context: &Context<'_>,
    kind: &Kind<'_>,
    arrows: &Arrows,
    package: Option<PackageId>,
    report: &mut Report,
) {
    let cost = |from, to| {
        let arrow = &arrows[&(from, to)];
        (!arrow.outwards, arrow.count)
    };
    for cycle in cycles(arrows.keys().copied(), cost) {
        report.add(draft(context, kind, arrows, package, &cycle));
    }
}

fn draft(
    context: &Context<'_>,
    kind: &Kind<'_>,
    arrows: &Arrows,
    package: Option<PackageId>,
    cycle: &Cycle,
) -> Draft {
    let Kind { noun, variant, name } = kind;
    let quoted = |id: &u32| format!("`{}`", name(*id));
    let mut round: Vec<String> = cycle.path.iter().map(quoted).collect();
    round.push(round[0].clone());
    let all: Vec<String> = cycle.all.iter().map(|id| name(*id)).collect();
    let steps: Vec<((u32, u32), &Arrow)> =
        cycle.steps().map(|step| (step, &arrows[&step])).collect();
    let cut = steps[0].1;
    let owner = package.map(|package| context.graph.package(package).name.as_str());
    let of = owner.map(|name| format!(" of `{name}`")).unwrap_or_default();
    let more = cycle.all.len() - cycle.path.len();
    let more = if more == 0 { String::new() } else { format!(", and {more} more with them") };
    let (from, to) = (name(steps[0].0.0), name(steps[0].0.1));
    let subject =
        owner.map_or_else(|| all.join(", "), |owner| format!("{owner}: {}", all.join(", ")));
    let uses = if cut.count == 1 { "1 use".to_owned() } else { format!("{} uses", cut.count) };
    let mut draft = Draft::new(subject, *noun, cut.place)
        .variant(*variant)
        .message(format!("{noun}{of} depend on each other: {}{more}", round.join(" → ")))
        .help(format!(
            "cut the arrow from `{from}` to `{to}` ({uses}): move what is used, or put a trait on \
             the side of the user"
        ))
        .label(format!("`{from}` uses `{to}` here"))
        .confidence(steps.iter().map(|(_, arrow)| arrow.confidence).min().unwrap_or(100));
    for ((from, to), arrow) in &steps {
        let text = format!("`{}` uses `{}`", name(*from), name(*to));
        if arrow.place != cut.place {
            draft = draft.related(arrow.place, format!("{text} here"));
        }
        draft = draft.step(text, Some(arrow.place));
    }
    match package.or_else(|| cut.module.map(|module| context.graph.package_of(module))) {
        Some(package) => draft.package(package),
        None => draft.package(PackageId(steps[0].0.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::settings::{ContextSetting, Settings};
    use crate::testing::{fires, run, silent};

    const LAYERS: &str = "
        package shop lib
        mod shop::domain core
        mod shop::http in
        mod shop::infra root
        struct shop::domain::Order
        struct shop::http::Handler
        struct shop::infra::Config
        struct shop::infra::AppState
    ";

    #[test]
    fn layers_in_a_circle_are_cut_at_the_arrow_outwards() {
        insta::assert_snapshot!(fires(&RULE, &format!("{LAYERS}
            use shop::infra -> shop::http::Handler
            use shop::http -> shop::infra::Config
            type shop::http::Handler -> shop::infra::Config
        ")), @r"
        error decomposition/dependency-cycle shop/src/http.rs:2 (`adapter-in` uses `root` here)
          layers of `shop` depend on each other: `adapter-in` → `root` → `adapter-in`
          help: cut the arrow from `adapter-in` to `root` (2 uses): move what is used, or put a trait on the side of the user
          also shop/src/infra.rs:3: `root` uses `adapter-in` here
        warning decomposition/dependency-cycle[module] shop/src/infra.rs:3 (`shop::infra` uses `shop::http` here)
          modules depend on each other: `shop::infra` → `shop::http` → `shop::infra`
          help: cut the arrow from `shop::infra` to `shop::http` (1 use): move what is used, or put a trait on the side of the user
          also shop/src/http.rs:2: `shop::http` uses `shop::infra` here
        ");
    }

    #[test]
    fn a_folder_that_hands_on_what_stands_in_it_closes_no_circle() {
        let edge = |kind: &str| {
            format!(
                "{LAYERS}
                mod shop::db out
                mod shop::db::docs in
                struct shop::db::Pool
                struct shop::db::docs::ApiDoc
                {kind} shop::db -> shop::db::docs::ApiDoc
                use shop::http -> shop::db::Pool
            "
            )
        };
        silent(&RULE, &edge("reexport"));
        assert!(!fires(&RULE, &edge("use")).is_empty());
    }

    #[test]
    fn packages_and_modules_are_looked_at_too() {
        insta::assert_snapshot!(fires(&RULE, "
            package a lib
            package b lib
            package c lib
            dep a -> b
            dep b -> c
            dep c -> a
            mod a::x
            mod a::y
            struct a::x::X
            struct a::y::Y
            use a::x -> a::y::Y
            use a::y -> a::x::X
        "), @r"
        error decomposition/dependency-cycle a/Cargo.toml:2 (`a` uses `b` here)
          packages depend on each other: `a` → `b` → `c` → `a`
          help: cut the arrow from `a` to `b` (1 use): move what is used, or put a trait on the side of the user
          also b/Cargo.toml:2: `b` uses `c` here
          also c/Cargo.toml:2: `c` uses `a` here
        warning decomposition/dependency-cycle[module] a/src/x.rs:2 (`a::x` uses `a::y` here)
          modules depend on each other: `a::x` → `a::y` → `a::x`
          help: cut the arrow from `a::x` to `a::y` (1 use): move what is used, or put a trait on the side of the user
          also a/src/y.rs:2: `a::y` uses `a::x` here
        ");
    }

    #[test]
    fn contexts_in_a_circle_are_found_by_their_packages() {
        let context = |name: &str, service: &str| ContextSetting {
            name: name.to_owned(),
            services: vec![service.into()],
            ..ContextSetting::default()
        };
        let settings = Settings {
            contexts: vec![context("sales", "orders"), context("stock", "store")],
            ..Settings::default()
        };
        let outcome = run(
            "
            package orders lib
            package store lib
            mod orders::api
            struct orders::Order
            struct store::Item
            use orders -> store::Item
            use store -> orders::Order
        ",
            &settings,
        );
        assert_eq!(outcome.findings[0].subject, "sales, stock");
    }

    #[test]
    fn nested_modules_and_dev_dependencies_are_silent() {
        silent(
            &RULE,
            &format!(
                "{LAYERS}
                use shop::infra -> shop::http::Handler
                use shop::http -> shop::domain::Order
                mod shop::http::routes in
                struct shop::http::routes::Routes
                use shop::http -> shop::http::routes::Routes
                use shop::http::routes -> shop::http::Handler
                package a lib
                package b lib
                dep a -> b
                dep b -> a dev"
            ),
        );
    }

    #[test]
    fn state_that_is_handed_in_makes_no_circle_of_layers() {
        let sketch = format!(
            "{LAYERS}
            use shop::infra -> shop::http::Handler
            use shop::http -> shop::infra::AppState"
        );
        let settings = Settings { select: vec![RULE.id.to_owned()], ..Settings::default() };
        assert_eq!(run(&sketch, &settings).findings, []);
    }
}
