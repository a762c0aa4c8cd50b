//! Runs the rules and makes findings of what they report: levels, suppressions, severity, order.

pub mod baseline;
pub(crate) mod date;
pub(crate) mod directive;
pub mod fingerprint;
pub mod options;
pub(crate) mod pattern;
pub(crate) mod plan;
pub mod report;
mod suppress;
#[cfg(test)]
mod tests;

use portcullis_facts::{Depth, System};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::bad_suppression;
use crate::context::Context;
use crate::custom::{self, Compiled};
use crate::finding::{Finding, Severity};
use crate::registry::rules;
use crate::rule::Rule;
use crate::select::Evaluator;
use crate::settings::{Level, Settings};
use crate::{Outcome, SettingError};
use fingerprint::fingerprint;
use plan::Plan;
use report::{Draft, MOST_RELATED, Report};

/// A system with fewer edges is checked by one thread.
const SMALL: usize = 10_000;

/// A finding on its way: what a rule reported, and which rule.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) rule: String,
    pub(crate) draft: Draft,
}

/// What one rule finds, if it is on and its gate is open.
fn check_rule(context: &Context<'_>, plan: &Plan<'_>, rule: &'static Rule) -> Vec<Draft> {
    let (Some(check), true) = (rule.check.function(), plan.is_on(rule.id)) else {
        return Vec::new();
    };
    let mut report = Report::new(plan.levels(rule));
    check(context, &plan.options(rule), &mut report);
    if rule.gated && !report.adopted && !plan.lifts_gate(rule) {
        return Vec::new();
    }
    report.drafts
}

/// What settings ask for, worked out once.
#[derive(Debug)]
pub struct Checks<'s> {
    settings: &'s Settings,
    plan: Plan<'s>,
    custom: Vec<Compiled<'s>>,
}

impl<'s> Checks<'s> {
    /// Works out what `settings` ask for.
    ///
    /// # Errors
    /// Where a setting names a rule, option or selector that does not exist; each with a suggestion.
    pub fn new(settings: &'s Settings) -> Result<Self, Vec<SettingError>> {
        match (Plan::new(settings), custom::compile(settings)) {
            (Ok(plan), Ok(custom)) => Ok(Self { settings, plan, custom }),
            (plan, custom) => {
                let errors = [plan.err(), custom.err()].into_iter().flatten().flatten();
                Err(errors.collect())
            }
        }
    }

    /// How deeply a system has to be read to be checked: the same is found in one that was read more deeply.
    pub fn depth(&self) -> Depth {
        // Selectors of custom rules may name anything, and are looked at even where the rule is off.
        if !self.custom.is_empty() {
            return Depth::System;
        }
        let running = rules().iter().filter(|rule| self.plan.is_on(rule.id));
        running.map(|rule| rule.check.depth()).max().unwrap_or(Depth::Code)
    }

    /// Checks a system.
    pub fn check(&self, system: &System) -> Outcome {
        let plan = &self.plan;
        let context = Context::new(system, self.settings);
        // Rules know nothing of each other, so they run side by side; what they find stays in their order. To start
        // threads takes longer than to ask all rules about a small system.
        let check = |rule: &'static Rule| check_rule(&context, plan, rule);
        let drafts: Vec<Vec<Draft>> = if system.graph.edges.len() < SMALL {
            rules().iter().copied().map(check).collect()
        } else {
            rules().par_iter().copied().map(check).collect()
        };
        let mut raws = Vec::new();
        for (rule, drafts) in rules().iter().zip(drafts) {
            raws.extend(drafts.into_iter().map(|draft| Raw { rule: rule.id.into(), draft }));
        }
        if !self.custom.is_empty() {
            let evaluator = Evaluator::new(&context);
            for rule in self.custom.iter().filter(|rule| plan.is_on(&rule.rule.id)) {
                let drafts = custom::check(&context, &evaluator, rule).into_iter();
                raws.extend(drafts.map(|draft| Raw { rule: rule.rule.id.clone(), draft }));
            }
        }
        let level_of =
            |raw: &Raw| plan.level(&raw.rule, raw.draft.variant, context.path(raw.draft.place));
        raws.retain(|raw| level_of(raw) != Level::Off);
        let mut raws = merge(&context, raws);
        let (suppressed, faults) = suppress::suppress(&context, plan, &mut raws);
        let mut prints: Vec<String> =
            suppressed.iter().map(|raw| identity(&context, raw)).collect();
        prints.sort_unstable();
        let mut report = Report::new(plan.levels(&bad_suppression::RULE));
        bad_suppression::report(&context, plan, faults, &mut report);
        let more = report.drafts.into_iter();
        raws.extend(more.map(|draft| Raw { rule: bad_suppression::RULE.id.into(), draft }));

        let mut outcome = Outcome {
            suppressed: suppressed.len(),
            suppressed_prints: prints,
            ..Outcome::default()
        };
        for raw in raws {
            let level = level_of(&raw);
            if level == Level::Off {
                continue;
            }
            let (severity, weak) = severity(level, raw.draft.confidence, plan.strict);
            let finding = finish(&context, raw, severity);
            if weak { outcome.weak.push(finding) } else { outcome.findings.push(finding) }
        }
        for list in [&mut outcome.findings, &mut outcome.weak] {
            list.sort_by(|a, b| {
                let key = |f: &'_ Finding| (context.path(f.place).to_owned(), f.place.span);
                key(a)
                    .cmp(&key(b))
                    .then_with(|| {
                        (&a.rule, a.variant, &a.subject).cmp(&(&b.rule, b.variant, &b.subject))
                    })
                    .then_with(|| a.evidence.cmp(&b.evidence))
            });
        }
        outcome
    }
}

/// One finding for each rule, variant, subject and evidence; further places go to the first.
fn merge(context: &Context<'_>, raws: Vec<Raw>) -> Vec<Raw> {
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut merged: Vec<Raw> = Vec::new();
    for raw in raws {
        let identity = identity(context, &raw);
        let Some(&first) = places.get(&identity) else {
            places.insert(identity, merged.len());
            merged.push(raw);
            continue;
        };
        let draft = &mut merged[first].draft;
        if draft.related.len() < MOST_RELATED && draft.place != raw.draft.place {
            draft
                .related
                .push(crate::finding::Related { place: raw.draft.place, label: raw.draft.label });
        }
        draft.confidence = draft.confidence.max(raw.draft.confidence);
    }
    merged
}

fn identity(context: &Context<'_>, raw: &Raw) -> String {
    let draft = &raw.draft;
    let package = draft.package.map_or("", |package| context.package_key(package));
    fingerprint(&[
        &raw.rule,
        draft.variant.unwrap_or_default(),
        &draft.subject,
        &draft.evidence,
        package,
    ])
}

/// The emission gate: an error must be sure, and what is too weak for a warning is only shown on
/// demand. True means weak.
///
/// The bounds are those of the rule catalogue, chapter 1.
const fn severity(level: Level, confidence: u8, strict: bool) -> (Severity, bool) {
    const SURE: u8 = 85;
    const LIKELY: u8 = 65;
    match (level, confidence) {
        (_, ..LIKELY) => (Severity::Note, true),
        (Level::Error, SURE..) => (Severity::Error, false),
        (Level::Warning, SURE..) if strict => (Severity::Error, false),
        (Level::Error | Level::Warning, _) => (Severity::Warning, false),
        (Level::Note | Level::Off, _) => (Severity::Note, false),
    }
}

fn finish(context: &Context<'_>, raw: Raw, severity: Severity) -> Finding {
    let fingerprint = identity(context, &raw);
    let draft = raw.draft;
    Finding {
        rule: raw.rule,
        variant: draft.variant,
        severity,
        subject: draft.subject,
        evidence: draft.evidence,
        service: draft.service.or_else(|| Some(context.owner(draft.package?))),
        message: draft.message,
        help: draft.help,
        place: draft.place,
        label: draft.label,
        related: draft.related,
        path: draft.path,
        confidence: draft.confidence,
        condition: draft.condition,
        remedy: draft.remedy,
        fingerprint,
    }
}
