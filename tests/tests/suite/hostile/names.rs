//! Names that lead in circles, and macros that never end.

use super::{shop, survive, survive_text};
use crate::program::write;

#[test]
fn names_that_lead_in_circles_end() {
    for (what, code) in [
        (
            "re-exports",
            "pub mod a { pub use super::b::X; } pub mod b { pub use super::a::X; } pub use a::X;",
        ),
        ("a re-export of itself", "pub use self::X; pub use crate::odd::X as Y; pub use Y as Z;"),
        (
            "globs",
            "pub mod a { pub use super::b::*; } pub mod b { pub use super::a::*; pub use super::*; } pub use a::*; fn f(_: Gone) {}",
        ),
        ("a glob of itself", "pub use self::*; pub use crate::odd::*; fn f(_: Gone) {}"),
        (
            "aliases",
            "pub type A = B; pub type B = A; pub fn f(a: A) { a.go().on(); } impl A { fn go(&self) -> B { B::new() } }",
        ),
        ("an alias of itself", "pub type A = A; pub fn f(a: A) { A::new().x.y(); }"),
        ("aliases that grow", "pub type A<T> = A<Vec<A<T>>>; pub fn f(a: A<u8>) { a.go(); }"),
        (
            "an alias of an associated type",
            "pub trait T { type X; } impl T for S { type X = <S as T>::X; } pub struct S; pub type A = <S as T>::X; fn f(a: A) { a.go() }",
        ),
        ("a trait for Self", "pub trait T {} impl T for Self {} impl Self {} impl T for T {}"),
        (
            "traits over each other",
            "pub trait A: B { fn a(&self) -> Self::X; } pub trait B: A { type X: A; } pub fn f<T: A>(t: T) { t.a().a().a(); }",
        ),
        (
            "blanket implementations",
            "pub trait A {} pub trait B {} impl<T: A> B for T {} impl<T: B> A for T {} fn f<T: B>(t: T) { t.go() }",
        ),
        (
            "dereferences",
            "pub struct A; pub struct B; impl std::ops::Deref for A { type Target = B; } impl std::ops::Deref for B { type Target = A; } pub fn f(a: A) { a.go(); }",
        ),
        (
            "fields",
            "pub struct A { a: Box<A>, b: B } pub struct B { a: A } fn f(x: A) { x.a.b.a.b.a.go(); }",
        ),
        (
            "functions",
            "pub fn a() -> impl Sized { b() } pub fn b() -> impl Sized { a() } fn f() { let x = a(); let x = x.go(x); x.go(); }",
        ),
        (
            "what a function makes of itself",
            "pub fn a() { let x = x; let y = y.z(); let (p, q) = (q, p); p.go(); }",
        ),
        ("constants", "pub const A: u8 = B; pub const B: u8 = A; pub static C: [u8; C.len()] = C;"),
        (
            "consts and types",
            "pub struct A<const N: usize = { A::<1>::N }>; impl<const N: usize> A<N> { const N: usize = N; }",
        ),
        (
            "an enum's variants",
            "pub enum E { E(E) } pub use E::*; pub use E::E::E as F; fn f(x: F) {}",
        ),
        (
            "a module in itself",
            "pub mod odd { pub use super::odd; pub mod odd { pub use super::super::odd::odd; } } pub use odd::odd::odd::odd::odd::X;",
        ),
        (
            "crates",
            "extern crate self as me; extern crate shop as shop; pub use me::me::odd::X; pub use shop::shop::odd::Y;",
        ),
        ("macros by example", "macro_rules! m { () => { m!() }; } m!(); pub fn f() { m!() }"),
        (
            "macros that grow",
            "macro_rules! m { ($($t:tt)*) => { m!($($t)* $($t)*); }; } m!(a); pub fn f() { m!(a) }",
        ),
        (
            "macros that double",
            "macro_rules! a { ($t:tt) => { b!($t); b!($t); } } macro_rules! b { ($t:tt) => { a!($t); a!($t); } } a!(x); fn f() { a!(x) }",
        ),
        (
            "macros that make macros",
            "macro_rules! m { ($n:ident) => { macro_rules! $n { () => { m!($n); $n!(); } } $n!(); } } m!(n); m!(m);",
        ),
        (
            "macros of many parts",
            "macro_rules! m { ($($($a:tt)* ; $($b:tt)*),* $(,)?) => { $($($a)*)* } } m!(a;b,c;d,,);",
        ),
        (
            "macros that call macros",
            "macro_rules! m { ($n:ident) => { $n!(m); } } m!(m); macro_rules! call { ($($x:tt)*) => { $($x)*!($($x)*); } } call!(call);",
        ),
    ] {
        survive_text(what, code);
    }
}

#[test]
fn modules_that_hold_themselves_are_told() {
    let dir = shop(&[
        (
            "src/odd.rs",
            "#[path = \"odd.rs\"]\npub mod again;\n#[path = \"round/a.rs\"]\npub mod a;\n",
        ),
        ("src/round/a.rs", "#[path = \"b.rs\"]\npub mod b;\n"),
        ("src/round/b.rs", "#[path = \"../lib.rs\"]\npub mod c;\n#[path = \"a.rs\"]\nmod a;\n"),
    ]);
    let report = survive(dir.path(), "modules");
    let mut places: Vec<String> = report
        .problems("cyclic-modules")
        .iter()
        .map(|problem| problem.place.as_ref().expect("a place").to_string())
        .collect();
    places.sort_unstable();
    assert!(places.iter().any(|place| place.starts_with("src/odd.rs:2")), "{places:?}");
    assert!(places.iter().any(|place| place.starts_with("src/round/b.rs:")), "{places:?}");
}

#[test]
fn code_that_includes_itself_is_told() {
    let dir = shop(&[
        ("src/odd.rs", "include!(\"odd.rs\");\ninclude!(\"part.in\");\n"),
        ("src/part.in", "include!(\"part.in\");\npub struct Part;\n"),
    ]);
    let report = survive(dir.path(), "includes");
    assert!(!report.problems("cyclic-modules").is_empty(), "{}", report.lines());
}

#[test]
fn modules_in_odd_places_are_no_harm() {
    let dir = shop(&[(
        "src/odd.rs",
        "#[path = \"\"]\nmod a;\n#[path = \"..\"]\nmod b;\n#[path = \"/etc/passwd\"]\nmod c;\n\
         #[path = \"../../../../../../etc/passwd\"]\nmod d;\n#[path = \"a\\u{0}b\"]\nmod e;\nmod r#mod;\n\
         include!(\"/etc/passwd\");\ninclude!(\"../../../../../../etc/hostname\");\nmod odd;\n",
    )]);
    let report = survive(dir.path(), "paths");
    let outside = report.json.to_string().contains("root:");
    assert!(!outside, "nothing outside of the tree is read");
    let missing = report.problems("missing-module");
    assert!(missing.iter().all(|problem| problem.place.is_some()), "{missing:?}");
    assert!(missing.len() >= 5, "{}", report.lines());
}

#[test]
fn packages_that_lead_in_circles_end() {
    let dir = shop(&[
        (
            "a/Cargo.toml",
            "[package]\nname = \"a\"\nversion = \"0.1.0\"\n[dependencies]\nb = { path = \"../b\" }\nshop = { path = \"..\" }\n",
        ),
        (
            "b/Cargo.toml",
            "[package]\nname = \"b\"\nversion = \"0.1.0\"\nworkspace = \"../a\"\n[dependencies]\na = { path = \"../a\" }\nb = { path = \".\" }\n",
        ),
        ("a/src/lib.rs", "pub use b::*;\npub use shop::*;\n"),
        ("b/src/lib.rs", "pub use a::*;\npub use a::X;\n"),
        ("src/odd.rs", "pub use a::X;\npub use b::*;\n"),
    ]);
    let manifest = format!(
        "{}\n[dependencies]\na = {{ path = \"a\" }}\nb = {{ path = \"b\" }}\n",
        super::MANIFEST
    );
    write(&dir.path().join("Cargo.toml"), manifest);
    let report = survive(dir.path(), "packages");
    let cycle = report.findings.iter().any(|f| f.rule == "decomposition/dependency-cycle");
    assert!(cycle, "{}", report.lines());
}
