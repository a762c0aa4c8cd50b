//! What the macros expand to, compiled and run as the code of a user would be.

#![expect(unexpected_cfgs, reason = "a crate whose mocks others use declares `test-support`")]
#![expect(clippy::ref_option_ref, reason = "mockall keeps arguments behind references")]

mod adapter;
mod application;
mod domain;
mod orders;
mod port;
mod shapes;
mod spans;
