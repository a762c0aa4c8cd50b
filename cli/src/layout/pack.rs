//! Puts what does not hang together into rows.

use super::container::Placed;

/// A part that is laid out.
pub(super) struct Block {
    pub(super) items: Vec<usize>,
    pub(super) inside: Placed,
    pub(super) has_exits: bool,
}

/// Puts blocks side by side in rows, the large ones first; gives the width of all.
pub(super) fn pack(blocks: &[Block], mut put: impl FnMut(&Block, i32, i32)) -> i32 {
    const BETWEEN: i32 = 22;
    let area = |block: &Block| {
        i64::from(block.inside.width + BETWEEN) * i64::from(block.inside.height + BETWEEN)
    };
    let mut order: Vec<&Block> = blocks.iter().collect();
    // What is alone keeps the order of names; its size says nothing.
    order.sort_by_key(|block| {
        let alone = block.items.len() == 1;
        (!block.has_exits, alone, std::cmp::Reverse(if alone { 0 } else { area(block) }))
    });
    // Rows as wide as makes the whole somewhat wider than high.
    let total: i64 = blocks.iter().map(area).sum();
    let widest = blocks.iter().map(|block| block.inside.width).max().unwrap_or(0);
    let limit = i64::from(widest).max((total * 8 / 5).isqrt());
    let (mut x, mut y, mut row, mut width) = (0, 0, 0, 0);
    for block in order {
        let ends = i64::from(x + block.inside.width) > limit;
        if x > 0 && ends {
            (x, y, row) = (0, y + row + BETWEEN, 0);
        }
        put(block, x, y);
        width = width.max(x + block.inside.width);
        row = row.max(block.inside.height);
        x += block.inside.width + BETWEEN;
        if block.has_exits {
            // Its ways out need the whole width.
            (x, y, row) = (0, y + row + BETWEEN, 0);
        }
    }
    width
}
