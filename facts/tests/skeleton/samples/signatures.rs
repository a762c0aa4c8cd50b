async fn a<'a, T: Into<String> + ?Sized, const N: usize>(&'a self, mut x: T, (y, z): (Y, Z), _: &mut dyn Port) -> Result<Vec<T>, Error>
where
    for<'b> &'b T: Other<'b, Output = out::Put>,
{
}
fn b(self: Arc<Self>, f: impl Fn(A, B) -> C + Send, g: fn(x: D) -> E, h: &[F; sizes::N]) -> impl Stream<Item = G> + use<'_> {}
fn c(x: Option<Box<dyn Fn(&H) -> I + Send>>) -> ! {}
fn d(x: <T as Tr>::Out, y: *const J, z: Self::K, w: Old + Send) {}
fn e<F>(f: F) where F: AsyncFn() -> u8, Vec<F>: Clone {}
