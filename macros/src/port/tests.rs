//! What ports expand to, as a person would read it.

use proc_macro2::TokenStream;

/// The expansion of a trait with options, formatted.
fn expanded(options: &str, item: &str) -> String {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
    let expansion = super::expand(tokens(options), &tokens(item));
    prettyplease::unparse(&syn::parse2(expansion).expect("items"))
}

const ORDERS: &str = "/// Where orders are kept.
    pub trait Orders {
        /// Keeps one.
        async fn save(&self, order: &Order) -> Result<(), RepoError>;
        fn limit(&self) -> Result<usize, RepoError> { Ok(9) }
    }";

#[test]
fn a_port_is_a_trait_whose_futures_can_be_sent() {
    insta::assert_snapshot!("plain", expanded("out", ORDERS));
}

#[test]
fn a_local_port_asks_for_less() {
    insta::assert_snapshot!("local", expanded("in, local, borrowed", ORDERS));
}

/// What an option adds to the plain port.
fn added(option: &str) -> String {
    let plain = expanded("out", ORDERS);
    let more = expanded(&format!("out, {option}"), ORDERS);
    more.strip_prefix(plain.as_str()).expect("options add").to_owned()
}

#[test]
fn each_option_adds_to_the_plain_port() {
    for option in ["dyn", "mock", "trace", "tower"] {
        insta::assert_snapshot!(option, added(option));
    }
}

#[test]
fn parameters_and_lifetimes_are_named_where_they_have_to_be() {
    let store = "pub trait Store<K: Clone> {
        type Row;
        async fn find(&self, key: &K, tags: Vec<&str>) -> Result<Option<&Self::Row>, Lost>;
    }";
    insta::assert_snapshot!("generic", expanded("out, dyn, mock", store));
}

#[test]
fn what_is_wrong_does_not_keep_the_trait_from_being_there() {
    let wrong = expanded("out, nothing", "trait Wrong { fn wrong(&mut self); }");
    assert!(wrong.contains("trait Wrong"), "{wrong}");
    assert_eq!(wrong.matches("compile_error!").count(), 3, "{wrong}");
    let other = expanded("out", "struct Other;");
    assert!(other.starts_with("struct Other;"), "{other}");
}

#[test]
fn nothing_is_named_but_the_standard_library_and_what_was_chosen() {
    let item = "trait Ids { async fn next(&self, like: &str) -> Result<u64, Lost>; }";
    for (options, chosen) in [
        ("out, dyn", vec![]),
        ("out, dyn, mock", vec!["mockall"]),
        ("out, trace", vec!["tracing"]),
        ("out, tower", vec!["tower"]),
    ] {
        let expansion = expanded(options, item);
        let mut crates: Vec<String> = expansion
            .match_indices("::")
            .filter(|(at, _)| {
                !expansion[..*at].ends_with(|c: char| c.is_alphanumeric() || "_>:".contains(c))
            })
            .map(|(at, _)| {
                let rest = expansion[at + 2..].chars();
                rest.take_while(|c| c.is_alphanumeric() || *c == '_').collect()
            })
            .collect();
        crates.sort();
        crates.dedup();
        // `call::<T>` names no crate.
        crates.retain(|name| name != "std" && !name.is_empty());
        assert_eq!(crates, chosen, "{options}");
    }
}
