//! What `portcullis new` and `portcullis add` write: every adapter beside every other, built,
//! linted and run. It takes minutes, so it is no part of `cargo test`:
//! `cargo test --workspace --test generated`. It needs PostgreSQL and NATS (`.ci/run` gets them).

mod combinations;
mod packs;
// The server that generated services start in their own tests.
#[expect(clippy::disallowed_methods, unreachable_pub, reason = "it is code of the service")]
#[path = "../../../templates/packs/service/files/services/__service.kebab__/testing/src/postgres.rs"]
mod postgres;
mod service;
mod shop;
mod workspace;

use service::free_port;
