//! What value objects expand to.

use proc_macro2::TokenStream;

fn expanded(item: &str) -> String {
    let tokens: TokenStream = item.parse().expect("tokens");
    prettyplease::unparse(&syn::parse2(super::expand(tokens)).expect("items"))
}

#[test]
fn a_value_is_made_by_way_of_validate() {
    let email = "#[value_object(error = EmailError)] pub struct Email(String);";
    insta::assert_snapshot!("value_object", expanded(email));
}

#[test]
fn serde_goes_the_same_way() {
    let money = "#[value_object(error = MoneyError, serde)]
        pub struct Money { amount: i64, currency: Currency }";
    insta::assert_snapshot!("serde", expanded(money));
}
