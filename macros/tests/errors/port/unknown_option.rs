//! Options that are none do not hide those that are.
use portcullis_macros::port;

#[port(out, async, dyn = "async_trait", dynamic(x), infallible)]
pub trait Clock {
    async fn now(&self) -> u64;
}

struct System;

impl Clock for System {
    async fn now(&self) -> u64 {
        1
    }
}

fn main() {}
