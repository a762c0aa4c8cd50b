//! Around what an expression stands: the node that each node is a part of.

use std::sync::OnceLock;

use super::mentions::Mentions;
use crate::extract::rust::bodies::{Bodies, NodeId};
use crate::program::{At, Body, Program, UnitIndex};

/// The node around each node of the program.
pub(crate) struct Parents {
    units: Vec<Vec<u32>>,
    /// The runs of nodes of all bodies, in order: unit, first and last node, number of the body.
    runs: Vec<(UnitIndex, NodeId, NodeId, u32)>,
    /// Where the variables of each body are named, in the order of the runs; of those that were asked for.
    mentions: Vec<OnceLock<Box<Mentions>>>,
}

const NONE: u32 = u32::MAX;

impl Parents {
    /// Looks at all nodes once.
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let mut runs: Vec<_> = (0u32..)
            .zip(&program.bodies)
            .map(|(number, body)| (body.unit, body.first, body.node, number))
            .collect();
        runs.sort_unstable();
        let mentions = runs.iter().map(|_| OnceLock::new()).collect();
        Self { units: program.by_unit(|unit| of_unit(program.unit(unit).bodies)), runs, mentions }
    }

    /// The body in which a node stands.
    pub(crate) fn body<'p>(&self, program: &'p Program<'_>, at: At) -> Option<&'p Body> {
        let (_, _, _, number) = self.runs[self.run(at)?];
        Some(&program.bodies[number as usize])
    }

    /// Where the variables of a body are named.
    pub(super) fn mentions(&self, program: &Program<'_>, body: &Body) -> Option<&Mentions> {
        let run = self.run(At { unit: body.unit, node: body.node })?;
        Some(self.mentions[run].get_or_init(|| Box::new(Mentions::new(program, body))))
    }

    /// The number of the run of nodes in which this one stands.
    fn run(&self, at: At) -> Option<usize> {
        let after =
            self.runs.partition_point(|(unit, first, ..)| (*unit, *first) <= (at.unit, at.node));
        let run = after.checked_sub(1)?;
        let (unit, _, last, _) = self.runs[run];
        (unit == at.unit && at.node <= last).then_some(run)
    }

    /// The node around this one; none for the root of a body.
    pub(crate) fn of(&self, at: At) -> Option<At> {
        let parent = self.units[at.unit.0 as usize][at.node.index()];
        (parent != NONE).then_some(At { unit: at.unit, node: NodeId(parent) })
    }

    /// The nodes around this one, from the inside out.
    pub(crate) fn above(&self, at: At) -> impl Iterator<Item = At> + '_ {
        std::iter::successors(self.of(at), |at| self.of(*at))
    }
}

fn of_unit(bodies: &Bodies) -> Vec<u32> {
    let mut parents = vec![NONE; bodies.nodes.len()];
    for (index, node) in bodies.nodes.iter().enumerate() {
        bodies.each_part(*node, |part| parents[part.index()] = index as u32);
    }
    parents
}

/// The nodes of a body from the first on, in the order of the text.
pub(crate) fn nodes_of(body: &Body) -> impl Iterator<Item = At> + use<> {
    let unit: UnitIndex = body.unit;
    (body.first.0..=body.node.0).map(move |node| At { unit, node: NodeId(node) })
}
