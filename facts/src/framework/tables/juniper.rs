//! GraphQL with juniper.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Contract;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["juniper", "juniper_axum", "juniper_actix", "juniper_warp", "juniper_rocket"],
    capabilities: &[gives("RootNode", Contract), gives("EmptySubscription", Contract)],
    ..Framework::NONE
};
