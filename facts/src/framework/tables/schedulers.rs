//! Schedulers: work on a clock, and jobs from a queue in a database.

use crate::framework::table::Framework;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &[
        "tokio-cron-scheduler",
        "apalis",
        "apalis-core",
        "apalis-cron",
        "job_scheduler",
        "job_scheduler_ng",
        "clokwerk",
        "delay_timer",
        "cronjob",
        "tokio_schedule",
        "sqlxmq",
        "fang",
        "rusty-sidekiq",
        "graphile_worker",
        "underway",
    ],
    schedules: &[
        "start",
        "run",
        "tick",
        "Monitor",
        "JobScheduler",
        "Scheduler",
        "AsyncScheduler",
        "Worker",
    ],
    ..Framework::NONE
};
