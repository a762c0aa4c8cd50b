//! Options of consumers, as chains of calls set them.

use super::names::{argument, called};
use crate::extract::rust::bodies::Node;
use crate::framework::broker::BrokerTable;
use crate::framework::lookup::entry;
use crate::program::{At, Program};

/// Options that a chain of calls sets.
#[derive(Default)]
pub(super) struct Options {
    /// Key, value and the call; the value is empty where it is no text.
    pub(super) values: Vec<(String, String, At)>,
    /// There may be further ones.
    pub(super) open: bool,
}

impl Options {
    pub(super) fn chain(&mut self, program: &Program<'_>, table: &BrokerTable, end: At) {
        let mut at = end;
        for _ in 0..64 {
            if let Some(name) = called(program, at)
                && let Some((_, key, value)) = entry(table.options, name.path, |(path, ..)| path)
                && let (Some(key), Some(value)) =
                    (argument(program, at, *key), argument(program, at, *value))
            {
                if program.node(key) == Node::Text {
                    let text = match program.node(value) {
                        Node::Text => program.literal(value).into_owned(),
                        _ => String::new(),
                    };
                    self.values.push((program.literal(key).into_owned(), text, at));
                } else {
                    self.open = true;
                }
            }
            at = match program.node(at) {
                Node::Method { receiver: inner, .. }
                | Node::Await(inner)
                | Node::Try(inner)
                | Node::Reference(inner) => At { unit: at.unit, node: inner },
                Node::Local(_) | Node::Field { .. } => {
                    self.open = true;
                    return;
                }
                _ => return,
            };
        }
    }
}
