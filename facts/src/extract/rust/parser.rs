//! The parser's state: a cursor over tokens, the names in scope, and the facts it leaves behind.
//!
//! There is no tree. Each construct is read once, from left to right, and what it says
//! is pushed where it is read. Whoever reads a construct must take at least one token or
//! say that it took none, so that every loop ends.

use rustc_hash::FxHashMap;

use super::facts::{
    Cfg, CfgId, Expr, ExprId, FileProblem, Item, ItemFlags, ItemIndex, ItemKind, ListRange, Local,
    LocalId, PathId, PathKind, PathRoot, PathUse, Predicate, RustFacts, Scope, ScopeId, ScopeKind,
    Segment, Symbol, Type, TypeId, Visibility,
};
use super::lexer::keyword::Keyword;
use super::lexer::token::{Kind, Token};
use super::names::Names;
use super::recorder::Recorder;
use crate::place::Span;
use crate::problem::ProblemKind;
use crate::spelled::{self, Slots};

/// How deep constructs may stand in each other; a bracket costs one to four of these.
///
/// Invariant: whatever reads itself again does so through [`Parser::deeper`]. The number is what a stack of
/// 2 MiB bears without optimisation (`tests/skeleton/hostile.rs`); no file of the systems that the extractor
/// was compared on (`examples/extract_oracle`) comes near.
const MOST_DEPTH: u32 = 128;

/// How many problems of one file are told; the rest are of their making.
const MOST_PROBLEMS: usize = 32;

/// What holds for everything that is read at this place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    pub(crate) scope: ScopeId,
    pub(crate) cfg: CfgId,
    /// The innermost item, modules left out.
    pub(crate) item: Option<ItemIndex>,
    /// The innermost item, whatever it is: the parent of what is declared here.
    pub(crate) parent: Option<ItemIndex>,
    /// In the arguments of a macro that is not one of the standard library's.
    pub(crate) in_macro: bool,
    /// In an item macro's arguments.
    pub(crate) in_item_macro: bool,
    /// In the transcriber of a macro by example, where `$` may stand anywhere.
    pub(crate) template: bool,
    /// Names from here on in [`Parser::locals`] and [`Parser::generics`] are in scope.
    pub(crate) locals_from: u32,
    pub(crate) generics_from: u32,
}

/// What a parser leaves to the next one on its thread: lists that are empty, but have grown.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    facts: RustFacts,
    locals: Names<LocalId>,
    generics: Names<TypeId>,
    pending_segments: Vec<Segment>,
    pending_types: Vec<TypeId>,
    symbols: Slots,
}

/// The parser.
pub(crate) struct Parser<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: &'t [Token],
    pub(crate) at: usize,
    /// Index of the token that ends what is being read.
    pub(crate) end: usize,
    pub(crate) depth: u32,
    pub(crate) context: Context,
    pub(crate) facts: RustFacts,
    /// Variables in scope, the innermost last.
    pub(crate) locals: Names<LocalId>,
    /// Type parameters in scope.
    pub(crate) generics: Names<TypeId>,
    /// Whether the bounds of something are read, where a type parameter stands for itself, so that no
    /// type is part of itself.
    pub(crate) in_bounds: bool,
    /// The one entry each for what is unknown and for `self`, once there is one.
    pub(crate) known_exprs: [Option<ExprId>; 2],
    /// Segments of paths that are being read, inner paths behind outer ones.
    pub(crate) pending_segments: Vec<Segment>,
    /// Types of lists that are being read.
    pub(crate) pending_types: Vec<TypeId>,
    symbols: Slots,
    cfgs: FxHashMap<(CfgId, Predicate), CfgId>,
    /// What the first parameter is of the closure that is read next.
    pub(crate) given: Option<Expr>,
    /// Whether it was said of this region that it is too deep.
    pub(crate) too_deep: bool,
    pub(crate) ports: Vec<u32>,
    /// What is left of bodies.
    pub(crate) recorder: Recorder,
}

impl<'t> Parser<'t> {
    pub(crate) fn new(
        text: &'t str,
        tokens: &'t [Token],
        ports: Vec<u32>,
        bodies: bool,
        buffers: Buffers,
    ) -> Self {
        let context = Context {
            scope: ScopeId(0),
            cfg: CfgId(0),
            item: None,
            parent: None,
            in_macro: false,
            in_item_macro: false,
            template: false,
            locals_from: 0,
            generics_from: 0,
        };
        let mut facts = buffers.facts;
        facts.cfgs.push(Cfg { parent: CfgId(0), predicate: Predicate::True });
        facts.scopes.push(Scope {
            kind: ScopeKind::File,
            parent: ScopeId(0),
            item: None,
            cfg: CfgId(0),
            generics: ListRange::default(),
        });
        Self {
            text,
            tokens,
            at: 0,
            end: tokens.len() - 1,
            depth: 0,
            context,
            facts,
            locals: buffers.locals,
            generics: buffers.generics,
            in_bounds: false,
            known_exprs: [None; 2],
            pending_segments: buffers.pending_segments,
            pending_types: buffers.pending_types,
            symbols: buffers.symbols,
            cfgs: FxHashMap::default(),
            given: None,
            too_deep: false,
            ports,
            recorder: Recorder::new(bodies),
        }
    }

    /// The facts, and the buffers in which they grew.
    pub(crate) fn finish(mut self) -> (RustFacts, Buffers) {
        self.name_labels();
        let mut facts = self.facts.take_exact();
        facts.bodies = self.recorder.into_bodies();
        self.locals.clear();
        self.generics.clear();
        self.pending_segments.clear();
        self.pending_types.clear();
        self.symbols.clear();
        let buffers = Buffers {
            facts: self.facts,
            locals: self.locals,
            generics: self.generics,
            pending_segments: self.pending_segments,
            pending_types: self.pending_types,
            symbols: self.symbols,
        };
        (facts, buffers)
    }

    // The cursor.

    pub(crate) fn token(&self) -> Token {
        self.token_at(self.at)
    }

    /// The token at an index, or the end if it lies past what is being read.
    pub(crate) fn token_at(&self, index: usize) -> Token {
        if index < self.end {
            self.tokens[index]
        } else {
            let end = self.tokens[self.end.min(self.tokens.len() - 1)];
            Token::new(Kind::End, end.start, end.start)
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        self.token().kind
    }

    pub(crate) fn kind_at(&self, ahead: usize) -> Kind {
        self.token_at(self.at + ahead).kind
    }

    pub(crate) fn is_end(&self) -> bool {
        self.at >= self.end
    }

    pub(crate) fn is(&self, punct: u8) -> bool {
        self.kind() == Kind::Punct(punct)
    }

    pub(crate) fn is_at(&self, ahead: usize, punct: u8) -> bool {
        self.kind_at(ahead) == Kind::Punct(punct)
    }

    pub(crate) fn is_open(&self, delimiter: u8) -> bool {
        self.kind() == Kind::Open(delimiter)
    }

    /// Two signs that stand side by side, such as `&&`.
    pub(crate) fn is_pair(&self, first: u8, second: u8) -> bool {
        self.is(first)
            && self.is_at(1, second)
            && self.token().end == self.token_at(self.at + 1).start
    }

    pub(crate) fn keyword(&self) -> Keyword {
        self.keyword_at(0)
    }

    pub(crate) fn keyword_at(&self, ahead: usize) -> Keyword {
        match self.kind_at(ahead) {
            Kind::Ident(keyword) => keyword,
            _ => Keyword::None,
        }
    }

    /// Whether a name stands here.
    pub(crate) fn is_name(&self) -> bool {
        self.is_name_at(0)
    }

    pub(crate) fn is_name_at(&self, ahead: usize) -> bool {
        matches!(self.kind_at(ahead), Kind::Ident(keyword) if keyword.is_name())
    }

    pub(crate) fn bump(&mut self) {
        self.at += 1;
    }

    pub(crate) fn eat(&mut self, punct: u8) -> bool {
        let found = self.is(punct);
        self.at += usize::from(found);
        found
    }

    pub(crate) fn eat_keyword(&mut self, keyword: Keyword) -> bool {
        let found = self.kind() == Kind::Ident(keyword);
        self.at += usize::from(found);
        found
    }

    /// Takes a token; of a delimiter everything up to its partner.
    pub(crate) fn skip(&mut self) {
        let token = self.token();
        self.at = match token.kind {
            Kind::Open(_) => (token.pair as usize + 1).min(self.end),
            _ => self.at + 1,
        };
    }

    /// The text of a token.
    pub(crate) fn text_of(&self, token: Token) -> &'t str {
        &self.text[token.start as usize..token.end as usize]
    }

    /// The end of the token before this one.
    pub(crate) fn before(&self) -> u32 {
        if self.at == 0 { 0 } else { self.tokens[self.at - 1].end }
    }

    /// Reads what stands between the delimiter here and its partner with `read`, and goes behind it.
    pub(crate) fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let pair = (self.token().pair as usize).min(self.end);
        let outer = std::mem::replace(&mut self.end, pair);
        self.at += 1;
        let result = read(self);
        self.end = outer;
        self.at = (pair + 1).min(outer);
        result
    }

    /// Reads with `read` unless that would be too deep, in which case the delimiter or token here is left out.
    pub(crate) fn deeper<T>(&mut self, too_deep: T, read: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= MOST_DEPTH {
            if !self.too_deep {
                self.too_deep = true;
                let token = self.token();
                self.problem(
                    Span::new(token.start, token.end),
                    ProblemKind::NestedTooDeep,
                    "brackets are nested deeper than is read; what they contain was left out",
                );
            }
            self.skip();
            return too_deep;
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    pub(crate) fn problem(&mut self, span: Span, kind: ProblemKind, message: &str) {
        if self.facts.problems.len() < MOST_PROBLEMS {
            self.facts.problems.push(FileProblem { span, kind, message: message.to_owned() });
        }
    }

    // Names.

    pub(crate) fn symbol(&mut self, name: &'t str) -> Symbol {
        let hash = spelled::hash(name);
        let known = &self.facts.symbols;
        if let Some(known) = self.symbols.find(hash, |number| known.is(number, name)) {
            return Symbol(known);
        }
        let symbol = self.facts.symbols.push(name);
        self.symbols.insert(hash, symbol.0);
        symbol
    }

    /// The symbol of a name, if it has one.
    pub(crate) fn known_symbol(&self, name: &str) -> Option<Symbol> {
        let known = &self.facts.symbols;
        let number = self.symbols.find(spelled::hash(name), |number| known.is(number, name))?;
        Some(Symbol(number))
    }

    /// The symbol of the name here, which is taken.
    pub(crate) fn name(&mut self) -> Symbol {
        let token = self.token();
        self.at += 1;
        self.symbol(self.text_of(token))
    }

    pub(crate) fn local(&self, name: Symbol) -> Option<LocalId> {
        self.locals.find(name, self.context.locals_from as usize)
    }

    pub(crate) fn is_generic(&self, name: Symbol) -> bool {
        self.generics.find(name, self.context.generics_from as usize).is_some()
    }

    /// Brings a variable into scope.
    pub(crate) fn bind(&mut self, name: Symbol) -> LocalId {
        let local = LocalId(self.facts.locals.len() as u32);
        self.facts.locals.push(Local { name, ty: None, value: None });
        self.locals.push(name, local);
        local
    }

    /// Reads with `read`; the variables that it brings go out of scope with it.
    pub(crate) fn in_block<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let locals = self.locals.len();
        let result = read(self);
        self.locals.truncate(locals);
        result
    }

    // Facts.

    /// A condition below another.
    pub(crate) fn cfg(&mut self, parent: CfgId, predicate: Predicate) -> CfgId {
        if predicate == Predicate::True {
            return parent;
        }
        let key = (parent, predicate);
        if let Some(&known) = self.cfgs.get(&key) {
            return known;
        }
        let id = CfgId(self.facts.cfgs.len() as u32);
        self.recorder.condition(parent, &key.1);
        self.facts.cfgs.push(Cfg { parent, predicate: key.1.clone() });
        self.cfgs.insert(key, id);
        id
    }

    pub(crate) fn scope(&mut self, kind: ScopeKind, item: Option<ItemIndex>) -> ScopeId {
        let id = ScopeId(self.facts.scopes.len() as u32);
        let (parent, cfg) = (self.context.scope, self.context.cfg);
        self.facts.scopes.push(Scope { kind, parent, item, cfg, generics: ListRange::default() });
        id
    }

    pub(crate) fn ty(&mut self, ty: Type) -> TypeId {
        let id = TypeId(self.facts.types.len() as u32);
        self.facts.types.push(ty);
        id
    }

    /// Moves the types that were put aside since `from` into a list of their own.
    pub(crate) fn type_list(&mut self, from: usize) -> ListRange {
        let start = self.facts.type_lists.len() as u32;
        let len = (self.pending_types.len() - from).min(usize::from(u16::MAX)) as u16;
        self.facts.type_lists.extend(self.pending_types.drain(from..).take(usize::from(len)));
        ListRange { start, len }
    }

    /// Moves the segments that were put aside since `from` into a list of their own.
    pub(crate) fn segment_list(&mut self, from: usize) -> ListRange {
        let start = self.facts.segments.len() as u32;
        let len = (self.pending_segments.len() - from).min(usize::from(u16::MAX)) as u16;
        self.facts.segments.extend(self.pending_segments.drain(from..).take(usize::from(len)));
        ListRange { start, len }
    }

    /// Starts a path here, to be finished when it is read: paths stand in the order of the text.
    pub(crate) fn path(&mut self, kind: PathKind) -> PathId {
        let id = PathId(self.facts.paths.len() as u32);
        let start = self.token().start;
        self.facts.paths.push(PathUse {
            root: PathRoot::Plain,
            kind,
            segments: ListRange::default(),
            scope: self.context.scope,
            cfg: self.context.cfg,
            span: Span::new(start, start),
            item: self.context.item,
            in_macro: self.context.in_macro,
        });
        id
    }

    pub(crate) fn path_mut(&mut self, id: PathId) -> &mut PathUse {
        &mut self.facts.paths[id.index()]
    }

    /// Starts an item; its end, body and kind may be mended when they are known.
    pub(crate) fn item(
        &mut self,
        kind: ItemKind,
        name: Symbol,
        name_span: Span,
        start: u32,
    ) -> ItemIndex {
        let id = ItemIndex(self.facts.items.len() as u32);
        let mut flags = ItemFlags::default();
        if self.context.in_item_macro {
            flags.insert(ItemFlags::IN_MACRO);
        }
        self.facts.items.push(Item {
            kind,
            name,
            scope: self.context.scope,
            body: None,
            parent: self.context.parent,
            visibility: Visibility::Inherited,
            cfg: self.context.cfg,
            span: Span::new(start, name_span.end),
            name_span,
            flags,
        });
        id
    }

    pub(crate) fn item_mut(&mut self, id: ItemIndex) -> &mut Item {
        &mut self.facts.items[id.index()]
    }
}
