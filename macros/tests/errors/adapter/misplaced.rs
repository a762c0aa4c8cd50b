//! `#[adapter]` where it does not go.
use portcullis_macros::adapter;

pub struct Memory;

#[adapter]
impl Memory {
    pub fn own(&self) {}
}

#[adapter]
pub trait Orders {}

fn main() {
    Memory.own();
}
