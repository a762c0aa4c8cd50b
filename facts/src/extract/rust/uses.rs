//! `use` trees and `extern crate`.

use super::facts::{ListRange, PathRoot, Segment, Symbol, UseLeaf, Visibility};
use super::lexer::keyword::Keyword;
use super::lexer::token::{Kind, PATH_SEP};
use super::parser::Parser;
use crate::place::Span;

/// What holds for all leaves of a tree.
#[derive(Clone, Copy)]
struct Tree {
    visibility: Visibility,
    in_item: bool,
}

impl Parser<'_> {
    /// Reads a `use` declaration from behind the keyword.
    pub(crate) fn read_use(&mut self, visibility: Visibility, in_item: bool) {
        let tree = Tree { visibility, in_item };
        let from = self.pending_segments.len();
        self.use_tree(tree, PathRoot::Plain, from, true);
        self.pending_segments.truncate(from);
        self.eat(b';');
    }

    /// One tree below the segments that were put aside since `from`.
    fn use_tree(&mut self, tree: Tree, root: PathRoot, from: usize, first: bool) {
        self.deeper((), |p| p.use_tree_inside(tree, root, from, first));
    }

    fn use_tree_inside(&mut self, tree: Tree, root: PathRoot, from: usize, first: bool) {
        let own = self.pending_segments.len();
        let start = self.token().start;
        let mut root = root;
        if self.is(PATH_SEP) {
            self.bump();
            if first {
                root = PathRoot::Global;
            }
        }
        // Whether what stands here still is where the path begins.
        let mut at_root = first && root == PathRoot::Plain;
        loop {
            match self.kind() {
                Kind::Open(b'{') => {
                    self.within(|p| {
                        while !p.is_end() {
                            let before = p.at;
                            p.use_tree(tree, root, from, at_root);
                            if !p.eat(b',') && p.at == before {
                                p.skip();
                            }
                        }
                    });
                    break;
                }
                Kind::Punct(b'*') => {
                    self.bump();
                    self.leaf(tree, root, from, start, Leaf { glob: true, ..Leaf::default() });
                    break;
                }
                Kind::Punct(b'$') if self.context.template => {
                    self.bump();
                    if self.keyword() == Keyword::Crate {
                        root = PathRoot::DollarCrate;
                        self.bump();
                    } else {
                        root = PathRoot::MetaVariable;
                        self.skip();
                    }
                }
                Kind::Ident(Keyword::Crate) if at_root => {
                    self.bump();
                    root = PathRoot::Crate;
                }
                Kind::Ident(Keyword::Super)
                    if at_root || matches!(root, PathRoot::Super(_) | PathRoot::SelfModule) =>
                {
                    self.bump();
                    root = match root {
                        PathRoot::Super(count) => PathRoot::Super(count.saturating_add(1)),
                        _ => PathRoot::Super(1),
                    };
                }
                Kind::Ident(Keyword::SelfValue) if at_root => {
                    self.bump();
                    root = PathRoot::SelfModule;
                }
                Kind::Ident(Keyword::SelfValue) => {
                    self.bump();
                    let name = self.rename().unwrap_or_else(|| self.last_segment(from));
                    let leaf = Leaf { name, only_types: true, ..Leaf::default() };
                    self.leaf(tree, root, from, start, leaf);
                    break;
                }
                Kind::Ident(keyword) if keyword.is_name() || keyword == Keyword::Underscore => {
                    let token = self.token();
                    let name = self.name();
                    self.pending_segments.push(Segment { name, start: token.start });
                }
                _ => break,
            }
            at_root = false;
            if self.is(PATH_SEP) {
                self.bump();
                continue;
            }
            let name = self.rename().unwrap_or_else(|| self.last_segment(from));
            self.leaf(tree, root, from, start, Leaf { name, ..Leaf::default() });
            break;
        }
        self.pending_segments.truncate(own);
    }

    /// The name that a leaf without `as` introduces.
    fn last_segment(&self, from: usize) -> Option<Symbol> {
        self.pending_segments[from..].last().map(|segment| segment.name)
    }

    /// `as name`: the name, or none within for `as _`.
    #[expect(clippy::option_option, reason = "no rename, a rename to nothing, and a rename differ")]
    fn rename(&mut self) -> Option<Option<Symbol>> {
        if !self.eat_keyword(Keyword::As) {
            return None;
        }
        match self.kind() {
            Kind::Ident(keyword) if keyword.is_name() => Some(Some(self.name())),
            Kind::Ident(_) => {
                self.bump();
                Some(None)
            }
            _ => Some(None),
        }
    }

    fn leaf(&mut self, tree: Tree, root: PathRoot, from: usize, start: u32, leaf: Leaf) {
        let segments = self.copied_segments(from);
        self.facts.uses.push(UseLeaf {
            root,
            segments,
            name: leaf.name,
            glob: leaf.glob,
            only_types: leaf.only_types,
            extern_crate: leaf.extern_crate,
            macro_use: leaf.macro_use,
            visibility: tree.visibility,
            scope: self.context.scope,
            cfg: self.context.cfg,
            span: Span::new(start, self.before().max(start)),
            item: if tree.in_item { self.context.item } else { None },
        });
    }

    /// A list of the segments that were put aside, which stay there for further leaves.
    fn copied_segments(&mut self, from: usize) -> ListRange {
        let start = self.facts.segments.len() as u32;
        let segments = &self.pending_segments[from..];
        let len = segments.len().min(usize::from(u16::MAX)) as u16;
        self.facts.segments.extend(segments.iter().take(usize::from(len)));
        ListRange { start, len }
    }

    /// Reads `extern crate name as alias;` from behind `crate`.
    pub(crate) fn read_extern_crate(
        &mut self,
        visibility: Visibility,
        macro_use: bool,
        in_item: bool,
    ) {
        let tree = Tree { visibility, in_item };
        let start = self.token().start;
        let from = self.pending_segments.len();
        if self.kind() == Kind::Ident(Keyword::SelfValue) {
            self.bump();
        } else if self.is_name() {
            let name = self.name();
            self.pending_segments.push(Segment { name, start });
        } else {
            return;
        }
        let name = self.rename().unwrap_or_else(|| self.last_segment(from));
        let leaf = Leaf { name, extern_crate: true, macro_use, ..Leaf::default() };
        self.leaf(tree, PathRoot::Plain, from, start, leaf);
        self.pending_segments.truncate(from);
        self.eat(b';');
    }
}

#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of the syntax of its own")]
struct Leaf {
    name: Option<Symbol>,
    glob: bool,
    only_types: bool,
    extern_crate: bool,
    macro_use: bool,
}
