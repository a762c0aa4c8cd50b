//! Entities without an identity, and with two.
use portcullis_macros::Entity;

#[derive(Entity)]
pub struct Order {
    total: u64,
}

#[derive(Debug, Entity)]
pub struct Line {
    #[id]
    order: u64,
    #[id]
    number: u8,
}

#[derive(Entity)]
pub enum State {
    Open,
}

fn main() {
    assert_eq!(Line { order: 1, number: 1 }, Line { order: 1, number: 2 });
}
