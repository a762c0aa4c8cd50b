//! Items: modules, functions, types, traits, impls, macros.

use super::attributes::Attributes;
use super::facts::{
    Impl, ItemFlags, ItemIndex, ItemKind, ListRange, Parameter, PathId, PathKind, ScopeKind,
    Signature, Symbol, Type, TypeId, VariantShape, Visibility,
};
use super::keyword::Keyword;
use super::lexer::{ARROW, Kind, PATH_SEP, RANGE};
use super::parser::Parser;
use crate::place::Span;

impl Parser<'_> {
    /// Reads items up to the end; `in_module` if a module's body is read, not a block's.
    pub(crate) fn read_items(&mut self) {
        self.read_inner_attributes();
        while !self.is_end() {
            let before = self.at;
            self.read_item(true);
            if self.at == before {
                match self.kind() {
                    Kind::Open(_) => self.deeper((), |p| p.within(Self::expression_list)),
                    Kind::Punct(b'$') if self.context.template => self.meta(),
                    _ => self.bump(),
                }
            }
        }
    }

    /// Reads one item, if one begins here.
    pub(crate) fn read_item(&mut self, in_module: bool) {
        if self.eat(b';') {
            return;
        }
        let outer = self.context;
        let generics = self.generics.len();
        let attributes = self.read_attributes();
        self.context.cfg = attributes.cfg;
        let visibility = self.visibility();
        self.deeper((), |p| p.item_here(&attributes, visibility, in_module));
        self.generics.truncate(generics);
        self.context = outer;
    }

    fn visibility(&mut self) -> Visibility {
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

    fn item_here(&mut self, attributes: &Attributes, visibility: Visibility, in_module: bool) {
        match self.keyword() {
            Keyword::Use => {
                self.bump();
                self.read_use(visibility, !in_module);
            }
            Keyword::Mod => self.module(attributes, visibility),
            Keyword::Struct => self.structure(attributes, visibility, ItemKind::Struct),
            Keyword::Union if matches!(self.kind_at(1), Kind::Ident(_)) => {
                self.structure(attributes, visibility, ItemKind::Union);
            }
            Keyword::Enum => self.enumeration(attributes, visibility),
            Keyword::Type => self.alias(attributes, visibility),
            Keyword::MacroRules if self.is_at(1, b'!') => self.macro_rules(attributes),
            Keyword::Macro if matches!(self.kind_at(1), Kind::Ident(_)) => {
                self.macro_definition(attributes, visibility)
            }
            Keyword::Impl => self.implementation(attributes),
            Keyword::Trait => self.trait_item(attributes, visibility),
            Keyword::Extern if self.keyword_at(1) == Keyword::Crate => {
                self.at += 2;
                let macro_use = attributes.flags.contains(ItemFlags::MACRO_USE);
                self.read_extern_crate(visibility, macro_use, !in_module);
            }
            Keyword::Static => self.constant(attributes, visibility, true),
            Keyword::Const if !self.is_const_function() => {
                self.constant(attributes, visibility, false)
            }
            _ => self.qualified_item(attributes, visibility, in_module),
        }
    }

    fn is_const_function(&self) -> bool {
        let mut ahead = 1;
        while matches!(
            self.keyword_at(ahead),
            Keyword::Async | Keyword::Unsafe | Keyword::Extern | Keyword::Gen | Keyword::Safe
        ) || matches!(self.kind_at(ahead), Kind::Str)
        {
            ahead += 1;
        }
        matches!(self.keyword_at(ahead), Keyword::Fn | Keyword::Trait | Keyword::Impl)
    }

    /// What begins with words that say how: `unsafe`, `async`, `extern "C"`, `default`, `auto` …
    fn qualified_item(&mut self, attributes: &Attributes, visibility: Visibility, in_module: bool) {
        let start = self.at;
        let mut flags = ItemFlags::default();
        loop {
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
            Kind::Ident(Keyword::Impl) => self.implementation(attributes),
            Kind::Ident(Keyword::Trait) => self.trait_item(attributes, visibility),
            Kind::Ident(Keyword::Mod) => self.module(attributes, visibility),
            Kind::Ident(Keyword::Type) => self.alias(attributes, visibility),
            Kind::Ident(Keyword::Static) => self.constant(attributes, visibility, true),
            Kind::Open(b'{') if self.at > start => self.foreign_block(attributes),
            _ => {
                self.at = start;
                if in_module {
                    self.item_macro();
                }
            }
        }
    }

    /// A macro called among items.
    fn item_macro(&mut self) {
        if !self.is_path_start() || self.is(b'<') {
            return;
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
            return;
        }
        self.bump();
        if self.is_name() {
            // `thing! name { … }`.
            self.bump();
        }
        if !matches!(self.kind(), Kind::Open(_)) {
            return;
        }
        match read.path {
            Some(path) => self.macro_call(path, true),
            None => self.skip(),
        }
        self.eat(b';');
    }

    /// The name of an item; empty if a macro's variable stands for it.
    fn item_name(&mut self) -> (Symbol, Span) {
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
            _ => (self.symbol(""), Span::new(token.start, token.start)),
        }
    }

    /// Starts an item and says what its attributes and visibility are.
    fn begin(
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
    fn open(&mut self, item: ItemIndex, kind: ScopeKind) {
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

    fn close(&mut self, item: ItemIndex) {
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
            self.deeper((), |p| p.within(Self::read_items));
        } else {
            self.eat(b';');
        }
        self.close(item);
    }

    /// Whether the item here is a part of an impl or trait, whose type parameters it sees.
    fn is_associated(&self) -> bool {
        matches!(
            self.facts.scopes[self.context.scope.index()].kind,
            ScopeKind::Impl | ScopeKind::Trait
        )
    }

    fn function(&mut self, attributes: &Attributes, visibility: Visibility, mut flags: ItemFlags) {
        self.bump();
        let name = self.item_name();
        let signature = self.facts.signatures.len() as u32;
        self.facts.signatures.push(Signature {
            parameters: ListRange::default(),
            has_self: false,
            result: None,
        });
        let associated = self.is_associated();
        if let Some(given) = attributes.proc_macro {
            let symbol = given.unwrap_or(name.0);
            let item =
                self.begin(attributes, Visibility::Public, ItemKind::ProcMacro, (symbol, name.1));
            self.close(item);
        }
        let item = self.begin(attributes, visibility, ItemKind::Function { signature }, name);
        if !associated {
            self.context.generics_from = self.generics.len() as u32;
        }
        self.open(item, ScopeKind::Function);
        let locals = self.locals.len();
        self.read_generics(self.context.scope);
        self.parameters(signature);
        if self.eat(ARROW) {
            let result = self.read_type(true);
            self.facts.signatures[signature as usize].result = Some(result);
        }
        self.read_where();
        if self.is_open(b'{') {
            flags.insert(ItemFlags::HAS_BODY);
            self.read_block();
        } else {
            self.eat(b';');
        }
        self.locals.truncate(locals);
        self.item_mut(item).flags.insert(flags);
        self.close(item);
    }

    fn parameters(&mut self, signature: u32) {
        if !self.is_open(b'(') {
            return;
        }
        let mut list: Vec<Parameter> = Vec::new();
        let has_self = self.within(|p| {
            let mut has_self = false;
            while !p.is_end() {
                let before = p.at;
                let outer = p.context.cfg;
                p.conditional_attributes();
                if p.is_self_parameter() {
                    has_self = true;
                    while !p.is_end() && !p.is(b',') && !p.is(b':') {
                        p.bump();
                    }
                    if p.eat(b':') {
                        p.read_type(true);
                    }
                } else if p.eat(RANGE) {
                    // A C function's variable arguments.
                } else {
                    let local = p.read_pattern(false);
                    if p.eat(b':') {
                        let ty = p.read_type(true);
                        p.declare(local, Some(ty), None);
                        list.push(Parameter { local, ty });
                    }
                }
                p.context.cfg = outer;
                if !p.eat(b',') && p.at == before {
                    p.skip();
                }
            }
            has_self
        });
        let start = self.facts.parameters.len() as u32;
        let len = list.len().min(usize::from(u16::MAX)) as u16;
        self.facts.parameters.extend(list);
        let entry = &mut self.facts.signatures[signature as usize];
        entry.parameters = ListRange { start, len };
        entry.has_self = has_self;
    }

    /// `self`, `mut self`, `&self`, `&'a mut self`.
    fn is_self_parameter(&self) -> bool {
        let mut ahead = 0;
        loop {
            match self.kind_at(ahead) {
                Kind::Punct(b'&')
                | Kind::Lifetime
                | Kind::Ident(Keyword::Mut | Keyword::Const)
                | Kind::Punct(b'*') => {
                    ahead += 1;
                }
                Kind::Ident(Keyword::SelfValue) => return !self.is_at(ahead + 1, PATH_SEP),
                _ => return false,
            }
        }
    }

    fn structure(&mut self, attributes: &Attributes, visibility: Visibility, kind: ItemKind) {
        self.bump();
        let name = self.item_name();
        let item = self.begin(attributes, visibility, kind, name);
        self.context.generics_from = self.generics.len() as u32;
        self.open(item, ScopeKind::Type);
        self.read_generics(self.context.scope);
        self.read_where();
        match self.kind() {
            Kind::Open(b'{') => self.within(Self::named_fields),
            Kind::Open(b'(') => {
                self.item_mut(item).kind = ItemKind::TupleStruct;
                self.within(Self::tuple_fields);
                self.read_where();
                self.eat(b';');
            }
            _ => {
                self.item_mut(item).kind = ItemKind::UnitStruct;
                self.eat(b';');
            }
        }
        self.close(item);
    }

    fn named_fields(&mut self) {
        while !self.is_end() {
            let before = self.at;
            let outer = self.context;
            let attributes = self.read_attributes();
            self.context.cfg = attributes.cfg;
            let visibility = self.visibility();
            if matches!(self.kind(), Kind::Ident(_)) && self.is_at(1, b':') {
                let name = self.item_name();
                self.bump();
                self.field(&attributes, visibility, name);
                if self.eat(b'=') {
                    self.read_expression();
                }
            }
            self.context = outer;
            if !self.eat(b',') && self.at == before {
                self.stray();
            }
        }
    }

    fn tuple_fields(&mut self) {
        let mut index = 0_u32;
        while !self.is_end() {
            let before = self.at;
            let outer = self.context;
            let attributes = self.read_attributes();
            self.context.cfg = attributes.cfg;
            let visibility = self.visibility();
            if !self.is_end() && !self.is(b',') {
                let token = self.token();
                let name = self.number_symbol(index);
                self.field(&attributes, visibility, (name, Span::new(token.start, token.start)));
                index += 1;
            }
            self.context = outer;
            if !self.eat(b',') && self.at == before {
                self.stray();
            }
        }
    }

    fn number_symbol(&mut self, number: u32) -> Symbol {
        const NUMBERS: [&str; 13] =
            ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];
        let text = NUMBERS.get(number as usize).copied().unwrap_or("12");
        self.symbol(text)
    }

    fn field(&mut self, attributes: &Attributes, visibility: Visibility, name: (Symbol, Span)) {
        let item = self.begin(attributes, visibility, ItemKind::Field { ty: TypeId(0) }, name);
        let ty = self.read_type(true);
        self.item_mut(item).kind = ItemKind::Field { ty };
        self.close(item);
    }

    fn enumeration(&mut self, attributes: &Attributes, visibility: Visibility) {
        self.bump();
        let name = self.item_name();
        let item = self.begin(attributes, visibility, ItemKind::Enum, name);
        self.context.generics_from = self.generics.len() as u32;
        self.open(item, ScopeKind::Type);
        self.read_generics(self.context.scope);
        self.read_where();
        if self.is_open(b'{') {
            self.within(Self::variants);
        }
        self.close(item);
    }

    fn variants(&mut self) {
        while !self.is_end() {
            let before = self.at;
            let outer = self.context;
            let attributes = self.read_attributes();
            self.context.cfg = attributes.cfg;
            self.visibility();
            if self.is_name() {
                let name = self.item_name();
                let kind = ItemKind::Variant { shape: VariantShape::Unit };
                let item = self.begin(&attributes, Visibility::Inherited, kind, name);
                self.context.parent = Some(item);
                match self.kind() {
                    Kind::Open(b'{') => {
                        self.item_mut(item).kind = ItemKind::Variant { shape: VariantShape::Named };
                        self.within(Self::named_fields);
                    }
                    Kind::Open(b'(') => {
                        self.item_mut(item).kind = ItemKind::Variant { shape: VariantShape::Tuple };
                        self.within(Self::tuple_fields);
                    }
                    _ => {}
                }
                if self.eat(b'=') {
                    self.read_expression();
                }
                self.close(item);
            }
            self.context = outer;
            if !self.eat(b',') && self.at == before {
                self.stray();
            }
        }
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
            self.read_expression();
        }
        self.read_where();
        self.eat(b';');
        self.close(item);
    }

    fn implementation(&mut self, attributes: &Attributes) {
        let keyword = self.token();
        self.bump();
        let name = (self.symbol(""), Span::new(keyword.start, keyword.end));
        let index = self.facts.impls.len() as u32;
        self.facts.impls.push(Impl { of_trait: None, negative: false, self_type: TypeId(0) });
        let item = self.begin(attributes, Visibility::Inherited, ItemKind::Impl { index }, name);
        self.context.generics_from = self.generics.len() as u32;
        self.open(item, ScopeKind::Impl);
        if self.is(b'<') && !self.is_qualified_self() {
            self.read_generics(self.context.scope);
        }
        while self.eat_keyword(Keyword::Const) || self.eat_keyword(Keyword::Async) {}
        let negative = self.eat(b'!');
        let mut self_type = self.read_type(true);
        let mut of_trait = None;
        if self.eat_keyword(Keyword::For) {
            of_trait = self.impl_trait(self_type);
            self_type = self.read_type(true);
        }
        if let Some(Type::Path { path, .. }) = self.facts.types.get(self_type.index()) {
            let path = *path;
            self.path_mut(path).kind = PathKind::ImplType;
        }
        self.facts.impls[index as usize] = Impl { of_trait, negative, self_type };
        self.read_where();
        if self.is_open(b'{') {
            self.deeper((), |p| p.within(Self::read_items));
        }
        self.close(item);
    }

    /// `impl <T as Trait>::X { … }`: no parameters but a type.
    fn is_qualified_self(&self) -> bool {
        let mut depth = 0_u32;
        let mut at = self.at;
        while at < self.end {
            match self.tokens[at].kind {
                Kind::Punct(b'<') => depth += 1,
                Kind::Punct(b'>') => {
                    depth -= 1;
                    if depth == 0 {
                        return self
                            .tokens
                            .get(at + 1)
                            .is_some_and(|t| t.kind == Kind::Punct(PATH_SEP));
                    }
                }
                Kind::Open(_) => at = self.tokens[at].pair as usize,
                _ => {}
            }
            at += 1;
        }
        false
    }

    /// What was read as a type before `for` is the trait.
    fn impl_trait(&mut self, ty: TypeId) -> Option<PathId> {
        let Some(Type::Path { path, .. }) = self.facts.types.get(ty.index()) else {
            return None;
        };
        let path = *path;
        self.path_mut(path).kind = PathKind::ImplTrait;
        Some(path)
    }

    fn trait_item(&mut self, attributes: &Attributes, visibility: Visibility) {
        self.bump();
        let name = self.item_name();
        let item = self.begin(attributes, visibility, ItemKind::Trait, name);
        self.context.generics_from = self.generics.len() as u32;
        self.open(item, ScopeKind::Trait);
        self.read_generics(self.context.scope);
        if self.eat(b':') {
            self.read_bounds();
        }
        self.read_where();
        if self.eat(b'=') {
            self.item_mut(item).kind = ItemKind::TraitAlias;
            self.read_bounds();
            self.read_where();
            self.eat(b';');
        } else if self.is_open(b'{') {
            self.deeper((), |p| p.within(Self::read_items));
        }
        self.close(item);
    }

    fn foreign_block(&mut self, attributes: &Attributes) {
        let token = self.token();
        let name = (self.symbol(""), Span::new(token.start, token.end));
        let item = self.begin(attributes, Visibility::Inherited, ItemKind::ForeignBlock, name);
        // Functions declared here belong to the module around the block.
        self.deeper((), |p| p.within(Self::read_items));
        self.close(item);
    }

    fn macro_rules(&mut self, attributes: &Attributes) {
        self.at += 2;
        let name = self.item_name();
        let token = self.token();
        let rules = if matches!(token.kind, Kind::Open(_)) {
            let close = self.token_at((token.pair as usize).min(self.end));
            Span::new(token.end, close.start.max(token.end))
        } else {
            Span::new(token.start, token.start)
        };
        let kind = ItemKind::MacroRules { exported: attributes.macro_export, rules };
        let item = self.begin(attributes, Visibility::Inherited, kind, name);
        if matches!(self.kind(), Kind::Open(_)) {
            self.deeper((), |p| p.within(|p| p.rules(item)));
        }
        self.eat(b';');
        self.close(item);
    }

    /// `(matcher) => { transcriber };` in any number.
    fn rules(&mut self, item: ItemIndex) {
        while !self.is_end() {
            let before = self.at;
            if matches!(self.kind(), Kind::Open(_)) {
                self.skip();
            }
            if self.eat(super::lexer::FAT_ARROW) && matches!(self.kind(), Kind::Open(_)) {
                self.transcriber(item);
            }
            if !self.eat(b';') && self.at == before {
                self.skip();
            }
        }
    }

    fn transcriber(&mut self, item: ItemIndex) {
        let outer = self.context;
        let locals = self.locals.len();
        let generics = self.generics.len();
        self.context.scope = self.scope(ScopeKind::MacroBody, Some(item));
        self.context.item = Some(item);
        self.context.parent = Some(item);
        self.context.template = true;
        self.context.locals_from = locals as u32;
        self.context.generics_from = generics as u32;
        self.deeper((), |p| {
            p.within(|p| {
                while !p.is_end() {
                    let before = p.at;
                    p.statement();
                    if p.at == before {
                        p.stray();
                    }
                }
            });
        });
        self.locals.truncate(locals);
        self.generics.truncate(generics);
        self.context = outer;
    }

    /// `macro name(args) { body }` or `macro name { rules }`.
    fn macro_definition(&mut self, attributes: &Attributes, visibility: Visibility) {
        self.bump();
        let name = self.item_name();
        let item = self.begin(attributes, visibility, ItemKind::MacroDefinition, name);
        if self.is_open(b'(') {
            self.skip();
            if self.is_open(b'{') {
                self.transcriber(item);
            }
        } else if self.is_open(b'{') {
            self.deeper((), |p| p.within(|p| p.rules(item)));
        }
        self.close(item);
    }

    /// A macro's variable or repetition in a transcriber, which is taken.
    pub(crate) fn meta(&mut self) {
        self.bump();
        match self.kind() {
            Kind::Open(_) => {
                self.deeper((), |p| {
                    p.within(|p| {
                        while !p.is_end() {
                            let before = p.at;
                            p.statement();
                            if p.at == before {
                                p.stray();
                            }
                        }
                    });
                });
                self.repetition_end();
            }
            Kind::Ident(_) => {
                self.bump();
                // `$name:kind` stands in the matcher of a nested macro.
                if self.is(b':')
                    && matches!(self.kind_at(1), Kind::Ident(_))
                    && !self.is_at(2, b'<')
                    && self.is_fragment()
                {
                    self.at += 2;
                }
            }
            _ => {}
        }
    }

    fn is_fragment(&self) -> bool {
        let text = self.text_of(self.token_at(self.at + 1));
        matches!(
            text,
            "ident"
                | "expr"
                | "ty"
                | "tt"
                | "pat"
                | "path"
                | "item"
                | "block"
                | "stmt"
                | "literal"
                | "lifetime"
                | "meta"
                | "vis"
        )
    }

    /// The separator and operator behind a repetition.
    pub(crate) fn repetition_end(&mut self) {
        let operator = |kind: Kind| matches!(kind, Kind::Punct(b'*' | b'+' | b'?'));
        if operator(self.kind()) {
            self.bump();
        } else if operator(self.kind_at(1)) {
            self.at += 2;
        }
    }
}
