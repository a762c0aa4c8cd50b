//! Methods that cannot be the port.
use portcullis_macros::{port, use_case};

#[port(in)]
pub trait PlaceOrder {
    async fn place(&self, id: u64) -> Result<(), ()>;
}

pub struct Shop;

#[use_case(port = PlaceOrder, single)]
impl Shop {
    pub async fn place(&self, _: u64) -> Result<(), ()> {
        Ok(())
    }
    #[use_case(skip)]
    pub fn count(&mut self) {}
}

pub struct Two;

#[use_case(single, twice)]
impl Two {
    pub fn one(&self) {}
    pub fn two(&mut self) {}
}

pub struct None;

#[use_case(port = PlaceOrder)]
impl None {
    fn place(&self) {}
}

pub struct Other;

#[use_case(port = PlaceOrder)]
impl Other {
    pub fn deliver(&self) {}
}

fn main() {
    Two.one();
    Two.two();
    None.place();
    Shop.count();
}
