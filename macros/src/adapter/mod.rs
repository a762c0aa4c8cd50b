//! `#[derive(Adapter)]` on the type and `#[adapter]` on the `impl` of its port.

mod derive;
mod implementation;
mod options;
mod retry;
#[cfg(test)]
mod tests;

pub(crate) use derive::expand as derive;
pub(crate) use implementation::expand as implementation;
