//! Events that others cannot rely on.
use portcullis_macros::DomainEvent;

#[derive(DomainEvent)]
pub struct Silent {
    id: u64,
}

#[derive(DomainEvent)]
#[event(name = "", version = 0)]
pub struct Empty<'a> {
    id: &'a str,
}

#[derive(DomainEvent)]
#[event(name = "order.placed", version = 1, topic = "orders")]
pub enum Lent {
    Placed(std::borrow::Cow<'static, str>, &'static str),
}

fn main() {
    let _ = (Silent::NAME, Lent::VERSION);
}
