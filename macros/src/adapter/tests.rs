//! What the marks of adapters expand to.

use proc_macro2::TokenStream;

fn formatted(expansion: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(expansion).expect("items"))
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("tokens")
}

#[test]
fn a_type_is_held_to_what_it_says() {
    let item = "#[adapter(implements(OrderRepository), direction = out)]
        pub struct PgOrders<C>(C);";
    insta::assert_snapshot!("derive", formatted(super::derive(tokens(item))));
}

#[test]
fn an_implementation_is_traced_and_retried() {
    let item = "impl Rates for HttpRates {
        #[idempotent]
        async fn rate(&self, currency: &str, day: Day) -> Result<f64, RateError> { self.get(currency, day).await }
        fn name(&self) -> String { self.name.clone() }
    }";
    let options = "trace, direction = out, retry = idempotent, attempts = 4, \
                   pause = crate::pause, when = RateError::is_transient";
    let expansion = super::implementation(tokens(options), &tokens(item));
    insta::assert_snapshot!("implementation", formatted(expansion));
}

#[test]
fn without_options_an_implementation_stays_as_it_is() {
    let item = "impl Rates for HttpRates { fn rate(&self) -> f64 { 1.0 } }";
    let expansion = super::implementation(TokenStream::new(), &tokens(item));
    assert_eq!(formatted(expansion), formatted(tokens(item)));
}
