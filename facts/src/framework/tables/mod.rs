//! The tables, one file a framework.

mod async_nats;
mod awc;
mod cors;
mod lapin;
mod pulsar;
mod rdkafka;
mod reqwest;
mod rskafka;
mod ureq;

use super::table::Framework;

/// All tables.
pub const FRAMEWORKS: &[Framework] = &[
    cors::ACTIX_CORS,
    cors::ROCKET_CORS,
    async_nats::ASYNC_NATS,
    awc::AWC,
    lapin::LAPIN,
    pulsar::PULSAR,
    rdkafka::RDKAFKA,
    reqwest::REQWEST,
    rskafka::RSKAFKA,
    ureq::UREQ,
];
