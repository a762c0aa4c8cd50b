//! Methods and types by which pools, connections and transactions are told, whichever library they are of.

use crate::graph::system::Executor;

/// What a method gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// This.
    Is(Executor),
    /// What it is called on, or what that wraps.
    Receiver,
}

/// What a method of this name gives back, if the name says so.
pub fn of_method(name: &str) -> Option<Given> {
    Some(match name {
        "begin" | "begin_with" | "transaction" | "start_transaction" => {
            Given::Is(Executor::Transaction)
        }
        "acquire" | "get" | "get_conn" | "get_connection" | "conn" | "connection" => {
            Given::Is(Executor::Connection)
        }
        "as_mut" | "as_ref" | "deref" | "deref_mut" | "clone" | "borrow" | "borrow_mut"
        | "unwrap" | "expect" | "lock" | "map_err" | "ok_or" | "ok_or_else" | "context"
        | "with_context" | "get_ref" | "inner" | "into_inner" | "by_ref" => Given::Receiver,
        _ => return None,
    })
}

/// What a value of the type with this last name is, if the name says so.
pub fn of_type(name: &str) -> Option<Executor> {
    Some(match name {
        "Transaction" | "DatabaseTransaction" => Executor::Transaction,
        "DatabaseConnection" => Executor::Pool,
        _ if name.ends_with("Pool") => Executor::Pool,
        _ if name.ends_with("Connection") || name.ends_with("Conn") => Executor::Connection,
        _ => return None,
    })
}
