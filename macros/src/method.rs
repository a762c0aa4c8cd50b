//! A method of a port or a use case: what is needed of it to write a call that goes on to another.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, FnArg, GenericParam, Pat, ReceiverKind, ReturnType, Signature, Type, TypeParamBound,
    WherePredicate,
};

use crate::types::{self, ResultType};

/// How a method takes what it is called on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// `&self`, the form that can be shared and forwarded.
    Shared,
    /// No receiver.
    None,
    /// `&mut self`, `self`, or a typed one.
    Other,
}

/// An argument under a name that a call can use.
pub(crate) struct Argument {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
}

/// A method, read from its signature.
#[expect(clippy::struct_excessive_bools, reason = "they are independent of each other")]
pub(crate) struct Method {
    pub(crate) signature: Signature,
    /// The attributes that decide whether it exists; what forwards to it has to have them too.
    pub(crate) conditions: Vec<Attribute>,
    pub(crate) receiver: Receiver,
    pub(crate) arguments: Vec<Argument>,
    /// Whether the caller has to await it.
    pub(crate) is_async: bool,
    /// What the caller has in the end, after awaiting.
    pub(crate) output: Type,
    /// The same as a `Result`, if its tokens say that it is one.
    pub(crate) result: Option<ResultType>,
    /// Whether it is there for sized types only.
    pub(crate) needs_sized: bool,
    /// Whether there is a body to fall back on.
    pub(crate) has_default: bool,
    /// Whether it can be forwarded; not if an error about it was reported.
    pub(crate) sound: bool,
    /// The same for the options that need more of a method than that.
    pub(crate) sound_for_dyn: bool,
    pub(crate) sound_for_tower: bool,
}

impl Method {
    /// Reads a signature.
    pub(crate) fn new(signature: &Signature, attributes: &[Attribute], has_default: bool) -> Self {
        let written = match &signature.output {
            ReturnType::Default => types::unit(),
            ReturnType::Type(_, ty) => (**ty).clone(),
        };
        let future = types::as_future(&written);
        let is_async = signature.asyncness.is_some() || future.is_some();
        let output = future.unwrap_or(written);
        let receiver = match signature.receiver() {
            None => Receiver::None,
            Some(found) => match &found.kind {
                ReceiverKind::Reference(_, _, None) => Receiver::Shared,
                _ => Receiver::Other,
            },
        };
        Self {
            conditions: conditions(attributes),
            receiver,
            arguments: arguments(signature),
            is_async,
            result: types::as_result(&output),
            output,
            needs_sized: needs_sized(signature),
            has_default,
            sound: true,
            sound_for_dyn: true,
            sound_for_tower: true,
            signature: signature.clone(),
        }
    }

    /// Its name.
    pub(crate) fn name(&self) -> &Ident {
        &self.signature.ident
    }

    /// Whether it has parameters other than lifetimes, be it as `impl Trait`.
    pub(crate) fn has_type_parameters(&self) -> bool {
        let mut parameters = self.signature.generics.params.iter();
        parameters.any(|param| !matches!(param, GenericParam::Lifetime(_)))
            || self.arguments.iter().any(|argument| types::is_opaque(&argument.ty))
    }

    /// The names of its arguments, as a call lists them.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Ident> {
        self.arguments.iter().map(|argument| &argument.name)
    }

    /// Its name as a call has it: with its parameters where inference could not find them.
    pub(crate) fn called(&self) -> TokenStream {
        let name = self.name();
        let given: Vec<&Ident> = self
            .signature
            .generics
            .params
            .iter()
            .filter_map(|param| match param {
                GenericParam::Type(param) => Some(&param.ident),
                GenericParam::Const(param) => Some(&param.ident),
                GenericParam::Lifetime(_) => None,
            })
            .collect();
        if given.is_empty() { quote!(#name) } else { quote!(#name::<#(#given),*>) }
    }

    /// The arguments as a signature has them, with the receiver.
    pub(crate) fn inputs(&self) -> TokenStream {
        let receiver = self.signature.receiver().map(|receiver| {
            let mut receiver = receiver.clone();
            receiver.attrs.clear();
            quote!(#receiver,)
        });
        let arguments = self.arguments.iter().map(|Argument { name, ty }| quote!(#name: #ty));
        quote!(#receiver #(#arguments),*)
    }

    /// The return type, in the form that promises `Send` if that is asked for.
    pub(crate) fn returned(&self, sends: bool) -> TokenStream {
        if !self.is_async {
            return self.signature.output.to_token_stream();
        }
        // The place is that of the method, so that "required by a bound here" points there; the
        // context is that of the macro, so that lints on style leave it alone.
        let place = self.name().span().resolved_at(Span::call_site());
        let output = &self.output;
        let send = sends.then(|| quote::quote_spanned!(place=> + ::std::marker::Send));
        let future = quote::quote_spanned!(place=> impl ::std::future::Future<Output = #output>);
        quote!(-> #future #send)
    }

    /// The signature of an implementation, up to its body.
    pub(crate) fn head(&self, sends: bool) -> TokenStream {
        let Self { conditions, .. } = self;
        let (name, inputs, returned) = (self.name(), self.inputs(), self.returned(sends));
        let generics = &self.signature.generics;
        let condition = &generics.where_clause;
        quote!(#(#conditions)* fn #name #generics(#inputs) #returned #condition)
    }
}

/// The attributes that decide whether an item exists.
pub(crate) fn conditions(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).cloned().collect()
}

/// The arguments by names of their own, or by number where a pattern has none.
fn arguments(signature: &Signature) -> Vec<Argument> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    typed
        .enumerate()
        .map(|(number, typed)| {
            let name = match &*typed.pat {
                Pat::Ident(pattern) => pattern.ident.clone(),
                _ => format_ident!("__argument{number}"),
            };
            Argument { name, ty: (*typed.ty).clone() }
        })
        .collect()
}

/// Whether `where Self: Sized` stands on a method.
fn needs_sized(signature: &Signature) -> bool {
    let predicates = signature.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    predicates.into_iter().any(|predicate| match predicate {
        WherePredicate::Type(found) => {
            let subject = &found.bounded_ty;
            quote!(#subject).to_string() == "Self"
                && found.bounds.iter().any(|bound| match bound {
                    TypeParamBound::Trait(bound) => {
                        bound.path.segments.last().is_some_and(|last| last.ident == "Sized")
                    }
                    _ => false,
                })
        }
        _ => false,
    })
}
