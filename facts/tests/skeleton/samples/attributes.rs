#![allow(dead_code)]
#![feature(x)]
#[derive(Debug, serde::Serialize)]
#[cfg_attr(feature = "db", derive(sqlx::FromRow), sqlx(rename_all = "x"))]
#[serde(crate = "crate::reexport::serde", with = "a::b")]
#[cfg(unix)]
struct S {
    #[serde(default = "crate::defaults::port")]
    port: u16,
}
/// What the domain needs.
/// @port
#[async_trait::async_trait]
pub trait Store {}
/** @port */
trait Other {}
// @port
trait Third {}
#[tokio::test(flavor = "multi_thread")]
async fn works() {}
#[unsafe(no_mangle)]
pub extern "C" fn exported() {}
#[proc_macro_derive(Adapter, attributes(adapter))]
pub fn adapter(input: TokenStream) -> TokenStream {}
#[instrument(skip(self), err(Debug), fields(kind = crate::kind::NAME))]
fn traced() {}
