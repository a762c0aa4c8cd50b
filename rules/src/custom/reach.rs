//! `forbid` over any number of uses: who leads to what is forbidden, and by which way.

use std::collections::{BTreeMap, VecDeque};

use portcullis_facts::graph::{Edge, ModuleId};

use super::Compiled;
use super::uses::{Owner, subject};
use crate::context::{Context, Subject};
use crate::engine::report::Draft;
use crate::evidence::kind_label;
use crate::select::{Evaluator, Position, Set};

/// For each module, the use that is the next step of a shortest way, and how many follow it.
type Ways<'a> = Vec<Option<(&'a Edge, u32)>>;

/// Checks the form; one finding for each subject, with the shortest way as its steps.
pub(super) fn check(
    context: &Context<'_>,
    evaluator: &Evaluator<'_, '_>,
    compiled: &Compiled<'_>,
) -> Vec<Draft> {
    let [(_, from), (_, to)] = compiled.selectors.as_slice() else { return Vec::new() };
    let from = evaluator.set(from, Position::Subject);
    let to = evaluator.set(to, Position::Target);
    let ways = ways(context, &to);
    let mut best: BTreeMap<Subject, (u32, &Edge)> = BTreeMap::new();
    for (_, edge) in context.edges().filter(|(_, edge)| from.begins(edge)) {
        let next = context.graph.target_module(edge.to);
        let next = next.filter(|_| !context.encloses(edge.to, edge.module));
        let length = if to.holds(edge.to) {
            0
        } else if let Some((_, more)) = next.and_then(|module| ways[module.index()]) {
            more + 1
        } else {
            continue;
        };
        let at = subject(context, &from, edge);
        let known = best
            .get(&at)
            .is_some_and(|(other, first)| (*other, first.place) <= (length, edge.place));
        if !known {
            best.insert(at, (length, edge));
        }
    }
    best.into_iter()
        .map(|(at, (_, first))| draft(context, compiled, &to, &ways, at, first))
        .collect()
}

/// Breadth first from what is forbidden, against the direction of uses.
fn ways<'a>(context: &Context<'a>, to: &Set) -> Ways<'a> {
    let count = context.graph.modules.len();
    let mut users: Vec<Vec<&Edge>> = vec![Vec::new(); count];
    let mut ways: Ways<'a> = vec![None; count];
    let mut waiting = VecDeque::new();
    for (_, edge) in context.edges() {
        if to.holds(edge.to) {
            if ways[edge.module.index()].is_none() {
                ways[edge.module.index()] = Some((edge, 0));
                waiting.push_back(edge.module);
            }
        } else if let Some(module) = context.graph.target_module(edge.to)
            && module != edge.module
        {
            users[module.index()].push(edge);
        }
    }
    while let Some(module) = waiting.pop_front() {
        let length = ways[module.index()].map_or(0, |(_, length)| length);
        for edge in std::mem::take(&mut users[module.index()]) {
            if ways[edge.module.index()].is_none() {
                ways[edge.module.index()] = Some((edge, length + 1));
                waiting.push_back(edge.module);
            }
        }
    }
    ways
}

fn draft(
    context: &Context<'_>,
    compiled: &Compiled<'_>,
    to: &Set,
    ways: &Ways<'_>,
    at: Subject,
    first: &Edge,
) -> Draft {
    let graph = context.graph;
    let mut steps: Vec<&Edge> = vec![first];
    while let Some(last) = steps.last().filter(|last| !to.holds(last.to)) {
        let next = graph.target_module(last.to).and_then(|module: ModuleId| ways[module.index()]);
        // Each way ends, since every step of it is nearer to its end than the one before.
        let Some((edge, _)) = next else { break };
        steps.push(edge);
    }
    let last = steps.last().copied().unwrap_or(first);
    let path = context.subject_path(at);
    let target = graph.target_path(last.to);
    let by: Vec<String> =
        steps.iter().skip(1).map(|edge| format!("`{}`", graph.module_path(edge.module))).collect();
    let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(", ")) };
    let confidence = steps.iter().map(|edge| edge.confidence).min().unwrap_or(100);
    let evidence = Owner::of(context, last.to).name(context);
    let mut draft = Draft::new(path.clone(), evidence, first.place)
        .package(graph.package_of(at.module))
        .message(format!("`{path}` leads to `{target}`{by}, which `{}` forbids", compiled.rule.id))
        .condition(graph.conditions.text(first.cfg))
        .label(kind_label(first.kind))
        .confidence(confidence);
    for edge in &steps {
        let text =
            format!("`{}` uses `{}`", graph.module_path(edge.module), graph.target_path(edge.to));
        if edge.place != first.place {
            draft = draft.related(edge.place, format!("{text} here"));
        }
        draft = draft.step(text, Some(edge.place));
    }
    draft
}
