//! Fields of structs and variants of enums.

use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Fields, FieldsNamed, ItemEnum, ItemStruct, Token};

use super::source::{Source, indented};
use super::{Edited, Missing, Step};

/// Fields of a struct, those that are not there.
pub(super) fn field(text: &str, step: &Step) -> Result<Edited, Missing> {
    let source = Source::parse(text)?;
    let wanted = format!("{{{}}}", step.text);
    let fields: FieldsNamed =
        syn::parse_str(&wanted).map_err(|e| format!("the pack has no field: {e}"))?;
    let mut found = Find { name: step.within(), structs: Vec::new(), enums: Vec::new() };
    found.visit_file(&source.file);
    let [item] = found.structs.as_slice() else {
        return Err(format!("there is no single struct `{}`", step.within()));
    };
    let Fields::Named(there) = &item.fields else {
        return Err(format!("the struct `{}` has no named fields", step.within()));
    };
    let known = |name: &Option<syn::Ident>| there.named.iter().any(|field| field.ident == *name);
    let missing = fields.named.iter().filter(|field| !known(&field.ident));
    let missing = pieces(&wanted, missing);
    insert(&source, &there.named, there.brace_token.span, &missing)
}

/// Variants of an enum, those that are not there.
pub(super) fn variant(text: &str, step: &Step) -> Result<Edited, Missing> {
    let source = Source::parse(text)?;
    let wanted = format!("enum E {{{}}}", step.text);
    let variants: ItemEnum =
        syn::parse_str(&wanted).map_err(|e| format!("the pack has no variant: {e}"))?;
    let mut found = Find { name: step.within(), structs: Vec::new(), enums: Vec::new() };
    found.visit_file(&source.file);
    let [item] = found.enums.as_slice() else {
        return Err(format!("there is no single enum `{}`", step.within()));
    };
    let known = |name: &syn::Ident| item.variants.iter().any(|variant| variant.ident == *name);
    let missing = variants.variants.iter().filter(|variant| !known(&variant.ident));
    let missing = pieces(&wanted, missing);
    insert(&source, &item.variants, item.brace_token.span, &missing)
}

/// The texts of parts, with what is written above and behind them left out.
fn pieces<T: Spanned>(text: &str, parts: impl Iterator<Item = T>) -> Vec<String> {
    parts.map(|part| text[part.span().byte_range()].to_owned()).collect()
}

/// Puts pieces at the end of a list in braces, a line each; or in its line if it has one alone.
pub(super) fn insert<T: Spanned>(
    source: &Source<'_>,
    list: &Punctuated<T, Token![,]>,
    braces: proc_macro2::extra::DelimSpan,
    pieces: &[String],
) -> Result<Edited, Missing> {
    if pieces.is_empty() {
        return Ok(Edited::Already);
    }
    let open = source.token(braces.open()).end;
    let close = source.token(braces.close()).start;
    let in_a_line = !source.text[open..close].contains('\n');
    let Some(tail) = list.last() else {
        let indent = source.indent(open);
        let inner = format!("{indent}    ");
        let lines: String =
            pieces.iter().map(|piece| indented_after(piece, &inner) + ",\n").collect();
        let text = format!("\n{lines}{indent}");
        return source.with_all(&[(open..close, text)]);
    };
    let end = source.range(tail).end;
    let after = list.trailing_punct();
    if in_a_line {
        let text: String = pieces.iter().flat_map(|piece| [", ", piece.trim()]).collect();
        return source.with(end, &text);
    }
    // A comment behind the comma belongs to what stands before it.
    let at = if after { source.line_end(end) } else { end };
    let indent = source.indent(source.range(tail).start);
    let lines: Vec<String> = pieces.iter().map(|piece| indented_after(piece, indent)).collect();
    let lines = lines.join(",\n");
    if after {
        source.with(at, &format!("{lines},\n"))
    } else {
        source.with(at, &format!(",\n{lines}"))
    }
}

fn indented_after(piece: &str, indent: &str) -> String {
    // The first line of a piece starts at its token, the others where they stood in the pack.
    match piece.split_once('\n') {
        Some((first, rest)) => format!("{indent}{}\n{}", first.trim(), indented(rest, indent)),
        None => format!("{indent}{}", piece.trim()),
    }
}

/// Structs and enums of a name.
struct Find<'a> {
    name: &'a str,
    structs: Vec<&'a ItemStruct>,
    enums: Vec<&'a ItemEnum>,
}

impl<'a> Visit<'a> for Find<'a> {
    fn visit_item_struct(&mut self, item: &'a ItemStruct) {
        if item.ident == self.name {
            self.structs.push(item);
        }
    }

    fn visit_item_enum(&mut self, item: &'a ItemEnum) {
        if item.ident == self.name {
            self.enums.push(item);
        }
    }
}
