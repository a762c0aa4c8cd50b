//! Lists by item, end to end in one: a list of its own for each of many items costs an allocation each.

use crate::graph::ItemId;

/// A list for each item.
pub(crate) struct Grouped<T> {
    /// Where the list of each item starts, and the end of the last one.
    starts: Vec<u32>,
    list: Vec<T>,
}

impl<T: Copy> Grouped<T> {
    /// The pairs of `count` items by item; what belongs to one stays in its order.
    pub(crate) fn new(count: usize, pairs: &[(ItemId, T)]) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for (item, _) in pairs {
            starts[item.index() + 1] += 1;
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        // Each pair goes where the next one of its item belongs.
        let mut next = starts.clone();
        let mut order = vec![0_u32; pairs.len()];
        for (at, (item, _)) in (0_u32..).zip(pairs) {
            let place = &mut next[item.index()];
            order[*place as usize] = at;
            *place += 1;
        }
        Self { starts, list: order.into_iter().map(|at| pairs[at as usize].1).collect() }
    }

    /// The list of an item.
    pub(crate) fn of(&self, item: ItemId) -> &[T] {
        let at = item.index();
        match self.starts.get(at..at + 2) {
            Some([start, end]) => &self.list[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Grouped;
    use crate::graph::ItemId;

    #[test]
    fn lists_keep_their_order() {
        let pairs =
            [(2, 'a'), (0, 'b'), (2, 'c'), (2, 'd')].map(|(item, what)| (ItemId(item), what));
        let grouped = Grouped::new(4, &pairs);
        assert_eq!(grouped.of(ItemId(2)), ['a', 'c', 'd']);
        assert_eq!(grouped.of(ItemId(0)), ['b']);
        assert!(grouped.of(ItemId(1)).is_empty() && grouped.of(ItemId(9)).is_empty());
    }
}
