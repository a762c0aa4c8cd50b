//! Limits of tower.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::RateLimit;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["tower_governor", "tower-governor"],
    capabilities: &[gives("", RateLimit)],
    ..Framework::NONE
};
