//! What use cases expand to.

use proc_macro2::TokenStream;

#[test]
fn public_methods_are_the_port() {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
    let item = "impl<R: OrderRepository> Shop<R> {
        pub fn new(orders: R) -> Self { Self { orders } }
        pub async fn place(&self, (id, count): (u64, u8)) -> Result<(), RepoError> { self.one(id).await }
        pub fn find<T: From<u8>>(&self) -> T { T::from(1) }
        #[use_case(skip)]
        pub fn debug(&self) {}
        async fn one(&self, id: u64) -> Result<(), RepoError> { Ok(()) }
    }";
    let expansion = super::expand(tokens("port = ports::PlaceOrder"), &tokens(item));
    let file = syn::parse2(expansion).expect("items");
    insta::assert_snapshot!("use_case", prettyplease::unparse(&file));
}
