//! Cross-origin requests of actix-web.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Cors;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["actix-cors"],
    capabilities: &[gives("Cors", Cors)],
    ..Framework::NONE
};
