//! Globs of names and of `::`-separated paths.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A set of globs of names; `*` stands for any letters.
#[derive(Clone, Debug)]
pub(crate) struct Globs {
    set: GlobSet,
}

impl Globs {
    /// The globs in `list`; one that is no valid glob matches nothing.
    pub(crate) fn new<S: AsRef<str>>(list: &[S]) -> Self {
        let mut builder = GlobSetBuilder::new();
        for glob in list.iter().filter_map(|text| GlobBuilder::new(text.as_ref()).build().ok()) {
            builder.add(glob);
        }
        Self { set: builder.build().unwrap_or_else(|_| GlobSet::empty()) }
    }

    /// Whether one of them matches.
    pub(crate) fn matches(&self, name: &str) -> bool {
        self.set.is_match(name)
    }
}
