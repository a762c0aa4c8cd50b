//! Items: modules, functions, types, traits, impls, macros.

use super::attributes::Attributes;
use super::facts::{ItemFlags, ItemIndex, ItemKind, PathKind, ScopeKind, Symbol, Visibility};
use super::lexer::keyword::Keyword;
use super::lexer::token::{Kind, PATH_SEP};
use super::parser::Parser;
use crate::place::Span;
use crate::problem::ProblemKind;

/// An item less deep than this is a region of its own for problems.
const ITEM_DEPTH: u32 = 16;

/// How many words such as `unsafe` may stand before an item's keyword.
const MOST_WORDS: usize = 8;

impl Parser<'_> {
    /// Reads the body of `owner`, a module, impl or trait, or of the file: conditions of its own, then items.
    pub(crate) fn read_body(&mut self, owner: Option<ItemIndex>) {
        let outer = self.context.cfg;
        self.read_inner_attributes();
        let cfg = self.context.cfg;
        if cfg != outer {
            // `#![cfg(test)]` holds for what it stands in as a whole.
            self.facts.scopes[self.context.scope.index()].cfg = cfg;
            if let Some(owner) = owner {
                self.item_mut(owner).cfg = cfg;
            }
        }
        self.read_items();
    }

    /// Reads items up to the end. Invariant: what is no item is reported, unless a macro may make one of it.
    pub(crate) fn read_items(&mut self) {
        let mut lost = false;
        while !self.is_end() {
            let before = self.at;
            let token = self.token();
            let found = self.read_item(true);
            if self.at == before {
                self.stray();
            }
            if !found && !lost && !self.is_macro_input() {
                let end = self.before().max(token.end);
                self.problem(
                    Span::new(token.start, end),
                    ProblemKind::Syntax,
                    "this is no item, and was left out",
                );
            }
            lost = !found;
        }
    }

    /// Whether what is read may be anything that a macro takes.
    fn is_macro_input(&self) -> bool {
        self.context.in_item_macro || self.context.in_macro || self.context.template
    }

    /// Reads one item, if one begins here; gives whether one does.
    pub(crate) fn read_item(&mut self, in_module: bool) -> bool {
        if self.eat(b';') {
            return true;
        }
        let outer = self.context;
        let generics = self.generics.len();
        let attributes = self.read_attributes();
        self.context.cfg = attributes.cfg;
        let visibility = self.visibility();
        let found = self.deeper(true, |p| p.item_here(&attributes, visibility, in_module));
        self.generics.truncate(generics);
        self.context = outer;
        if self.depth < ITEM_DEPTH {
            self.too_deep = false;
        }
        found
    }

    pub(super) fn visibility(&mut self) -> Visibility {
        if self.keyword() == Keyword::Crate && !self.is_at(1, PATH_SEP) {
            self.bump();
            return Visibility::Crate;
        }
        if !self.eat_keyword(Keyword::Pub) {
            if self.context.template
                && self.is(b'$')
                && matches!(self.kind_at(1), Kind::Ident(k) if k != Keyword::Crate)
            {
                // `$vis struct …`; a macro's name is no visibility.
                let follows = self.keyword_at(2);
                if follows != Keyword::None {
                    self.at += 2;
                    return Visibility::Public;
                }
            }
            return Visibility::Inherited;
        }
        if !self.is_open(b'(') {
            return Visibility::Public;
        }
        match (self.keyword_at(1), self.kind_at(2)) {
            (Keyword::Crate, Kind::Close(_)) => {
                self.skip();
                Visibility::Crate
            }
            (Keyword::Super, Kind::Close(_)) => {
                self.skip();
                Visibility::Super
            }
            (Keyword::SelfValue, Kind::Close(_)) => {
                self.skip();
                Visibility::Private
            }
            (Keyword::In, _) => self.within(|p| {
                p.bump();
                let read = p.read_path(PathKind::Visibility, true);
                read.path.map_or(Visibility::Crate, Visibility::In)
            }),
            // `pub (A, B)`: a tuple struct's field.
            _ => Visibility::Public,
        }
    }

    /// Reads the item here; gives whether there is one.
    fn item_here(
        &mut self,
        attributes: &Attributes,
        visibility: Visibility,
        in_module: bool,
    ) -> bool {
        match self.keyword() {
            Keyword::Use => {
                self.bump();
                self.read_use(visibility, !in_module);
            }
            Keyword::Mod => self.module(attributes, visibility),
            Keyword::Struct => self.structure(attributes, visibility, ItemKind::Struct),
            Keyword::Union if self.is_union() => {
                self.structure(attributes, visibility, ItemKind::Union);
            }
            Keyword::Enum => self.enumeration(attributes, visibility),
            Keyword::Type => self.alias(attributes, visibility),
            Keyword::MacroRules if self.is_macro_rules() => self.macro_rules(attributes),
            Keyword::Macro if matches!(self.kind_at(1), Kind::Ident(_)) => {
                self.macro_definition(attributes, visibility);
            }
            Keyword::Impl => self.implementation(attributes, ItemFlags::default()),
            Keyword::Trait => self.trait_item(attributes, visibility, ItemFlags::default()),
            Keyword::Extern if self.keyword_at(1) == Keyword::Crate => {
                self.at += 2;
                let macro_use = attributes.flags.contains(ItemFlags::MACRO_USE);
                self.read_extern_crate(visibility, macro_use, !in_module);
            }
            Keyword::Static => self.constant(attributes, visibility, true),
            Keyword::Const if !self.is_const_function() => {
                self.constant(attributes, visibility, false);
            }
            _ => return self.qualified_item(attributes, visibility, in_module),
        }
        true
    }

    /// `union Name {` or `union Name<`; `union` is a name elsewhere.
    pub(crate) fn is_union(&self) -> bool {
        self.is_name_at(1)
            && matches!(
                self.kind_at(2),
                Kind::Open(b'{') | Kind::Punct(b'<') | Kind::Ident(Keyword::Where)
            )
            || (self.context.template && self.is_at(1, b'$'))
    }

    /// `macro_rules! name`.
    pub(crate) fn is_macro_rules(&self) -> bool {
        self.is_at(1, b'!')
            && (self.is_name_at(2) || (self.context.template && self.is_at(2, b'$')))
    }

    fn is_const_function(&self) -> bool {
        let word = |ahead| {
            matches!(
                self.kind_at(ahead),
                Kind::Str
                    | Kind::Ident(
                        Keyword::Async
                            | Keyword::Unsafe
                            | Keyword::Extern
                            | Keyword::Gen
                            | Keyword::Safe
                    )
            )
        };
        let first = (1..MOST_WORDS).find(|ahead| !word(*ahead)).unwrap_or(MOST_WORDS);
        matches!(self.keyword_at(first), Keyword::Fn | Keyword::Trait | Keyword::Impl)
    }

    /// What begins with words that say how: `unsafe`, `async`, `extern "C"`, `default`, `auto` …
    fn qualified_item(
        &mut self,
        attributes: &Attributes,
        visibility: Visibility,
        in_module: bool,
    ) -> bool {
        let start = self.at;
        let mut flags = ItemFlags::default();
        for _ in 0..MOST_WORDS {
            match self.kind() {
                Kind::Ident(Keyword::Unsafe) => flags.insert(ItemFlags::UNSAFE),
                Kind::Ident(Keyword::Async) => flags.insert(ItemFlags::ASYNC),
                Kind::Ident(Keyword::Default | Keyword::Auto | Keyword::Gen | Keyword::Safe)
                    if matches!(self.kind_at(1), Kind::Ident(k) if k != Keyword::None) => {}
                Kind::Ident(Keyword::Extern | Keyword::Const) | Kind::Str => {}
                _ => break,
            }
            self.bump();
        }
        match self.kind() {
            Kind::Ident(Keyword::Fn) => self.function(attributes, visibility, flags),
            Kind::Ident(Keyword::Impl) => self.implementation(attributes, flags),
            Kind::Ident(Keyword::Trait) => self.trait_item(attributes, visibility, flags),
            Kind::Ident(Keyword::Mod) => self.module(attributes, visibility),
            Kind::Ident(Keyword::Type) => self.alias(attributes, visibility),
            Kind::Ident(Keyword::Static) => self.constant(attributes, visibility, true),
            Kind::Open(b'{') if self.at > start => self.foreign_block(attributes, flags),
            _ => {
                self.at = start;
                return in_module && self.item_macro();
            }
        }
        true
    }

    /// A macro called among items; gives whether there is one.
    fn item_macro(&mut self) -> bool {
        if !self.is_path_start() || self.is(b'<') {
            return false;
        }
        let start = self.at;
        let read = self.read_path(PathKind::Macro, false);
        if !self.is(b'!') {
            if let Some(path) = read.path
                && path.index() + 1 == self.facts.paths.len()
            {
                self.facts.paths.pop();
            }
            self.at = self.at.max(start + 1);
            return false;
        }
        self.bump();
        if self.is_name() {
            // `thing! name { … }`.
            self.bump();
        }
        if !matches!(self.kind(), Kind::Open(_)) {
            return false;
        }
        match read.path {
            Some(path) => self.macro_call(path, true),
            None => self.skip(),
        }
        self.eat(b';');
        true
    }

    /// The name of an item; empty if a macro's variable stands for it.
    pub(super) fn item_name(&mut self) -> (Symbol, Span) {
        let token = self.token();
        let span = Span::new(token.start, token.end);
        match token.kind {
            Kind::Ident(keyword) if keyword.is_name() => (self.name(), span),
            Kind::Ident(Keyword::Underscore) => {
                self.bump();
                (self.symbol(""), span)
            }
            Kind::Punct(b'$') if self.context.template => {
                self.meta();
                (self.symbol(""), span)
            }
            _ => {
                let span = Span::new(token.start, token.start);
                if !self.is_macro_input() {
                    self.problem(span, ProblemKind::Syntax, "an item has no name");
                }
                (self.symbol(""), span)
            }
        }
    }

    /// Starts an item and says what its attributes and visibility are.
    pub(super) fn begin(
        &mut self,
        attributes: &Attributes,
        visibility: Visibility,
        kind: ItemKind,
        name: (Symbol, Span),
    ) -> ItemIndex {
        let item = self.item(kind, name.0, name.1, attributes.start);
        self.item_mut(item).visibility = visibility;
        self.attach(attributes, item);
        item
    }

    /// Opens the scope of an item and makes everything that follows its part.
    pub(super) fn open(&mut self, item: ItemIndex, kind: ScopeKind) {
        let scope = self.scope(kind, Some(item));
        self.item_mut(item).body = Some(scope);
        self.context.scope = scope;
        self.context.parent = Some(item);
        if kind != ScopeKind::Module {
            self.context.item = Some(item);
        }
        if matches!(
            kind,
            ScopeKind::Module
                | ScopeKind::Function
                | ScopeKind::Impl
                | ScopeKind::Trait
                | ScopeKind::Type
        ) {
            // Items do not see the variables around them, nor type parameters but those of their impl or trait.
            self.context.locals_from = self.locals.len() as u32;
        }
    }

    pub(super) fn close(&mut self, item: ItemIndex) {
        let end = self.before();
        let entry = self.item_mut(item);
        entry.span.end = end.max(entry.span.end);
    }

    fn module(&mut self, attributes: &Attributes, visibility: Visibility) {
        self.bump();
        let name = self.item_name();
        let inline = self.is_open(b'{');
        let kind = ItemKind::Module { inline, paths: attributes.paths.clone() };
        let item = self.begin(attributes, visibility, kind, name);
        if inline {
            self.open(item, ScopeKind::Module);
            self.context.item = None;
            self.context.generics_from = self.generics.len() as u32;
            self.deeper((), |p| p.within(|p| p.read_body(Some(item))));
        } else {
            self.eat(b';');
        }
        self.close(item);
    }

    /// Whether the item here is a part of an impl or trait, whose type parameters it sees.
    pub(super) fn is_associated(&self) -> bool {
        matches!(
            self.facts.scopes[self.context.scope.index()].kind,
            ScopeKind::Impl | ScopeKind::Trait
        )
    }

    fn alias(&mut self, attributes: &Attributes, visibility: Visibility) {
        self.bump();
        let name = self.item_name();
        let associated = self.is_associated();
        let item = self.begin(attributes, visibility, ItemKind::TypeAlias { ty: None }, name);
        if !associated {
            self.context.generics_from = self.generics.len() as u32;
        }
        let outer_scope = self.scope_for_alias(item, associated);
        self.read_generics(self.context.scope);
        if self.eat(b':') {
            self.read_bounds();
        }
        self.read_where();
        if self.eat(b'=') {
            let ty = self.read_type(true);
            self.item_mut(item).kind = ItemKind::TypeAlias { ty: Some(ty) };
        }
        self.read_where();
        self.eat(b';');
        self.context.scope = outer_scope;
        self.close(item);
    }

    /// An alias opens a scope for its parameters; that of an associated type keeps `Self`.
    fn scope_for_alias(&mut self, item: ItemIndex, associated: bool) -> super::facts::ScopeId {
        let outer = self.context.scope;
        let kind = if associated { ScopeKind::Function } else { ScopeKind::Type };
        let scope = self.scope(kind, Some(item));
        self.item_mut(item).body = Some(scope);
        self.context.scope = scope;
        self.context.item = Some(item);
        outer
    }

    fn constant(&mut self, attributes: &Attributes, visibility: Visibility, is_static: bool) {
        self.bump();
        self.eat_keyword(Keyword::Mut);
        // `static ref NAME: T = …` of lazy_static.
        self.eat_keyword(Keyword::Ref);
        let name = self.item_name();
        let kind =
            if is_static { ItemKind::Static { ty: None } } else { ItemKind::Const { ty: None } };
        let item = self.begin(attributes, visibility, kind, name);
        self.context.item = Some(item);
        self.context.parent = Some(item);
        self.context.locals_from = self.locals.len() as u32;
        if !self.is_associated() {
            self.context.generics_from = self.generics.len() as u32;
        }
        if self.is(b'<') {
            self.skip_angles();
        }
        let ty = if self.eat(b':') { Some(self.read_type(true)) } else { None };
        self.item_mut(item).kind =
            if is_static { ItemKind::Static { ty } } else { ItemKind::Const { ty } };
        if self.eat(b'=') {
            self.body(item, attributes.flags, |p| {
                p.read_expression();
            });
        }
        self.read_where();
        self.eat(b';');
        self.close(item);
    }

    fn foreign_block(&mut self, attributes: &Attributes, flags: ItemFlags) {
        let token = self.token();
        let name = (self.symbol(""), Span::new(token.start, token.end));
        let item = self.begin(attributes, Visibility::Inherited, ItemKind::ForeignBlock, name);
        self.item_mut(item).flags.insert(flags);
        // Functions declared here belong to the module around the block.
        self.deeper((), |p| p.within(|p| p.read_body(Some(item))));
        self.close(item);
    }
}
