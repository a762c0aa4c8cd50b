//! The port that an adapter is for, as its code has it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, anyhow};
use portcullis_facts::graph::{Item, ItemKind, ModuleId, PackageId, Scope};
use portcullis_templates::look;
use serde_json::{Value as Json, json};

use super::places::inside;
use super::target::Looking;
use crate::escape;

impl Looking<'_> {
    /// Why none of `found` is the port `name`.
    fn no_single_port(&self, reach: &[PackageId], found: &[&Item], name: &str) -> anyhow::Error {
        let graph = &self.system.graph;
        let name = escape::line(name);
        if !found.is_empty() {
            let places = found.iter().map(|item| format!("`{}`", graph.module_path(item.module)));
            let places = places.collect::<Vec<_>>().join(", ");
            return anyhow!("`{name}` stands in {places}; give all but one another name");
        }
        let ports = graph.ports.iter().map(|port| graph.item(port.item));
        let there = ports.filter(|item| reach.contains(&graph.package_of(item.module)));
        let there: BTreeSet<&str> = there.map(|item| graph.names.get(item.name)).collect();
        let there = there.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
        let there = if there.is_empty() {
            String::new()
        } else {
            format!("; there are {}", there.join(", "))
        };
        anyhow!("there is no port `{name}`{there}; `portcullis add port` makes one")
    }

    /// The port that is named, in any spelling.
    pub(super) fn port(
        &self,
        reach: &[PackageId],
        adapters: PackageId,
        name: &str,
    ) -> Result<Json> {
        let graph = &self.system.graph;
        let plain = |name: &str| name.replace(['-', '_', ' '], "").to_lowercase();
        let is_named = |item: &&Item| {
            plain(graph.names.get(item.name)) == plain(name)
                && reach.contains(&graph.package_of(item.module))
        };
        let ports = graph.ports.iter().map(|port| graph.item(port.item));
        let mut found: Vec<&Item> = ports.filter(is_named).collect();
        if found.is_empty() {
            // Nobody implements it yet, so it may not look like a port.
            let traits = graph
                .items()
                .map(|(_, item)| item)
                .filter(|item| item.kind == ItemKind::Trait && item.scope == Scope::Production);
            found = traits.filter(is_named).collect();
        }
        let [item] = found.as_slice() else {
            return Err(self.no_single_port(reach, &found, name));
        };
        let own = graph.module_path(item.module);
        let is_near = graph.package_of(item.module) == adapters;
        let own = if is_near { inside(&own) } else { own };
        let module = self.path(item.module, adapters);
        let (text, name) = (&self.system.file(item.file).text, graph.names.get(item.name));
        let port = look::port(text, name, &own, &module).with_context(|| {
            format!("`{name}` has associated types or is made by a macro; write `impl {name} for ..` by hand")
        })?;
        let guard = self.guard(reach, adapters, &port);
        let mut port = json!(port);
        port["guard"] = guard;
        Ok(port)
    }

    /// What a decorator of a port has to know: which errors its methods give, and how each is made of a refusal.
    fn guard(&self, reach: &[PackageId], adapters: PackageId, port: &look::Port) -> Json {
        let mut paths = port.every_path.clone();
        let text = |name: &str| self.type_named(reach, name).map(|(_, text)| text.to_owned());
        let mut errors: BTreeMap<&str, Option<look::Making>> = BTreeMap::new();
        for call in port.every.iter().filter_map(|method| method.call.as_ref()) {
            let Some(error) = call.error.as_deref().filter(|_| call.way != look::Way::Plain) else {
                continue;
            };
            let imported = error == "Error" && paths.contains("anyhow::Error");
            let making = look::making(if imported { "anyhow::Error" } else { error }, &text);
            let types = making.as_ref().map_or_else(|| vec![error.to_owned()], |m| m.types.clone());
            for name in types {
                let is_known = |path: &String| {
                    path.rsplit("::").next().is_some_and(|last| last == name)
                        || path.ends_with(&format!(" as {name}"))
                };
                if let Some((module, _)) =
                    self.type_named(reach, &name).filter(|_| !paths.iter().any(is_known))
                {
                    paths.insert(format!("{}::{name}", self.path(module, adapters)));
                }
            }
            errors.insert(error, making);
        }
        let several = errors.values().filter(|making| making.is_none()).count() > 1;
        json!({
            "errors": errors.iter().map(|(of, making)| told(of, making.as_ref(), several)).collect::<Vec<_>>(),
            "imports": look::grouped(&paths),
            "is_readable": port.every.iter().all(|method| method.call.is_some()),
        })
    }

    /// A module as code of a package names it.
    fn path(&self, module: ModuleId, user: PackageId) -> String {
        let graph = &self.system.graph;
        let visible = graph.module_path(self.visible(module));
        if graph.package_of(module) == user { inside(&visible) } else { visible }
    }

    /// The module with the circuit breaker that adapters have already.
    pub(super) fn breaker(&self, adapters: PackageId) -> Option<String> {
        let (module, text) = self.type_named(&[adapters], "Breaker")?;
        let is_ours = text.contains("pub struct Limits") && text.contains("pub enum Refusal");
        is_ours.then(|| inside(&self.system.graph.module_path(module)))
    }
}

/// An error of a port as the decorator writes it: the expression that makes it of a refusal, and what tells whether an
/// answer is a failure. Where the code does not say it, both are functions that the decorator is given.
fn told(error: &str, making: Option<&look::Making>, several: bool) -> Json {
    let plain: String = error.chars().filter(|c| c.is_alphanumeric() || *c == ':').collect();
    let suffix = if several { format!("_{}", snake(&plain)) } else { String::new() };
    let (refused, is_failure) = (format!("refused{suffix}"), format!("is_failure{suffix}"));
    let (made, failed) = match making {
        None => (
            format!("(self.{refused})(refusal)"),
            format!("|answer| answer.as_ref().is_err_and(self.{is_failure})"),
        ),
        Some(look::Making { made, pattern: Some(pattern), .. }) => {
            (made.clone(), format!("|answer| matches!(answer, Err({pattern}))"))
        }
        Some(making) => (making.made.clone(), "Result::is_err".to_owned()),
    };
    json!({
        "type": error,
        "is_handed": making.is_none(),
        "refused": refused,
        "is_failure": is_failure,
        "made": made,
        "failed": failed,
    })
}

/// A type as a part of a name: `payment_error`.
fn snake(path: &str) -> String {
    let mut name = String::new();
    for letter in path.chars() {
        if letter == ':' {
            continue;
        }
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}
