//! `portcullis graph`: a picture of a system, for people and for other programs.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::lint::check;
use crate::arguments::Loudness;
use crate::drawing::{self, Drawing, PictureFormat};
use crate::fault::{Fault, Faults};
use crate::picture::{Focus, Level, MOST_NODES, Picture, fold, fold_to, keep_violations, pick};
use crate::report::Verbosity;
use crate::report::locate::from_root;
use crate::repository::Folder;
use crate::{Exit, config, output, today};

/// Draw a system: its services, layers, packages or modules, and what leads from one to another
///
/// Edges that findings speak of are red, those of cycles violet. Where there is more than can be looked
/// at, groups are folded into one node each, and a note says which.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Graph {
    /// The folder to read
    #[arg(default_value = ".")]
    path: PathBuf,
    /// What the nodes are
    #[arg(long, value_enum, default_value_t = Level::System)]
    level: Level,
    /// The form of the output
    #[arg(long, value_enum, default_value_t)]
    format: PictureFormat,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show only what is around this: a node or a group, by name or pattern
    ///
    /// `orders`, `service:orders`, `shop::domain`, `'shop::*'`.
    #[arg(long, value_name = "NAME")]
    focus: Option<String>,
    /// How many edges away from it a node may be, whichever way they point
    #[arg(long, value_name = "N", default_value_t = 1, requires = "focus")]
    depth: usize,
    /// Fold these groups into one node each, by name or pattern; may be repeated
    #[arg(long, value_name = "GROUP")]
    collapse: Vec<String>,
    /// Fold the deepest groups while there are more nodes than this
    #[arg(long, value_name = "N", default_value_t = MOST_NODES)]
    max_nodes: usize,
    /// Show only edges that findings speak of or that are part of a cycle, with their ends
    #[arg(long)]
    only_violations: bool,
    #[command(flatten)]
    config: config::Source,
}

const EXAMPLES: &str = "\
Examples:
  portcullis graph --output system.svg            services and what is around them
  portcullis graph --format mermaid               the same, for Markdown
  portcullis graph --level service --focus orders --depth 2
  portcullis graph --level crate --collapse 'libs/*' --format dot | dot -Tpdf >crates.pdf
  portcullis graph --level module --only-violations

Exit status: 0 drawn, 2 could not run";

impl Graph {
    /// Runs the command.
    pub(crate) fn run(&self, loudness: Loudness) -> Result<Exit> {
        let folder = Folder::new(&self.path);
        let mut config = config::load(&folder, &self.config)?;
        config.settings.today = today::today();
        let (system, outcome) = check(&folder, &config, loudness)?;
        let findings = &outcome.findings;
        let mut picture = Picture::of(&system, findings, self.level);
        if let Some(name) = &self.focus {
            let focus = Focus { name, depth: self.depth };
            picture = pick(&picture, &focus).map_err(|help| nothing(name, help))?;
        }
        if self.only_violations {
            picture = keep_violations(&picture);
        }
        picture = fold(&picture, &self.collapse).map_err(|patterns| {
            let faults = patterns.iter().map(|pattern| Fault {
                message: format!("no group is called `{pattern}`"),
                help: Some(groups(&picture)),
                at: None,
            });
            Faults(faults.collect())
        })?;
        picture = fold_to(&picture, self.max_nodes);
        let title = title(&folder, self.level);
        let drawing = Drawing { system: &system, findings, picture: &picture, title: &title };
        output::write(self.output.as_deref(), |out| drawing::write(self.format, &drawing, out))?;
        if self.output.is_some() && loudness.verbosity() != Verbosity::Quiet {
            for note in &picture.notes {
                output::complain(&crate::escape::line(note));
            }
        }
        Ok(Exit::Clean)
    }
}

fn nothing(name: &str, help: Option<String>) -> Faults {
    let help =
        help.or_else(|| Some("`--format json` without `--focus` lists all names".to_owned()));
    Faults(vec![Fault { message: format!("nothing here is called `{name}`"), help, at: None }])
}

fn groups(picture: &Picture) -> String {
    const LISTED: usize = 12;
    let all = picture.groups.iter().take(LISTED).map(|group| format!("`{}`", group.label));
    let all: Vec<String> = all.collect();
    let more = picture.groups.len().saturating_sub(LISTED);
    match (all.is_empty(), more) {
        (true, _) => "there are no groups at this level".to_owned(),
        (false, 0) => format!("there are {}", all.join(", ")),
        (false, more) => format!("there are {} and {more} more", all.join(", ")),
    }
}

/// What stands above the picture: the name of the folder.
pub(super) fn title(folder: &Folder, level: Level) -> String {
    let name = folder.real.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| from_root(&folder.prefix(), ""));
    match level {
        Level::System => format!("{name}: services and what is around them"),
        Level::Service => format!("{name}: services by layer"),
        Level::Crate => format!("{name}: packages"),
        Level::Module => format!("{name}: modules"),
    }
}
