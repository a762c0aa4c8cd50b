//! The parts of items by name: variants, fields, items of traits and of `impl` blocks.

use rayon::prelude::*;

use crate::graph::{ItemId, Name};

/// A part, before it is in a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) of: ItemId,
    pub(crate) name: Name,
    pub(crate) item: ItemId,
}

/// Parts, sorted by what they are parts of.
///
/// A system has nearly as many parts as items. They are gathered while nobody asks for them, so they are
/// sorted once, which costs less than a map that grows with each of them.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// By item, where its parts begin among all; one more at the end.
    starts: Vec<u32>,
    /// Name and item of each part, by name below each item.
    parts: Vec<(Name, ItemId)>,
}

impl Parts {
    /// A table of these parts of so many items. Of two with one name, the first is found.
    pub(crate) fn new(mut parts: Vec<Part>, items: usize) -> Self {
        parts.par_sort_by_key(|part| (part.of, part.name));
        let mut starts = Vec::with_capacity(items + 1);
        for (at, part) in parts.iter().enumerate() {
            if starts.len() <= part.of.index() {
                starts.resize(part.of.index() + 1, at as u32);
            }
        }
        starts.resize(items + 1, parts.len() as u32);
        let parts = parts.into_iter().map(|part| (part.name, part.item)).collect();
        Self { starts, parts }
    }

    /// The part of this name.
    pub(crate) fn find(&self, of: ItemId, name: Name) -> Option<ItemId> {
        let (start, end) = (self.starts.get(of.index())?, self.starts.get(of.index() + 1)?);
        let own = &self.parts[*start as usize..*end as usize];
        let at = own.partition_point(|(known, _)| *known < name);
        own.get(at).filter(|(known, _)| *known == name).map(|(_, item)| *item)
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Parts};
    use crate::graph::{ItemId, Name};

    #[test]
    fn the_first_part_of_a_name_is_found() {
        let part = |of, name, item| Part { of: ItemId(of), name: Name(name), item: ItemId(item) };
        let given = [part(5, 2, 6), part(1, 9, 3), part(1, 2, 2), part(5, 2, 7), part(1, 2, 4)];
        let parts = Parts::new(given.to_vec(), 8);
        let find = |of, name| parts.find(ItemId(of), Name(name)).map(|item| item.0);
        assert_eq!((find(1, 2), find(1, 9), find(5, 2)), (Some(2), Some(3), Some(6)));
        assert_eq!((find(0, 2), find(1, 3), find(7, 2), find(8, 2)), (None, None, None, None));
        assert_eq!(Parts::default().find(ItemId(0), Name(0)), None);
    }
}
