//! Builds the [`Program`]: bodies of production code with what resolution knows of the names in them.

use rustc_hash::FxHashMap;

use super::builder::Builder;
use super::lookup::Answer;
use super::unit::{Unit as Joined, UnitId};
use crate::SourceFile;
use crate::extract::rust::bodies::Root;
use crate::extract::rust::facts::{ItemFlags, ItemKind, RustFacts};
use crate::graph::{ExternalId, Graph, Scope, Target};
use crate::place::FileId;
use crate::program::{Body, Libraries, Program, Unit, UnitIndex};

/// What names of a unit mean; empty where its bodies were not read.
#[derive(Debug, Default)]
pub(crate) struct Meanings {
    /// By path.
    pub(crate) paths: Vec<Option<Target>>,
    /// By method call.
    pub(crate) methods: Vec<Option<Target>>,
    /// By method call.
    pub(crate) receivers: Vec<Option<Target>>,
}

impl Meanings {
    /// Gives externals the numbers that they have in the graph.
    pub(super) fn renumber(&mut self, order: &[ExternalId]) {
        let all = self.paths.iter_mut().chain(&mut self.methods).chain(&mut self.receivers);
        for target in all.flatten() {
            if let Target::External(external) = target {
                *external = order[external.index()];
            }
        }
    }
}

impl Builder<'_> {
    /// Tables for the names of a unit, if it belongs to the program.
    pub(super) fn no_meanings(&self, unit: UnitId) -> Meanings {
        match facts_of(&self.units[unit.0 as usize]) {
            Some(facts) => Meanings {
                paths: vec![None; facts.paths.len()],
                methods: vec![None; facts.method_calls.len()],
                receivers: vec![None; facts.method_calls.len()],
            },
            None => Meanings::default(),
        }
    }

    /// What a path means, as the program sees it.
    pub(super) fn meaning(&self, answer: &Answer) -> Option<Target> {
        match *answer {
            Answer::Found(found) | Answer::Partly(found) => Some(self.resolved_alias(found.target)),
            Answer::Glob(external) => external.map(Target::External),
            Answer::Builtin | Answer::Missing | Answer::Unknown => None,
        }
    }
}

/// The program of these units; `graph` is the one that they make.
pub(super) fn program<'a>(
    graph: &'a Graph,
    files: &'a [SourceFile],
    units: &[Joined<'a>],
    meanings: Vec<Meanings>,
) -> Program<'a> {
    let mut program = Program {
        graph,
        files,
        units: Vec::new(),
        generated: generated(units),
        bodies: Vec::new(),
        by_item: FxHashMap::default(),
        libraries: Libraries::default(),
    };
    let mut joined: Vec<(&Joined<'a>, &'a RustFacts, Meanings)> = units
        .iter()
        .zip(meanings)
        .filter_map(|(unit, meanings)| facts_of(unit).map(|facts| (unit, facts, meanings)))
        .collect();
    joined.sort_by_key(|(unit, ..)| (unit.krate, unit.file));
    for (unit, facts, meanings) in joined {
        let Some(bodies) = facts.bodies.as_deref() else { continue };
        let index = UnitIndex(program.units.len() as u32);
        let roots = bodies.roots.iter();
        program.bodies.extend(roots.filter_map(|root| body(graph, unit, facts, index, *root)));
        program.units.push(Unit {
            file: unit.file,
            krate: unit.krate,
            facts,
            bodies,
            paths: meanings.paths,
            methods: meanings.methods,
            receivers: meanings.receivers,
        });
    }
    program.bodies.sort_by_key(|body| body.item);
    let numbered = program.bodies.iter().enumerate();
    program.by_item = numbered.map(|(index, body)| (body.item, index as u32)).collect();
    if !program.units.is_empty() {
        program.libraries = Libraries::of(graph);
    }
    program
}

/// Files that say of themselves that they were generated, each once.
fn generated<'a>(units: &[Joined<'a>]) -> Vec<(FileId, &'a RustFacts)> {
    let of = |unit: &Joined<'a>| match unit.facts {
        std::borrow::Cow::Borrowed(facts) if unit.scope == Scope::Generated => {
            Some((unit.file, facts))
        }
        _ => None,
    };
    let mut found: Vec<_> = units.iter().filter_map(of).collect();
    found.sort_by_key(|(file, _)| *file);
    found.dedup_by_key(|(file, _)| *file);
    found
}

/// The facts of a unit of production code whose bodies were read. What a macro expands to is left out.
fn facts_of<'a>(unit: &Joined<'a>) -> Option<&'a RustFacts> {
    match unit.facts {
        std::borrow::Cow::Borrowed(facts)
            if facts.bodies.is_some() && unit.scope == Scope::Production =>
        {
            Some(facts)
        }
        _ => None,
    }
}

/// The body of a root, if its item is part of the graph and of production code.
fn body(
    graph: &Graph,
    unit: &Joined<'_>,
    facts: &RustFacts,
    index: UnitIndex,
    root: Root,
) -> Option<Body> {
    let Some(Target::Item(item)) = unit.target(root.item) else {
        return None;
    };
    let entry = graph.item(item);
    if entry.scope != Scope::Production {
        return None;
    }
    let source = &facts.items[root.item.index()];
    let (parameters, has_self) = match source.kind {
        ItemKind::Function { signature } => {
            let signature = &facts.signatures[signature as usize];
            let range = signature.parameters.range();
            ((range.start as u32, range.end as u32), signature.has_self)
        }
        _ => ((0, 0), false),
    };
    Some(Body {
        item,
        module: entry.module,
        scope: entry.scope,
        unit: index,
        node: root.node,
        first: root.first,
        parameters,
        has_self,
        is_async: source.flags.contains(ItemFlags::ASYNC),
    })
}
