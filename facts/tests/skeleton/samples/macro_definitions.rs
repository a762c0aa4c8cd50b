#[macro_export]
macro_rules! make {
    ($name:ident, $($field:ident : $ty:ty),* $(,)?) => {
        pub struct $name { $(pub $field: $ty),* }
        impl $crate::Make for $name {
            fn make() -> $crate::made::Made { $crate::helper!(); let x = other::call($name::new()); x.go($($field),*) }
        }
    };
    (@inner $vis:vis $e:expr) => { $vis fn inner() { $e; helpers::run(|x| x + $e) } };
}
macro_rules! macro_in_macro { () => { macro_rules! inner { ($x:ident) => { $x::y } } } }
pub macro modern($x:expr) { local::call($x) }
pub macro rules { ($x:ty) => { <$x as Trait>::go() } }
