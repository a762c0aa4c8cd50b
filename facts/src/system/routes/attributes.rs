//! Routes that attributes of functions declare.

use super::shape::PathText;
use super::text::{method_named, methods_in};
use crate::framework::server::RouteAttribute;
use crate::graph::ItemId;
use crate::graph::system::Method;
use crate::place::Place;
use crate::system::Context;
use crate::system::known::Known;

/// A route that an attribute declares.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub(super) methods: Vec<Method>,
    pub(super) path: PathText,
    pub(super) place: Place,
}

/// The routes of a function for routers of a framework.
pub(super) fn route_attributes(
    context: &Context<'_, '_>,
    item: ItemId,
    framework: usize,
) -> Vec<Declared> {
    let mut own = Vec::new();
    let mut others = Vec::new();
    for (of, attribute, declared) in all(context, item) {
        if attribute == RouteAttribute::Launch {
            continue;
        }
        if of == framework { own.push(declared) } else { others.push(declared) }
    }
    if own.is_empty() && Known::server(framework).attributes.is_empty() { others } else { own }
}

/// Whether an attribute makes a function one that launches what it returns; the table that says so.
pub(super) fn launches(context: &Context<'_, '_>, item: ItemId) -> Option<usize> {
    let mut found = all(context, item).into_iter();
    found
        .find(|(_, attribute, _)| *attribute == RouteAttribute::Launch)
        .map(|(framework, _, _)| framework)
}

/// All that the attributes of a function declare.
fn all(context: &Context<'_, '_>, item: ItemId) -> Vec<(usize, RouteAttribute, Declared)> {
    let program = context.program;
    let Some(body) = program.body_of(item) else { return Vec::new() };
    let facts = program.unit(body.unit).facts;
    let mut found = Vec::new();
    for index in context.links.attributes(program, body.unit, item) {
        let attribute = &facts.attributes[*index as usize];
        let target = program.path(body.unit, attribute.path);
        let meaning = if target.is_some() {
            context.known.of(target).and_then(|known| known.attribute)
        } else {
            let package = program.graph.package_of(body.module);
            let package = program.graph.package(package);
            let names: Vec<&str> =
                package.dependencies.iter().map(|dependency| dependency.package.as_str()).collect();
            context.known.attribute_by_name(&program.path_text(body.unit, attribute.path), &names)
        };
        let Some((framework, meaning)) = meaning else { continue };
        let span = attribute.arguments.unwrap_or(facts.paths[attribute.path.index()].span);
        let text = if attribute.arguments.is_some() {
            program.text(program.place_in(body.unit, span))
        } else {
            ""
        };
        let (methods, path, at) = read(text, meaning);
        let mut place = program.place_in(body.unit, span);
        if let Some((start, end)) = at {
            place.span.end = place.span.start + end as u32;
            place.span.start += start as u32;
        }
        found.push((framework, meaning, Declared { methods, path, place }));
    }
    found
}

/// Methods and path in the arguments of an attribute, and where the path stands in them.
fn read(text: &str, attribute: RouteAttribute) -> (Vec<Method>, PathText, Option<(usize, usize)>) {
    let mut methods = Vec::new();
    let mut path: Option<(String, usize, usize)> = None;
    let mut prefix = String::new();
    for part in parts(text) {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        let (name, value) = match part.split_once('=') {
            Some((name, value)) if !name.contains(['"', '(']) => (name.trim(), value.trim()),
            _ => ("", part.trim()),
        };
        let literal =
            value.strip_prefix('"').and_then(|rest| rest.find('"').map(|end| &rest[..end]));
        match (name, literal) {
            ("", None) => {
                let word = value.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                match word {
                    "method" => methods.extend(methods_in(value)),
                    _ => methods.extend(method_named(word)),
                }
            }
            ("method", _) => methods.extend(methods_in(value)),
            ("context_path", Some(text)) => text.clone_into(&mut prefix),
            ("" | "path" | "uri", Some(text)) if path.is_none() || !name.is_empty() => {
                path = Some((text.to_owned(), start, start + part.len()));
            }
            _ => {}
        }
    }
    if let RouteAttribute::Verb(method) = attribute {
        methods = vec![method];
    }
    if methods.is_empty() {
        methods.push(Method::Any);
    }
    let at = path.as_ref().map(|(_, start, end)| (*start, *end));
    let text = path.map(|(text, _, _)| text).unwrap_or_default();
    let text = if prefix.is_empty() { text } else { super::text::join(&prefix, &text) };
    (methods, PathText { text, partial: false }, at)
}

/// The arguments between commas, those in brackets and texts left whole.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_path(text: &str, attribute: RouteAttribute) -> (Vec<Method>, String) {
        let (methods, path, _) = read(text, attribute);
        (methods, path.text)
    }

    #[test]
    fn attributes_of_all_forms_have_methods_and_a_path() {
        let get = RouteAttribute::Verb(Method::Get);
        assert_eq!(read_path("\"/a/{b}\"", get), (vec![Method::Get], "/a/{b}".to_owned()));
        assert_eq!(
            read_path("\"/a?<q>\", data = \"<d>\"", get),
            (vec![Method::Get], "/a?<q>".to_owned())
        );
        let arguments = RouteAttribute::Arguments;
        assert_eq!(
            read_path("put, path = \"/a\", responses((status = 200, body = [A]))", arguments),
            (vec![Method::Put], "/a".to_owned())
        );
        assert_eq!(
            read_path("method = PATCH, path = \"/b\"", arguments),
            (vec![Method::Patch], "/b".to_owned())
        );
        assert_eq!(
            read_path("\"/c\", method = \"GET\", method = \"HEAD\"", arguments),
            (vec![Method::Get, Method::Head], "/c".to_owned())
        );
    }
}
