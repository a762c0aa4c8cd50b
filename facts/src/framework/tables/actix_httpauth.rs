//! Authentication of actix-web.

use crate::framework::capability::gives;
use crate::framework::server::ServerTable;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Authentication;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["actix-web-httpauth", "actix-web-grants", "actix-identity"],
    server: Some(ServerTable {
        authenticators: &["BearerAuth", "BasicAuth", "Identity", "AuthDetails"],
        ..ServerTable::NONE
    }),
    capabilities: &[
        gives("HttpAuthentication", Authentication),
        gives("BearerAuth", Authentication),
        gives("BasicAuth", Authentication),
        gives("Identity", Authentication),
        gives("AuthDetails", Authentication),
    ],
    ..Framework::NONE
};
