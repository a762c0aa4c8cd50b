//! A port that does not say which way it points, and one that says both.
use portcullis_macros::port;

#[port]
pub trait Undirected {}

#[port(in, out, out)]
pub trait Both {}

fn main() {}
