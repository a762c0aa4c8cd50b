#![cfg(feature = "whole")]
#[cfg(test)]
mod tests {
    #![cfg(unix)]
    use super::a;
    fn f() {}
}
#[cfg(all(a, not(b), any(c, d = "e"),))]
fn g(#[cfg(p)] x: X) {
    #[cfg(s)]
    let y = Y::new();
    match x {
        #[cfg(arm)]
        A::B => C::d(),
        _ => h(#[cfg(argument)] I),
    }
}
struct S {
    #[cfg(field)]
    f: F,
}
#[cfg_attr(a, cfg_attr(b, cfg(c), derive(D)))]
enum E {
    #[cfg(variant)]
    V(W),
}
#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod platform;
