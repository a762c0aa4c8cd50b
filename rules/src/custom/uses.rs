//! The forms that speak of single uses: `forbid`, `allow_only`, `independent`, `layers`.

use portcullis_facts::graph::{Edge, ModuleId, Target};

use super::Compiled;
use crate::context::{Context, OutsidePackage, Subject};
use crate::engine::report::Draft;
use crate::evidence::{Groups, Uses};
use crate::select::{Evaluator, Position, Set, Universe};
use crate::settings::CustomForm;

/// What a target belongs to: the unit of one finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Owner {
    Module(ModuleId),
    Outside(OutsidePackage),
}

impl Owner {
    /// The owner of a target.
    pub(crate) fn of(context: &Context<'_>, target: Target) -> Self {
        match target {
            Target::Module(id) => Self::Module(id),
            Target::Item(id) => Self::Module(context.graph.item(id).module),
            Target::External(id) => Self::Outside(context.outside_package(id)),
        }
    }

    /// What it is called.
    pub(crate) fn name(self, context: &Context<'_>) -> String {
        match self {
            Self::Module(id) => context.graph.module_path(id),
            Self::Outside(package) => context.outside_name(package).to_owned(),
        }
    }
}

/// What a finding is about: the module if all of it is in `set`, else the outermost item.
pub(crate) fn subject(context: &Context<'_>, set: &Set, edge: &Edge) -> Subject {
    let whole = set.of(Universe::Module).contains(edge.module.index());
    let item = edge.item.filter(|_| !whole).map(|item| context.outermost(item));
    Subject { module: edge.module, item }
}

/// Checks one of the forms.
pub(super) fn check(
    context: &Context<'_>,
    evaluator: &Evaluator<'_, '_>,
    compiled: &Compiled<'_>,
) -> Vec<Draft> {
    let sets: Vec<(Set, Set)> = compiled
        .selectors
        .iter()
        .map(|(_, selector)| {
            let set = |position| evaluator.set(selector, position);
            (set(Position::Subject), set(Position::Target))
        })
        .collect();
    let mut groups: Groups<(Subject, Owner, usize, usize)> = Groups::new();
    for (number, edge) in context.edges() {
        if context.encloses(edge.to, edge.module) {
            continue;
        }
        if let Some((from, to)) = violation(&compiled.rule.form, &sets, edge) {
            let at = match compiled.rule.form {
                CustomForm::AllowOnly { .. } => context.subject(edge),
                _ => subject(context, &sets[from].0, edge),
            };
            groups.add((at, Owner::of(context, edge.to), from, to), number, edge, &[]);
        }
    }
    let draft = |((at, owner, from, to), group): ((Subject, Owner, usize, usize), Vec<_>)| {
        let uses = Uses::new(context, &group);
        let path = context.subject_path(at);
        let target = context.graph.target_path(uses.first.to);
        let selector = |at: usize| compiled.selectors[at].0;
        let why = match compiled.rule.form {
            CustomForm::AllowOnly { .. } => format!("which only `{}` may", selector(from)),
            CustomForm::Independent(_) => {
                format!("though `{}` and `{}` are to be independent", selector(from), selector(to))
            }
            CustomForm::Layers(_) => {
                format!("though `{}` stands above `{}`", selector(to), selector(from))
            }
            _ => format!("which `{}` forbids", compiled.rule.id),
        };
        let message = format!("`{path}` uses `{target}`, {why}");
        uses.draft(context, path, owner.name(context), message)
    };
    groups.sorted().into_iter().map(draft).collect()
}

/// The selectors, by number, that an edge violates: where it begins, and where it leads.
fn violation(form: &CustomForm, sets: &[(Set, Set)], edge: &Edge) -> Option<(usize, usize)> {
    let begins = |at: usize| sets[at].0.begins(edge);
    let holds = |at: usize| sets[at].1.holds(edge.to);
    match form {
        CustomForm::Forbid { .. } => (begins(0) && holds(1)).then_some((0, 1)),
        // What is reserved may use itself.
        CustomForm::AllowOnly { .. } => (holds(1) && !begins(0) && !begins(1)).then_some((0, 1)),
        CustomForm::Independent(_) | CustomForm::Layers(_) => {
            // Of the pairs the first one; what lies in all of them is no pair.
            let from = (0..sets.len()).find(|at| begins(*at))?;
            let violated = |to: &usize| holds(*to) && !begins(*to);
            let to = (0..sets.len()).find(violated)?;
            match form {
                CustomForm::Layers(_) => {
                    (to..sets.len()).find(|from| begins(*from)).map(|from| (from, to))
                }
                _ => Some((from, to)),
            }
        }
        _ => None,
    }
}
