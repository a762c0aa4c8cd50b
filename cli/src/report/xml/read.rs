//! Reads XML for tests: elements, attributes and text, and panics at what is not well-formed.

use std::collections::BTreeMap;

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) children: Vec<Element>,
    /// The text between its tags, that of its children left out.
    pub(crate) text: String,
}

impl Element {
    /// The value of an attribute that must be there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.attributes.get(name).unwrap_or_else(|| panic!("{} has no {name}", self.name))
    }

    /// Checks that it is called `name` and has just these attributes.
    pub(crate) fn is(&self, name: &str, attributes: &[&str]) {
        assert_eq!(self.name, name);
        let mut expected = attributes.to_vec();
        expected.sort_unstable();
        assert_eq!(self.attributes.keys().collect::<Vec<_>>(), expected, "{name}");
    }
}

/// The root element of a document.
pub(crate) fn document(text: &str) -> Element {
    let legal = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(legal), "a character that XML forbids");
    let rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").expect("a head");
    let mut open = vec![Element::default()];
    let mut rest = rest;
    while let Some((before, tag)) = rest.split_once('<') {
        open.last_mut().expect("an element").text.push_str(&unescaped(before));
        let (tag, after) = tag.split_once('>').expect("an end of the tag");
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let element = open.pop().expect("an element");
            assert_eq!(element.name, name);
            open.last_mut().expect("no end without a beginning").children.push(element);
        } else if let Some(tag) = tag.strip_suffix('/') {
            open.last_mut().expect("an element").children.push(start(tag));
        } else {
            open.push(start(tag));
        }
    }
    assert_eq!(rest.trim(), "");
    let [mut root] = <[Element; 1]>::try_from(open).expect("each element is closed");
    assert_eq!(root.children.len(), 1, "a document has one root");
    root.children.remove(0)
}

fn start(tag: &str) -> Element {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut element = Element { name: name.to_owned(), ..Element::default() };
    while !rest.is_empty() {
        let (name, value) = rest.split_once("=\"").expect("a value in quotes");
        let (value, after) = value.split_once('"').expect("an end of the value");
        assert!(!value.contains(['\n', '\t', '\r']), "a reader would make a blank of it: {value}");
        let before = element.attributes.insert(name.to_owned(), unescaped(value));
        assert_eq!(before, None, "{name} stands twice");
        rest = after.trim_start();
    }
    element
}

fn unescaped(text: &str) -> String {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, after) = part.split_once(';').expect("an end of the reference");
        plain.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            number => {
                let number = number.strip_prefix('#').expect("a known reference");
                char::from_u32(number.parse().expect("a number")).expect("a character")
            }
        });
        plain.push_str(after);
    }
    plain
}
