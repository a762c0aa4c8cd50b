//! Macro calls: their arguments are read as what they probably are.

use super::expressions::Surroundings;
use super::facts::{
    CfgId, Include, MacroCall, MacroPosition, MacroReading, PathId, PathKind, Predicate,
};
use super::lexer::keyword::Keyword;
use super::lexer::token::{FAT_ARROW, Kind, PATH_SEP, Token};
use super::parser::Parser;
use crate::place::Span;

/// Macros whose arguments are no code of this program.
const SKIPPED: &[&str] = &[
    "stringify",
    "concat",
    "include_str",
    "include_bytes",
    "env",
    "option_env",
    "compile_error",
    "line",
    "column",
    "file",
    "module_path",
    "cfg",
    "quote",
    "quote_spanned",
    "parse_quote",
    "parse_quote_spanned",
    "concat_idents",
    "concat_bytes",
    "asm",
    "global_asm",
];

/// Macros of the standard library, whose arguments are plain expressions.
const STANDARD: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "format",
    "format_args",
    "panic",
    "print",
    "println",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
    "matches",
    "thread_local",
    "pin",
    "ready",
    "try",
    "addr_of",
    "addr_of_mut",
    "assert_matches",
];

impl Parser<'_> {
    /// Reads the arguments of a macro call from their opening delimiter on.
    pub(crate) fn macro_call(&mut self, path: PathId, among_items: bool) {
        let (mark, call) = (self.mark(), self.facts.macro_calls.len() as u32);
        if among_items {
            self.aside(|p| p.macro_arguments(path, true));
        } else {
            self.macro_arguments(path, false);
            let start = self.facts.paths[path.index()].span.start;
            self.leave_macro(mark, call, start);
        }
    }

    /// Reads a macro call in the place of a type or pattern, from its `!` on; none is the path of a macro's variable.
    pub(super) fn macro_in_place(&mut self, path: Option<PathId>) {
        self.bump();
        if let Some(path) = path {
            self.path_mut(path).kind = PathKind::Macro;
            self.aside(|p| p.macro_call(path, false));
        } else {
            self.skip();
        }
    }

    fn macro_arguments(&mut self, path: PathId, among_items: bool) {
        let open = self.token();
        let close = self.token_at((open.pair as usize).min(self.end));
        let arguments = Span::new(open.end, close.start.max(open.end));
        let name = self.macro_name(path);
        let index = self.facts.macro_calls.len();
        let position = if among_items { MacroPosition::Item } else { MacroPosition::Expression };
        self.facts.macro_calls.push(MacroCall {
            path,
            arguments,
            position,
            reading: MacroReading::Skipped,
        });
        if SKIPPED.contains(&name) {
            self.skip();
            return;
        }
        if name == "include" {
            self.include(path, among_items);
            return;
        }
        let outer = self.context;
        if !STANDARD.contains(&name) {
            self.context.in_macro = true;
        }
        let reading =
            self.deeper(MacroReading::Skipped, |p| p.within(|p| p.arguments(name, among_items)));
        self.context = outer;
        self.facts.macro_calls[index].reading = reading;
    }

    fn macro_name(&self, path: PathId) -> &'static str {
        let path = &self.facts.paths[path.index()];
        let last = self.facts.segments[path.segments.range()].last();
        let name = last.map_or("", |segment| self.facts.symbols.get(segment.name));
        // Only the names that are known matter, and those are here.
        SKIPPED
            .iter()
            .chain(STANDARD)
            .chain(
                ["include", "select", "select_biased", "cfg_if", "lazy_static", "cfg_select"]
                    .iter(),
            )
            .find(|known| **known == name)
            .copied()
            .unwrap_or("")
    }

    fn arguments(&mut self, name: &str, among_items: bool) -> MacroReading {
        match name {
            "matches" | "assert_matches" => {
                self.read_expression();
                self.eat(b',');
                self.in_block(|p| {
                    p.read_pattern(true);
                    if p.eat_keyword(Keyword::If) {
                        p.read_expression();
                    }
                    p.macro_list();
                });
                MacroReading::Expressions
            }
            "select" | "select_biased" => {
                self.select_arms();
                MacroReading::Expressions
            }
            "cfg_if" => {
                self.cfg_if(among_items);
                if among_items { MacroReading::Items } else { MacroReading::Expressions }
            }
            "cfg_select" => {
                self.cfg_select(among_items);
                if among_items { MacroReading::Items } else { MacroReading::Expressions }
            }
            "thread_local" | "lazy_static" => self.items_of_macro(),
            _ if among_items && self.looks_like_items() => self.items_of_macro(),
            _ => {
                self.macro_list();
                MacroReading::Expressions
            }
        }
    }

    fn items_of_macro(&mut self) -> MacroReading {
        self.context.in_item_macro = true;
        self.aside(Self::read_items);
        MacroReading::Items
    }

    /// Whether the arguments begin as items do.
    fn looks_like_items(&mut self) -> bool {
        let start = self.at;
        self.look_behind_attributes();
        let answer = self.is_item_start()
            || (self.is_name() && self.is_at(1, b'!') && matches!(self.kind_at(2), Kind::Open(_)));
        self.at = start;
        answer
    }

    /// Arguments that may be anything: expressions, statements, `name = value`, `key => value`.
    fn macro_list(&mut self) {
        let locals = self.locals.len();
        // What stands before `=`, `:` or `=>`: the name of the next expression.
        let mut name: Option<Token> = None;
        while !self.is_end() {
            let before = self.at;
            match self.kind() {
                Kind::Punct(b',' | b';' | FAT_ARROW | b'%' | b'?' | b'@' | b'.') => {
                    if matches!(self.kind(), Kind::Punct(b',' | b';')) {
                        name = None;
                    }
                    self.bump();
                }
                Kind::Ident(Keyword::Let) => self.statement(),
                // A name for what follows, not a use of one.
                Kind::Ident(keyword)
                    if keyword.is_name()
                        && (self.is_at(1, b'=')
                            || self.is_at(1, b':')
                            || self.is_at(1, FAT_ARROW)) =>
                {
                    name = Some(self.token());
                    self.at += 2;
                }
                _ if self.is_item_start() && !self.is_at(1, PATH_SEP) => {
                    let outer = std::mem::replace(&mut self.context.in_item_macro, true);
                    self.aside(|p| p.read_item(false));
                    self.context.in_item_macro = outer;
                }
                _ => {
                    let mark = self.mark();
                    self.skip_expression(Surroundings::default());
                    if self.mark() > mark
                        && let Some(token) = name.take()
                    {
                        self.leave_named(mark, token);
                    }
                }
            }
            if self.at == before {
                self.macro_stray();
            }
        }
        self.locals.truncate(locals);
    }

    fn macro_stray(&mut self) {
        match self.kind() {
            Kind::Open(_) => self.deeper((), |p| p.within(Self::macro_list)),
            Kind::Punct(b'$') if self.context.template => self.meta(),
            _ => self.bump(),
        }
    }

    /// `pattern = future, if condition => body`, as tokio and futures have it.
    fn select_arms(&mut self) {
        while !self.is_end() {
            let before = self.at;
            self.in_block(Self::select_arm);
            if !self.eat(b',') && self.at == before {
                self.macro_stray();
            }
        }
    }

    fn select_arm(&mut self) {
        self.skip_attributes();
        if self.is_name() && self.is_at(1, b';') {
            // `biased;`
            self.at += 2;
            return;
        }
        let (mark, start, first) = (self.mark(), self.start(), self.facts.locals.len());
        let mut pattern = self.locals_since(first);
        let mut pattern_span = Span::new(start, start);
        if self.is_at(1, FAT_ARROW) && matches!(self.kind(), Kind::Ident(_)) {
            // `else =>`, `complete =>`, `default =>`.
            self.bump();
        } else {
            let from = self.locals.len();
            self.read_pattern(true);
            pattern = self.locals_since(first);
            pattern_span.end = self.before().max(start);
            let hidden = self.locals.hide(from);
            if self.eat(b'=') {
                self.read_expression();
            }
            if self.eat(b',') && self.eat_keyword(Keyword::If) {
                self.read_expression();
            }
            self.one(mark);
            self.locals.show(hidden);
        }
        let body = self.mark();
        if self.eat(FAT_ARROW) {
            self.arm_body();
        }
        self.one(body);
        self.leave_arm(mark, start, pattern, pattern_span);
    }

    /// `if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … }`, each part under its condition and
    /// that of not having been served before.
    fn cfg_if(&mut self, among_items: bool) {
        let outer = self.context;
        let mut otherwise = outer.cfg;
        while !self.is_end() {
            let before = self.at;
            self.eat_keyword(Keyword::Else);
            let mut predicate = Predicate::True;
            if self.eat_keyword(Keyword::If)
                && self.eat(b'#')
                && matches!(self.kind(), Kind::Open(b'['))
            {
                predicate = self.within(|p| {
                    p.bump();
                    if p.is_open(b'(') { p.within(Self::predicate) } else { Predicate::Unknown }
                });
            }
            if self.is_open(b'{') {
                otherwise = self.branch(otherwise, predicate, among_items);
                self.context = outer;
            }
            if self.at == before {
                self.macro_stray();
            }
        }
    }

    /// `predicate => { … }`, as often as wanted, of which the first that holds is chosen.
    fn cfg_select(&mut self, among_items: bool) {
        let outer = self.context;
        let mut otherwise = outer.cfg;
        while !self.is_end() {
            let before = self.at;
            let predicate = if self.eat_keyword(Keyword::Underscore) {
                Predicate::True
            } else {
                self.predicate()
            };
            if self.eat(FAT_ARROW) {
                if self.is_open(b'{') {
                    otherwise = self.branch(otherwise, predicate, among_items);
                } else {
                    self.context.cfg = self.cfg(otherwise, predicate);
                    self.skip_expression(Surroundings::default());
                }
                self.context = outer;
            }
            if !self.eat(b',') && self.at == before {
                self.macro_stray();
            }
        }
    }

    /// A block that exists under `otherwise` and `predicate`; gives the condition of those behind it.
    fn branch(&mut self, otherwise: CfgId, predicate: Predicate, among_items: bool) -> CfgId {
        self.context.cfg = self.cfg(otherwise, predicate.clone());
        if among_items {
            self.deeper((), |p| p.within(Self::read_items));
        } else {
            self.read_block();
        }
        match predicate {
            Predicate::True => otherwise,
            predicate => self.cfg(otherwise, Predicate::Not(Box::new(predicate))),
        }
    }

    fn include(&mut self, path: PathId, among_items: bool) {
        let start = self.facts.paths[path.index()].span.start;
        let literal = self.within(|p| {
            let token = p.token();
            let only =
                token.kind == Kind::Str && matches!(p.kind_at(1), Kind::End | Kind::Punct(b','));
            only.then(|| super::attributes::string_value(p.text_of(token)).into())
        });
        self.facts.includes.push(Include {
            path: literal,
            span: Span::new(start, self.before()),
            scope: self.context.scope,
            cfg: self.context.cfg,
            items: among_items,
        });
        // The name `include` itself is nothing to look up.
        self.path_mut(path).kind = PathKind::Macro;
    }
}
