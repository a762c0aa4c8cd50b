//! Protocol buffers: the package of a file, its services and their procedures with HTTP annotations.
//!
//! Messages are let go. Any syntax and edition is read; what is not understood is skipped up to the next
//! statement, so one new construct does not hide the rest of the file.

use crate::place::Span;

/// What a `.proto` file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProtoFacts {
    /// Its package; empty if none is named.
    pub package: String,
    /// Files that it imports, as written.
    pub imports: Vec<(String, Span)>,
    /// Its services.
    pub services: Vec<ProtoService>,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtoService {
    /// Its name, without the package.
    pub name: String,
    /// Its name in the text.
    pub span: Span,
    /// Its procedures.
    pub procedures: Vec<Procedure>,
}

/// A procedure, `rpc`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// Its name.
    pub name: String,
    /// Its name in the text.
    pub span: Span,
    /// The type of the request, as written.
    pub request: String,
    /// Requests are a stream.
    pub streams_requests: bool,
    /// The type of the response, as written.
    pub response: String,
    /// Responses are a stream.
    pub streams_responses: bool,
    /// What `google.api.http` maps to it, additional bindings too.
    pub http: Vec<HttpBinding>,
}

/// A method and path that lead to a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpBinding {
    /// `get`, `put`, `post`, `delete`, `patch`, or the word of a custom one.
    pub verb: String,
    /// The path, as written.
    pub path: String,
    /// The path in the text, quotes included.
    pub span: Span,
}

/// The facts of a text. It never fails.
pub fn extract(text: &str) -> ProtoFacts {
    let tokens = tokens(text);
    let mut reader = Reader { text, tokens: &tokens, at: 0, facts: ProtoFacts::default() };
    reader.file();
    reader.facts
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A word; dots are part of it.
    Word,
    Text,
    Symbol(u8),
}

#[derive(Clone, Copy)]
struct Token {
    kind: Kind,
    span: Span,
}

fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let kind = match bytes[at] {
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at = text[at..].find('\n').map_or(bytes.len(), |end| at + end);
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = text[at + 2..].find("*/").map_or(bytes.len(), |end| at + end + 4);
                continue;
            }
            quote @ (b'"' | b'\'') => {
                at += 1;
                // A text ends on its line.
                while at < bytes.len() && bytes[at] != quote && bytes[at] != b'\n' {
                    at += 1 + usize::from(bytes[at] == b'\\' && at + 1 < bytes.len());
                }
                at = (at + 1).min(bytes.len());
                while !text.is_char_boundary(at) {
                    at += 1;
                }
                Kind::Text
            }
            byte if is_word(byte) => {
                while at < bytes.len() && is_word(bytes[at]) {
                    at += 1;
                }
                Kind::Word
            }
            byte => {
                at += 1;
                Kind::Symbol(byte)
            }
        };
        tokens.push(Token { kind, span: Span::new(start as u32, at as u32) });
    }
    tokens
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.' || byte >= 0x80
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    facts: ProtoFacts,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    fn written(&self, token: Token) -> &'a str {
        &self.text[token.span.range()]
    }

    fn is(&self, symbol: u8) -> bool {
        self.peek().is_some_and(|token| token.kind == Kind::Symbol(symbol))
    }

    fn takes(&mut self, symbol: u8) -> bool {
        let is = self.is(symbol);
        self.at += usize::from(is);
        is
    }

    fn word(&mut self) -> Option<(String, Span)> {
        let token = self.peek().filter(|token| token.kind == Kind::Word)?;
        self.at += 1;
        Some((self.written(token).to_owned(), token.span))
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let is = self
            .peek()
            .is_some_and(|token| token.kind == Kind::Word && self.written(token) == word);
        self.at += usize::from(is);
        is
    }

    fn content(&self, token: Token) -> String {
        let written = self.written(token);
        let inner = written.get(1..).unwrap_or_default();
        inner.strip_suffix(['"', '\'']).unwrap_or(inner).to_owned()
    }

    /// Goes behind the next `;`, or behind a block that opens before it.
    fn skip_statement(&mut self) {
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::Symbol(b'{') => return self.skip_block(),
                Kind::Symbol(b'}') => return,
                Kind::Symbol(b';') => {
                    self.at += 1;
                    return;
                }
                _ => self.at += 1,
            }
        }
    }

    /// Goes behind the block that opens here.
    fn skip_block(&mut self) {
        let mut depth = 0_u32;
        while let Some(token) = self.peek() {
            self.at += 1;
            match token.kind {
                Kind::Symbol(b'{') => depth += 1,
                Kind::Symbol(b'}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn file(&mut self) {
        while let Some(token) = self.peek() {
            let before = self.at;
            match self.written(token) {
                "package" if token.kind == Kind::Word => {
                    self.at += 1;
                    if let Some((name, _)) = self.word() {
                        self.facts.package = name;
                    }
                    self.skip_statement();
                }
                "import" if token.kind == Kind::Word => {
                    self.at += 1;
                    let _ = self.takes_word("public")
                        || self.takes_word("weak")
                        || self.takes_word("option");
                    if let Some(file) = self.peek().filter(|token| token.kind == Kind::Text) {
                        let path = self.content(file);
                        self.facts.imports.push((path, file.span));
                    }
                    self.skip_statement();
                }
                "service" if token.kind == Kind::Word => {
                    self.at += 1;
                    self.service();
                }
                _ => self.skip_statement(),
            }
            // A closing brace too many ends nothing.
            self.at += usize::from(self.at == before);
        }
    }

    fn service(&mut self) {
        let Some((name, span)) = self.word() else { return };
        let mut service = ProtoService { name, span, procedures: Vec::new() };
        if self.takes(b'{') {
            while self.at < self.tokens.len() && !self.takes(b'}') {
                let before = self.at;
                if self.takes_word("rpc") {
                    service.procedures.extend(self.procedure());
                } else {
                    self.skip_statement();
                }
                self.at += usize::from(self.at == before);
            }
        }
        self.facts.services.push(service);
    }

    fn procedure(&mut self) -> Option<Procedure> {
        let (name, span) = self.word()?;
        let (request, streams_requests) = self.message()?;
        if !self.takes_word("returns") {
            self.skip_statement();
            return None;
        }
        let (response, streams_responses) = self.message()?;
        let mut http = Vec::new();
        if self.is(b'{') {
            let start = self.at;
            self.skip_block();
            http = self.bindings(start, self.at);
        } else {
            self.skip_statement();
        }
        Some(Procedure { name, span, request, streams_requests, response, streams_responses, http })
    }

    /// `(stream Type)`.
    fn message(&mut self) -> Option<(String, bool)> {
        if !self.takes(b'(') {
            return None;
        }
        // The next procedure begins before this one is written to its end.
        if self.peek().is_some_and(|token| self.written(token) == "rpc") {
            return None;
        }
        let (mut name, _) = self.word()?;
        let mut streams = false;
        if name == "stream" && !self.is(b')') {
            streams = true;
            name = self.word()?.0;
        }
        self.takes(b')').then_some((name, streams))
    }

    /// The bindings of `option (google.api.http) = { … }` between two tokens.
    fn bindings(&self, start: usize, end: usize) -> Vec<HttpBinding> {
        let mut found = Vec::new();
        let tokens = &self.tokens[start..end.min(self.tokens.len())];
        let mut within = false;
        let mut kind = None;
        for (at, token) in tokens.iter().enumerate() {
            match token.kind {
                Kind::Word if self.written(*token) == "option" => within = false,
                Kind::Word if self.written(*token).ends_with("google.api.http") => within = true,
                Kind::Text if within && at >= 2 => {
                    let (word, sign) = (tokens[at - 2], tokens[at - 1]);
                    if !matches!(sign.kind, Kind::Symbol(b':' | b'=')) {
                        continue;
                    }
                    // `option (google.api.http).get = "…"`: the word is behind the parenthesis.
                    let verb = self.written(word).trim_start_matches('.').to_lowercase();
                    let text = self.content(*token);
                    match verb.as_str() {
                        "get" | "put" | "post" | "delete" | "patch" => {
                            found.push(HttpBinding { verb, path: text, span: token.span });
                        }
                        "kind" => kind = Some(text.to_lowercase()),
                        "path" => {
                            if let Some(verb) = kind.take() {
                                found.push(HttpBinding { verb, path: text, span: token.span });
                            }
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SHOP: &str = r#"
        // A comment; service Not {}
        edition = "2023";
        package shop.v1;
        import public "google/api/annotations.proto";
        option java_package = "x";
        message Order { string service = 1; oneof rpc { string a = 2; } }
        service Orders {
            option (x.y) = { a: 1 };
            rpc Get(GetOrder) returns (.shop.v1.Order) {
                option (google.api.http) = {
                    get: "/v1/orders/{id}"
                    additional_bindings { post: "/v1/orders:get" body: "*" }
                };
                option (other.doc) = { get: "no path" };
            }
            rpc Watch (stream Filter) returns (stream Order);
            rpc Broken(
            rpc Move(A) returns (B) { option (google.api.http).put = '/v1/move'; }
        }
        service Empty {}
    "#;

    #[test]
    fn services_and_procedures_are_read() {
        let facts = extract(SHOP);
        assert_eq!(facts.package, "shop.v1");
        assert_eq!(facts.imports[0].0, "google/api/annotations.proto");
        let names: Vec<_> = facts.services.iter().map(|service| service.name.as_str()).collect();
        assert_eq!(names, ["Orders", "Empty"]);
        let orders = &facts.services[0].procedures;
        let names: Vec<_> = orders.iter().map(|procedure| procedure.name.as_str()).collect();
        assert_eq!(names, ["Get", "Watch", "Move"], "a broken procedure hides no other");
        let paths: Vec<_> =
            orders[0].http.iter().map(|http| format!("{} {}", http.verb, http.path)).collect();
        assert_eq!(paths, ["get /v1/orders/{id}", "post /v1/orders:get"]);
        assert_eq!(&SHOP[orders[0].span.range()], "Get");
        assert_eq!(orders[0].response, ".shop.v1.Order");
        assert!(orders[1].streams_requests && orders[1].streams_responses);
        assert_eq!(orders[1].request, "Filter");
        assert_eq!(orders[2].http[0].path, "/v1/move");
    }

    #[test]
    fn hostile_texts_end() {
        for unit in ["service S {", "rpc A(", "{", "}", "\"", "/*", "option", "import"] {
            let _ = extract(&unit.repeat(30_000));
        }
    }

    proptest! {
        #[test]
        fn every_text_is_read(words in prop::collection::vec(prop::sample::select(vec![
            "service", "rpc", "A", "(", ")", "{", "}", ";", "\"", "'", "\\", "returns", "stream", "option", "google.api.http",
            "=", ":", "get", "é", "/*", "//", "\n", "package", "import",
        ]), 0..40)) {
            let text = words.join(" ");
            for service in extract(&text).services {
                prop_assert_eq!(&text[service.span.range()], service.name);
            }
        }
    }
}
