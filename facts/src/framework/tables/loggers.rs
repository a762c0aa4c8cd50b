//! Loggers of the `log` facade and others.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Logging;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &[
        "env_logger",
        "pretty_env_logger",
        "slog-envlogger",
        "slog-stdlog",
        "slog-scope",
        "simple_logger",
        "simplelog",
        "fern",
        "flexi_logger",
        "log4rs",
        "slog",
        "slog-term",
        "slog-async",
        "slog-json",
        "slog-mozlog-json",
        "stderrlog",
        "systemd-journal-logger",
        "tracing-log",
        "tracing-bunyan-formatter",
        "tracing-stackdriver",
        "json_env_logger",
        "structured-logger",
        "femme",
        "ftlog",
        "loggerv",
        "logforth",
        "sentry-tracing",
        "init-tracing-opentelemetry",
    ],
    capabilities: &[gives("", Logging)],
    ..Framework::NONE
};
