//! Tries edits of many places of one text, with few parses: together where they do not overlap.

use std::collections::BTreeSet;

use super::limit::Pieces;
use crate::edit::source::Source;

/// So often a text is parsed to try its edits. It takes one time for all of them, or one for each limit that is wanted
/// of the same place, unless they make something of it that does not parse: a text nested as deep as can be read.
const MOST_PARSES: usize = 64;
/// What is said where it would take more.
const TOO_MANY: &str =
    "too many edits of this file do not go together; try again once the others are mended";

/// What each place needs, where the text still parses with it.
pub(super) fn tried(
    source: &Source<'_>,
    mut found: Vec<Result<Pieces, String>>,
) -> Vec<Result<Pieces, String>> {
    let mut trial = Trial { source, left: MOST_PARSES, faults: Vec::new() };
    for layer in layers(&found) {
        trial.look_at(&found, &layer);
    }
    for (place, fault) in trial.faults {
        found[place] = Err(fault);
    }
    found
}

/// A piece as it is sorted: start, end and text.
type Piece<'t> = (usize, usize, &'t str);

/// The places with edits, those together whose edits do not overlap.
fn layers(found: &[Result<Pieces, String>]) -> Vec<Vec<usize>> {
    let mut layers: Vec<(BTreeSet<Piece<'_>>, Vec<usize>)> = Vec::new();
    for (place, pieces) in found.iter().enumerate() {
        let Ok(pieces) = pieces else { continue };
        let own = pieces.iter().map(|(range, text)| (range.start, range.end, text.as_str()));
        let own: Vec<_> = own.collect();
        let goes_with = |layer: &BTreeSet<Piece<'_>>| {
            own.iter().all(|piece| {
                let before = layer.range(..piece).next_back();
                let after = layer.range(piece..).next();
                after == Some(piece)
                    || before.is_none_or(|(_, end, _)| *end <= piece.0)
                        && after.is_none_or(|(start, ..)| piece.1 <= *start)
            })
        };
        let fitting = layers.iter_mut().find(|(layer, _)| goes_with(layer));
        match fitting {
            Some((layer, places)) => {
                layer.extend(own);
                places.push(place);
            }
            None => layers.push((own.into_iter().collect(), vec![place])),
        }
    }
    layers.into_iter().map(|(_, places)| places).collect()
}

struct Trial<'s, 't> {
    source: &'s Source<'t>,
    /// How often the text may still be parsed.
    left: usize,
    /// Places whose edits cannot be made, and why.
    faults: Vec<(usize, String)>,
}

impl Trial<'_, '_> {
    /// Tries the edits of some places together, and where that does not parse those of each half.
    fn look_at(&mut self, found: &[Result<Pieces, String>], places: &[usize]) {
        if self.left == 0 {
            self.faults.extend(places.iter().map(|place| (*place, TOO_MANY.to_owned())));
            return;
        }
        self.left -= 1;
        let pieces = places.iter().filter_map(|place| found[*place].as_ref().ok());
        let mut pieces: Pieces = pieces.flatten().cloned().collect();
        pieces.sort_by(|a, b| (a.0.start, a.0.end, &a.1).cmp(&(b.0.start, b.0.end, &b.1)));
        pieces.dedup();
        // What is put in is whole expressions and imports, so what parses with all of them does with each.
        let Err(fault) = self.source.with_all(&pieces) else { return };
        match places {
            [only] => self.faults.push((*only, fault)),
            several => {
                let (first, second) = several.split_at(several.len() / 2);
                self.look_at(found, first);
                self.look_at(found, second);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A source, and an edit of each of `count` calls in it.
    fn calls(count: usize) -> (String, Vec<Result<Pieces, String>>) {
        let text = format!("fn f() {{ {} }}", "a(); ".repeat(count));
        let starts = text.match_indices("a()").map(|(at, _)| at);
        let edits = starts.map(|at| Ok(vec![(at..at + 3, "b()".to_owned())])).collect();
        (text, edits)
    }

    fn faults(text: &str, edits: &[Result<Pieces, String>]) -> Vec<(usize, String)> {
        let source = Source::parse(text).expect("Rust");
        let tried = tried(&source, edits.to_vec()).into_iter().enumerate();
        tried.filter_map(|(place, pieces)| Some((place, pieces.err()?))).collect()
    }

    #[test]
    fn edits_of_one_place_are_tried_apart() {
        let (text, mut edits) = calls(100);
        let other: Vec<_> = edits.iter().flatten().map(|pieces| pieces[0].0.clone()).collect();
        edits.extend(other.into_iter().map(|range| Ok(vec![(range, "c()".to_owned())])));
        assert_eq!(layers(&edits).len(), 2);
        assert_eq!(faults(&text, &edits), []);
    }

    #[test]
    fn what_does_not_parse_is_found_among_many() {
        let (text, mut edits) = calls(100);
        edits[70].as_mut().expect("an edit")[0].1 = "b(".to_owned();
        let found = faults(&text, &edits);
        assert_eq!(found.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [70]);
        assert!(found[0].1.starts_with("it would not parse any more"), "{}", found[0].1);
    }

    #[test]
    fn where_nothing_goes_together_it_ends_all_the_same() {
        let (text, mut edits) = calls(1_000);
        for edit in &mut edits {
            edit.as_mut().expect("an edit")[0].1 = "b(".to_owned();
        }
        let found = faults(&text, &edits);
        assert_eq!(found.len(), 1_000);
        assert!(found.iter().filter(|(_, fault)| fault == TOO_MANY).count() > 900);
    }
}
