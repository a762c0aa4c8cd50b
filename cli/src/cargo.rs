//! The `cargo portcullis` subcommand.
fn main() {}
