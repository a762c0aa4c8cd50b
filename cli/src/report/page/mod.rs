//! The report that people look at: one page of HTML that holds everything it needs, and asks nobody for more.
//!
//! Its pictures are laid out beforehand, and what it says can be read without its script, which only
//! filters, zooms, and shows beside a picture what stands below it. The policy in its head lets nothing
//! run but that script, known by its digest.

mod digest;
mod earlier;
mod findings;
mod html;
mod maps;
mod matrix;
mod metrics;
mod overview;
mod patterns;
#[cfg(test)]
mod tests;

pub(crate) use self::earlier::Earlier;

use std::io::{self, Write};

use portcullis_facts::graph::ModuleId;
use portcullis_facts::place::FileId;
use portcullis_rules::finding::Finding;
use std::collections::HashMap;

use self::digest::sha256;
use self::html::text;
use super::Report;
use super::locate::Locator;
use crate::drawing::svg;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// How the line begins by which a page is known to be one; the version follows.
const MARK: &str = "<meta name=\"generator\" content=\"Portcullis";
/// The mark stands among so many first lines.
const HEAD: usize = 8;

/// What all sections of the page ask.
struct Making<'a> {
    report: &'a Report<'a>,
    /// An earlier run to compare with.
    earlier: Option<&'a Earlier>,
    findings: &'a [Finding],
    locator: &'a Locator<'a>,
    /// The module that a file is, or the first one in it.
    modules: HashMap<FileId, ModuleId>,
}

impl Making<'_> {
    /// The layer in which a finding stands.
    fn layer(&self, finding: usize) -> Option<&str> {
        let graph = &self.report.system.graph;
        let module = self.modules.get(&self.findings[finding].place.file)?;
        graph.layer_of_module(*module).map(|fact| graph.layer(fact).name.as_str())
    }
}

/// Whether a text is such a page, of any version.
pub(crate) fn is_one(text: &str) -> bool {
    text.lines().take(HEAD).any(|line| line.starts_with(MARK))
}

/// Writes the page.
///
/// # Errors
/// Where the writer fails.
pub(crate) fn write(
    report: &Report<'_>,
    earlier: Option<&Earlier>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let locator = Locator::new(report.system);
    let mut modules = HashMap::new();
    for (id, module) in report.system.graph.modules() {
        modules.entry(module.file).or_insert(id);
    }
    let findings = report.outcome.findings.as_slice();
    let making = Making { report, earlier, findings, locator: &locator, modules };
    let style = format!("{}\n{STYLE}", svg::STYLE);
    let title = text(report.title);
    let trend = overview::trend(&making);
    let trend_link = if trend.is_some() { "<a href=\"#trend\">Trend</a>" } else { "" };
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n{MARK} {}\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title} – Portcullis</title>\n\
         <style>{style}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#overview\">To the report</a>\n\
         <nav aria-label=\"Sections\"><p class=\"brand\">Portcullis</p><p class=\"system\">{title}</p>\
         <a href=\"#overview\">Overview</a><a href=\"#maps\">Maps</a><a href=\"#findings\">Findings \
         <b>{}</b></a><a href=\"#patterns\">Patterns</a><a href=\"#metrics\">Metrics</a>{trend_link}\
         <a href=\"#open\">Not resolved</a><p class=\"meta\">{}<br>version {}</p></nav>\n<main>\n",
        env!("CARGO_PKG_VERSION"),
        sha256(&style),
        sha256(SCRIPT),
        findings.len(),
        text(report.today),
        env!("CARGO_PKG_VERSION"),
    )?;
    writeln!(out, "<svg class=\"picture heads\" aria-hidden=\"true\">{}</svg>", svg::heads())?;
    for section in [
        overview::section(&making),
        maps::section(&making),
        findings::section(&making),
        matrix::section(&making),
        metrics::section(&making),
        trend.unwrap_or_default(),
        overview::open(&making),
    ] {
        writeln!(out, "{section}")?;
    }
    writeln!(
        out,
        "</main>\n<aside id=\"beside\" hidden aria-label=\"Details\"><button type=\"button\" \
         id=\"close\" aria-label=\"close\">×</button><div></div></aside>\n<script>{SCRIPT}</script>\n\
         </body>\n</html>"
    )
}
