//! Which manifests belong to the system, in trees of many shapes.

use crate::sketch::check;

#[test]
fn no_cargo_at_all() {
    check("//- a/b.rs\n//- c.sql\n", "");
}
