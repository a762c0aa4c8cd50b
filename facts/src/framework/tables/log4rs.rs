//! Loggers that write files.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::LogFile;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["log4rs"],
    capabilities: &[
        gives("append::file", LogFile),
        gives("FileAppender", LogFile),
        gives("RollingFileAppender", LogFile),
    ],
    ..Framework::NONE
};
