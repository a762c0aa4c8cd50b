//! `#[use_case]` where it does not go.
use portcullis_macros::{port, use_case};

#[port(in)]
pub trait PlaceOrder {
    fn place(&self);
}

#[use_case(port = PlaceOrder)]
pub struct Shop;

#[use_case(port = PlaceOrder)]
impl PlaceOrder for Shop {
    fn place(&self) {}
}

#[use_case]
pub enum Either {}

fn main() {}
