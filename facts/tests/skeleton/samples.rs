//! Small files that show the whole model; a snapshot of each stands beside it.

use portcullis_facts::extract::rust::extract;

use crate::dump::dump;
use crate::valid::assert_valid;

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        /// Names and texts.
        pub(crate) const SAMPLES: &[(&str, &str)] = &[$(($name, include_str!(concat!("samples/", $name, ".rs")))),*];
    };
}

samples!(
    "attributes",
    "broken",
    "conditions",
    "directives",
    "expressions",
    "impls",
    "item_macros",
    "items",
    "locals",
    "macro_definitions",
    "signatures",
    "tokens",
    "uses",
);

#[test]
fn facts_of_samples() {
    insta::with_settings!({ snapshot_path => "samples", prepend_module_to_snapshot => false, omit_expression => true }, {
        for (name, text) in SAMPLES {
            let facts = extract(text);
            assert_valid(text, &facts);
            insta::assert_snapshot!(*name, dump(text, &facts));
        }
    });
}

#[test]
fn line_ends_and_a_mark_change_nothing() {
    for (name, text) in SAMPLES {
        let plain = extract(text);
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        let facts = extract(&windows);
        assert_valid(&windows, &facts);
        assert_eq!(facts.items.len(), plain.items.len(), "{name}");
        assert_eq!(facts.paths.len(), plain.paths.len(), "{name}");
        assert_eq!(facts.problems.len(), plain.problems.len(), "{name}");
    }
}
