//! What a plan changes, as `diff -u` shows it.

use std::fmt::Write as _;

use similar::TextDiff;

use crate::plan::{Change, Plan};

/// The differences of one file.
pub fn unified(change: &Change) -> String {
    let before = change.before.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
    let after = change.after.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
    let name = |side: &str, bytes: &Option<Vec<u8>>| match bytes {
        Some(_) => format!("{side}/{}", change.path),
        None => "/dev/null".to_owned(),
    };
    TextDiff::from_lines(before.as_ref(), after.as_ref())
        .unified_diff()
        .context_radius(3)
        .header(&name("a", &change.before), &name("b", &change.after))
        .to_string()
}

/// The files of a plan as a tree: `+` new, `~` edited, `!` replaced, `-` removed.
pub fn tree(plan: &Plan) -> String {
    let mut text = String::new();
    let mut open: Vec<&str> = Vec::new();
    for change in &plan.changes {
        let parts: Vec<&str> = change.path.split('/').collect();
        let (name, dirs) = parts.split_last().map_or(("", &[][..]), |(name, dirs)| (*name, dirs));
        let shared = open.iter().zip(dirs).take_while(|(a, b)| a == b).count();
        open.truncate(shared);
        for dir in &dirs[shared..] {
            let _ = writeln!(text, "  {}{dir}/", "  ".repeat(open.len()));
            open.push(dir);
        }
        let mark = match (&change.before, &change.after, change.whole) {
            (_, None, _) => '-',
            (None, _, _) => '+',
            (Some(_), _, true) => '!',
            (Some(_), _, false) => '~',
        };
        let _ = writeln!(text, "{mark} {}{name}", "  ".repeat(open.len()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, before: Option<&str>, after: &str, whole: bool) -> Change {
        let before = before.map(|text| text.as_bytes().to_vec());
        let (path, after) = (path.to_owned(), Some(after.as_bytes().to_vec()));
        Change { path, before, after, executable: false, whole }
    }

    #[test]
    fn a_plan_is_shown_as_a_tree_and_as_differences() {
        let changes = vec![
            change("Cargo.toml", Some("a\nb\n"), "a\nc\n", false),
            change("core/src/lib.rs", None, "x\n", true),
            change("core/src/port.rs", Some("x\n"), "y\n", true),
        ];
        let plan = Plan { changes, ..Plan::default() };
        assert_eq!(tree(&plan), "~ Cargo.toml\n  core/\n    src/\n+     lib.rs\n!     port.rs\n");
        let shown = unified(&plan.changes[0]);
        assert_eq!(shown, "--- a/Cargo.toml\n+++ b/Cargo.toml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
        let new = unified(&plan.changes[1]);
        assert_eq!(new, "--- /dev/null\n+++ b/core/src/lib.rs\n@@ -0,0 +1 @@\n+x\n");
    }
}
