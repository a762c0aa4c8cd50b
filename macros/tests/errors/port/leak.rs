//! Signatures that tie the application to a technology.
use portcullis_macros::port;

pub mod sqlx {
    pub struct Pool;
    pub mod error {
        pub struct Kind;
    }
    pub struct Error;
}
pub mod http {
    pub struct StatusCode;
}

#[port(out, allow(sqlx::error, http))]
pub trait Orders<T: Into<sqlx::Pool> + Send + Sync + 'static> {
    async fn save(&self, pool: &sqlx::Pool) -> Result<Vec<u64>, sqlx::Error>;
    async fn status(&self) -> Result<http::StatusCode, sqlx::error::Kind>;
}

fn main() {}
