//! `#[use_case]`: what the application does, held apart from the adapters.

mod concrete;
#[cfg(test)]
mod tests;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct, Path, Token, Visibility};

use crate::faults::Faults;
use crate::method::{Method, Receiver};
use crate::options;

/// What stands in the parentheses.
#[derive(Default)]
struct Options {
    port: Option<Path>,
    single: Option<Span>,
}

/// The item, and for an `impl` the in-port that its public methods are.
pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut faults = Faults::default();
    let options = read(arguments, &mut faults);
    let expansion = match syn::parse2(item.clone()) {
        Ok(Item::Impl(written)) => of_impl(written, &options, &mut faults),
        Ok(Item::Struct(written)) => {
            of_struct(&written, &options, &mut faults);
            item.clone()
        }
        Ok(_) => {
            faults.add_at(
                Span::call_site(),
                "`#[use_case]` goes on a struct or on its `impl`",
                "a use case is a struct that holds out-ports, with a method that does the work",
            );
            item.clone()
        }
        Err(error) => {
            faults.push(error);
            item.clone()
        }
    };
    let errors = faults.into_tokens();
    quote!(#expansion #errors)
}

fn read(tokens: TokenStream, faults: &mut Faults) -> Options {
    let mut said = Options::default();
    let parser = |input: ParseStream<'_>| {
        options::each(input, |name| {
            match name.to_string().as_str() {
                "port" => {
                    input.parse::<Token![=]>()?;
                    said.port = Some(input.parse()?);
                }
                "single" => said.single = Some(name.span()),
                _ => {
                    faults.add(
                        &name,
                        &format!("`{name}` is no option of a use case"),
                        "there are `port = InPort` and `single`",
                    );
                    options::skip(input)?;
                }
            }
            Ok(())
        })
    };
    if let Err(error) = parser.parse2(tokens) {
        faults.push(error);
    }
    said
}

fn of_struct(written: &ItemStruct, options: &Options, faults: &mut Faults) {
    if let Some(port) = &options.port {
        faults.add(
            port,
            "a struct has no methods that could be the port",
            "write `#[use_case]` here, and `port = ..` on the `impl`",
        );
    }
    for field in &written.fields {
        concrete::report(field.ty.to_token_stream(), faults);
    }
    let (generics, condition) = (&written.generics, &written.generics.where_clause);
    concrete::report(quote!(#generics #condition), faults);
}

fn of_impl(mut written: ItemImpl, options: &Options, faults: &mut Faults) -> TokenStream {
    if let Some((port, _)) = &written.trait_ {
        faults.add(
            port,
            "a use case has methods of its own, and `#[use_case]` makes the port of them",
            "remove the trait from the `impl`, and write `#[use_case(port = ..)]`",
        );
        return written.into_token_stream();
    }
    let (this, generics) = (&written.self_ty, &written.generics);
    let condition = &generics.where_clause;
    concrete::report(quote!(#this #generics #condition), faults);
    let mut carried = Vec::new();
    for member in &mut written.items {
        let ImplItem::Fn(function) = member else {
            continue;
        };
        let signature = &function.sig;
        concrete::report(quote!(#signature), faults);
        let skipped = take_skip(&mut function.attrs);
        if !skipped && is_public(function) && function.sig.receiver().is_some() {
            carried.push(Method::new(&function.sig, &function.attrs, true));
        }
    }
    check(&carried, options, faults);
    let port = options.port.as_ref().filter(|_| !carried.is_empty());
    let port = port.map(|port| implementation(&written, port, &carried));
    quote!(#written #port)
}

/// Whether others see the method, be it within the crate only.
fn is_public(function: &ImplItemFn) -> bool {
    !matches!(function.vis, Visibility::Inherited)
}

fn check(carried: &[Method], options: &Options, faults: &mut Faults) {
    for method in carried.iter().filter(|method| method.receiver == Receiver::Other) {
        faults.add(
            method.signature.receiver(),
            &format!("`{}` does not take `&self`, but many calls come at once", method.name()),
            "take `&self`; state that changes belongs behind an out-port",
        );
    }
    if let (Some(port), true) = (&options.port, carried.is_empty()) {
        faults.add(
            port,
            "there is no public method with `&self` that could be the port",
            "write `pub` before the methods of the port",
        );
    }
    if options.single.is_some() {
        for method in carried.iter().skip(1) {
            faults.add(
                method.name(),
                &format!("`{}` is a second use case, and `single` allows one", method.name()),
                "make a struct of its own for it, or make it private",
            );
        }
    }
}

/// Takes `#[use_case(skip)]` off a method and says whether it was there.
fn take_skip(attributes: &mut Vec<Attribute>) -> bool {
    let before = attributes.len();
    attributes.retain(|attribute| {
        let is_ours = attribute.path().segments.last().is_some_and(|last| last.ident == "use_case");
        let skips = attribute.meta.require_list().is_ok_and(|l| l.tokens.to_string() == "skip");
        !(is_ours && skips)
    });
    attributes.len() < before
}

/// `impl Port for UseCase`: each method calls the one of the same name that the type has itself, which
/// is found first.
fn implementation(written: &ItemImpl, port: &Path, carried: &[Method]) -> TokenStream {
    let this = &written.self_ty;
    let (parameters, _, condition) = written.generics.split_for_impl();
    let conditions = crate::method::conditions(&written.attrs);
    let methods = carried.iter().map(forward);
    quote! {
        #(#conditions)*
        #[allow(deprecated)]
        impl #parameters #port for #this #condition {
            #(#methods)*
        }
    }
}

/// A method of the port. All of it has the place of the user's method, so that one that is no method of
/// the port is shown there.
fn forward(method: &Method) -> TokenStream {
    let (name, inputs, called) = (method.name(), method.inputs(), method.called());
    let (conditions, names) = (&method.conditions, method.names());
    let generics = &method.signature.generics;
    let condition = &generics.where_clause;
    let place = name.span().resolved_at(Span::call_site());
    let call = quote_spanned!(place=> Self::#called(self, #(#names),*));
    if method.signature.asyncness.is_some() {
        let output = &method.output;
        quote_spanned! {place=>
            #(#conditions)*
            async fn #name #generics(#inputs) -> #output #condition { #call.await }
        }
    } else {
        let returned = method.returned(false);
        quote_spanned! {place=>
            #(#conditions)*
            fn #name #generics(#inputs) #returned #condition { #call }
        }
    }
}
