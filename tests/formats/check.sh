#!/usr/bin/env bash
# Writes a report of each format over a damaged shop, and lets programs of others read it: the
# validator of SARIF that GitHub's own tools use, a reader of JUnit, and schemas. Then lets VS Code's
# half of the editors' protocol speak with the server. It wants python3 and npm, and takes their
# packages once, into target/formats.
#
#     bash tests/formats/check.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root="$PWD"
program="${1:-}"
if [ -z "$program" ]; then
    cargo build --release --locked --package portcullis --bin portcullis
    program="$root/target/release/portcullis"
fi

for needed in python3 npm; do
    command -v "$needed" >/dev/null || { printf '%s is needed\n' "$needed" >&2; exit 1; }
done
readers="$root/target/formats"
stamp="$readers/$(cat tests/formats/requirements.txt tests/formats/check.sh | cksum | tr -dc 0-9)"
if [ ! -e "$stamp" ]; then
    rm -rf "$readers"
    python3 -m venv "$readers/python"
    "$readers/python/bin/pip" install --quiet --disable-pip-version-check \
        --requirement tests/formats/requirements.txt
    # The schema of JUnit's readers is among the tests of pytest.
    "$readers/python/bin/pip" download --quiet --disable-pip-version-check --no-deps \
        --no-binary :all: --dest "$readers" pytest==9.2.0
    tar -xzf "$readers/pytest-9.2.0.tar.gz" -C "$readers" --strip-components 3 \
        pytest-9.2.0/testing/example_scripts/junit-10.xsd
    npm install --prefix "$readers" --silent --no-audit --no-fund --ignore-scripts \
        @microsoft/sarif-multitool-linux@5.7.0 vscode-languageserver-protocol@3.18.5 \
        vscode-languageserver-textdocument@1.0.16
    chmod u+x "$readers/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
    touch "$stamp"
fi

# A shop with names that a careless writer would trip over, one file that cannot be read, and
# one that ends where it should not.
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/repository/.git" "$work/repository/services"
cp -R tests/fixtures/eighteen-ways "$work/repository/services/shop"
src="$work/repository/services/shop/src"
odd='a,b:c%0A <&"'"'"'|`@x>[y](z) ä😀 ##[x]'
mv "$src/application/alias.rs" "$src/application/$odd.rs"
printf '/* 😀ä */ pub type T = crate::adapters::postgres::PgOrders;\r\n' >>"$src/application/$odd.rs"
grep -v '^pub mod alias;' "$src/application/mod.rs" >"$work/mod.rs"
printf '#[path = r#"%s.rs"#]\npub mod alias;\n' "$odd" >>"$work/mod.rs"
mv "$work/mod.rs" "$src/application/mod.rs"
printf 'pub mod broken;\npub mod latin;\n' >>"$src/application/mod.rs"
printf 'pub fn f() {\n' >"$src/application/broken.rs"
printf '// \xe4\n' >"$src/application/latin.rs"

formats=()
for format in github gitlab junit checkstyle rdjson markdown sarif json; do
    formats+=(--format "$format=$work/$format")
done
status=0
"$program" lint "$work/repository/services/shop" "${formats[@]}" || status=$?
[ "$status" -eq 1 ] || { printf 'exit status %s, not 1\n' "$status" >&2; exit 1; }
mkdir "$work/clean"
formats=()
for format in github gitlab junit checkstyle rdjson markdown sarif json; do
    formats+=(--format "$format=$work/clean/$format")
done
"$program" lint tests/fixtures/eighteen-twin "${formats[@]}"

export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
for reports in "$work" "$work/clean"; do
    "$readers/python/bin/python" tests/formats/check.py "$readers" "$reports" "$work/repository"
done

# Pictures.
bash tests/formats/pictures.sh "$program"

# What is offered to CI systems: their schemas, and the step of the action as a runner does it.
check="$readers/python/bin/check-jsonschema"
"$check" --builtin-schema vendor.github-actions action.yml
"$check" --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci ci/gitlab.yml
"$readers/python/bin/python" tests/formats/step.py action.yml Lint >"$work/step.sh"
mkdir -p "$work/reports/bin"
ln -s "$program" "$work/reports/bin/portcullis"
status=0
(cd "$work/repository" && env CI=true REPORTS="$work/reports" LINT_PATH=services/shop \
    LINT_FORMAT=github LINT_ARGS="--deny-warnings --ignore config" \
    GITHUB_OUTPUT="$work/output" GITHUB_STEP_SUMMARY="$work/step-summary" \
    bash --noprofile --norc -eo pipefail "$work/step.sh" >"$work/log") || status=$?
[ "$status" -eq 1 ] || { printf 'the step of the action ends with %s\n' "$status" >&2; exit 1; }
grep -q "^sarif=$work/reports/portcullis.sarif\$" "$work/output"
grep -q '^## Portcullis: ' "$work/step-summary"
grep -q '^::error file=services/shop/' "$work/log"
printf 'the step of the action does what it should\n'

# An editor's half of the protocol, by those who made it.
cp -R tests/fixtures/layer-dependency "$work/editor"
node tests/formats/editor.cjs "$readers" "$program" "$work/editor"
