//! Indices into the lists of [`super::RustFacts`], and runs of their entries.

index!(
    /// An identifier of the file, in [`super::Symbols`]; `r#` is stripped.
    Symbol
);
index!(
    /// An entry of [`super::RustFacts::cfgs`].
    CfgId
);
index!(
    /// An entry of [`super::RustFacts::scopes`]; 0 is the file itself.
    ScopeId
);
index!(
    /// An entry of [`super::RustFacts::items`].
    ItemIndex
);
index!(
    /// An entry of [`super::RustFacts::paths`].
    PathId
);
index!(
    /// An entry of [`super::RustFacts::types`].
    TypeId
);
index!(
    /// An entry of [`super::RustFacts::exprs`].
    ExprId
);
index!(
    /// An entry of [`super::RustFacts::locals`].
    LocalId
);

/// A run of entries in one of the flat lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ListRange {
    /// Index of the first entry.
    pub start: u32,
    /// How many.
    pub len: u16,
}

impl ListRange {
    /// The range as `usize`, for slicing.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }
}
