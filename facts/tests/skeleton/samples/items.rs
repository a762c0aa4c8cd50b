pub mod file;
pub(crate) mod inline { pub(super) fn inner() {} pub(in crate::a) struct Deep; }
pub struct Named<T> where T: Bound { pub a: T, pub(crate) b: types::B }
pub struct Tuple(pub A, (B, C), pub(self) D);
struct Unit;
union U { a: u8, b: f32 }
enum E { A = 1, B(b::C), #[allow(x)] D { e: F } }
type Alias<T> = Result<T, Error>;
const LIMIT: Duration = Duration::from_secs(1);
const _: () = assert!(true);
static mut COUNT: AtomicU8 = AtomicU8::new(0);
trait Port: Send + super::Base<Item = row::Row> { type Error: std::error::Error; const N: usize; fn go(&self); fn default() {} }
trait Short = Long + Longer;
auto trait Marker {}
extern "C" { fn c(x: i32, ...) -> i32; static S: u8; type Opaque; }
unsafe extern "C" { safe fn d(); }
const fn k() {}
pub const unsafe extern "C" fn l() {}
fn outer() { use a::b; struct Inner(b::C); fn nested() { outer() } impl Inner {} }
fn raw(r#type: r#struct::Kind) { r#type.r#match() }
