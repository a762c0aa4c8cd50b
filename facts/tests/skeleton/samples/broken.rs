use a::b
struct A { x: , y: u8 }
fn f( { let x = ; }
pub nonsense here;
fn g() -> { h(1, }
impl X for { fn i() {} }
fn last() {}
