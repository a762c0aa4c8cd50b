//! Tables as code names them: `table!` and entities, and the collections that fields hold.

use rustc_hash::FxHashMap;

use super::Context;
use super::text::texts_of;
use super::view::View;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::rust::facts::{ItemIndex, RustFacts, ScopeKind, UseLeaf};
use crate::framework::lookup::declares_module;
use crate::framework::store::TableNames;
use crate::graph::{CrateId, Target};
use crate::place::{FileId, Place};
use crate::program::{At, Program, UnitIndex};

/// A table's name with where it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) schema: Option<String>,
}

/// The tables of schemas and entities.
#[derive(Default)]
pub(super) struct Entities {
    /// Tables of diesel by their modules' names.
    diesel: FxHashMap<String, Named>,
    /// Tables of SeaORM by the modules and names of their entities, underscores and case taken off.
    models: FxHashMap<String, Named>,
    /// Collections by the fields that hold them.
    fields: FxHashMap<(CrateId, String), Vec<String>>,
}

impl Entities {
    pub(super) fn new(program: &Program<'_>) -> Self {
        let mut entities = Self::default();
        // Tools write schemas and entities from what stands in the database.
        let generated = program.generated.iter().copied();
        for (file, facts) in
            program.units.iter().map(|unit| (unit.file, unit.facts)).chain(generated)
        {
            entities.read_macros(program, file, facts);
            entities.read_attributes(program, file, facts);
        }
        entities
    }

    /// `table! { schema.users (id) { … } }`.
    fn read_macros(&mut self, program: &Program<'_>, file: FileId, facts: &RustFacts) {
        for call in &facts.macro_calls {
            let segments = &facts.segments[facts.paths[call.path.index()].segments.range()];
            let Some(last) = segments.last() else { continue };
            if !declares_module(facts.symbols.get(last.name)) {
                continue;
            }
            let text = program.text(Place { file, span: call.arguments });
            if let Some((module, named)) = table_macro(text) {
                self.diesel.insert(module, named);
            }
        }
    }

    /// `#[sea_orm(table_name = "users")]`.
    fn read_attributes(&mut self, program: &Program<'_>, file: FileId, facts: &RustFacts) {
        for attribute in &facts.attributes {
            let path = &facts.paths[attribute.path.index()];
            let segments = &facts.segments[path.segments.range()];
            let is = segments.first().is_some_and(|s| facts.symbols.get(s.name) == "sea_orm");
            let (Some(arguments), Some(item), true) = (attribute.arguments, attribute.item, is)
            else {
                continue;
            };
            let text = program.text(Place { file, span: arguments });
            let Some(name) = value_of(text, "table_name") else { continue };
            let named = Named {
                name: name.to_owned(),
                schema: value_of(text, "schema_name").map(str::to_owned),
            };
            let path = &program.files[file.0 as usize].path;
            if let Some(module) = module_name(facts, path, item) {
                self.models.insert(plain(&module), named.clone());
            }
            self.models.entry(plain(name)).or_insert(named);
        }
    }

    /// Whether there are tables of diesel at all.
    pub(super) fn know_diesel(&self) -> bool {
        !self.diesel.is_empty()
    }

    /// The table that a path of diesel names: `users::table`, `dsl::users`, `users`, and any of these by the name that
    /// an import gives to it.
    pub(super) fn diesel_table(
        &self,
        program: &Program<'_>,
        unit: UnitIndex,
        path: &str,
    ) -> Option<&Named> {
        let of = |segments: &[&str]| match segments {
            [.., module, "table"] => self.diesel.get(*module),
            [.., last] => self.diesel.get(*last),
            [] => None,
        };
        let segments: Vec<&str> = path.split("::").collect();
        of(&segments).or_else(|| of(&spelled_out(program, unit, segments)))
    }

    /// The table of an entity that a path names before its method or model: `user::Entity::find`,
    /// `Users::find`, `user::ActiveModel`; with the confidence of that in hundredths.
    pub(super) fn entity(
        &self,
        program: &Program<'_>,
        unit: UnitIndex,
        path: &str,
    ) -> Option<(Named, u8)> {
        let segments = spelled_out(program, unit, path.split("::").collect());
        let of_sea_orm = |name: &str| matches!(name, "Entity" | "ActiveModel" | "Model");
        let known = segments.iter().rev().filter(|name| !of_sea_orm(name));
        if let Some(named) = known.into_iter().find_map(|name| self.models.get(&plain(name))) {
            return Some((named.clone(), 85));
        }
        // The generator of entities calls the module like the table.
        let at = segments.iter().position(|name| of_sea_orm(name))?;
        let module = segments.get(at.checked_sub(1)?)?;
        let is_module = module.starts_with(|c: char| c.is_lowercase())
            && !matches!(
                *module,
                "crate" | "self" | "super" | "entity" | "entities" | "model" | "models"
            );
        is_module.then(|| (Named { name: (*module).to_owned(), schema: None }, 70))
    }

    /// The only collection that fields of a crate hold.
    pub(super) fn only_collection(&self, krate: CrateId) -> Option<&str> {
        let mut names =
            self.fields.iter().filter(|((of, _), _)| *of == krate).flat_map(|(_, names)| names);
        let first = names.next()?;
        names.all(|name| name == first).then_some(first)
    }
}

/// A path with what an import has brought as it stands in the import.
fn spelled_out<'p>(
    program: &'p Program<'_>,
    unit: UnitIndex,
    mut path: Vec<&'p str>,
) -> Vec<&'p str> {
    let facts = program.unit(unit).facts;
    let Some(first) = path.first().copied() else { return path };
    let is_it = |leaf: &&UseLeaf| leaf.name.is_some_and(|name| facts.symbols.get(name) == first);
    if let Some(import) = facts.uses.iter().find(is_it) {
        let names = facts.segments[import.segments.range()].iter();
        path.splice(0..1, names.map(|segment| facts.symbols.get(segment.name)));
    }
    path
}

/// The collections that fields of struct literals hold.
pub(super) fn read_fields(context: &mut Context<'_, '_>) {
    let program = context.program;
    let mut fields: FxHashMap<(CrateId, String), Vec<String>> = FxHashMap::default();
    for body in &program.bodies {
        let used = context.meaning.used(program, body.unit);
        if !used.iter().any(|(_, table)| table.tables == TableNames::Collections) {
            continue;
        }
        let view = View::new(context, body);
        for node in view.nodes() {
            let Node::Named { name, value } = view.node(node) else { continue };
            for collection in collections(context, &view, value, 6) {
                let key =
                    (program.unit(body.unit).krate, program.symbol(body.unit, name).to_owned());
                fields.entry(key).or_default().push(collection);
            }
        }
    }
    context.entities.fields = fields;
}

/// The collections that an expression may be.
pub(super) fn collections(
    context: &Context<'_, '_>,
    view: &View<'_, '_>,
    node: NodeId,
    steps: u8,
) -> Vec<String> {
    let Some(steps) = steps.checked_sub(1) else { return Vec::new() };
    let program = context.program;
    match view.node(view.bare(node)) {
        Node::Method { call, receiver, .. } => {
            let bare = view.bare(node);
            let name = program.method_name(view.unit, call);
            if name.starts_with("collection")
                && let Some(argument) = view.argument(bare, 0)
            {
                let texts = texts_of(context, view, argument);
                return texts.into_iter().map(|text| text.value.replace("{}", "*")).collect();
            }
            match program.method(view.unit, call) {
                Some(Target::Item(item)) => of_function(context, item, steps),
                _ if matches!(name, "clone" | "clone_with_type" | "unwrap" | "expect") => {
                    collections(context, view, receiver, steps)
                }
                _ => Vec::new(),
            }
        }
        Node::Call { callee, .. } => match view.node(callee) {
            Node::Path(path) => match program.path(view.unit, path) {
                Some(Target::Item(item)) => of_function(context, item, steps),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        },
        Node::Local(local) => view
            .value(local)
            .map(|value| collections(context, view, value, steps))
            .unwrap_or_default(),
        Node::Field { name, .. } => {
            let krate = program.unit(view.unit).krate;
            let key = (krate, program.symbol(view.unit, name).to_owned());
            context.entities.fields.get(&key).cloned().unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The collections that a function of the tree makes.
fn of_function(context: &Context<'_, '_>, item: crate::graph::ItemId, steps: u8) -> Vec<String> {
    let Some(body) = context.program.body_of(item) else { return Vec::new() };
    let unit = body.unit;
    // Such functions are short; a long one is something else.
    if body.node.0 - body.first.0 > 500 {
        return Vec::new();
    }
    let nodes = (body.first.0..=body.node.0).map(|number| At { unit, node: NodeId(number) });
    let is_collection = |at: &At| match context.program.node(*at) {
        Node::Method { call, .. } => {
            context.program.method_name(unit, call).starts_with("collection")
        }
        _ => false,
    };
    let found = nodes.into_iter().find(is_collection);
    found
        .map_or_else(Vec::new, |at| collections(context, &View::new(context, body), at.node, steps))
}

/// The module and table of a `table!` macro.
fn table_macro(text: &str) -> Option<(String, Named)> {
    let mut rest = text;
    let mut renamed = None;
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("//") {
            rest = after.split_once('\n')?.1;
        } else if rest.starts_with('#') {
            let end = rest.find(']')?;
            renamed = renamed.or_else(|| value_of(&rest[..end], "sql_name"));
            rest = &rest[end + 1..];
        } else if let Some(after) = rest.strip_prefix("use ") {
            rest = after.split_once(';')?.1;
        } else {
            break;
        }
    }
    let head = rest.split(['(', '{']).next()?.trim();
    let (schema, name) = match head.rsplit_once('.') {
        Some((schema, name)) => (Some(schema.trim()), name.trim()),
        None => (None, head),
    };
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then(|| {
        let schema = schema.filter(|schema| *schema != "public").map(str::to_owned);
        let table = renamed.unwrap_or(name).to_owned();
        (name.to_owned(), Named { name: table, schema })
    })
}

/// The text of `key = "value"` among the arguments of an attribute.
pub(super) fn value_of<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let at = text.match_indices(key).find(|(at, _)| {
        let before = text[..*at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
            && text[at + key.len()..].trim_start().starts_with('=')
    })?;
    let rest = &text[at.0 + key.len()..];
    let value = rest.split_once('"')?.1;
    value.split_once('"').map(|(value, _)| value)
}

/// The name of the module in which an item of a file stands.
fn module_name(facts: &RustFacts, file: &str, item: ItemIndex) -> Option<String> {
    let mut scope = facts.items[item.index()].scope;
    loop {
        let entry = &facts.scopes[scope.index()];
        match (entry.kind, entry.item) {
            (ScopeKind::Module, Some(module)) => {
                return Some(facts.symbols.get(facts.items[module.index()].name).to_owned());
            }
            (ScopeKind::File, _) => break,
            _ if entry.parent == scope => break,
            _ => scope = entry.parent,
        }
    }
    let stem = file.strip_suffix(".rs")?;
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    Some(stem.rsplit('/').next()?.to_owned())
}

/// A name without underscores and case, so that `UserAccount` and `user_account` are one.
fn plain(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_and_attributes_name_tables() {
        let named = |text: &str| {
            table_macro(text).map(|(module, named)| (module, named.name, named.schema))
        };
        assert_eq!(
            named("use diesel::sql_types::*;\n /// Orders.\n shop.orders (id) { id -> Int4, }"),
            Some(("orders".to_owned(), "orders".to_owned(), Some("shop".to_owned())))
        );
        assert_eq!(
            named("#[sql_name = \"user\"] users { id -> Int4 }"),
            Some(("users".to_owned(), "user".to_owned(), None))
        );
        assert_eq!(named("\"head\", \"row\""), None);
        assert_eq!(value_of("schema_name = \"a\", table_name = \"b\"", "table_name"), Some("b"));
        assert_eq!(value_of("my_table_name = \"b\"", "table_name"), None);
    }
}
