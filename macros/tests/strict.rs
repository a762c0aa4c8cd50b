//! What the macros make is documented and raises no warning, however strict the user is. It compiles;
//! there is nothing to run.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, unused)]
#![deny(rust_2018_idioms, single_use_lifetimes, unused_qualifications, let_underscore_drop)]
#![forbid(unsafe_code)]

use portcullis_macros::port;

/// A port.
#[port(out, dyn, trace, tower)]
pub trait Orders<K: Clone + Sync> {
    /// A type.
    type Row: Send;

    /// Finds.
    async fn find(&self, key: &K, text: Option<&str>) -> Result<Self::Row, std::io::Error>;
}

/// Another one.
#[port(in, borrowed)]
pub trait Total {
    /// Counts.
    async fn total(&self) -> u64;
}

fn main() {}
