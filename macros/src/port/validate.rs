//! What must not be in a port, with the reason and the way out.

use quote::{ToTokens, quote};
use syn::{Safety, TraitItem};

use super::parse::Port;
use crate::direction::Direction;
use crate::faults::Faults;
use crate::method::{Method, Receiver};
use crate::{technology, types};

/// Reports what is wrong, and marks the methods that cannot be forwarded.
pub(crate) fn check(port: &mut Port, faults: &mut Faults) {
    check_trait(port, faults);
    check_leaks(port, faults);
    let mut methods = std::mem::take(&mut port.methods);
    for method in &mut methods {
        method.sound = check_method(port, method, faults);
    }
    port.methods = methods;
    if port.options.dynamic.is_some() {
        super::dynamic::check(port, faults);
    }
    if port.options.mock.is_some() {
        super::mock::check(port, faults);
    }
    if port.options.tower.is_some() {
        super::tower::check(port, faults);
    }
}

fn check_trait(port: &Port, faults: &mut Faults) {
    if let Some(unsafety) = &port.item.unsafety {
        faults.add(
            unsafety,
            "a port is a safe trait: what implements it stands outside the application",
            "remove `unsafe`; keep what is unsafe in the adapter",
        );
    }
    for member in &port.item.items {
        if let TraitItem::Macro(found) = member {
            faults.add(
                found,
                "a macro in a port hides its methods from `#[port]`",
                "write the methods out",
            );
        }
    }
}

/// Looks for crates of technologies in everything that an adapter or a user of the port would see.
fn check_leaks(port: &Port, faults: &mut Faults) {
    let item = &port.item;
    let (generics, supertraits, condition) =
        (&item.generics, &item.supertraits, &item.generics.where_clause);
    let mut places = vec![quote!(#generics), quote!(#supertraits), quote!(#condition)];
    for member in &item.items {
        match member {
            TraitItem::Fn(function) => {
                let signature = &function.sig;
                places.push(quote!(#signature));
            }
            TraitItem::Type(found) => {
                let (generics, bounds) = (&found.generics, &found.bounds);
                places.push(quote!(#generics #bounds));
            }
            TraitItem::Const(found) => places.push(found.ty.to_token_stream()),
            _ => {}
        }
    }
    for leak in places.into_iter().flat_map(technology::leaks) {
        if !is_allowed(port, &leak.path) {
            faults.add(
                &leak.at,
                &format!("the port `{}` leaks the technology `{}`", port.label(), leak.at),
                &format!(
                    "use a type of the domain and convert in the adapter, or accept it with \
                     `allow({})`",
                    leak.path
                ),
            );
        }
    }
}

/// Whether `allow(..)` names the path or what it begins with.
fn is_allowed(port: &Port, path: &str) -> bool {
    port.options.allowed.iter().any(|allowed| {
        let segments = allowed.segments.iter().map(|segment| segment.ident.to_string());
        let allowed = segments.collect::<Vec<_>>().join("::");
        path.strip_prefix(&allowed).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    })
}

fn check_method(port: &Port, method: &Method, faults: &mut Faults) -> bool {
    let signature = &method.signature;
    let name = method.name();
    let mut sound = true;
    if method.receiver == Receiver::Other {
        sound = false;
        faults.add(
            signature.receiver(),
            &format!("`{name}` does not take `&self`, but adapters are shared"),
            "take `&self`; state that changes belongs behind a lock or a pool in the adapter",
        );
    }
    if let Safety::Unsafe(unsafety) = &signature.safety {
        sound = false;
        faults.add(
            unsafety,
            &format!("`{name}` is unsafe, so the application would have to know its adapters"),
            "remove `unsafe`; keep what is unsafe in the adapter",
        );
    }
    let mut visible: Vec<_> = method.arguments.iter().map(|argument| &argument.ty).collect();
    visible.push(&method.output);
    if let Some(ty) = visible.iter().find(|ty| types::names_self(ty.to_token_stream())) {
        sound = false;
        faults.add(
            ty,
            &format!("`{name}` names `Self`, but the adapters of a port are interchangeable"),
            "use a type of the domain, or an associated type as `Self::Name`",
        );
    }
    let fallible = method.result.is_some()
        || port.options.infallible
        || port.infallible.iter().any(|infallible| infallible == name)
        || port.options.direction != Some(Direction::Out);
    if !fallible {
        let at = match &signature.output {
            syn::ReturnType::Default => name.to_token_stream(),
            syn::ReturnType::Type(_, ty) => ty.to_token_stream(),
        };
        faults.add(
            at,
            &format!("`{name}` cannot fail, but what is behind an out-port does"),
            "return a `Result` with an error of the domain, or write `#[port(infallible)]` on the \
             method",
        );
    }
    sound
}
