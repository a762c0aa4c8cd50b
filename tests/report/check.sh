#!/usr/bin/env bash
# Writes reports of a fixture, of a system with hostile names, and of one with 200 services and 5,000
# modules, and uses them in a browser: search, filters, maps, tables, with and without script. Nothing
# may fail, and nothing may be asked of the network. It wants npm and a Chromium; where there is none and this is
# root, it is installed by apt-get. Playwright is taken once, into target/browser.
#
#     bash tests/report/check.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root="$PWD"
program="${1:-}"
if [ -z "$program" ]; then
    cargo build --release --locked --package portcullis --bin portcullis
    program="$root/target/release/portcullis"
fi

find_browser() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}
if ! find_browser >/dev/null && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
browser="$(find_browser)" || { printf 'a Chromium is needed\n' >&2; exit 1; }

readers="$root/target/browser"
package=playwright-core@1.65.1
stamp="$readers/$(printf '%s' "$package" | cksum | tr -dc 0-9)"
if [ ! -e "$stamp" ]; then
    rm -rf "$readers"
    mkdir -p "$readers"
    npm install --prefix "$readers" --silent --no-audit --no-fund --ignore-scripts "$package"
    touch "$stamp"
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 tests/report/systems.py "$work"
for system in hostile large; do
    "$program" report "$work/$system" --quiet --output "$work/pages/$system"
done
"$program" report tests/fixtures/system-shop --quiet --output "$work/pages/shop"
node tests/report/check.mjs "$readers" "$browser" "$work"/pages/{shop,hostile,large}/index.html
