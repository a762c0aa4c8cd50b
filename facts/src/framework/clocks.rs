//! What waits for a clock or for a signal, by name: a loop around a clock works on a schedule.

/// The method of an interval that waits for its next moment.
pub const TICK: &str = "tick";

/// Packages with such intervals.
pub const TICKING: &[&str] =
    &["tokio", "actix", "actix-rt", "actix-web", "async-std", "async-timer", "ntex"];

/// Functions that make a time to wait.
pub const MEASURING: &[&str] =
    &["from_secs", "from_millis", "from_micros", "from_nanos", "from_secs_f32", "from_secs_f64"];

/// Whether what has this name waits for a signal, or for ever.
pub fn waits_for_signal(name: &str) -> bool {
    matches!(name, "ctrl_c" | "signal" | "pending" | "Signals" | "park" | "set_handler")
}

/// Whether a function of this name waits for some time.
pub fn waits(name: &str) -> bool {
    matches!(name, "sleep" | "sleep_until" | "delay_for")
}
