//! Orders what stands in each column, so that few lines cross: by the middle of neighbours, to and fro.

use super::part::{Line, Vertex};

/// How often the columns are gone through.
const SWEEPS: usize = 10;

/// The vertices of each column, from top to bottom.
pub(super) fn order(columns: usize, vertices: &[Vertex], lines: &[Line]) -> Vec<Vec<usize>> {
    let mut order: Vec<Vec<usize>> = vec![Vec::new(); columns];
    let beside = Beside::of(vertices.len(), lines);
    for vertex in beside.walk(vertices) {
        order[vertices[vertex].column].push(vertex);
    }
    let mut position = vec![0; vertices.len()];
    for column in &order {
        number(column, &mut position);
    }
    let mut best = order.clone();
    let mut fewest = crossings(&order, &beside, &position);
    for sweep in 0..SWEEPS {
        if fewest == 0 {
            break;
        }
        let to_the_right = sweep % 2 == 0;
        let neighbours = if to_the_right { &beside.left } else { &beside.right };
        let numbers: Vec<usize> =
            if to_the_right { (0..columns).collect() } else { (0..columns).rev().collect() };
        for at in numbers {
            sort(&mut order[at], neighbours, &position);
            number(&order[at], &mut position);
        }
        let count = crossings(&order, &beside, &position);
        if count < fewest {
            (fewest, best) = (count, order.clone());
        }
    }
    best
}

fn number(column: &[usize], position: &mut [usize]) {
    for (at, vertex) in column.iter().enumerate() {
        position[*vertex] = at;
    }
}

/// Sorts by the middle of neighbours; what has none keeps its place.
fn sort(column: &mut [usize], neighbours: &[Vec<usize>], position: &[usize]) {
    const PARTS: usize = 1 << 10;
    let middle = |vertex: usize| {
        let beside = &neighbours[vertex];
        let sum: usize = beside.iter().map(|other| position[*other]).sum();
        (!beside.is_empty()).then(|| sum * PARTS / beside.len())
    };
    let mut free: Vec<(usize, usize)> =
        column.iter().filter_map(|vertex| Some((middle(*vertex)?, *vertex))).collect();
    free.sort_by_key(|(middle, _)| *middle);
    let mut free = free.into_iter();
    for slot in column.iter_mut() {
        if !neighbours[*slot].is_empty()
            && let Some((_, vertex)) = free.next()
        {
            *slot = vertex;
        }
    }
}

/// How many lines cross.
fn crossings(order: &[Vec<usize>], beside: &Beside, position: &[usize]) -> usize {
    let mut count = 0;
    for pair in order.windows(2) {
        // A tree of sums over the places of the right column.
        let mut sums = vec![0_usize; pair[1].len() + 1];
        let mut seen = 0;
        for vertex in &pair[0] {
            let mut ends: Vec<usize> =
                beside.right[*vertex].iter().map(|other| position[*other]).collect();
            ends.sort_unstable();
            for end in &ends {
                let (mut before, mut at) = (0, end + 1);
                while at > 0 {
                    before += sums[at];
                    at &= at - 1;
                }
                count += seen - before;
            }
            for end in ends {
                let mut at = end + 1;
                while at < sums.len() {
                    sums[at] += 1;
                    at += at & at.wrapping_neg();
                }
                seen += 1;
            }
        }
    }
    count
}

/// The neighbours of each vertex in the columns beside its own.
struct Beside {
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
}

impl Beside {
    fn of(count: usize, lines: &[Line]) -> Self {
        let mut beside = Self { left: vec![Vec::new(); count], right: vec![Vec::new(); count] };
        for Line { ends: [a, b], .. } in lines {
            beside.right[*a].push(*b);
            beside.left[*b].push(*a);
        }
        beside
    }

    /// All vertices, what hangs together one after the other: a start that has few crossings.
    fn walk(&self, vertices: &[Vertex]) -> Vec<usize> {
        let mut starts: Vec<usize> = (0..vertices.len()).collect();
        starts.sort_by_key(|vertex| (vertices[*vertex].column, *vertex));
        let mut seen = vec![false; vertices.len()];
        let mut walked = Vec::with_capacity(vertices.len());
        for start in starts {
            let mut open = vec![start];
            while let Some(vertex) = open.pop() {
                if std::mem::replace(&mut seen[vertex], true) {
                    continue;
                }
                walked.push(vertex);
                open.extend(self.left[vertex].iter().rev().filter(|other| !seen[**other]));
                open.extend(self.right[vertex].iter().rev().filter(|other| !seen[**other]));
            }
        }
        walked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vertex(column: usize) -> Vertex {
        Vertex { column, height: 10, item: Some(0) }
    }

    fn line(a: usize, b: usize) -> Line {
        Line { ends: [a, b], offsets: [5, 5] }
    }

    #[test]
    fn crossings_are_counted_and_untangled() {
        let vertices: Vec<Vertex> = [0, 0, 0, 1, 1, 1].map(vertex).into();
        let lines = [line(0, 5), line(1, 4), line(2, 3), line(0, 4)];
        let beside = Beside::of(6, &lines);
        let straight = vec![vec![0, 1, 2], vec![3, 4, 5]];
        assert_eq!(crossings(&straight, &beside, &[0, 1, 2, 0, 1, 2]), 4);
        let best = order(2, &vertices, &lines);
        let mut position = vec![0; 6];
        for column in &best {
            number(column, &mut position);
        }
        assert_eq!(crossings(&best, &beside, &position), 0, "{best:?}");
    }
}
