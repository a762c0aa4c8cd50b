//! A time limit for what calls other processes: on the client, the request or the channel that stands at a place.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use syn::{Expr, ExprCall, ExprMethodCall, ExprPath};

use super::around::Around;
use super::{Edit, duration, errors, trial};
use crate::edit::source::Source;

/// What a time limit is to be.
#[derive(Clone, Debug)]
pub struct Limit<'a> {
    /// How long.
    pub seconds: u64,
    /// The types of errors in the tree that are made from those of `reqwest`, as [`made_from`](super::made_from)
    /// finds them.
    pub made: &'a BTreeSet<String>,
}

/// Methods of a client that begin a request.
const REQUESTS: [&str; 7] = ["delete", "get", "head", "patch", "post", "put", "request"];
/// Longer chains get a line for each call, as rustfmt has it.
const LONGEST_CHAIN: usize = 60;
/// The width of a line.
const WIDTH: usize = 100;

/// Texts for parts of a text, in the order of the parts.
pub(super) type Pieces = Vec<(Range<usize>, String)>;

/// Edits that give what is made or called at the byte `at` a time limit.
///
/// # Errors
/// Where no edit of the place does it; one sentence that says what would.
pub fn limit(text: &str, at: usize, limit: &Limit<'_>) -> Result<Vec<Edit>, String> {
    limits(text, &[(at, limit.clone())]).swap_remove(0)
}

/// As [`limit`] for each of several places in a text, each as if it were the only one.
pub fn limits(text: &str, places: &[(usize, Limit<'_>)]) -> Vec<Result<Vec<Edit>, String>> {
    let source = match Source::parse(text) {
        Ok(source) => source,
        Err(error) => return vec![Err(error); places.len()],
    };
    let mut sorted: Vec<usize> = places.iter().map(|(at, _)| *at).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let around = Around::all(&source, &sorted);
    let habits = Habits::default();
    let found = places.iter().map(|(at, limit)| {
        let around = &around[sorted.partition_point(|place| place < at)];
        limited(&source, around, &habits, *at, limit)
    });
    let found: Vec<Result<Pieces, String>> = found.collect();
    let edits = trial::tried(&source, found).into_iter().map(|pieces| {
        let pieces = pieces?;
        Ok(pieces.into_iter().map(|(range, text)| Edit { range, text }).collect())
    });
    edits.collect()
}

/// What a place needs, in the order of the text.
fn limited(
    source: &Source<'_>,
    around: &Around<'_>,
    habits: &Habits,
    at: usize,
    limit: &Limit<'_>,
) -> Result<Pieces, String> {
    let (seconds, imports) = habits.seconds(source, limit.seconds, around.is_inner);
    let place = Place { source, around, habits, at, call: format!(".timeout({seconds})") };
    let mut pieces = place.pieces(limit)?;
    pieces.extend(imports);
    pieces.sort_by_key(|(range, _)| range.start);
    Ok(pieces)
}

/// How a file is written, found out once where it is asked.
#[derive(Default)]
struct Habits {
    complaint: OnceCell<&'static str>,
    unit: OnceCell<String>,
    seconds: RefCell<HashMap<(u64, bool), (String, Pieces)>>,
}

impl Habits {
    fn complaint(&self, text: &str) -> &'static str {
        self.complaint.get_or_init(|| complaint(text))
    }

    fn unit(&self, text: &str) -> &str {
        self.unit.get_or_init(|| unit(text).to_owned())
    }

    fn seconds(&self, source: &Source<'_>, seconds: u64, is_inner: bool) -> (String, Pieces) {
        let mut known = self.seconds.borrow_mut();
        let found = known.entry((seconds, is_inner));
        found.or_insert_with(|| duration::seconds(source, seconds, is_inner)).clone()
    }
}

struct Place<'a, 't> {
    source: &'a Source<'t>,
    around: &'a Around<'a>,
    habits: &'a Habits,
    at: usize,
    /// `.timeout(…)`.
    call: String,
}

impl<'a> Place<'a, '_> {
    fn pieces(&self, limit: &Limit<'_>) -> Result<Pieces, String> {
        let in_macro = || Err("it stands in a macro, whose arguments are not read".to_owned());
        let Some((last, outer)) = self.around.exprs.split_last() else { return in_macro() };
        match (last, outer.last()) {
            (Expr::Macro(_), _) => in_macro(),
            (Expr::MethodCall(call), _) if self.is_at(&call.method) => self.channel(call),
            (Expr::Path(path), Some(Expr::Call(call)))
                if std::ptr::eq(call.func.as_ref(), *last) =>
            {
                self.made(path, call, limit)
            }
            // `LazyLock::new(Client::new)`
            (Expr::Path(path), _) => {
                let text = self.client(path, limit, true)?;
                Ok(vec![(self.source.range(path), format!("|| {text}"))])
            }
            _ => Err("it cannot be seen what is made there".to_owned()),
        }
    }

    fn is_at(&self, part: &impl syn::spanned::Spanned) -> bool {
        self.source.range(part).start == self.at
    }

    /// What a function makes: a builder, a client, a channel, a response.
    fn made(&self, path: &ExprPath, call: &ExprCall, limit: &Limit<'_>) -> Result<Pieces, String> {
        let index = self.around.exprs.len() - 2;
        let written = &self.source.text[self.source.range(path)];
        let (owner, name) = ends(path);
        match (owner.as_str(), name.as_str()) {
            (_, "builder") => Ok(self.built(index)),
            (owner, "new" | "default") if owner.ends_with("Builder") => Ok(self.built(index)),
            (owner, "new" | "default") if owner.ends_with("Client") && call.args.is_empty() => {
                let calls = self.around.calls_on(index, false);
                let begins = |call: &&&ExprMethodCall| REQUESTS.contains(&name_of(call).as_str());
                if let Some(request) = calls.first().filter(begins) {
                    return Ok(self.requested(request, &calls));
                }
                let text = self.client(path, limit, calls.is_empty())?;
                Ok(vec![(self.source.range(call), text)])
            }
            ("Endpoint" | "Channel", _) => self.connected(index),
            (_, "connect") => Err(format!(
                "`{written}` makes a channel of its own; make it of a `tonic::transport::Endpoint` with a timeout"
            )),
            (_, name) if REQUESTS.contains(&name) => Err(format!(
                "`{written}` makes a client for this one call; use a client that has a timeout"
            )),
            _ => Err(format!("it cannot be seen what `{written}` makes")),
        }
    }

    /// In front of the end of a builder's chain; at its start where the end is not to be seen.
    fn built(&self, index: usize) -> Pieces {
        let calls = self.around.calls_on(index, false);
        let end = calls.iter().find(|call| name_of(call) == "build");
        match end {
            Some(end) => self.before(end),
            None => self.behind(self.source.range(self.around.exprs[index]).end, calls.first()),
        }
    }

    /// On a request of a client that is made for it alone.
    fn requested(&self, request: &ExprMethodCall, calls: &[&ExprMethodCall]) -> Pieces {
        let send = calls.iter().find(|call| ["send", "build"].contains(&name_of(call).as_str()));
        if let Some(send) = send {
            return self.before(send);
        }
        let end = self.source.token(request.paren_token.span.close()).end;
        self.behind(end, calls.get(1))
    }

    /// On an endpoint, in front of the call that connects it.
    fn connected(&self, index: usize) -> Result<Pieces, String> {
        let calls = self.around.calls_on(index, true);
        let end = calls.iter().find(|call| name_of(call).starts_with("connect"));
        end.map(|end| self.before(end))
            .ok_or_else(|| "it cannot be seen where the endpoint is connected".to_owned())
    }

    /// On the endpoint that a method connects, where it is made.
    fn channel(&self, connect: &'a ExprMethodCall) -> Result<Pieces, String> {
        let unseen = || Err("it cannot be seen where the endpoint is made".to_owned());
        if is_endpoint(&connect.receiver) {
            return Ok(self.before(connect));
        }
        let Expr::Path(path) = connect.receiver.as_ref() else { return unseen() };
        let Some(name) = path.path.get_ident() else { return unseen() };
        let init = self.around.variable(self.source, name, self.at);
        let Some(init) = init.filter(|init| is_endpoint(init)) else { return unseen() };
        let mut last = None;
        let mut inner = init;
        while let Some(next) = receiver(inner) {
            if let (None, Expr::MethodCall(call)) = (last, inner) {
                last = Some(call);
            }
            inner = next;
        }
        Ok(self.behind(self.source.range(init).end, last.as_ref()))
    }

    /// A client with a limit, in place of `path` (`Client::new`) or the call of it.
    fn client(&self, path: &ExprPath, limit: &Limit<'_>, is_alone: bool) -> Result<String, String> {
        let (owner, name) = ends(path);
        let written = &self.source.text[self.source.range(path)];
        let is_client = owner.ends_with("Client") && ["new", "default"].contains(&name.as_str());
        if path.qself.is_some() || !is_client {
            return Err(format!("it cannot be seen what `{written}` makes"));
        }
        let owner = written.rsplit_once("::").map_or(written, |(owner, _)| owner.trim_end());
        let leaves = self.around.leaves.is_some_and(|function| {
            errors::are_taken(&self.source.file, &function.output, limit.made)
        });
        let mut parts = vec![format!("{owner}::builder()"), self.call.clone()];
        if leaves {
            parts.push(".build()?".to_owned());
        } else {
            parts.push(".build()".to_owned());
            parts.push(format!(".expect({:?})", self.habits.complaint(self.source.text)));
        }
        let line = parts.concat();
        let start = self.source.range(path).start;
        let column = start - self.source.line_start(start);
        if !is_alone || (line.len() <= LONGEST_CHAIN && column + line.len() < WIDTH) {
            return Ok(line);
        }
        let indent = self.source.indent(start);
        Ok(parts.join(&format!("\n{indent}{}", self.habits.unit(self.source.text))))
    }

    /// In front of a call, in its line or one of its own.
    fn before(&self, next: &ExprMethodCall) -> Pieces {
        let dot = self.source.token(next.dot_token.spans[0]).start;
        let between = if self.source.begins_line(dot) {
            format!("\n{}", self.source.indent(dot))
        } else {
            String::new()
        };
        vec![(dot..dot, format!("{}{between}", self.call))]
    }

    /// Behind an expression; on a line of its own if that is how the neighbouring call stands.
    fn behind(&self, at: usize, neighbour: Option<&&ExprMethodCall>) -> Pieces {
        let dot = neighbour.map(|call| self.source.token(call.dot_token.spans[0]).start);
        let between = match dot {
            Some(dot) if self.source.begins_line(dot) => format!("\n{}", self.source.indent(dot)),
            _ => String::new(),
        };
        vec![(at..at, format!("{between}{}", self.call))]
    }
}

/// The last two names of a path.
fn ends(path: &ExprPath) -> (String, String) {
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let name = names.next().unwrap_or_default();
    (names.next().unwrap_or_default(), name)
}

fn name_of(call: &ExprMethodCall) -> String {
    call.method.to_string()
}

/// What an expression is called on, or taken out of.
fn receiver(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::MethodCall(call) => Some(&call.receiver),
        Expr::Try(outer) => Some(&outer.expr),
        Expr::Await(outer) => Some(&outer.base),
        Expr::Paren(outer) => Some(&outer.expr),
        _ => None,
    }
}

/// Whether an expression begins with a function of an endpoint.
fn is_endpoint(expr: &Expr) -> bool {
    let root = std::iter::successors(Some(expr), |expr| receiver(expr)).last();
    let Some(Expr::Call(call)) = root else { return false };
    let Expr::Path(path) = call.func.as_ref() else { return false };
    ["Endpoint", "Channel"].contains(&ends(path).0.as_str())
}

/// What is said where a client cannot be made, beginning as the other messages of the file do.
fn complaint(text: &str) -> &'static str {
    let messages = text.match_indices(".expect(\"").filter_map(|(at, found)| {
        text[at + found.len()..].chars().next().filter(|first| first.is_alphabetic())
    });
    let (large, small): (Vec<char>, Vec<char>) = messages.partition(|first| first.is_uppercase());
    if large.len() > small.len() {
        "Failed to build HTTP client"
    } else {
        "failed to build HTTP client"
    }
}

/// By what the lines of a text are indented.
fn unit(text: &str) -> &str {
    let indents = text.lines().filter(|line| !line.trim().is_empty()).map(|line| {
        let rest = line.trim_start_matches([' ', '\t']);
        &line[..line.len() - rest.len()]
    });
    let indents = indents.filter(|indent| !indent.is_empty() && *indent != " ");
    indents.min_by_key(|indent| indent.len()).unwrap_or("    ")
}
