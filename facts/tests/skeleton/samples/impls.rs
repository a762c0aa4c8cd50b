impl<T: Clone + 'static, const N: usize> crate::Port<T> for adapters::Memory<T, N> where T: Send {
    type Row<'a> = model::Row<'a>;
    const LIMIT: usize = limits::MAX;
    fn get(&self) -> Self::Row<'_> { Self::helper(T::default()) }
    things! { a::b }
}
impl<'a> ::std::iter::Iterator for It<'a> {}
impl <T as Trait>::Output {}
impl !Send for Raw {}
unsafe impl Sync for Raw {}
impl dyn Store {}
impl Trait for (A, &B) {}
impl fmt::Display for Box<dyn Error + Send> {}
