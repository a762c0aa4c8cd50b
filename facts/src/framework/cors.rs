//! Names by which requests from other origins are allowed.

/// How a library allows requests from other origins.
#[derive(Clone, Copy, Debug)]
pub struct CorsTable {
    /// Functions that allow any origin.
    pub any_origin: &'static [&'static str],
    /// Functions that allow origins, with the argument that says which.
    pub origins: &'static [(&'static str, u8)],
    /// How any origin is written in such an argument: a path or text.
    pub any: &'static [&'static str],
    /// Functions that allow credentials.
    pub credentials: &'static [&'static str],
}
