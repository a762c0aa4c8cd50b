//! Requests between which a function chooses by the method that it is told: `match method { "GET" => client.get(url), … }`.

use rustc_hash::FxHashMap;

use super::calls::CallSite;
use super::links::Links;
use super::parents::Parents;
use crate::extract::rust::bodies::Node;
use crate::extract::rust::facts::LocalId;
use crate::graph::system::Method;
use crate::program::{At, Program};

/// So far is a variable followed to the one that it is a copy of.
const MOST_STEPS: usize = 16;

/// Methods whose result is a copy of a text.
const COPYING: &[&str] = &["as_str", "clone", "into", "to_owned", "to_string"];

/// Forgets the methods of the calls of one function that go to one address in branches of one choice.
///
/// Who hands requests on is told the address and the method together, so that each address goes with one branch only, and
/// which one is not seen here.
pub(super) fn forget_methods(
    program: &Program<'_>,
    parents: &Parents,
    links: &Links,
    calls: &mut [CallSite],
) {
    // Two calls stand in branches of one choice if the closest node around both is one: if they are in different parts of it.
    let mut choices: FxHashMap<(LocalId, At), Choice> = FxHashMap::default();
    let mut branches: Vec<(usize, (LocalId, At), At)> = Vec::new();
    for (index, call) in calls.iter().enumerate() {
        let Some(address) = call.url.and_then(|url| local(program, links, url)) else {
            continue;
        };
        let mut part = call.at;
        for at in parents.above(call.at) {
            if matches!(program.node(at), Node::Match { .. } | Node::If { .. }) {
                choices.entry((address, at)).or_default().add(part, call.method);
                branches.push((index, (address, at), part));
            }
            part = at;
        }
    }
    for (index, choice, part) in branches {
        // A call may stand in several choices, the first of which has taken its method.
        if calls[index].method.is_some_and(|method| choices[&choice].has_another(part, method)) {
            calls[index].method = None;
        }
    }
}

/// The calls in one choice that go to one address.
#[derive(Default)]
struct Choice {
    all: u32,
    by_part: FxHashMap<At, u32>,
    by_method: FxHashMap<Option<Method>, u32>,
    by_both: FxHashMap<(At, Option<Method>), u32>,
}

impl Choice {
    fn add(&mut self, part: At, method: Option<Method>) {
        self.all += 1;
        *self.by_part.entry(part).or_default() += 1;
        *self.by_method.entry(method).or_default() += 1;
        *self.by_both.entry((part, method)).or_default() += 1;
    }

    /// Whether a call stands in another part than this one, with another method.
    fn has_another(&self, part: At, method: Method) -> bool {
        let method = Some(method);
        let alike = self.by_part[&part] + self.by_method[&method] - self.by_both[&(part, method)];
        alike < self.all
    }
}

/// The variable that an address is, if it is one: `url`, `&url`, `url.as_str()`; of a copy that of which it is one.
fn local(program: &Program<'_>, links: &Links, mut at: At) -> Option<LocalId> {
    let mut found = None;
    for _ in 0..MOST_STEPS {
        at.node = match program.node(at) {
            Node::Local(local) => {
                found = Some(local);
                match links.initialiser(at.unit, local) {
                    Some(value) => value.node,
                    None => break,
                }
            }
            Node::Reference(inner) => inner,
            Node::Method { call, receiver, arguments } if arguments.len == 0 => {
                if found.is_some() && !COPYING.contains(&program.method_name(at.unit, call)) {
                    break;
                }
                receiver
            }
            _ => break,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::graph::system::Method;
    use crate::system::trial::with_calls;

    fn methods(body: &str) -> Vec<Option<Method>> {
        let text = format!(
            "async fn main() {{ send(&reqwest::Client::new(), \"GET\", \"http://stock/levels\").await; }}
            async fn send(client: &reqwest::Client, method: &str, url: &str) {{ {body} }}"
        );
        with_calls(&["reqwest"], &text, |_, call| call.method)
    }

    #[test]
    fn a_method_that_is_told_is_not_known() {
        let matched = "let request = match method {
                \"GET\" => client.get(url),
                \"POST\" => { client.post(&*url) }
                _ => return,
            };
            request.send().await;";
        let compared = "if method == \"GET\" { client.get(url).send().await; }
            else if method == \"PUT\" { client.put(url.to_string()).send().await; }
            else { client.post(url).send().await; }";
        let copied = "let request = match method {
                \"GET\" => { let mut full = url.to_owned(); full.push_str(\"?all\"); client.get(&full) }
                _ => client.post(url),
            };
            request.send().await;";
        assert_eq!(methods(matched), [None, None]);
        assert_eq!(methods(copied), [None, None]);
        assert_eq!(methods(compared), [None, None, None]);
    }

    #[test]
    fn requests_one_after_another_keep_their_methods() {
        let both = "client.get(url).send().await; client.delete(url).send().await;";
        assert_eq!(methods(both), [Some(Method::Get), Some(Method::Delete)]);
        let apart = "if method == \"GET\" { client.get(url).send().await; }
            else { client.post(\"http://stock/log\").send().await; }";
        assert_eq!(methods(apart), [Some(Method::Get), Some(Method::Post)]);
    }

    /// To compare each with each would take minutes.
    #[test]
    fn thousands_of_branches_are_looked_at_once() {
        const COUNT: usize = 20_000;
        let arm = |at: usize| {
            let call = if at.is_multiple_of(2) { "client.get(url)" } else { "client.put(url)" };
            format!("{at} => {call}.send().await,\n")
        };
        let arms: String = (0..COUNT).map(arm).collect();
        let found = methods(&format!("match method.len() {{ {arms} _ => return }};"));
        assert_eq!(found, vec![None; COUNT]);
    }
}
