//! Ports that are bound twice, or not at all, or to what is no adapter.
use portcullis_macros::{Wiring, port};

pub mod other {
    #[portcullis_macros::port(out)]
    pub trait Clock {}
}

#[port(out)]
pub trait Clock {}

#[port(out)]
pub trait Orders {}

pub struct System;
impl Clock for System {}
impl other::Clock for System {}

#[derive(Wiring)]
#[wiring(requires(Clock, Orders))]
pub struct Twice {
    #[binds(Clock)]
    one: System,
    #[binds(Clock, other::Clock)]
    two: System,
}

#[derive(Wiring)]
pub struct NoAdapter {
    #[binds(Orders)]
    orders: System,
}

#[derive(Wiring)]
#[wiring(needs(Orders))]
pub struct Nothing {
    #[binds()]
    orders: System,
}

#[derive(Wiring)]
pub enum Either {
    One,
}

fn main() {}
