//! What cannot be retried.
use portcullis_macros::{adapter, port};

#[port(out, infallible)]
pub trait Rates {
    async fn rate(&self, list: &mut Vec<u8>) -> Result<u8, ()>;
    fn day(&self) -> u8;
    fn pair(&self, pair: (u8, u8)) -> Result<u8, ()>;
}

pub struct All;

async fn pause(_: u32) {}

#[adapter(retry = idempotent, pause = pause, attempts = 1)]
impl Rates for All {
    #[idempotent]
    async fn rate(&self, list: &mut Vec<u8>) -> Result<u8, ()> {
        list.pop().ok_or(())
    }
    #[idempotent]
    fn day(&self) -> u8 {
        1
    }
    #[idempotent]
    fn pair(&self, (low, _): (u8, u8)) -> Result<u8, ()> {
        Ok(low)
    }
}

pub struct None;

#[adapter(retry = idempotent, often)]
impl Rates for None {
    async fn rate(&self, _: &mut Vec<u8>) -> Result<u8, ()> {
        Ok(1)
    }
    fn day(&self) -> u8 {
        1
    }
    fn pair(&self, _: (u8, u8)) -> Result<u8, ()> {
        Ok(1)
    }
}

pub struct Always;

#[adapter(attempts = 4, retry = always)]
impl Rates for Always {
    async fn rate(&self, _: &mut Vec<u8>) -> Result<u8, ()> {
        Ok(1)
    }
    fn day(&self) -> u8 {
        1
    }
    fn pair(&self, _: (u8, u8)) -> Result<u8, ()> {
        Ok(1)
    }
}

fn main() {}
