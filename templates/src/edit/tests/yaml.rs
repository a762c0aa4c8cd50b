//! Entries of compose files and manifests.

use super::*;

const COMPOSE: &str = "services:
  shop:
    image: shop # ours
    ports:
    - 80:80

  # The rest.
  cache:
    image: redis
";

#[test]
fn entries_of_yaml_go_where_the_path_leads() {
    let variable = within(EditKind::Yaml, "services.shop.environment", "URL: ${URL:?}\n");
    let expected =
        COMPOSE.replace("    - 80:80\n", "    - 80:80\n    environment:\n      URL: ${URL:?}\n");
    assert_eq!(edited(&variable, COMPOSE), expected);
    let second = within(EditKind::Yaml, "services.shop.environment", "B: c");
    let both = expected.replace("URL:?}\n", "URL:?}\n      B: c\n");
    assert_eq!(edited(&second, &expected), both);
    let service = within(EditKind::Yaml, "services", "db:\n  image: postgres\n");
    let expected = format!("{COMPOSE}\n  db:\n    image: postgres\n");
    assert_eq!(edited(&service, COMPOSE), expected);
    let list = COMPOSE.replace("    image: shop # ours", "    environment:\n      - A=b");
    let expected = list.replace("- A=b", "- A=b\n      - URL=${URL:?}");
    assert_eq!(edited(&variable, &list), expected);
    let volumes = within(EditKind::Yaml, "volumes", "db:");
    assert_eq!(edited(&volumes, COMPOSE), format!("{COMPOSE}\nvolumes:\n  db:\n"));
    let inline = COMPOSE.replace("    image: shop # ours", "    environment: { A: b }");
    assert!(missing(&variable, &inline).contains("in one line"));
    assert!(missing(&variable, "version: 3\n").contains("no `services`"));
}

#[test]
fn entries_of_yaml_go_into_items_of_lists_by_name() {
    let text = "kind: Service\n---\nspec:\n  containers:\n    - name: a\n      image: a\n    - image: b\n      name: b\n      env:\n        - name: X\n          value: y\n";
    let variable = |of: &str| {
        within(EditKind::Yaml, &format!("spec.containers#{of}.env"), "- name: Z\n  value: z\n")
    };
    let added = "        - name: Z\n          value: z\n";
    let expected = text.replace("    - image: b", &format!("      env:\n{added}    - image: b"));
    assert_eq!(edited(&variable("a"), text), expected);
    assert_eq!(edited(&variable("b"), text), format!("{text}{added}"));
    assert!(missing(&variable("c"), text).contains("no item `c`"));
    let only = "metadata:\n  name: c\nspec:\n  containers:\n    - name: app\n";
    assert_eq!(edited(&variable("c"), only), format!("{only}      env:\n{added}"));
}
