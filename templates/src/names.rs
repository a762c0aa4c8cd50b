//! Names in the spellings that Rust, cargo and people use.

use std::fmt;
use std::sync::Arc;

use heck::{ToKebabCase, ToPascalCase, ToShoutySnakeCase, ToSnakeCase};
use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};

use crate::Error;

/// The spellings, which are also filters of templates.
pub(crate) const FORMS: [&str; 6] = ["kebab", "snake", "pascal", "screaming", "words", "title"];

/// The longest name: what is made of it, with endings, is that of a file (255 bytes) and of a host (63).
const LONGEST: usize = 48;

/// A name that may be one of a crate, a module and a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Reads a name in any spelling.
    ///
    /// # Errors
    /// Where it cannot be the name of a crate, a module or a type, or is too long for that of a file or host.
    pub fn new(written: &str) -> Result<Self, Error> {
        let wrong = |message: String| Error::Answer {
            message,
            help: "take letters, digits and `-`, a letter first, and no word of Rust".to_owned(),
        };
        let plain = written.chars().all(|c| c.is_ascii_alphanumeric() || "-_ ".contains(c));
        let kebab = written.to_kebab_case();
        if !plain || !kebab.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(wrong(format!("`{written}` cannot be a name in Rust")));
        }
        if kebab.len() > LONGEST {
            let start: String = written.chars().take(20).collect();
            let message = format!("`{start}…` is longer than {LONGEST} letters");
            let help =
                "take a shorter name: packages, files and hosts are called like it".to_owned();
            return Err(Error::Answer { message, help });
        }
        let snake = written.to_snake_case();
        let taken = ["alloc", "core", "proc_macro", "std", "test"].contains(&snake.as_str());
        if taken || syn::parse_str::<syn::Ident>(&snake).is_err() {
            return Err(wrong(format!("`{written}` is taken in Rust")));
        }
        Ok(Self(kebab))
    }

    /// The name as that of a package: `place-order`.
    pub fn kebab(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `written` in one of the [`FORMS`].
pub(crate) fn form(written: &str, form: &str) -> Option<String> {
    Some(match form {
        "kebab" => written.to_kebab_case(),
        "snake" => written.to_snake_case(),
        "pascal" => written.to_pascal_case(),
        "screaming" => written.to_shouty_snake_case(),
        "words" => written.to_kebab_case().replace('-', " "),
        "title" => {
            let words = written.to_kebab_case().replace('-', " ");
            let mut letters = words.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect())?
        }
        _ => return None,
    })
}

impl Object for Name {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        form(&self.0, key.as_str()?).map(Value::from)
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_is_read_and_written() {
        for written in ["place-order", "PlaceOrder", "place_order", "Place order"] {
            let name = Name::new(written).unwrap();
            let all: Vec<_> = FORMS.iter().map(|f| form(name.kebab(), f).unwrap()).collect();
            let expected = [
                "place-order",
                "place_order",
                "PlaceOrder",
                "PLACE_ORDER",
                "place order",
                "Place order",
            ];
            assert_eq!(all, expected);
        }
    }

    #[test]
    fn what_rust_does_not_take_is_no_name() {
        for written in ["", "1st", "../up", "a/b", "über", "fn", "core", "std", "Test", "-"] {
            assert!(Name::new(written).is_err(), "{written}");
        }
    }

    #[test]
    fn a_name_that_no_file_could_have_is_refused_before_one_is_written() {
        assert!(Name::new(&"a".repeat(LONGEST)).is_ok());
        let error = Name::new(&"a".repeat(300)).unwrap_err().to_string();
        assert!(error.contains("is longer than 48 letters") && error.len() < 120, "{error}");
    }
}
