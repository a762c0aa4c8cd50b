//! Puts what stands in a container into columns, so that most arrows lead to the right.

use std::collections::BTreeMap;

use super::tree::{Item, Parting, Tree};
use crate::picture::Picture;

/// The columns of all containers, and where each arrow parts.
pub(super) struct Ranked {
    /// For each arrow.
    pub(super) partings: Vec<Parting>,
    /// Whether an arrow leads to the left.
    pub(super) back: Vec<bool>,
    /// For each container, the column of each of its items.
    pub(super) columns: Vec<Vec<usize>>,
    /// For each container, whether its columns are those of the picture's meaning.
    pub(super) given: Vec<bool>,
}

/// Works the columns out.
pub(super) fn ranks(picture: &Picture, tree: &Tree) -> Ranked {
    let partings: Vec<Parting> =
        picture.arrows.iter().map(|arrow| tree.parting(arrow.from, arrow.to)).collect();
    let mut between: Vec<BTreeMap<(usize, usize), u64>> = vec![BTreeMap::new(); tree.items.len()];
    for (arrow, parting) in picture.arrows.iter().zip(&partings) {
        let weight = between[parting.container].entry((parting.from, parting.to)).or_default();
        *weight += arrow.count as u64;
    }
    let mut columns = Vec::with_capacity(tree.items.len());
    let mut given = Vec::with_capacity(tree.items.len());
    for (items, weights) in tree.items.iter().zip(&between) {
        let own = given_columns(picture, items);
        given.push(own.is_some());
        columns.push(own.unwrap_or_else(|| free_columns(items.len(), weights)));
    }
    let back = partings.iter().map(|parting| {
        let columns = &columns[parting.container];
        columns[parting.from] > columns[parting.to]
    });
    Ranked { back: back.collect(), partings, columns, given }
}

/// The columns that the picture gives, without gaps, if it gives one to each item. Groups with the same
/// one stand behind each other, since arrows may lead from one to the other.
fn given_columns(picture: &Picture, items: &[Item]) -> Option<Vec<usize>> {
    let column = |item: &Item| match item {
        Item::Node(at) => picture.nodes[*at].column.map(|column| (column, 0)),
        Item::Group(at) => picture.groups[*at].column.map(|column| (column, at + 1)),
    };
    let columns: Vec<(u32, usize)> = items.iter().map(column).collect::<Option<_>>()?;
    let mut used = columns.clone();
    used.sort_unstable();
    used.dedup();
    Some(columns.iter().map(|column| used.partition_point(|other| other < column)).collect())
}

/// Columns by the longest ways, after the lightest arrows of cycles are turned round.
fn free_columns(count: usize, weights: &BTreeMap<(usize, usize), u64>) -> Vec<usize> {
    let position = sequence(count, weights);
    let mut before = vec![Vec::new(); count];
    let mut behind = vec![Vec::new(); count];
    for &(from, to) in weights.keys() {
        let (first, second) = if position[from] < position[to] { (from, to) } else { (to, from) };
        before[second].push(first);
        behind[first].push(second);
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|at| position[*at]);
    let mut column = vec![0; count];
    for &at in &order {
        column[at] = before[at].iter().map(|first| column[*first] + 1).max().unwrap_or(0);
    }
    // What has more on its right than on its left moves there, as far as it can.
    for &at in order.iter().rev() {
        let next = behind[at].iter().map(|second| column[*second]).min();
        if let Some(next) = next.filter(|_| behind[at].len() > before[at].len()) {
            column[at] = next - 1;
        }
    }
    column
}

/// The position of each item in a sequence in which arrows of little weight lead backwards, after
/// Eades, Lin and Smyth.
fn sequence(count: usize, weights: &BTreeMap<(usize, usize), u64>) -> Vec<usize> {
    let mut out = vec![0_i64; count];
    let mut into = vec![0_i64; count];
    let mut beside: Vec<Vec<(usize, i64, bool)>> = vec![Vec::new(); count];
    for (&(from, to), &weight) in weights {
        let weight = i64::try_from(weight).unwrap_or(i64::MAX / 4).min(1 << 40);
        out[from] += weight;
        into[to] += weight;
        beside[from].push((to, weight, true));
        beside[to].push((from, weight, false));
    }
    let mut is_left = vec![true; count];
    let mut position = vec![0; count];
    let (mut front, mut end) = (0, count);
    let mut open: Vec<usize> = (0..count).rev().collect();
    while front < end {
        let next = open.pop().filter(|at| is_left[*at] && (into[*at] == 0 || out[*at] == 0));
        let at = match next {
            Some(at) => at,
            None if !open.is_empty() => continue,
            None => {
                let rest = (0..count).filter(|at| is_left[*at]);
                let Some(at) = rest.max_by_key(|at| (out[*at] - into[*at], std::cmp::Reverse(*at)))
                else {
                    break;
                };
                at
            }
        };
        is_left[at] = false;
        if out[at] == 0 && into[at] != 0 {
            end -= 1;
            position[at] = end;
        } else {
            position[at] = front;
            front += 1;
        }
        for &(other, weight, leads_there) in beside[at].iter().rev() {
            if leads_there {
                into[other] -= weight;
            } else {
                out[other] -= weight;
            }
            if is_left[other] && (into[other] == 0 || out[other] == 0) {
                open.push(other);
            }
        }
    }
    position
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(count: usize, arrows: &[(usize, usize, u64)]) -> Vec<usize> {
        let weights = arrows.iter().map(|(from, to, weight)| ((*from, *to), *weight)).collect();
        free_columns(count, &weights)
    }

    #[test]
    fn arrows_lead_to_the_right() {
        assert_eq!(columns(4, &[(0, 1, 1), (1, 2, 1), (0, 3, 1), (3, 2, 1)]), [0, 1, 2, 1]);
        assert_eq!(columns(3, &[(0, 2, 1), (1, 2, 1)]), [0, 0, 1]);
    }

    #[test]
    fn the_lightest_arrow_of_a_cycle_leads_back() {
        assert_eq!(columns(3, &[(0, 1, 9), (1, 2, 9), (2, 0, 1)]), [0, 1, 2]);
        assert_eq!(columns(3, &[(0, 1, 1), (1, 2, 9), (2, 0, 9)]), [2, 0, 1]);
    }

    #[test]
    fn what_only_leads_on_stands_before_what_it_leads_to() {
        assert_eq!(columns(4, &[(0, 1, 1), (1, 2, 1), (3, 2, 1)]), [0, 1, 2, 1]);
    }
}
