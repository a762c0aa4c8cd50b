//! Types of frameworks by which handlers say what they take.

/// What the service was started with; they are used like what they hold.
pub const STATE: [&str; 4] = ["Data", "Extension", "State", "ThinData"];

/// A part of a request.
pub const REQUEST: [&str; 4] = ["Form", "Json", "Path", "Query"];

/// Whether a type of this name is one of them.
pub fn is_extractor(name: &str) -> bool {
    STATE.contains(&name) || REQUEST.contains(&name)
}
