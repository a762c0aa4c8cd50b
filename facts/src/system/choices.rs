//! Requests between which a function chooses by the method that it is told: `match method { "GET" => client.get(url), … }`.

use super::calls::CallSite;
use super::parents::Parents;
use crate::extract::rust::bodies::Node;
use crate::extract::rust::facts::LocalId;
use crate::program::{At, Program};

/// Forgets the methods of the calls of one function that go to one address in branches of one choice.
///
/// Who hands requests on is told the address and the method together, so that each address goes with one branch only, and
/// which one is not seen here.
pub(super) fn forget_methods(program: &Program<'_>, parents: &Parents, calls: &mut [CallSite]) {
    let addresses: Vec<Option<LocalId>> =
        calls.iter().map(|call| local(program, call.url?)).collect();
    let chosen = |index: usize| {
        let (call, address) = (&calls[index], addresses[index]);
        address.is_some()
            && calls.iter().zip(&addresses).any(|(other, to)| {
                *to == address
                    && other.method != call.method
                    && is_choice(program, parents, call.at, other.at)
            })
    };
    let chosen: Vec<usize> = (0..calls.len()).filter(|index| chosen(*index)).collect();
    for index in chosen {
        calls[index].method = None;
    }
}

/// The variable that an address is, if it is one: `url`, `&url`, `url.as_str()`.
fn local(program: &Program<'_>, mut at: At) -> Option<LocalId> {
    loop {
        at.node = match program.node(at) {
            Node::Local(local) => return Some(local),
            Node::Reference(inner) => inner,
            Node::Method { receiver, arguments, .. } if arguments.len == 0 => receiver,
            _ => return None,
        };
    }
}

/// Whether the closest node around two others is a choice, in different branches of which they stand.
fn is_choice(program: &Program<'_>, parents: &Parents, one: At, other: At) -> bool {
    let above: Vec<At> = parents.above(one).collect();
    let around = parents.above(other).find(|at| above.contains(at));
    around.is_some_and(|at| matches!(program.node(at), Node::Match { .. } | Node::If { .. }))
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
        assert_eq!(methods(matched), [None, None]);
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
}
