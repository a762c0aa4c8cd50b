//! Builds the tree from the parser's events, with bounds on depth and on what aliases bring.

use granit_parser::{Event, Options, Parser, ScalarStyle, StrInput, options};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Entry, Fault, Node, Text, Value, Yaml};
use crate::place::Span;

/// Deeper nesting is not followed; nothing that people write comes near.
const MOST_DEPTH: usize = 100;

/// So many nodes may come from aliases in one text. Nested aliases double with each line.
const MOST_ALIASED: usize = 100_000;

/// Faults of one text that are kept.
const MOST_FAULTS: usize = 20;

/// What is being built.
struct Builder<'t> {
    text: &'t str,
    stack: Vec<Open>,
    /// Collections that are too deep and still open.
    skipped: usize,
    anchors: FxHashMap<usize, Anchored>,
    aliased: usize,
    yaml: Yaml,
}

/// A collection whose end has not come.
struct Open {
    node: Node,
    anchor: usize,
    /// The key whose value comes next, of a mapping.
    key: Option<Text>,
    /// Nodes within.
    size: usize,
    /// Levels below.
    height: usize,
}

/// A node that aliases may stand for.
struct Anchored {
    node: Node,
    size: usize,
    height: usize,
}

/// Reads a text.
pub(super) fn build(text: &str) -> Yaml {
    let options: Options =
        options! { emit_unresolved_aliases: true, max_buffered_comment_events: 10_000 };
    let mut parser: Parser<'_, StrInput<'_>> = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder {
        text,
        stack: Vec::new(),
        skipped: 0,
        anchors: FxHashMap::default(),
        aliased: 0,
        yaml: Yaml::default(),
    };
    // Each turn reads an event or gives up a document, so the text's length bounds them.
    for _ in 0..=text.len().saturating_mul(4).saturating_add(16) {
        match parser.next_event() {
            None => break,
            Some(Ok((event, span))) => {
                let span = builder.span(span.byte_range());
                if !builder.event(event, span) {
                    break;
                }
            }
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(text.len());
                let span = builder.span(Some(at..at));
                builder.fault(error.info().trim_end_matches('.').to_lowercase(), span);
                builder.close_all(span.start);
                if !matches!(parser.proceed_next_document(), Ok(true)) {
                    break;
                }
            }
        }
    }
    builder.close_all(text.len() as u32);
    builder.yaml
}

impl Builder<'_> {
    fn span(&self, range: Option<std::ops::Range<usize>>) -> Span {
        let range = range.unwrap_or_default();
        let end = range.end.min(self.text.len());
        Span::new(range.start.min(end) as u32, end as u32)
    }

    fn fault(&mut self, message: String, span: Span) {
        if self.yaml.faults.len() < MOST_FAULTS {
            self.yaml.faults.push(Fault { message, span });
        }
    }

    /// Takes an event; false at the end of the text.
    fn event(&mut self, event: Event<'_>, span: Span) -> bool {
        match event {
            Event::StreamEnd => return false,
            Event::DocumentStart(..) => {
                self.anchors.clear();
            }
            Event::DocumentEnd => self.close_all(span.end),
            Event::Comment(..) => self.yaml.comments.push(span),
            Event::Scalar(text, style, anchor, _) => {
                let value = if style == ScalarStyle::Plain
                    && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL")
                {
                    Value::Null
                } else {
                    Value::Text(text.into_owned())
                };
                let node = Node { value, span };
                self.anchor(anchor, &node, 1, 0);
                self.place(node, 1, 0);
            }
            Event::SequenceStart(_, anchor, _) => self.open(Value::List(Vec::new()), anchor, span),
            Event::MappingStart(_, anchor, _) => self.open(Value::Map(Vec::new()), anchor, span),
            Event::SequenceEnd | Event::MappingEnd => self.close(span.end),
            Event::Alias(id) => self.alias(id, span),
            Event::UnresolvedAlias(name) => {
                self.fault(format!("there is no anchor `{name}`"), span);
                self.place(Node { value: Value::Null, span }, 1, 0);
            }
            _ => {}
        }
        true
    }

    fn open(&mut self, value: Value, anchor: usize, span: Span) {
        if self.skipped > 0 || self.stack.len() >= MOST_DEPTH {
            if self.skipped == 0 {
                self.fault("nested too deep; what is deeper was not read".to_owned(), span);
            }
            self.skipped += 1;
            return;
        }
        self.stack.push(Open { node: Node { value, span }, anchor, key: None, size: 1, height: 0 });
    }

    fn close(&mut self, end: u32) {
        if self.skipped > 0 {
            self.skipped -= 1;
            if self.skipped == 0 {
                self.place(Node { value: Value::Null, span: Span::new(end, end) }, 1, 0);
            }
            return;
        }
        let Some(mut open) = self.stack.pop() else { return };
        if let Some(key) = open.key.take() {
            let value = Node { value: Value::Null, span: Span::new(key.span.end, key.span.end) };
            push(&mut open.node, key, value);
        }
        // Where a block ends is where its last value does, not where the next thing starts.
        let last = match &open.node.value {
            Value::List(items) => items.last().map(|item| item.span.end),
            Value::Map(entries) => {
                entries.last().map(|entry| entry.value.span.end.max(entry.key.span.end))
            }
            _ => None,
        };
        let closing = self.text.as_bytes().get((end as usize).wrapping_sub(1)).copied();
        let flow = matches!(
            self.text.as_bytes().get(open.node.span.start as usize).copied(),
            Some(b'[' | b'{')
        );
        open.node.span.end = match last {
            Some(last) if !(flow && matches!(closing, Some(b']' | b'}'))) => {
                last.max(open.node.span.start)
            }
            _ => end.max(open.node.span.start),
        };
        if let Value::Map(entries) = &mut open.node.value {
            for (key, span) in unify(entries) {
                self.fault(format!("the key `{key}` is there twice"), span);
            }
        }
        self.anchor(open.anchor, &open.node, open.size, open.height);
        self.place(open.node, open.size, open.height);
    }

    /// Ends what is open, at the end of a document or at an error.
    fn close_all(&mut self, end: u32) {
        self.skipped = self.skipped.min(1);
        while self.skipped > 0 || !self.stack.is_empty() {
            self.close(end);
        }
    }

    fn anchor(&mut self, id: usize, node: &Node, size: usize, height: usize) {
        // An anchor costs a copy, so it counts like an alias.
        if id != 0 && self.afford(size) {
            self.anchors.insert(id, Anchored { node: node.clone(), size, height });
        }
    }

    fn afford(&mut self, size: usize) -> bool {
        let afford = self.aliased + size <= MOST_ALIASED;
        if afford {
            self.aliased += size;
        }
        afford
    }

    fn alias(&mut self, id: usize, span: Span) {
        let depth = self.stack.len();
        let found = self.anchors.get(&id).map(|found| (found.size, found.height));
        let (message, node) = match found {
            // An anchor is known once its value ended, so an alias within itself is not.
            None => ("an alias stands for what it is part of, or for too much", None),
            Some((_, height)) if depth + height >= MOST_DEPTH => ("nested too deep", None),
            Some((size, height)) if self.afford(size) => {
                ("", self.anchors.get(&id).map(|found| (found.node.clone(), size, height)))
            }
            Some(_) => ("aliases stand for more than is read", None),
        };
        if let Some((node, size, height)) = node {
            self.place(node, size, height);
        } else {
            self.fault(message.to_owned(), span);
            self.place(Node { value: Value::Null, span }, 1, 0);
        }
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, node: Node, size: usize, height: usize) {
        if self.skipped > 0 {
            return;
        }
        let Some(open) = self.stack.last_mut() else {
            self.yaml.documents.push(node);
            return;
        };
        open.size += size;
        open.height = open.height.max(height + 1);
        if let Value::List(items) = &mut open.node.value {
            items.push(node);
        } else if let Some(key) = open.key.take() {
            push(&mut open.node, key, node);
        } else {
            // A key that is no scalar has no name; nothing asks for it.
            let text = node.as_str().map(str::to_owned).unwrap_or_default();
            open.key = Some(Text { text, span: node.span });
        }
    }
}

fn push(map: &mut Node, key: Text, value: Node) {
    if let Value::Map(entries) = &mut map.value {
        entries.push(Entry { key, value });
    }
}

/// Resolves `<<`, and keeps the last of several equal keys, as loaders do; gives back those that are repeated.
fn unify(entries: &mut Vec<Entry>) -> Vec<(String, Span)> {
    let mut merged = Vec::new();
    let mut own = Vec::with_capacity(entries.len());
    for entry in entries.drain(..) {
        if entry.key.text == "<<" {
            match entry.value.value {
                Value::Map(more) => merged.extend(more),
                Value::List(items) => merged.extend(items.into_iter().flat_map(|item| {
                    if let Value::Map(more) = item.value { more } else { Vec::new() }
                })),
                _ => {}
            }
        } else {
            own.push(entry);
        }
    }
    let mut seen = FxHashSet::default();
    let mut repeated = Vec::new();
    for entry in own.into_iter().rev() {
        if seen.insert(entry.key.text.clone()) {
            entries.push(entry);
        } else {
            repeated.push((entry.key.text, entry.key.span));
        }
    }
    entries.reverse();
    repeated.reverse();
    entries.extend(merged.into_iter().filter(|entry| seen.insert(entry.key.text.clone())));
    repeated
}
