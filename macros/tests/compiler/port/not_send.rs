//! A future that holds what cannot be sent: the place is that of the port's method.
use std::rc::Rc;

use portcullis_macros::port;

#[port(out)]
pub trait Orders {
    async fn save(&self, id: u64) -> Result<(), ()>;
}

struct Memory;

impl Orders for Memory {
    async fn save(&self, id: u64) -> Result<(), ()> {
        let shared = Rc::new(id);
        std::future::ready(()).await;
        drop(shared);
        Ok(())
    }
}

fn main() {}
