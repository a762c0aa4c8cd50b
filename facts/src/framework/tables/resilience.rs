//! Another try, circuit breakers and bulkheads around calls.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::{Bulkhead, CircuitBreaker, RateLimit, Retry, Timeout};

/// Libraries that try again.
pub(super) const RETRIES: Framework = Framework {
    packages: &[
        "backoff",
        "backon",
        "tokio-retry",
        "tokio-retry2",
        "again",
        "retry",
        "retry-policies",
    ],
    around: &[
        ("future::retry", Retry),
        ("future::retry_notify", Retry),
        ("retry", Retry),
        ("retry_notify", Retry),
        ("Retry::spawn", Retry),
        ("Retry::spawn_notify", Retry),
        ("RetryIf::spawn", Retry),
        // `(|| call()).retry(policy)`: a trait gives it to every closure.
        (".retry", Retry),
    ],
    ..Framework::NONE
};

/// Middleware of reqwest that tries again.
pub(super) const REQWEST_RETRY: Framework = Framework {
    packages: &["reqwest-retry"],
    capabilities: &[gives("RetryTransientMiddleware", Retry)],
    ..Framework::NONE
};

/// Circuit breakers.
pub(super) const BREAKERS: Framework = Framework {
    packages: &["failsafe", "recloser", "circuitbreaker-rs", "tower-circuitbreaker"],
    returns: &[("Config::build", "StateMachine"), ("Recloser::custom", "RecloserBuilder")],
    around: &[
        ("StateMachine::call", CircuitBreaker),
        ("CircuitBreaker::call", CircuitBreaker),
        ("AsyncRecloser::call", CircuitBreaker),
        ("Recloser::call", CircuitBreaker),
        ("StateMachine::call_with", CircuitBreaker),
    ],
    capabilities: &[
        gives("Config", CircuitBreaker),
        gives("StateMachine", CircuitBreaker),
        gives("Recloser", CircuitBreaker),
        gives("AsyncRecloser", CircuitBreaker),
        gives("CircuitBreaker", CircuitBreaker),
        gives("CircuitBreakerLayer", CircuitBreaker),
    ],
    ..Framework::NONE
};

/// Layers of tower beyond its own.
pub(super) const TOWER_RESILIENCE: Framework = Framework {
    packages: &[
        "tower-resilience",
        "tower-resilience-circuitbreaker",
        "tower-resilience-bulkhead",
        "tower-resilience-retry",
        "tower-resilience-ratelimiter",
        "tower-resilience-timelimiter",
    ],
    capabilities: &[
        gives("CircuitBreakerLayer", CircuitBreaker),
        gives("BulkheadLayer", Bulkhead),
        gives("RetryLayer", Retry),
        gives("RateLimiterLayer", RateLimit),
        gives("TimeLimiterLayer", Timeout),
    ],
    ..Framework::NONE
};
