//! What is behind an out-port can fail.
use portcullis_macros::port;

#[port(out)]
pub trait Orders {
    async fn count(&self) -> u64;
    async fn clear(&self);
    fn list(&self) -> Vec<u64>;
    #[port(infallible)]
    fn limit(&self) -> u64;
    #[port(trace)]
    fn name(&self) -> Result<String, ()>;
}

#[port(in)]
pub trait Total {
    async fn total(&self) -> u64;
}

fn main() {}
