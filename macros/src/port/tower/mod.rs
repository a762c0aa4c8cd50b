//! The option `tower`: a port as a service of tower, and any stack of layers as a port.

mod messages;
mod owned;
mod service;
mod stack;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Ident, Type};

use super::parse::Port;
use crate::faults::Faults;
use crate::method::{Method, Receiver};
use crate::types;
use owned::Owned;

/// Reports what cannot be a request and a response.
pub(super) fn check(port: &mut Port, faults: &mut Faults) {
    for lifetime in port.item.generics.lifetimes() {
        faults.add(
            lifetime,
            "`tower` needs a port without lifetimes: a request outlives its call",
            "move the lifetime to the methods, or remove `tower`",
        );
    }
    for constant in port.constants() {
        faults.add(
            &constant.ident,
            "`tower` needs a port without constants: a stack of layers has none",
            "make it a method, or remove `tower`",
        );
    }
    for found in port.types().filter(|found| !found.generics.params.is_empty()) {
        faults.add(
            &found.ident,
            "`tower` needs associated types without parameters",
            "move the parameters to the port, or remove `tower`",
        );
    }
    let given = port.options.tower_error.as_ref().map(|error| error.to_token_stream().to_string());
    let mut first = None;
    for method in port.methods.iter_mut().filter(|method| method.sound && !stays(method)) {
        let problems = problems(method, given.is_some());
        for (at, problem, help) in &problems {
            let message = format!("`{}` {problem}, so it is no request of tower", method.name());
            faults.add(at, &message, help);
        }
        method.sound_for_tower = problems.is_empty();
        let error = method.result.as_ref().and_then(|result| result.error.clone());
        if let (None, Some(error)) = (&given, error) {
            let text = error.to_token_stream().to_string();
            if first.get_or_insert(text.clone()) != &text {
                faults.add(
                    error,
                    "`tower` needs one error for all methods of a port",
                    "use one error type, or cut the port in two",
                );
                method.sound_for_tower = false;
            }
        }
    }
    if first.is_none() && given.is_none() && carried(port).next().is_none() {
        faults.add_at(
            port.options.tower.unwrap_or_else(Span::call_site),
            "there is no method that could be a request of tower",
            "add an `async fn` that returns a `Result`, or remove `tower`",
        );
    }
}

fn fits(method: &Method) -> bool {
    method.sound && method.sound_for_tower
}

/// Whether a stack can do without the method: the default body is used then.
fn stays(method: &Method) -> bool {
    method.has_default && (!method.is_async || method.needs_sized)
}

type Problem = (TokenStream, &'static str, &'static str);

fn problems(method: &Method, error_is_given: bool) -> Vec<Problem> {
    let name = method.name().to_token_stream();
    let mut found: Vec<Problem> = Vec::new();
    if method.receiver == Receiver::None {
        found.push((name.clone(), "has no `&self`", "add `&self`, or remove `tower`"));
    }
    if !method.is_async {
        found.push((
            name.clone(),
            "is not async",
            "make it an `async fn`, give it a default body, or remove `tower`",
        ));
    }
    if method.has_type_parameters() {
        found.push((name.clone(), "is generic", "name the types, or remove `tower`"));
    }
    match &method.result {
        None => found.push((
            method.output.to_token_stream(),
            "cannot fail, but a stack of layers can",
            "return a `Result`, or remove `tower`",
        )),
        Some(result) if result.ok.is_none() || result.error.is_none() && !error_is_given => {
            found.push((
                method.output.to_token_stream(),
                "does not show its error",
                "write `Result<T, E>`, or say the error with `tower(error = E)`",
            ));
        }
        Some(result) => {
            if result.ok.as_ref().is_some_and(types::borrows) {
                found.push((
                    method.output.to_token_stream(),
                    "returns a borrow",
                    "return a value that owns what it holds, or remove `tower`",
                ));
            }
        }
    }
    for argument in &method.arguments {
        if owned::owned(&argument.ty, &quote!(x)).is_none() {
            found.push((
                argument.ty.to_token_stream(),
                "takes something that cannot be owned",
                "take a value, `&T`, `&str`, `&[T]` or `Option<&T>`, or remove `tower`",
            ));
        }
    }
    found
}

/// The methods that are requests.
fn carried(port: &Port) -> impl Iterator<Item = &Method> {
    port.methods.iter().filter(|method| fits(method) && !stays(method))
}

/// Requests, responses, the service and the stack.
pub(crate) fn expand(port: &Port) -> TokenStream {
    let unfit = port.item.generics.lifetimes().next().is_some()
        || port.constants().next().is_some()
        || port.types().any(|found| !found.generics.params.is_empty())
        || carried(port).next().is_none();
    if port.options.tower.is_none() || unfit {
        return TokenStream::new();
    }
    let (messages, service, stack) =
        (messages::expand(port), service::expand(port), stack::expand(port));
    quote!(#messages #service #stack)
}

fn named(port: &Port, suffix: &str) -> Ident {
    format_ident!("{}{suffix}", port.label(), span = port.name().span())
}

/// `find_all` as `FindAll`.
fn variant(method: &Method) -> Ident {
    let name = method.name().to_string();
    let words = name.trim_start_matches("r#").split('_');
    let camel: String = words
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(char::to_uppercase);
            first.into_iter().flatten().chain(letters).collect::<String>()
        })
        .collect();
    // `Self` is the one word that no variant can have as its name; of `_1` no word is left.
    let camel = match syn::parse_str::<Ident>(&camel) {
        Ok(_) => camel,
        Err(_) => format!("Call{name}"),
    };
    Ident::new(&camel, method.name().span())
}

/// How an argument travels; `check` has left only methods where each of them can.
fn carriage(argument: &crate::method::Argument) -> Owned {
    let name = argument.name.to_token_stream();
    owned::owned(&argument.ty, &name).unwrap_or_else(|| {
        let ty = argument.ty.to_token_stream();
        Owned { ty, take: name.clone(), lend: name }
    })
}

/// The error of the service.
fn error(port: &Port) -> Type {
    let shown = || {
        let mut results = carried(port).filter_map(|method| method.result.as_ref());
        results.find_map(|result| result.error.clone())
    };
    port.options.tower_error.clone().or_else(shown).unwrap_or_else(types::unit)
}

/// The names of the associated types.
fn associated(port: &Port) -> Vec<&Ident> {
    port.types().map(|found| &found.ident).collect()
}
