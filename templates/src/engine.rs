//! Templates: their delimiters, their filters, and that an undefined variable is an error.

use std::collections::BTreeSet;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use crate::Error;
use crate::names::{self, FORMS};

/// Renders templates and evaluates conditions.
#[derive(Debug)]
pub(crate) struct Engine(Environment<'static>);

/// Where a template stands, for errors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin<'a> {
    /// The file.
    pub(crate) file: &'a str,
    /// The line at which the template starts, from 1.
    pub(crate) line: usize,
}

impl Engine {
    pub(crate) fn new() -> Self {
        let mut environment = Environment::new();
        let syntax = SyntaxConfig::builder()
            .block_delimiters("<%", "%>")
            .variable_delimiters("<{", "}>")
            .comment_delimiters("<#", "#>")
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build();
        // The delimiters are constants that differ, which is all that is asked of them.
        environment.set_syntax(syntax.unwrap_or_default());
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        for form in FORMS {
            environment.add_filter(form, move |value: Value| {
                names::form(&value.to_string(), form).unwrap_or_default()
            });
        }
        Self(environment)
    }

    /// The text of a template.
    pub(crate) fn render(
        &self,
        text: &str,
        context: &Value,
        origin: Origin<'_>,
    ) -> Result<String, Error> {
        self.0.render_named_str(origin.file, text, context.clone()).map_err(|e| wrong(&e, origin))
    }

    /// The value of an expression.
    pub(crate) fn evaluate(
        &self,
        expression: &str,
        context: &Value,
        origin: Origin<'_>,
    ) -> Result<Value, Error> {
        self.0
            .compile_expression(expression)
            .and_then(|compiled| compiled.eval(context.clone()))
            .map_err(|e| wrong(&e, origin))
    }

    /// The variables that a template takes from outside, `service.kebab` as such.
    pub(crate) fn variables(
        &self,
        text: &str,
        origin: Origin<'_>,
    ) -> Result<BTreeSet<String>, Error> {
        let template =
            self.0.template_from_named_str(origin.file, text).map_err(|e| wrong(&e, origin))?;
        Ok(self.foreign(template.undeclared_variables(true)))
    }

    /// The variables of an expression.
    pub(crate) fn variables_of_expression(
        &self,
        expression: &str,
        origin: Origin<'_>,
    ) -> Result<BTreeSet<String>, Error> {
        let compiled = self.0.compile_expression(expression).map_err(|e| wrong(&e, origin))?;
        Ok(self.foreign(compiled.undeclared_variables(true)))
    }

    /// Those of `names` that are no functions of the engine.
    fn foreign(&self, names: impl IntoIterator<Item = String>) -> BTreeSet<String> {
        let own: BTreeSet<&str> = self.0.globals().map(|(name, _)| name).collect();
        names.into_iter().filter(|name| !own.contains(name.as_str())).collect()
    }
}

fn wrong(error: &minijinja::Error, origin: Origin<'_>) -> Error {
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    let help = match error.kind() {
        minijinja::ErrorKind::UndefinedError => {
            "name a question or a variable of the pack, or what `packs/README.md` lists"
        }
        _ => "the syntax is that of minijinja with `<{ }>` and `<% %>`",
    };
    Error::Pack {
        file: origin.file.to_owned(),
        line: Some(origin.line + error.line().unwrap_or(1) - 1),
        message: format!("{}{detail}", error.kind()),
        help: help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::*;
    use crate::Name;

    const HERE: Origin<'_> = Origin { file: "a.j2", line: 1 };

    fn render(text: &str) -> Result<String, Error> {
        let name = Value::from_object(Name::new("place order").unwrap());
        Engine::new().render(text, &context! { name, some => vec!["a", "b"] }, HERE)
    }

    #[test]
    fn what_other_languages_write_is_left_alone() {
        let text = "${{ secrets.X }} {{ .Values.x }} [[table]] cat <<EOF {% if %} {# no #}\n";
        assert_eq!(render(text).unwrap(), text);
    }

    #[test]
    fn a_line_of_a_statement_leaves_nothing_behind() {
        let text = "a\n    <% for x in some %>\n    <{ x }>\n    <% endfor %>\nb\n";
        assert_eq!(render(text).unwrap(), "a\n    a\n    b\nb\n");
    }

    #[test]
    fn names_have_their_spellings() {
        let text = "<{ name }> <{ name.pascal }> <{ name.snake }> <{ 'x y' | screaming }>";
        assert_eq!(render(text).unwrap(), "place-order PlaceOrder place_order X_Y");
    }

    #[test]
    fn what_is_undefined_is_an_error_with_its_line() {
        for text in ["\n<{ other }>", "\n<{ name.camel }>", "\n<% if other %>x<% endif %>"] {
            let error = render(text).unwrap_err().to_string();
            assert!(error.starts_with("a.j2:2: undefined value"), "{error}");
        }
    }

    #[test]
    fn variables_are_found_before_anything_is_rendered() {
        let text = "<{ a.b }><% for x in c %><{ x }><% endfor %><{ range(3) }>";
        let found = Engine::new().variables(text, HERE).unwrap();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a.b", "c"]);
    }
}
