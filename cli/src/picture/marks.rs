//! Which findings speak of a place, a service or a module.

use portcullis_facts::graph::{Graph, ModuleId};
use portcullis_facts::place::{FileId, Place, Span};
use portcullis_rules::finding::Finding;
use rustc_hash::FxHashMap;

/// Findings by the places of which they speak.
pub(super) struct Marks<'a> {
    findings: &'a [Finding],
    by_file: FxHashMap<FileId, Vec<(Span, u32)>>,
}

impl<'a> Marks<'a> {
    pub(super) fn new(findings: &'a [Finding]) -> Self {
        let mut by_file: FxHashMap<FileId, Vec<(Span, u32)>> = FxHashMap::default();
        for (number, finding) in findings.iter().enumerate() {
            let places = finding.related.iter().map(|related| related.place);
            for place in std::iter::once(finding.place).chain(places) {
                by_file.entry(place.file).or_default().push((place.span, number as u32));
            }
        }
        Self { findings, by_file }
    }

    /// Those that speak of exactly this place, as rules on code do.
    pub(super) fn exactly(&self, place: Place) -> Vec<u32> {
        self.within(place, |span| span == place.span)
    }

    /// Those that speak of a part of this place, or of something around it.
    pub(super) fn around(&self, place: Place) -> Vec<u32> {
        self.within(place, |span| {
            span.start < place.span.end && place.span.start < span.end || span == place.span
        })
    }

    fn within(&self, place: Place, is_meant: impl Fn(Span) -> bool) -> Vec<u32> {
        let Some(marks) = self.by_file.get(&place.file) else { return Vec::new() };
        marks.iter().filter(|(span, _)| is_meant(*span)).map(|(_, number)| *number).collect()
    }

    /// Those that stand at this place, not those that speak of it besides: that a table is created here is
    /// said of whoever uses it from elsewhere too.
    pub(super) fn standing_at(&self, place: Place) -> Vec<u32> {
        let found = self.around(place).into_iter();
        found.filter(|number| self.findings[*number as usize].place == place).collect()
    }

    /// All findings with their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, &'a Finding)> {
        self.findings.iter().enumerate().map(|(number, finding)| (number as u32, finding))
    }
}

/// The module in which each finding stands.
pub(super) fn modules(graph: &Graph, marks: &Marks<'_>) -> Vec<(u32, ModuleId)> {
    let mut of_file: FxHashMap<FileId, Vec<ModuleId>> = FxHashMap::default();
    for (id, module) in graph.modules() {
        of_file.entry(module.file).or_default().push(id);
    }
    let found = marks.all().filter_map(|(number, finding)| {
        let modules = of_file.get(&finding.place.file)?;
        let first = *modules.first()?;
        if modules.len() == 1 {
            return Some((number, first));
        }
        // Several modules in one file: the one of the innermost item around the place.
        let at = finding.place;
        let around = graph.items.iter().filter(|item| {
            item.file == at.file && item.span.start <= at.span.start && at.span.end <= item.span.end
        });
        let innermost = around.min_by_key(|item| item.span.end - item.span.start);
        Some((number, innermost.map_or(first, |item| item.module)))
    });
    found.collect()
}
