//! `#[port]` on other items.
use portcullis_macros::port;

#[port(out)]
pub struct Orders;

#[port(out)]
impl Orders {}

fn main() {
    let _ = Orders;
}
