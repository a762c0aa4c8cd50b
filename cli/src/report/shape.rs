//! A strict check of JSON for the tests of formats: each key is known, and what must be there is.

use serde_json::Value;

/// What an object may hold: key, kind of value, whether it must be there.
pub(super) type Shape = &'static [(&'static str, Kind, bool)];

/// What a value must be.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    Number,
    Bool,
    /// A bag of properties of our own.
    Bag,
    OneOf(&'static [&'static str]),
    Object(Shape),
    List(Shape),
    Texts,
}

/// Holds a value against what it must be; `at` is where it stands, for messages.
pub(super) fn check(value: &Value, kind: Kind, at: &str) {
    match kind {
        Kind::Text => assert!(value.as_str().is_some_and(|text| !text.is_empty()), "{at}: {value}"),
        Kind::Number => assert!(value.is_u64(), "{at}: {value}"),
        Kind::Bool => assert!(value.is_boolean(), "{at}: {value}"),
        Kind::Bag => assert!(value.is_object(), "{at}: {value}"),
        Kind::OneOf(known) => {
            assert!(value.as_str().is_some_and(|text| known.contains(&text)), "{at}: {value}");
        }
        Kind::Object(shape) => {
            let object = value.as_object().unwrap_or_else(|| panic!("{at}: {value}"));
            for key in object.keys() {
                assert!(shape.iter().any(|(known, ..)| known == key), "{at}: key {key}");
            }
            for (key, kind, required) in shape {
                match object.get(*key) {
                    Some(value) => check(value, *kind, &format!("{at}/{key}")),
                    None => assert!(!required, "{at}: no {key}"),
                }
            }
        }
        Kind::List(shape) => {
            let list = value.as_array().unwrap_or_else(|| panic!("{at}: {value}"));
            for (index, value) in list.iter().enumerate() {
                check(value, Kind::Object(shape), &format!("{at}/{index}"));
            }
        }
        Kind::Texts => {
            let list = value.as_array().unwrap_or_else(|| panic!("{at}: {value}"));
            assert!(list.len() <= 10 && list.iter().all(Value::is_string), "{at}: {value}");
        }
    }
}
