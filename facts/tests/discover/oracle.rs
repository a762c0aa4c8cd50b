//! Discovery against `cargo metadata`, on trees that use what manifests can say.

use portcullis_facts::discover::{Options, discover};

use crate::compare::compare;
use crate::sketch::plant;

/// Every package and line of `sketch` reads as Cargo reads it.
#[track_caller]
fn agrees(sketch: &str, packages: usize) {
    let folder = plant(sketch);
    let found = discover(folder.path(), &Options::default()).expect("the folder is there");
    assert_eq!(found.problems, []);
    let mut seen = 0;
    for compared in compare(&found) {
        seen += compared.packages;
        assert!(compared.lines > 0, "{} says nothing", compared.manifest);
        match compared.outcome {
            Ok(differences) => assert_eq!(differences, [] as [String; 0]),
            Err(error) => panic!("{}: {error}", compared.manifest),
        }
    }
    assert_eq!(seen, packages);
}

#[test]
fn a_workspace_with_inheritance() {
    agrees(
        r#"
//- Cargo.toml
[workspace]
members = ["crates/*", "tools/x[t]ask"]
exclude = ["crates/old"]
default-members = ["crates/a"]
[workspace.package]
edition = "2021"
version = "1.0.0"
publish = false
[workspace.dependencies]
serde = { version = "1", default-features = false, features = ["derive"] }
json = { package = "serde_json", version = "1" }
b = { path = "crates/b" }
log = "0.4"
//- crates/a/Cargo.toml
[package]
name = "a"
edition.workspace = true
version.workspace = true
publish.workspace = true
[features]
default = ["serde"]
fast = ["dep:log", "b/x"]
[dependencies]
serde = { workspace = true, optional = true, features = ["rc"] }
json.workspace = true
b = { workspace = true, default-features = true }
log = { workspace = true, optional = true, default-features = false }
deep = { path = "../../deep/down" }
[target.'cfg(any(unix, windows))'.dependencies]
libc = "0.2"
[target.x86_64-unknown-linux-gnu.build-dependencies]
cc = { version = "1", optional = true }
[dev-dependencies]
b = { path = "../b", features = ["x"] }
//- crates/a/src/lib.rs
//- crates/a/build.rs
//- crates/b/Cargo.toml
[package]
name = "b"
version = "0.1.0"
edition = { workspace = true }
[features]
x = []
[lib]
name = "bee"
path = "lib.rs"
proc-macro = true
//- crates/b/lib.rs
//- crates/old/Cargo.toml
[package]
name = "old"
version = "0.1.0"
//- crates/old/src/main.rs
//- deep/down/Cargo.toml
[package]
name = "deep"
version = "0.1.0"
edition = "2024"
[dependencies]
log = { workspace = true, default-features = true }
//- deep/down/src/lib.rs
//- tools/xtask/Cargo.toml
[package]
name = "xtask"
version = "0.1.0"
//- tools/xtask/src/main.rs
"#,
        5,
    );
}

#[test]
fn targets_by_name_and_by_folder() {
    agrees(
        r#"
//- Cargo.toml
[package]
name = "many-targets"
version = "0.1.0"
edition = "2021"
build = "scripts/build.rs"
autobenches = false
[features]
f = []
[lib]
crate-type = ["cdylib", "rlib"]
test = false
[[bin]]
name = "renamed"
path = "src/bin/one.rs"
required-features = ["f"]
[[bin]]
name = "two"
[[example]]
name = "e"
path = "./examples/odd.rs"
test = true
[[test]]
name = "t"
harness = false
edition = "2018"
[workspace]
//- src/lib.rs
//- src/main.rs
//- src/bin/one.rs
//- src/bin/two/main.rs
//- src/bin/two/helper.rs
//- src/bin/three.rs
//- src/bin/four/lib.rs
//- src/bin/.hidden.rs
//- examples/odd.rs
//- examples/even/main.rs
//- tests/t.rs
//- tests/u/main.rs
//- tests/data/x.rs
//- benches/b.rs
//- scripts/build.rs
"#,
        1,
    );
}

#[test]
fn the_edition_of_2015_has_its_own_ways() {
    agrees(
        r#"
//- Cargo.toml
[project]
name = "old-one"
version = "0.1.0"
[[bin]]
name = "tool"
[[test]]
name = "a"
[[bench]]
name = "bench"
[dev_dependencies]
log = { version = "0.4", default_features = false }
[build_dependencies]
cc = "1"
[workspace]
//- src/tool.rs
//- src/main.rs
//- src/bench.rs
//- tests/a.rs
//- tests/b.rs
//- b/Cargo.toml
[package]
name = "named-lib"
version = "0.1.0"
autotests = true
[lib]
crate_type = ["dylib"]
[[test]]
name = "a"
[workspace]
//- b/src/named_lib.rs
//- b/tests/a.rs
//- b/tests/b.rs
//- c/Cargo.toml
[package]
name = "no-autos"
version = "0.1.0"
edition = "2018"
autobins = false
autolib = false
autoexamples = false
autotests = false
build = false
[[bin]]
name = "x"
path = "src/main.rs"
[workspace]
//- c/src/main.rs
//- c/src/lib.rs
//- c/build.rs
//- c/tests/a.rs
//- c/examples/a.rs
"#,
        3,
    );
}

#[test]
fn independent_workspaces_and_lone_packages() {
    agrees(
        r#"
//- one/Cargo.toml
[workspace]
members = ["a", "./b/", "../out"]
//- one/a/Cargo.toml
[package]
name = "same"
version = "0.1.0"
publish = ["somewhere"]
//- one/a/src/lib.rs
//- one/b/Cargo.toml
[package]
name = "b"
version = "0.1.0"
publish = []
[dependencies]
renamed = { package = "same", path = "../a" }
//- one/b/src/lib.rs
//- out/Cargo.toml
[package]
name = "out"
workspace = "../one"
//- out/src/lib.rs
//- two/Cargo.toml
[package]
name = "same"
version = "0.1.0"
[dependencies]
inner = { path = "inner" }
[workspace]
exclude = ["inner/own"]
//- two/src/main.rs
//- two/inner/Cargo.toml
[package]
name = "inner"
version = "0.1.0"
//- two/inner/src/lib.rs
//- two/inner/own/Cargo.toml
[workspace]
members = ["p"]
//- two/inner/own/p/Cargo.toml
[package]
name = "p"
version = "0.1.0"
//- two/inner/own/p/src/lib.rs
//- lone/Cargo.toml
[package]
name = "lone"
version = "0.1.0"
//- lone/src/lib.rs
"#,
        7,
    );
}
