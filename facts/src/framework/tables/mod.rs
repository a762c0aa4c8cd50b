//! The tables, one file a framework.

mod reqwest;
mod sqlx;

use super::table::Framework;

/// All tables, by the name of their first package.
pub const FRAMEWORKS: &[Framework] = &[reqwest::TABLE, sqlx::TABLE];
