//! What one or several configuration files say, laid over each other.

use std::collections::HashMap;
use std::sync::Arc;

use portcullis_facts::graph::LayerDefinition;
use portcullis_facts::place::Span;
use portcullis_rules::settings::{
    ContextSetting, CustomRule, LayerSetting, Override, Preset, RuleSetting,
};

use super::keys::ROLES;
use crate::fault::{Fault, Text};
use crate::suggest;

/// A layer that is named somewhere.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) name: String,
    pub(super) at: (Arc<Text>, Span),
}

/// What files say.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) presets: Vec<Preset>,
    pub(super) features: Vec<String>,
    pub(super) definitions: Vec<LayerDefinition>,
    pub(super) layers: Vec<LayerSetting>,
    pub(super) contexts: Vec<ContextSetting>,
    pub(super) rules: Vec<RuleSetting>,
    pub(super) overrides: Vec<Override>,
    pub(super) custom: Vec<CustomRule>,
    pub(super) references: Vec<Reference>,
}

impl Parts {
    /// Lays `over` on top: what has a name replaces what had it, the rest is added behind.
    pub(super) fn extend(&mut self, over: Self) {
        self.presets.extend(over.presets);
        self.features.extend(over.features);
        replace(&mut self.definitions, over.definitions, |layer| &layer.name);
        replace(&mut self.layers, over.layers, |layer| &layer.name);
        replace(&mut self.contexts, over.contexts, |context| &context.name);
        replace(&mut self.custom, over.custom, |rule| &rule.id);
        self.rules.extend(over.rules);
        self.overrides.extend(over.overrides);
        self.references.extend(over.references);
    }

    /// References to layers that nothing declares and that are no roles.
    pub(super) fn dangling(&self) -> Vec<Fault> {
        let known =
            || self.layers.iter().map(|layer| layer.name.as_str()).chain(ROLES.iter().copied());
        let dangling =
            self.references.iter().filter(|reference| known().all(|name| name != reference.name));
        dangling
            .map(|reference| Fault {
                message: format!("there is no layer `{}`", reference.name),
                help: suggest::hint(&reference.name, known().collect::<Vec<_>>()),
                at: Some((Arc::clone(&reference.at.0), Some(reference.at.1))),
            })
            .collect()
    }
}

fn replace<T>(under: &mut Vec<T>, over: Vec<T>, name: impl Fn(&T) -> &String) {
    let mut places: HashMap<String, usize> =
        under.iter().enumerate().map(|(at, old)| (name(old).clone(), at)).collect();
    for new in over {
        if let Some(at) = places.get(name(&new)) {
            under[*at] = new;
        } else {
            places.insert(name(&new).clone(), under.len());
            under.push(new);
        }
    }
}
