//! What the rules say of themselves.
