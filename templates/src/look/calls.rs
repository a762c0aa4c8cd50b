//! What the methods of a port take and give, so that one implementation can call another.

use serde::Serialize;
use syn::punctuated::Punctuated;
use syn::{
    AngleBracketedGenericArguments, File, FnArg, GenericArgument, Item, Pat, PathArguments,
    ReturnType, Signature, Token, Type, TypeParamBound,
};

use crate::edit::source::Source;

/// How the answer of a method comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// At once.
    Plain,
    /// It is an `async fn`.
    Async,
    /// It returns `impl Future`.
    Future,
    /// It returns a future in a box.
    Boxed,
}

/// What a method takes and gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Call {
    /// The names of its arguments; none of `self`.
    pub arguments: Vec<String>,
    /// How its answer comes.
    pub way: Way,
    /// The type of its error, if it gives a `Result`.
    pub error: Option<String>,
    /// Whether it is called on a value.
    pub has_self: bool,
    /// The same signature as an `async fn`, for one that returns `impl Future`.
    pub awaited: Option<String>,
}

/// What a method takes and gives; none where an argument has no name.
pub(super) fn call(source: &Source<'_>, signature: &Signature) -> Option<Call> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed.pat.as_ref()),
        FnArg::Receiver(_) => None,
    });
    let names = typed.map(|pattern| match pattern {
        Pat::Ident(name) => Some(name.ident.to_string()),
        _ => None,
    });
    let output = match &signature.output {
        ReturnType::Type(_, output) => Some(output.as_ref()),
        ReturnType::Default => None,
    };
    let (way, answer) = match (signature.asyncness, output) {
        (Some(_), answer) => (Way::Async, answer),
        (None, Some(output)) => future(output),
        (None, None) => (Way::Plain, None),
    };
    Some(Call {
        arguments: names.collect::<Option<_>>()?,
        way,
        error: answer.and_then(|answer| error(source, answer)),
        has_self: signature.receiver().is_some(),
        awaited: answer.filter(|_| way == Way::Future).map(|to| awaited(source, signature, to)),
    })
}

/// A function that returns a future as one that is `async`, which is how an implementation may be written.
fn awaited(source: &Source<'_>, signature: &Signature, answer: &Type) -> String {
    let head = source.range(signature).start..source.range(&signature.output).start;
    let mut text = format!("async {}", source.text[head].trim_end());
    let answer = &source.text[source.range(answer)];
    if answer != "()" {
        text = format!("{text} -> {answer}");
    }
    if let Some(bounds) = &signature.generics.where_clause {
        text = format!("{text} {}", &source.text[source.range(bounds)]);
    }
    text
}

/// What a type that is returned gives in the end, and how.
fn future(output: &Type) -> (Way, Option<&Type>) {
    let found = match output {
        Type::ImplTrait(output) => of_future(&output.bounds, Way::Future),
        Type::Path(path) => path.path.segments.last().and_then(|last| {
            let inner = types(&last.arguments);
            match (last.ident.to_string().as_str(), inner.as_slice()) {
                ("BoxFuture", [answer]) => Some((Way::Boxed, Some(*answer))),
                ("Pin", [Type::Path(boxed)]) => {
                    let last = boxed.path.segments.last()?;
                    match types(&last.arguments).as_slice() {
                        [Type::TraitObject(object)] => of_future(&object.bounds, Way::Boxed),
                        _ => None,
                    }
                }
                _ => None,
            }
        }),
        _ => None,
    };
    found.unwrap_or((Way::Plain, Some(output)))
}

/// What the future gives that is one of some bounds.
fn of_future(
    bounds: &Punctuated<TypeParamBound, Token![+]>,
    way: Way,
) -> Option<(Way, Option<&Type>)> {
    bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => {
            let last = bound.path.segments.last().filter(|last| last.ident == "Future")?;
            Some((way, arguments(&last.arguments)?.args.iter().find_map(output_of)))
        }
        _ => None,
    })
}

/// `X` of `Output = X`.
fn output_of(argument: &GenericArgument) -> Option<&Type> {
    match argument {
        GenericArgument::AssocType(named) if named.ident == "Output" => Some(&named.ty),
        _ => None,
    }
}

/// The type of the error of a `Result`, also of one that the file or anyhow shortens.
fn error(source: &Source<'_>, answer: &Type) -> Option<String> {
    let Type::Path(path) = answer else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Result")?;
    match types(&last.arguments).as_slice() {
        [_, error] => Some(source.text[source.range(*error)].to_owned()),
        [_] => match path.path.segments.first() {
            Some(first) if path.path.segments.len() > 1 && first.ident != "self" => {
                Some(format!("{}::Error", first.ident))
            }
            _ => shortened(source),
        },
        _ => None,
    }
}

/// The error of `type Result<T> = Result<T, E>` in a file.
fn shortened(source: &Source<'_>) -> Option<String> {
    let alias = alias(&source.file)?;
    let Type::Path(path) = alias else { return None };
    let last = path.path.segments.last()?;
    let error = *types(&last.arguments).get(1)?;
    Some(source.text[source.range(error)].to_owned())
}

fn alias(file: &File) -> Option<&Type> {
    file.items.iter().find_map(|item| match item {
        Item::Type(item) if item.ident == "Result" => Some(item.ty.as_ref()),
        _ => None,
    })
}

fn arguments(arguments: &PathArguments) -> Option<&AngleBracketedGenericArguments> {
    match arguments {
        PathArguments::AngleBracketed(arguments) => Some(arguments),
        _ => None,
    }
}

fn types(of: &PathArguments) -> Vec<&Type> {
    let all = arguments(of).into_iter().flat_map(|arguments| &arguments.args);
    let types = all.filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}
