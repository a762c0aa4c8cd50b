//! The forms that speak of things: `required` and `limit`.

use portcullis_facts::graph::{PackageId, Scope};
use portcullis_facts::place::{Place, Span};

use super::Compiled;
use crate::context::Context;
use crate::engine::report::Draft;
use crate::select::{Evaluator, Position, Selected, Set};
use crate::settings::CustomForm;

/// Checks one of the forms.
pub(super) fn check(
    context: &Context<'_>,
    evaluator: &Evaluator<'_, '_>,
    compiled: &Compiled<'_>,
) -> Vec<Draft> {
    let [(_, subject), (text, other)] = compiled.selectors.as_slice() else { return Vec::new() };
    let subjects = evaluator.largest(&evaluator.set(subject, Position::Subject));
    let others = evaluator.set(other, Position::Subject);
    let mut drafts = Vec::new();
    for thing in subjects.into_iter().filter(|thing| in_production(context, *thing)) {
        let extent = evaluator.extent(thing);
        let fault = match compiled.rule.form {
            CustomForm::Limit { max, .. } => {
                let count = count(context, evaluator, thing, &extent, &others);
                (count > max).then(|| format!("has {count} of `{text}`, and {max} are allowed"))
            }
            _ => (!extent.meets(&others)).then(|| format!("lacks `{text}`")),
        };
        if let (Some(fault), Some((place, package))) = (fault, place(context, compiled, thing)) {
            let name = thing.name(context.system, context.settings);
            let message = format!("`{name}` {fault}");
            let mut draft = Draft::new(name, &***text, place).message(message).label("this one");
            draft.package = package;
            drafts.push(draft);
        }
    }
    drafts
}

/// How many of `others` a thing has: of modules and items those that lie in it, of larger things
/// those that it uses.
fn count(
    context: &Context<'_>,
    evaluator: &Evaluator<'_, '_>,
    thing: Selected,
    extent: &Set,
    others: &Set,
) -> u64 {
    let counted = evaluator.largest(others);
    let (inside, larger): (Vec<Selected>, Vec<Selected>) =
        counted.into_iter().partition(|t| t.lies_within());
    let lies = |t: &&Selected| **t != thing && extent.meets(&evaluator.extent(**t));
    let mut count = inside.iter().filter(lies).count();
    let used: Vec<_> =
        context.edges().filter(|(_, e)| extent.begins(e)).map(|(_, e)| e.to).collect();
    let mut outside: Vec<_> = Vec::new();
    for other in larger.into_iter().filter(|other| *other != thing) {
        let set = evaluator.extent(other);
        if !used.iter().any(|target| set.holds(*target)) {
            continue;
        }
        match other {
            // Items of one crate outside are that crate.
            Selected::External(id) => outside.push(context.outside_package(id)),
            _ => count += 1,
        }
    }
    outside.sort_unstable();
    outside.dedup();
    (count + outside.len()) as u64
}

fn in_production(context: &Context<'_>, thing: Selected) -> bool {
    match thing {
        Selected::Module(id) => context.graph.module(id).scope == Scope::Production,
        Selected::Item(id) => context.graph.item(id).scope == Scope::Production,
        Selected::External(_) => false,
        _ => true,
    }
}

/// Where a thing stands, and to which package it belongs. A layer or context, which stands nowhere,
/// is shown where the rule stands, or at the first package in it.
fn place(
    context: &Context<'_>,
    compiled: &Compiled<'_>,
    thing: Selected,
) -> Option<(Place, Option<PackageId>)> {
    let graph = context.graph;
    let of_package = |id: PackageId| {
        let package = graph.package(id);
        Place { file: package.manifest, span: package.name_span }
    };
    match thing {
        Selected::Package(id) => Some((of_package(id), Some(id))),
        Selected::Service(id) => {
            let service = graph.landscape.service(id);
            Some((service.place, Some(service.package)))
        }
        Selected::Route(id) => {
            let route = graph.landscape.route(id);
            Some((route.place, Some(graph.landscape.service(route.service).package)))
        }
        Selected::Database(id) => Some((graph.landscape.database(id).place, None)),
        Selected::Topic(id) => Some((graph.landscape.topic(id).place, None)),
        Selected::Module(id) => {
            let module = graph.module(id);
            let place = match module.parent {
                Some(_) => module.declared,
                None => Place { file: module.file, span: Span::new(0, 0) },
            };
            Some((place, Some(graph.package_of(id))))
        }
        Selected::Item(id) => {
            Some((graph.item_place(id), Some(graph.package_of(graph.item(id).module))))
        }
        _ => {
            let first = graph.packages.first().map(|_| of_package(PackageId(0)));
            context.setting_place(&compiled.rule.origin).or(first).map(|place| (place, None))
        }
    }
}
