//! What ties code to a technology: packages, derives, and libraries that are clients of other services.

use portcullis_facts::graph::{ExternalId, PackageId, Target, Technology};

use crate::context::{Context, OutsidePackage, Technologies};
use crate::glob::Globs;

/// What an outside item means to code that is to know no technology.
#[derive(Clone, Copy)]
pub(crate) enum Meaning {
    Nothing,
    /// Of a technology.
    Tie(OutsidePackage),
    /// Only its derive is.
    DeriveTies(OutsidePackage),
    /// A test double.
    Double(OutsidePackage),
    /// Reaches out of the process.
    Outside,
}

/// What each outside item means, by its number: none of the packages in `allow` ties to anything, the `derives` do
/// whatever package they are of, and what `std` matches of the standard library reaches out of the process.
pub(crate) fn meanings(
    context: &Context<'_>,
    allow: &[&str],
    derives: &[&str],
    std: &Globs,
) -> Vec<Meaning> {
    let meaning = |at: u32| {
        let id = ExternalId(at);
        let external = &context.graph.externals[id.index()];
        let package = context.outside_package(id);
        let last = external.path.rsplit("::").next().unwrap_or_default();
        match context.technology(Target::External(id)) {
            _ if allow.contains(&external.package.as_str()) => Meaning::Nothing,
            Some(Technology::Testing) => Meaning::Double(package),
            Some(_) => Meaning::Tie(package),
            None if derives.contains(&last) => Meaning::DeriveTies(package),
            None if external.package == "std" && std.matches(&external.path) => Meaning::Outside,
            None => Meaning::Nothing,
        }
    };
    (0..context.graph.externals.len() as u32).map(meaning).collect()
}

/// Whether a derive makes a type what the technology stores or reads: each such type is a fault of its own. That a
/// description of an interface is derived, or what goes with a row, is one more use of the technology.
pub(crate) fn shapes_rows(context: &Context<'_>, derive: Target) -> bool {
    let path = context.graph.target_path(derive);
    let last = path.rsplit("::").next().unwrap_or_default();
    !matches!(context.technology(derive), Some(Technology::HttpServer | Technology::Rpc))
        && !matches!(last, "EnumIter" | "DeriveRelation")
}

/// A library in no layer whose only technology is a client of HTTP or RPC: what it exports is the
/// wire format of another service.
pub(crate) fn is_client(context: &Context<'_>, package: PackageId) -> bool {
    const CLIENT: Technologies = Technologies::of(&[Technology::HttpClient, Technology::Rpc]);
    let technologies = context.package_technologies(package);
    context.package(package).is_none()
        && context.has_lib(package)
        && !context.has_bin(package)
        && !technologies.is_empty()
        && technologies.within(CLIENT)
}
