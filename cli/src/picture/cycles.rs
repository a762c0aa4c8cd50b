//! Finds cycles: strongly connected parts, by Tarjan's way, without recursion.

use super::{ArrowKind, Picture, Shape};

/// Numbers the cycles of a picture, and marks the arrows that are part of one.
///
/// Between services only calls count: a service that hears of another by a message does not wait for it.
pub(super) fn mark(picture: &mut Picture) {
    let counts = |kind: ArrowKind, nested: bool| {
        !nested && !matches!(kind, ArrowKind::Publish | ArrowKind::Consume | ArrowKind::Connection)
    };
    let mut next = vec![Vec::new(); picture.nodes.len()];
    for arrow in picture.arrows.iter().filter(|arrow| counts(arrow.kind, arrow.nested)) {
        if picture.nodes[arrow.from].shape != Shape::Routes {
            next[arrow.from].push(arrow.to);
        }
    }
    let part = parts(&next);
    let mut sizes = vec![0_u32; picture.nodes.len()];
    for part in &part {
        sizes[*part] += 1;
    }
    // Cycles are numbered by their first arrow.
    let mut numbers = vec![None; picture.nodes.len()];
    let mut last = 0;
    for arrow in &mut picture.arrows {
        let own = part[arrow.from];
        arrow.cycle = None;
        if own == part[arrow.to] && sizes[own] > 1 && counts(arrow.kind, arrow.nested) {
            arrow.cycle = Some(*numbers[own].get_or_insert_with(|| {
                last += 1;
                last - 1
            }));
        }
    }
}

/// The number of the strongly connected part of each node.
pub(crate) fn parts(next: &[Vec<usize>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let count = next.len();
    let (mut index, mut low) = (vec![NEW; count], vec![0; count]);
    let (mut part, mut parts, mut clock) = (vec![NEW; count], 0, 0);
    let mut stack = Vec::new();
    for root in 0..count {
        if index[root] != NEW {
            continue;
        }
        let mut calls = vec![(root, 0)];
        while let Some((node, at)) = calls.pop() {
            if at == 0 {
                (index[node], low[node]) = (clock, clock);
                clock += 1;
                stack.push(node);
            } else {
                low[node] = low[node].min(low[next[node][at - 1]]);
            }
            let mut at = at;
            let mut entered = None;
            while let Some(&to) = next[node].get(at) {
                at += 1;
                if index[to] == NEW {
                    entered = Some(to);
                    break;
                }
                if part[to] == NEW {
                    low[node] = low[node].min(index[to]);
                }
            }
            if let Some(to) = entered {
                calls.push((node, at));
                calls.push((to, 0));
                continue;
            }
            if low[node] == index[node] {
                while let Some(member) = stack.pop() {
                    part[member] = parts;
                    if member == node {
                        break;
                    }
                }
                parts += 1;
            }
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn what_reaches_each_other_is_one_part() {
        let part = parts(&[vec![1], vec![2], vec![0, 3], vec![4], vec![], vec![5]]);
        assert_eq!(part[0], part[1]);
        assert_eq!(part[1], part[2]);
        assert!(part[3] != part[2] && part[3] != part[4] && part[5] != part[4]);
    }

    #[test]
    fn a_long_chain_uses_up_no_stack() {
        let many = 200_000;
        let next: Vec<Vec<usize>> = (0..many).map(|at| vec![(at + 1) % many]).collect();
        let part = parts(&next);
        assert!(part.iter().all(|one| *one == part[0]));
    }
}
