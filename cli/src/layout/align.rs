//! Moves what stands in columns up and down, so that lines become straight and nothing overlaps.

use super::part::{Line, Vertex};

/// Between one box and the next; between two ways that pass.
const APART: i32 = 16;
const WAYS_APART: i32 = 9;
/// How often the columns are gone through.
const SWEEPS: usize = 12;

/// The top of each vertex.
pub(super) fn align(order: &[Vec<usize>], vertices: &[Vertex], lines: &[Line]) -> Vec<i32> {
    let mut tops = vec![0_i32; vertices.len()];
    for column in order {
        let mut y = 0;
        for pair in column.iter().zip(column.iter().skip(1).map(Some).chain([None])) {
            tops[*pair.0] = y;
            y += pair.1.map_or(0, |next| distance(vertices, *pair.0, *next));
        }
    }
    // To and from each vertex: the other end, where that wants it, and how much.
    let mut pulls: Vec<Vec<Pull>> = vec![Vec::new(); vertices.len()];
    for Line { ends: [a, b], offsets } in lines {
        // Ways that pass should be straight before all else.
        let bends = [a, b].iter().filter(|end| vertices[***end].item.is_none()).count();
        let weight = [1, 3, 8][bends];
        let shift = offsets[0] - offsets[1];
        pulls[*a].push(Pull { other: *b, shift: -shift, weight, to_the_right: true });
        pulls[*b].push(Pull { other: *a, shift, weight, to_the_right: false });
    }
    for sweep in 0..SWEEPS {
        // The last ones look to both sides.
        let both = sweep + 4 >= SWEEPS;
        let to_the_right = sweep % 2 == 0;
        let numbers: Vec<usize> = if to_the_right {
            (0..order.len()).collect()
        } else {
            (0..order.len()).rev().collect()
        };
        for at in numbers {
            let wanted = order[at].iter().map(|vertex| {
                let pulls = pulls[*vertex].iter();
                let pulls = pulls.filter(|pull| both || pull.to_the_right != to_the_right);
                wanted(pulls, &tops, tops[*vertex])
            });
            let wanted: Vec<(i64, i64)> = wanted.collect();
            settle(&order[at], vertices, &wanted, &mut tops);
        }
    }
    let highest = tops.iter().copied().min().unwrap_or(0);
    tops.iter().map(|top| top - highest).collect()
}

#[derive(Clone, Copy, Debug)]
struct Pull {
    other: usize,
    shift: i32,
    weight: i64,
    to_the_right: bool,
}

/// Where a vertex wants to be, and how much.
fn wanted<'a>(pulls: impl Iterator<Item = &'a Pull>, tops: &[i32], now: i32) -> (i64, i64) {
    let (mut sum, mut weight) = (0, 0);
    for pull in pulls {
        sum += i64::from(tops[pull.other] + pull.shift) * pull.weight;
        weight += pull.weight;
    }
    if weight == 0 { (i64::from(now), 1) } else { (sum.div_euclid(weight), weight) }
}

/// How far below the top of one vertex that of the next may begin.
fn distance(vertices: &[Vertex], first: usize, second: usize) -> i32 {
    let both_pass = vertices[first].item.is_none() && vertices[second].item.is_none();
    vertices[first].height + if both_pass { WAYS_APART } else { APART }
}

/// Puts a column as near as can be to where its vertices want to be: neighbours that would overlap
/// become one block, which goes to the middle of what they want.
fn settle(column: &[usize], vertices: &[Vertex], wanted: &[(i64, i64)], tops: &mut [i32]) {
    struct Block {
        sum: i64,
        weight: i64,
        length: usize,
    }
    let mut blocks: Vec<Block> = Vec::new();
    let mut below = vec![0_i64; column.len()];
    for at in 0..column.len() {
        if at > 0 {
            let apart = distance(vertices, column[at - 1], column[at]);
            below[at] = below[at - 1] + i64::from(apart);
        }
        let (place, weight) = wanted[at];
        blocks.push(Block { sum: (place - below[at]) * weight, weight, length: 1 });
        while let [.., before, last] = blocks.as_slice() {
            if before.sum.div_euclid(before.weight) <= last.sum.div_euclid(last.weight) {
                break;
            }
            let (sum, weight) = (before.sum + last.sum, before.weight + last.weight);
            let length = before.length + last.length;
            blocks.truncate(blocks.len() - 2);
            blocks.push(Block { sum, weight, length });
        }
    }
    let mut at = 0;
    for block in blocks {
        let place = block.sum.div_euclid(block.weight);
        for _ in 0..block.length {
            // Heights of pictures stay far below what `i32` holds.
            tops[column[at]] = (place + below[at]) as i32;
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_settles_near_to_what_it_wants_without_overlaps() {
        let vertices = [Vertex { column: 0, height: 10, item: Some(0) }; 3];
        let mut tops = [0; 3];
        settle(&[0, 1, 2], &vertices, &[(0, 1), (0, 1), (200, 1)], &mut tops);
        assert_eq!(tops, [-13, 13, 200]);
        settle(&[0, 1, 2], &vertices, &[(50, 1), (0, 1), (0, 1)], &mut tops);
        assert!(tops[1] - tops[0] == 26 && tops[2] - tops[1] == 26, "{tops:?}");
    }
}
