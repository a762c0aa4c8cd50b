//! An error that cannot be shown in a span.
use portcullis_macros::port;

#[derive(Debug)]
pub struct Lost;

#[port(out, trace)]
pub trait Orders {
    async fn save(&self, id: u64) -> Result<(), Lost>;
}

fn main() {}
