//! What entities expand to.

use proc_macro2::TokenStream;

#[test]
fn entities_are_compared_by_their_identity() {
    let item: TokenStream =
        "pub struct Order<I> { #[id] id: Id<I>, lines: Vec<Line> }".parse().expect("tokens");
    let file = syn::parse2(super::expand(item)).expect("items");
    insta::assert_snapshot!("entity", prettyplease::unparse(&file));
}
