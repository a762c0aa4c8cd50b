//! Comments that suppress findings, and what is wrong with them.

use portcullis_facts::place::{FileId, Place};
use rustc_hash::FxHashMap;

use super::Raw;
use super::directive::parse;
use super::pattern::Pattern;
use super::plan::Plan;
use crate::config::bad_suppression::Fault;
use crate::context::Context;

/// A comment in effect.
struct Active<'a> {
    patterns: Vec<(&'a str, Pattern, bool)>,
    whole_file: bool,
    /// Whether the comment names one rule alone.
    is_alone: bool,
    comment: Place,
    target: Place,
}

/// Takes the suppressed findings out of `findings` and gives them back, and what is wrong with the
/// comments.
pub(crate) fn suppress<'a>(
    context: &Context<'a>,
    plan: &Plan<'_>,
    findings: &mut Vec<Raw>,
) -> (Vec<Raw>, Vec<Fault<'a>>) {
    let mut faults = Vec::new();
    let mut active: Vec<Active<'a>> = Vec::new();
    for directive in &context.graph.directives {
        let mut fault = |what: Fault<'a>| faults.push(what);
        let text = directive.text.trim();
        let suppression = match parse(text) {
            Ok(suppression) => suppression,
            Err(reason) => {
                fault(Fault::Unreadable { text, reason, place: directive.place });
                continue;
            }
        };
        let mut patterns = Vec::new();
        let is_alone = suppression.rules.len() == 1;
        for name in suppression.rules {
            match Pattern::new(name, &context.settings.custom) {
                Ok(pattern) => patterns.push((name, pattern, false)),
                Err((message, help)) => {
                    fault(Fault::UnknownRule { text, message, help, place: directive.place });
                }
            }
        }
        if suppression.because.is_none() {
            fault(Fault::NoReason { text, place: directive.place });
            continue;
        }
        let today = context.settings.today.as_str();
        if let Some(until) = suppression.until.filter(|day| !today.is_empty() && *day < today) {
            fault(Fault::Expired { text, until, place: Some(directive.place) });
            continue;
        }
        active.push(Active {
            patterns,
            whole_file: suppression.whole_file,
            is_alone,
            comment: directive.place,
            target: directive.target,
        });
    }
    let mut by_file: FxHashMap<FileId, Vec<usize>> = FxHashMap::default();
    for (at, one) in active.iter().enumerate() {
        by_file.entry(one.comment.file).or_default().push(at);
    }
    let is_suppressed = |raw: &mut Raw| {
        let mut suppressed = false;
        for &at in by_file.get(&raw.draft.place.file).into_iter().flatten() {
            let one = &mut active[at];
            let span = one.target.span;
            let inside = one.whole_file
                || (span.start..span.end.max(span.start + 1)).contains(&raw.draft.place.span.start);
            if !inside {
                continue;
            }
            for (_, pattern, used) in &mut one.patterns {
                // A whole rule's name covers the variants that must be named to run.
                if pattern.matches(&raw.rule, raw.draft.variant, false) {
                    *used = true;
                    suppressed = true;
                }
            }
        }
        suppressed
    };
    let suppressed = findings.extract_if(.., is_suppressed).collect();
    for one in &active {
        for (name, pattern, used) in &one.patterns {
            // What did not run in full cannot be said to have found nothing.
            if !used && plan.runs(pattern) {
                let (place, is_alone) = (one.comment, one.is_alone);
                faults.push(Fault::Unused { name, place, is_alone });
            }
        }
    }
    (suppressed, faults)
}
