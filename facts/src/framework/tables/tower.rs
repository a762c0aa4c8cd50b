//! Layers of tower.

use crate::framework::capability::gives;
use crate::framework::server::{ServerOp, ServerTable};
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::{Bulkhead, RateLimit, Retry, Timeout};

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &["tower"],
    server: Some(ServerTable {
        functions: &[("service_fn", ServerOp::Handle)],
        ..ServerTable::NONE
    }),
    capabilities: &[
        gives("TimeoutLayer", Timeout),
        gives("timeout", Timeout),
        gives("RateLimitLayer", RateLimit),
        gives("rate_limit", RateLimit),
        gives("ConcurrencyLimitLayer", Bulkhead),
        gives("GlobalConcurrencyLimitLayer", Bulkhead),
        gives("LoadShedLayer", Bulkhead),
        gives("concurrency_limit", Bulkhead),
        gives("load_shed", Bulkhead),
        gives("RetryLayer", Retry),
        gives("retry::Retry", Retry),
    ],
    ..Framework::NONE
};
