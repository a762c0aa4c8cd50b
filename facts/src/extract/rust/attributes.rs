//! Attributes: conditions, marks, and the paths in them.

use super::facts::{Attribute, CfgId, ItemFlags, ItemIndex, PathKind, Predicate, Symbol};
use super::lexer::keyword::Keyword;
use super::lexer::token::{Kind, PATH_SEP};
use super::parser::Parser;
use crate::place::Span;

/// What the attributes before something say.
#[derive(Clone, Debug)]
pub(crate) struct Attributes {
    /// Offset of the first attribute, or of what it stands on.
    pub(crate) start: u32,
    /// The condition of what they stand on.
    pub(crate) cfg: CfgId,
    pub(crate) flags: ItemFlags,
    pub(crate) paths: Vec<(CfgId, Box<str>)>,
    pub(crate) macro_export: bool,
    /// Names of the macros that a function is.
    #[expect(
        clippy::option_option,
        reason = "no macro, one of the function's name, and one of another name differ"
    )]
    pub(crate) proc_macro: Option<Option<Symbol>>,
    /// The first path and attribute that they gave, whose item is set once it is there.
    pub(crate) first_path: usize,
    pub(crate) first_attribute: usize,
}

/// Attributes that say nothing of what the code is or uses.
const PLAIN: &[&str] = &[
    "allow",
    "warn",
    "deny",
    "forbid",
    "expect",
    "doc",
    "inline",
    "cold",
    "must_use",
    "deprecated",
    "track_caller",
    "repr",
    "non_exhaustive",
    "link",
    "link_name",
    "link_section",
    "no_std",
    "no_core",
    "no_main",
    "used",
    "global_allocator",
    "target_feature",
    "rustfmt",
    "clippy",
    "feature",
    "recursion_limit",
    "type_length_limit",
    "crate_type",
    "crate_name",
    "no_implicit_prelude",
    "instruction_set",
    "ignore",
    "should_panic",
    "stable",
    "unstable",
    "rustc_const_stable",
    "rustc_const_unstable",
    "diagnostic",
    "default",
    "optimize",
    "coverage",
    "windows_subsystem",
    "panic_handler",
    "ffi_const",
    "ffi_pure",
    "may_dangle",
    "fundamental",
    "lang",
    "rustdoc",
    "debugger_visualizer",
    "no_builtins",
    "no_link",
    "type_const",
    "marker",
    "miri",
    "bench",
    "test",
];

impl Parser<'_> {
    /// Reads all outer attributes here.
    pub(crate) fn read_attributes(&mut self) -> Attributes {
        let start = self.token().start;
        let before = self.before();
        let mut read = self.no_attributes(start);
        let word = self.attribute_conditions(&mut read);
        let from = self.ports.partition_point(|port| *port < before);
        if self.ports.get(from).is_some_and(|port| *port < word) {
            read.flags.insert(ItemFlags::DOC_PORT);
        }
        let outer = std::mem::replace(&mut self.context.cfg, read.cfg);
        while self.is(b'#') && matches!(self.kind_at(1), Kind::Open(b'[')) {
            self.bump();
            self.within(|p| p.attribute(&mut read, None));
        }
        self.context.cfg = outer;
        read
    }

    fn no_attributes(&self, start: u32) -> Attributes {
        Attributes {
            start,
            cfg: self.context.cfg,
            flags: ItemFlags::default(),
            paths: Vec::new(),
            macro_export: false,
            proc_macro: None,
            first_path: self.facts.paths.len(),
            first_attribute: self.facts.attributes.len(),
        }
    }

    /// Reads the `cfg`s among the attributes here, which hold for the others too wherever they stand;
    /// gives the offset of the first token behind the attributes.
    fn attribute_conditions(&mut self, read: &mut Attributes) -> u32 {
        let start = self.at;
        while self.is(b'#') && matches!(self.kind_at(1), Kind::Open(b'[')) {
            self.bump();
            let token = self.token_at(self.at + 1);
            let is_cfg = matches!(token.kind, Kind::Ident(_)) && self.text_of(token) == "cfg";
            if is_cfg && matches!(self.kind_at(2), Kind::Open(_)) {
                self.within(|p| {
                    p.bump();
                    let predicate = p.within(Self::predicate);
                    read.cfg = p.cfg(read.cfg, predicate);
                });
            } else {
                self.skip();
            }
        }
        let word = self.token().start;
        self.at = start;
        word
    }

    /// Reads `#![…]` attributes here; conditions among them hold for everything that follows.
    pub(crate) fn read_inner_attributes(&mut self) {
        while self.is(b'#') && self.is_at(1, b'!') && matches!(self.kind_at(2), Kind::Open(b'[')) {
            self.at += 2;
            let mut read = self.no_attributes(0);
            if self.text_of(self.token_at(self.at + 1)) == "cfg" {
                self.within(|p| {
                    p.bump();
                    let predicate = p.predicate_argument();
                    read.cfg = p.cfg(read.cfg, predicate);
                });
                self.context.cfg = read.cfg;
                continue;
            }
            self.within(|p| p.attribute(&mut read, None));
            self.context.cfg = read.cfg;
        }
    }

    /// Attributes before a statement, arm, field or expression: only their condition matters.
    pub(crate) fn conditional_attributes(&mut self) {
        if self.is(b'#') {
            let read = self.read_attributes();
            self.context.cfg = read.cfg;
        }
    }

    /// Attributes where nothing of them matters.
    pub(crate) fn skip_attributes(&mut self) {
        while self.is(b'#') && matches!(self.kind_at(1), Kind::Open(b'[')) {
            self.bump();
            self.skip();
        }
    }

    /// Says of the paths and attributes that were read which item they stand on.
    pub(crate) fn attach(&mut self, read: &Attributes, item: ItemIndex) {
        let last_path = self.facts.paths.len();
        for path in &mut self.facts.paths[read.first_path.min(last_path)..] {
            path.item = Some(item);
        }
        for attribute in &mut self.facts.attributes[read.first_attribute..] {
            attribute.item = Some(item);
        }
        let entry = self.item_mut(item);
        entry.flags.insert(read.flags);
        entry.span.start = read.start;
    }

    /// One attribute, between its brackets or among those of `cfg_attr`, in which case `under` is its condition.
    fn attribute(&mut self, read: &mut Attributes, under: Option<CfgId>) {
        // `unsafe(no_mangle)`.
        if self.keyword() == Keyword::Unsafe && matches!(self.kind_at(1), Kind::Open(b'(')) {
            self.bump();
            self.deeper((), |p| p.within(|p| p.attribute(read, under)));
            return;
        }
        let token = self.token();
        let single = matches!(token.kind, Kind::Ident(_)) && !self.is_at(1, PATH_SEP);
        let name = if single { self.text_of(token) } else { "" };
        match name {
            "cfg" => {
                self.bump();
                // Alone it was read before the others; `cfg_attr(x, cfg(y))` is `cfg(any(not(x), y))`.
                if let Some(under) = under {
                    let predicate = self.predicate_argument();
                    let given = self.between(self.context.cfg, under);
                    let any = Predicate::Any(vec![Predicate::Not(Box::new(given)), predicate]);
                    read.cfg = self.cfg(read.cfg, any);
                }
            }
            "cfg_attr" => {
                self.bump();
                if self.is_open(b'(') {
                    self.deeper((), |p| p.within(|p| p.conditional(read, under)));
                }
            }
            "derive" => {
                self.bump();
                self.derives(under);
            }
            "path" if self.is_at(1, b'=') => {
                self.at += 2;
                let value = string_value(self.text_of(self.token())).into();
                self.bump();
                read.paths.push((under.unwrap_or(self.context.cfg), value));
            }
            "macro_use" => read.flags.insert(ItemFlags::MACRO_USE),
            "macro_export" => read.macro_export = true,
            "test" | "bench" => read.flags.insert(ItemFlags::TEST),
            "automatically_derived" => read.flags.insert(ItemFlags::GENERATED),
            "no_mangle" | "export_name" => read.flags.insert(ItemFlags::EXPORTED_SYMBOL),
            "proc_macro" | "proc_macro_attribute" => read.proc_macro = Some(None),
            "proc_macro_derive" => {
                self.bump();
                if self.is_open(b'(') {
                    let name = self.within(|p| p.is_name().then(|| p.name()));
                    read.proc_macro = Some(name);
                }
            }
            "" => self.other_attribute(read, under),
            plain if PLAIN.contains(&plain) => {}
            _ => self.other_attribute(read, under),
        }
        self.until_comma();
    }

    /// What stands in `cfg_attr(…)`: a condition, and the attributes that it brings.
    fn conditional(&mut self, read: &mut Attributes, under: Option<CfgId>) {
        let predicate = self.predicate();
        let inner = self.cfg(under.unwrap_or(self.context.cfg), predicate);
        while self.eat(b',') && !self.is_end() {
            self.attribute(read, Some(inner));
            self.until_comma();
        }
    }

    /// What the nodes below `outer` down to `inner` add to it.
    fn between(&self, outer: CfgId, inner: CfgId) -> Predicate {
        let mut parts = Vec::new();
        let mut at = inner;
        while at != outer && at.0 != 0 {
            let node = &self.facts.cfgs[at.index()];
            parts.push(node.predicate.clone());
            at = node.parent;
        }
        parts.reverse();
        if parts.len() == 1 { parts.remove(0) } else { Predicate::All(parts) }
    }

    /// Goes to the next comma, or the end.
    pub(super) fn until_comma(&mut self) {
        while !self.is_end() && !self.is(b',') {
            self.skip();
        }
    }

    fn other_attribute(&mut self, read: &mut Attributes, under: Option<CfgId>) {
        if !self.is_path_start() || self.is(b'<') {
            return;
        }
        let outer = self.context.cfg;
        self.context.cfg = under.unwrap_or(outer);
        let from = self.at;
        let path = self.read_path(PathKind::Attribute, false);
        let last = if self.at > from { self.text_of(self.tokens[self.at - 1]) } else { "" };
        // `clippy::…`, `rustfmt::skip` and `diagnostic::…` belong to tools.
        let tool = matches!(
            self.text_of(self.tokens[from]),
            "clippy" | "rustfmt" | "diagnostic" | "miri" | "rustdoc"
        );
        if matches!(
            last,
            "test" | "rstest" | "test_case" | "bench" | "test_log" | "sqlx_test" | "quickcheck"
        ) {
            read.flags.insert(ItemFlags::TEST);
        }
        if let Some(path) = path.path {
            let arguments = match self.kind() {
                Kind::Open(_) => {
                    let token = self.token();
                    let close = self.token_at(token.pair as usize);
                    Some(Span::new(token.end, close.start.max(token.end)))
                }
                Kind::Punct(b'=') => Some(Span::new(self.token().end, self.tokens[self.end].start)),
                _ => None,
            };
            if !tool {
                self.facts.attributes.push(Attribute { path, item: None, arguments });
                self.attribute_arguments();
            } else if path.index() + 1 == self.facts.paths.len() {
                self.facts.paths.pop();
            }
        }
        self.context.cfg = outer;
    }

    fn derives(&mut self, under: Option<CfgId>) {
        if !self.is_open(b'(') {
            return;
        }
        let outer = self.context.cfg;
        self.context.cfg = under.unwrap_or(outer);
        self.within(|p| {
            while !p.is_end() {
                if p.is_path_start() && !p.is(b'<') {
                    p.read_path(PathKind::Derive, false);
                } else {
                    p.skip();
                }
            }
        });
        self.context.cfg = outer;
    }
}

/// What a string literal without escapes stands for.
pub(crate) fn string_value(literal: &str) -> &str {
    let body = literal.trim_start_matches(['b', 'c', 'r']).trim_matches('#');
    body.strip_prefix('"').and_then(|body| body.strip_suffix('"')).unwrap_or(body)
}
