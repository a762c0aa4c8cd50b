//! Every macro on every kind of item: what comes out can be read, and nothing panics.

use proc_macro2::TokenStream;

const ITEMS: [&str; 31] = [
    "",
    "struct S;",
    "struct S();",
    "struct S {}",
    "pub struct S<'a, T: ?Sized + 'a = u8, const N: usize = 1>(#[id] &'a T, pub [u8; N]) where T: Copy;",
    "#[adapter()] #[event()] #[value_object()] #[wiring()] struct S { #[binds] #[id] a: u8, #[id] b: u8 }",
    "#[adapter(implements(A::<B>, A), direction = in,)] struct S(u8);",
    "#[adapter(implements)] #[event(name)] #[value_object(error)] #[wiring(requires)] struct S(u8);",
    "#[adapter = 1] #[event = 1] #[value_object = 1] #[wiring = 1] struct S { #[binds = 1] a: u8 }",
    "#[value_object(error = E, serde)] struct S<T>(Vec<T>, u8);",
    "#[event(name = \"n\", version = 99999999999)] struct S { r#type: u8 }",
    "#[event(name = \"n\", version = 1)] enum E<'a> { A, B(&'a u8), C { c: u8 } }",
    "enum E {}",
    "union U { a: u8 }",
    "struct S { #[binds(r#Match, __, A as B)] a: u8 }",
    "trait P {}",
    "unsafe trait P { unsafe fn f(&self); m!(); }",
    "trait P = A + B;",
    "trait P { fn f(self: &Self) -> u8; fn g(mut self: Box<Self>); async fn h(); }",
    "trait P { async fn __(&self, _: u8, (a, b): (u8, u8), r#in: &str); fn _1(&self) {} fn r#match(&self); }",
    "trait P { async fn self_(&self) -> Result<(), E>; async fn a__b(&self) -> Result<(), E>; }",
    "trait P<'a, T = u8, const N: usize = 2>: Q + for<'b> R<'b> + ?Sized where Self: Sized { const C: u8 = 1; type T<'b>: Q = u8 where Self: 'b; }",
    "trait P { #[cfg(x)] async fn f<'a, T>(&'a self, t: &'_ T, d: &dyn Fn(&u8) -> &u8, o: Option<&[u8]>) -> Result<&'a T, E>; }",
    "trait P { #[port] fn f(&self); #[port(in, out)] fn g(&self); #[port = 1] fn h(&self); }",
    "trait P { fn f(&self) -> impl Future; fn g(&self) -> impl Future<Output = impl Copy>; }",
    "impl S {}",
    "impl<T> P<T> for S where T: Q { const C: u8 = 1; type T = u8; #[idempotent] async fn f(&self, (a, _): (u8, u8), mut b: u8) -> Result<u8, E> { Ok(a) } }",
    "impl !P for S {}",
    "impl S { pub fn f(self) {} pub(crate) async fn g<T>(&self, _: adapters::X) -> impl Copy {} #[use_case] pub fn h(&self) {} }",
    "fn f() {}",
    "struct",
];

const ARGUMENTS: [&str; 13] = [
    "",
    "out, dyn, mock, trace, tower",
    "in, dyn, trace, tower(error = E), local, borrowed, infallible, allow(a, b::c)",
    "out, out, in, tower(), allow, ,",
    "tower(wrong), allow(1)",
    "port = P, single",
    "port",
    "port = a::P<u8>, twice = (1, 2), single",
    "trace, direction = in, retry = idempotent, attempts = 9, pause = p, when = w",
    "direction, retry",
    "attempts = 0, pause = p",
    "= ;",
    "r#in",
];

#[test]
fn every_macro_takes_every_item() {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
    for item in ITEMS {
        let written = tokens(item);
        let readable = syn::parse2::<syn::File>(written.clone()).is_ok();
        let check = |name: &str, arguments: &str, expansion: TokenStream| {
            if readable {
                let read = syn::parse2::<syn::File>(expansion.clone());
                assert!(read.is_ok(), "{name}({arguments}) on {item}: {expansion}");
            }
        };
        for arguments in ARGUMENTS {
            check("port", arguments, crate::port::expand(tokens(arguments), &written));
            let adapter = crate::adapter::implementation(tokens(arguments), &written);
            check("adapter", arguments, adapter);
            check("use_case", arguments, crate::use_case::expand(tokens(arguments), &written));
        }
        check("Adapter", "", crate::adapter::derive(written.clone()));
        check("Wiring", "", crate::wiring::expand(written.clone()));
        check("ValueObject", "", crate::value_object::expand(written.clone()));
        check("Entity", "", crate::entity::expand(written.clone()));
        check("DomainEvent", "", crate::domain_event::expand(written));
    }
}
