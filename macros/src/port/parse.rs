//! From a trait to what its expansion needs of it.

use syn::{
    Attribute, Ident, ItemTrait, Meta, TraitItem, TraitItemConst, TraitItemType, TypeParamBound,
};

use super::options::Options;
use crate::faults::Faults;
use crate::method::Method;

/// A port: a trait with its options.
pub(crate) struct Port {
    pub(crate) options: Options,
    /// The trait as written, without the attributes that are for this macro.
    pub(crate) item: ItemTrait,
    /// Its methods, in the order of the text.
    pub(crate) methods: Vec<Method>,
    /// Names of methods whose result is not to be a `Result`.
    pub(crate) infallible: Vec<Ident>,
}

impl Port {
    /// Reads a trait.
    pub(crate) fn new(options: Options, mut item: ItemTrait, faults: &mut Faults) -> Self {
        let mut infallible = Vec::new();
        let mut methods = Vec::new();
        for member in &mut item.items {
            if let TraitItem::Fn(function) = member {
                if take_infallible(&mut function.attrs, faults) {
                    infallible.push(function.sig.ident.clone());
                }
                let has_default = function.default.is_some();
                methods.push(Method::new(&function.sig, &function.attrs, has_default));
            }
        }
        Self { options, item, methods, infallible }
    }

    /// Its name.
    pub(crate) fn name(&self) -> &Ident {
        &self.item.ident
    }

    /// Its name as text, without `r#`.
    pub(crate) fn label(&self) -> String {
        self.item.ident.to_string().trim_start_matches("r#").to_owned()
    }

    /// Its associated types.
    pub(crate) fn types(&self) -> impl Iterator<Item = &TraitItemType> {
        self.item.items.iter().filter_map(|member| match member {
            TraitItem::Type(found) => Some(found),
            _ => None,
        })
    }

    /// Its associated constants.
    pub(crate) fn constants(&self) -> impl Iterator<Item = &TraitItemConst> {
        self.item.items.iter().filter_map(|member| match member {
            TraitItem::Const(found) => Some(found),
            _ => None,
        })
    }

    /// What the user asks of its adapters, apart from what every port asks.
    pub(crate) fn supertraits(&self) -> impl Iterator<Item = &TypeParamBound> {
        self.item.supertraits.iter().filter(|bound| match bound {
            TypeParamBound::Trait(bound) => {
                !["Send", "Sync", "Sized"].iter().any(|name| bound.path.is_ident(name))
            }
            _ => false,
        })
    }
}

/// Takes `#[port(infallible)]` off a method and says whether it was there.
fn take_infallible(attributes: &mut Vec<Attribute>, faults: &mut Faults) -> bool {
    let mut found = false;
    attributes.retain(|attribute| {
        let is_ours = attribute.path().segments.last().is_some_and(|last| last.ident == "port");
        if is_ours {
            let infallible = match &attribute.meta {
                Meta::List(list) => list.tokens.to_string() == "infallible",
                _ => false,
            };
            if infallible {
                found = true;
            } else {
                faults.add(
                    attribute,
                    "a method of a port has one option, `infallible`",
                    "write `#[port(infallible)]`, or move the options to the trait",
                );
            }
        }
        !is_ours
    });
    found
}
