//! What cannot be a request and a response.
use portcullis_macros::port;

type AliasResult<T> = Result<T, u8>;

#[port(out, tower)]
pub trait Store {
    async fn infallible(&self) -> u8;
    async fn lent(&self, list: Vec<&str>) -> Result<&str, u8>;
    async fn other(&self) -> Result<u8, u16>;
    async fn alias(&self) -> AliasResult<u8>;
    fn plain(&self) -> Result<u8, u8>;
    async fn open() -> Result<u8, u8>;
}

#[port(out, tower)]
pub trait Nothing {}

fn main() {}
