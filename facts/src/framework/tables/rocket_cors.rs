//! Cross-origin requests of Rocket.

use crate::framework::capability::gives;
use crate::framework::cors::CorsTable;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Cors;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["rocket_cors"],
    cors: Some(CorsTable {
        any_origin: &["AllowedOrigins::all"],
        origins: &[("AllowedOrigins::some_exact", 0)],
        any: &["*"],
        credentials: &[],
    }),
    capabilities: &[gives("CorsOptions", Cors)],
    ..Framework::NONE
};
