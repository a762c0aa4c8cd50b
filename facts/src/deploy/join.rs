//! Which package and binary of the tree a deployment runs.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::builds::{BuildOf, base_name, cargo_words};
use super::entry::Found;
use super::{image, names, roles};
use crate::discover::{Discovered, Package, TargetKind};
use crate::graph::PackageId;
use crate::graph::system::Provenance;

/// So many bytes of a command line are looked at.
const MOST_LINE: usize = 4 << 10;

/// Names of folders and images that tell the part of a program in some system, and not which.
const SAYING_LITTLE: &[&str] =
    &["api", "app", "backend", "frontend", "main", "server", "service", "src", "web", "worker"];

/// A package, a binary, why, and how sure, in hundredths.
type Match = (usize, Option<String>, String, u8);

/// The folders that a name is looked for in first, the nearest first.
fn near(found: &Found) -> Vec<String> {
    let build = found.build.as_ref();
    let dockerfile = build.and_then(|build| build.dockerfile.as_deref()).map(names::parent);
    let context = build.and_then(|build| build.context.as_deref());
    dockerfile.into_iter().chain(context).map(str::to_owned).collect()
}

fn binaries(package: &Package) -> impl Iterator<Item = &str> {
    let targets = package.targets.iter().filter(|target| target.kind == TargetKind::Bin);
    targets.map(|target| target.name.as_str())
}

/// A name in which the spellings of one thing are the same.
fn plain(name: &str) -> String {
    name.to_lowercase().replace('_', "-")
}

/// A plain name without the words that names of entries often have more or less.
fn stem(name: &str) -> String {
    let name = plain(name);
    let cut = ["-microservice", "-service", "-svc", "-server"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    cut.unwrap_or(&name).to_owned()
}

/// The one thing that was found, if it is only one.
fn one(
    found: impl Iterator<Item = Option<(usize, Option<String>)>>,
) -> Option<(usize, Option<String>)> {
    let found: BTreeSet<_> = found.flatten().collect();
    found.first().cloned().filter(|_| found.len() == 1)
}

/// The packages of the tree, by the names under which they are looked for.
pub(super) struct Packages<'a> {
    discovered: &'a Discovered,
    by_binary: FxHashMap<String, Vec<usize>>,
    by_name: FxHashMap<String, Vec<usize>>,
    by_binary_stem: FxHashMap<String, Vec<usize>>,
    by_stem: FxHashMap<String, Vec<usize>>,
    by_folder: FxHashMap<String, Vec<usize>>,
}

impl<'a> Packages<'a> {
    /// The packages that have a binary.
    pub(super) fn new(discovered: &'a Discovered) -> Self {
        let mut packages = Self {
            discovered,
            by_binary: FxHashMap::default(),
            by_name: FxHashMap::default(),
            by_binary_stem: FxHashMap::default(),
            by_stem: FxHashMap::default(),
            by_folder: FxHashMap::default(),
        };
        for (at, package) in discovered.packages.iter().enumerate() {
            for name in binaries(package) {
                packages.by_binary.entry(plain(name)).or_default().push(at);
                packages.by_binary_stem.entry(stem(name)).or_default().push(at);
            }
            if binaries(package).next().is_some() {
                packages.by_name.entry(plain(&package.name)).or_default().push(at);
                packages.by_stem.entry(stem(&package.name)).or_default().push(at);
                packages.by_folder.entry(plain(base_name(&package.dir))).or_default().push(at);
            }
        }
        packages
    }

    /// Joins a deployment with a package, if there is one.
    pub(super) fn join(&self, found: &mut Found) {
        if roles::infrastructure(found).is_some() {
            return;
        }
        let search = Search { packages: self, discovered: self.discovered, near: near(found) };
        if let Some((package, binary, why, confidence)) = search.of(found) {
            let deployment = &mut found.deployment;
            deployment.package = Some(PackageId(package as u32));
            deployment.binary = binary.or_else(|| {
                let mut names = binaries(&self.discovered.packages[package]);
                names.next().map(str::to_owned).filter(|_| names.next().is_none())
            });
            let place = deployment.image.as_ref().map_or(deployment.place, |image| image.place);
            deployment.package_why = Provenance::sure(100).then(why, Some(place), confidence);
        }
    }
}

/// Looks for the package of one deployment.
struct Search<'a> {
    packages: &'a Packages<'a>,
    discovered: &'a Discovered,
    near: Vec<String>,
}

impl Search<'_> {
    fn of(&self, found: &Found) -> Option<Match> {
        let deployment = &found.deployment;
        if let Some(build) = &found.build {
            let otherwise = || self.of_labels(found).or_else(|| self.of_mounts(found));
            return self
                .of_build(found, build)
                .or_else(|| if build.cargo { otherwise() } else { self.of_own(found, build) });
        }
        // Development runs Cargo in an image of the compiler.
        let mut run = BuildOf::default();
        cargo_words(&deployment.command.join(" "), &mut run);
        let compiler = deployment
            .image
            .as_ref()
            .is_some_and(|image| base_name(image::name_of(&image.text)).starts_with("rust"));
        self.of_cargo(&run)
            .or_else(|| self.of_labels(found))
            .or_else(|| if compiler { self.of_mounts(found) } else { None })
    }

    fn of_build(&self, found: &Found, build: &BuildOf) -> Option<Match> {
        self.of_program(found, build)
            .or_else(|| self.of_copies(found, build))
            .or_else(|| self.of_cargo(build))
            .or_else(|| {
                let named = build.args.iter().find_map(|(name, value)| {
                    let (package, binary) = self.binary(value).or_else(|| self.package(value))?;
                    Some((package, binary, format!("the build argument `{name}` names it"), 90))
                });
                named.or_else(|| self.of_folders(build))
            })
    }

    /// What the container runs.
    fn of_program(&self, found: &Found, build: &BuildOf) -> Option<Match> {
        let mut line = found.deployment.command.join(" ");
        if line.len() > MOST_LINE {
            // A script within the command; it would be searched for each name.
            let cut = (0..=MOST_LINE).rev().find(|at| line.is_char_boundary(*at));
            line.truncate(cut.unwrap_or_default());
        }
        let put = super::interpolate::fill(&line, &|name| {
            let env = found.deployment.env.iter().find(|value| value.name == name);
            let text = env.and_then(|value| match &value.value {
                crate::graph::system::Known::Text(text) => Some(text.clone()),
                _ => None,
            });
            let arg = || build.args.iter().find(|(arg, _)| arg == name).map(|arg| arg.1.clone());
            text.or_else(arg)
        });
        let ends =
            |c: char| c.is_whitespace() || matches!(c, ';' | '&' | '|' | '"' | '\'' | '(' | ')');
        for word in put.text.split(ends).filter(|word| !word.is_empty()) {
            let name = base_name(word);
            let renamed = build.copied.iter().find(|(_, to)| to == name);
            let name = renamed.map_or(name, |(from, _)| from.as_str());
            if let Some((package, binary)) = self.binary(name) {
                let why = format!("the container runs `{}`", binary.as_deref().unwrap_or(name));
                return Some((package, binary, why, 95));
            }
        }
        None
    }

    /// What the last stage copies from those that build.
    fn of_copies(&self, found: &Found, build: &BuildOf) -> Option<Match> {
        let names = build.copied.iter().map(|(from, _)| from.as_str());
        self.one_of(found, names, "is copied into the image")
    }

    /// The one of several names that is a binary, or the one that is called like the entry.
    fn one_of<'n>(
        &self,
        found: &Found,
        names: impl Iterator<Item = &'n str>,
        why: &str,
    ) -> Option<Match> {
        let matches: BTreeSet<(usize, Option<String>)> =
            names.filter_map(|name| self.binary(name)).collect();
        let tell = |(package, binary): (usize, Option<String>), confidence| {
            let name = binary.clone().unwrap_or_default();
            Some((package, binary, format!("`{name}` {why}"), confidence))
        };
        if matches.len() == 1 {
            return matches.into_iter().next().and_then(|found| tell(found, 95));
        }
        let called = stem(&found.deployment.name);
        let like = matches
            .iter()
            .find(|(_, binary)| binary.as_deref().is_some_and(|binary| stem(binary) == called));
        if let Some(like) = like {
            return tell(like.clone(), 90);
        }
        let packages: BTreeSet<usize> = matches.iter().map(|(package, _)| *package).collect();
        match (packages.len(), packages.first()) {
            (1, Some(package)) => {
                Some((*package, None, "several of its binaries are in the image".to_owned(), 80))
            }
            _ => None,
        }
    }

    /// What Cargo is told to build.
    fn of_cargo(&self, build: &BuildOf) -> Option<Match> {
        if let Some((package, binary)) = one(build.binaries.iter().map(|name| self.binary(name))) {
            return Some((package, binary, "it is built with `--bin`".to_owned(), 95));
        }
        if let Some((package, binary)) = one(build.packages.iter().map(|name| self.package(name))) {
            return Some((package, binary, "it is built with `-p`".to_owned(), 95));
        }
        let (package, binary) = one(build.paths.iter().map(|path| self.folder(path, build)))?;
        Some((package, binary, "it is installed with `--path`".to_owned(), 90))
    }

    /// A folder as Cargo is told it.
    fn folder(&self, path: &str, build: &BuildOf) -> Option<(usize, Option<String>)> {
        let path = path.trim_end_matches("Cargo.toml");
        let trimmed = path.trim_matches('/').trim_start_matches("./");
        if trimmed.is_empty() || trimmed == "." {
            return self.at(build.context.as_deref()?);
        }
        let below = build.context.as_deref().and_then(|dir| names::join(dir, trimmed));
        let exact = below.and_then(|dir| self.at(&dir));
        exact.or_else(|| {
            let last = base_name(trimmed);
            let packages = self.discovered.packages.iter().enumerate();
            let like = packages.filter(|(_, package)| base_name(&package.dir) == last);
            let like: Vec<usize> = like.map(|(at, _)| at).collect();
            self.nearest(Some(&like)).map(|package| (package, None))
        })
    }

    /// The folders that the image is built from.
    fn of_folders(&self, build: &BuildOf) -> Option<Match> {
        if !build.cargo {
            return None;
        }
        let with_binary = |dir: &str| {
            let (package, _) = self.at(dir)?;
            binaries(&self.discovered.packages[package]).next().map(|_| package)
        };
        let dockerfile = build.dockerfile.as_deref().map(names::parent);
        for dir in dockerfile.into_iter().chain(build.context.as_deref()) {
            if let Some(package) = with_binary(dir) {
                return Some((package, None, format!("it is built in `{dir}`"), 85));
            }
        }
        let context = build.context.as_deref()?;
        let copied: BTreeSet<usize> = build
            .sources
            .iter()
            .filter_map(|source| names::join(context, source.trim_start_matches('/')))
            .filter_map(|dir| with_binary(&dir).or_else(|| with_binary(names::parent(&dir))))
            .collect();
        let package = copied.first().filter(|_| copied.len() == 1)?;
        let dir = &self.discovered.packages[*package].dir;
        Some((*package, None, format!("it is built from `{dir}`"), 85))
    }

    /// The package in whose folder an image is built that only takes what was built elsewhere, if both have one name.
    fn of_own(&self, found: &Found, build: &BuildOf) -> Option<Match> {
        let dir = build.context.as_deref()?;
        let (at, _) = self.at(dir)?;
        let package = &self.discovered.packages[at];
        let wanted = stem(&found.deployment.name);
        let binary = binaries(package).find(|name| stem(name) == wanted);
        let named = binaries(package).next().is_some() && stem(&package.name) == wanted;
        (binary.is_some() || named).then(|| {
            let why = format!("it is built in `{dir}`, and they have the same name");
            (at, binary.map(str::to_owned), why, 75)
        })
    }

    /// The image's name, or the entry's.
    fn of_labels(&self, found: &Found) -> Option<Match> {
        let deployment = &found.deployment;
        let either = |name: &str| self.binary(name).or_else(|| self.package(name));
        if let Some(image) = &deployment.image {
            let name = base_name(image::name_of(&image.text));
            if let Some((package, binary)) = either(name) {
                return Some((package, binary, format!("the image is called `{name}`"), 70));
            }
            if let Some(found) = self.alike(name, "the image has the same name") {
                return Some(found);
            }
        }
        let first = deployment.name.split('/').next().unwrap_or_default();
        // In Kubernetes a name often says of what kind the object is.
        let kind = ["-deployment", "-deploy", "-statefulset"];
        let first = kind.iter().find_map(|kind| first.strip_suffix(kind)).unwrap_or(first);
        self.alike(first, "they have the same name").or_else(|| {
            let image = deployment.image.as_ref()?;
            self.in_folder(base_name(image::name_of(&image.text)))
        })
    }

    /// The one package whose folder has the name of an image, whatever it is called itself.
    fn in_folder(&self, name: &str) -> Option<Match> {
        // Images of others are called so too.
        if SAYING_LITTLE.contains(&name) {
            return None;
        }
        let [package] = self.packages.by_folder.get(&plain(name)).map(Vec::as_slice)? else {
            return None;
        };
        let dir = &self.discovered.packages[*package].dir;
        Some((*package, None, format!("the image is called like the folder `{dir}`"), 60))
    }

    /// The package or binary of the same name, endings left out that say nothing.
    fn alike(&self, first: &str, why: &str) -> Option<Match> {
        let wanted = stem(first);
        let like = |name: &str| stem(name) == wanted;
        let package = self
            .nearest(self.packages.by_binary_stem.get(&wanted))
            .or_else(|| self.nearest(self.packages.by_stem.get(&wanted)))?;
        let binary = binaries(&self.discovered.packages[package]).find(|name| like(name));
        Some((package, binary.map(str::to_owned), why.to_owned(), 60))
    }

    /// A folder of code that is mounted into an image with the compiler.
    fn of_mounts(&self, found: &Found) -> Option<Match> {
        for (host, _) in &found.deployment.mounts {
            let Some(dir) = names::join(&found.dir, host) else { continue };
            let packages = self.discovered.packages.iter().enumerate();
            let mut below = packages.filter(|(_, package)| {
                names::is_below(&package.dir, &dir) && binaries(package).next().is_some()
            });
            if let (Some((package, _)), None) = (below.next(), below.next()) {
                return Some((package, None, "its folder is mounted".to_owned(), 70));
            }
        }
        None
    }

    /// The package of a folder.
    fn at(&self, dir: &str) -> Option<(usize, Option<String>)> {
        self.discovered.package_at(dir).map(|package| (package, None))
    }

    /// The package that has a binary of the name.
    fn binary(&self, name: &str) -> Option<(usize, Option<String>)> {
        let name = plain(name);
        if name.is_empty() || name == "release" || name == "debug" {
            return None;
        }
        let package = self.nearest(self.packages.by_binary.get(&name))?;
        let mut names = binaries(&self.discovered.packages[package]);
        let binary = names.find(|binary| plain(binary) == name).map(str::to_owned);
        Some((package, binary))
    }

    /// The package of the name, if it has a binary.
    fn package(&self, name: &str) -> Option<(usize, Option<String>)> {
        let name = plain(name.split('@').next().unwrap_or(name));
        self.nearest(self.packages.by_name.get(&name)).map(|package| (package, None))
    }

    /// Of several packages the one that stands nearest to where the image is built.
    fn nearest(&self, fitting: Option<&Vec<usize>>) -> Option<usize> {
        let fitting = fitting?.iter().map(|at| (*at, &self.discovered.packages[*at]));
        let shared = |dir: &str, near: &str| {
            dir.split('/').zip(near.split('/')).take_while(|(a, b)| a == b).count()
        };
        let score = |dir: &str| -> Vec<(bool, usize)> {
            let near = self.near.iter();
            near.map(|near| (names::is_below(dir, near), shared(dir, near))).collect()
        };
        let best = fitting.max_by(|(a, left), (b, right)| {
            score(&left.dir).cmp(&score(&right.dir)).then(b.cmp(a))
        });
        best.map(|(at, _)| at)
    }
}
