//! Adapters are shared; all faults are reported, and nothing else fails because of them.
use portcullis_macros::port;

#[port(out, dyn, trace)]
pub trait Orders {
    async fn save(&mut self, id: u64) -> Result<(), u8>;
    async fn close(self) -> Result<(), u8>;
    fn copy(&self) -> Result<Self, u8>
    where
        Self: Sized;
    fn open(&self) -> Result<u64, u8>;
}

struct Memory;

impl Orders for Memory {
    async fn save(&mut self, _: u64) -> Result<(), u8> {
        Ok(())
    }
    async fn close(self) -> Result<(), u8> {
        Ok(())
    }
    fn copy(&self) -> Result<Self, u8> {
        Ok(Self)
    }
    fn open(&self) -> Result<u64, u8> {
        Ok(1)
    }
}

fn main() {
    let _ = AnyOrders::new(TracedOrders::new(Memory)).open();
}
