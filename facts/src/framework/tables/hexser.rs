//! Marks of hexser's derives.

use crate::framework::marks::{Mark, says};
use crate::framework::table::Framework;
use crate::graph::Direction;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["hexser", "hexser_macros"],
    marks: &[
        says(&["HexPort"], Mark::Port(None)),
        says(&["HexRepository"], Mark::Port(Some(Direction::Out))),
        says(&["HexAdapter"], Mark::Adapter(None)),
        says(&["HexDomain", "HexAggregate", "HexEntity", "HexValueItem"], Mark::Domain),
        says(&["HexDirective", "HexQuery"], Mark::UseCase),
    ],
    ..Framework::NONE
};
