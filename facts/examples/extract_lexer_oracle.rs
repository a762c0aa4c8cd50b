//! Compares the skeleton extractor's tokens with those of proc-macro2 over every `.rs` file below folders:
//! `extract_lexer_oracle PATH…`.
//!
//! Compared are the ranges of all words, lifetimes, literals and delimiters, and which signs stand where.
//! proc-macro2 gives doc comments as attributes, which are left out, `'` and a name for a lifetime, and each
//! sign of an operator alone; `r#` of a name belongs to its range there, not here; `x.0.1` has a number `0.1`
//! there. Cargo scripts with frontmatter differ, which proc-macro2 does not know.

#[path = "../src/extract/rust/lexer/mod.rs"]
#[expect(dead_code, reason = "the parser's part")]
mod lexer;

use std::path::{Path, PathBuf};

use lexer::Tokens;
use lexer::token::Kind;
use portcullis_facts::place;
use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};

/// Where something stands, and what it is: a word, a literal, or a sign.
type Entry = (usize, usize, &'static str);

fn main() {
    let mut files = Vec::new();
    for root in std::env::args().skip(1) {
        walk(Path::new(&root), &mut files);
    }
    files.sort();
    let thread = std::thread::Builder::new().stack_size(1 << 30).spawn(move || compare_all(&files));
    thread.expect("a thread").join().expect("no panic");
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) {
    if path.extension().is_some_and(|e| e == "rs") && path.is_file() {
        files.push(path.to_owned());
    } else if let Ok(entries) = std::fs::read_dir(path) {
        for entry in entries.flatten().filter(|entry| !entry.path().is_symlink()) {
            walk(&entry.path(), files);
        }
    }
}

fn compare_all(files: &[PathBuf]) {
    let (mut compared, mut count, mut refused, mut different) = (0, 0, 0, 0);
    let mut tokens = Tokens::default();
    for file in files {
        #[expect(clippy::disallowed_methods, reason = "a measuring program")]
        let Ok(text) = std::fs::read_to_string(file) else { continue };
        proc_macro2::extra::invalidate_current_thread_spans();
        let base = prologue(&text);
        if text[base..].trim_start().starts_with("---") {
            refused += 1;
            continue;
        }
        let Ok(stream) = text[base..].parse::<TokenStream>() else {
            refused += 1;
            continue;
        };
        compared += 1;
        let mut expected = Vec::new();
        flatten(stream, base, &text, &mut expected);
        tokens.read(&text, lexer::prologue(&text));
        let found = found(&text, &tokens);
        count += found.len();
        if let Some(at) =
            (0..expected.len().max(found.len())).find(|i| expected.get(*i) != found.get(*i))
        {
            different += 1;
            let show = |entry: Option<&Entry>| {
                entry.map(|(start, end, kind)| (*start, &text[*start..*end], *kind))
            };
            println!(
                "{}: {:?} is {:?}",
                file.display(),
                show(expected.get(at)),
                show(found.get(at))
            );
        }
        for span in &tokens.broken {
            println!("{}: said to be broken at {}", file.display(), span.start);
        }
    }
    println!(
        "{compared} files, {count} tokens, {refused} that proc-macro2 does not read, {different} that differ"
    );
}

/// Where the code begins, behind a byte order mark and a `#!` line.
fn prologue(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let rest = &text[mark..];
    if rest.starts_with("#!") && !rest[2..].trim_start().starts_with('[') {
        return mark + rest.find('\n').unwrap_or(rest.len());
    }
    mark
}

fn flatten(stream: TokenStream, base: usize, text: &str, out: &mut Vec<Entry>) {
    let range = |span: Span| (base + span.byte_range().start, base + span.byte_range().end);
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let (start, end) = range(tree.span());
        match tree {
            // A doc comment.
            TokenTree::Punct(sign) if sign.as_char() == '#' && text[start..].starts_with('/') => {
                if matches!(trees.peek(), Some(TokenTree::Punct(bang)) if bang.as_char() == '!') {
                    trees.next();
                }
                trees.next();
            }
            TokenTree::Punct(sign)
                if sign.as_char() == '\'' && sign.spacing() == Spacing::Joint =>
            {
                let end = trees.next().map_or(end, |name| range(name.span()).1);
                out.push((start, end, "lifetime"));
            }
            TokenTree::Punct(_) => out.push((start, end, "sign")),
            TokenTree::Ident(_) => {
                let raw = text[start..].starts_with("r#");
                out.push((start + if raw { 2 } else { 0 }, end, "word"));
            }
            TokenTree::Literal(_) => {
                let field = out.last().is_some_and(|last| {
                    &text[last.0..last.1] == "." && !text[..last.0].ends_with('.')
                });
                match text[start..end].find('.').filter(|_| field) {
                    Some(dot) => {
                        out.push((start, start + dot, "literal"));
                        out.push((start + dot, start + dot + 1, "sign"));
                        if start + dot + 1 < end {
                            out.push((start + dot + 1, end, "literal"));
                        }
                    }
                    None => out.push((start, end, "literal")),
                }
            }
            TokenTree::Group(group) => {
                let none = group.delimiter() == Delimiter::None;
                if !none {
                    let (start, end) = range(group.span_open());
                    out.push((start, end, "delimiter"));
                }
                flatten(group.stream(), base, text, out);
                if !none {
                    let (start, end) = range(group.span_close());
                    out.push((start, end, "delimiter"));
                }
            }
        }
    }
}

fn found(text: &str, tokens: &Tokens) -> Vec<Entry> {
    let mut out = Vec::new();
    for token in &tokens.tokens {
        let (start, end) = (token.start as usize, token.end as usize);
        match token.kind {
            Kind::Ident(_) => out.push((start, end, "word")),
            Kind::Lifetime => out.push((start, end, "lifetime")),
            Kind::Str | Kind::Char | Kind::Number => out.push((start, end, "literal")),
            Kind::Open(_) | Kind::Close(_) => out.push((start, end, "delimiter")),
            Kind::Punct(_) => {
                let signs = text[start..end].char_indices();
                out.extend(
                    signs.map(|(at, sign)| (start + at, start + at + sign.len_utf8(), "sign")),
                );
            }
            Kind::End => {}
        }
    }
    out
}
