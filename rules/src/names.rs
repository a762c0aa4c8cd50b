//! Globs of `::`-separated paths, and names of roles.

use globset::{GlobBuilder, GlobMatcher};
use portcullis_facts::graph::{Graph, ModuleId, Role};

/// Globs of `::`-separated paths: `*` stands for letters within a name, `**` for any names.
#[derive(Clone, Debug)]
pub(crate) struct PathGlobs {
    globs: Vec<GlobMatcher>,
}

impl PathGlobs {
    /// The globs in `list`; one that is no valid glob matches nothing.
    pub(crate) fn new<S: AsRef<str>>(list: &[S]) -> Self {
        let glob = |text: &S| path_glob(text.as_ref()).ok();
        Self { globs: list.iter().filter_map(glob).collect() }
    }

    /// Whether one glob matches the paths of both modules.
    pub(crate) fn shared(&self, graph: &Graph, a: ModuleId, b: ModuleId) -> bool {
        if self.globs.is_empty() {
            return false;
        }
        let path = |module| graph.module_path(module).replace("::", "/");
        let (a, b) = (path(a), path(b));
        self.globs.iter().any(|glob| glob.is_match(&a) && glob.is_match(&b))
    }
}

/// A glob of a `::`-separated path; paths are to be matched with `/` in place of `::`.
///
/// # Errors
/// Where it is no valid glob.
pub(crate) fn path_glob(text: &str) -> Result<GlobMatcher, globset::Error> {
    let glob = GlobBuilder::new(&text.replace("::", "/")).literal_separator(true).build()?;
    Ok(glob.compile_matcher())
}

/// The name of a role, as selectors and options write it.
pub(crate) const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Core => "core",
        Role::Application => "application",
        Role::AdapterIn => "adapter-in",
        Role::AdapterOut => "adapter-out",
        Role::Root => "root",
    }
}
