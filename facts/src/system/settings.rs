//! Settings in code that rules on security look at: any origin allowed, secrets written to logs.

use super::links::Links;
use super::names::{Outside, argument, called, calls_outside};
use super::parents::Parents;
use super::parts::{derives, named_type};
use crate::deploy::is_secret_name;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::rust::facts::{LocalId, Type};
use crate::extract::rust::primitive;
use crate::framework::cors::CorsTable;
use crate::framework::lookup::{entry, means};
use crate::framework::store::names_file;
use crate::framework::writing;
use crate::graph::system::SettingKind;
use crate::graph::{Item, ItemId, ItemKind, Target};
use crate::place::Place;
use crate::program::{At, Body, Program};

/// A type whose values show no secret, as those of the language do not.
const DURATION: &str = "Duration";

/// The match that binds a variable is looked for so many expressions far.
const FAR: usize = 4_000;

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
pub(crate) fn read(program: &Program<'_>, parents: &Parents, links: &Links) -> Vec<SettingSite> {
    let mut found = Vec::new();
    for body in &program.bodies {
        let before = found.len();
        for node in links.macros_in(body) {
            logged(program, links, body, At { unit: body.unit, node: *node }, &mut found);
        }
        for (at, name) in calls_outside(program, links, body) {
            origins(program, parents, body, at, &name, &mut found);
        }
        found[before..].sort_by_key(|site| site.at);
    }
    found
}

fn origins(
    program: &Program<'_>,
    parents: &Parents,
    body: &Body,
    at: At,
    name: &Outside<'_>,
    found: &mut Vec<SettingSite>,
) {
    let Some((table, _)) = name.library.cors else { return };
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
        Node::Text => table.any.contains(&&*program.literal(at)),
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

fn logged(program: &Program<'_>, links: &Links, body: &Body, at: At, found: &mut Vec<SettingSite>) {
    let Node::Macro { call, arguments } = program.node(at) else { return };
    let unit = program.unit(at.unit);
    let entry = &unit.facts.macro_calls[call as usize];
    let name = program.last_name(at.unit, entry.path);
    let kind = if writing::logs(name) {
        SettingKind::LoggedSecret
    } else if writing::prints(name) {
        SettingKind::PrintedSecret
    } else {
        return;
    };
    let mut name = None;
    for argument in program.list(at.unit, arguments) {
        name = name.or_else(|| secret_in(program, links, argument, 6));
    }
    if let Some(name) = name {
        found.push(SettingSite {
            item: body.item,
            at,
            kind,
            name,
            place: program.place(at),
            confidence: 90,
        });
    }
}

/// The name of a secret that an argument of a macro writes.
fn secret_in(program: &Program<'_>, links: &Links, at: At, depth: u8) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let here = |node| At { unit: at.unit, node };
    match program.node(at) {
        Node::Text => {
            inline_names(&program.literal(at)).into_iter().find(|name| is_secret_name(name))
        }
        Node::Local(local) => {
            let name = program.local_name(at.unit, local);
            // What a struct shows are its fields, whatever the variable is called.
            match held_by(program, at, local) {
                Some(Target::Item(item)) if program.graph.item(item).kind == ItemKind::Struct => {
                    secret_field(program, links, item)
                }
                // Types that hide what they hold say so by their names: `SecretString`.
                Some(Target::External(of))
                    if program.graph.externals[of.index()].path.contains("Secret") =>
                {
                    None
                }
                _ if is_made_unreadable(program, links, at, local) => None,
                _ if is_plain(program, at, local) => None,
                _ if is_file(program, links, at, local) => None,
                _ => is_secret_name(name).then(|| name.to_owned()),
            }
        }
        Node::Field { base, name } => {
            let name = program.symbol(at.unit, name);
            // `config.database.url` is one together with what it is a part of.
            let around = match program.node(here(base)) {
                Node::Field { name, .. } => program.symbol(at.unit, name),
                Node::Local(local) => program.local_name(at.unit, local),
                _ => "",
            };
            let name =
                if is_secret_name(name) { name.to_owned() } else { format!("{around}_{name}") };
            is_secret_name(&name).then_some(name)
        }
        Node::Path(path) => {
            let last = program.last_name(at.unit, path);
            is_secret_name(last).then(|| last.to_owned())
        }
        Node::Named { value, .. }
        | Node::Reference(value)
        | Node::Try(value)
        | Node::Await(value) => secret_in(program, links, here(value), depth),
        Node::Operation(list) => {
            program.list(at.unit, list).find_map(|part| secret_in(program, links, part, depth))
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
            secret_in(program, links, here(receiver), depth)
        }
        _ => None,
    }
}

/// Whether a variable holds what a function made of a secret that shows it no more: `hash_password(&password)`.
fn is_made_unreadable(program: &Program<'_>, links: &Links, at: At, local: LocalId) -> bool {
    let mut made = links.initialiser(at.unit, local);
    while let Some(at) = made {
        let here = |node| At { unit: at.unit, node };
        let (name, inner) = match program.node(at) {
            Node::Macro { .. } => return shows_no_secret(program, links, at),
            Node::Call { callee, .. } => match program.node(here(callee)) {
                Node::Path(path) => (program.path_text(at.unit, path), None),
                _ => return false,
            },
            Node::Method { call, receiver, .. } => {
                (program.method_name(at.unit, call).to_owned(), Some(here(receiver)))
            }
            Node::Try(inner) | Node::Await(inner) => (String::new(), Some(here(inner))),
            _ => return false,
        };
        let name = name.to_ascii_lowercase();
        if ["hash", "encrypt", "mask", "redact"].iter().any(|word| name.contains(word)) {
            return true;
        }
        made = inner;
    }
    false
}

/// Whether a text is put together of what is no secret: `format!("postgres://…@{host}")`.
fn shows_no_secret(program: &Program<'_>, links: &Links, at: At) -> bool {
    let Node::Macro { call, arguments } = program.node(at) else { return false };
    let path = program.unit(at.unit).facts.macro_calls[call as usize].path;
    let mut parts = program.list(at.unit, arguments);
    let Some(template) = parts.next().filter(|first| program.node(*first) == Node::Text) else {
        return false;
    };
    program.last_name(at.unit, path) == "format"
        && !has_credentials(&program.literal(template))
        && secret_in(program, links, template, 4).is_none()
        && parts.all(|part| secret_in(program, links, part, 4).is_none())
}

/// Whether something is put in before the host of an address.
fn has_credentials(template: &str) -> bool {
    let behind = template.split_once("://").map_or(template, |(_, behind)| behind);
    behind.split_once('@').is_some_and(|(before, _)| before.contains('{'))
}

/// Whether a variable holds the address of a database that is a file, which nobody needs a password for.
fn is_file(program: &Program<'_>, links: &Links, at: At, local: LocalId) -> bool {
    let made = links.initialiser(at.unit, local);
    made.is_some_and(|made| names_file(program.text(program.place(made))))
}

/// Whether a variable is declared to hold a flag, a number or a time.
fn is_plain(program: &Program<'_>, at: At, local: LocalId) -> bool {
    let facts = program.unit(at.unit).facts;
    let declared = facts.locals.get(local.index()).and_then(|local| local.ty);
    match declared.map(|ty| &facts.types[ty.index()]) {
        // The types of the language have no path.
        Some(Type::Other) => true,
        Some(Type::Path { path, .. }) => program.last_name(at.unit, *path) == DURATION,
        _ => false,
    }
}

/// The secret field of a struct, if its `Debug` is derived and so shows it.
fn secret_field(program: &Program<'_>, links: &Links, item: ItemId) -> Option<String> {
    let graph = program.graph;
    if !derives(program, item, "Debug") {
        return None;
    }
    let parts = links.children(item).iter().map(|part| graph.item(*part));
    let shows = |part: &&Item| {
        let text = program.text(Place { file: part.file, span: part.span });
        let ty = text.rsplit_once(':').map_or(text, |(_, ty)| ty);
        let ty = ty.trim().trim_start_matches("Option<").trim_end_matches('>');
        !primitive::NAMES.contains(&ty) && ty != DURATION
    };
    let fields = parts.filter(|part| part.kind == ItemKind::Field).filter(shows);
    fields
        .map(|field| graph.names.get(field.name))
        .find(|name| is_secret_name(name))
        .map(str::to_owned)
}

/// The type that a variable holds, references and wrappers taken off: by its own type, or by that of the variable
/// that is matched where it is bound.
fn held_by(program: &Program<'_>, at: At, local: LocalId) -> Option<Target> {
    let unit = program.unit(at.unit);
    let own = |local: LocalId| {
        let ty = unit.facts.locals.get(local.index())?.ty?;
        named_type(program, at.unit, ty)
    };
    if let Some(found) = own(local) {
        return Some(found);
    }
    if !is_secret_name(program.local_name(at.unit, local)) {
        return None;
    }
    let nodes = &unit.bodies.nodes;
    let behind = || (at.node.0..nodes.len() as u32).take(FAR).map(NodeId);
    // An arm's number is above those of its parts, and a match's above those of its arms.
    let arm = behind().find(|node| match nodes[node.index()] {
        Node::Arm { pattern, .. } => pattern.iter().any(|bound| bound == local),
        _ => false,
    })?;
    let matched = behind().find_map(|node| match nodes[node.index()] {
        Node::Match { on, arms } if unit.bodies.list(arms).contains(&arm) => Some(on),
        _ => None,
    })?;
    match unit.bodies.node(matched) {
        Node::Local(outer) => own(outer),
        _ => None,
    }
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

#[cfg(test)]
mod tests {
    use super::inline_names;

    #[test]
    fn format_strings_take_names() {
        assert_eq!(inline_names("{{x}} {database_url} {0} {} {e:?}"), ["database_url", "e"]);
    }
}
