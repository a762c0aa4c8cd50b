//! Logs and spans.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::{Logging, Tracing};

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["tracing-subscriber", "tracing"],
    capabilities: &[
        gives("fmt", Logging),
        gives("registry", Logging),
        gives("Registry", Logging),
        gives("init", Logging),
        gives("subscriber::set_global_default", Logging),
        gives("subscriber::set_global_default", Tracing),
        gives("fmt", Tracing),
        gives("registry", Tracing),
        gives("Registry", Tracing),
    ],
    ..Framework::NONE
};
