//! Helm templates: read as YAML with their actions covered, so that places stay those of the file.

use super::ManifestFile;
use crate::extract::yaml::{self, Node, Value};

/// Reads a template. `resolve` gives what the expression of an action stands for, if that is known;
/// what it does not know stays as it is, with its braces.
pub fn extract(text: &str, resolve: &dyn Fn(&str) -> Option<String>) -> ManifestFile {
    let mut tree = yaml::parse(&covered(text));
    for document in &mut tree.documents {
        fill(document, text, resolve);
    }
    // Both branches of a condition stay, so keys may be there twice.
    let mut file = super::objects(tree);
    file.faults.retain(|fault| !fault.message.contains("twice"));
    file
}

/// In longer lines no action stands alone; looking for that would make the work quadratic.
const MOST_LINE: usize = 1_000;

/// The text with each action replaced by letters, or by spaces where it stands alone on its line.
fn covered(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut line_start = 0;
    // A quote inside an action would end a quoted scalar around it, so all of it is covered.
    while let Some(start) = rest.find("{{") {
        if let Some(newline) = rest[..start].rfind('\n') {
            line_start = out.len() + newline + 1;
        }
        out.push_str(&rest[..start]);
        let action = &rest[start..];
        let len = action.find("}}").map_or(action.len(), |end| end + 2);
        let ahead = action.as_bytes()[len..].iter().take(MOST_LINE);
        let newline = ahead.clone().position(|byte| *byte == b'\n').unwrap_or(ahead.len());
        let after = action.get(len..len + newline);
        let alone = out.len() - line_start <= MOST_LINE
            && out[line_start..].trim().is_empty()
            && after.is_some_and(only_actions);
        for byte in action[..len].bytes() {
            out.push(match byte {
                b'\n' => '\n',
                _ if alone => ' ',
                _ => 'x',
            });
        }
        rest = &action[len..];
    }
    out.push_str(rest);
    out
}

/// Whether nothing but actions stands in the piece of a line.
fn only_actions(piece: &str) -> bool {
    let mut rest = piece;
    loop {
        let trimmed = rest.trim_start();
        if trimmed.is_empty() {
            return true;
        }
        if !trimmed.starts_with("{{") {
            return false;
        }
        let Some(end) = trimmed.find("}}") else { return true };
        rest = &trimmed[end + 2..];
    }
}

/// Puts what actions stand for into the scalars that they were covered in.
fn fill(node: &mut Node, text: &str, resolve: &dyn Fn(&str) -> Option<String>) {
    match &mut node.value {
        Value::Null => {}
        Value::Text(value) => {
            let raw = &text[node.span.range()];
            if raw.contains("{{") {
                let trimmed = raw.trim_matches(|c| matches!(c, '"' | '\''));
                *value = put_in(trimmed, resolve);
            }
        }
        Value::List(items) => {
            for item in items {
                fill(item, text, resolve);
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                let raw = &text[entry.key.span.range()];
                if raw.contains("{{") {
                    entry.key.text = put_in(raw, resolve);
                }
                fill(&mut entry.value, text, resolve);
            }
        }
    }
}

fn put_in(raw: &str, resolve: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = raw;
    while let Some(start) = rest.find("{{") {
        out.push_str(&rest[..start]);
        let action = &rest[start..];
        let len = action.find("}}").map_or(action.len(), |end| end + 2);
        let inner = action[..len].trim_start_matches(['{', '-']).trim_end_matches(['}', '-']);
        match resolve(inner.trim()) {
            Some(value) => out.push_str(&value),
            None => out.push_str(&action[..len]),
        }
        rest = &action[len..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Body;
    use super::*;

    #[test]
    fn actions_are_put_in_and_places_stay() {
        let text = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ include \"x.name\" . }}\n  labels:\n    {{- include \"x.labels\" . | nindent 4 }}\nspec:\n  {{- if .Values.on }}\n  replicas: {{ .Values.count }}\n  {{- end }}\n  template:\n    spec:\n      containers:\n        - name: a\n          image: \"{{ .Values.image }}:{{ .Values.tag | default \"1\" }}\"\n          resources:\n            {{- toYaml .Values.resources | nindent 12 }}\n";
        let file = extract(text, &|expression| match expression {
            ".Values.count" => Some("3".to_owned()),
            ".Values.image" => Some("shop".to_owned()),
            "include \"x.name\" ." => Some("web".to_owned()),
            _ => None,
        });
        assert_eq!(file.faults, []);
        let object = &file.objects[0];
        assert_eq!(object.name.text, "web");
        assert_eq!(&text[object.name.span.range()], "{{ include \"x.name\" . }}");
        let Body::Workload(workload) = &object.body else { panic!("a workload") };
        assert_eq!(workload.replicas.as_ref().unwrap().text, "3");
        let container = &workload.containers[0];
        assert_eq!(
            container.image.as_ref().unwrap().text,
            "shop:{{ .Values.tag | default \"1\" }}"
        );
        assert!(container.resources.is_some());
    }

    proptest! {
        #[test]
        fn covering_keeps_offsets(text in "[a:{}\"\n é-]{0,60}") {
            let covered = covered(&text);
            prop_assert_eq!(covered.len(), text.len());
            extract(&text, &|_| None);
        }
    }
}
