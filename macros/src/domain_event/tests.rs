//! What events expand to, and what their shape depends on.

use proc_macro2::TokenStream;

fn shape(item: &str) -> u64 {
    super::shape::hash(&syn::parse_str(item).expect("an item"))
}

#[test]
fn an_event_has_a_name_a_version_and_a_shape() {
    let item: TokenStream = "#[event(name = \"order.placed\", version = 2)]
        pub struct OrderPlaced { id: u64, lines: Vec<Line> }"
        .parse()
        .expect("tokens");
    let file = syn::parse2(super::expand(item)).expect("items");
    insta::assert_snapshot!("domain_event", prettyplease::unparse(&file));
}

#[test]
fn the_shape_is_that_of_what_is_written() {
    let first = shape("struct Placed { id: u64, lines: Vec<Line> }");
    assert_eq!(first, shape("pub struct Renamed { pub lines : Vec < Line >, id: u64 }"));
    for other in [
        "struct Placed { id: u32, lines: Vec<Line> }",
        "struct Placed { id: u64 }",
        "struct Placed { id: u64, line: Vec<Line> }",
        "struct Placed { #[serde(rename = \"order\")] id: u64, lines: Vec<Line> }",
        "#[serde(rename_all = \"camelCase\")] struct Placed { id: u64, lines: Vec<Line> }",
        "enum Placed { One { id: u64, lines: Vec<Line> } }",
    ] {
        assert_ne!(first, shape(other), "{other}");
    }
    assert_ne!(shape("struct Pair(u8, u16);"), shape("struct Pair(u16, u8);"), "by position");
    assert_eq!(shape("enum E { A, B(u8) }"), shape("enum E { B(u8), A }"));
}
