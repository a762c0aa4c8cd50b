//! Macros that write what happens, by their last names: to a log, or to the terminal.

/// Those that write to a log, of whichever library.
const LOGGING: [&str; 8] = ["error", "warn", "info", "debug", "trace", "log", "event", "crit"];

/// Those of the standard library that write to the terminal.
const PRINTING: [&str; 5] = ["println", "eprintln", "print", "eprint", "dbg"];

/// Whether a macro of this name writes to a log.
pub fn logs(name: &str) -> bool {
    LOGGING.contains(&name)
}

/// Whether a macro of this name writes to the terminal.
pub fn prints(name: &str) -> bool {
    PRINTING.contains(&name)
}
