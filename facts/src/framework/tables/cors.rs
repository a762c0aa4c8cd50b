//! Libraries whose one task is to answer requests from other origins.

use crate::framework::cors::CorsTable;
use crate::framework::table::Framework;

/// The middleware of actix.
pub(super) const ACTIX_CORS: Framework = Framework {
    packages: &["actix-cors"],
    returns: &[("Cors::default", "Cors"), ("Cors::permissive", "Cors")],
    cors: Some(CorsTable {
        any_origin: &["Cors::permissive", "Cors::allow_any_origin", "Cors::send_wildcard"],
        origins: &[("Cors::allowed_origin", 0)],
        any: &["*"],
        credentials: &["Cors::supports_credentials"],
    }),
    ..Framework::NONE
};
/// The fairing of Rocket.
pub(super) const ROCKET_CORS: Framework = Framework {
    packages: &["rocket_cors"],
    cors: Some(CorsTable {
        any_origin: &["AllowedOrigins::all"],
        origins: &[("AllowedOrigins::some_exact", 0)],
        any: &["*"],
        credentials: &[],
    }),
    ..Framework::NONE
};
