//! What a trait object cannot have.
use portcullis_macros::port;

#[port(out, dyn)]
pub trait Store {
    async fn put<T: Send>(&self, value: T) -> Result<(), ()>;
    async fn take(&self, value: impl Send) -> Result<(), ()>;
    fn open() -> Result<u8, ()>;
    fn sized(&self) -> Result<u8, ()>
    where
        Self: Sized;
}

#[port(out, dyn)]
pub trait Opaque {
    fn bytes(&self) -> Result<impl Iterator<Item = u8>, ()>;
}

#[port(out, dyn)]
pub trait Wide<'a> {
    const LIMIT: usize;
    type Row<'b>
    where
        Self: 'b;
}

fn take(store: AnyStore) -> impl Store {
    store
}

fn main() {
    let _ = take;
}
