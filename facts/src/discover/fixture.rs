//! Which folders hold packages that are data of another package, by their names.

/// Folders of test data, templates and code of others.
const NAMES: [&str; 13] = [
    "fixture",
    "fixtures",
    "node_modules",
    "target",
    "template",
    "templates",
    "test",
    "test-data",
    "test_data",
    "testdata",
    "tests",
    "testsuite",
    "vendor",
];

/// Whether the way from the folder `above` down to `dir` says that what is there
/// is data of what stands `above`, which is a package or only a workspace.
///
/// `ui` is no such name: below `tests` it is covered, elsewhere it is a user
/// interface. Examples are data of a package; those of a whole workspace are
/// systems of their own.
pub(super) fn says(above: &str, above_is_package: bool, dir: &str) -> bool {
    let way = dir.strip_prefix(above).unwrap_or(dir);
    way.split('/').any(|name| NAMES.contains(&name) || above_is_package && name == "examples")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_way_down_counts() {
        assert!(says("", false, "tests/a"));
        assert!(says("a", true, "a/examples/b"));
        assert!(!says("", false, "examples/b"));
        assert!(!says("tests/a", true, "tests/a/b"));
        assert!(!says("", true, "services/testing/ui"));
    }
}
