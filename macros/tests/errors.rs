//! What is said where something is wrong: one small file a mistake, and beside it what is said.
//! `TRYBUILD=overwrite cargo test` rewrites what is said.

use std::process::Command;

/// The compiler whose words are in `tests/compiler`.
const COMPILER: &str = "rustc 1.95.";

#[test]
fn errors_teach() {
    trybuild::TestCases::new().compile_fail("tests/errors/*/*.rs");
}

/// Where the compiler finds the mistake, it also finds most of the words, and has others in each
/// version. So they are compared under one of them only.
#[test]
fn errors_of_the_compiler_speak_of_ports() {
    #[expect(clippy::disallowed_methods, reason = "the compiler is asked for its version")]
    let version = Command::new("rustc").arg("--version").output().expect("there is a compiler");
    if version.stdout.starts_with(COMPILER.as_bytes()) {
        trybuild::TestCases::new().compile_fail("tests/compiler/*/*.rs");
    }
}
