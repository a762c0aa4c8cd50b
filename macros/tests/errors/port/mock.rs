//! What mockall cannot stand in for.
use portcullis_macros::port;

#[port(out, mock)]
pub trait Store<'a> {
    const LIMIT: usize;
    type Row<'b>
    where
        Self: 'b;
}

fn main() {}
