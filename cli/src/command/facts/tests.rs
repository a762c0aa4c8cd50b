//! Tests of the facts over a small system made by hand.

use portcullis_rules::settings::Settings;

use super::collect;
use super::module_edges::View;
use super::selector::Selector;
use super::text;
use crate::report::json;
use crate::report::locate::Locator;
use crate::testing::shop;

fn shown(selector: Option<&str>) -> String {
    let system = shop();
    let locator = Locator::new(&system);
    let selector = Selector::parse(selector).unwrap();
    let selector = selector.look_up(&system, &Settings::default()).unwrap();
    let facts = collect::facts(&system, &locator, &selector);
    let mut out = Vec::new();
    text::write(&facts, selector == Selector::Overview, false, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_overview_says_what_was_read_and_what_was_not() {
    insta::assert_snapshot!(shown(None));
}

#[test]
fn an_overview_of_nothing_says_so() {
    let system = portcullis_facts::System::default();
    let locator = Locator::new(&system);
    let facts = collect::facts(&system, &locator, &Selector::Overview);
    let mut out = Vec::new();
    text::write(&facts, true, false, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert_eq!(out, "no packages: no `Cargo.toml` was found here\n\nno layers\n");
}

#[test]
fn patterns_choose() {
    insta::assert_snapshot!(shown(Some("layer:core")));
    assert_eq!(shown(Some("module:nothing*")), "nothing matches\n");
    assert!(shown(Some("crate:sqlx")).contains("database: sqlx (1)"));
}

#[test]
fn json_is_whole() {
    let system = shop();
    let locator = Locator::new(&system);
    let facts = collect::facts(&system, &locator, &Selector::Overview);
    let mut out = Vec::new();
    json::document_to(&facts, &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}

#[test]
fn edges_between_modules_are_lines() {
    let system = shop();
    let view = View::new(&system, "shop").unwrap();
    let mut out = Vec::new();
    view.write_edges(false, &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "from_module\tto_module\thow\tfirst_file\tfirst_line\n\
         shop::domain\tshop::adapters\tdefined+named\tsrc/lib.rs\t5\n"
    );
    let mut out = Vec::new();
    view.write_modules(&mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "shop\nshop::adapters\nshop::domain\n");
    let error = View::new(&system, "shpo").err().unwrap();
    assert_eq!(error.to_string(), "there is no crate `shpo`; did you mean `shop`?");
}

#[test]
fn what_is_shown_only_as_a_whole_is_named() {
    let system = shop();
    let said = |text: &str| {
        let selector = Selector::parse(Some(text)).unwrap();
        selector.look_up(&system, &Settings::default()).unwrap_err().to_string()
    };
    let expected = "`call:*` is no selector: calls are not selected one by one; `portcullis facts calls` shows all of them";
    assert_eq!(said("call:*"), expected);
    assert!(said("calls:*").ends_with("`portcullis facts calls` shows all of them"));
    assert!(said("colour:*").starts_with("`colour:*` is no selector: "));
}
