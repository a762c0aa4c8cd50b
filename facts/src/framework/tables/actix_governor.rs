//! Limits of actix-web.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::RateLimit;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["actix-governor", "actix-limitation", "actix-extensible-rate-limit"],
    capabilities: &[gives("", RateLimit)],
    ..Framework::NONE
};
