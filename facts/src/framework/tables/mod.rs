//! The tables, one file a framework.

use super::table::Framework;

/// All tables, by the name of their first package.
pub const FRAMEWORKS: &[Framework] = &[];
