//! Servers on whatever port is free, as tests and tools begin them: nobody but the process itself knows the port.

use crate::extract::rust::bodies::Node;
use crate::framework::addresses::CONSTANTS;
use crate::program::{At, Program};
use crate::system::Context;
use crate::system::parents::nodes_of;

/// Whether the function in which something begins to serve asks for whatever port is free: `"127.0.0.1:0"`,
/// `([127, 0, 0, 1], 0)`, `SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0)`.
pub(super) fn is_for_itself(context: &Context<'_, '_>, at: At) -> bool {
    let program = context.program;
    let Some(body) = context.parents.body(program, at) else { return false };
    nodes_of(body).any(|at| match program.node(at) {
        Node::Text => {
            let text = program.literal(at);
            text.strip_suffix(":0").is_some_and(|host| !host.is_empty() && is_host_text(host))
        }
        Node::Tuple(parts) | Node::Call { arguments: parts, .. } => {
            let parts: Vec<At> = program.list(at.unit, parts).collect();
            matches!(parts[..], [host, port] if is_zero(program, port) && is_host(program, host))
        }
        _ => false,
    })
}

fn is_zero(program: &Program<'_>, at: At) -> bool {
    program.node(at) == Node::Number && program.text(program.place(at)) == "0"
}

/// Whether an expression is an address without a port.
fn is_host(program: &Program<'_>, at: At) -> bool {
    match program.node(at) {
        Node::Text => is_host_text(&program.literal(at)),
        Node::Path(path) => CONSTANTS.contains(&program.last_name(at.unit, path)),
        // `IpAddr::V4(Ipv4Addr::LOCALHOST)`
        Node::Call { arguments, .. } => {
            program.list(at.unit, arguments).any(|part| is_host(program, part))
        }
        // Of an array of numbers no more is kept than its place.
        Node::Unknown => program.text(program.place(at)).starts_with('['),
        _ => false,
    }
}

fn is_host_text(host: &str) -> bool {
    host == "localhost" || host.bytes().all(|b| b.is_ascii_hexdigit() || b".:[]".contains(&b))
}
