//! The tree: places, anchors, merge keys, broken and hostile texts.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// The tree on one line, so that tests can compare it.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Null => "~".to_owned(),
        Value::Text(text) => text.clone(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        Value::Map(entries) => {
            let parts = entries.iter().map(|e| format!("{}: {}", e.key.text, shown(&e.value)));
            format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
        }
    }
}

fn read(text: &str) -> String {
    let yaml = parse(text);
    let mut out: Vec<String> = yaml.documents.iter().map(shown).collect();
    out.extend(yaml.faults.iter().map(|fault| format!("fault: {}", fault.message)));
    out.join(" | ")
}

fn slice<'t>(text: &'t str, node: &Node) -> &'t str {
    &text[node.span.range()]
}

#[test]
fn keys_and_values_know_their_places() {
    let text = "\u{feff}# first\nservices:\n  web: # the site\n    image: \"a:1\"\n    ports: [80, '90']\n  db:\n    image: x\nlast: 1\n";
    let yaml = parse(text);
    assert_eq!(yaml.faults, []);
    let root = &yaml.documents[0];
    let web = root.at(&["services"]).unwrap().entry("web").unwrap();
    assert_eq!(&text[web.key.span.range()], "web");
    assert_eq!(slice(text, &web.value), "image: \"a:1\"\n    ports: [80, '90']");
    assert_eq!(slice(text, web.value.get("image").unwrap()), "\"a:1\"");
    assert_eq!(slice(text, web.value.get("ports").unwrap()), "[80, '90']");
    let comments: Vec<&str> = yaml.comments.iter().map(|span| &text[span.range()]).collect();
    assert_eq!(comments, ["# first", "# the site"]);
}

#[test]
fn anchors_and_merge_keys_are_resolved() {
    assert_eq!(
        read("base: &b {image: a, restart: no}\nweb:\n  <<: *b\n  image: c\nall: [*b]\n"),
        "{base: {image: a, restart: no}, web: {image: c, restart: no}, all: [{image: a, restart: no}]}"
    );
    assert_eq!(
        read("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b]}\n"),
        "{a: {x: 1, y: 1}, b: {y: 2, z: 2}, c: {x: 1, y: 1, z: 2}}"
    );
}

#[test]
fn reading_goes_on_after_an_error() {
    let text = "a: 1\nb: [\n---\nc: 2\n---\nd: *nowhere\n";
    insta::assert_snapshot!(
        read(text),
        @"{a: 1, b: []} | {c: 2} | {d: ~} | fault: unclosed bracket '[' | fault: there is no anchor `nowhere`"
    );
}

#[test]
fn of_equal_keys_the_last_counts() {
    assert_eq!(read("a: 1\nb: 2\na: 3\n"), "{b: 2, a: 3} | fault: the key `a` is there twice");
}

#[test]
fn json_is_yaml() {
    assert_eq!(read("{\"a\": [1, true, null],\n\t\"b\": \"x\"}"), "{a: [1, true, ~], b: x}");
}

#[test]
fn aliases_cannot_explode() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..40 {
        let alias = format!("*a{}, ", level - 1).repeat(9);
        writeln!(text, "a{level}: &a{level} [{alias}]").unwrap();
    }
    let yaml = parse(&text);
    assert!(yaml.faults.iter().any(|fault| fault.message.contains("more than is read")));
    let mut deep = "a0: &a0 [x]\n".to_owned();
    for level in 1..5_000 {
        writeln!(deep, "a{level}: &a{level} [[*a{}]]", level - 1).unwrap();
    }
    assert!(!parse(&deep).faults.is_empty());
    assert!(!parse("a: &a [*a]\n").faults.is_empty());
}

#[test]
fn nesting_is_bounded() {
    for text in ["[".repeat(200_000), "{a: ".repeat(100_000), "- ".repeat(100_000)] {
        assert!(!parse(&text).faults.is_empty());
    }
    let mut steps = String::new();
    for level in 0..1_000 {
        writeln!(steps, "{}a:", " ".repeat(level)).unwrap();
    }
    assert!(!parse(&steps).faults.is_empty());
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[a-c:\\-\\[\\]{}&*<>|#!%@\"' \n\té\u{feff}~?,0-1]{0,200}") {
        let yaml = parse(&text);
        let mut left: Vec<&Node> = yaml.documents.iter().collect();
        while let Some(node) = left.pop() {
            prop_assert!(text.get(node.span.range()).is_some());
            left.extend(node.items());
            for entry in node.entries() {
                prop_assert!(text.get(entry.key.span.range()).is_some());
                left.push(&entry.value);
            }
        }
        for span in yaml.comments.iter().chain(yaml.faults.iter().map(|fault| &fault.span)) {
            prop_assert!(text.get(span.range()).is_some());
        }
    }
}
