//! `retry = idempotent`: a loop around the body of a method that may run twice.

use quote::quote;
use syn::{FnArg, ImplItemFn, Pat, Type, parse_quote};

use super::options::Retry;
use crate::faults::Faults;
use crate::instrument::local;
use crate::method::Method;

/// Puts the loop around the body, or reports why that cannot be.
pub(super) fn add(function: &mut ImplItemFn, method: &Method, retry: &Retry, faults: &mut Faults) {
    if !is_repeatable(function, method, retry, faults) {
        return;
    }
    let (attempt, result, error) = (local("attempt"), local("result"), local("error"));
    let attempts = retry.attempts;
    // An argument that is there by value is used up by the first attempt, so each has its own.
    let owned = method.arguments.iter().filter_map(|argument| {
        let name = &argument.name;
        let is_reference = matches!(argument.ty, Type::Reference(_));
        (!is_reference).then(|| quote!(let #name = ::std::clone::Clone::clone(&#name);))
    });
    let (body, output) = (&function.block, &method.output);
    let call = if method.is_async {
        quote!(async move #body.await)
    } else {
        quote!((move || -> #output #body)())
    };
    let worth = retry.when.as_ref().map(|when| quote!(&& #when(#error)));
    let pause = retry.pause.as_ref().map(|pause| quote!(#pause(#attempt).await;));
    function.block = parse_quote!({
        let mut #attempt: u32 = 1;
        loop {
            let #result: #output = {
                #(#owned)*
                #call
            };
            match &#result {
                ::std::result::Result::Err(#error) if #attempt < #attempts #worth => {
                    let _ = #error;
                }
                _ => break #result,
            }
            #pause
            #attempt += 1;
        }
    });
}

fn is_repeatable(
    function: &ImplItemFn,
    method: &Method,
    retry: &Retry,
    faults: &mut Faults,
) -> bool {
    let name = method.name();
    let mut repeatable = true;
    let mut report = |at: proc_macro2::TokenStream, problem: &str, help: &str| {
        repeatable = false;
        faults.add(at, &format!("`{name}` cannot be retried: {problem}"), help);
    };
    if method.result.is_none() {
        let help = "return a `Result`, or remove `#[idempotent]`";
        report(quote!(#name), "it does not return a `Result`", help);
    }
    if method.is_async && function.sig.asyncness.is_none() {
        let help = "write it as `async fn`";
        report(quote!(#name), "its body makes a future", help);
    }
    if let (false, Some(pause)) = (method.is_async, &retry.pause) {
        let help = "make it an `async fn`, or remove `pause`";
        report(quote!(#pause), "`pause` is awaited, and the method is not async", help);
    }
    for input in &function.sig.inputs {
        let FnArg::Typed(typed) = input else {
            continue;
        };
        if !matches!(*typed.pat, Pat::Ident(_) | Pat::Wild(_)) {
            let help = "give the argument a name, and take it apart in the body";
            report(quote!(#typed), "an argument is taken apart in the signature", help);
        }
        if matches!(&*typed.ty, Type::Reference(reference) if reference.mutability.is_some()) {
            let help = "take `&T` or a value";
            report(quote!(#typed), "an argument is `&mut`, so the first attempt changes it", help);
        }
    }
    repeatable
}
