thread_local! { static STATE: RefCell<state::State> = const { RefCell::new(state::new()) }; }
lazy_static::lazy_static! { pub static ref POOL: Pool = Pool::connect(); }
cfg_if::cfg_if! {
    if #[cfg(unix)] { mod unix; use unix::x; } else if #[cfg(windows)] { mod windows; } else { mod other; }
}
cfg_select! { unix => { mod a; } _ => { mod b; } }
bitflags! { pub struct Flags: u8 { const A = 1; } }
include!("routes.rs");
include!(concat!(env!("OUT_DIR"), "/proto.rs"));
tonic::include_proto!("shop.v1");
fn f() {
    tokio::select! {
        biased;
        Some(x) = rx.recv() => x.go(),
        _ = stop::signal(), if !done => { end() }
        else => break,
    }
    assert!(matches!(y, Kind::A(z) if z.ok()));
    json!({ "a": values::of(y), b: [c::D] });
    debug! { target: "x", count = n::OF, "text" }
    *y = 1;
    quote! { a::b }
}
trait T { generate! { fn g(x: y::Z); } }
