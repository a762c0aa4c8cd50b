//! Requests that are built apart from the client that sends them: `Request::post(url).body(b)`.

use super::calls::links_of;
use super::names::argument;
use super::origin::Origins;
use super::parents::nodes_of;
use crate::extract::rust::bodies::{Node, NodeId};
use crate::framework::client::BuiltTable;
use crate::framework::lookup::entry;
use crate::graph::system::Method;
use crate::program::{At, Body, Program};

/// What is known of a request.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Built {
    /// The method.
    pub(super) method: Option<Method>,
    /// The expression that is the address.
    pub(super) url: Option<At>,
}

/// What is known of the request that an argument is.
pub(super) fn built(
    program: &Program<'_>,
    origins: &Origins<'_, '_>,
    table: &BuiltTable,
    body: &Body,
    request: At,
) -> Built {
    let mut found = Built::default();
    for origin in origins.of(request) {
        chain(program, table, origin, &mut found);
    }
    // `*request.uri_mut() = url`, as those who hand requests on do.
    for (given, value) in given_later(program, body, request) {
        if given == table.url_later {
            found.url = Some(value);
        } else if given == table.method_later {
            found.method = method(program, value);
        }
    }
    found
}

/// Reads the chain of calls that ends in a request.
fn chain(program: &Program<'_>, table: &BuiltTable, end: At, found: &mut Built) {
    let mut start = end;
    for link in links_of(program, end) {
        let Node::Method { call, receiver, .. } = program.node(link) else { continue };
        start = At { unit: link.unit, node: receiver };
        let name = program.method_name(link.unit, call);
        if name == table.url && found.url.is_none() {
            found.url = argument(program, link, 0);
        } else if name == table.method && found.method.is_none() {
            found.method = argument(program, link, 0).and_then(|at| method(program, at));
        }
    }
    let Node::Call { callee, .. } = program.node(start) else { return };
    let Node::Path(path) = program.node(At { unit: start.unit, node: callee }) else { return };
    let text = program.path_text(start.unit, path);
    let Some(begin) = entry(table.starts, &text, |begin| begin.path) else { return };
    found.url = found.url.or_else(|| argument(program, start, begin.url));
    found.method = found.method.or(begin.method);
}

/// What is put in the places that methods of a request give, with the names of the methods.
fn given_later<'p>(program: &'p Program<'_>, body: &Body, request: At) -> Vec<(&'p str, At)> {
    let bare = |unit, mut node: NodeId| {
        while let Node::Reference(inner) = program.node(At { unit, node }) {
            node = inner;
        }
        At { unit, node }
    };
    let Node::Local(local) = program.node(bare(request.unit, request.node)) else {
        return Vec::new();
    };
    let given = nodes_of(body).take_while(|at| at.node < request.node).filter_map(|at| {
        let Node::Assign { target, value } = program.node(at) else { return None };
        let target = bare(at.unit, target);
        let Node::Method { call, receiver, .. } = program.node(target) else { return None };
        let receiver = bare(at.unit, receiver);
        (program.node(receiver) == Node::Local(local))
            .then(|| (program.method_name(at.unit, call), At { unit: at.unit, node: value }))
    });
    given.collect()
}

/// The method that an expression is: `Method::POST`, `"POST"`.
pub(super) fn method(program: &Program<'_>, at: At) -> Option<Method> {
    let text;
    let name = match program.node(at) {
        Node::Path(path) => program.last_name(at.unit, path),
        Node::Reference(inner) => return method(program, At { unit: at.unit, node: inner }),
        Node::Text => {
            text = program.literal(at);
            &*text
        }
        _ => return None,
    };
    match name {
        "GET" => Some(Method::Get),
        "POST" => Some(Method::Post),
        "PUT" => Some(Method::Put),
        "PATCH" => Some(Method::Patch),
        "DELETE" => Some(Method::Delete),
        "HEAD" => Some(Method::Head),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::system::trial::with_calls;

    /// Method and address of each call, and whether its client is known.
    fn requests(main: &str) -> Vec<String> {
        with_calls(&["hyper", "hyper-util", "http"], main, |program, call| {
            let url = call.url.map_or("?", |at| program.text(program.place(at)));
            let method = call.method.map_or("?", crate::graph::system::Method::as_str);
            let client = if call.client.is_some() { "" } else { " of others" };
            format!("{method} {url}{client}")
        })
    }

    #[test]
    fn clients_of_hyper_send_what_is_built() {
        let main = r#"
            use hyper::{Body, Client, Method, Request, Uri};
            async fn main() {
                let client = Client::new();
                client.get(Uri::from_static("http://stock/a")).await;
                let request = Request::builder().method(Method::POST).uri("http://stock/b").body(b).unwrap();
                client.request(request).await;
                client.request(Request::put("http://stock/c").body(b).unwrap()).await;
            }
            async fn later(client: &Client<hyper::client::HttpConnector>, mut request: Request<Body>) {
                *request.uri_mut() = address();
                client.request(request).await;
            }
        "#;
        assert_eq!(
            requests(main),
            [
                "GET Uri::from_static(\"http://stock/a\")",
                "POST \"http://stock/b\"",
                "PUT \"http://stock/c\"",
                "? address() of others",
            ]
        );
    }

    #[test]
    fn pooled_clients_and_connections_of_hyper_are_known() {
        let main = r#"
            use hyper_util::{client::legacy::Client, rt::TokioExecutor};
            async fn main() {
                let client = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(2).build_http();
                client.request(http::Request::delete("http://stock/a").body(b).unwrap()).await;
            }
            async fn raw(io: Io) {
                let (mut sender, conn) = hyper::client::conn::http1::handshake(io).await.unwrap();
                sender.send_request(http::Request::builder().uri("/b").method("PATCH").body(b).unwrap()).await;
            }
        "#;
        assert_eq!(requests(main), ["DELETE \"http://stock/a\"", "PATCH \"/b\""]);
    }
}
