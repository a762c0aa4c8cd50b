//! Logs in files.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::LogFile;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["tracing-appender", "tracing-rolling-file"],
    capabilities: &[
        gives("rolling", LogFile),
        gives("RollingFileAppender", LogFile),
        gives("RollingFileAppenderBase", LogFile),
    ],
    ..Framework::NONE
};
