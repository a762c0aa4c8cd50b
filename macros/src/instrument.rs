//! A call inside a span of `tracing`, with the error in it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::types;

/// What a span says of a call.
pub(crate) struct Instrumented<'a> {
    /// The name of the span.
    pub(crate) span: &'a str,
    pub(crate) port: &'a str,
    pub(crate) method: &'a Ident,
    /// An expression for the name of the adapter.
    pub(crate) adapter: TokenStream,
    /// What the call gives; its place is that of messages about the error.
    pub(crate) output: &'a Type,
    /// Whether that is a `Result`.
    pub(crate) fallible: bool,
}

impl Instrumented<'_> {
    /// An expression that is a future: the given one, inside the span.
    pub(crate) fn future(&self, call: &TokenStream) -> TokenStream {
        let (span, result) = (local("span"), local("result"));
        let opened = self.opened();
        let record = self.record(&span, &result);
        let given = annotation(self.output);
        quote! {
            let #span = #opened;
            ::tracing::Instrument::instrument(
                {
                    let #span = ::std::clone::Clone::clone(&#span);
                    async move {
                        let #result #given = #call.await;
                        #record
                        #result
                    }
                },
                #span,
            )
        }
    }

    /// An expression that is the value of the given one, evaluated inside the span.
    pub(crate) fn value(&self, call: &TokenStream) -> TokenStream {
        let (span, result) = (local("span"), local("result"));
        let opened = self.opened();
        let record = self.record(&span, &result);
        let given = annotation(self.output);
        quote! {
            let #span = #opened;
            ::tracing::Span::in_scope(&#span, || {
                let #result #given = #call;
                #record
                #result
            })
        }
    }

    fn opened(&self) -> TokenStream {
        let Self { span, port, adapter, .. } = self;
        let method = self.method.to_string();
        let method = method.trim_start_matches("r#");
        quote! {
            ::tracing::info_span!(
                #span,
                port = #port,
                method = #method,
                adapter = #adapter,
                error = ::tracing::field::Empty,
                otel.status_code = ::tracing::field::Empty,
            )
        }
    }

    fn record(&self, span: &Ident, result: &Ident) -> TokenStream {
        if !self.fallible {
            return quote!(let _ = &#span;);
        }
        let error = local("error");
        // Once, and at the type of the user: so an error that cannot be shown is one message.
        let shown = quote_spanned!(self.output.span()=> ::std::string::ToString::to_string(#error));
        quote! {
            if let ::std::result::Result::Err(#error) = &#result {
                let #error = #shown;
                #span.record("error", ::tracing::field::display(&#error));
                #span.record("otel.status_code", "ERROR");
                ::tracing::warn!(error = %#error, "port call failed");
            }
        }
    }
}

/// `: Type`, where that can be written: a body that was moved into a block cannot be inferred from the
/// signature any more.
pub(crate) fn annotation(output: &Type) -> Option<TokenStream> {
    (!types::is_opaque(output)).then(|| quote!(: #output))
}

/// A variable of the expansion, which no name of the user's can be taken for.
pub(crate) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
