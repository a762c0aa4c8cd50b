//! The crate `portcullis-macros` as the program carries it, so that what is generated builds on a machine
//! with nothing else of ours.

/// Where the crate is written, with a `/` at its end.
pub const FOLDER: &str = "vendor/portcullis-macros/";

/// All files of the crate in one text; `carried.rs` in the tests writes it from `macros/`.
static BUNDLE: &str = include_str!("../macros.bundle");

/// What begins a file in the bundle; its path follows.
pub const MARK: &str = "=== ";

/// Where generated workspaces get the macros from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Macros {
    /// From their own folder [`FOLDER`], which is written with them.
    #[default]
    Embedded,
    /// From the registry, in the version of this program.
    Registry,
    /// From a folder.
    Path(String),
}

impl Macros {
    /// The entry in `[workspace.dependencies]`.
    pub fn dependency(&self) -> String {
        match self {
            Self::Embedded => format!("{{ path = \"{}\" }}", FOLDER.trim_end_matches('/')),
            Self::Registry => format!("\"{}\"", env!("CARGO_PKG_VERSION")),
            Self::Path(path) => {
                let path = toml_edit::Value::from(path.as_str());
                format!("{{ path = {} }}", path.to_string().trim())
            }
        }
    }
}

/// The files of the crate: paths in it, and texts.
pub fn source() -> impl Iterator<Item = (&'static str, &'static str)> {
    let files = BUNDLE.strip_prefix(MARK).unwrap_or_default().split("\n=== ");
    files.filter_map(|file| file.split_once('\n'))
}
