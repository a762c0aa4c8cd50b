//! What `portcullis new` and `portcullis add` write: every adapter beside every other, built,
//! linted and run. It takes minutes, so it is no part of `cargo test`:
//! `cargo test -p portcullis-tests --test generated`. It needs PostgreSQL and NATS (`.ci/run` gets them).

mod combinations;
mod packs;
mod service;
mod shop;
mod workspace;
