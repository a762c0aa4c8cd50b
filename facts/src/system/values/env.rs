//! What code reads from its environment: variables, and configurations that are put into structs.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Piece;
use super::calls::env_name;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::extract::rust::facts::{ItemIndex, ItemKind, PathKind, Type};
use crate::graph::{CrateId, ItemId, Target};
use crate::place::Place;
use crate::program::{At, Program, Unit, UnitIndex};
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
    pub(super) default: Option<String>,
    has_default: bool,
    place: Place,
    krate: CrateId,
    emitted: bool,
}

/// A read of the environment, before it is known who runs it.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) name: String,
    pub(crate) is_env: bool,
    pub(crate) has_default: bool,
    pub(crate) default: Option<String>,
    pub(crate) place: Place,
    pub(crate) confidence: u8,
    /// The expression, if it is one.
    pub(crate) at: Option<At>,
    pub(crate) krate: CrateId,
}

impl Settings {
    pub(crate) fn new(program: &Program<'_>, links: &Links) -> Self {
        let mut settings = Self::default();
        let mut sources: FxHashMap<CrateId, Source> = FxHashMap::default();
        for (index, unit) in program.units.iter().enumerate() {
            find_source(
                program,
                UnitIndex(index as u32),
                unit,
                sources.entry(unit.krate).or_default(),
            );
        }
        for (index, unit) in program.units.iter().enumerate() {
            settings.read_unit(program, UnitIndex(index as u32), unit, links);
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

    fn read_unit(
        &mut self,
        program: &Program<'_>,
        index: UnitIndex,
        unit: &Unit<'_>,
        links: &Links,
    ) {
        let facts = unit.facts;
        let mut derives: FxHashMap<ItemIndex, Vec<&str>> = FxHashMap::default();
        for path in facts.paths.iter().filter(|path| path.kind == PathKind::Derive) {
            if let (Some(item), Some(last)) =
                (path.item, facts.segments[path.segments.range()].last())
            {
                derives.entry(item).or_default().push(facts.symbols.get(last.name));
            }
        }
        let mut attributes: FxHashMap<ItemIndex, Vec<(String, &str)>> = FxHashMap::default();
        for attribute in &facts.attributes {
            if let (Some(item), Some(span)) = (attribute.item, attribute.arguments) {
                let text = program.text(program.place_in(index, span));
                let name = program.path_text(index, attribute.path);
                attributes.entry(item).or_default().push((name, text));
            }
        }
        for (at, item) in facts.items.iter().enumerate() {
            let ItemKind::Field { ty } = item.kind else { continue };
            let Some(parent) = item.parent else { continue };
            let Some(owner_id) = links.id_of(program, index, parent) else { continue };
            let name = facts.symbols.get(item.name).to_owned();
            if let Some(Target::Item(of)) = named_type(program, index, ty) {
                self.types.insert((owner_id, name.clone()), of);
            }
            let traits = derives.get(&parent).map_or(&[][..], Vec::as_slice);
            let own = attributes.get(&ItemIndex(at as u32)).map_or(&[][..], Vec::as_slice);
            let whole = attributes.get(&parent).map_or(&[][..], Vec::as_slice);
            let optional = matches!(&facts.types[ty.index()], Type::Path { path, .. }
                if program.path_text(index, *path).ends_with("Option"));
            let place = Place { file: unit.file, span: item.name_span };
            let mut setting = Setting {
                variable: None,
                key: None,
                default: None,
                has_default: optional,
                place,
                krate: unit.krate,
                emitted: true,
            };
            if !fill(&mut setting, &name, traits, own, whole) {
                continue;
            }
            let entry = self.names.entry(name.clone()).or_insert(Some(owner_id));
            *entry = entry.filter(|only| *only == owner_id);
            self.fields.insert((owner_id, name), setting);
        }
    }

    /// Gives fields that are keys of a file or of the environment their full names.
    fn name_keys(&mut self, program: &Program<'_>, sources: &FxHashMap<CrateId, Source>) {
        let mut below: FxHashMap<ItemId, (ItemId, String)> = FxHashMap::default();
        let mut types: Vec<_> = self.types.iter().collect();
        types.sort_unstable();
        for ((owner, name), of) in types {
            if owner != of && self.fields.contains_key(&(*owner, name.clone())) {
                below.entry(*of).or_insert((*owner, name.clone()));
            }
        }
        let keys: Vec<(ItemId, String)> = self.fields.keys().cloned().collect();
        let owners: FxHashSet<ItemId> = keys.iter().map(|(owner, _)| *owner).collect();
        for (owner, name) in keys {
            let mut path = vec![name.clone()];
            let mut root = owner;
            for _ in 0..8 {
                let Some((above, field)) = below.get(&root) else { break };
                path.push(field.clone());
                root = *above;
            }
            path.reverse();
            let is_group =
                self.types.get(&(owner, name.clone())).is_some_and(|of| owners.contains(of));
            let root_name = program.graph.names.get(program.graph.item(root).name).to_lowercase();
            let Some(setting) = self.fields.get_mut(&(owner, name)) else { continue };
            if setting.variable.is_some() {
                continue;
            }
            let is_settings =
                ["config", "settings", "conf", "configuration", "env", "cfg", "environment"]
                    .iter()
                    .any(|end| root_name.ends_with(end));
            let source = sources.get(&setting.krate).cloned().unwrap_or_default();
            setting.emitted =
                is_settings && !is_group && (source.from_file || source.variables.is_some());
            if !is_settings {
                setting.key = None;
                continue;
            }
            setting.key = Some(path.join("."));
            setting.has_default |= source.built_in;
            if let Some((prefix, separator)) = source.variables {
                let joined = path.join(separator.as_deref().unwrap_or("."));
                setting.variable = Some(format!("{prefix}{joined}").to_uppercase());
            }
        }
    }
}

/// Where the settings of a crate come from.
#[derive(Clone, Default)]
struct Source {
    /// The prefix with what stands behind it, and what stands between the parts of a key.
    variables: Option<(String, Option<String>)>,
    from_file: bool,
    /// Whether a layer below all others is part of the program, so that every key has a default.
    built_in: bool,
}

/// Finds what a unit says about where settings come from.
fn find_source(program: &Program<'_>, index: UnitIndex, unit: &Unit<'_>, source: &mut Source) {
    let text_of = |node: NodeId| constant(program, At { unit: index, node });
    let mut prefix: Option<String> = None;
    let mut separator: Option<String> = None;
    let mut between: Option<String> = None;
    let mut found = false;
    for node in &unit.bodies.nodes {
        match *node {
            Node::Call { callee, arguments } => {
                let Node::Path(path) = unit.bodies.node(callee) else { continue };
                if !may_name_source(program.last_name(index, path)) {
                    continue;
                }
                let text = program.path_text(index, path);
                let first = || text_of(*unit.bodies.list(arguments).first()?);
                match &text[..] {
                    _ if text.ends_with("Environment::with_prefix") => {
                        (found, prefix) = (true, first());
                    }
                    _ if text.ends_with("Environment::default") => found = true,
                    _ if text.ends_with("Env::prefixed") || text == "envy::prefixed" => {
                        source.variables = Some((first().unwrap_or_default(), None));
                    }
                    _ if text.ends_with("Env::raw") || text.starts_with("envy::from_env") => {
                        source.variables = Some((String::new(), None));
                    }
                    _ if text.ends_with("File::with_name")
                        || text.ends_with("File::from")
                        || text.ends_with("Config::builder")
                        || text.ends_with("from_reader")
                        || text.ends_with("toml::from_str")
                        || text.ends_with("Toml::file") =>
                    {
                        source.from_file = true;
                    }
                    _ if ["Toml", "Yaml", "Json"].iter().any(|format| {
                        text.strip_suffix("::string").is_some_and(|of| of.ends_with(format))
                    }) || text.ends_with("Serialized::defaults") =>
                    {
                        source.built_in = true;
                    }
                    _ => {}
                }
            }
            Node::Method { call, arguments, .. } => {
                let first = || text_of(*unit.bodies.list(arguments).first()?);
                match program.method_name(index, call) {
                    "separator" => separator = first(),
                    "prefix_separator" => between = first(),
                    "split" if source.variables.is_some() => {
                        if let (Some((_, split)), Some(first)) = (&mut source.variables, first()) {
                            *split = Some(first);
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    if found {
        let behind = between.or_else(|| separator.clone()).unwrap_or_else(|| "_".to_owned());
        let prefix = prefix.map_or_else(String::new, |prefix| prefix + &behind);
        source.variables = Some((prefix, separator));
        source.from_file = true;
    }
}

/// Whether a function of this name may say where settings come from.
fn may_name_source(name: &str) -> bool {
    name.starts_with("from_env")
        || name.ends_with("from_reader")
        || matches!(
            name,
            "with_prefix"
                | "default"
                | "prefixed"
                | "raw"
                | "with_name"
                | "from"
                | "builder"
                | "from_str"
                | "file"
        )
}

/// A text, or the constant that holds it.
fn constant(program: &Program<'_>, at: At) -> Option<String> {
    if let Node::Path(path) = program.node(at)
        && let Some(Target::Item(item)) = program.path(at.unit, path)
    {
        let body = program.body_of(item)?;
        return super::format::literal(program, At { unit: body.unit, node: body.node });
    }
    super::format::literal(program, at)
}

/// Fills what the attributes of a field say; no if no configuration fills it.
fn fill(
    setting: &mut Setting,
    name: &str,
    traits: &[&str],
    own: &[(String, &str)],
    whole: &[(String, &str)],
) -> bool {
    for (attribute, text) in own {
        match attribute.as_str() {
            "arg" | "clap" | "structopt" | "command" if mentions(text, "env") => {
                setting.variable = Some(value(text, "env").unwrap_or_else(|| name.to_uppercase()));
                setting.default =
                    value(text, "default_value").or_else(|| value(text, "default_value_t"));
                setting.has_default |= text.contains("default_value");
                return true;
            }
            "envconfig" => {
                setting.variable = Some(value(text, "from").unwrap_or_else(|| name.to_uppercase()));
                setting.default = value(text, "default");
                setting.has_default |= text.contains("default");
                return true;
            }
            "serde" => setting.has_default |= mentions(text, "default"),
            _ => {}
        }
    }
    if traits.contains(&"Envconfig") {
        setting.variable = Some(name.to_uppercase());
        return true;
    }
    let whole_default =
        whole.iter().any(|(name, text)| name == "serde" && mentions(text, "default"));
    setting.has_default |= whole_default;
    setting.key = Some(name.to_owned());
    traits.contains(&"Deserialize")
}

/// Whether a word stands in the arguments of an attribute.
fn mentions(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|part| part == word)
}

/// The text behind `name =` in the arguments of an attribute.
fn value(text: &str, name: &str) -> Option<String> {
    let found = text.match_indices(name).find_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        let free = before.is_none_or(|c| !c.is_alphanumeric() && c != '_');
        let rest = text[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        free.then_some(rest)
    })?;
    let found = found.strip_prefix('"')?;
    Some(found[..found.find('"')?].to_owned())
}

/// All reads of the environment, by place.
pub(crate) fn read_env(values: &super::Values<'_, '_>) -> Vec<Read> {
    let (program, settings) = (values.program, values.settings);
    let mut reads = Vec::new();
    let calls: Vec<Vec<(At, At)>> = program.by_unit(|unit| {
        let nodes = program.nodes_of(unit);
        nodes.filter_map(|at| Some((at, env_name(program, at)?.0))).collect()
    });
    for (at, argument) in calls.into_iter().flatten() {
        let (has_default, default) = default_of(values, at);
        for value in super::value_of(values, argument) {
            let Some(name) = value.text() else { continue };
            reads.push(Read {
                name,
                is_env: true,
                has_default,
                default: default.clone(),
                place: value.place,
                confidence: 95,
                at: Some(at),
                krate: program.unit(at.unit).krate,
            });
        }
    }
    for setting in settings.fields.values().filter(|setting| setting.emitted) {
        let Some(name) = setting.variable.as_ref().or(setting.key.as_ref()) else { continue };
        reads.push(Read {
            name: name.clone(),
            is_env: setting.variable.is_some(),
            has_default: setting.has_default,
            default: setting.default.clone(),
            place: setting.place,
            confidence: 85,
            at: None,
            krate: setting.krate,
        });
    }
    reads.sort_by(|a, b| (a.place, &a.name, a.krate).cmp(&(b.place, &b.name, b.krate)));
    reads
}

/// Whether something stands in where a variable is not there, and what.
fn default_of(values: &super::Values<'_, '_>, at: At) -> (bool, Option<String>) {
    let program = values.program;
    let mut child = at;
    for _ in 0..16 {
        let Some(parent) = values.parents.of(child) else { return (false, None) };
        match program.node(parent) {
            Node::Method { call, receiver, arguments } if receiver == child.node => {
                match program.method_name(parent.unit, call) {
                    "unwrap" | "expect" => return (false, None),
                    "ok" | "is_ok" | "is_err" | "unwrap_or_default" | "map_or" | "map_or_else"
                    | "is_ok_and" | "iter" => {
                        let deeper = default_of_chain(values, parent);
                        return (true, deeper);
                    }
                    "unwrap_or" | "unwrap_or_else" | "or" | "or_else" => {
                        let first = program.list(parent.unit, arguments).next();
                        return match first.map(|first| super::value_of(values, first)) {
                            Some(found) => match &found[..] {
                                [one] if matches!(one.pieces[..], [Piece::Text(_)]) => {
                                    (true, one.text())
                                }
                                _ => (true, None),
                            },
                            None => (true, None),
                        };
                    }
                    _ => {}
                }
            }
            Node::Match { on, .. } if on == child.node => return (true, None),
            // `matches!(env::var("X"), Ok(..))` asks whether it is there.
            Node::Macro { call, .. } => {
                let calls = &program.unit(parent.unit).facts.macro_calls;
                let path = program.path_text(parent.unit, calls[call as usize].path);
                if path.ends_with("matches") {
                    return (true, None);
                }
            }
            Node::Let { value: Some(value), otherwise, .. } if value == child.node => {
                let conditional = values.parents.of(parent).is_some_and(|above| {
                    matches!(program.node(above), Node::If { condition, .. } if condition == parent.node)
                        || matches!(program.node(above), Node::Loop { .. } | Node::Operation(_))
                });
                // `var_os` gives an option, and one that is kept as such may be none.
                let optional = is_var_os(program, at);
                return (otherwise.is_some() || conditional || optional, None);
            }
            Node::Try(_) => return (false, None),
            _ => {}
        }
        child = parent;
    }
    (false, None)
}

/// Whether a read of the environment is `env::var_os`.
fn is_var_os(program: &Program<'_>, at: At) -> bool {
    let Node::Call { callee, .. } = program.node(at) else { return false };
    let Node::Path(path) = program.node(At { unit: at.unit, node: callee }) else { return false };
    program.path_text(at.unit, path).ends_with("var_os")
}

/// The text that a later `unwrap_or` of the same chain gives.
fn default_of_chain(values: &super::Values<'_, '_>, at: At) -> Option<String> {
    let parent = values.parents.of(at)?;
    match values.program.node(parent) {
        Node::Method { receiver, .. } if receiver == at.node => default_of(values, at).1,
        _ => None,
    }
}
