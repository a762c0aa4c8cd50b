//! Pools of Rocket, which its configuration names.

use crate::framework::store::DeclaredPool;
use crate::framework::table::Framework;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["rocket_db_pools", "rocket_sync_db_pools", "rocket_contrib"],
    pools: Some(DeclaredPool {
        attribute: "database",
        key: ("databases.", ".url"),
        makers: &["init", "fairing"],
    }),
    ..Framework::NONE
};
