//! What the compiler says where something is wrong: one small file an error, and beside it what is
//! said. `TRYBUILD=overwrite cargo test` rewrites what is said.

#[test]
fn errors_teach() {
    trybuild::TestCases::new().compile_fail("tests/errors/*/*.rs");
}
