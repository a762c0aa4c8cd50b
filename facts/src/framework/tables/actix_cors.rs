//! Cross-origin requests of actix-web.

use crate::framework::capability::gives;
use crate::framework::cors::CorsTable;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Cors;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["actix-cors"],
    returns: &[("Cors::*", "Cors")],
    cors: Some(CorsTable {
        any_origin: &["Cors::permissive", "Cors::allow_any_origin", "Cors::send_wildcard"],
        origins: &[("Cors::allowed_origin", 0)],
        any: &["*"],
        credentials: &["Cors::supports_credentials"],
    }),
    capabilities: &[gives("Cors", Cors)],
    ..Framework::NONE
};
