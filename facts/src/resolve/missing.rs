//! Names that lead nowhere: code that a generator makes, or a blind spot.

use super::builder::Builder;
use super::edges::{Origin, UnitEdges, edge};
use super::lookup::Query;
use super::unit::UnitId;
use crate::graph::{BlindSpot, BlindSpotKind, EdgeKind, Name, Scope};

impl Builder<'_> {
    /// A path that leads nowhere, or into generated code.
    pub(super) fn unresolved(
        &self,
        unit: UnitId,
        origin: &Origin,
        query: Query<'_>,
        kind: EdgeKind,
        out: &mut UnitEdges,
    ) {
        if let Some(found) = self.in_generated(query) {
            out.edges.push(edge(origin, found, kind, 100));
        } else {
            self.missing(unit, origin, query.segments, BlindSpotKind::UnresolvedName, out);
        }
    }

    /// Notes a name that is not known.
    pub(super) fn missing(
        &self,
        unit: UnitId,
        origin: &Origin,
        segments: &[Name],
        kind: BlindSpotKind,
        out: &mut UnitEdges,
    ) {
        // No rule looks at tests, so what is unknown there hides nothing.
        if !matches!(origin.scope, Scope::Production | Scope::Generated) {
            return;
        }
        let names: Vec<&str> = segments.iter().map(|name| self.graph.names.get(*name)).collect();
        out.blind_spots.push(BlindSpot {
            kind,
            place: Some(origin.place),
            krate: Some(self.units[unit.0 as usize].krate),
            subject: names.join("::"),
        });
    }
}
