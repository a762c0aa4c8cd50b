//! What is wrong with a configuration or a command line, and how that is shown.

use std::fmt;
use std::sync::Arc;

use annotate_snippets::{Level, Origin};
use portcullis_facts::place::{Lines, Span};

use crate::escape;
use crate::report::excerpt::{self, Mark, Source};
use crate::report::masks::Masks;
use crate::report::text::renderer;

/// A text in which faults stand.
#[derive(Debug)]
pub(crate) struct Text {
    /// As shown to people.
    pub(crate) path: String,
    /// What stands in it.
    pub(crate) text: String,
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// One sentence, lower case, no full stop.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
    /// Where; none for the command line.
    pub(crate) at: Option<(Arc<Text>, Option<Span>)>,
}

/// Everything that is wrong, in order.
#[derive(Debug)]
pub(crate) struct Faults(pub(crate) Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Faults {}

impl Faults {
    /// The faults as people read them.
    pub(crate) fn render(&self, styled: bool) -> String {
        let renderer = renderer(styled);
        let mut shown: Vec<String> = Vec::new();
        for fault in &self.0 {
            let title = Level::ERROR.primary_title(escape::line(&fault.message).into_owned());
            let mut group = annotate_snippets::Group::with_title(title);
            if let Some((text, span)) = &fault.at {
                match span {
                    Some(span) => {
                        let lines = Lines::new(&text.text);
                        let (path, masks) = (&text.path, Masks::default());
                        let source = Source { path, text: &text.text, lines: &lines, masks };
                        let mark = Mark { span: *span, label: "", primary: true };
                        group = group.elements(excerpt::elements(&source, vec![mark]));
                    }
                    None => {
                        group = group.element(Origin::path(escape::line(&text.path).into_owned()));
                    }
                }
            }
            if let Some(help) = &fault.help {
                group = group.element(Level::HELP.message(escape::line(help).into_owned()));
            }
            shown.push(renderer.render(&[group]));
        }
        shown.join("\n\n")
    }
}

/// Any error as people read it.
pub(crate) fn render(error: &anyhow::Error, styled: bool) -> String {
    match error.downcast_ref::<Faults>() {
        Some(faults) => faults.render(styled),
        None => plain(error, styled),
    }
}

/// Any other error, with what led to it; what stands on further lines is shown below.
fn plain(error: &anyhow::Error, styled: bool) -> String {
    let message = format!("{error:#}");
    let (first, rest) = message.split_once('\n').unwrap_or((&message, ""));
    let title = Level::ERROR.primary_title(escape::line(first).into_owned());
    let mut shown = renderer(styled).render(&[annotate_snippets::Group::with_title(title)]);
    if !rest.is_empty() {
        shown.push('\n');
        shown.push_str(&escape::lines(rest));
    }
    shown
}
