//! Settings in code that rules on security look at: any origin allowed, secrets written to logs.

use super::names::{argument, called};
use super::parents::{Parents, nodes_of};
use crate::extract::rust::bodies::Node;
use crate::extract::rust::facts::{LocalId, Type};
use crate::framework::cors::CorsTable;
use crate::framework::lookup::{entry, means, section};
use crate::graph::system::SettingKind;
use crate::graph::{ItemId, ItemKind, Target};
use crate::place::Place;
use crate::program::{At, Body, Program, UnitIndex};

/// Macros that write to a log or the terminal, by their last name.
const WRITING: &[&str] = &[
    "println", "eprintln", "print", "eprint", "dbg", "error", "warn", "info", "debug", "trace",
    "log", "event", "crit",
];

/// A setting, before it is known whose it is.
#[derive(Clone, Debug)]
pub(crate) struct SettingSite {
    /// The function.
    pub(crate) item: ItemId,
    /// The expression.
    pub(crate) at: At,
    /// What.
    pub(crate) kind: SettingKind,
    /// The name of the variable, field or function, never a value.
    pub(crate) name: String,
    /// Where.
    pub(crate) place: Place,
    /// Confidence in hundredths.
    pub(crate) confidence: u8,
}

/// Finds them.
pub(crate) fn read(program: &Program<'_>, parents: &Parents) -> Vec<SettingSite> {
    let mut found = Vec::new();
    for body in &program.bodies {
        for at in nodes_of(body) {
            match program.node(at) {
                Node::Macro { call, .. } => logged(program, body, at, call, &mut found),
                Node::Call { .. } | Node::Method { .. } => {
                    origins(program, parents, body, at, &mut found);
                }
                _ => {}
            }
        }
    }
    found
}

fn origins(
    program: &Program<'_>,
    parents: &Parents,
    body: &Body,
    at: At,
    found: &mut Vec<SettingSite>,
) {
    let Some(name) = called(program, at) else { return };
    let Some((table, _)) = section(name.package, |framework| framework.cors.as_ref()) else {
        return;
    };
    let any = table.any_origin.iter().any(|entry| means(name.path, entry))
        || entry(table.origins, name.path, |(path, _)| path)
            .and_then(|(_, position)| argument(program, at, *position))
            .is_some_and(|argument| is_any(program, table, argument));
    if !any {
        return;
    }
    let credentials = in_chain(program, parents, at, |name| {
        table.credentials.iter().any(|entry| means(name, entry))
    });
    found.push(SettingSite {
        item: body.item,
        at,
        kind: if credentials {
            SettingKind::AnyOriginWithCredentials
        } else {
            SettingKind::AnyOrigin
        },
        name: name.text(),
        place: super::calls::place_of(program, at),
        confidence: 95,
    });
}

fn is_any(program: &Program<'_>, table: &CorsTable, at: At) -> bool {
    match program.node(at) {
        Node::Path(path) => {
            let text = program.path_text(at.unit, path);
            table.any.iter().any(|any| text == *any || text.ends_with(&format!("::{any}")))
        }
        Node::Text => table.any.contains(&program.literal(at).as_str()),
        Node::Reference(inner) | Node::Try(inner) => {
            is_any(program, table, At { unit: at.unit, node: inner })
        }
        Node::Method { receiver, .. } => {
            is_any(program, table, At { unit: at.unit, node: receiver })
        }
        _ => false,
    }
}

/// Whether a call of the chain in which `at` stands, before or behind it, has such a name.
fn in_chain(
    program: &Program<'_>,
    parents: &Parents,
    at: At,
    wanted: impl Fn(&str) -> bool,
) -> bool {
    let is_wanted = |at| called(program, at).is_some_and(|name| wanted(name.path));
    let mut below = at;
    while let Node::Method { receiver, .. } = program.node(below) {
        below = At { unit: at.unit, node: receiver };
        if is_wanted(below) {
            return true;
        }
    }
    parents
        .above(at)
        .take_while(|above| {
            matches!(program.node(*above), Node::Method { .. } | Node::Try(_) | Node::Await(_))
        })
        .any(is_wanted)
}

fn logged(program: &Program<'_>, body: &Body, at: At, call: u32, found: &mut Vec<SettingSite>) {
    let unit = program.unit(at.unit);
    let entry = &unit.facts.macro_calls[call as usize];
    let path = program.path_text(at.unit, entry.path);
    if !WRITING.contains(&path.rsplit("::").next().unwrap_or(&path)) {
        return;
    }
    let Node::Macro { arguments, .. } = program.node(at) else { return };
    let mut name = None;
    for argument in program.list(at.unit, arguments) {
        name = name.or_else(|| secret_in(program, argument, 6));
    }
    if let Some(name) = name {
        found.push(SettingSite {
            item: body.item,
            at,
            kind: SettingKind::LoggedSecret,
            name,
            place: program.place(at),
            confidence: 90,
        });
    }
}

/// The name of a secret that an argument of a macro writes.
fn secret_in(program: &Program<'_>, at: At, depth: u8) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let here = |node| At { unit: at.unit, node };
    match program.node(at) {
        Node::Text => {
            inline_names(&program.literal(at)).into_iter().find(|name| is_secret_name(name))
        }
        Node::Local(local) => {
            let name = program.local_name(at.unit, local);
            if is_secret_name(name) {
                return Some(name.to_owned());
            }
            secret_field(program, at.unit, local)
        }
        Node::Field { name, .. } => {
            let name = program.symbol(at.unit, name);
            is_secret_name(name).then(|| name.to_owned())
        }
        Node::Path(path) => {
            let text = program.path_text(at.unit, path);
            let last = text.rsplit("::").next().unwrap_or(&text);
            is_secret_name(last).then(|| last.to_owned())
        }
        Node::Named { value, .. }
        | Node::Reference(value)
        | Node::Try(value)
        | Node::Await(value) => secret_in(program, here(value), depth),
        Node::Operation(list) => {
            program.list(at.unit, list).find_map(|part| secret_in(program, part, depth))
        }
        // What is made of a secret (its length, whether it is there) is none.
        Node::Method { call, receiver, .. }
            if matches!(
                program.method_name(at.unit, call),
                "clone"
                    | "as_str"
                    | "to_string"
                    | "as_ref"
                    | "unwrap"
                    | "expose_secret"
                    | "as_deref"
            ) =>
        {
            secret_in(program, here(receiver), depth)
        }
        _ => None,
    }
}

/// The secret field of the struct that a variable is, if its `Debug` is derived and so shows it.
fn secret_field(program: &Program<'_>, unit: UnitIndex, local: LocalId) -> Option<String> {
    let facts = program.unit(unit).facts;
    let ty = facts.locals.get(local.index())?.ty?;
    let path = held(facts, ty)?;
    let Some(Target::Item(item)) = program.path(unit, path) else { return None };
    let graph = program.graph;
    if graph.item(item).kind != ItemKind::Struct || !derives_debug(program, item) {
        return None;
    }
    let fields = graph
        .items()
        .filter(|(_, field)| field.parent == Some(item) && field.kind == ItemKind::Field);
    fields
        .map(|(_, field)| graph.names.get(field.name))
        .find(|name| is_secret_name(name))
        .map(str::to_owned)
}

/// The path of a type, references and wrappers with one argument taken off.
fn held(
    facts: &crate::extract::rust::facts::RustFacts,
    ty: crate::extract::rust::facts::TypeId,
) -> Option<crate::extract::rust::facts::PathId> {
    let mut at = ty;
    for _ in 0..6 {
        match facts.types.get(at.index())? {
            Type::Reference(inner) => at = *inner,
            Type::Path { path, arguments } if arguments.len == 0 => return Some(*path),
            Type::Path { arguments, .. } if arguments.len == 1 => {
                at = facts.type_lists[arguments.start as usize];
            }
            _ => return None,
        }
    }
    None
}

/// Whether the text before a struct derives `Debug`.
fn derives_debug(program: &Program<'_>, item: ItemId) -> bool {
    let item = program.graph.item(item);
    let text = program.text(Place { file: item.file, span: item.span });
    let head = &text[..text.find("struct").unwrap_or(text.len())];
    head.contains("derive") && head.contains("Debug")
}

/// Names that a format string takes from around it: `{name}`, `{name:?}`.
fn inline_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(after) = rest.strip_prefix('{') {
            rest = after;
            continue;
        }
        let Some(close) = rest.find('}') else { break };
        let name = rest[..close].split(':').next().unwrap_or_default();
        if name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            names.push(name.to_owned());
        }
        rest = &rest[close + 1..];
    }
    names
}

/// Whether a variable of this name holds a password, key, or an address with a password in it.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(['_', '-', '.']).filter(|word| !word.is_empty()).collect();
    let last = words.last().copied().unwrap_or_default();
    let has = |word: &str| words.contains(&word);
    // `password_hash` and `password_reset` are no passwords; `token_count` is no token.
    if matches!(last, "password" | "passwd" | "pwd" | "passphrase" | "secret" | "apikey") {
        return true;
    }
    if last == "key"
        && (has("api") || has("private") || has("secret") || has("signing") || has("encryption"))
    {
        return true;
    }
    if last == "token"
        && (has("access") || has("refresh") || has("auth") || has("bearer") || has("api"))
    {
        return true;
    }
    let store = [
        "database", "db", "postgres", "pg", "mysql", "mongo", "mongodb", "redis", "amqp",
        "rabbitmq",
    ]
    .iter()
    .any(|store| has(store));
    (matches!(last, "url" | "uri" | "dsn") && store)
        || lower.ends_with("connection_string")
        || lower.ends_with("conn_str")
}

#[cfg(test)]
mod tests {
    use super::{inline_names, is_secret_name};

    #[test]
    fn names_tell_secrets() {
        for name in [
            "database_url",
            "DB_URL",
            "password",
            "user_password",
            "jwt_secret",
            "api_key",
            "access_token",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in
            ["url", "token_count", "password_hash", "key", "secret_name", "base_url", "token"]
        {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn format_strings_take_names() {
        assert_eq!(inline_names("{{x}} {database_url} {0} {} {e:?}"), ["database_url", "e"]);
    }
}
