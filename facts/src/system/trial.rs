//! Calls in small programs that tests write.

use super::calls::{self, CallSite};
use super::links::Links;
use super::origin::Origins;
use super::parents::Parents;
use super::protos::Protos;
use crate::program::Program;
use crate::program::trial::with_main;

/// What is told of each call that leaves the process, in a package with these dependencies and this `src/main.rs`.
pub(crate) fn with_calls<T>(
    dependencies: &[&str],
    text: &str,
    tell: impl Fn(&Program<'_>, &CallSite) -> T,
) -> Vec<T> {
    let mut told = Vec::new();
    with_main(dependencies, text, |program| {
        let (parents, links) = (Parents::new(program), Links::new(program));
        let origins = Origins::new(program, &parents, &links);
        let found = calls::read(program, &parents, &links, &origins, &Protos::default());
        told = found.calls.iter().map(|call| tell(program, call)).collect();
    });
    told
}
