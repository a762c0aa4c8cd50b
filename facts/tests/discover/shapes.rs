//! Which manifests belong to the system, in trees of many shapes.

use crate::sketch::{check, check_folder, plant};

#[test]
fn no_cargo_at_all() {
    check("//- a/b.rs\n//- c.sql\n", "");
}

#[test]
fn what_is_no_member_is_left_out_with_its_reason() {
    check(
        r#"
//- Cargo.toml
[workspace]
members = ["app"]
exclude = ["apart", "tests/data", "examples"]
//- app/Cargo.toml
package = { name = "app" }
//- app/src/main.rs
//- app/tests/fixtures/x/Cargo.toml
package = { name = "x" }
//- app/examples/alone/Cargo.toml
package = { name = "alone" }
[workspace]
//- app/nothing/Cargo.toml
[profile.dev]
//- forgotten/Cargo.toml
package = { name = "forgotten", version = }
//- apart/Cargo.toml
package = { name = "apart" }
[workspace]
//- apart/src/lib.rs
//- examples/demo/Cargo.toml
package = { name = "demo" }
//- examples/demo/src/lib.rs
//- tests/data/Cargo.toml
workspace = { members = ["y"] }
//- tests/data/y/Cargo.toml
package = { name = "y" }
"#,
        r#"
workspace ROOT at "": app (default app)
workspace apart at "apart": apart (default apart)
package apart at "apart" in Some(1) E2015 unpublished
    Lib apart: apart/src/lib.rs
package app at "app" in Some(0) E2015 unpublished
    Bin app: app/src/main.rs
package demo at "examples/demo" in None E2015 unpublished
    Lib demo: examples/demo/src/lib.rs
left out app/examples/alone/Cargo.toml: Fixture
left out app/nothing/Cargo.toml: Empty
left out app/tests/fixtures/x/Cargo.toml: Fixture
left out forgotten/Cargo.toml: Stray
left out tests/data/Cargo.toml: Fixture
left out tests/data/y/Cargo.toml: Fixture
"#,
    );
}

#[test]
fn a_folder_within_a_workspace_inherits_from_above() {
    let folder = plant(
        r#"
//- Cargo.toml
[workspace]
members = ["tests/fixtures/*", "other"]
[workspace.package]
edition = "2021"
[workspace.dependencies]
log = { version = "0.4", features = ["std"] }
other = { path = "other" }
a = { path = "tests/fixtures/a" }
//- other/Cargo.toml
package = { name = "other" }
//- tests/fixtures/a/Cargo.toml
[package]
name = "a"
edition.workspace = true
[dependencies]
log.workspace = true
other.workspace = true
//- tests/fixtures/a/src/lib.rs
//- tests/fixtures/b/Cargo.toml
package = { name = "b" }
dependencies = { a = { workspace = true } }
//- tests/fixtures/b/src/lib.rs
//- tests/fixtures/b/tests/fixtures/c/Cargo.toml
package = { name = "c" }
"#,
    );
    check_folder(
        &folder.path().join("tests/fixtures"),
        &format!(
            r#"
workspace {} at "../.." outside: a b (default a b)
package a at "a" in Some(0) E2021 unpublished
    Lib a: a/src/lib.rs
    Normal log +std
    Normal other
package b at "b" in Some(0) E2015 unpublished
    Lib b: b/src/lib.rs
    Normal a -> "a"
left out b/tests/fixtures/c/Cargo.toml: Fixture
"#,
            folder.path().file_name().expect("a name").to_string_lossy()
        ),
    );
    check_folder(
        &folder.path().join("tests/fixtures/a"),
        &format!(
            r#"
workspace {} at "../../.." outside: a (default a)
package a at "" in Some(0) E2021 unpublished
    Lib a: src/lib.rs
    Normal log +std
    Normal other
"#,
            folder.path().file_name().expect("a name").to_string_lossy()
        ),
    );
}

#[test]
fn templates_are_left_out_unless_there_is_nothing_else() {
    let template = "
//- templates/service/Cargo.toml
[package]
name = \"{{ project-name }}\"
//- odd/Cargo.toml
[package]
name = \"odd\"
{% if database %}
[dependencies]
";
    check(
        template,
        r#"
package odd at "odd" in None E2015 unpublished
package {{ project-name }} at "templates/service" in None E2015 unpublished
problem odd/Cargo.toml Manifest: invalid key-value pair, expected key
"#,
    );
    check(
        &format!("//- Cargo.toml\npackage = {{ name = \"generator\" }}\n{template}"),
        r#"
package generator at "" in None E2015 unpublished
left out odd/Cargo.toml: Template
left out templates/service/Cargo.toml: Template
"#,
    );
}

#[test]
fn what_is_compiled_in_is_kept_wherever_it_stands() {
    check(
        r#"
//- Cargo.toml
[workspace]
members = ["app"]
exclude = ["vendor"]
[patch.crates-io]
tracing = { path = "vendor/tracing" }
rename = { package = "bytes", path = "vendor/bytes" }
[patch."https://github.com/x/y"]
y = { path = "vendor/y" }
[replace]
"log:0.4.0" = { path = "vendor/log" }
//- app/Cargo.toml
[package]
name = "app"
[dependencies]
tracing = "0.1"
bytes = { version = "1", git = "https://github.com/z/bytes" }
y = { git = "https://github.com/x/y" }
log = "0.4"
left = { path = "../vendor/left" }
//- app/src/lib.rs
//- vendor/tracing/Cargo.toml
package = { name = "tracing" }
//- vendor/bytes/Cargo.toml
package = { name = "bytes" }
//- vendor/y/Cargo.toml
package = { name = "y" }
//- vendor/log/Cargo.toml
package = { name = "log" }
//- vendor/left/Cargo.toml
package = { name = "left" }
dependencies = { right = { path = "../right" } }
//- vendor/left/src/lib.rs
//- vendor/right/Cargo.toml
package = { name = "right" }
//- vendor/right/src/lib.rs
//- vendor/unused/Cargo.toml
package = { name = "unused" }
"#,
        r#"
workspace ROOT at "": app (default app)
package app at "app" in Some(0) E2015 unpublished
    Lib app: app/src/lib.rs
    Normal tracing -> "vendor/tracing"
    Normal bytes
    Normal y -> "vendor/y"
    Normal log -> "vendor/log"
    Normal left -> "vendor/left"
package bytes at "vendor/bytes" in None E2015 unpublished
package left at "vendor/left" in None E2015 unpublished
    Lib left: vendor/left/src/lib.rs
    Normal right -> "vendor/right"
package log at "vendor/log" in None E2015 unpublished
package right at "vendor/right" in None E2015 unpublished
    Lib right: vendor/right/src/lib.rs
package tracing at "vendor/tracing" in None E2015 unpublished
package y at "vendor/y" in None E2015 unpublished
left out vendor/unused/Cargo.toml: Fixture
"#,
    );
}

#[test]
fn ignore_files_hidden_files_and_build_folders() {
    check(
        r#"
//- .gitignore
log
/private/
!.hidden/
//- .ignore
scratch
//- Cargo.toml
[workspace]
members = ["crates/*", "crates/log", "private", ".xtask"]
//- crates/a/Cargo.toml
package = { name = "a" }
//- crates/a/src/target/mod.rs
//- crates/a/src/lib.rs
//- crates/log/Cargo.toml
package = { name = "log" }
dependencies = { more = { path = "../scratch/more" } }
//- crates/log/src/lib.rs
//- crates/scratch/more/Cargo.toml
package = { name = "more" }
//- crates/scratch/idle/Cargo.toml
package = { name = "idle" }
//- private/src/lib.rs
//- .xtask/Cargo.toml
package = { name = "xtask" }
//- .xtask/src/main.rs
//- .hidden/deep/Cargo.toml
package = { name = "hidden" }
//- target/package/x/Cargo.toml
package = { name = "x" }
//- node_modules/x/Cargo.toml
package = { name = "x" }
"#,
        r#"
workspace ROOT at "": xtask a log more (default xtask a log more)
package xtask at ".xtask" in Some(0) E2015 unpublished
    Bin xtask: .xtask/src/main.rs
package a at "crates/a" in Some(0) E2015 unpublished
    Lib a: crates/a/src/lib.rs
package log at "crates/log" in Some(0) E2015 unpublished
    Lib log: crates/log/src/lib.rs
    Normal more -> "crates/scratch/more"
package more at "crates/scratch/more" in Some(0) E2015 unpublished
problem Cargo.toml Manifest: `private` has no `Cargo.toml`
"#,
    );
}

#[test]
fn broken_manifests_keep_what_can_be_read() {
    check(
        "
//- Cargo.toml
[workspace]
members = [\"a\", 3, \"gone\", \"none/*\"]
[workspace.package]
edition = \"2031\"
//- a/Cargo.toml
\u{feff}[package]\r
edition = { workspace = true }\r
publish = 7\r
[dependencies]\r
b = { path = \"../nowhere\" }\r
c.workspace = true\r
d = \r
[[bin]]\r
path = \"x.rs\"\r
[[test]]\r
name = \"t\"\r
[lib]\r
path = \"missing.rs\"\r
",
        r#"
workspace ROOT at "": a (default a)
package a at "a" in Some(0) E2024 unpublished
    Lib a: a/missing.rs
    Normal b
    Normal c
    Normal d
problem Cargo.toml Manifest: expected an array of strings for `members`, found integer
problem Cargo.toml Manifest: `gone` has no `Cargo.toml`
problem Cargo.toml Manifest: no package matches this pattern
problem Cargo.toml Manifest: the edition `2031` is not known; the file is read as 2024
problem a/Cargo.toml Manifest: the package has no name; its folder's name stands for it
problem a/Cargo.toml Manifest: expected an array of strings for `publish`, found integer
problem a/Cargo.toml Manifest: `b` leads to `nowhere`, which has no `Cargo.toml`
problem a/Cargo.toml Manifest: `c` is not in `[workspace.dependencies]`
problem a/Cargo.toml Manifest: string values must be quoted, expected literal string
problem a/Cargo.toml Manifest: the target has no `name`
problem a/Cargo.toml Manifest: no file was found for the target `t`
problem a/Cargo.toml Manifest: `a/missing.rs` does not exist
"#,
    );
}

#[test]
fn names_in_code() {
    check(
        r#"
//- Cargo.toml
[package]
name = "root-package"
[dependencies]
some-crate = "1"
local-one = { path = "one" }
renamed-one = { path = "one", package = "local-one" }
[workspace]
[target.'cfg(unix)'.dependencies]
some-crate = { version = "1", optional = true }
//- src/main.rs
//- one/Cargo.toml
[package]
name = "local-one"
[lib]
name = "uno"
//- one/src/lib.rs
"#,
        r#"
workspace root-package at "": root-package local-one (default root-package)
package root-package at "" in Some(0) E2015 unpublished
    Bin root-package as root_package: src/main.rs
    Normal some_crate = some-crate
    Normal uno = local-one -> "one"
    Normal renamed_one = local-one -> "one"
    Normal some_crate = some-crate on cfg(unix) optional
    feature some-crate: dep:some-crate
package local-one at "one" in Some(0) E2015 unpublished
    Lib uno: one/src/lib.rs
"#,
    );
}
