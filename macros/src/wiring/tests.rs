//! What a wiring expands to.

use proc_macro2::TokenStream;

#[test]
fn each_port_has_an_accessor() {
    let item: TokenStream = "#[wiring(requires(OrderRepository, Clock))]
        pub struct App<C> where C: Clock {
            #[binds(ports::OrderRepository, Search as index)] orders: PgOrders,
            #[binds(Clock)] clock: C,
            config: Config,
        }"
    .parse()
    .expect("tokens");
    let file = syn::parse2(super::expand(item)).expect("items");
    insta::assert_snapshot!("wiring", prettyplease::unparse(&file));
}

#[test]
fn names_of_ports_become_names_of_functions() {
    for (port, function) in [
        ("OrderRepository", "order_repository"),
        ("HTTPClient", "http_client"),
        ("Clock2", "clock2"),
        ("Already_Split", "already_split"),
        ("Match", "match_"),
    ] {
        let port = proc_macro2::Ident::new(port, proc_macro2::Span::call_site());
        assert_eq!(super::function(&port), function);
    }
}
