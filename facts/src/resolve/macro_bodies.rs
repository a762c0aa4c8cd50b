//! Edges of what a macro by example brings to the place where it is called.

use super::builder::Builder;
use super::edges::{Origin, UnitEdges, edge};
use super::lookup::{Answer, Found, NO_IMPORT, Query, Root};
use super::path_kinds::namespaces;
use super::space::SpaceId;
use super::unit::UnitId;
use crate::extract::rust::facts::{PathKind, PathRoot, PathUse};
use crate::graph::{EdgeKind, ItemId, Target};

/// Confidence of what a macro's body brings: whether this arm is taken was not looked at.
const BY_MACRO: u8 = 90;
/// Paths of macros' bodies that are looked at for one call.
const MOST_BODY: usize = 256;

impl Builder<'_> {
    /// The paths in the body of a macro by example are used where it is called, and so are those
    /// of the macros that it calls.
    pub(super) fn macro_body_edges(
        &self,
        origin: &Origin,
        space: SpaceId,
        item: ItemId,
        out: &mut UnitEdges,
    ) {
        let mut seen = vec![item];
        let mut next = 0;
        let mut left = MOST_BODY;
        while let Some(&item) = seen.get(next) {
            next += 1;
            let Some(found) = self.macros.get(&item) else {
                continue;
            };
            let unit = &self.units[found.unit.0 as usize];
            let span = unit.facts.items[found.index as usize].span;
            let first = unit.facts.paths.partition_point(|path| path.span.start < span.start);
            let inside =
                unit.facts.paths[first..].iter().take_while(|path| path.span.start < span.end);
            for path in inside.filter(|path| unit.is_hidden(path.scope)) {
                left -= 1;
                if left == 0 {
                    return;
                }
                let Some(found) = self.macro_body_path(origin, space, found.unit, path) else {
                    continue;
                };
                if let (PathKind::Macro, Target::Item(called)) = (path.kind, found.target)
                    && !seen.contains(&called)
                {
                    seen.push(called);
                }
                if found.target != Target::Item(item) {
                    out.edges.push(edge(origin, found, EdgeKind::MacroBody, BY_MACRO));
                }
            }
        }
    }

    /// What a path of a macro's body means at the place of a call.
    fn macro_body_path(
        &self,
        origin: &Origin,
        space: SpaceId,
        unit: UnitId,
        path: &PathUse,
    ) -> Option<Found> {
        let unit = &self.units[unit.0 as usize];
        let krate = self.graph.module(origin.module).krate;
        let root = match path.root {
            PathRoot::DollarCrate => Root::At(Target::Module(self.graph.krate(unit.krate).root)),
            PathRoot::Plain => Root::Plain,
            PathRoot::Global => Root::Global,
            PathRoot::Crate => Root::At(Target::Module(self.graph.krate(krate).root)),
            _ => return None,
        };
        let segments = unit.path_names(path.segments);
        let query = Query { krate, space, root, segments: &segments, import: NO_IMPORT };
        let before = self.look_up_before(query);
        let mut answers = namespaces(path.kind)
            .iter()
            .map(|namespace| self.look_up_last(query, before, *namespace));
        answers.find_map(|answer| match answer {
            Answer::Found(found) => Some(found),
            _ => None,
        })
    }
}
