//! Configurations that are put into structs: which field is which variable or key.

use rustc_hash::{FxHashMap, FxHashSet};

use super::source::{self, Source};
use crate::extract::rust::facts::{ItemIndex, ItemKind, PathKind, Type};
use crate::framework::settings::{self, Filled};
use crate::graph::{CrateId, ItemId, Target};
use crate::place::{Place, Span};
use crate::program::{Program, UnitIndex};
use crate::system::links::Links;
use crate::system::parts::named_type;

/// Fields of structs that a configuration fills.
#[derive(Default)]
pub(crate) struct Settings {
    pub(super) fields: FxHashMap<(ItemId, String), Setting>,
    types: FxHashMap<(ItemId, String), ItemId>,
    names: FxHashMap<String, Option<ItemId>>,
}

/// A field that a configuration fills.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) variable: Option<String>,
    pub(super) key: Option<String>,
    /// The field that holds its struct, where that is one of several.
    pub(super) held_by: Option<String>,
    /// Its other names, where several fields hold its struct: `primary.url`, `replica.url`.
    pub(super) others: Vec<Named>,
    pub(super) default: Option<String>,
    pub(super) has_default: bool,
    /// Its own fields are keys beside it, not below it.
    flat: bool,
    pub(super) place: Place,
    pub(super) krate: CrateId,
    pub(super) emitted: bool,
}

/// What a field is called where another field holds its struct.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) variable: Option<String>,
    pub(super) key: Option<String>,
    pub(super) held_by: Option<String>,
}

impl Settings {
    pub(crate) fn new(program: &Program<'_>, links: &Links) -> Self {
        let mut settings = Self::default();
        let mut sources: FxHashMap<CrateId, Source> = FxHashMap::default();
        let hints = program.by_unit(|unit| source::hints(program, unit));
        for (unit, hints) in program.units.iter().zip(hints) {
            sources.entry(unit.krate).or_default().take(hints);
        }
        let fields = program.by_unit(|unit| fields(program, unit, links));
        for field in fields.into_iter().flatten() {
            settings.add(field);
        }
        settings.name_keys(program, &sources);
        settings
    }

    /// The only struct that has a setting of this name.
    pub(super) fn only(&self, name: &str) -> Option<ItemId> {
        self.names.get(name).copied().flatten()
    }

    /// The struct that a field is.
    pub(super) fn type_of_field(&self, of: ItemId, name: &str) -> Option<ItemId> {
        self.types.get(&(of, name.to_owned())).copied()
    }

    fn add(&mut self, field: Field<'_>) {
        let Field { owner, name, of, setting } = field;
        if let Some(of) = of {
            self.types.insert((owner, name.to_owned()), of);
        }
        if let Some(setting) = setting {
            let only = self.names.entry(name.to_owned()).or_insert(Some(owner));
            *only = only.filter(|only| *only == owner);
            self.fields.insert((owner, name.to_owned()), setting);
        }
    }

    /// Gives fields that are keys of a file or of the environment their full names.
    fn name_keys(&mut self, program: &Program<'_>, sources: &FxHashMap<CrateId, Source>) {
        let mut holders: Holders = FxHashMap::default();
        let mut types: Vec<_> = self.types.iter().collect();
        types.sort_unstable();
        for ((owner, name), of) in types {
            if owner != of && self.fields.contains_key(&(*owner, name.clone())) {
                holders.entry(*of).or_default().push((*owner, name.clone()));
            }
        }
        let keys: Vec<(ItemId, String)> = self.fields.keys().cloned().collect();
        let owners: FxHashSet<ItemId> = keys.iter().map(|(owner, _)| *owner).collect();
        for (owner, name) in keys {
            let mut ways = Vec::new();
            self.ways(&holders, owner, vec![name.clone()], 0, &mut ways);
            let is_group =
                self.types.get(&(owner, name.clone())).is_some_and(|of| owners.contains(of));
            let Some(setting) = self.fields.get_mut(&(owner, name)) else { continue };
            if setting.variable.is_some() {
                continue;
            }
            ways.retain(|(root, _)| {
                let root = program.graph.names.get(program.graph.item(*root).name).to_lowercase();
                SETTINGS.iter().any(|end| root.ends_with(end))
            });
            let source = sources.get(&setting.krate).cloned().unwrap_or_default();
            setting.emitted =
                !ways.is_empty() && !is_group && (source.from_file || source.variables.is_some());
            setting.key = None;
            let several = ways.len() > 1;
            let mut named = ways.into_iter().map(|(_, path)| {
                let key = path.join(".");
                setting.has_default |=
                    source.built_in || source.in_file || source.defaults.contains(&key);
                let variable = source.variables.as_ref().map(|(prefix, separator)| {
                    // Without a separator no variable of a shell can mean what stands within a group.
                    setting.has_default |= separator.is_none() && path.len() > 1;
                    let joined = path.join(separator.as_deref().unwrap_or("."));
                    format!("{prefix}{joined}").to_uppercase()
                });
                let held_by = path.len().checked_sub(2).map(|at| path[at].clone());
                Named { variable, key: Some(key), held_by: held_by.filter(|_| several) }
            });
            let first = named.next();
            let others: Vec<Named> = named.collect();
            let Some(first) = first else { continue };
            (setting.variable, setting.key) = (first.variable, first.key);
            (setting.held_by, setting.others) = (first.held_by, others);
        }
    }

    /// The ways from a configuration to a field: the struct that they begin with, and the fields from there on.
    fn ways(
        &self,
        holders: &Holders,
        owner: ItemId,
        path: Vec<String>,
        depth: u8,
        found: &mut Vec<(ItemId, Vec<String>)>,
    ) {
        let above = holders.get(&owner).map(Vec::as_slice).unwrap_or_default();
        if above.is_empty() || depth == MOST_DEPTH {
            let mut path = path;
            path.reverse();
            found.push((owner, path));
            return;
        }
        for (above, field) in above {
            if found.len() == MOST_WAYS {
                return;
            }
            let flat = self.fields.get(&(*above, field.clone())).is_some_and(|f| f.flat);
            let mut longer = path.clone();
            longer.extend((!flat).then(|| field.clone()));
            self.ways(holders, *above, longer, depth + 1, found);
        }
    }
}

/// The fields that hold each struct, with their structs.
type Holders = FxHashMap<ItemId, Vec<(ItemId, String)>>;

/// So deep do configurations nest.
const MOST_DEPTH: u8 = 8;
/// So many names of one field are told.
const MOST_WAYS: usize = 8;

/// What the names of structs end in that hold a whole configuration.
const SETTINGS: &[&str] =
    &["config", "settings", "conf", "configuration", "env", "cfg", "environment"];

/// A field of a struct.
struct Field<'a> {
    owner: ItemId,
    name: &'a str,
    /// The struct that it is.
    of: Option<ItemId>,
    /// What is known of it if a configuration fills it.
    setting: Option<Setting>,
}

/// The fields of a unit of which something is known.
fn fields<'p>(program: &'p Program<'_>, index: UnitIndex, links: &Links) -> Vec<Field<'p>> {
    let unit = program.unit(index);
    let facts = unit.facts;
    if !facts.items.iter().any(|item| matches!(item.kind, ItemKind::Field { .. })) {
        return Vec::new();
    }
    let mut derives: FxHashMap<ItemIndex, Vec<&str>> = FxHashMap::default();
    for path in facts.paths.iter().filter(|path| path.kind == PathKind::Derive) {
        if let (Some(item), Some(last)) = (path.item, facts.segments[path.segments.range()].last())
        {
            derives.entry(item).or_default().push(facts.symbols.get(last.name));
        }
    }
    let mut attributes: FxHashMap<ItemIndex, Vec<(&str, &str)>> = FxHashMap::default();
    for attribute in &facts.attributes {
        // All that fill fields are named alone.
        if let (Some(item), Some(span), ("", name)) =
            (attribute.item, attribute.arguments, program.last_names(index, attribute.path))
        {
            let text = program.text(program.place_in(index, span));
            attributes.entry(item).or_default().push((name, text));
        }
    }
    let mut found = Vec::new();
    for (at, item) in facts.items.iter().enumerate() {
        let ItemKind::Field { ty } = item.kind else { continue };
        let Some(parent) = item.parent else { continue };
        let Some(owner) = links.id_of(program, index, parent) else { continue };
        let name = facts.symbols.get(item.name);
        let of = match named_type(program, index, ty) {
            Some(Target::Item(of)) => Some(of),
            _ => None,
        };
        let traits = derives.get(&parent).map_or(&[][..], Vec::as_slice);
        let own = attributes.get(&ItemIndex(at as u32)).map_or(&[][..], Vec::as_slice);
        let whole = attributes.get(&parent).map_or(&[][..], Vec::as_slice);
        let optional = matches!(&facts.types[ty.index()], Type::Path { path, .. }
            if program.last_name(index, *path).ends_with("Option"));
        let mut setting = Setting {
            variable: None,
            key: None,
            held_by: None,
            others: Vec::new(),
            default: None,
            has_default: optional,
            flat: false,
            place: Place { file: unit.file, span: item.name_span },
            krate: unit.krate,
            emitted: true,
        };
        let constant = |name: &str| constant(program, index, name);
        let setting = fill(&mut setting, name, traits, own, whole, constant).then_some(setting);
        if of.is_some() || setting.is_some() {
            found.push(Field { owner, name, of, setting });
        }
    }
    found
}

/// Fills what the attributes of a field say; no if no configuration fills it.
fn fill(
    setting: &mut Setting,
    name: &str,
    traits: &[&str],
    own: &[(&str, &str)],
    whole: &[(&str, &str)],
    constant: impl Fn(&str) -> Option<String>,
) -> bool {
    for (attribute, text) in own {
        if *attribute == "serde" {
            setting.has_default |= mentions(text, "default");
            setting.flat |= mentions(text, "flatten");
        } else if let Some(known) = settings::attribute(attribute)
            && (known.enough || mentions(text, known.variable))
        {
            let text_of = |given: &str| text_in(given).or_else(|| constant(given));
            setting.variable = Some(match value(text, known.variable).map(text_of) {
                Some(Some(variable)) => variable,
                // A name that is not known names a variable that is not known.
                Some(None) => return false,
                None => name.to_uppercase(),
            });
            let defaults = known.defaults.iter();
            setting.default = defaults.filter_map(|default| value(text, default)).find_map(text_of);
            setting.has_default |= known.defaults.iter().any(|default| text.contains(default));
            return true;
        }
    }
    match settings::filled(traits) {
        Some(Filled::ByRows) => return false,
        Some(Filled::ByVariables) => {
            setting.variable = Some(name.to_uppercase());
            return true;
        }
        Some(Filled::ByKeys) | None => {}
    }
    let whole_default =
        whole.iter().any(|(name, text)| *name == "serde" && mentions(text, "default"));
    setting.has_default |= whole_default;
    setting.key = Some(name.to_owned());
    settings::filled(traits) == Some(Filled::ByKeys)
}

/// Whether a word stands in the arguments of an attribute.
fn mentions(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|part| part == word)
}

/// What stands behind `name =` in the arguments of an attribute, and all after it.
fn value<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.match_indices(name).find_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        let free = before.is_none_or(|c| !c.is_alphanumeric() && c != '_');
        let rest = text[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        free.then_some(rest)
    })
}

/// The text that a literal at the beginning holds.
fn text_in(given: &str) -> Option<String> {
    let found = given.strip_prefix('"')?;
    Some(found[..found.find('"')?].to_owned())
}

/// The text of the constant of a file whose name stands at the beginning of `given`.
fn constant(program: &Program<'_>, index: UnitIndex, given: &str) -> Option<String> {
    let end = given.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(given.len());
    let facts = program.unit(index).facts;
    let mut constants =
        facts.items.iter().filter(|item| matches!(item.kind, ItemKind::Const { .. }));
    let found = constants.find(|item| facts.symbols.get(item.name) == &given[..end])?;
    let span = Span { start: found.name_span.start, end: found.span.end };
    let text = program.text(program.place_in(index, span));
    text_in(text.split_once('=')?.1.trim_start())
}
